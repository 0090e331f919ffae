//! The rows of groups of words, and the groups in memory.

use diesel::prelude::*;
use guildhall_schema::search_synonyms;
use std::sync::Arc;

use super::{GroupId, Synonyms, Words};
use crate::platform::db::{Connection, Db, Generation, Kept, Result, Tx};

/// A group of words that mean the same.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct GroupRow {
    /// Its number.
    pub id: GroupId,
    /// The tag of a language; empty for all.
    pub lang: String,
    /// The words as typed, with commas between them.
    pub words: String,
}

/// Every group, the newest first.
pub fn all(conn: &mut Connection) -> Result<Vec<GroupRow>> {
    let columns = (search_synonyms::id, search_synonyms::lang, search_synonyms::words);
    Ok(search_synonyms::table.order(search_synonyms::id.desc()).select(columns).load(conn)?)
}

/// A group by number.
pub fn find(conn: &mut Connection, group: GroupId) -> Result<Option<GroupRow>> {
    Ok(search_synonyms::table.find(group).select((search_synonyms::id, search_synonyms::lang, search_synonyms::words)).first(conn).optional()?)
}

/// How many groups there are.
pub fn number(conn: &mut Connection) -> Result<i64> {
    Ok(search_synonyms::table.count().get_result(conn)?)
}

/// Writes a group; every process hears of it, as of the other changes here.
pub fn insert(tx: &mut Tx<'_>, lang: &str, words: &Words) -> Result<GroupId> {
    tx.bump(Generation::Search)?;
    let row = (search_synonyms::lang.eq(lang), search_synonyms::words.eq(words.joined()));
    Ok(diesel::insert_into(search_synonyms::table).values(row).returning(search_synonyms::id).get_result(tx.conn())?)
}

/// Writes a group anew.
pub fn update(tx: &mut Tx<'_>, group: GroupId, lang: &str, words: &Words) -> Result<()> {
    tx.bump(Generation::Search)?;
    let row = (search_synonyms::lang.eq(lang), search_synonyms::words.eq(words.joined()));
    diesel::update(search_synonyms::table.find(group)).set(row).execute(tx.conn())?;
    Ok(())
}

/// Deletes a group.
pub fn delete(tx: &mut Tx<'_>, group: GroupId) -> Result<()> {
    tx.bump(Generation::Search)?;
    diesel::delete(search_synonyms::table.find(group)).execute(tx.conn())?;
    Ok(())
}

/// The groups in memory; read anew when one changes.
pub struct KeptSynonyms(Kept<Synonyms>);

impl Default for KeptSynonyms {
    fn default() -> Self {
        Self(Kept::new(Generation::Search))
    }
}

impl KeptSynonyms {
    /// The groups as they are now, the oldest first.
    pub fn get(&self, db: &Db, conn: &mut Connection) -> Result<Arc<Synonyms>> {
        self.0.get(db, conn, |conn| {
            let columns = (search_synonyms::lang, search_synonyms::words);
            let rows: Vec<(String, String)> = search_synonyms::table.order(search_synonyms::id).select(columns).load(conn)?;
            Ok(Synonyms::new(rows))
        })
    }
}
