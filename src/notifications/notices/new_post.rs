//! A topic was opened, somebody replied or commented: everybody is told who is meant, or who follows what it is part of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::policy::{self, Heard};
use super::write::{News, tell};
use super::{AboutPost, Reason, Reasons, listing};
use crate::accounts::MemberId;
use crate::forum::follows::{Subject, store as follows};
use crate::forum::posts::{self, PostRow};
use crate::forum::visit::ForumMemory;
use crate::forum::{Audience, PostState, TopicKind};
use crate::platform::db::{Connection, Db, Result};
use crate::platform::jobs::{Job, Kind, Lane};

/// The job that tells of a new post.
pub static NEW_POST: Kind = Kind::long("notifications.new-post", Lane::Notices);

/// Tells of a post that became visible. Runs again without harm: nobody is told twice.
pub fn new_post(db: &Db, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let post = job.read::<AboutPost>()?.post;
    let (reader, kept) = (db.clone(), memory.clone());
    let found = db.read_blocking(move |conn| match posts::store::find(conn, post)?.filter(is_there) {
        Some(post) => Ok::<_, crate::platform::db::Error>(Some((hearers(conn, &reader, &kept, &post)?, post))),
        None => Ok(None),
    })?;
    let Some((hearers, post)) = found else { return Ok(()) };
    tell(db, memory, &News::of(&post), hearers)
}

/// Visible, for all who may read there: notes among staff tell nobody.
pub(super) fn is_there(post: &PostRow) -> bool {
    post.state == PostState::Visible && post.audience == Audience::Everyone && post.topic_facts.state == PostState::Visible
}

/// Everybody who is told of the post, and why; not its author.
fn hearers(conn: &mut Connection, db: &Db, memory: &ForumMemory, post: &PostRow) -> Result<Vec<(MemberId, Reasons)>> {
    let is_staff = memory.badges.get(db, conn)?.is_staff(post.author);
    let mut meant = named_in(conn, post)?;
    if let Some((member, reason)) = addressed(conn, post, is_staff)? {
        let reasons = meant.entry(member).or_default();
        *reasons = reasons.and(reason);
    }
    let mut heard: BTreeMap<MemberId, Heard> = BTreeMap::new();
    for subject in around(conn, db, memory, post)? {
        for (member, level) in follows::followers(conn, subject)? {
            let heard = heard.entry(member).or_default();
            match subject {
                Subject::Topic(_) => heard.topic = Some(level),
                _ => heard.add(level, matches!(subject, Subject::Member(_))),
            }
        }
    }
    let members: BTreeSet<MemberId> = meant.keys().chain(heard.keys()).copied().filter(|member| *member != post.author).collect();
    let of = |member: MemberId| {
        let meant = meant.get(&member).copied().unwrap_or_default();
        policy::reasons(&heard.get(&member).copied().unwrap_or_default(), meant, post.opens_topic())
    };
    Ok(members.into_iter().map(|member| (member, of(member))).filter(|(_, reasons)| *reasons != Reasons::default()).collect())
}

/// Whom a post names and quotes.
pub(super) fn named_in(conn: &mut Connection, post: &PostRow) -> Result<BTreeMap<MemberId, Reasons>> {
    let mut named: BTreeMap<MemberId, Reasons> = BTreeMap::new();
    for (member, reason) in listing::mentioned(conn, post.id)?.into_iter().map(|member| (member, Reason::Mention)) {
        named.insert(member, Reasons::one(reason));
    }
    for member in listing::quoted(conn, post.id)? {
        let reasons = named.entry(member).or_default();
        *reasons = reasons.and(Reason::Quote);
    }
    Ok(named)
}

/// Whom a post answers: whoever opened the topic, or wrote what is commented on.
fn addressed(conn: &mut Connection, post: &PostRow, is_staff: bool) -> Result<Option<(MemberId, Reason)>> {
    let asker = post.topic_facts.author;
    Ok(match post.parent {
        Some(parent) => posts::store::find(conn, parent)?.map(|parent| (parent.author, Reason::Comment)),
        None if post.opens_topic() => None,
        None if is_staff && post.kind == TopicKind::Question => Some((asker, Reason::StaffAnswer)),
        None => Some((asker, Reason::Reply)),
    })
}

/// All that a post is part of and that can be followed: its topic, the category and the one above, the tags, the author.
pub(super) fn around(conn: &mut Connection, db: &Db, memory: &ForumMemory, post: &PostRow) -> Result<Vec<Subject>> {
    let categories = memory.categories.get(db, conn)?;
    let category = post.category();
    let above = categories.get(category).and_then(|category| category.parent);
    let mut all = vec![Subject::Topic(post.topic), Subject::Member(post.author), Subject::Category(category)];
    all.extend(above.map(Subject::Category));
    all.extend(listing::tags_of(conn, post.topic)?.into_iter().map(Subject::Tag));
    Ok(all)
}
