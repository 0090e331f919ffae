//! What happens in the forum; ids only.

use serde_json::{Value, json};

use super::{PostId, TopicId};
use crate::platform::events::Event;

/// News of the forum.
#[derive(Clone, Copy, Debug)]
pub enum ForumEvent {
    /// A topic's first post became visible.
    TopicOpened(TopicId, PostId),
    /// A reply became visible for the first time.
    Replied(TopicId, PostId),
    /// A comment became visible for the first time.
    Commented(TopicId, PostId),
    /// A post was written that waits for approval.
    Held(TopicId, PostId),
    /// A note was written that only staff see.
    Noted(TopicId, PostId),
    /// A text changed.
    Edited(TopicId, PostId),
    /// A post was held, hidden, deleted, restored or erased.
    StateChanged(TopicId, PostId),
    /// An answer was accepted, or no longer is.
    AnswerChanged(TopicId, PostId),
    /// A text is shown in other words, though nobody edited it: who it names is called otherwise, what it quotes is gone.
    Reworded(TopicId, PostId),
    /// A post reached a round number of votes: see [`super::votes::milestone`].
    Voted(TopicId, PostId),
    /// A moderator changed the state of somebody else's post.
    Moderated(TopicId, PostId),
}

/// Something that a topic's page shows changed: recorded with the topic's lock, whatever it was.
#[derive(Clone, Copy, Debug)]
pub struct TopicChanged(pub TopicId);

/// The name of [`TopicChanged`], for the table of subscriptions.
pub const TOPIC_CHANGED: &str = "forum.topic_changed";
/// The name of [`ForumEvent::Reworded`], for the table of subscriptions.
pub const REWORDED: &str = "forum.reworded";

impl Event for TopicChanged {
    fn name(&self) -> &'static str {
        TOPIC_CHANGED
    }

    fn key(&self) -> String {
        self.0.to_string()
    }

    fn payload(&self) -> Value {
        json!({ "v": 1, "topic": self.0 })
    }
}

/// Posts stand elsewhere than before: in another topic, or with their topic in another category.
#[derive(Clone, Copy, Debug)]
pub struct TopicMoved(pub TopicId);

/// The name of [`TopicMoved`], for the table of subscriptions.
pub const TOPIC_MOVED: &str = "forum.topic_moved";

impl Event for TopicMoved {
    fn name(&self) -> &'static str {
        TOPIC_MOVED
    }

    fn key(&self) -> String {
        self.0.to_string()
    }

    fn payload(&self) -> Value {
        json!({ "v": 1, "topic": self.0 })
    }
}

/// The name of [`ForumEvent::Replied`], for the table of subscriptions.
pub const REPLIED: &str = "forum.replied";
/// The name of [`ForumEvent::TopicOpened`], likewise.
pub const TOPIC_OPENED: &str = "forum.topic_opened";
/// The name of [`ForumEvent::Commented`], likewise.
pub const COMMENTED: &str = "forum.commented";
/// The name of [`ForumEvent::Held`], likewise.
pub const HELD: &str = "forum.held";
/// The name of [`ForumEvent::Noted`], likewise.
pub const NOTED: &str = "forum.noted";
/// The name of [`ForumEvent::Edited`], likewise.
pub const EDITED: &str = "forum.edited";
/// The name of [`ForumEvent::StateChanged`], likewise.
pub const STATE_CHANGED: &str = "forum.state_changed";
/// The name of [`ForumEvent::AnswerChanged`], likewise.
pub const ANSWER_CHANGED: &str = "forum.answer_changed";
/// The name of [`ForumEvent::Voted`], likewise.
pub const VOTED: &str = "forum.voted";
/// The name of [`ForumEvent::Moderated`], likewise.
pub const MODERATED: &str = "forum.moderated";

impl ForumEvent {
    fn ids(&self) -> (TopicId, PostId) {
        match *self {
            Self::TopicOpened(topic, post)
            | Self::Replied(topic, post)
            | Self::Commented(topic, post)
            | Self::Held(topic, post)
            | Self::Noted(topic, post)
            | Self::Edited(topic, post)
            | Self::StateChanged(topic, post)
            | Self::AnswerChanged(topic, post)
            | Self::Reworded(topic, post)
            | Self::Voted(topic, post)
            | Self::Moderated(topic, post) => (topic, post),
        }
    }
}

impl Event for ForumEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::TopicOpened(..) => TOPIC_OPENED,
            Self::Replied(..) => REPLIED,
            Self::Commented(..) => COMMENTED,
            Self::Held(..) => HELD,
            Self::Noted(..) => NOTED,
            Self::Edited(..) => EDITED,
            Self::StateChanged(..) => STATE_CHANGED,
            Self::AnswerChanged(..) => ANSWER_CHANGED,
            Self::Reworded(..) => REWORDED,
            Self::Voted(..) => VOTED,
            Self::Moderated(..) => MODERATED,
        }
    }

    fn key(&self) -> String {
        self.ids().1.to_string()
    }

    fn payload(&self) -> Value {
        let (topic, post) = self.ids();
        json!({ "v": 1, "topic": topic, "post": post })
    }
}
