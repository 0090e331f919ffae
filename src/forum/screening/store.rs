//! What was found in posts, as it is kept.

use diesel::prelude::*;
use guildhall_schema::{post_screenings, posts};
use std::collections::HashMap;

use super::{Filter, Finding, Found};
use crate::accounts::MemberId;
use crate::forum::PostId;
use crate::platform::db::{Connection, Result, Timestamp, Tx};

/// Writes what was found in a post over what was found in it before; nothing found leaves that as it was. That it was held once
/// stays: a moderator who let it be seen has looked at it.
pub fn put(tx: &mut Tx<'_>, post: PostId, found: &Found) -> Result<()> {
    if found.findings.is_empty() {
        return Ok(());
    }
    let holds = found.holds() || was_held(tx.conn(), post)?;
    delete(tx, post)?;
    let (now, list) = (tx.now(), serde_json::to_string(&found.findings).unwrap_or_default());
    diesel::insert_into(post_screenings::table)
        .values((
            post_screenings::post.eq(post),
            post_screenings::holds.eq(holds),
            post_screenings::found.eq(list),
            post_screenings::original.eq(&found.original),
            post_screenings::at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Forgets what was found in a post, and its text before words in it were masked.
pub fn delete(tx: &mut Tx<'_>, post: PostId) -> Result<()> {
    diesel::delete(post_screenings::table.find(post)).execute(tx.conn())?;
    Ok(())
}

/// Did filters ever hold a post?
pub fn was_held(conn: &mut Connection, post: PostId) -> Result<bool> {
    Ok(post_screenings::table.find(post).select(post_screenings::holds).first(conn).optional()?.unwrap_or(false))
}

/// What was found in posts, and their texts before words in them were masked.
pub fn of_posts(conn: &mut Connection, wanted: &[PostId]) -> Result<HashMap<PostId, Found>> {
    let rows = post_screenings::table.filter(post_screenings::post.eq_any(wanted.to_vec()));
    let rows: Vec<(PostId, String, String)> = rows.select((post_screenings::post, post_screenings::found, post_screenings::original)).load(conn)?;
    // What a newer program found, and this one does not know, is left out.
    let findings = |found: &str| -> Vec<Finding> {
        let all: Vec<serde_json::Value> = serde_json::from_str(found).unwrap_or_default();
        all.into_iter().filter_map(|one| serde_json::from_value(one).ok()).collect()
    };
    Ok(rows.into_iter().map(|(post, found, original)| (post, Found { findings: findings(&found), original })).collect())
}

/// Why posts wait for approval, as their authors read it: one reason for each.
pub fn reasons(conn: &mut Connection, wanted: &[PostId]) -> Result<HashMap<PostId, Filter>> {
    let found = of_posts(conn, wanted)?;
    let first = |found: &Found| found.findings.iter().map(|finding| finding.filter).find(|filter| filter.holds());
    Ok(found.iter().filter_map(|(post, found)| Some((*post, first(found)?))).collect())
}

/// When somebody wrote the post that is so many back, the newest being the first.
pub fn written_at(conn: &mut Connection, author: MemberId, back: i64) -> Result<Option<Timestamp>> {
    let newest = posts::table.filter(posts::author.eq(author)).order(posts::id.desc());
    Ok(newest.offset(back - 1).limit(1).select(posts::created_at).first(conn).optional()?)
}
