//! The rows about searches that are a member's own, on a page and in the archive of their data.

use diesel::dsl::exists;
use diesel::prelude::*;
use guildhall_schema::{search_waiting, searches};
use serde_json::json;

use super::SearchId;
use crate::accounts::MemberId;
use crate::accounts::feature::{Asking, Exported, PART, Part};
use crate::platform::db::{Connection, Result, Timestamp};

/// Each a file of the archive.
pub const EXPORTED: &[Exported] = &[
    Exported { file: "awaited-answers", columns: &["search_waiting.member"], rows: awaited },
    Exported { file: "searches-to-answer", columns: &["searches.owner"], rows: to_answer },
];

/// A search of whose answer a member wants to be told.
#[derive(Clone, Debug, Queryable)]
pub struct Awaited {
    /// Its number.
    pub id: SearchId,
    /// Its words.
    pub query: String,
    /// The tag of the language of the page.
    pub lang: String,
    /// Since when.
    pub asked_at: Timestamp,
}

/// Everything that a member waits for, the newest first.
pub fn awaited_by(conn: &mut Connection, member: MemberId) -> Result<Vec<Awaited>> {
    Ok(search_waiting::table
        .inner_join(searches::table)
        .filter(search_waiting::member.eq(member))
        .order((search_waiting::asked_at.desc(), search_waiting::search.desc()))
        .select((searches::id, searches::query, searches::lang, search_waiting::asked_at))
        .load(conn)?)
}

/// A search of whose answer somebody wants to be told.
#[derive(Clone, Debug, Queryable)]
pub struct AwaitedSearch {
    /// Its number.
    pub id: SearchId,
    /// Its words.
    pub query: String,
    /// The tag of the language of the page.
    pub lang: String,
}

/// The next searches for whose answer anybody waits, by number.
pub fn all_awaited(conn: &mut Connection, after: SearchId, limit: i64) -> Result<Vec<AwaitedSearch>> {
    let is_awaited = exists(search_waiting::table.filter(search_waiting::search.eq(searches::id)));
    let query = searches::table.filter(searches::id.gt(after)).filter(is_awaited).order(searches::id).limit(limit);
    Ok(query.select((searches::id, searches::query, searches::lang)).load(conn)?)
}

/// The searches of whose answer they want to be told.
fn awaited(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<(SearchId, String, String, Timestamp)> = search_waiting::table
        .inner_join(searches::table)
        .filter(search_waiting::member.eq(asking.member))
        .filter(search_waiting::search.gt(after))
        .order(search_waiting::search)
        .limit(PART)
        .select((searches::id, searches::query, searches::lang, search_waiting::asked_at))
        .load(conn)?;
    let row = |(id, query, lang, at): (SearchId, String, String, Timestamp)| (id.0, json!({ "search": query, "language": lang, "at": at.rfc3339() }));
    Ok(Part::of(rows.into_iter().map(row).collect()))
}

/// The searches to which they are to find an answer.
fn to_answer(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<(SearchId, String, String, Option<Timestamp>)> = searches::table
        .filter(searches::owner.eq(asking.member))
        .filter(searches::id.gt(after))
        .order(searches::id)
        .limit(PART)
        .select((searches::id, searches::query, searches::lang, searches::due))
        .load(conn)?;
    let row = |(id, query, lang, due): (SearchId, String, String, Option<Timestamp>)| {
        (id.0, json!({ "search": query, "language": lang, "due": due.map(Timestamp::rfc3339) }))
    };
    Ok(Part::of(rows.into_iter().map(row).collect()))
}
