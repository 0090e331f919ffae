//! What notices are read from.

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use guildhall_schema::{accepted, me_too, members, mentions, notices, post_removals, posts, quotes, topic_tags, topics};
use std::collections::HashMap;

use super::{Reason, Reasons};
use crate::accounts::{MemberId, MemberState};
use crate::forum::tags::store::TagId;
use crate::forum::visibility::{PostFacts, Presence, Sight, TopicFacts, can_open_topic, can_see, presence};
use crate::forum::{AcceptedBy, Audience, CategoryId, PostId, PostState, TopicId};
use crate::platform::db::{Backend, Connection, Result, Timestamp};

/// Whom these posts mention: each with its post.
pub fn mentioned(conn: &mut Connection, posts: &[PostId]) -> Result<Vec<(PostId, MemberId)>> {
    let rows = mentions::table.filter(mentions::post.eq_any(posts.to_vec()));
    Ok(rows.select((mentions::post, mentions::member)).distinct().load(conn)?)
}

/// Whose posts these posts quote: each with the post that does so.
pub fn quoted(conn: &mut Connection, posts: &[PostId]) -> Result<Vec<(PostId, MemberId)>> {
    let authors = quotes::table.inner_join(posts::table.on(posts::id.eq(quotes::quoted))).filter(quotes::post.eq_any(posts.to_vec()));
    Ok(authors.select((quotes::post, posts::author)).distinct().load(conn)?)
}

/// Who wrote these posts.
pub fn authors(conn: &mut Connection, posts: &[PostId]) -> Result<HashMap<PostId, MemberId>> {
    let rows: Vec<(PostId, MemberId)> = posts::table.filter(posts::id.eq_any(posts.to_vec())).select((posts::id, posts::author)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The tags of these topics.
pub fn tags_of(conn: &mut Connection, topics: &[TopicId]) -> Result<HashMap<TopicId, Vec<TagId>>> {
    let rows = topic_tags::table.filter(topic_tags::topic.eq_any(topics.to_vec()));
    let mut tags: HashMap<TopicId, Vec<TagId>> = HashMap::new();
    for (topic, tag) in rows.select((topic_tags::topic, topic_tags::tag)).load::<(TopicId, TagId)>(conn)? {
        tags.entry(topic).or_default().push(tag);
    }
    Ok(tags)
}

/// Who accepted an answer, as what: the asker first.
pub fn accepted_by(conn: &mut Connection, post: PostId) -> Result<Vec<(AcceptedBy, MemberId)>> {
    Ok(accepted::table.filter(accepted::post.eq(post)).order(accepted::by).select((accepted::by, accepted::member)).load(conn)?)
}

/// Who has a question, too.
pub fn have_it_too(conn: &mut Connection, topic: TopicId) -> Result<Vec<MemberId>> {
    Ok(me_too::table.filter(me_too::topic.eq(topic)).select(me_too::member).load(conn)?)
}

/// Notices that give one of these reasons among theirs.
fn gives(reasons: Reasons) -> SqlLiteral<Bool> {
    // Numbers of our own: the same few texts, which the database knows.
    sql(&format!("(notices.reasons & {}) <> 0", reasons.0))
}

/// Who of those who have a question, too, was told that it is solved, and read of it or can still. Looked up for each of
/// them: a topic may have very many notices.
pub fn told_solved(conn: &mut Connection, topic: TopicId) -> Result<Vec<MemberId>> {
    let too = me_too::table.filter(me_too::topic.eq(topic)).select(me_too::member);
    let rows = notices::table.filter(notices::topic.eq(topic)).filter(notices::member.eq_any(too)).filter(gives(Reasons::one(Reason::Solved)));
    Ok(rows.filter(notices::seen_at.is_not_null().or(notices::gone.eq(false))).select(notices::member).load(conn)?)
}

/// The answers of a topic of which somebody was told that they are accepted, and did not read so.
pub fn told_accepted(conn: &mut Connection, topic: TopicId) -> Result<Vec<PostId>> {
    let unread = |reason| notices::table.filter(notices::topic.eq(topic)).filter(notices::seen_at.is_null()).filter(gives(Reasons::one(reason)));
    let too = me_too::table.filter(me_too::topic.eq(topic)).select(me_too::member);
    let wrote = posts::table.filter(posts::topic.eq(topic)).filter(posts::position.is_not_null()).select(posts::author);
    let mut told: Vec<PostId> = unread(Reason::Solved).filter(notices::member.eq_any(too)).select(notices::post).distinct().load(conn)?;
    told.extend(unread(Reason::Accepted).filter(notices::member.eq_any(wrote)).select(notices::post).distinct().load::<PostId>(conn)?);
    told.sort_unstable();
    told.dedup();
    Ok(told)
}

/// Was a member ever told of something in a topic?
pub fn was_told(conn: &mut Connection, member: MemberId, topic: TopicId) -> Result<bool> {
    let rows = notices::table.filter(notices::topic.eq(topic)).filter(notices::member.eq(member));
    Ok(diesel::select(diesel::dsl::exists(rows)).get_result(conn)?)
}

/// A notice with what its line says.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number.
    pub id: i64,
    /// The reason that is read.
    pub reason: Reason,
    /// Whose act it was.
    pub actor: Option<MemberId>,
    /// See [`super::store::Noted::detail`].
    pub detail: String,
    /// For votes.
    pub milestone: i64,
    /// When.
    pub at: Timestamp,
    /// Was read.
    pub is_seen: bool,
    /// The post.
    pub post: PostId,
    /// Where it stands.
    pub topic: TopicId,
    /// Title, slug and language of the topic.
    pub title: (String, String, String),
    facts: PostFacts,
    opens_topic: bool,
}

impl Line {
    /// May the viewer be told of it now? Of what a moderator did with a post its author is told, seen or not, while they may
    /// know of its topic.
    pub fn may_be_seen(&self, sight: &Sight) -> bool {
        // What became of a flag tells nothing of the post.
        if self.reason == Reason::Flagged {
            return true;
        }
        if self.reason != Reason::Moderation {
            return can_see(sight, &self.facts);
        }
        let known = presence(sight, &self.facts, false) != Presence::Nothing;
        known || self.opens_topic && can_open_topic(sight, &self.facts.topic) || self.is_erased_in_sight(sight)
    }

    /// Its text is gone, the topic is there.
    fn is_erased_in_sight(&self, sight: &Sight) -> bool {
        self.facts.state == PostState::Erased && !self.opens_topic && can_open_topic(sight, &self.facts.topic)
    }
}

/// A place in the order of a member's notices, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// When the notice was written.
    pub at: Timestamp,
    /// Its number.
    pub id: i64,
}

