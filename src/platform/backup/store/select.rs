//! Rows out of a table, as text.

use diesel::connection::SimpleConnection;
use diesel::deserialize::{self, QueryableByName};
use diesel::prelude::*;
use diesel::row::{Field, NamedRow, Row};
use diesel::sqlite::{Sqlite, SqliteType};

use std::collections::HashSet;

use super::quoted;
use super::tables::Table;
use crate::platform::backup::Result;
use crate::platform::db::{Connection, Location, Use, open_connection};
use crate::platform::storage;

/// A connection that reads for as long as it takes.
pub fn open(location: &Location) -> Result<Connection> {
    let mut conn = open_connection(location, Use::Read, &Default::default())?;
    if !location.is_sqlite() {
        conn.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0")?;
    }
    Ok(conn)
}

/// The names of files that nothing names, in a database that knows of files.
pub fn unused_files(conn: &mut Connection, tables: &[Table]) -> Result<HashSet<String>> {
    let knows = tables.iter().any(|table| table.name == "blobs");
    Ok(if knows { storage::store::unused(conn)?.into_iter().collect() } else { HashSet::new() })
}

/// A row as it stands in an archive: a JSON array and a line end.
struct Line(Vec<u8>);

/// Hands over every row, in the order of the key, one line each. At most one is in memory.
pub fn each_row(conn: &mut Connection, table: &Table, mut take: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
    let query = diesel::sql_query(text(table));
    match conn {
        Connection::Sqlite(inner) => {
            for line in query.load_iter::<Line, diesel::connection::DefaultLoadingMode>(inner)? {
                take(&line?.0)?;
            }
        }
        #[cfg(feature = "postgres")]
        Connection::Postgres(inner) => {
            for line in query.load_iter::<Line, diesel::pg::PgRowByRowLoadingMode>(inner)? {
                take(&line?.0)?;
            }
        }
    }
    Ok(())
}

fn text(table: &Table) -> String {
    let list = |names: Vec<&String>| names.into_iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    let columns = list(table.columns.iter().map(|column| &column.name).collect());
    let order = if table.key.is_empty() { columns.clone() } else { list(table.key.iter().collect()) };
    format!("SELECT {columns} FROM {} ORDER BY {order}", quoted(&table.name))
}

/// Writes each value of a row with `put`.
fn line<'a, DB: diesel::backend::Backend>(
    row: &impl Row<'a, DB>,
    put: impl Fn(&mut Vec<u8>, DB::RawValue<'_>) -> deserialize::Result<()>,
) -> deserialize::Result<Line> {
    let mut text = Vec::with_capacity(256);
    for index in 0..row.field_count() {
        text.push(if index == 0 { b'[' } else { b',' });
        let field = row.get(index).ok_or("a column is missing")?;
        match field.value() {
            Some(value) => put(&mut text, value)?,
            None => text.extend(b"null"),
        }
    }
    text.extend(b"]\n");
    Ok(Line(text))
}

fn put_real(text: &mut Vec<u8>, value: f64) -> deserialize::Result<()> {
    if !value.is_finite() {
        return Err(format!("{value} is no number that a backup can hold").into());
    }
    Ok(serde_json::to_writer(text, &value)?)
}

impl QueryableByName<Sqlite> for Line {
    fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> deserialize::Result<Self> {
        line(row, |text, mut value| match value.value_type() {
            Some(SqliteType::Integer | SqliteType::SmallInt | SqliteType::Long) => Ok(serde_json::to_writer(text, &value.read_long())?),
            Some(SqliteType::Double | SqliteType::Float) => put_real(text, value.read_double()),
            Some(SqliteType::Text) => Ok(serde_json::to_writer(text, value.read_text())?),
            other => Err(format!("{other:?} is no value that a backup can hold").into()),
        })
    }
}

/// The numbers that PostgreSQL gives its own types.
#[cfg(feature = "postgres")]
mod oid {
    pub const BOOL: u32 = 16;
    pub const INT8: u32 = 20;
    pub const INT4: u32 = 23;
    pub const TEXT: u32 = 25;
    pub const FLOAT8: u32 = 701;
}

#[cfg(feature = "postgres")]
impl QueryableByName<diesel::pg::Pg> for Line {
    fn build<'a>(row: &impl NamedRow<'a, diesel::pg::Pg>) -> deserialize::Result<Self> {
        line(row, |text, value| {
            let bytes = value.as_bytes();
            match value.get_oid().get() {
                oid::BOOL => Ok(serde_json::to_writer(text, &u8::from(bytes == [1]))?),
                oid::INT8 => Ok(serde_json::to_writer(text, &i64::from_be_bytes(bytes.try_into()?))?),
                oid::INT4 => Ok(serde_json::to_writer(text, &i32::from_be_bytes(bytes.try_into()?))?),
                oid::TEXT => Ok(serde_json::to_writer(text, std::str::from_utf8(bytes)?)?),
                oid::FLOAT8 => put_real(text, f64::from_be_bytes(bytes.try_into()?)),
                other => Err(format!("type {other} is no value that a backup can hold").into()),
            }
        })
    }
}
