//! How well search finds: a judged set in the form of BEIR is put into a scratch index, its queries are run as the page runs
//! them, and what is found is compared with what was judged.

mod judged;
mod measures;
mod misspell;

pub use judged::Judged;
pub use measures::Figures;
pub use misspell::Typo;

use std::collections::HashMap;
use std::num::NonZeroUsize;

use super::asked::Asked;
use super::document::{Document, DocumentFacts, Status};
use super::engine::{Choices, Engine, Wanted};
use super::find;
use crate::accounts::MemberId;
use crate::forum::visibility::{PostFacts, TopicFacts};
use crate::forum::{Audience, CategoryId, PostId, PostState, TopicId, TopicKind};
use crate::platform::db::Timestamp;
use crate::platform::text::language::detect;
use misspell::Frequencies;

/// Figures are of so many first hits.
pub const DEPTH: usize = 10;
/// Documents that are given to the engine together.
const TOGETHER: usize = 500;
/// Enough of a corpus to tell its language by.
const SAMPLE: usize = 200;

/// A judged set in a scratch index.
pub struct Evaluation<'a> {
    set: &'a Judged,
    engine: &'a dyn Engine,
    lang: String,
    every: usize,
    collections: Vec<&'a str>,
    places: HashMap<&'a str, usize>,
    frequencies: Frequencies,
}

impl<'a> Evaluation<'a> {
    /// Loads a corpus into the engine, in the place of all that it had. The language is guessed where none is given.
    pub fn load(set: &'a Judged, engine: &'a dyn Engine, lang: Option<&str>) -> anyhow::Result<Self> {
        let sample: String = set.documents.iter().take(SAMPLE).map(|document| document.text.as_str()).collect::<Vec<_>>().join("\n");
        let lang = lang.map(str::to_owned).or_else(|| detect(&sample, &["en", "nb", "zh-Hant", "zh-Hans", "ja"])).unwrap_or_else(|| "en".into());
        let mut collections: Vec<&str> = set.documents.iter().map(|document| collection(&document.id)).collect();
        collections.sort_unstable();
        collections.dedup();
        let mut evaluation = Self { set, engine, lang, every: 1, collections, places: HashMap::new(), frequencies: Frequencies::default() };
        let mut anew = engine.rebuild()?;
        for (chunk, documents) in set.documents.chunks(TOGETHER).enumerate() {
            let made = documents.iter().enumerate().map(|(place, document)| evaluation.document(chunk * TOGETHER + place, document)).collect();
            anew.add(made)?;
        }
        anew.swap_in()?;
        for (place, document) in set.documents.iter().enumerate() {
            evaluation.places.insert(&document.id, place);
            evaluation.frequencies.add(&document.title, &document.text);
        }
        Ok(evaluation)
    }

    /// Runs only every so many-th of the judged queries, the first of them first.
    pub fn sampled(self, every: NonZeroUsize) -> Self {
        Self { every: every.get(), ..self }
    }

    /// The language that the set is taken for.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// Each document is a topic of its own; a collection is a category.
    fn document(&self, place: usize, document: &judged::Text) -> Document {
        let category = self.category(collection(&document.id)).unwrap_or(CategoryId(1));
        let id = place as i64 + 1;
        let topic = TopicFacts { category, state: PostState::Visible, author: MemberId(1) };
        Document {
            facts: DocumentFacts {
                post: PostId(id),
                number: 1,
                version: 1,
                topic: TopicId(id),
                title: document.title.clone(),
                tags: Vec::new(),
                category,
                kind: TopicKind::Question,
                status: Status::Unsolved,
                topic_lang: self.lang.clone(),
                lang: self.lang.clone(),
                author: MemberId(1),
                by_staff: false,
                accepted: false,
                votes: 0,
                created_at: Timestamp(0),
                sight: PostFacts { topic, state: PostState::Visible, audience: Audience::Everyone, author: MemberId(1) },
            },
            text: document.text.clone(),
        }
    }

    fn category(&self, name: &str) -> Option<CategoryId> {
        self.collections.binary_search(&name).ok().map(|place| CategoryId(place as i64 + 1))
    }

    /// Runs every judged query of the sample, mistyped where a typo is given.
    pub fn run(&self, typo: Option<Typo>) -> anyhow::Result<Figures> {
        let mut figures = Figures::default();
        let judged = self.set.queries.iter().filter_map(|query| Some((query, self.set.judged.get(&query.id)?)));
        for (query, judged) in judged.step_by(self.every) {
            let text = match typo {
                Some(typo) => self.frequencies.mistype(&query.text, typo),
                None => query.text.clone(),
            };
            let found = self.found(&query.id, &text)?;
            figures.add(&found, judged);
        }
        Ok(figures)
    }

    /// The ids that a query finds, best first. A document never answers the query that was made from it.
    fn found(&self, query: &str, text: &str) -> anyhow::Result<Vec<&str>> {
        let own = own_document(query);
        let category = self.category(collection(query)).filter(|_| query.contains(':'));
        let mut wanted = Wanted {
            asked: Asked::parse(text),
            languages: vec![self.lang.clone()],
            choices: Choices { categories: category.into_iter().collect(), ..Choices::default() },
            keys: (1..=self.collections.len()).map(|category| format!("c{category}")).collect(),
            limit: DEPTH + 1,
            ..Wanted::default()
        };
        let (found, _) = find::ask(self.engine, &mut wanted)?;
        let ids = found.hits.iter().filter_map(|hit| self.set.documents.get(hit.post.0 as usize - 1)).map(|document| document.id.as_str());
        Ok(ids.filter(|id| *id != own).take(DEPTH).collect())
    }
}

/// What stands before the colon of an id.
fn collection(id: &str) -> &str {
    id.split_once(':').map_or("", |(collection, _)| collection)
}

/// The document that a query was made from: its id without the `q`.
fn own_document(query: &str) -> String {
    match query.split_once(':') {
        Some((collection, id)) => format!("{collection}:{}", id.strip_prefix('q').unwrap_or(id)),
        None => query.strip_prefix('q').unwrap_or(query).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_made_from_the_document_without_its_q() {
        assert_eq!(own_document("bicycles-meta:q17"), "bicycles-meta:17");
        assert_eq!(own_document("q17"), "17");
        assert_eq!(own_document("17"), "17");
    }
}
