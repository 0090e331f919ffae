//! Topics: a question, a discussion or an announcement, with its posts.

pub mod ask;
pub mod close_topic;
pub mod pages;
pub mod pin_topic;
pub mod show;
pub mod store;
pub mod titles;

use super::participant::{Participant, Refusal};
use super::{Audience, TopicId, TopicKind};
use crate::platform::db::{Failure, Tx};
use store::TopicRow;

/// The address of a topic: `/t/{slug}/{topic}`.
pub fn topic_url(slug: &str, topic: TopicId) -> String {
    format!("/t/{slug}/{topic}")
}

/// Locks a topic that the participant sees; what they do not see is not found.
pub fn lock_seen(tx: &mut Tx<'_>, who: &Participant, topic: TopicId) -> Result<TopicRow, Failure<Refusal>> {
    lock_for(tx, who, topic, Audience::Everyone)
}

/// The same for a change of what only some see: of notes among staff nobody else hears, not even that there is one.
pub fn lock_for(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, audience: Audience) -> Result<TopicRow, Failure<Refusal>> {
    let row = store::lock_for(tx, topic, audience)?.ok_or(Refusal::NotFound)?;
    if who.sees_topic(&row.facts()) { Ok(row) } else { Err(Refusal::NotFound.into()) }
}

/// The address of a post, which leads to its place in the topic.
pub fn post_url(slug: &str, topic: TopicId, number: i64) -> String {
    post_url_below(&topic_url(slug, topic), number)
}

/// The same, below the address of its topic.
pub fn post_url_below(topic: &str, number: i64) -> String {
    if number == 1 { topic.to_owned() } else { format!("{topic}/{number}") }
}

/// What a reader is told of a topic at a glance: a word that has a sign and a message of its own.
pub fn state_word(kind: TopicKind, is_closed: bool, is_solved: bool, is_answered: bool) -> &'static str {
    match kind {
        TopicKind::Question if is_solved => "solved",
        _ if is_closed => "closed",
        TopicKind::Question if is_answered => "answered",
        TopicKind::Question => "unanswered",
        TopicKind::Discussion => "discussion",
        TopicKind::Announcement => "announcement",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solved_counts_more_than_closed() {
        assert_eq!(state_word(TopicKind::Question, true, true, true), "solved");
        assert_eq!(state_word(TopicKind::Question, true, false, true), "closed");
        assert_eq!(state_word(TopicKind::Question, false, false, true), "answered");
        assert_eq!(state_word(TopicKind::Discussion, true, false, false), "closed");
        assert_eq!(state_word(TopicKind::Announcement, false, false, false), "announcement");
    }
}
