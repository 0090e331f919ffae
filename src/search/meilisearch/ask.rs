//! One search from end to end: how rare the words are, what unknown ones may have meant, what was found, and how it fits.

use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::faults::{Fault, Result};
use super::query::{self, Known, Search};
use super::terms::{Question, name, question};
use super::wire::Wire;
use super::{counts, filter, second_look};
use crate::search::engine::{self, Found, Sort, Wanted};
use crate::search::mended::{TRIED, distance, forgiven};

/// What a search may take, all of its requests together.
const SEARCH: Duration = Duration::from_secs(2);
/// So many posts are read for words that one may have meant.
const READ: usize = 40;

/// A post that was found.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Candidate {
    /// Its number.
    pub id: i64,
    /// Its topic's.
    pub topic: i64,
    /// Terms of the title.
    pub headline: String,
    /// Stems of the text.
    pub stems: String,
    /// Words of the text.
    pub words: String,
    /// What its score is multiplied by, in thousandths.
    pub boost: f32,
    /// When it was written, in seconds.
    pub created: i64,
    /// Its votes.
    pub votes: i64,
}

#[derive(Deserialize)]
struct Answers {
    results: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    hits: Vec<Candidate>,
    #[serde(default)]
    estimated_total_hits: u64,
}

/// One search's requests, and the time they have left together.
pub struct Asking<'a> {
    wire: &'a Wire,
    /// Which index is asked.
    pub index: &'a str,
    end: Instant,
}

impl Asking<'_> {
    /// Sends to the server what asks for many things at once.
    pub fn post<T: serde::de::DeserializeOwned + Send + 'static>(&self, body: Value) -> Result<T> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Fault::Away(format!("Meilisearch did not answer within {} s", SEARCH.as_secs())));
        }
        self.wire.post("/multi-search", body, left)
    }

    fn all(&self, queries: Vec<Value>) -> Result<Vec<Answer>> {
        let answers: Answers = self.post(json!({ "queries": queries }))?;
        Ok(answers.results)
    }
}

/// Finds topics.
pub fn search(wire: &Wire, index: &str, wanted: &Wanted) -> engine::Result<Found> {
    // Whoever holds no key sees nothing.
    if wanted.keys.is_empty() {
        return Ok(Found::default());
    }
    let asking = Asking { wire, index, end: Instant::now() + SEARCH };
    let mut question = question(wanted);
    let mut known = Known::default();
    learn(&asking, &question, &mut known, wanted)?;
    let instead = mend(&asking, &mut question, &mut known, wanted)?;
    let defining = query::defining(&question, &known, wanted);
    if defining.is_empty() {
        return Ok(Found { instead, ..Found::default() });
    }
    let (hits, counted) = std::thread::scope(|scope| {
        let counting = scope.spawn(|| counts::of(&asking, &defining, wanted));
        let hits = find(&asking, &question, &known, &defining, wanted);
        (hits, counting.join())
    });
    let counted = counted.map_err(|_| anyhow::anyhow!("counting topics failed"))??;
    let hits = hits?;
    Ok(Found { topics: counted.topics.max(hits.len() as u64), hits, counts: counted.counts, instead })
}

