//! Taking a mark back.

use super::accept_answer::{announce, answerable, deed, recounted};
use super::store;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts::PostRow;
use crate::forum::{AcceptedBy, PostId};
use crate::platform::db::{Failure, Tx};

/// Takes the mark of one side off a reply. Not marked: nothing changes.
pub fn withdraw_answer(tx: &mut Tx<'_>, who: &Participant, post: PostId, by: AcceptedBy) -> Result<PostRow, Failure<Refusal>> {
    let post = answerable(tx, who, post)?;
    who.may(deed(by), &who.place_of_post(&post.facts(), post.topic_closed))?;
    if store::of_topic_by(tx.conn(), post.topic, by)? != Some(post.id) {
        return Ok(post);
    }
    recounted(tx, &[&post], |tx| store::delete(tx, post.topic, by))?;
    announce(tx, &post, by, "answer.withdraw", Some(post.id))?;
    Ok(post)
}
