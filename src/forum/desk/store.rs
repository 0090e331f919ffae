//! The rows of timers, slow topics, old places of posts, and of moves; what moves change in topics and posts.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guildhall_schema::{accepted, moved_posts, posts, slow_topics, topic_counts, topic_moves, topic_timers, topics};
use serde::{Deserialize, Serialize};

use super::moving::Step;
use super::timers::Timer;
use crate::accounts::MemberId;
use crate::forum::{AcceptedBy, CategoryId, PostId, PostState, TopicId, TopicKind};
use crate::platform::db::{Connection, Result, Timestamp, Tx};
use crate::{id, insert_rows, text_enum};

id! {
    /// The number of a move.
    MoveId
}

text_enum! {
    /// How posts were moved.
    MoveKind {
        /// All of a topic.
        Merge = "merge",
        /// Into a new topic.
        Split = "split",
        /// Into another topic.
        Move = "move",
    }
}

impl MoveKind {
    /// The word of the act.
    pub fn act(self) -> &'static str {
        match self {
            Self::Merge => "topic.merge",
            Self::Split => "topic.split",
            Self::Move => "topic.move-posts",
        }
    }
}

/// When a topic's timer goes off, if it is set.
pub fn timer(conn: &mut Connection, topic: TopicId, timer: Timer) -> Result<Option<Timestamp>> {
    Ok(topic_timers::table.find((topic, timer)).select(topic_timers::at).first(conn).optional()?)
}

/// A topic's timers.
pub fn timers(conn: &mut Connection, topic: TopicId) -> Result<Vec<(Timer, Timestamp)>> {
    Ok(topic_timers::table.filter(topic_timers::topic.eq(topic)).order(topic_timers::what).select((topic_timers::what, topic_timers::at)).load(conn)?)
}

/// Sets a timer, or takes it away; under the topic's lock.
pub fn set_timer(tx: &mut Tx<'_>, topic: TopicId, timer: Timer, at: Option<Timestamp>) -> Result<()> {
    diesel::delete(topic_timers::table.find((topic, timer))).execute(tx.conn())?;
    if let Some(at) = at {
        let row = (topic_timers::topic.eq(topic), topic_timers::what.eq(timer), topic_timers::at.eq(at));
        diesel::insert_into(topic_timers::table).values(row).execute(tx.conn())?;
    }
    Ok(())
}

/// Takes all timers of a topic away.
pub fn forget_timers(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    diesel::delete(topic_timers::table.filter(topic_timers::topic.eq(topic))).execute(tx.conn())?;
    Ok(())
}

/// Timers that are due, the longest over first.
pub fn due(conn: &mut Connection, now: Timestamp, limit: i64) -> Result<Vec<(TopicId, Timer)>> {
    let due = topic_timers::table.filter(topic_timers::at.le(now)).order((topic_timers::at, topic_timers::topic)).limit(limit);
    Ok(due.select((topic_timers::topic, topic_timers::what)).load(conn)?)
}

/// The pace of a slow topic, in seconds between two posts of a member.
pub fn slow_seconds(conn: &mut Connection, topic: TopicId) -> Result<Option<i64>> {
    Ok(slow_topics::table.find(topic).select(slow_topics::seconds).first(conn).optional()?)
}

/// Slows a topic down, or sets it free; under the topic's lock.
pub fn set_slow(tx: &mut Tx<'_>, topic: TopicId, seconds: Option<i64>) -> Result<()> {
    diesel::delete(slow_topics::table.find(topic)).execute(tx.conn())?;
    if let Some(seconds) = seconds {
        diesel::insert_into(slow_topics::table).values((slow_topics::topic.eq(topic), slow_topics::seconds.eq(seconds))).execute(tx.conn())?;
    }
    Ok(())
}

/// When a member last wrote in a topic.
pub fn last_post_of(conn: &mut Connection, topic: TopicId, member: MemberId) -> Result<Option<Timestamp>> {
    let own = posts::table.filter(posts::topic.eq(topic)).filter(posts::author.eq(member)).order(posts::number.desc());
    Ok(own.select(posts::created_at).first(conn).optional()?)
}

/// Puts a topic into another category.
pub fn set_category(tx: &mut Tx<'_>, topic: TopicId, category: CategoryId) -> Result<()> {
    diesel::update(topics::table.find(topic)).set(topics::category.eq(category)).execute(tx.conn())?;
    Ok(())
}

/// Makes a topic another kind.
pub fn set_kind(tx: &mut Tx<'_>, topic: TopicId, kind: TopicKind) -> Result<()> {
    diesel::update(topics::table.find(topic)).set(topics::kind.eq(kind)).execute(tx.conn())?;
    Ok(())
}

/// Sets the state of a topic in which no post stands.
pub fn set_state(tx: &mut Tx<'_>, topic: TopicId, state: PostState) -> Result<()> {
    diesel::update(topics::table.find(topic)).set(topics::state.eq(state)).execute(tx.conn())?;
    Ok(())
}