/// Asks how many posts have each form that is not known yet. Only of those that whoever asks may see: a word that stands
/// nowhere else is unknown to them.
fn learn(asking: &Asking, question: &Question, known: &mut Known, wanted: &Wanted) -> Result<()> {
    let mut names: Vec<String> = Vec::new();
    for group in &question.groups {
        let plain = group.plain.iter().map(|plain| super::spelling::demanded(&[plain]));
        for name in group.forms.iter().map(|form| name(form)).chain(plain) {
            if !known.of.contains_key(&name) && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    if names.is_empty() {
        return Ok(());
    }
    let filter = filter::by_keys(wanted);
    let probe = |words: &str| json!({ "indexUid": asking.index, "q": words, "filter": filter, "limit": 0, "attributesToSearchOn": query::fields(wanted) });
    let everything = json!({ "indexUid": asking.index, "q": "", "filter": filter, "limit": 0 });
    let probes = std::iter::once(everything).chain(names.iter().map(|name| probe(&format!("{name} ")))).collect();
    let answers = asking.all(probes)?;
    known.posts = answers.first().map_or(0, |answer| answer.estimated_total_hits);
    known.of.extend(names.into_iter().zip(answers.into_iter().skip(1).map(|answer| answer.estimated_total_hits)));
    Ok(())
}

/// For words that no post has, takes those that they may have meant; gives these back by those.
fn mend(asking: &Asking, question: &mut Question, known: &mut Known, wanted: &Wanted) -> Result<BTreeMap<String, Vec<String>>> {
    let mut instead = BTreeMap::new();
    let is_unknown = |forms: &[Vec<String>]| forms.iter().all(|form| known.frequency(form) == 0);
    let mut mistyped: Vec<(usize, String)> = Vec::new();
    for (place, group) in question.groups.iter_mut().enumerate().filter(|(_, group)| is_unknown(&group.forms)) {
        group.goes_on |= group.is_last;
        mistyped.extend(group.plain.clone().filter(|plain| forgiven(plain).is_some()).map(|plain| (place, plain)));
    }
    if mistyped.is_empty() {
        return Ok(instead);
    }
    let filter = filter::by_keys(wanted);
    let probe = |word: &str| {
        let words = format!("{word} ");
        json!({ "indexUid": asking.index, "q": words, "filter": filter, "limit": READ, "attributesToSearchOn": ["words"], "attributesToRetrieve": ["words"] })
    };
    let answers = asking.all(mistyped.iter().map(|(_, word)| probe(word)).collect())?;
    for ((place, word), answer) in mistyped.into_iter().zip(answers) {
        let near = near(&word, &answer.hits);
        let group = &mut question.groups[place];
        near.iter().enumerate().for_each(|(rank, other)| group.mend(other, rank, wanted));
        if !near.is_empty() {
            instead.insert(group.typed.clone(), near);
        }
    }
    if !instead.is_empty() {
        learn(asking, question, known, wanted)?;
    }
    Ok(instead)
}

/// Words of these posts that one may have meant, best first: by [`distance`], then what is frequent.
fn near(word: &str, posts: &[Candidate]) -> Vec<String> {
    let length = word.chars().count();
    let most = 2 * u32::from(forgiven(word).unwrap_or_default());
    let mut found: BTreeMap<&str, u32> = BTreeMap::new();
    for other in posts.iter().flat_map(|post| post.words.split(' ')).filter(|other| other.chars().count().abs_diff(length) <= 2) {
        *found.entry(other).or_default() += 1;
    }
    let mut near: Vec<((u32, bool), std::cmp::Reverse<u32>, &str)> = found
        .into_iter()
        .map(|(other, times)| (distance(word, other), std::cmp::Reverse(times), other))
        .filter(|((half_edits, _), ..)| *half_edits <= most)
        .collect();
    near.sort();
    near.into_iter().take(TRIED).map(|(.., other)| other.to_owned()).collect()
}

/// The best topics.
fn find(asking: &Asking, question: &Question, known: &Known, defining: &[Search], wanted: &Wanted) -> Result<Vec<engine::Hit>> {
    // Without words nothing fits better than anything else.
    let sort = if question.has_no_words() && wanted.sort == Sort::Relevance { Sort::Newest } else { wanted.sort };
    let filter = filter::of(wanted, None);
    let finding = if sort == Sort::Relevance { query::finding(question, known, wanted) } else { defining.to_vec() };
    let queries = finding.iter().map(|search| query::body(search, asking.index, &filter, wanted, sort)).collect();
    let mut seen = std::collections::HashSet::new();
    let posts = asking.all(queries)?.into_iter().flat_map(|answer| answer.hits).filter(|post| seen.insert(post.id)).collect();
    Ok(second_look::best(posts, question, known, sort, wanted.limit))
}
