//! Computing and storing figures.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guildhall_schema::{accepted, me_too, member_counts, member_roles, posts, topic_counts, topic_tags, topics, votes};

use super::{MemberFigures, TopicFigures, hot};
use crate::accounts::MemberId;
use crate::forum::{PostId, TopicId, TopicKind};
use crate::platform::db::{Connection, Error, Result, Timestamp, Tx};

type PostBrief = (PostId, i64, Option<PostId>, MemberId, Timestamp);

/// A topic's figures from its rows. Its visible posts are read without their texts: 20 bytes each.
pub fn compute_topic(conn: &mut Connection, topic: TopicId) -> Result<TopicFigures> {
    let (author, kind, created_at): (MemberId, TopicKind, Timestamp) =
        topics::table.find(topic).select((topics::author, topics::kind, topics::created_at)).first(conn)?;
    let visible: Vec<PostBrief> = posts::table
        .filter(posts::topic.eq(topic))
        .filter(posts::state.eq("visible"))
        .filter(posts::audience.eq("everyone"))
        .order(posts::number)
        .select((posts::id, posts::number, posts::parent, posts::author, posts::created_at))
        .load(conn)?;
    let later = || visible.iter().filter(|(_, number, ..)| *number > 1);
    let replies = later().filter(|(_, _, parent, ..)| parent.is_none());
    let answers = replies.clone().filter(|(_, _, _, by, _)| *by != author).count() as i64;
    let replies = replies.count() as i64;
    let writers: Vec<MemberId> = later().map(|(_, _, _, by, _)| *by).collect();
    let staff = staff_among(conn, &writers)?;
    let last = visible.last();
    let votes = score_of_opening(conn, topic)?;
    let me_too: i64 = me_too::table.filter(me_too::topic.eq(topic)).count().get_result(conn)?;
    Ok(TopicFigures {
        replies,
        posts: visible.len() as i64,
        votes,
        me_too,
        answers,
        staff_replies: writers.iter().filter(|by| staff.contains(by)).count() as i64,
        last_post: last.map(|(id, ..)| *id),
        last_author: last.map(|(_, _, _, by, _)| *by),
        last_at: last.map_or(created_at, |(.., at)| *at),
        bumped_at: later().map(|(.., at)| *at).max().unwrap_or(created_at).max(created_at),
        solved: kind == TopicKind::Question && has_visible_answer(conn, topic)?,
        answered: answers > 0,
        hot: hot(votes, replies, me_too, created_at),
    })
}

fn staff_among(conn: &mut Connection, writers: &[MemberId]) -> Result<Vec<MemberId>> {
    if writers.is_empty() {
        return Ok(Vec::new());
    }
    // The company's people are few: reading them all is cheaper than a list of thousands of writers.
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
        .execute(tx.conn())?;
    diesel::update(topics::table.find(topic))
        .set((topics::bumped_at.eq(figures.bumped_at), topics::solved.eq(figures.solved), topics::answered.eq(figures.answered), topics::hot.eq(figures.hot)))
        .execute(tx.conn())?;
    diesel::update(topic_tags::table.filter(topic_tags::topic.eq(topic))).set(topic_tags::bumped_at.eq(figures.bumped_at)).execute(tx.conn())?;
    Ok(())
}

/// A topic's figures as stored.
pub fn stored_topic(conn: &mut Connection, topic: TopicId) -> Result<TopicFigures> {
    type Counts = (i64, i64, i64, i64, i64, i64, Option<PostId>, Option<MemberId>, Timestamp);
    let (replies, posts, votes, me_too, answers, staff_replies, last_post, last_author, last_at): Counts = topic_counts::table
        .find(topic)
        .select((
            topic_counts::replies,
            topic_counts::posts,
            topic_counts::votes,
            topic_counts::me_too,
            topic_counts::answers,
            topic_counts::staff_replies,
            topic_counts::last_post,
            topic_counts::last_author,
            topic_counts::last_at,
        ))
        .first(conn)?;
    let (bumped_at, solved, answered, hot) =
        topics::table.find(topic).select((topics::bumped_at, topics::solved, topics::answered, topics::hot)).first(conn)?;
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
    diesel::update(posts::table.find(post)).set(posts::votes.eq(sum)).execute(tx.conn())?;
    Ok(sum)
}

/// The sum of a post's votes.
pub fn vote_sum(conn: &mut Connection, post: PostId) -> Result<i64> {
    Ok(votes::table.filter(votes::post.eq(post)).select(sql::<BigInt>("CAST(COALESCE(SUM(value), 0) AS BIGINT)")).first(conn)?)
}

/// Computes and stores how many visible comments a post has.
pub fn refresh_comments(tx: &mut Tx<'_>, post: PostId) -> Result<()> {
    let count = visible_comments(tx.conn(), post)?;
    diesel::update(posts::table.find(post)).set(posts::comments.eq(count)).execute(tx.conn())?;
    Ok(())
}

/// How many visible comments a post has.
pub fn visible_comments(conn: &mut Connection, post: PostId) -> Result<i64> {
    Ok(posts::table.filter(posts::parent.eq(post)).filter(posts::state.eq("visible")).filter(posts::audience.eq("everyone")).count().get_result(conn)?)
}

/// A member's figures from their posts.
pub fn compute_member(conn: &mut Connection, member: MemberId) -> Result<MemberFigures> {
    type Sums = (i64, i64, i64, i64);
    let visible = || posts::table.filter(posts::author.eq(member)).filter(posts::state.eq("visible")).filter(posts::audience.eq("everyone"));
    let (topics, replies, comments, helpful): Sums = visible()
        .select((
            sql::<BigInt>("CAST(COUNT(CASE WHEN posts.number = 1 THEN 1 END) AS BIGINT)"),
            sql::<BigInt>("CAST(COUNT(CASE WHEN posts.number > 1 AND posts.parent IS NULL THEN 1 END) AS BIGINT)"),
            sql::<BigInt>("CAST(COUNT(posts.parent) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(posts.votes + posts.vote_base), 0) AS BIGINT)"),
        ))
        .first(conn)?;
    let accepted = visible().inner_join(accepted::table).select(sql::<BigInt>("CAST(COUNT(DISTINCT posts.id) AS BIGINT)")).first(conn)?;
    Ok(MemberFigures { topics, replies, comments, accepted, helpful })
}

/// A member's figures as stored; zeros when there is no row.
pub fn stored_member(conn: &mut Connection, member: MemberId) -> Result<MemberFigures> {
    let row: Option<(i64, i64, i64, i64, i64)> = member_counts::table
        .find(member)
        .select((member_counts::topics, member_counts::replies, member_counts::comments, member_counts::accepted, member_counts::helpful))
        .first(conn)
        .optional()?;
    Ok(row.map(|(topics, replies, comments, accepted, helpful)| MemberFigures { topics, replies, comments, accepted, helpful }).unwrap_or_default())
}

/// Locks a member's row of figures; makes it where there is none.
pub fn lock_member(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let row = member_counts::table.find(member);
    if diesel::update(row).set(member_counts::topics.eq(member_counts::topics)).execute(tx.conn())? > 0 {
        return Ok(());
    }
    match diesel::insert_into(member_counts::table).values(member_counts::member.eq(member)).execute(tx.conn()).map_err(Error::from) {
        Err(Error::Unique(_)) => Err(Error::Retry),
        outcome => outcome.map(|_| ()),
    }
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
    diesel::update(member_counts::table.find(member)).set(values).execute(tx.conn())?;
    Ok(())
}
