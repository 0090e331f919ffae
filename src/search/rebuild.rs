//! The whole index made anew while the community is in use.

use serde_json::json;
use std::collections::HashMap;
use std::time::Duration;

use super::document::DocumentFacts;
use super::engine::{Engine, EngineError};
use super::status::Status;
use super::{keep_in_line, listing};
use crate::accounts::badges;
use crate::forum::TopicId;
use crate::platform::db::{Connection, Db, Durability, Result};
use crate::platform::jobs::{Job, Kind, Lane, NewJob, System};

/// When there is no index, or one of an older program.
pub static REBUILD: Kind = Kind { time_limit: Duration::from_secs(6 * 3_600), ..Kind::usual("search.rebuild", Lane::Index) };

/// Topics that are read together.
const TOPICS: i64 = 50;
/// Documents that are written together.
const DOCUMENTS: usize = 500;
/// Versions that are read together.
const VERSIONS: i64 = 5_000;

/// Topics, with the version of each.
type Versions = Vec<(TopicId, i64)>;

/// What a rebuild did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rebuilt {
    /// Posts in the new index.
    pub posts: u64,
    /// Topics they stand in.
    pub topics: u64,
    /// Topics that changed meanwhile: a job brings each in line.
    pub changed: u64,
}

/// Makes the index anew, puts it in the place of the old one, and writes jobs for what changed meanwhile. `progress` hears
/// how many topics are done.
pub fn rebuild(db: &Db, engine: &dyn Engine, mut progress: impl FnMut(u64)) -> anyhow::Result<Rebuilt> {
    let mut anew = engine.rebuild()?;
    let (mut seen, mut after, mut posts) = (HashMap::new(), TopicId(i64::MIN), 0);
    loop {
        let (versions, mut facts) = db.read_blocking(move |conn| some(conn, after))?;
        let Some((last, _)) = versions.last() else { break };
        after = *last;
        posts += facts.len() as u64;
        while !facts.is_empty() {
            let rest = facts.split_off(facts.len().min(DOCUMENTS));
            anew.add(keep_in_line::documents(db, std::mem::replace(&mut facts, rest))?)?;
        }
        seen.extend(versions);
        progress(seen.len() as u64);
    }
    let count = anew.swap_in()?;
    anyhow::ensure!(count == posts, "{posts} posts were written, {count} are in the index");
    let topics = seen.len() as u64;
    // The old index took changes until the new one was there: whatever is of another version now may be missing.
    Ok(Rebuilt { posts, topics, changed: note_changed(db, &seen)? })
}

/// The next topics with their versions, and the facts of those of their posts that somebody may see.
fn some(conn: &mut Connection, after: TopicId) -> Result<(Versions, Vec<DocumentFacts>)> {
    let versions = listing::versions(conn, after, TOPICS)?;
    let topics: Vec<TopicId> = versions.iter().map(|(topic, _)| *topic).collect();
    let badges = badges::store::load(conn)?;
    let mut facts = listing::facts(conn, &badges, &topics)?;
    facts.retain(|facts| !facts.keys().is_empty());
    Ok((versions, facts))
}

fn note_changed(db: &Db, seen: &HashMap<TopicId, i64>) -> anyhow::Result<u64> {
    let (mut after, mut changed) = (TopicId(i64::MIN), 0);
    loop {
        let versions = db.read_blocking(move |conn| listing::versions(conn, after, VERSIONS))?;
        let Some((last, _)) = versions.last() else { return Ok(changed) };
        after = *last;
        let stale: Vec<TopicId> = versions.into_iter().filter(|(topic, version)| seen.get(topic) != Some(version)).map(|(topic, _)| topic).collect();
        changed += stale.len() as u64;
        db.write_blocking(System, Durability::Full, move |tx, ()| {
            stale.iter().try_for_each(|topic| tx.enqueue(&NewJob::now(&keep_in_line::TOPIC, topic.to_string(), json!({ "v": 1, "topic": topic }))))
        })?;
    }
}

/// The job.
pub fn run(db: &Db, engine: &dyn Engine, _: &Job) -> anyhow::Result<()> {
    let rebuilt = rebuild(db, engine, |_| {})?;
    tracing::info!(posts = rebuilt.posts, topics = rebuilt.topics, changed = rebuilt.changed, "the search index was made");
    Ok(())
}

/// Sees to it that the index has what the database has: where there is none, or one of another community, a job makes it
/// anew. Changes that wait explain a difference.
pub fn ensure(db: &Db, engine: &dyn Engine) -> Result<()> {
    let status = Status::read(db, engine)?;
    let is_behind = match status.documents {
        Ok(documents) => documents as i64 != status.posts && status.waiting.number == 0 && status.parked.is_empty(),
        Err(EngineError::NoIndex) => true,
        Err(_) => false,
    };
    if !is_behind {
        return Ok(());
    }
    db.write_blocking(System, Durability::Full, |tx, ()| tx.enqueue(&NewJob::now(&REBUILD, "", json!({ "v": 1 }))))
}
