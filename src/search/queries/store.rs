//! The rows of searches, and of who waits for an answer to one.

use diesel::dsl::{count_star, exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use guildhall_schema::{search_solved, search_waiting, searches};
use std::collections::HashMap;

use super::log::Counted;
use super::{SearchId, shown};
use crate::accounts::MemberId;
use crate::columns;
use crate::forum::TopicId;
use crate::platform::db::{Connection, Result, Timestamp, Tx, or_again};

/// Rows looked through at once for the names of somebody who left.
const STRETCH: i64 = 1_000;

/// A search that was made, with what was done about it.
#[derive(Clone, Debug, Queryable)]
pub struct SearchRow {
    /// Its number.
    pub id: SearchId,
    /// As somebody typed it.
    pub query: String,
    /// The tag of the language of the page.
    pub lang: String,
    /// Made so often.
    pub times: i64,
    /// Of those, without result.
    pub empty: i64,
    /// So often a result was opened.
    pub clicks: i64,
    /// Last made.
    pub last_at: Timestamp,
    /// Who is to find an answer.
    pub owner: Option<MemberId>,
    /// Until the end of this day in UTC.
    pub due: Option<Timestamp>,
    /// The topic that answers it.
    pub answer: Option<TopicId>,
    /// Since when there is one.
    pub answered_at: Option<Timestamp>,
}

columns! {
    /// The columns of a [`SearchRow`].
    pub COLUMNS = searches::id, searches::query, searches::lang, searches::times, searches::empty, searches::clicks, searches::last_at, searches::owner,
        searches::due, searches::answer, searches::answered_at;
}

/// A search by number.
pub fn find(conn: &mut Connection, search: SearchId) -> Result<Option<SearchRow>> {
    Ok(searches::table.find(search).select(COLUMNS).first(conn).optional()?)
}

/// Adds up what was counted. An opened result of a search that is not there, or was forgotten, makes no row.
pub fn note(tx: &mut Tx<'_>, counted: &[Counted]) -> Result<()> {
    for row in counted {
        match row.times {
            0 => add_clicks(tx, row)?,
            _ => add(tx, row)?,
        }
    }
    Ok(())
}

fn add_clicks(tx: &mut Tx<'_>, row: &Counted) -> Result<()> {
    let found = searches::table.filter(searches::key.eq(&row.key));
    diesel::update(found).set(searches::clicks.eq(searches::clicks + row.clicks)).execute(tx.conn())?;
    Ok(())
}

/// One statement: of two processes that make one row at once the second adds to it.
fn add(tx: &mut Tx<'_>, row: &Counted) -> Result<()> {
    let now = tx.now();
    diesel::sql_query(
        "INSERT INTO searches (key, query, lang, times, empty, clicks, last_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (key) DO UPDATE SET times = searches.times + excluded.times, empty = searches.empty + excluded.empty, \
         clicks = searches.clicks + excluded.clicks, last_at = excluded.last_at",
    )
    .bind::<Text, _>(&row.key)
    .bind::<Text, _>(&row.query)
    .bind::<Text, _>(&row.lang)
    .bind::<BigInt, _>(row.times)
    .bind::<BigInt, _>(row.empty)
    .bind::<BigInt, _>(row.clicks)
    .bind::<BigInt, _>(now)
    .execute(tx.conn())?;
    Ok(())
}

/// The number of a search, made where it was not written down yet.
pub fn find_or_make(tx: &mut Tx<'_>, key: &str, query: &str, lang: &str) -> Result<SearchId> {
    let found = |tx: &mut Tx<'_>| searches::table.filter(searches::key.eq(key)).select(searches::id).first(tx.conn()).optional();
    if let Some(id) = found(tx)? {
        return Ok(id);
    }
    add(tx, &Counted { key: key.to_owned(), query: shown(query), lang: lang.to_owned(), times: 0, empty: 0, clicks: 0 })?;
    Ok(searches::table.filter(searches::key.eq(key)).select(searches::id).first(tx.conn())?)
}

/// Does the member wait for an answer to the search with this key?
pub fn is_waiting(conn: &mut Connection, member: MemberId, key: &str) -> Result<bool> {
    let search = searches::table.filter(searches::key.eq(key)).select(searches::id);
    let row = search_waiting::table.filter(search_waiting::member.eq(member)).filter(search_waiting::search.eq_any(search));
    Ok(diesel::select(exists(row)).get_result(conn)?)
}

/// Does anybody wait for an answer to any search?
pub fn is_anybody_waiting(conn: &mut Connection) -> Result<bool> {
    Ok(diesel::select(exists(search_waiting::table.select(search_waiting::search))).get_result(conn)?)
}

/// For how many answers a member waits.
pub fn waits_of(conn: &mut Connection, member: MemberId) -> Result<i64> {
    Ok(search_waiting::table.filter(search_waiting::member.eq(member)).count().get_result(conn)?)
}

/// Lets a member wait; one who waits already goes on waiting.
pub fn wait(tx: &mut Tx<'_>, search: SearchId, member: MemberId) -> Result<()> {
    let now = tx.now();
    let row = search_waiting::table.find((search, member));
    if diesel::select(exists(row)).get_result(tx.conn())? {
        return Ok(());
    }
    let row = (search_waiting::search.eq(search), search_waiting::member.eq(member), search_waiting::asked_at.eq(now));
    or_again(diesel::insert_into(search_waiting::table).values(row).execute(tx.conn()))?;
    Ok(())
}

/// Lets a member wait no longer for an answer to the search with this key.
pub fn stop_waiting_for(tx: &mut Tx<'_>, member: MemberId, key: &str) -> Result<()> {
    let search = searches::table.filter(searches::key.eq(key)).select(searches::id);
    let row = search_waiting::table.filter(search_waiting::member.eq(member)).filter(search_waiting::search.eq_any(search));
    diesel::delete(row).execute(tx.conn())?;
    Ok(())
}

/// Lets a member wait no longer; false when they did not.
pub fn stop_waiting(tx: &mut Tx<'_>, search: SearchId, member: MemberId) -> Result<bool> {
    Ok(diesel::delete(search_waiting::table.find((search, member))).execute(tx.conn())? > 0)
}

/// Some of those who wait, after this one, by number.
pub fn waiting(conn: &mut Connection, search: SearchId, after: MemberId, limit: i64) -> Result<Vec<MemberId>> {
    Ok(search_waiting::table
        .filter(search_waiting::search.eq(search))
        .filter(search_waiting::member.gt(after))
        .order(search_waiting::member)
        .limit(limit)
        .select(search_waiting::member)
        .load(conn)?)
}

/// How many wait for an answer, and since when the first of them does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Members.
    pub number: i64,
    /// Since then.
    pub since: Timestamp,
}

