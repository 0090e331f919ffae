//! The job that plans digests: some hundred members at once share what can be shared.

use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use super::listing::{self, Due, Question};
use super::send::{About, MAIL};
use super::{Rhythm, policy};
use crate::accounts::{Acting, MemberId, Viewer, deliveries, settings, store as members};
use crate::forum::TopicId;
use crate::forum::categories::Categories;
use crate::forum::visibility::{Sight, can_see_topic};
use crate::forum::visit::ForumMemory;
use crate::notifications::notices::Reasons;
use crate::notifications::notices::ways::{Ways, store as ways};
use crate::platform::db::{Connection, Db, Durability, Result, Timestamp, Tx};
use crate::platform::jobs::{Job, Kind, Lane, NewJob};

/// The job. What it writes leaves the machine, and so it does not run on a restored database by itself.
pub static RUN: Kind = Kind { leaves_machine: true, ..Kind::long("notifications.digests", Lane::FanOut) };
/// It looks so often whose digest is due.
pub const EVERY: Duration = Duration::from_secs(600);
/// Members in one transaction.
const TOGETHER: i64 = 200;
/// Questions in one digest.
const QUESTIONS: usize = 5;

/// Plans every digest that is due.
pub fn run(db: &Db, memory: &Arc<ForumMemory>, _: &Job) -> anyhow::Result<()> {
    let now = db.now();
    while step(db, memory, now)? {}
    Ok(())
}

/// Plans the digests of some; false where none is due any more.
fn step(db: &Db, memory: &Arc<ForumMemory>, now: Timestamp) -> Result<bool> {
    let (reader, memory) = (db.clone(), memory.clone());
    let planned = db.read_blocking(move |conn| {
        let due = listing::due(conn, now, TOGETHER)?;
        plan(conn, &reader, &memory, due, now)
    })?;
    if planned.is_empty() {
        return Ok(false);
    }
    db.write_blocking(Acting::System, Durability::Full, move |tx, _| write(tx, &planned, now))?;
    Ok(true)
}

/// What becomes of a member's digest.
#[derive(Clone)]
struct Planned {
    due: Due,
    what: What,
}

#[derive(Clone)]
enum What {
    /// There is nothing to tell, or nowhere to.
    Nothing,
    /// There is; with these questions.
    Mail(Vec<TopicId>),
    /// They are asked whether to go on.
    Ask,
}

fn plan(conn: &mut Connection, db: &Db, memory: &ForumMemory, due: Vec<Due>, now: Timestamp) -> Result<Vec<Planned>> {
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<MemberId> = due.iter().map(|due| due.member).collect();
    let first = due.iter().filter(|due| due.at.0 > 0).map(|due| due.from).min().unwrap_or(now);
    let known = Known {
        now,
        reach: listing::with_address(conn, &ids)?,
        dead: deliveries::store::dead(conn, &ids)?,
        viewers: members::viewers(conn, &ids, db.now())?,
        ways: ways::of_members(conn, &ids)?,
        untold: listing::untold(conn, &ids, first)?,
        homes: listing::homes(conn, &ids)?,
        questions: listing::questions(conn, first)?,
        categories: memory.categories.get(db, conn)?,
    };
    Ok(due.into_iter().map(|due| Planned { what: known.what(&due), due }).collect())
}

/// What is known of some members together.
struct Known {
    now: Timestamp,
    reach: Vec<MemberId>,
    dead: Vec<MemberId>,
    viewers: HashMap<MemberId, Viewer>,
    ways: HashMap<MemberId, Ways>,
    untold: Vec<(MemberId, Reasons, Timestamp)>,
    homes: HashMap<MemberId, listing::Home>,
    questions: Vec<Question>,
    categories: Arc<Categories>,
}

impl Known {
    fn what(&self, due: &Due) -> What {
        let member = due.member;
        // Not planned yet: the first one tells of what comes from now on.
        let Some(viewer) = self.viewers.get(&member).filter(|viewer| viewer.id().is_some() && due.at.0 > 0) else { return What::Nothing };
        if !self.reach.contains(&member) || self.dead.contains(&member) {
            return What::Nothing;
        }
        if policy::is_silent(due.seen_at, self.now) {
            return What::Ask;
        }
        let questions = self.questions_for(viewer, due);
        if questions.is_empty() && !self.has_news(due) { What::Nothing } else { What::Mail(questions) }
    }

    fn has_news(&self, due: &Due) -> bool {
        let ways = self.ways.get(&due.member).cloned().unwrap_or_default();
        let mut own = self.untold.iter().filter(|(member, _, at)| *member == due.member && *at >= due.from);
        own.any(|(_, reasons, _)| is_told(*reasons, &ways))
    }

    fn questions_for(&self, viewer: &Viewer, due: &Due) -> Vec<TopicId> {
        let Some(home) = self.homes.get(&due.member).filter(|home| home.is_anywhere()) else { return Vec::new() };
        let sight = Sight::of(viewer, &self.categories);
        let reads = viewer.account().map(|account| account.reads.clone()).unwrap_or_default();
        let suits = |question: &&Question| {
            let above = self.categories.get(question.facts.category).and_then(|category| category.parent);
            let is_read = reads.is_empty() || reads.iter().any(|lang| lang.tag() == question.lang);
            question.at >= due.from && question.facts.author != due.member && is_read && home.has(question, above) && can_see_topic(&sight, &question.facts)
        };
        self.questions.iter().filter(suits).take(QUESTIONS).map(|question| question.topic).collect()
    }
}

/// Does the digest tell of it? What a member wants by mail at once and did not get so is told here.
pub(super) fn is_told(reasons: Reasons, ways: &Ways) -> bool {
    reasons.each().any(|reason| ways.of(reason).digest || ways.of(reason).mail)
}

/// Moves the digests on and writes the jobs of their mails, in one transaction.
fn write(tx: &mut Tx<'_>, planned: &[Planned], now: Timestamp) -> Result<()> {
    let mut by_next: BTreeMap<Timestamp, Vec<MemberId>> = BTreeMap::new();
    for planned in planned {
        by_next.entry(policy::next(planned.due.rhythm, &planned.due.zone, now)).or_default().push(planned.due.member);
    }
    let mut claimed: Vec<MemberId> = Vec::with_capacity(planned.len());
    for (next, these) in &by_next {
        claimed.extend(settings::store::move_digests(tx, these, now, *next)?);
    }
    let mut jobs = Vec::new();
    for Planned { due, what } in planned.iter().filter(|planned| claimed.contains(&planned.due.member)) {
        let (questions, asks) = match what {
            What::Nothing => continue,
            What::Mail(questions) => (questions.clone(), false),
            What::Ask => {
                settings::store::set_digest(tx, due.member, Rhythm::Asked.as_str())?;
                (Vec::new(), true)
            }
        };
        let about = About { member: due.member, from: due.from, until: now, questions, asks };
        jobs.push(NewJob { kind: &MAIL, key: format!("{}-{}", due.member, now.0), payload: json!(about), run_at: None });
    }
    tx.enqueue_all(&jobs)
}
