//! The queries of the pages about tags.

use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guildhall_schema::{tag_counts, tags};
use std::collections::HashMap;

use super::store::TagId;
use super::{PER_PAGE, TagLine};
use crate::forum::CategoryId;
use crate::forum::visibility::Sight;
use crate::platform::db::{Backend, Connection, Result, Walk, Walked};

/// A page of the tags that visible topics carry in categories the viewer may read, by name.
pub fn page(conn: &mut Connection, sight: &Sight, walk: &Walk<String>) -> Result<Walked<TagLine>> {
    let shown =
        tag_counts::table.filter(tag_counts::tag.eq(tags::id)).filter(tag_counts::category.eq_any(sight.readable.clone())).filter(tag_counts::topics.gt(0_i64));
    let query = tags::table.filter(tags::merged_into.is_null()).filter(exists(shown)).into_boxed::<Backend>().limit(PER_PAGE as i64 + 1);
    let query = match walk {
        Walk::First => query.order(tags::name.asc()),
        Walk::After(name) => query.filter(tags::name.gt(name.clone())).order(tags::name.asc()),
        Walk::Before(name) => query.filter(tags::name.lt(name.clone())).order(tags::name.desc()),
    };
    let rows: Vec<(TagId, String)> = query.select((tags::id, tags::name)).load(conn)?;
    let counts = counts(conn, &sight.readable, rows.iter().map(|(id, _)| *id).collect())?;
    let lines = rows.into_iter().map(|(id, name)| TagLine { name, topics: counts.get(&id).copied().unwrap_or(0) }).collect();
    Ok(walk.page(lines, PER_PAGE))
}

/// How many visible topics carry each of these tags in these categories.
pub fn counts(conn: &mut Connection, readable: &[CategoryId], ids: Vec<TagId>) -> Result<HashMap<TagId, i64>> {
    let rows: Vec<(TagId, i64)> = tag_counts::table
        .filter(tag_counts::tag.eq_any(ids))
        .filter(tag_counts::category.eq_any(readable.to_vec()))
        .group_by(tag_counts::tag)
        .select((tag_counts::tag, sql::<BigInt>("CAST(SUM(topics) AS BIGINT)")))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
