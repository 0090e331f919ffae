//! Searches as the administration lists them.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use guildhall_schema::{search_solved, search_waiting, searches, topics};
use std::collections::HashMap;

use crate::admin::members::listing::{Names, names};
use crate::forum::TopicId;
use crate::forum::visibility::{Sight, visible_topics};
use crate::platform::db::{Connection, Result};
use crate::search::queries::SearchId;
use crate::search::queries::store::{COLUMNS, SearchRow, waiting_for};
use crate::text_enum;

/// Of each list the first so many: whoever has answered those finds the next ones there.
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
        /// Those that somebody is to answer and has not yet, what is due first on top.
        Owned = "owned",
    }
}

/// Searches with what stands beside them.
pub struct Searches {
    /// In the order of the list.
    pub rows: Vec<SearchRow>,
    /// How many wait for an answer to each.
    pub waiting: HashMap<SearchId, i64>,
    /// The names of the owners.
    pub names: Names,
}

/// The first [`LISTED`] of a list.
pub fn list(conn: &mut Connection, show: Show) -> Result<Searches> {
    first(conn, show, LISTED)
}

/// The first `limit` of a list.
pub fn first(conn: &mut Connection, show: Show, limit: i64) -> Result<Searches> {
    let rows = rows(conn, show, limit)?;
    let waiting = waiting_for(conn, rows.iter().map(|row| row.id).collect())?;
    let owners: Vec<_> = rows.iter().filter_map(|row| row.owner).collect();
    Ok(Searches { waiting, names: names(conn, &owners)?, rows })
}

/// Conditions of partial indexes stand in them as literals.
fn rows(conn: &mut Connection, show: Show, limit: i64) -> Result<Vec<SearchRow>> {
    let all = searches::table.select(COLUMNS).limit(limit);
    let by_times = (searches::times.desc(), searches::id.desc());
    Ok(match show {
        Show::Frequent => all.order(by_times).load(conn)?,
        Show::Empty => {
            let wanted = sql::<Bool>("searches.empty > 0 AND searches.answered_at IS NULL");
            all.filter(wanted).order((searches::empty.desc(), searches::id.desc())).load(conn)?
        }
        Show::Unclicked => all.filter(sql::<Bool>("searches.clicks = 0 AND searches.times > searches.empty")).order(by_times).load(conn)?,
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
