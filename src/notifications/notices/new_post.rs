//! A topic was opened, somebody replied or commented: everybody is told who is meant, or who follows what it is part of.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::policy::{self, Heard};
use super::surroundings::Surroundings;
use super::telling;
use super::write::{Hearers, News, tell_all};
use super::{AboutPost, Reasons};
use crate::accounts::MemberId;
use crate::forum::follows::{Level, Subject, store as follows};
use crate::forum::posts::{self, PostRow};
use crate::forum::visit::ForumMemory;
use crate::forum::{Audience, PostId, PostState};
use crate::platform::db::{Connection, Db, Result};
use crate::platform::jobs::{Job, Kind, Lane};

/// The job that tells of a new post.
pub static NEW_POST: Kind = telling(Kind::long("notifications.new-post", Lane::Notices));

/// Posts that are looked at together: while many write at once, what is asked for each of them is asked once.
const TOGETHER: usize = 100;

/// Tells of posts that became visible; gives what became of each job. Runs again without harm: nobody is told twice.
pub fn new_posts(db: &Db, memory: &Arc<ForumMemory>, jobs: &[Job]) -> Vec<anyhow::Result<()>> {
    jobs.chunks(TOGETHER).flat_map(|some| told(db, memory, some)).collect()
}

fn told(db: &Db, memory: &Arc<ForumMemory>, jobs: &[Job]) -> Vec<anyhow::Result<()>> {
    let about: Vec<anyhow::Result<PostId>> = jobs.iter().map(|job| Ok(job.read::<AboutPost>()?.post)).collect();
    let posts: Vec<PostId> = about.iter().flatten().copied().collect();
    let (reader, kept) = (db.clone(), memory.clone());
    let mut news = match db.read_blocking(move |conn| news(conn, &reader, &kept, &posts)) {
        Ok(news) => news,
        // One of them may be at fault: each alone, so that the others are told of.
        Err(_) if jobs.len() > 1 => return jobs.iter().flat_map(|job| told(db, memory, std::slice::from_ref(job))).collect(),
        Err(error) => return vec![Err(error.into())],
    };
    let (mut tellings, mut places) = (Vec::new(), Vec::new());
    for (place, post) in about.iter().enumerate() {
        if let Some((post, hearers)) = post.as_ref().ok().and_then(|post| news.remove(post)) {
            places.push(place);
            tellings.push((News::of(&post), hearers));
        }
    }
    let mut outcomes: Vec<anyhow::Result<()>> = about.into_iter().map(|post| post.map(|_| ())).collect();
    for (place, outcome) in places.into_iter().zip(tell_all(db, memory, tellings)) {
        outcomes[place] = outcome;
    }
    outcomes
}

/// The posts that are there, with everybody who is told of each.
fn news(conn: &mut Connection, db: &Db, memory: &ForumMemory, wanted: &[PostId]) -> Result<HashMap<PostId, (PostRow, Hearers)>> {
    let posts: Vec<PostRow> = posts::store::find_all(conn, wanted)?.into_iter().filter(is_there).collect();
    let surroundings = Surroundings::of(conn, db, memory, &posts)?;
    let subjects: Vec<Subject> = posts.iter().flat_map(|post| surroundings.around(post)).collect();
    let followers = follows::followers(conn, &subjects)?;
    let news = posts.into_iter().map(|post| (post.id, (hearers(&surroundings, &followers, &post), post)));
    Ok(news.map(|(id, (hearers, post))| (id, (post, hearers))).collect())
}

/// Visible, for all who may read there: notes among staff tell nobody.
pub(super) fn is_there(post: &PostRow) -> bool {
    post.state == PostState::Visible && post.audience == Audience::Everyone && post.topic_facts.state == PostState::Visible
}

/// Everybody who is told of the post, and why; not its author.
fn hearers(surroundings: &Surroundings, followers: &HashMap<Subject, Vec<(MemberId, Level)>>, post: &PostRow) -> Hearers {
    let mut meant = surroundings.named_in(post);
    if let Some((member, reason)) = surroundings.addressed(post) {
        let reasons = meant.entry(member).or_default();
        *reasons = reasons.and(reason);
    }
    let mut heard: BTreeMap<MemberId, Heard> = BTreeMap::new();
    for subject in surroundings.around(post) {
        for (member, level) in followers.get(&subject).into_iter().flatten() {
            let heard = heard.entry(*member).or_default();
            match subject {
                Subject::Topic(_) => heard.topic = Some(*level),
                _ => heard.add(*level, matches!(subject, Subject::Member(_))),
            }
        }
    }
    let members: BTreeSet<MemberId> = meant.keys().chain(heard.keys()).copied().filter(|member| *member != post.author).collect();
    let of = |member: MemberId| {
        let meant = meant.get(&member).copied().unwrap_or_default();
        policy::reasons(&heard.get(&member).copied().unwrap_or_default(), meant, post.opens_topic())
    };
    members.into_iter().map(|member| (member, of(member))).filter(|(_, reasons)| *reasons != Reasons::default()).collect()
}
