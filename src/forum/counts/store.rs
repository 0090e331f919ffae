//! Computing and storing figures.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guildhall_schema::{accepted, member_counts, member_roles, posts, topic_counts, topic_tags, topics, votes};
use std::collections::HashMap;

use super::{MemberFigures, TopicFigures, TopicRows, VisiblePost, topic_figures};
use crate::accounts::MemberId;
use crate::forum::votes::store::me_toos;
use crate::forum::{PostId, TopicId, TopicKind};
use crate::platform::db::{Connection, PreparedDsl, Result, Timestamp, Tx, or_again};
use crate::{columns, each_backend};

/// A topic's figures from its rows. Its visible posts are read without their texts: 20 bytes each.
pub fn compute_topic(conn: &mut Connection, topic: TopicId) -> Result<TopicFigures> {
    let (author, kind, created_at): (MemberId, TopicKind, Timestamp) =
        topics::table.find(topic).select((topics::author, topics::kind, topics::created_at)).first(conn)?;
    let visible: Vec<VisiblePost> = posts::table
        .filter(posts::topic.eq(topic))
        .filter(posts::state.eq("visible"))
        .filter(posts::audience.eq("everyone"))
        .order(posts::number)
        .select((posts::id, posts::number, posts::parent, posts::author, posts::created_at))
        .load(conn)?;
    let rows = TopicRows {
        author,
        kind,
        created_at,
        votes: score_of_opening(conn, topic)?,
        me_too: me_toos(conn, topic)?,
        has_visible_answer: kind == TopicKind::Question && has_visible_answer(conn, topic)?,
        visible: &visible,
    };
    // The company's people are few: reading them all is cheaper than a list of thousands of writers.
    let staff = if visible.iter().any(|(_, number, ..)| *number > 1) { staff(conn)? } else { Vec::new() };
    Ok(topic_figures(&rows, |member| staff.contains(&member)))
}

/// The company's people: those who wear its badge everywhere.
pub fn staff(conn: &mut Connection) -> Result<Vec<MemberId>> {
    Ok(member_roles::table.filter(member_roles::role.eq("staff")).filter(member_roles::category.is_null()).select(member_roles::member).load(conn)?)
}

fn score_of_opening(conn: &mut Connection, topic: TopicId) -> Result<i64> {
    let score = posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(1_i64)).select(posts::votes + posts::vote_base).first(conn).optional()?;
    Ok(score.unwrap_or(0))
}