/// Says when a topic was opened whose first post is older than itself.
pub fn set_opened(tx: &mut Tx<'_>, topic: TopicId, at: Timestamp) -> Result<()> {
    diesel::update(topics::table.find(topic)).set(topics::created_at.eq(at)).execute(tx.conn())?;
    Ok(())
}

/// The language of a post.
pub fn lang_of(conn: &mut Connection, post: PostId) -> Result<String> {
    Ok(posts::table.find(post).select(posts::lang).first(conn)?)
}

/// The number of a topic's next post.
pub fn next_number(conn: &mut Connection, topic: TopicId) -> Result<i64> {
    Ok(topic_counts::table.find(topic).select(topic_counts::next_number).first(conn)?)
}

/// These posts with all comments below them, at most so many, by their numbers.
pub fn with_comments(conn: &mut Connection, these: &[PostId], limit: i64) -> Result<Vec<(PostId, i64)>> {
    let parents: Vec<Option<PostId>> = these.iter().copied().map(Some).collect();
    let wanted = posts::table.filter(posts::id.eq_any(these.to_vec()).or(posts::parent.eq_any(parents)));
    let mut found: Vec<(PostId, i64)> = wanted.limit(limit).select((posts::id, posts::number)).load(conn)?;
    found.sort_unstable_by_key(|(_, number)| *number);
    Ok(found)
}

/// All posts of a topic, at most so many, by their numbers.
pub fn all_of(conn: &mut Connection, topic: TopicId, limit: i64) -> Result<Vec<(PostId, i64)>> {
    Ok(posts::table.filter(posts::topic.eq(topic)).order(posts::number).limit(limit).select((posts::id, posts::number)).load(conn)?)
}

/// Puts a post into a topic. Its position comes afterwards: see [`close_gaps`].
pub fn put_post(tx: &mut Tx<'_>, step: &Step, to: TopicId) -> Result<()> {
    let place = (posts::topic.eq(to), posts::number.eq(step.to), posts::position.eq(None::<i64>));
    diesel::update(posts::table.find(step.post)).set(place).execute(tx.conn())?;
    Ok(())
}

/// Gives the replies of a topic from a number on their positions, one after the other, and counts on behind them. First below
/// zero: at no moment do two have the same.
pub fn close_gaps(tx: &mut Tx<'_>, topic: TopicId, first: i64) -> Result<()> {
    let statements = [
        "UPDATE posts SET position = -places.place FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY number) \
         + (SELECT COUNT(*) FROM posts WHERE topic = $1 AND number > 1 AND number < $2 AND parent IS NULL) AS place \
         FROM posts WHERE topic = $1 AND number > 1 AND number >= $2 AND parent IS NULL) AS places WHERE posts.id = places.id",
        "UPDATE posts SET position = -position WHERE topic = $1 AND position < 0 AND number >= $2",
        "UPDATE topic_counts SET next_position = (SELECT COUNT(*) + 1 FROM posts WHERE topic = $1 AND number > 1 AND parent IS NULL), \
         next_number = (SELECT MAX(number) FROM (SELECT next_number AS number FROM topic_counts WHERE topic = $1 UNION ALL \
         SELECT number + 1 FROM posts WHERE topic = $1 AND number >= $2) AS numbers) WHERE topic = $1",
    ];
    for statement in statements {
        diesel::sql_query(statement).bind::<BigInt, _>(topic).bind::<BigInt, _>(first).execute(tx.conn())?;
    }
    Ok(())
}

/// Lets the old places of posts lead to them. Where one stands again leads nowhere.
pub fn lead_on(tx: &mut Tx<'_>, from: TopicId, to: TopicId, steps: &[Step]) -> Result<()> {
    let there: Vec<i64> = steps.iter().map(|step| step.to).collect();
    let here: Vec<i64> = steps.iter().map(|step| step.from).collect();
    for (topic, numbers) in [(to, there), (from, here)] {
        diesel::delete(moved_posts::table.filter(moved_posts::topic.eq(topic)).filter(moved_posts::number.eq_any(numbers))).execute(tx.conn())?;
    }
    let row = |step: &Step| (moved_posts::topic.eq(from), moved_posts::number.eq(step.from), moved_posts::post.eq(step.post));
    insert_rows!(tx.conn(), moved_posts, steps.iter().map(row));
    Ok(())
}

/// The post that stood at a place once.
pub fn moved(conn: &mut Connection, topic: TopicId, number: i64) -> Result<Option<PostId>> {
    Ok(moved_posts::table.find((topic, number)).select(moved_posts::post).first(conn).optional()?)
}

/// Where a post stood before.
pub fn former_places(conn: &mut Connection, post: PostId) -> Result<Vec<(TopicId, i64)>> {
    Ok(moved_posts::table.filter(moved_posts::post.eq(post)).select((moved_posts::topic, moved_posts::number)).load(conn)?)
}

