//! Writing a note that only staff see: it stands among the replies, is none, and nobody else hears of it.

use super::Posted;
use super::store::{self, NewPost};
use crate::accounts::rights::Deed;
use crate::forum::events::ForumEvent;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::texts::{self, Composed};
use crate::forum::topics::lock_for;
use crate::forum::{Audience, PostState, TopicId};
use crate::platform::db::{Failure, Tx};
use crate::platform::log::Act;

/// Writes a note. No figure moves, nothing is bumped; the same form sent again finds the first note.
pub fn write_note(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, text: &Composed, key: &str) -> Result<Posted, Failure<Refusal>> {
    let author = who.member()?;
    let row = lock_for(tx, who, topic, Audience::Staff)?;
    if let Some(posted) = store::submitted(tx.conn(), author, key)? {
        return Ok(posted);
    }
    who.may(Deed::Note, &who.place_of_topic(&row.facts(), row.closed))?;
    let new = NewPost { topic, parent: None, author, state: PostState::Visible, audience: Audience::Staff, lang: &text.lang };
    let (post, number) = store::insert(tx, &new)?;
    texts::store::insert(tx, post, text)?;
    who.note_origin(tx, post)?;
    store::remember_submission(tx, author, key, post)?;
    tx.log(&Act { act: "post.note", subject_kind: "post", subject: post.0, category: Some(row.category.0), ..Act::default() })?;
    tx.record(&ForumEvent::Noted(topic, post))?;
    Ok(Posted { topic, post, number, held: false })
}
