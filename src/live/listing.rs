//! What open pages are told is read from the database, for many of them in one question.

use diesel::prelude::*;
use guildhall_schema::{members, topic_counts, topic_tags, topics};
use std::collections::HashMap;

use crate::accounts::MemberId;
use crate::forum::listing::Listed;
use crate::forum::tags::store::TagId;
use crate::forum::visibility::TopicFacts;
use crate::forum::{CategoryId, PostId, PostState, TopicId, TopicKind};
use crate::platform::db::{Connection, Result, Timestamp};

/// Asked for in one question.
pub(super) const TOGETHER: usize = 200;
/// Topics that are looked at where it is not known which of all changed.
const NEWEST_MOST: i64 = 100;

/// A topic, as far as it decides who is told what.
pub(super) struct TopicNews {
    pub id: TopicId,
    pub facts: TopicFacts,
    pub version: i64,
    pub bumped_at: Timestamp,
    pub replies: i64,
    pub last_post: Option<PostId>,
    kind: TopicKind,
    solved: bool,
    answered: bool,
    lang: String,
    tags: Vec<TagId>,
}

impl TopicNews {
    /// What decides in which lists it stands.
    pub fn listed(&self) -> Listed<'_> {
        Listed {
            category: self.facts.category,
            author: self.facts.author,
            kind: self.kind,
            solved: self.solved,
            answered: self.answered,
            lang: &self.lang,
            tags: &self.tags,
        }
    }
}

type Row = ((TopicId, CategoryId, PostState, MemberId, i64, Timestamp), (TopicKind, bool, bool, String), (i64, Option<PostId>));

/// These topics, [`TOGETHER`] at most. One that is not there is left out.
pub(super) fn topics(conn: &mut Connection, these: &[TopicId]) -> Result<Vec<TopicNews>> {
    let query = topics::table.inner_join(topic_counts::table).filter(topics::id.eq_any(these.to_vec()));
    let rows: Vec<Row> = query
        .select((
            (topics::id, topics::category, topics::state, topics::author, topics::version, topics::bumped_at),
            (topics::kind, topics::solved, topics::answered, topics::lang),
            (topic_counts::replies, topic_counts::last_post),
        ))
        .load(conn)?;
    let tagged: Vec<(TopicId, TagId)> =
        topic_tags::table.filter(topic_tags::topic.eq_any(these.to_vec())).select((topic_tags::topic, topic_tags::tag)).load(conn)?;
    let mut tags: HashMap<TopicId, Vec<TagId>> = HashMap::new();
    tagged.into_iter().for_each(|(topic, tag)| tags.entry(topic).or_default().push(tag));
    let news = |((id, category, state, author, version, bumped_at), (kind, solved, answered, lang), (replies, last_post)): Row| TopicNews {
        id,
        facts: TopicFacts { category, state, author },
        version,
        bumped_at,
        replies,
        last_post,
        kind,
        solved,
        answered,
        lang,
        tags: tags.remove(&id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(news).collect())
}

/// The topics that were bumped last, after a moment. Nobody is shown them before it is asked who may see them.
pub(super) fn newest(conn: &mut Connection, after: Timestamp) -> Result<Vec<TopicId>> {
    let newest = topics::table.filter(topics::bumped_at.gt(after)).order((topics::bumped_at.desc(), topics::id.desc()));
    Ok(newest.limit(NEWEST_MOST).select(topics::id).load(conn)?)
}

/// How many notices these members have not read, [`TOGETHER`] at most.
pub(super) fn unread(conn: &mut Connection, these: &[MemberId]) -> Result<Vec<(MemberId, i64)>> {
    Ok(members::table.filter(members::id.eq_any(these.to_vec())).select((members::id, members::unread)).load(conn)?)
}

/// What these members are called, [`TOGETHER`] at most; those that left are called nothing.
pub(super) fn names(conn: &mut Connection, these: &[MemberId]) -> Result<Vec<(MemberId, String)>> {
    let there = members::table.filter(members::id.eq_any(these.to_vec())).filter(members::state.eq("active"));
    Ok(there.select((members::id, members::name)).load(conn)?)
}
