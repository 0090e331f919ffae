//! What is read of decisions besides their rows: who flagged what was decided.

use diesel::prelude::*;
use guildhall_schema::flags;

use crate::accounts::MemberId;
use crate::forum::PostId;
use crate::moderation::FlagId;
use crate::moderation::flags::FlagState;
use crate::platform::db::{Connection, Result};

/// Who put some flags of posts, of which, and what became of each.
pub fn flaggers(conn: &mut Connection, ids: &[FlagId]) -> Result<Vec<(MemberId, PostId, FlagState)>> {
    let rows = flags::table.filter(flags::id.eq_any(ids.to_vec())).filter(flags::post.is_not_null()).order(flags::id);
    Ok(rows.select((flags::member, flags::post.assume_not_null(), flags::state)).load(conn)?)
}
