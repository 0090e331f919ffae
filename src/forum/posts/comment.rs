//! Commenting on a question or a reply: one level deep, never an answer.

use super::Posted;
use super::store::{self, NewPost};
use crate::accounts::rights::{Deed, Permit};
use crate::forum::counts::moves::{self, Written};
use crate::forum::desk::slow_mode;
use crate::forum::events::ForumEvent;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::texts::{self, Composed};
use crate::forum::topics::lock_for;
use crate::forum::{Audience, PostId, PostState, counts, follows, screening};
use crate::platform::db::{Failure, Tx};
use crate::platform::limits::Limit;

/// Writes a comment under a post. A comment on a comment is refused as not found: nothing offers it.
pub fn comment(tx: &mut Tx<'_>, who: &Participant, parent: PostId, text: &Composed, key: &str) -> Result<Posted, Failure<Refusal>> {
    let author = who.member()?;
    let above = store::find(tx.conn(), parent)?.ok_or(Refusal::NotFound)?;
    let topic = above.topic;
    let row = lock_for(tx, who, topic, above.audience)?;
    if let Some(posted) = store::submitted(tx.conn(), author, key)? {
        return Ok(posted);
    }
    // Read again under the lock: it may have been hidden meanwhile.
    let parent = store::find(tx.conn(), parent)?.filter(|parent| parent.parent.is_none() && who.sees(&parent.facts())).ok_or(Refusal::NotFound)?;
    let permit = who.may(Deed::Comment, &who.place_of_post(&parent.facts(), parent.topic_closed))?;
    slow_mode::wait_for_turn(tx, who, &row, author)?;
    let found = screening::found(tx, who, text, Limit::Reply)?;
    let state = if permit == Permit::Held || found.holds() { PostState::Held } else { PostState::Visible };
    // A comment is for whoever its post is for: a note under staff's notes stays among staff.
    let new = NewPost { topic, parent: Some(parent.id), author, state, audience: parent.audience, lang: &text.lang };
    let (post, number) = store::insert(tx, &new)?;
    texts::store::insert(tx, post, text)?;
    screening::store::put(tx, post, &found)?;
    who.note_origin(tx, post)?;
    counts::store::refresh_comments(tx, parent.id)?;
    let written = Written { id: post, author: (author, who.viewer.is_staff()), is_comment: true, state, audience: parent.audience };
    moves::post_added(tx, &row, &written)?;
    store::remember_submission(tx, author, key, post)?;
    follows::choose_by_doing(tx, author, topic)?;
    match (state, parent.audience) {
        (PostState::Visible, Audience::Everyone) => tx.record(&ForumEvent::Commented(topic, post))?,
        (PostState::Visible, Audience::Staff) => tx.record(&ForumEvent::Noted(topic, post))?,
        (PostState::Held, _) => tx.record(&ForumEvent::Held(topic, post))?,
        _ => {}
    }
    Ok(Posted { topic, post, number, held: state == PostState::Held })
}
