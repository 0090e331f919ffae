//! Editing a post: the state before is kept, a stale form shows both texts.

use super::PostRow;
use super::change_state::hold_edited;
use super::store::{self, Revision};
use crate::accounts::MemberId;
use crate::accounts::rights::{Deed, Place};
use crate::forum::events::ForumEvent;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::tags;
use crate::forum::texts::{self, Composed};
use crate::forum::topics::{self, lock_for};
use crate::forum::{Audience, PostId, PostState, counts, duplicates, screening};
use crate::platform::db::{DomainError, Failure, Result as DbResult, Timestamp, Tx};
use crate::platform::limits::Limit;
use crate::platform::log::Act;
use crate::platform::text::{TagName, Title, slug::slug};

/// An author who mends a slip at once, before anyone replied, leaves no revision.
pub const GRACE: i64 = 5 * Timestamp::MINUTE;

/// A changed post, checked by its types.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Which.
    pub post: PostId,
    /// The version that the form was made from.
    pub version: i64,
    /// The new text.
    pub text: Composed,
    /// The new title, for post 1.
    pub title: Option<Title>,
    /// The new tags, for post 1.
    pub tags: Option<Vec<TagName>>,
    /// Why, as the history will say.
    pub reason: String,
}

/// Why an edit is not taken.
#[derive(Debug, PartialEq, Eq)]
pub enum EditError {
    /// Somebody edited meanwhile: this is the version and text now.
    Stale {
        /// The version to send next time.
        version: i64,
        /// The text as it is now.
        source: String,
    },
    /// As everywhere.
    Refused(Refusal),
}

impl DomainError for EditError {}

impl From<Failure<Refusal>> for Failure<EditError> {
    fn from(failure: Failure<Refusal>) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::Refused(EditError::Refused(refusal)),
            Failure::Database(error) => Self::Database(error),
        }
    }
}

/// Changes a post. What was there before becomes a revision. What filters find in the new text holds it.
pub fn edit_post(tx: &mut Tx<'_>, who: &Participant, edit: &Edit) -> Result<PostRow, Failure<EditError>> {
    let editor = who.member().map_err(EditError::Refused)?;
    let post = locked(tx, who, edit.post)?;
    let amendable = store::is_amendable(tx.conn(), &post)?;
    let place = Place { amendable, ..who.place_of_post(&post.facts(), post.topic_closed) };
    who.may(Deed::Edit, &place).map_err(|denied| EditError::Refused(Refusal::Denied(denied)))?;
    let before = texts::store::source(tx.conn(), post.id)?;
    if edit.version != post.version {
        return Err(EditError::Stale { version: post.version, source: before }.into());
    }
    who.take(tx, Limit::Edit)?;
    let was = Before::read(tx, &post, before)?;
    if !was.differs(edit) {
        return Ok(post);
    }
    let found = screening::found_in_edit(tx, who, &post, &edit.text)?;
    let quiet = post.author == editor && post.state == PostState::Visible && tx.now() < post.created_at.plus(GRACE) && nobody_answered(tx, &post)?;
    if !quiet {
        was.keep(tx, &post, editor, &edit.reason)?;
    }
    change(tx, who, &post, edit)?;
    store::set_edited(tx, post.id, &edit.text.lang, quiet)?;
    // Of what nobody else can look at, the log knows who changed it.
    if post.author != editor || post.audience == Audience::Staff {
        let act = Act { act: "post.edit", subject_kind: "post", subject: post.id.0, category: Some(post.category().0), reason: &edit.reason, ..Act::default() };
        tx.log(&act)?;
    }
    screening::store::put(tx, post.id, &found)?;
    tx.record(&ForumEvent::Edited(post.topic, post.id))?;
    if found.holds() {
        hold_edited(tx, &post)?;
        return Ok(PostRow { state: PostState::Held, ..post });
    }
    Ok(post)
}

fn locked(tx: &mut Tx<'_>, who: &Participant, post: PostId) -> Result<PostRow, Failure<Refusal>> {
    let row = store::find(tx.conn(), post)?.ok_or(Refusal::NotFound)?;
    lock_for(tx, who, row.topic, row.audience)?;
    store::find(tx.conn(), post)?.filter(|post| who.sees(&post.facts())).ok_or_else(|| Refusal::NotFound.into())
}

fn nobody_answered(tx: &mut Tx<'_>, post: &PostRow) -> DbResult<bool> {
    let others = if post.opens_topic() { topics::store::others_replied(tx.conn(), post.topic, post.author)? } else { false };
    Ok(!others && counts::store::visible_comments(tx.conn(), post.id)? == 0)
}

fn change(tx: &mut Tx<'_>, who: &Participant, post: &PostRow, edit: &Edit) -> Result<(), Failure<Refusal>> {
    texts::store::replace(tx, post.id, &edit.text)?;
    if let Some(title) = edit.title.as_ref().filter(|_| post.opens_topic()) {
        topics::store::set_title(tx, post.topic, title.as_str(), &slug(title.as_str()), &edit.text.lang)?;
        topics::titles::store_title(tx, post.topic, title.as_str())?;
        duplicates::store::touch_repeating(tx, post.topic)?;
    }
    if let Some(names) = edit.tags.as_ref().filter(|_| post.opens_topic()) {
        let bumped_at = counts::store::stored_topic(tx.conn(), post.topic)?.bumped_at;
        tags::set_tags(tx, who, post.topic, &who.place(post.category()), names, bumped_at)?;
    }
    Ok(())
}

/// The state before an edit.
struct Before {
    source: String,
    title: Option<String>,
    tags: Option<String>,
}

impl Before {
    fn read(tx: &mut Tx<'_>, post: &PostRow, source: String) -> DbResult<Self> {
        if !post.opens_topic() {
            return Ok(Self { source, title: None, tags: None });
        }
        let title = topics::store::find(tx.conn(), post.topic)?.map(|topic| topic.title);
        let tags = tags::store::of_topic(tx.conn(), post.topic)?.join(" ");
        Ok(Self { source, title, tags: Some(tags) })
    }

    fn differs(&self, edit: &Edit) -> bool {
        let mut new_tags: Option<Vec<&str>> = edit.tags.as_ref().map(|tags| tags.iter().map(TagName::as_str).collect());
        if let Some(tags) = &mut new_tags {
            tags.sort_unstable();
        }
        let other_title = self.title.is_some() && edit.title.as_ref().is_some_and(|title| Some(title.as_str()) != self.title.as_deref());
        let other_tags = self.tags.is_some() && new_tags.is_some_and(|tags| Some(tags.join(" ")) != self.tags);
        self.source != edit.text.source || other_title || other_tags
    }

    fn keep(&self, tx: &mut Tx<'_>, post: &PostRow, editor: MemberId, reason: &str) -> DbResult<()> {
        let revision = Revision {
            number: store::count_revisions(tx.conn(), post.id)? + 1,
            source: self.source.clone(),
            title: self.title.clone(),
            tags: self.tags.clone(),
            editor,
            reason: reason.to_owned(),
            created_at: tx.now(),
            erased_at: None,
        };
        store::insert_revision(tx, post.id, &revision)
    }
}