/// Which notices.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only those that were not read.
    pub unread: bool,
    /// Only these reasons; empty for all.
    pub reasons: Vec<Reason>,
}

/// What a notice is, beside its line.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// Its number.
    pub id: i64,
    /// All its reasons.
    pub reasons: Reasons,
    /// When it was written, or last told anew.
    pub at: Timestamp,
    is_gone: bool,
    is_mailed: bool,
}

impl Told {
    /// Is there still something to mail?
    pub fn is_open(&self, line: &Line) -> bool {
        !line.is_seen && !self.is_gone && !self.is_mailed
    }
}

type NoticeRow = (i64, Reason, Option<MemberId>, String, i64, Timestamp, Option<Timestamp>);
type PostColumns = (PostId, MemberId, PostState, Audience, i64);
type LineColumns = (NoticeRow, PostColumns, TopicColumns);
type TopicColumns = (TopicId, CategoryId, MemberId, PostState, String, String, String);

macro_rules! line_columns {
    () => {
        (
            (notices::id, notices::reason, notices::actor, notices::detail, notices::milestone, notices::at, notices::seen_at),
            (posts::id, posts::author, posts::state, posts::audience, posts::number),
            (topics::id, topics::category, topics::author, topics::state, topics::title, topics::slug, topics::lang),
        )
    };
}

