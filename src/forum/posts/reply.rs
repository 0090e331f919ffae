//! Replying to a topic.

use super::Posted;
use super::store::{self, NewPost};
use crate::accounts::rights::{Deed, Permit};
use crate::forum::counts::moves::{self, Written};
use crate::forum::desk::slow_mode;
use crate::forum::events::ForumEvent;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::texts::{self, Composed};
use crate::forum::topics::lock_seen;
use crate::forum::{Audience, PostState, TopicId, follows, screening};
use crate::platform::db::{Failure, Tx};
use crate::platform::limits::Limit;

/// Writes a reply. A silenced member's waits for approval, and whatever filters hold; the same form sent again finds the first reply.
pub fn reply(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, text: &Composed, key: &str) -> Result<Posted, Failure<Refusal>> {
    let author = who.member()?;
    let row = lock_seen(tx, who, topic)?;
    if let Some(posted) = store::submitted(tx.conn(), author, key)? {
        return Ok(posted);
    }
    let permit = who.may(Deed::Reply, &who.place_of_topic(&row.facts(), row.closed))?;
    slow_mode::wait_for_turn(tx, who, &row, author)?;
    let found = screening::found(tx, who, text, Limit::Reply)?;
    let state = if permit == Permit::Held || found.holds() { PostState::Held } else { PostState::Visible };
    let (post, number) = store::insert(tx, &NewPost { topic, parent: None, author, state, audience: Audience::Everyone, lang: &text.lang })?;
    texts::store::insert(tx, post, text)?;
    screening::store::put(tx, post, &found)?;
    who.note_origin(tx, post)?;
    let written = Written { id: post, author: (author, who.viewer.is_staff()), is_comment: false, state, audience: Audience::Everyone };
    moves::post_added(tx, &row, &written)?;
    store::remember_submission(tx, author, key, post)?;
    follows::choose_by_doing(tx, author, topic)?;
    if state == PostState::Visible {
        tx.record(&ForumEvent::Replied(topic, post))?;
    } else {
        tx.record(&ForumEvent::Held(topic, post))?;
    }
    Ok(Posted { topic, post, number, held: state == PostState::Held })
}
