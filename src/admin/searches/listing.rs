//! Searches as the administration lists them.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use guildhall_schema::{search_solved, search_waiting, searches, topics};
use std::collections::HashMap;

use crate::admin::members::listing::{Names, names};
use crate::forum::TopicId;
use crate::forum::visibility::{Sight, visible_topics};
use crate::platform::db::{Connection, Result, Timestamp};
use crate::search::queries::SearchId;
use crate::search::queries::store::{COLUMNS, SearchRow, Waiting, waiting_for};
use crate::text_enum;

/// Of each list the first so many, and of what is awaited on each page: whoever has answered those finds the next ones there.
pub const LISTED: i64 = 100;

text_enum! {
    /// Which searches.
    Show {
        /// Those made most often.
        Frequent = "frequent",
        /// Those most often without result that nobody has answered yet.
        Empty = "empty",
        /// Those made most often with results of which none was ever opened.
        Unclicked = "unclicked",
        /// Those of whose answer somebody wants to be told, whoever waits longest on top. The list has as many pages as it
        /// needs: what one member waits for is not pushed out by what many look for.
        Awaited = "awaited",
        /// Those that somebody is to answer and has not yet, what is due first on top.
        Owned = "owned",
    }
}

/// Searches with what stands beside them.
pub struct Searches {
    /// In the order of the list.
    pub rows: Vec<SearchRow>,
    /// Who waits for an answer to each.
    pub waiting: HashMap<SearchId, Waiting>,
    /// The names of the owners.
    pub names: Names,
    /// Where the list goes on, if it does.
    pub next: Option<Place>,
}

/// A place in the list of what is awaited: behind a search, and behind whoever waits since then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Since then somebody waits.
    pub since: Timestamp,
    /// For an answer to this search.
    pub search: SearchId,
}

impl Place {
    /// Before all of them.
    pub const FIRST: Self = Self { since: Timestamp(i64::MIN), search: SearchId(i64::MIN) };
}

/// The first [`LISTED`] of a list; of what is awaited those behind a place.
pub fn list(conn: &mut Connection, show: Show, after: Place) -> Result<Searches> {
    let rows = rows(conn, show, LISTED, after)?;
    let last = rows.last().filter(|_| show == Show::Awaited && rows.len() as i64 == LISTED).map(|row| row.id);
    let found = beside(conn, rows)?;
    let next = last.and_then(|search| Some(Place { since: found.waiting.get(&search)?.since, search }));
    Ok(Searches { next, ..found })
}

/// The first `limit` of a list.
pub fn first(conn: &mut Connection, show: Show, limit: i64) -> Result<Searches> {
    let rows = rows(conn, show, limit, Place::FIRST)?;
    beside(conn, rows)
}

/// These searches with what stands beside them.
pub fn beside(conn: &mut Connection, rows: Vec<SearchRow>) -> Result<Searches> {
    let waiting = waiting_for(conn, rows.iter().map(|row| row.id).collect())?;
    let owners: Vec<_> = rows.iter().filter_map(|row| row.owner).collect();
    Ok(Searches { waiting, names: names(conn, &owners)?, rows, next: None })
}

/// What somebody waits for, by who waits longest, behind a place. Those who wait are few.
fn awaited(conn: &mut Connection, after: Place, limit: i64) -> Result<Vec<SearchId>> {
    let since = || sql::<BigInt>("MIN(search_waiting.asked_at)");
    let later = sql::<Bool>("(MIN(search_waiting.asked_at) > ").bind::<BigInt, _>(after.since).sql(" OR (MIN(search_waiting.asked_at) = ");
    let behind = later.bind::<BigInt, _>(after.since).sql(" AND search_waiting.search > ").bind::<BigInt, _>(after.search).sql("))");
    let query = search_waiting::table.group_by(search_waiting::search).having(behind).order((since(), search_waiting::search)).limit(limit);
    Ok(query.select(search_waiting::search).load(conn)?)
}

/// Conditions of partial indexes stand in them as literals.
fn rows(conn: &mut Connection, show: Show, limit: i64, after: Place) -> Result<Vec<SearchRow>> {
    let all = searches::table.select(COLUMNS).limit(limit);
    let by_times = (searches::times.desc(), searches::id.desc());
    Ok(match show {
        Show::Frequent => all.order(by_times).load(conn)?,
        Show::Empty => {
            let wanted = sql::<Bool>("searches.empty > 0 AND searches.answered_at IS NULL");
            all.filter(wanted).order((searches::empty.desc(), searches::id.desc())).load(conn)?
        }
        Show::Unclicked => all.filter(sql::<Bool>("searches.clicks = 0 AND searches.times > searches.empty")).order(by_times).load(conn)?,
        Show::Awaited => {
            let order: Vec<SearchId> = awaited(conn, after, limit)?;
            let mut rows: Vec<SearchRow> = all.filter(searches::id.eq_any(order.clone())).load(conn)?;
            rows.sort_by_key(|row| order.iter().position(|id| *id == row.id));
            rows
        }
        Show::Owned => {
            let wanted = searches::owner.is_not_null().and(searches::answered_at.is_null());
            all.filter(wanted).order((searches::due.is_null(), searches::due, searches::id)).load(conn)?
        }
    })
}

/// How many answers members wait for, each member and search counted.
pub fn waiting(conn: &mut Connection) -> Result<i64> {
    Ok(search_waiting::table.count().get_result(conn)?)
}

/// A topic that somebody found who was about to ask.
#[derive(Clone, Debug, Queryable)]
pub struct Solved {
    /// Its number.
    pub id: TopicId,
    /// Its title.
    pub title: String,
    /// Its slug.
    pub slug: String,
    /// The language of the title.
    pub lang: String,
    /// So often.
    pub times: i64,
}

/// The topics that solved most before somebody asked, of those that the viewer sees.
pub fn solved(conn: &mut Connection, sight: &Sight, limit: i64) -> Result<Vec<Solved>> {
    type Found = diesel::helper_types::InnerJoinQuerySource<search_solved::table, topics::table>;
    Ok(search_solved::table
        .inner_join(topics::table)
        .filter(visible_topics::<Found>(sight))
        .order((search_solved::times.desc(), search_solved::topic.desc()))
        .limit(limit)
        .select((topics::id, topics::title, topics::slug, topics::lang, search_solved::times))
        .load(conn)?)
}