/// The notice that a member has of a post; whether it may be seen is still to be asked.
pub fn line_of(conn: &mut Connection, member: MemberId, post: PostId) -> Result<Option<(Told, Line)>> {
    let rows = notices::table.inner_join(posts::table.inner_join(topics::table)).filter(notices::member.eq(member)).filter(notices::post.eq(post));
    let told = (notices::reasons, notices::gone, notices::mailed_at.is_not_null());
    let row: Option<((i64, bool, bool), LineColumns)> = rows.select((told, line_columns!())).first(conn).optional()?;
    Ok(row.map(|((reasons, is_gone, is_mailed), columns)| {
        let line = line(columns);
        (Told { id: line.id, reasons: Reasons(reasons), at: line.at, is_gone, is_mailed }, line)
    }))
}

/// What a member was told from a moment on and before another, has not read and was not mailed, the newest first; whether each may be seen is
/// still to be asked.
pub fn untold(conn: &mut Connection, member: MemberId, between: (Timestamp, Timestamp), limit: i64) -> Result<Vec<(Reasons, Line)>> {
    let rows: Vec<(i64, LineColumns)> = notices::table
        .inner_join(posts::table.inner_join(topics::table))
        .filter(notices::member.eq(member))
        .filter(notices::seen_at.is_null())
        .filter(notices::gone.eq(false))
        .filter(notices::mailed_at.is_null())
        .filter(notices::at.ge(between.0))
        .filter(notices::at.lt(between.1))
        .order((notices::at.desc(), notices::id.desc()))
        .limit(limit)
        .select((notices::reasons, line_columns!()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(reasons, columns)| (Reasons(reasons), line(columns))).collect())
}

/// The notices after a place, at most so many; whether each may be seen is still to be asked.
pub fn lines(conn: &mut Connection, member: MemberId, wanted: &Wanted, after: Option<Place>, limit: i64) -> Result<Vec<Line>> {
    let mut query = notices::table
        .inner_join(posts::table.inner_join(topics::table))
        .filter(notices::member.eq(member))
        .filter(notices::on_page.eq(true))
        .filter(notices::gone.eq(false))
        .order((notices::at.desc(), notices::id.desc()))
        .limit(limit)
        .select(line_columns!())
        .into_boxed::<Backend>();
    if let Some(place) = after {
        query = query.filter(notices::at.le(place.at).and(notices::at.lt(place.at).or(notices::id.lt(place.id))));
    }
    if wanted.unread {
        query = query.filter(notices::seen_at.is_null());
    }
    if !wanted.reasons.is_empty() {
        query = query.filter(notices::reason.eq_any(wanted.reasons.clone()));
    }
    Ok(query.load::<LineColumns>(conn)?.into_iter().map(line).collect())
}

fn line((notice, post, topic): LineColumns) -> Line {
    let (id, reason, actor, detail, milestone, at, seen_at) = notice;
    let (post_id, author, state, audience, number) = post;
    let (topic_id, category, opener, topic_state, title, slug, lang) = topic;
    let facts = PostFacts { topic: TopicFacts { category, state: topic_state, author: opener }, state, audience, author };
    Line {
        id,
        reason,
        actor,
        detail,
        milestone,
        at,
        is_seen: seen_at.is_some(),
        post: post_id,
        topic: topic_id,
        title: (title, slug, lang),
        facts,
        opens_topic: number == 1,
    }
}

/// Name, picture and state of members.
pub fn names(conn: &mut Connection, wanted: Vec<MemberId>) -> Result<HashMap<MemberId, (String, String)>> {
    let rows: Vec<(MemberId, String, String, MemberState)> =
        members::table.filter(members::id.eq_any(wanted)).select((members::id, members::name, members::picture, members::state)).load(conn)?;
    Ok(rows.into_iter().map(|(id, name, picture, _)| (id, (name, picture))).collect())
}

/// Why posts are not visible, as their authors read it.
pub fn removal_reasons(conn: &mut Connection, wanted: Vec<PostId>) -> Result<HashMap<PostId, String>> {
    let rows = post_removals::table.filter(post_removals::post.eq_any(wanted)).select((post_removals::post, post_removals::reason));
    Ok(rows.load::<(PostId, String)>(conn)?.into_iter().collect())
}
