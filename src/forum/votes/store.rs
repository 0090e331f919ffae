//! The rows of votes and me-toos.

use diesel::prelude::*;
use guildhall_schema::{me_too, posts, votes};

use crate::accounts::MemberId;
use crate::forum::{PostId, TopicId};
use crate::platform::db::{Connection, Result, Tx};

/// Writes or removes a vote; twice is once. The topic's lock keeps two clicks apart.
pub fn put_vote(tx: &mut Tx<'_>, post: PostId, member: MemberId, helpful: bool) -> Result<()> {
    diesel::delete(votes::table.find((post, member))).execute(tx.conn())?;
    if helpful {
        let now = tx.now();
        diesel::insert_into(votes::table)
            .values((votes::post.eq(post), votes::member.eq(member), votes::value.eq(1), votes::created_at.eq(now)))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// Writes or removes a me-too; twice is once.
pub fn put_me_too(tx: &mut Tx<'_>, topic: TopicId, member: MemberId, too: bool) -> Result<()> {
    diesel::delete(me_too::table.find((topic, member))).execute(tx.conn())?;
    if too {
        let now = tx.now();
        diesel::insert_into(me_too::table).values((me_too::topic.eq(topic), me_too::member.eq(member), me_too::created_at.eq(now))).execute(tx.conn())?;
    }
    Ok(())
}

/// The score of a post: imported votes and those of members.
pub fn score(conn: &mut Connection, post: PostId) -> Result<i64> {
    Ok(posts::table.find(post).select(posts::votes + posts::vote_base).first(conn)?)
}

/// How many have a question too.
pub fn me_toos(conn: &mut Connection, topic: TopicId) -> Result<i64> {
    Ok(me_too::table.filter(me_too::topic.eq(topic)).count().get_result(conn)?)
}
