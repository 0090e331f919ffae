//! Another title or other tags, the text of the question left as it is.

use super::{DeskError, kept_in_order, log};
use crate::accounts::MemberId;
use crate::accounts::rights::Deed;
use crate::forum::events::ForumEvent;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts::store::{self as posts, Revision};
use crate::forum::topics::store::{TopicRow, set_title};
use crate::forum::topics::titles::store_title;
use crate::forum::{PostId, TopicId, counts, duplicates, tags, texts};
use crate::platform::db::{Failure, Result as DbResult, Tx};
use crate::platform::text::{TagName, Title, slug::slug};

/// Gives a topic another title. What it was called is kept as a revision of its first post; the log names its number.
pub fn change_title(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, title: &Title) -> Result<(), Failure<DeskError>> {
    let row = kept_in_order(tx, who, topic, Deed::Move)?;
    let editor = who.member().map_err(DeskError::Refused)?;
    if row.title == title.as_str() {
        return Ok(());
    }
    let (post, revision) = keep_before(tx, &row, editor)?;
    set_title(tx, topic, title.as_str(), &slug(title.as_str()), &row.lang)?;
    store_title(tx, topic, title.as_str())?;
    duplicates::store::touch_repeating(tx, topic)?;
    log(tx, &row, "topic.title", revision.to_string(), String::new())?;
    Ok(tx.record(&ForumEvent::Edited(topic, post))?)
}

/// Gives a topic other tags.
pub fn change_tags(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, names: &[TagName]) -> Result<(), Failure<DeskError>> {
    let row = kept_in_order(tx, who, topic, Deed::Move)?;
    let editor = who.member().map_err(DeskError::Refused)?;
    let before = tags::store::of_topic(tx.conn(), topic)?;
    let mut wanted: Vec<&str> = names.iter().map(TagName::as_str).collect();
    wanted.sort_unstable();
    if before == wanted {
        return Ok(());
    }
    keep_before(tx, &row, editor)?;
    let bumped_at = counts::store::stored_topic(tx.conn(), topic)?.bumped_at;
    tags::set_tags(tx, who, topic, &who.place(row.category), names, bumped_at)?;
    let after = tags::store::of_topic(tx.conn(), topic)?;
    Ok(log(tx, &row, "topic.tags", before.join(" "), after.join(" "))?)
}

/// Keeps title and tags as they are now, with the text, in the history of the first post. Gives the post and the revision's number.
fn keep_before(tx: &mut Tx<'_>, row: &TopicRow, editor: MemberId) -> Result<(PostId, i64), Failure<DeskError>> {
    let post = posts::first_of(tx.conn(), row.id)?.ok_or(DeskError::Refused(Refusal::NotFound))?;
    let number = posts::count_revisions(tx.conn(), post)? + 1;
    let revision = Revision {
        number,
        source: texts::store::source(tx.conn(), post)?,
        title: Some(row.title.clone()),
        tags: Some(tags::store::of_topic(tx.conn(), row.id)?.join(" ")),
        editor,
        reason: String::new(),
        created_at: tx.now(),
        erased_at: None,
    };
    posts::insert_revision(tx, post, &revision)?;
    mark_edited(tx, post, &row.lang)?;
    Ok((post, number))
}

/// Whoever has a form open that was made before meets both versions.
fn mark_edited(tx: &mut Tx<'_>, post: PostId, lang: &str) -> DbResult<()> {
    posts::set_edited(tx, post, lang, false)
}
