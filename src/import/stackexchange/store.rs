//! How far an import is, in the community's own database.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use guildhall_schema::imports;

use crate::accounts::CategoryId;
use crate::platform::db::{Connection, Error, Result, Timestamp, Tx};

/// Where dumps of this kind come from.
const SOURCE: &str = "stackexchange";

/// An import that was begun.
#[derive(Clone, Debug, Queryable)]
pub struct Import {
    /// Its number.
    pub id: i64,
    /// Which state of the site it brings.
    pub fingerprint: String,
    /// Where its topics live.
    pub category: CategoryId,
    /// Added to the dump's numbers of members.
    pub member_base: i64,
    /// Added to the dump's numbers of topics.
    pub topic_base: i64,
    /// Added to the dump's numbers of posts.
    pub post_base: i64,
    /// The step it is at.
    pub step: i64,
    /// The last place of that step that is written.
    pub place: i64,
    /// Members shown by another name than they had.
    pub renamed: i64,
    /// Texts that had to be changed.
    pub mended: i64,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When everything was written.
    pub finished_at: Option<Timestamp>,
}

impl Import {
    /// True when numbers are those of the dump.
    pub fn keeps_numbers(&self) -> bool {
        self.topic_base == 0
    }
}

/// The import of a site, if there was one.
pub fn of_site(conn: &mut Connection, site: &str) -> Result<Option<Import>> {
    Ok(imports::table
        .filter(imports::source.eq(SOURCE))
        .filter(imports::site.eq(site))
        .select((
            imports::id,
            imports::fingerprint,
            imports::category,
            imports::member_base,
            imports::topic_base,
            imports::post_base,
            imports::step,
            imports::place,
            imports::renamed,
            imports::mended,
            imports::started_at,
            imports::finished_at,
        ))
        .first(conn)
        .optional()?)
}

/// An import about to begin: which site, in which state, and where its numbers begin.
pub struct NewImport<'a> {
    /// What tells the site from others.
    pub site: &'a str,
    /// What tells this state of it from others.
    pub fingerprint: &'a str,
    /// Where its topics live.
    pub category: CategoryId,
    /// Added to numbers of members, topics, posts.
    pub bases: (i64, i64, i64),
}

/// Notes that an import begins.
pub fn insert(tx: &mut Tx<'_>, new: &NewImport<'_>) -> Result<()> {
    let now = tx.now();
    diesel::insert_into(imports::table)
        .values((
            imports::source.eq(SOURCE),
            imports::site.eq(new.site),
            imports::fingerprint.eq(new.fingerprint),
            imports::category.eq(new.category),
            imports::member_base.eq(new.bases.0),
            imports::topic_base.eq(new.bases.1),
            imports::post_base.eq(new.bases.2),
            imports::started_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// How far an import came, and what it met on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Advance {
    /// From this step and place.
    pub from: (i64, i64),
    /// To these.
    pub to: (i64, i64),
    /// Members shown by another name than they had.
    pub renamed: i64,
    /// Texts that had to be changed.
    pub mended: i64,
}

/// Moves an import on, in the transaction that wrote the rows. Nobody else may have moved it meanwhile.
pub fn advance(tx: &mut Tx<'_>, id: i64, by: &Advance) -> Result<()> {
    let row = imports::table.find(id).filter(imports::step.eq(by.from.0)).filter(imports::place.eq(by.from.1));
    let moved = diesel::update(row)
        .set((
            imports::step.eq(by.to.0),
            imports::place.eq(by.to.1),
            imports::renamed.eq(imports::renamed + by.renamed),
            imports::mended.eq(imports::mended + by.mended),
        ))
        .execute(tx.conn())?;
    if moved == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Notes that everything is written.
pub fn finish(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    let now = tx.now();
    diesel::update(imports::table.find(id)).set(imports::finished_at.eq(Some(now))).execute(tx.conn())?;
    Ok(())
}

/// Prepares a connection for an import. SQLite takes less memory: everything is read and written once, which a large cache
/// does not help. PostgreSQL plans each query for its values: a plan kept from the first batches is one for empty tables.
pub fn prepare(conn: &mut Connection) -> Result<()> {
    let settings = match conn {
        Connection::Sqlite(_) => "PRAGMA mmap_size = 0; PRAGMA cache_size = -8000;",
        #[cfg(feature = "postgres")]
        Connection::Postgres(_) => "SET plan_cache_mode = force_custom_plan",
    };
    Ok(conn.batch_execute(settings)?)
}
