//! Hold, approve, hide, restore, delete, erase: the only ways in which a post's state changes, whoever asks.

use super::{PostRow, store};
use crate::accounts::rights::{Deed, Place};
use crate::forum::counts::moves;
use crate::forum::events::ForumEvent;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::topics::{self, store::lock_for};
use crate::forum::visibility::{Presence, can_open_topic, presence};
use crate::forum::{Audience, PostId, PostState, answers, counts, desk, duplicates, quotations, screening, texts, votes};
use crate::platform::db::{Failure, Tx, wipe};
use crate::platform::log::{self, Act};

/// What is to become of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateChange {
    /// Wait for approval.
    Hold,
    /// Let a held post be seen.
    Approve,
    /// Take it away, its author reads why.
    Hide,
    /// Bring back what was hidden or deleted.
    Restore,
    /// Take it away.
    Delete,
    /// Destroy text, HTML and revisions.
    Erase,
}

impl StateChange {
    fn act(self) -> &'static str {
        match self {
            Self::Hold => "post.hold",
            Self::Approve => "post.approve",
            Self::Hide => "post.hide",
            Self::Restore => "post.restore",
            Self::Delete => "post.delete",
            Self::Erase => "post.erase",
        }
    }

    fn target(self) -> PostState {
        match self {
            Self::Hold => PostState::Held,
            Self::Approve | Self::Restore => PostState::Visible,
            Self::Hide => PostState::Hidden,
            Self::Delete => PostState::Deleted,
            Self::Erase => PostState::Erased,
        }
    }

    fn deed(self) -> Deed {
        match self {
            Self::Delete => Deed::Delete,
            Self::Restore => Deed::Restore,
            Self::Erase => Deed::Erase,
            // Holding, approving and hiding are moderators' as closing is.
            Self::Hold | Self::Approve | Self::Hide => Deed::Close,
        }
    }

    /// From which states the change makes sense; from any other it changes nothing.
    fn applies_to(self, state: PostState) -> bool {
        match self {
            Self::Hold | Self::Hide => state == PostState::Visible || state == PostState::Held,
            Self::Approve => state == PostState::Held,
            Self::Restore => matches!(state, PostState::Hidden | PostState::Deleted),
            Self::Delete => matches!(state, PostState::Visible | PostState::Held | PostState::Hidden),
            Self::Erase => state != PostState::Erased,
        }
    }
}

/// Changes a post's state: checks the right inside the transaction, moves the counts, bumps the topic's
/// version, writes the log, records the event. Doing it twice does it once.
pub fn change_state(tx: &mut Tx<'_>, who: &Participant, post: PostId, change: StateChange, reason: &str) -> Result<PostRow, Failure<Refusal>> {
    let post = locked_in_reach(tx, who, post)?;
    let place = place(tx, who, &post)?;
    who.may(change.deed(), &place)?;
    if !change.applies_to(post.state) {
        return Ok(post);
    }
    let is_news = change == StateChange::Approve && !was_seen(tx, &post)?;
    store::set_state(tx, &post, change.target())?;
    match change {
        StateChange::Approve | StateChange::Restore => store::delete_removal(tx, post.id)?,
        StateChange::Erase => destroy(tx, &post)?,
        StateChange::Hold | StateChange::Hide | StateChange::Delete => store::put_removal(tx, post.id, who.viewer.id(), reason)?,
    }
    recount(tx, &post, change.target())?;
    quotations::changed(tx, &post, change.target())?;
    // What cannot be undone is written down whoever does it, and what becomes of notes that few can look at.
    if who.viewer.id() != Some(post.author) || change == StateChange::Erase || post.audience == Audience::Staff {
        let (act, before) = (change.act(), post.state.as_str().to_owned());
        let after = change.target().as_str().to_owned();
        let public = post.audience == Audience::Everyone;
        tx.log(&Act { act, subject_kind: "post", subject: post.id.0, category: Some(post.category().0), reason, before, after, public })?;
    }
    if who.viewer.id() != Some(post.author) {
        tx.record(&ForumEvent::Moderated(post.topic, post.id))?;
    }
    announce(tx, &post, is_news)?;
    Ok(post)
}

/// A moderator looked at what is hidden and leaves it so: their reason takes the place of the one that was there.
pub fn confirm_hidden(tx: &mut Tx<'_>, who: &Participant, post: PostId, reason: &str) -> Result<(), Failure<Refusal>> {
    let post = locked_in_reach(tx, who, post)?;
    who.may(Deed::Close, &place(tx, who, &post)?)?;
    if post.state != PostState::Hidden {
        return Ok(());
    }
    store::put_removal(tx, post.id, who.viewer.id(), reason)?;
    let (before, after) = (post.state.as_str().to_owned(), post.state.as_str().to_owned());
    let (category, public) = (Some(post.category().0), post.audience == Audience::Everyone);
    tx.log(&Act { act: StateChange::Hide.act(), subject_kind: "post", subject: post.id.0, category, reason, before, after, public })?;
    Ok(tx.record(&ForumEvent::Moderated(post.topic, post.id))?)
}

