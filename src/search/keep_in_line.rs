//! Brings documents in line with the posts they are made of. It reads how things are now, so it may run twice, late, or in
//! any order.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use serde::Deserialize;

use super::document::{Document, DocumentFacts};
use super::engine::{Change, Engine, EngineError};
use super::listing;
use super::queries::look_again;
use crate::accounts::badges;
use crate::forum::{PostId, TopicId};
use crate::platform::db::Db;
use crate::platform::jobs::{Hopeless, Job, Kind, Lane};

/// After anything about a topic changed: its documents that differ are written again.
pub static TOPIC: Kind = Kind { attempts: i32::MAX, longest_wait: Duration::from_secs(60), ..Kind::usual("search.topic", Lane::Index) };
/// After a text is shown in other words, which its facts do not tell: its document is written again.
pub static POST: Kind = Kind { attempts: i32::MAX, longest_wait: Duration::from_secs(60), ..Kind::usual("search.post", Lane::Index) };

/// Texts that are read together, and documents that are written together.
const TOGETHER: usize = 500;

#[derive(Deserialize)]
struct About {
    topic: TopicId,
    #[serde(default)]
    post: Option<PostId>,
}

/// Brings the topics of many jobs in line by one write of the index. Where that fails each is tried alone, so that one
/// document that is refused holds up nothing else. Gives back what became of each job.
pub fn run(db: &Db, engine: &dyn Engine, jobs: &[Job]) -> Vec<anyhow::Result<()>> {
    let about: Vec<anyhow::Result<About>> = jobs.iter().map(Job::read).collect();
    let readable: Vec<&About> = about.iter().flatten().collect();
    let together = in_line(db, engine, &readable);
    let is_alone = readable.len() < 2;
    let mut has_written = matches!(together, Ok(true));
    let each = about.iter().map(|about| match (about, &together) {
        (Err(error), _) => Err(anyhow::anyhow!("{error:#}")),
        (Ok(_), Ok(_)) => Ok(()),
        (Ok(about), Err(EngineError::Refused(_) | EngineError::Broken(_))) if !is_alone => {
            in_line(db, engine, &[about]).map(|written| has_written |= written).map_err(|error| failure(&error))
        }
        (Ok(_), Err(error)) => Err(failure(error)),
    });
    let each = each.collect();
    // The index has what it should: that nobody is told of it now is mended within the hour.
    if has_written && let Err(error) = look_again::soon(db) {
        tracing::warn!(%error, "what members wait for is not looked at soon");
    }
    each
}

/// What the engine will never take waits for somebody to look; all else is tried again.
fn failure(error: &EngineError) -> anyhow::Error {
    match error {
        EngineError::Refused(_) => Hopeless(error.to_string()).into(),
        _ => anyhow::anyhow!("{error:#}"),
    }
}

/// Brings topics in line with the database.
pub fn topics(db: &Db, engine: &dyn Engine, topics: &[TopicId]) -> Result<(), EngineError> {
    let about: Vec<About> = topics.iter().map(|topic| About { topic: *topic, post: None }).collect();
    in_line(db, engine, &about.iter().collect::<Vec<_>>()).map(|_| ())
}

/// Answers whether documents were written.
fn in_line(db: &Db, engine: &dyn Engine, about: &[&About]) -> Result<bool, EngineError> {
    let topics: BTreeSet<TopicId> = about.iter().map(|about| about.topic).collect();
    let reworded: BTreeSet<PostId> = about.iter().filter_map(|about| about.post).collect();
    let mut kept: HashMap<PostId, u64> = HashMap::new();
    for topic in &topics {
        kept.extend(engine.fingerprints(*topic)?);
    }
    let wanted: Vec<TopicId> = topics.into_iter().collect();
    let facts = read(db, move |conn| {
        let badges = badges::store::load(conn)?;
        listing::facts(conn, &badges, &wanted)
    })?;
    let mut changed = Vec::new();
    for facts in facts.into_iter().filter(|facts| !facts.keys().is_empty()) {
        let is_in_line = kept.remove(&facts.post) == Some(facts.fingerprint());
        if !is_in_line || reworded.contains(&facts.post) {
            changed.push(facts);
        }
    }
    // What is left has no post any more, or one that nobody may see. It goes first: deletions win.
    let gone: Vec<Change> = kept.into_keys().map(Change::Delete).collect();
    if !gone.is_empty() {
        engine.apply(gone)?;
    }
    let has_written = !changed.is_empty();
    while !changed.is_empty() {
        let rest = changed.split_off(changed.len().min(TOGETHER));
        let documents = documents(db, std::mem::replace(&mut changed, rest))?;
        engine.apply(documents.into_iter().map(|document| Change::Put(Box::new(document))).collect())?;
    }
    Ok(has_written)
}

/// Documents of facts, with their words: [`TOGETHER`] at most.
pub(super) fn documents(db: &Db, facts: Vec<DocumentFacts>) -> Result<Vec<Document>, EngineError> {
    let posts: Vec<PostId> = facts.iter().map(|facts| facts.post).collect();
    let mut texts = read(db, move |conn| listing::texts(conn, &posts))?;
    Ok(facts.into_iter().map(|facts| Document { text: texts.remove(&facts.post).unwrap_or_default(), facts }).collect())
}

fn read<T: Send + 'static>(
    db: &Db,
    work: impl FnOnce(&mut crate::platform::db::Connection) -> crate::platform::db::Result<T> + Send + 'static,
) -> Result<T, EngineError> {
    db.read_blocking(work).map_err(|error| EngineError::Broken(anyhow::anyhow!("{error}")))
}
