//! What an engine keeps of a post.

use std::borrow::Cow;
use std::hash::Hash;

use crate::accounts::MemberId;
use crate::forum::visibility::{AudienceKey, PostFacts, audience_keys};
use crate::forum::{CategoryId, PostId, TopicId, TopicKind};
use crate::platform::db::Timestamp;
use crate::text_enum;

/// Grows when documents made of the same post would differ: an index of other documents is made anew.
pub const FORMAT: u32 = 2;

text_enum! {
    /// Where a question stands.
    Status {
        /// An answer was accepted.
        Solved = "solved",
        /// Somebody replied, nothing was accepted.
        Unsolved = "unsolved",
        /// Nobody but the asker replied.
        Unanswered = "unanswered",
        /// No question: a discussion or an announcement.
        None = "none",
    }
}

/// What of a post and its topic is in its document, but for their words: what decides whether it must be written again.
#[derive(Clone, Debug)]
pub struct DocumentFacts {
    /// The post.
    pub post: PostId,
    /// Its number in the topic; 1 opens it.
    pub number: i64,
    /// Grows with every edit.
    pub version: i64,
    /// Its topic.
    pub topic: TopicId,
    /// The topic's title.
    pub title: String,
    /// The topic's tags, in order.
    pub tags: Vec<i64>,
    /// The topic's category.
    pub category: CategoryId,
    /// What the topic is.
    pub kind: TopicKind,
    /// Where it stands.
    pub status: Status,
    /// The topic's language.
    pub topic_lang: String,
    /// The post's own.
    pub lang: String,
    /// Who wrote it.
    pub author: MemberId,
    /// Whether they are the company's people.
    pub by_staff: bool,
    /// Whether it is what solved the question.
    pub accepted: bool,
    /// Its score.
    pub votes: i64,
    /// When it was written.
    pub created_at: Timestamp,
    /// What decides who sees it.
    pub sight: PostFacts,
}

/// A post as an engine gets it.
#[derive(Clone, Debug)]
pub struct Document {
    /// All but the words.
    pub facts: DocumentFacts,
    /// The words, as plain text.
    pub text: String,
}

impl Document {
    /// The words that the post is found by: those of a first post have the title's before them, a reply's title is looked for
    /// apart.
    pub fn searched_text(&self) -> Cow<'_, str> {
        if self.facts.number == 1 { Cow::Owned(format!("{}\n{}", self.facts.title, self.text)) } else { Cow::Borrowed(&self.text) }
    }
}

impl DocumentFacts {
    /// The keys that open it, each a word: `c5`, or `c5.m5`. Whoever holds one sees it; nobody sees what has none.
    pub fn keys(&self) -> Vec<String> {
        audience_keys(&self.sight).iter().map(key_word).collect()
    }

    /// The votes as documents keep them: exact up to eight, then in steps of a quarter, so that not every vote on what many
    /// found helpful writes the post again.
    pub fn coarse_votes(&self) -> i64 {
        let mut step = 8;
        if self.votes <= step {
            return self.votes.max(-8);
        }
        while step + step / 4 <= self.votes {
            step += step / 4;
        }
        step
    }

    /// What the score of the post is multiplied by, in thousandths: what solved a question, stands below one that is solved, or
    /// was found helpful comes before what fits as well.
    pub fn weight(&self) -> u64 {
        let solved = if self.status == Status::Solved { 100 } else { 0 };
        let accepted = if self.accepted { 100 } else { 0 };
        let votes = self.coarse_votes().clamp(0, 31) as u64;
        1_000 + solved + accepted + 30 * u64::from((votes + 1).ilog2())
    }

    /// A number that differs where documents do: 64 bits of a hash of everything but the words, for which `version` stands.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = Digest(blake3::Hasher::new());
        let post = (FORMAT, self.post.0, self.number, self.version, self.created_at.0, self.author.0, self.by_staff, self.accepted, self.coarse_votes());
        let topic = (self.topic.0, &self.title, &self.tags, self.category.0, self.kind.as_str(), self.status.as_str());
        (post, topic, &self.topic_lang, &self.lang, self.keys()).hash(&mut hasher);
        let digest = hasher.0.finalize();
        u64::from_le_bytes(digest.as_bytes()[..8].try_into().expect("a digest has 32 bytes"))
    }
}

/// A key as a word.
pub fn key_word(key: &AudienceKey) -> String {
    key.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
}

/// Fingerprints are kept: the standard library's own hash may change with its version.
struct Digest(blake3::Hasher);

impl std::hash::Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}
