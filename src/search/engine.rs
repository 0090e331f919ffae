//! What an engine offers: documents in, hits out. There are two, [`super::embedded`] and [`super::meilisearch`].

use std::collections::{BTreeMap, HashMap};
use time::Date;

use super::asked::Asked;
use super::document::{Document, Status};
use crate::accounts::MemberId;
use crate::forum::visibility::{Atom, Sight};
use crate::forum::{CategoryId, PostId, TopicId};

/// Why an engine did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// It does not answer, or not in time; what was asked may be asked again.
    #[error("the search engine is away: {0}")]
    Away(String),
    /// There is no index yet, or one of an older program; a rebuild makes it.
    #[error("there is no index yet")]
    NoIndex,
    /// Another process writes the index.
    #[error("another process writes the index")]
    WrittenElsewhere,
    /// A document that it will never take.
    #[error("the search engine refuses a document: {0}")]
    Refused(String),
    /// Anything else.
    #[error(transparent)]
    Broken(#[from] anyhow::Error),
}

/// What engines answer.
pub type Result<T> = std::result::Result<T, EngineError>;

/// Keeps documents and finds them. Calls block: they are made from threads that may wait.
pub trait Engine: Send + Sync {
    /// Its name, for the operator.
    fn name(&self) -> &'static str;

    /// The fingerprints of the documents of a topic, by post.
    fn fingerprints(&self, topic: TopicId) -> Result<HashMap<PostId, u64>>;

    /// Writes documents over those of the same posts, and takes others out. Whole or not at all; what it answered `Ok` to is
    /// kept and found.
    fn apply(&self, changes: Vec<Change>) -> Result<()>;

    /// Finds topics.
    fn search(&self, wanted: &Wanted) -> Result<Found>;

    /// How many documents it keeps.
    fn count(&self) -> Result<u64>;

    /// Whether this process may write now; jobs wait where it is said no.
    fn may_write(&self) -> bool;

    /// Begins another index beside the one in use, which answers until [`Rebuild::swap_in`].
    fn rebuild(&self) -> Result<Box<dyn Rebuild + '_>>;
}

/// An index that is being made anew. Dropped, it is gone.
pub trait Rebuild: Send {
    /// Takes more documents; none of a post that it has.
    fn add(&mut self, documents: Vec<Document>) -> Result<()>;

    /// Puts it in the place of the index in use, whole. Gives back how many documents it has.
    fn swap_in(self: Box<Self>) -> Result<u64>;
}

/// One change of the index.
#[derive(Clone, Debug)]
pub enum Change {
    /// Writes a document over the one of the same post.
    Put(Box<Document>),
    /// Takes a post's document out, if there is one.
    Delete(PostId),
}

/// In which order topics are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// What fits best first.
    #[default]
    Relevance,
    /// The newest post first.
    Newest,
    /// The most helpful post first.
    Votes,
}

/// What is asked of an engine.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The words.
    pub asked: Asked,
    /// Language tags of the reader, then of the community: how words are stemmed.
    pub languages: Vec<String>,
    /// The last word goes on.
    pub typing: bool,
    /// Every word must be there.
    pub all_words: bool,
    /// What posts must be.
    pub limits: Limits,
    /// What readers may choose among, counted for each.
    pub choices: Choices,
    /// The keys that the viewer holds.
    pub keys: Vec<String>,
    /// In which order.
    pub sort: Sort,
    /// So many topics.
    pub limit: usize,
    /// Words and phrases that mean the same as words of the query, by these.
    pub synonyms: BTreeMap<String, Vec<String>>,
}

/// What every post that is found is, and what is not counted.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Who wrote it.
    pub author: Option<MemberId>,
    /// Written on an earlier day.
    pub before: Option<Date>,
    /// Written on this day or later.
    pub after: Option<Date>,
    /// Words are looked for in titles only.
    pub in_title: bool,
    /// Only posts that open a topic.
    pub first_only: bool,
    /// Not in this topic.
    pub except: Option<TopicId>,
}

/// What a reader chose; empty for what does not matter.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Where the topic stands.
    pub status: Option<Status>,
    /// Any of these categories.
    pub categories: Vec<CategoryId>,
    /// All of these tags.
    pub tags: Vec<i64>,
    /// The topic's language.
    pub lang: Option<String>,
    /// Only by the company's people.
    pub by_staff: bool,
}

/// What an engine found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Topics with their best post, best first; at most as many as were wanted.
    pub hits: Vec<Hit>,
    /// How many topics there are.
    pub topics: u64,
    /// How many there would be for each choice, the others being as they are.
    pub counts: Counts,
    /// Words of the index that were looked for instead of words that it does not have, by these.
    pub instead: BTreeMap<String, Vec<String>>,
}

/// A topic and the post of it that fits best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The topic.
    pub topic: TopicId,
    /// The post.
    pub post: PostId,
    /// How well it fits; only to be compared.
    pub score: f32,
}

/// How many topics there are for each choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By where they stand.
    pub status: BTreeMap<String, u64>,
    /// By the number of their category.
    pub categories: BTreeMap<String, u64>,
    /// By the numbers of their tags.
    pub tags: BTreeMap<String, u64>,
    /// By their language.
    pub langs: BTreeMap<String, u64>,
    /// With a post by the company's people.
    pub by_staff: u64,
}

/// Every key that a viewer holds, as words: what an index lets pass.
pub fn keys_of(sight: &Sight) -> Vec<String> {
    let mut keys = Vec::new();
    for &category in &sight.readable {
        let own = [sight.moderated.contains(&category).then_some(Atom::Moderates(category)), sight.member.map(Atom::Is), sight.staff.then_some(Atom::Staff)];
        let held: Vec<Atom> = own.into_iter().flatten().collect();
        for chosen in 0..1_u32 << held.len() {
            let mut key = vec![Atom::Reads(category)];
            key.extend(held.iter().enumerate().filter(|(bit, _)| chosen >> bit & 1 == 1).map(|(_, atom)| *atom));
            key.sort_unstable();
            keys.push(super::document::key_word(&key));
        }
    }
    keys
}
