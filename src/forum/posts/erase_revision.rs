//! Destroying what one revision kept: a name that slipped in and was taken out again stays in the history otherwise.

use super::{PostRow, store};
use crate::accounts::rights::Deed;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::topics::lock_for;
use crate::forum::{Audience, PostId, quotations};
use crate::platform::db::{Failure, Tx, wipe};
use crate::platform::log::Act;

/// Destroys text, title, tags and note of a revision. Its place stays, with who edited when: without it the changes
/// around it would be told as another's. What others quoted of it alone goes with it. Doing it twice does it once.
pub fn erase_revision(tx: &mut Tx<'_>, who: &Participant, post: PostId, number: i64, reason: &str) -> Result<PostRow, Failure<Refusal>> {
    let row = store::find(tx.conn(), post)?.ok_or(Refusal::NotFound)?;
    lock_for(tx, who, row.topic, row.audience)?;
    let post = store::find(tx.conn(), post)?.filter(|post| who.sees(&post.facts())).ok_or(Refusal::NotFound)?;
    let revision = store::revision(tx.conn(), post.id, number)?.ok_or(Refusal::NotFound)?;
    who.may(Deed::Erase, &who.place_of_post(&post.facts(), post.topic_closed))?;
    if revision.erased_at.is_some() {
        return Ok(post);
    }
    store::erase_revision(tx, post.id, number)?;
    tx.log(&Act {
        act: "post.erase-revision",
        subject_kind: "post",
        subject: post.id.0,
        category: Some(post.category().0),
        reason,
        before: number.to_string(),
        public: post.audience == Audience::Everyone,
        ..Act::default()
    })?;
    quotations::words_erased(tx, post.id)?;
    wipe::soon(tx)?;
    Ok(post)
}
