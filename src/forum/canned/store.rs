//! The rows of replies that are kept ready.

use diesel::prelude::*;
use guildhall_schema::{canned_replies, canned_reply_texts};
use std::collections::{BTreeMap, HashMap};

use super::{CannedId, CannedReply, Draft, REPLIES_MOST};
use crate::accounts::CategoryId;
use crate::platform::db::{Connection, Result, Tx};

type Row = (CannedId, String, Option<CategoryId>);

/// Every reply with its texts, by their names.
pub fn all(conn: &mut Connection) -> Result<Vec<CannedReply>> {
    let columns = (canned_replies::id, canned_replies::name, canned_replies::category);
    let rows: Vec<Row> = canned_replies::table.order((canned_replies::name, canned_replies::id)).limit(REPLIES_MOST).select(columns).load(conn)?;
    let mut texts = texts(conn, rows.iter().map(|(id, ..)| *id).collect())?;
    Ok(rows.into_iter().map(|(id, name, category)| CannedReply { id, name, category, texts: texts.remove(&id).unwrap_or_default() }).collect())
}

/// The names of those that are offered in these categories, and of those for everywhere.
pub fn offered(conn: &mut Connection, categories: &[CategoryId]) -> Result<Vec<(CannedId, String)>> {
    let here = canned_replies::category.eq_any(categories.iter().copied().map(Some).collect::<Vec<Option<CategoryId>>>());
    let rows = canned_replies::table.filter(canned_replies::category.is_null().or(here)).order((canned_replies::name, canned_replies::id));
    Ok(rows.limit(REPLIES_MOST).select((canned_replies::id, canned_replies::name)).load(conn)?)
}

/// A reply by number.
pub fn find(conn: &mut Connection, reply: CannedId) -> Result<Option<CannedReply>> {
    let columns = (canned_replies::id, canned_replies::name, canned_replies::category);
    let row: Option<Row> = canned_replies::table.find(reply).select(columns).first(conn).optional()?;
    let Some((id, name, category)) = row else { return Ok(None) };
    let texts = texts(conn, vec![id])?.remove(&id).unwrap_or_default();
    Ok(Some(CannedReply { id, name, category, texts }))
}

fn texts(conn: &mut Connection, wanted: Vec<CannedId>) -> Result<HashMap<CannedId, BTreeMap<String, String>>> {
    let columns = (canned_reply_texts::reply, canned_reply_texts::lang, canned_reply_texts::source);
    let rows: Vec<(CannedId, String, String)> = canned_reply_texts::table.filter(canned_reply_texts::reply.eq_any(wanted)).select(columns).load(conn)?;
    let mut texts: HashMap<CannedId, BTreeMap<String, String>> = HashMap::new();
    for (reply, lang, source) in rows {
        texts.entry(reply).or_default().insert(lang, source);
    }
    Ok(texts)
}

/// The reply of a name for one place.
pub fn by_name(conn: &mut Connection, name: &str, category: Option<CategoryId>) -> Result<Option<CannedId>> {
    let rows: Vec<(CannedId, Option<CategoryId>)> =
        canned_replies::table.filter(canned_replies::name.eq(name)).select((canned_replies::id, canned_replies::category)).load(conn)?;
    Ok(rows.into_iter().find(|(_, place)| *place == category).map(|(id, _)| id))
}

/// How many there are.
pub fn number(conn: &mut Connection) -> Result<i64> {
    Ok(canned_replies::table.count().get_result(conn)?)
}

/// Writes a reply.
pub fn insert(tx: &mut Tx<'_>, draft: &Draft) -> Result<CannedId> {
    let now = tx.now();
    let row = (canned_replies::name.eq(&draft.name), canned_replies::category.eq(draft.category), canned_replies::changed_at.eq(now));
    let reply: CannedId = diesel::insert_into(canned_replies::table).values(row).returning(canned_replies::id).get_result(tx.conn())?;
    insert_texts(tx, reply, draft)?;
    Ok(reply)
}

/// Writes a reply anew.
pub fn update(tx: &mut Tx<'_>, reply: CannedId, draft: &Draft) -> Result<()> {
    let now = tx.now();
    let row = (canned_replies::name.eq(&draft.name), canned_replies::category.eq(draft.category), canned_replies::changed_at.eq(now));
    diesel::update(canned_replies::table.find(reply)).set(row).execute(tx.conn())?;
    delete_texts(tx, reply)?;
    insert_texts(tx, reply, draft)
}

/// Deletes a reply.
pub fn delete(tx: &mut Tx<'_>, reply: CannedId) -> Result<()> {
    delete_texts(tx, reply)?;
    diesel::delete(canned_replies::table.find(reply)).execute(tx.conn())?;
    Ok(())
}

fn insert_texts(tx: &mut Tx<'_>, reply: CannedId, draft: &Draft) -> Result<()> {
    for (lang, source) in &draft.texts {
        let row = (canned_reply_texts::reply.eq(reply), canned_reply_texts::lang.eq(lang), canned_reply_texts::source.eq(source));
        diesel::insert_into(canned_reply_texts::table).values(row).execute(tx.conn())?;
    }
    Ok(())
}

fn delete_texts(tx: &mut Tx<'_>, reply: CannedId) -> Result<()> {
    diesel::delete(canned_reply_texts::table.filter(canned_reply_texts::reply.eq(reply))).execute(tx.conn())?;
    Ok(())
}
