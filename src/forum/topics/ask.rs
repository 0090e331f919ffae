//! Opening a topic: asking, discussing, announcing.

use super::store::{self, NewTopic};
use super::titles;
use crate::accounts::rights::{Deed, Permit};
use crate::forum::counts;
use crate::forum::events::ForumEvent;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts::{self, Posted, store::NewPost};
use crate::forum::texts::{self, Composed};
use crate::forum::{Audience, CategoryId, PostState, TopicKind};
use crate::forum::{follows, screening, tags};
use crate::platform::db::{Failure, Tx};
use crate::platform::limits::Limit;
use crate::platform::text::{TagName, Title, slug::slug};

/// A topic about to be opened, checked by its types.
#[derive(Clone, Debug)]
pub struct NewQuestion {
    /// Where.
    pub category: CategoryId,
    /// Question, discussion or announcement.
    pub kind: TopicKind,
    /// Its title.
    pub title: Title,
    /// Its text.
    pub text: Composed,
    /// Its tags.
    pub tags: Vec<TagName>,
    /// The form's key: the same form sent again finds the first topic.
    pub key: String,
}

/// Opens a topic. A silenced member's waits for approval, and whatever filters hold.
pub fn ask(tx: &mut Tx<'_>, who: &Participant, new: &NewQuestion) -> Result<Posted, Failure<Refusal>> {
    let author = who.member()?;
    if let Some(posted) = posts::store::submitted(tx.conn(), author, &new.key)? {
        return Ok(posted);
    }
    let place = who.place(new.category);
    if place.right.is_none() {
        return Err(Refusal::NotFound.into());
    }
    let deed = if new.kind == TopicKind::Announcement { Deed::Announce } else { Deed::Ask };
    let permit = who.may(deed, &place)?;
    let found = screening::found(tx, who, &new.text, Limit::Ask)?;
    let state = if permit == Permit::Held || found.holds() { PostState::Held } else { PostState::Visible };
    let slug = slug(new.title.as_str());
    let topic =
        store::insert(tx, &NewTopic { category: new.category, author, kind: new.kind, title: new.title.as_str(), slug: &slug, lang: &new.text.lang, state })?;
    titles::store_title(tx, topic, new.title.as_str())?;
    let (post, number) = posts::store::insert(tx, &NewPost { topic, parent: None, author, state, audience: Audience::Everyone, lang: &new.text.lang })?;
    texts::store::insert(tx, post, &new.text)?;
    screening::store::put(tx, post, &found)?;
    who.note_origin(tx, post)?;
    tags::set_tags(tx, who, topic, &place, &new.tags, tx.now())?;
    counts::refresh_topic(tx, topic)?;
    counts::moves::topic_opened(tx, author, state)?;
    posts::store::remember_submission(tx, author, &new.key, post)?;
    follows::choose_by_doing(tx, author, topic)?;
    if state == PostState::Visible {
        tx.record(&ForumEvent::TopicOpened(topic, post))?;
    } else {
        tx.record(&ForumEvent::Held(topic, post))?;
    }
    Ok(Posted { topic, post, number, held: state == PostState::Held })
}