fn has_visible_answer(conn: &mut Connection, topic: TopicId) -> Result<bool> {
    let found: Option<PostId> = accepted::table
        .inner_join(posts::table)
        .filter(accepted::topic.eq(topic))
        .filter(posts::state.eq("visible"))
        .filter(posts::audience.eq("everyone"))
        .select(posts::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Stores a topic's figures.
pub fn save_topic(tx: &mut Tx<'_>, topic: TopicId, figures: &TopicFigures) -> Result<()> {
    diesel::update(topic_counts::table.find(topic))
        .set((
            topic_counts::replies.eq(figures.replies),
            topic_counts::posts.eq(figures.posts),
            topic_counts::votes.eq(figures.votes),
            topic_counts::me_too.eq(figures.me_too),
            topic_counts::answers.eq(figures.answers),
            topic_counts::staff_replies.eq(figures.staff_replies),
            topic_counts::last_post.eq(figures.last_post),
            topic_counts::last_author.eq(figures.last_author),
            topic_counts::last_at.eq(figures.last_at),
        ))
        .prepared()
        .execute(tx.conn())?;
    diesel::update(topics::table.find(topic))
        .set((topics::bumped_at.eq(figures.bumped_at), topics::solved.eq(figures.solved), topics::answered.eq(figures.answered), topics::hot.eq(figures.hot)))
        .prepared()
        .execute(tx.conn())?;
    diesel::update(topic_tags::table.filter(topic_tags::topic.eq(topic))).set(topic_tags::bumped_at.eq(figures.bumped_at)).prepared().execute(tx.conn())?;
    Ok(())
}

/// A topic's figures as stored.
pub fn stored_topic(conn: &mut Connection, topic: TopicId) -> Result<TopicFigures> {
    type Counts = (i64, i64, i64, i64, i64, i64, Option<PostId>, Option<MemberId>, Timestamp);
    type InLists = (Timestamp, bool, bool, f64);
    let query = topic_counts::table.inner_join(topics::table).filter(topic_counts::topic.eq(topic)).select((
        (
            topic_counts::replies,
            topic_counts::posts,
            topic_counts::votes,
            topic_counts::me_too,
            topic_counts::answers,
            topic_counts::staff_replies,
            topic_counts::last_post,
            topic_counts::last_author,
            topic_counts::last_at,
        ),
        (topics::bumped_at, topics::solved, topics::answered, topics::hot),
    ));
    let (counts, (bumped_at, solved, answered, hot)): (Counts, InLists) = each_backend!(conn, conn => query.first(conn))?;
    let (replies, posts, votes, me_too, answers, staff_replies, last_post, last_author, last_at) = counts;
    Ok(TopicFigures { replies, posts, votes, me_too, answers, staff_replies, last_post, last_author, last_at, bumped_at, solved, answered, hot })
}

/// The figures that differ, as "replies 3, should be 4".
pub fn differences(stored: &TopicFigures, computed: &TopicFigures) -> Vec<String> {
    let mut wrong = Vec::new();
    macro_rules! compare {
        ($($field:ident),+) => {
            $(if stored.$field != computed.$field {
                wrong.push(format!("{} {:?}, should be {:?}", stringify!($field), stored.$field, computed.$field));
            })+
        };
    }
    compare!(replies, posts, votes, me_too, answers, staff_replies, last_post, last_author, last_at, bumped_at, solved, answered);
    // The same formula on the same numbers; the database may keep the last bit differently.
    if (stored.hot - computed.hot).abs() > 1e-9 * computed.hot.abs().max(1.0) {
        wrong.push(format!("hot {}, should be {}", stored.hot, computed.hot));
    }
    wrong
}

/// Computes and stores how many helpful votes a post has, from their rows.
pub fn refresh_votes(tx: &mut Tx<'_>, post: PostId) -> Result<i64> {
    let sum = vote_sum(tx.conn(), post)?;
    diesel::update(posts::table.find(post)).set(posts::votes.eq(sum)).prepared().execute(tx.conn())?;
    Ok(sum)
}

/// The sum of a post's votes.
pub fn vote_sum(conn: &mut Connection, post: PostId) -> Result<i64> {
    Ok(votes::table.filter(votes::post.eq(post)).select(sql::<BigInt>("CAST(COALESCE(SUM(value), 0) AS BIGINT)")).first(conn)?)
}

/// Computes and stores how many visible comments a post has.
pub fn refresh_comments(tx: &mut Tx<'_>, post: PostId) -> Result<()> {
    let count = visible_comments(tx.conn(), post)?;
    diesel::update(posts::table.find(post)).set(posts::comments.eq(count)).prepared().execute(tx.conn())?;
    Ok(())
}

/// How many visible comments a post has.
pub fn visible_comments(conn: &mut Connection, post: PostId) -> Result<i64> {
    Ok(posts::table.filter(posts::parent.eq(post)).filter(posts::state.eq("visible")).filter(posts::audience.eq("everyone")).count().get_result(conn)?)
}

/// Figures of members from their posts.
type Counted = (MemberId, i64, i64, i64, i64);

/// A member's figures from their posts.
pub fn compute_member(conn: &mut Connection, member: MemberId) -> Result<MemberFigures> {
    Ok(compute_members(conn, member, member)?.remove(&member).unwrap_or_default())
}

/// Figures of the members with these numbers, from their posts; who has no visible post is not among them.
pub fn compute_members(conn: &mut Connection, first: MemberId, last: MemberId) -> Result<HashMap<MemberId, MemberFigures>> {
    let visible = || posts::table.filter(posts::author.between(first, last)).filter(posts::state.eq("visible")).filter(posts::audience.eq("everyone"));
    let counted: Vec<Counted> = visible()
        .group_by(posts::author)
        .select((
            posts::author,
            sql::<BigInt>("CAST(COUNT(CASE WHEN posts.number = 1 THEN 1 END) AS BIGINT)"),
            sql::<BigInt>("CAST(COUNT(CASE WHEN posts.number > 1 AND posts.parent IS NULL THEN 1 END) AS BIGINT)"),
            sql::<BigInt>("CAST(COUNT(posts.parent) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(posts.votes + posts.vote_base), 0) AS BIGINT)"),
        ))
        .load(conn)?;
    let accepted: Vec<(MemberId, i64)> = visible()
        .inner_join(accepted::table)
        .group_by(posts::author)
        .select((posts::author, sql::<BigInt>("CAST(COUNT(DISTINCT posts.id) AS BIGINT)")))
        .load(conn)?;
    let accepted: HashMap<MemberId, i64> = accepted.into_iter().collect();
    let figures = |(member, topics, replies, comments, helpful): Counted| {
        (member, MemberFigures { topics, replies, comments, accepted: accepted.get(&member).copied().unwrap_or(0), helpful })
    };
    Ok(counted.into_iter().map(figures).collect())
}

/// A member's figures in all categories, in the order of [`FIGURES`].
pub type Sums = (i64, i64, i64, i64, i64);

columns! {
    /// The columns of a member's figures.
    pub FIGURES = member_counts::topics, member_counts::replies, member_counts::comments, member_counts::accepted, member_counts::helpful;
}

impl From<Sums> for MemberFigures {
    fn from((topics, replies, comments, accepted, helpful): Sums) -> Self {
        Self { topics, replies, comments, accepted, helpful }
    }
}

/// A member's figures as stored; who has no row has done nothing.
pub fn stored_member(conn: &mut Connection, member: MemberId) -> Result<MemberFigures> {
    let sums: Option<Sums> = member_counts::table.find(member).select(FIGURES).first(conn).optional()?;
    Ok(sums.map(MemberFigures::from).unwrap_or_default())
}

/// Figures of the members with these numbers as stored; who has no row is not among them.
pub fn stored_members(conn: &mut Connection, first: MemberId, last: MemberId) -> Result<HashMap<MemberId, MemberFigures>> {
    let rows: Vec<(MemberId, Sums)> =
        member_counts::table.filter(member_counts::member.between(first, last)).select((member_counts::member, FIGURES)).load(conn)?;
    Ok(rows.into_iter().map(|(member, sums)| (member, sums.into())).collect())
}

/// Adds to a member's figures, which may be less than nothing; gives them as they are then.
pub fn add_to_member(tx: &mut Tx<'_>, member: MemberId, more: &MemberFigures) -> Result<MemberFigures> {
    use member_counts as row;
    let add = diesel::update(member_counts::table.find(member)).set((
        row::topics.eq(row::topics + more.topics),
        row::replies.eq(row::replies + more.replies),
        row::comments.eq(row::comments + more.comments),
        row::accepted.eq(row::accepted + more.accepted),
        row::helpful.eq(row::helpful + more.helpful),
    ));
    let sums: Option<Sums> = add.returning(FIGURES).prepared().get_result(tx.conn()).optional()?;
    match sums {
        Some(sums) => Ok(sums.into()),
        None => {
            lock_member(tx, member)?;
            save_member(tx, member, more)?;
            Ok(*more)
        }
    }
}

/// Locks a member's row of figures; makes it where there is none.
pub fn lock_member(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let row = diesel::update(member_counts::table.find(member)).set(member_counts::topics.eq(member_counts::topics));
    let locked: Option<MemberId> = row.returning(member_counts::member).prepared().get_result(tx.conn()).optional()?;
    if locked.is_some() {
        return Ok(());
    }
    or_again(diesel::insert_into(member_counts::table).values(member_counts::member.eq(member)).execute(tx.conn()))?;
    Ok(())
}

/// Stores a member's figures in the row that [`lock_member`] holds.
pub fn save_member(tx: &mut Tx<'_>, member: MemberId, figures: &MemberFigures) -> Result<()> {
    let values = (
        member_counts::topics.eq(figures.topics),
        member_counts::replies.eq(figures.replies),
        member_counts::comments.eq(figures.comments),
        member_counts::accepted.eq(figures.accepted),
        member_counts::helpful.eq(figures.helpful),
    );
    diesel::update(member_counts::table.find(member)).set(values).prepared().execute(tx.conn())?;
    Ok(())
}
