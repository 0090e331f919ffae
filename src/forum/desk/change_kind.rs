//! Making a question a discussion, and the like.

use super::{DeskError, kept_in_order, log, store};
use crate::accounts::rights::Deed;
use crate::forum::participant::Participant;
use crate::forum::{TopicId, TopicKind, counts};
use crate::platform::db::{Failure, Tx};

/// Makes a topic a question, a discussion or an announcement. Announcements are staff's, as when they are opened. What solved a
/// question is remembered, should it be one again.
pub fn change_kind(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, kind: TopicKind) -> Result<(), Failure<DeskError>> {
    let row = kept_in_order(tx, who, topic, Deed::Move)?;
    if row.kind == kind {
        return Ok(());
    }
    if kind == TopicKind::Announcement {
        who.may(Deed::Announce, &who.place_of_topic(&row.facts(), row.closed))?;
    }
    store::set_kind(tx, topic, kind)?;
    counts::refresh_topic(tx, topic)?;
    Ok(log(tx, &row, "topic.kind", row.kind.as_str().to_owned(), kind.as_str().to_owned())?)
}
