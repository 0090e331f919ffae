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
    /// A text changed.
    Edited(TopicId, PostId),
    /// A post was held, hidden, deleted, restored or erased.
    StateChanged(TopicId, PostId),
    /// An answer was accepted, or no longer is.
    AnswerChanged(TopicId, PostId),
    /// A text is shown in other words, though nobody edited it: who it names is called otherwise, what it quotes is gone.
    Reworded(TopicId, PostId),
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

/// The name of [`ForumEvent::Replied`], for the table of subscriptions.
pub const REPLIED: &str = "forum.replied";

impl ForumEvent {
    fn ids(&self) -> (TopicId, PostId) {
        match *self {
            Self::TopicOpened(topic, post)
            | Self::Replied(topic, post)
            | Self::Commented(topic, post)
            | Self::Edited(topic, post)
            | Self::StateChanged(topic, post)
            | Self::AnswerChanged(topic, post)
            | Self::Reworded(topic, post) => (topic, post),
        }
    }
}

impl Event for ForumEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::TopicOpened(..) => "forum.topic_opened",
            Self::Replied(..) => REPLIED,
            Self::Commented(..) => "forum.commented",
            Self::Edited(..) => "forum.edited",
            Self::StateChanged(..) => "forum.state_changed",
            Self::AnswerChanged(..) => "forum.answer_changed",
            Self::Reworded(..) => REWORDED,
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
