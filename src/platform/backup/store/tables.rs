//! Which tables there are.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::quoted;
use crate::platform::backup::{BackupError, Result};
use crate::platform::db::Connection;

/// Tables that are not kept, each with its reason. SQLite's own (`sqlite_sequence` among them) are not kept either:
/// the highest numbers stand in the manifest.
pub const NOT_KEPT: &[(&str, &str)] = &[("__diesel_schema_migrations", "the manifest names the migrations; restoring runs them")];

/// What a column holds, in words that both databases share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Whole numbers; truth values are 0 and 1.
    Integer,
    /// Fractions.
    Real,
    /// Texts.
    Text,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// What this database calls it.
    pub declared: String,
}

impl Column {
    /// True where the database knows truth values and this is one.
    pub fn is_bool(&self) -> bool {
        self.declared == "boolean"
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// In the order of the database.
    pub columns: Vec<Column>,
    /// The columns of the primary key: the order of rows.
    pub key: Vec<String>,
    /// The column that the database numbers, and the highest number ever given: none is given twice.
    pub numbered: Option<String>,
    /// That number; none before the first.
    pub last_id: Option<i64>,
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    declared: String,
    #[diesel(sql_type = BigInt)]
    key: i64,
    #[diesel(sql_type = Bool)]
    numbered: bool,
}

#[derive(QueryableByName)]
struct LastId {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    last_id: Option<i64>,
}

const SQLITE: &str = "SELECT t.name AS table_name, c.name AS column_name, c.type AS declared, c.pk AS key, \
     c.pk > 0 AND s.sql LIKE '% AUTOINCREMENT%' AS numbered \
     FROM pragma_table_list t JOIN pragma_table_info(t.name) c JOIN sqlite_schema s ON s.type = 'table' AND s.name = t.name \
     WHERE t.type = 'table' AND t.schema = 'main' AND substr(t.name, 1, 7) <> 'sqlite_' ORDER BY t.name, c.cid";

const SQLITE_LAST: &str = "SELECT name, seq AS last_id FROM sqlite_sequence";

#[cfg(feature = "postgres")]
const POSTGRES: &str = "SELECT c.table_name::text, c.column_name::text, c.data_type::text AS declared, \
     COALESCE(k.ordinal_position, 0)::bigint AS key, c.is_identity = 'YES' AS numbered \
     FROM information_schema.columns c \
     JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE' \
     LEFT JOIN information_schema.table_constraints p ON p.table_name = c.table_name AND p.table_schema = c.table_schema AND p.constraint_type = 'PRIMARY KEY' \
     LEFT JOIN information_schema.key_column_usage k ON k.constraint_name = p.constraint_name AND k.constraint_schema = p.constraint_schema \
       AND k.table_name = c.table_name AND k.column_name = c.column_name \
     WHERE c.table_schema = current_schema() ORDER BY c.table_name COLLATE \"C\", c.ordinal_position";

#[cfg(feature = "postgres")]
const POSTGRES_LAST: &str = "SELECT table_name::text AS name, \
     pg_sequence_last_value(pg_get_serial_sequence(format('%I.%I', table_schema, table_name), column_name)::regclass) AS last_id \
     FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'";

/// Every table that is kept, by name.
pub fn all(conn: &mut Connection) -> Result<Vec<Table>> {
    let (columns, numbers) = match conn {
        Connection::Sqlite(_) => (SQLITE, SQLITE_LAST),
        #[cfg(feature = "postgres")]
        Connection::Postgres(_) => (POSTGRES, POSTGRES_LAST),
    };
    let mut tables: Vec<(Table, Vec<(i64, String)>)> = Vec::new();
    for row in diesel::sql_query(columns).load::<ColumnRow>(conn)? {
        if NOT_KEPT.iter().any(|(name, _)| *name == row.table_name) {
            continue;
        }
        if tables.last().is_none_or(|(last, _)| last.name != row.table_name) {
            let table = Table { name: row.table_name.clone(), columns: Vec::new(), key: Vec::new(), numbered: None, last_id: None };
            tables.push((table, Vec::new()));
        }
        let (table, key) = tables.last_mut().expect("one was pushed");
        if row.key > 0 {
            key.push((row.key, row.column_name.clone()));
        }
        table.numbered = if row.numbered { Some(row.column_name.clone()) } else { table.numbered.take() };
        table.columns.push(column(&table.name, row.column_name, row.declared)?);
    }
    if tables.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: BTreeMap<String, Option<i64>> = diesel::sql_query(numbers).load::<LastId>(conn)?.into_iter().map(|row| (row.name, row.last_id)).collect();
    Ok(tables.into_iter().map(|(table, key)| whole(table, key, &numbers)).collect())
}

fn whole(mut table: Table, mut key: Vec<(i64, String)>, numbers: &BTreeMap<String, Option<i64>>) -> Table {
    key.sort();
    table.key = key.into_iter().map(|(_, column)| column).collect();
    table.last_id = numbers.get(&table.name).copied().flatten();
    table
}

fn column(table: &str, name: String, declared: String) -> Result<Column> {
    let kind = match declared.as_str() {
        "INTEGER" | "bigint" | "integer" | "boolean" => Kind::Integer,
        "REAL" | "double precision" => Kind::Real,
        "TEXT" | "text" => Kind::Text,
        other => return Err(BackupError::Refused(format!("{table}.{name} is {other}, which backups do not know how to keep"))),
    };
    Ok(Column { name, kind, declared })
}

/// How many rows a table has in this snapshot.
pub fn count(conn: &mut Connection, table: &str) -> Result<u64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        rows: i64,
    }
    Ok(diesel::sql_query(format!("SELECT count(*) AS rows FROM {}", quoted(table))).get_result::<Count>(conn)?.rows as u64)
}

/// The migrations that ran, oldest first. Asked without making the table that lists them: a backup changes nothing.
pub fn migrations(conn: &mut Connection) -> Result<Vec<String>> {
    #[derive(QueryableByName)]
    struct Version {
        #[diesel(sql_type = Text)]
        version: String,
    }
    let rows = diesel::sql_query("SELECT version FROM __diesel_schema_migrations ORDER BY version").load::<Version>(conn)?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

/// True when this program, whichever version, has made tables here.
pub fn are_made(conn: &mut Connection) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Made {
        #[diesel(sql_type = Bool)]
        made: bool,
    }
    let text = match conn {
        Connection::Sqlite(_) => "SELECT count(*) > 0 AS made FROM sqlite_schema WHERE name = '__diesel_schema_migrations'",
        #[cfg(feature = "postgres")]
        Connection::Postgres(_) => "SELECT to_regclass('__diesel_schema_migrations') IS NOT NULL AS made",
    };
    Ok(diesel::sql_query(text).get_result::<Made>(conn)?.made)
}
