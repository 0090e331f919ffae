//! The rows of accepted answers.

use diesel::prelude::*;
use guildhall_schema::accepted;

use crate::accounts::MemberId;
use crate::forum::{AcceptedBy, PostId, TopicId};
use crate::platform::db::{Connection, Result, Tx};

/// The reply that one side marked.
pub fn of_topic_by(conn: &mut Connection, topic: TopicId, by: AcceptedBy) -> Result<Option<PostId>> {
    Ok(accepted::table.find((topic, by)).select(accepted::post).first(conn).optional()?)
}

/// Writes or moves a mark.
pub fn put(tx: &mut Tx<'_>, topic: TopicId, by: AcceptedBy, post: PostId, member: MemberId) -> Result<()> {
    delete(tx, topic, by)?;
    let now = tx.now();
    diesel::insert_into(accepted::table)
        .values((accepted::topic.eq(topic), accepted::by.eq(by), accepted::post.eq(post), accepted::member.eq(member), accepted::at.eq(now)))
        .execute(tx.conn())?;
    Ok(())
}

/// Removes a mark.
pub fn delete(tx: &mut Tx<'_>, topic: TopicId, by: AcceptedBy) -> Result<()> {
    diesel::delete(accepted::table.find((topic, by))).execute(tx.conn())?;
    Ok(())
}

/// Whether somebody marked a post, the asker or staff.
pub fn is_accepted(conn: &mut Connection, post: PostId) -> Result<bool> {
    Ok(accepted::table.filter(accepted::post.eq(post)).select(accepted::post).first::<PostId>(conn).optional()?.is_some())
}
