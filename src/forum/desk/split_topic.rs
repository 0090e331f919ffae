//! Making a topic of its own of some replies.

use super::move_posts::{replies_of, written_down};
use super::moving::{carry, steps};
use super::store::{self, MoveFacts, MoveKind};
use super::{DeskError, kept_in_order};
use crate::accounts::rights::Deed;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::topics::store::{NewTopic, insert};
use crate::forum::topics::titles::store_title;
use crate::forum::{Audience, CategoryId, PostId, PostState, TopicId, TopicKind, tags};
use crate::platform::db::{Failure, Tx};
use crate::platform::text::{Title, slug::slug};

/// A topic about to be made of replies.
#[derive(Clone, Debug)]
pub struct NewFromReplies {
    /// Where it will stand; the participant keeps order there too.
    pub category: CategoryId,
    /// A question or a discussion; announcements are opened as such.
    pub kind: TopicKind,
    /// What it will be called.
    pub title: Title,
}

/// Splits replies off, with their comments: the first of them, which everybody must see, opens the new topic, the others are its
/// replies. It has the tags of the old one. Gives the new topic.
pub fn split_topic(tx: &mut Tx<'_>, who: &Participant, from: TopicId, chosen: &[PostId], new: &NewFromReplies) -> Result<TopicId, Failure<DeskError>> {
    let source = kept_in_order(tx, who, from, Deed::Move)?;
    let place = who.place(new.category);
    if place.right.is_none() && !who.viewer.is_system() {
        return Err(DeskError::Refused(Refusal::NotFound).into());
    }
    who.may(Deed::Move, &place)?;
    let replies = replies_of(tx, who, from, chosen)?;
    let opening = replies.first().filter(|post| post.state == PostState::Visible && post.audience == Audience::Everyone).ok_or(DeskError::Opening)?;
    let kind = if new.kind == TopicKind::Announcement { TopicKind::Discussion } else { new.kind };
    let (title, lang) = (new.title.as_str(), store::lang_of(tx.conn(), opening.id)?);
    let opened = NewTopic { category: new.category, author: opening.author, kind, title, slug: &slug(title), lang: &lang, state: PostState::Visible };
    let to = insert(tx, &opened)?;
    store_title(tx, to, title)?;
    store::set_opened(tx, to, opening.created_at)?;
    let steps = steps(tx, chosen, 1)?;
    let marks = carry(tx, from, to, &steps, &[])?;
    tags::store::copy_tags(tx, from, to)?;
    written_down(tx, who, MoveKind::Split, (&source, to), MoveFacts { v: 1, steps, marks })?;
    Ok(to)
}
