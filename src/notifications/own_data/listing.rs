//! The rows of notifications that a member is given of their own data. What a notice tells of is named by its address: who
//! may see it opens it.

use diesel::prelude::*;
use guildhall_schema::notices;
use serde_json::json;

use crate::accounts::feature::{Asking, Exported, PART, Part};
use crate::forum::PostId;
use crate::notifications::notices::{Reason, ways};
use crate::platform::db::{Connection, Result, Timestamp};

/// Each a file of the archive.
pub const EXPORTED: &[Exported] =
    &[Exported { file: "notices", columns: &["notices.member"], rows: told }, Exported { file: "notice-ways", columns: &["notice_ways.member"], rows: chosen }];

fn at(moment: Timestamp) -> String {
    moment.rfc3339()
}

fn told(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<(i64, PostId, Reason, Timestamp, Option<Timestamp>)> = notices::table
        .filter(notices::member.eq(asking.member))
        .filter(notices::id.gt(after))
        .order(notices::id)
        .limit(PART)
        .select((notices::id, notices::post, notices::reason, notices::at, notices::seen_at))
        .load(conn)?;
    let row = |(id, post, reason, moment, seen): (i64, PostId, Reason, Timestamp, Option<Timestamp>)| {
        (id, json!({ "post": format!("/p/{post}"), "why": reason, "at": at(moment), "read": seen.map(at) }))
    };
    Ok(Part::of(rows.into_iter().map(row).collect()))
}

fn chosen(conn: &mut Connection, asking: &Asking, _: i64) -> Result<Part> {
    let ways = ways::store::of_member(conn, asking.member)?;
    let row = |reason: &Reason| {
        let way = ways.of(*reason);
        json!({ "of": reason, "on_the_page": way.page, "by_mail": way.mail, "in_the_digest": way.digest })
    };
    Ok(Part::whole(Reason::ALL.iter().map(row).collect()))
}