/// Where the posts of a member stood before.
pub fn former_places_of(conn: &mut Connection, member: MemberId) -> Result<Vec<(i64, i64)>> {
    let rows = moved_posts::table.inner_join(posts::table).filter(posts::author.eq(member));
    Ok(rows.select((moved_posts::topic, moved_posts::number)).load(conn)?)
}

/// The topics that a post opened, and in which nothing stands any more.
pub fn emptied_of(conn: &mut Connection, post: PostId) -> Result<Vec<TopicId>> {
    let opened = moved_posts::table.inner_join(topics::table.on(topics::id.eq(moved_posts::topic))).filter(moved_posts::post.eq(post));
    Ok(opened.filter(moved_posts::number.eq(1_i64)).filter(topics::state.eq("erased")).select(topics::id).load(conn)?)
}

/// That a reply was accepted, by whom and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// On whose behalf.
    pub by: AcceptedBy,
    /// The reply.
    pub post: PostId,
    /// Whoever said so.
    pub member: MemberId,
    /// When.
    pub at: Timestamp,
}

/// Takes the marks of these posts away; gives them.
pub fn take_marks(tx: &mut Tx<'_>, topic: TopicId, these: &[PostId]) -> Result<Vec<Mark>> {
    let rows = || accepted::table.filter(accepted::topic.eq(topic)).filter(accepted::post.eq_any(these.to_vec()));
    let found: Vec<(AcceptedBy, PostId, MemberId, Timestamp)> =
        rows().select((accepted::by, accepted::post, accepted::member, accepted::at)).load(tx.conn())?;
    diesel::delete(rows()).execute(tx.conn())?;
    Ok(found.into_iter().map(|(by, post, member, at)| Mark { by, post, member, at }).collect())
}

/// Writes marks as they were; gives them.
pub fn give_marks<'a>(tx: &mut Tx<'_>, topic: TopicId, marks: &'a [Mark]) -> Result<Vec<&'a Mark>> {
    let row = |mark: &Mark| {
        let who = (accepted::by.eq(mark.by), accepted::post.eq(mark.post), accepted::member.eq(mark.member), accepted::at.eq(mark.at));
        (accepted::topic.eq(topic), who.0, who.1, who.2, who.3)
    };
    insert_rows!(tx.conn(), accepted, marks.iter().map(row));
    Ok(marks.iter().collect())
}

/// What undoing a move needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveFacts {
    /// The version of these facts.
    pub v: i64,
    /// Which post went from where to where.
    pub steps: Vec<Step>,
    /// The marks of accepted answers that were lost.
    pub marks: Vec<Mark>,
}

/// A move about to be written.
pub struct NewMove<'a> {
    /// How.
    pub kind: MoveKind,
    /// From where.
    pub source: TopicId,
    /// Where to.
    pub target: TopicId,
    /// By whom; none for the program.
    pub moderator: Option<MemberId>,
    /// What undoing needs.
    pub facts: &'a MoveFacts,
}

/// Remembers a move.
pub fn insert_move(tx: &mut Tx<'_>, new: &NewMove<'_>) -> Result<()> {
    let now = tx.now();
    let facts = serde_json::to_string(new.facts).unwrap_or_default();
    diesel::insert_into(topic_moves::table)
        .values((
            (topic_moves::kind.eq(new.kind), topic_moves::source.eq(new.source), topic_moves::target.eq(new.target)),
            (topic_moves::moderator.eq(new.moderator), topic_moves::posts.eq(new.facts.steps.len() as i64)),
            (topic_moves::facts.eq(facts), topic_moves::at.eq(now)),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// A move as it stands.
#[derive(Clone, Debug)]
pub struct MoveRow {
    /// How.
    pub kind: MoveKind,
    /// From where.
    pub source: TopicId,
    /// Where to.
    pub target: TopicId,
    /// What undoing needs; nothing where that cannot be read any more.
    pub facts: MoveFacts,
    /// Who undid it.
    pub undone_by: Option<MemberId>,
}

/// A move.
pub fn find_move(conn: &mut Connection, id: MoveId) -> Result<Option<MoveRow>> {
    type Row = (MoveKind, TopicId, TopicId, String, Option<MemberId>);
    let columns = (topic_moves::kind, topic_moves::source, topic_moves::target, topic_moves::facts, topic_moves::undone_by);
    let row: Option<Row> = topic_moves::table.find(id).select(columns).first(conn).optional()?;
    let read = |(kind, source, target, facts, undone_by): Row| {
        let facts = serde_json::from_str(&facts).unwrap_or_default();
        MoveRow { kind, source, target, facts, undone_by }
    };
    Ok(row.map(read))
}

/// Notes who undid a move.
pub fn set_undone(tx: &mut Tx<'_>, id: MoveId, by: Option<MemberId>) -> Result<()> {
    let now = tx.now();
    diesel::update(topic_moves::table.find(id)).set((topic_moves::undone_by.eq(by), topic_moves::undone_at.eq(Some(now)))).execute(tx.conn())?;
    Ok(())
}