/// Filters found something in what an author made of their visible post: it waits until a moderator looks. The topic is locked.
pub(super) fn hold_edited(tx: &mut Tx<'_>, post: &PostRow) -> Result<(), Failure<Refusal>> {
    let target = StateChange::Hold.target();
    store::set_state(tx, post, target)?;
    recount(tx, post, target)?;
    quotations::changed(tx, post, target)?;
    let (before, after) = (post.state.as_str().to_owned(), target.as_str().to_owned());
    let category = Some(post.category().0);
    tx.log(&Act { act: StateChange::Hold.act(), subject_kind: "post", subject: post.id.0, category, before, after, ..Act::default() })?;
    tx.record(&ForumEvent::Held(post.topic, post.id))?;
    announce(tx, post, false)
}

/// The post, under its topic's lock, if the viewer sees it or the line that stands for it.
fn locked_in_reach(tx: &mut Tx<'_>, who: &Participant, post: PostId) -> Result<PostRow, Failure<Refusal>> {
    let row = store::find(tx.conn(), post)?.ok_or(Refusal::NotFound)?;
    let topic = lock_for(tx, row.topic, row.audience)?.ok_or(Refusal::NotFound)?;
    let post = store::find(tx.conn(), post)?.ok_or(Refusal::NotFound)?;
    let reached = who.viewer.is_system()
        || can_open_topic(&who.sight, &topic.facts()) && (post.opens_topic() || presence(&who.sight, &post.facts(), false) != Presence::Nothing);
    if reached { Ok(post) } else { Err(Refusal::NotFound.into()) }
}

fn place(tx: &mut Tx<'_>, who: &Participant, post: &PostRow) -> Result<Place, Failure<Refusal>> {
    let others_replied = post.opens_topic() && topics::store::others_replied(tx.conn(), post.topic, post.author)?;
    let deleted_by_author = post.state == PostState::Deleted && store::removed_by(tx.conn(), post.id)? == Some(post.author);
    Ok(Place { others_replied, deleted_by_author, ..who.place_of_post(&post.facts(), post.topic_closed) })
}

fn destroy(tx: &mut Tx<'_>, post: &PostRow) -> Result<(), Failure<Refusal>> {
    texts::store::erase(tx, post.id)?;
    screening::store::delete(tx, post.id)?;
    store::delete_revisions(tx, post.id)?;
    store::delete_removal(tx, post.id)?;
    if post.opens_topic() {
        // The title is text too. An erased topic is seen by nobody; its number stays.
        topics::store::set_title(tx, post.topic, "", "erased", "en")?;
        topics::titles::store_title(tx, post.topic, "")?;
    }
    // What it opened before it was moved is called by its words still.
    for topic in desk::store::emptied_of(tx.conn(), post.id)? {
        topics::store::set_title(tx, topic, "", "erased", "en")?;
        topics::titles::store_title(tx, topic, "")?;
    }
    Ok(wipe::soon(tx)?)
}

/// Moves the figures that follow: of the post above, of the topic, of the author.
fn recount(tx: &mut Tx<'_>, post: &PostRow, state: PostState) -> Result<(), Failure<Refusal>> {
    if post.opens_topic() {
        duplicates::store::touch_repeating(tx, post.topic)?;
    }
    if let Some(parent) = post.parent {
        counts::store::refresh_comments(tx, parent)?;
    }
    counts::refresh_topic(tx, post.topic)?;
    let (score, is_accepted) = (votes::store::score(tx.conn(), post.id)?, answers::store::is_accepted(tx.conn(), post.id)?);
    let given = |state| moves::given_by(post, state, score, is_accepted);
    Ok(moves::move_member(tx, post.author, &given(post.state), &given(state))?)
}

/// By what the log says: whoever asks must do so before the next act is written down.
fn was_seen(tx: &mut Tx<'_>, post: &PostRow) -> Result<bool, Failure<Refusal>> {
    Ok(log::store::stood(tx.conn(), "post", post.id.0, PostState::Visible.as_str())?)
}

/// What was seen before is no news when it is approved once more.
fn announce(tx: &mut Tx<'_>, post: &PostRow, is_news: bool) -> Result<(), Failure<Refusal>> {
    if is_news {
        let event = if post.audience == Audience::Staff {
            ForumEvent::Noted(post.topic, post.id)
        } else if post.opens_topic() {
            ForumEvent::TopicOpened(post.topic, post.id)
        } else if post.is_reply() {
            ForumEvent::Replied(post.topic, post.id)
        } else {
            ForumEvent::Commented(post.topic, post.id)
        };
        tx.record(&event)?;
    }
    Ok(tx.record(&ForumEvent::StateChanged(post.topic, post.id))?)
}