/// Who waits for an answer to each of these; those for which nobody waits are left out.
pub fn waiting_for(conn: &mut Connection, searches: Vec<SearchId>) -> Result<HashMap<SearchId, Waiting>> {
    let rows: Vec<(SearchId, i64, Timestamp)> = search_waiting::table
        .filter(search_waiting::search.eq_any(searches))
        .group_by(search_waiting::search)
        .select((search_waiting::search, count_star(), sql::<BigInt>("MIN(search_waiting.asked_at)")))
        .load(conn)?;
    Ok(rows.into_iter().map(|(search, number, since)| (search, Waiting { number, since })).collect())
}

/// Writes who is to find an answer, and until when.
pub fn assign(tx: &mut Tx<'_>, search: SearchId, owner: Option<MemberId>, due: Option<Timestamp>) -> Result<()> {
    diesel::update(searches::table.find(search)).set((searches::owner.eq(owner), searches::due.eq(due))).execute(tx.conn())?;
    Ok(())
}

/// Writes which topic answers a search.
pub fn set_answer(tx: &mut Tx<'_>, search: SearchId, topic: TopicId) -> Result<()> {
    let now = tx.now();
    diesel::update(searches::table.find(search)).set((searches::answer.eq(Some(topic)), searches::answered_at.eq(Some(now)))).execute(tx.conn())?;
    Ok(())
}

/// Counts that somebody who was about to ask found a topic that solved it.
pub fn note_solved(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    let row = search_solved::table.find(topic);
    if diesel::update(row).set(search_solved::times.eq(search_solved::times + 1)).execute(tx.conn())? == 0 {
        let row = (search_solved::topic.eq(topic), search_solved::times.eq(1_i64));
        or_again(diesel::insert_into(search_solved::table).values(row).execute(tx.conn()))?;
    }
    Ok(())
}

/// Forgets for what a member waited, and what they were to do.
pub fn forget_member(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(search_waiting::table.filter(search_waiting::member.eq(member))).execute(tx.conn())?;
    let owned = searches::table.filter(searches::owner.eq(member));
    diesel::update(owned).set((searches::owner.eq(None::<MemberId>), searches::due.eq(None::<Timestamp>))).execute(tx.conn())?;
    Ok(())
}

/// Deletes at most so many searches that were not made since a moment, that nobody is to answer and nobody waits for.
/// Answers how many.
pub fn forget_old(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<usize> {
    let is_waited_for = exists(search_waiting::table.filter(search_waiting::search.eq(searches::id)));
    let old: Vec<SearchId> = searches::table
        .filter(searches::last_at.lt(before))
        .filter(searches::owner.is_null())
        .filter(not(is_waited_for))
        .order(searches::last_at)
        .limit(limit)
        .select(searches::id)
        .load(tx.conn())?;
    Ok(diesel::delete(searches::table.filter(searches::id.eq_any(old))).execute(tx.conn())?)
}

/// Of the next searches the keys of those with an `@` in them, with the last number that was looked at; none where there
/// are no more.
#[allow(clippy::type_complexity, reason = "rows of a few columns")]
pub fn with_at_sign(conn: &mut Connection, after: SearchId) -> Result<Option<(SearchId, Vec<(SearchId, String)>)>> {
    let next: Option<SearchId> = searches::table.filter(searches::id.gt(after)).order(searches::id).select(searches::id).first(conn).optional()?;
    let Some(first) = next else { return Ok(None) };
    let last = SearchId(first.0 + STRETCH - 1);
    let stretch = searches::table.filter(searches::id.between(first, last)).filter(searches::key.like("%@%"));
    Ok(Some((last, stretch.order(searches::id).select((searches::id, searches::key)).load(conn)?)))
}

/// Deletes searches, with those who wait for an answer.
pub fn delete(tx: &mut Tx<'_>, searches: &[SearchId]) -> Result<()> {
    diesel::delete(search_waiting::table.filter(search_waiting::search.eq_any(searches.to_vec()))).execute(tx.conn())?;
    diesel::delete(searches::table.filter(searches::id.eq_any(searches.to_vec()))).execute(tx.conn())?;
    Ok(())
}
