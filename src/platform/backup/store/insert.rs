//! Rows into a table, many with one statement.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Double, Nullable, Text};
use diesel::sqlite::Sqlite;
use std::ops::Range;

use super::quoted;
use super::tables::Table;
use crate::platform::backup::rows::{Cells, Rows};
use crate::platform::backup::{BackupError, Result};
use crate::platform::db::{Connection, Error, nested};

/// SQLite's statement grows with its rows: above this many values it gains nothing more.
const SQLITE_VALUES: usize = 1_500;

/// Puts all rows of a part into a table. What the database refuses is named by its row in `member`.
pub fn insert(conn: &mut Connection, table: &Table, rows: &Rows<'_>, member: &str) -> Result<()> {
    match conn {
        // As many as fit, always the same statement; the rest one by one, with another.
        Connection::Sqlite(_) => {
            let chunk = (SQLITE_VALUES / table.columns.len().max(1)).max(1);
            let whole = rows.number - rows.number % chunk;
            for from in (0..whole).step_by(chunk) {
                insert_or_name(conn, table, rows, from..from + chunk, member)?;
            }
            (whole..rows.number).try_for_each(|row| insert_or_name(conn, table, rows, row..row + 1, member))
        }
        #[cfg(feature = "postgres")]
        Connection::Postgres(_) if rows.number == 0 => Ok(()),
        #[cfg(feature = "postgres")]
        Connection::Postgres(_) => insert_or_name(conn, table, rows, 0..rows.number, member),
    }
}

/// Halves what was refused until the row that is to blame stands alone.
fn insert_or_name(conn: &mut Connection, table: &Table, rows: &Rows<'_>, range: Range<usize>, member: &str) -> Result<()> {
    let outcome = nested(conn, |conn| run(conn, table, rows, range.clone()));
    match outcome {
        Ok(()) => Ok(()),
        Err(error @ (Error::Gone(_) | Error::Busy | Error::Retry)) => Err(error.into()),
        Err(error) if range.len() == 1 => Err(BackupError::damaged(format!("{member}, row {}", range.start + 1), error.to_string())),
        Err(_) => {
            let middle = range.start + range.len() / 2;
            insert_or_name(conn, table, rows, range.start..middle, member)?;
            insert_or_name(conn, table, rows, middle..range.end, member)
        }
    }
}

fn run(conn: &mut Connection, table: &Table, rows: &Rows<'_>, range: Range<usize>) -> std::result::Result<(), Error> {
    let insert = Insert { table, rows, range };
    match conn {
        Connection::Sqlite(inner) => insert.execute(inner)?,
        #[cfg(feature = "postgres")]
        Connection::Postgres(inner) => insert.execute(inner)?,
    };
    Ok(())
}

/// A statement that puts a run of rows into a table.
struct Insert<'a> {
    table: &'a Table,
    rows: &'a Rows<'a>,
    range: Range<usize>,
}

impl Insert<'_> {
    fn head(&self) -> String {
        let columns: Vec<String> = self.table.columns.iter().map(|column| quoted(&column.name)).collect();
        format!("INSERT INTO {} ({}) ", quoted(&self.table.name), columns.join(", "))
    }
}

impl QueryId for Insert<'_> {
    type QueryId = ();
    // The text differs from table to table: statements are kept by it.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Conn> RunQueryDsl<Conn> for Insert<'_> {}

/// One `VALUES` list; every value is a parameter of its column's kind, so that the text and the plan stay the same.
impl QueryFragment<Sqlite> for Insert<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(&self.head());
        for row in self.range.clone() {
            out.push_sql(if row == self.range.start { "VALUES (" } else { ", (" });
            for (index, cells) in self.rows.columns.iter().enumerate() {
                if index > 0 {
                    out.push_sql(", ");
                }
                match cells {
                    Cells::Integer(values) => out.push_bind_param::<Nullable<BigInt>, _>(&values[row])?,
                    Cells::Real(values) => out.push_bind_param::<Nullable<Double>, _>(&values[row])?,
                    Cells::Text(values) => out.push_bind_param::<Nullable<Text>, _>(&values[row])?,
                }
            }
            out.push_sql(")");
        }
        Ok(())
    }
}

/// One array a column: PostgreSQL takes them apart, and the statement has few parameters however many rows there are.
#[cfg(feature = "postgres")]
impl QueryFragment<diesel::pg::Pg> for Insert<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, diesel::pg::Pg>) -> QueryResult<()> {
        use diesel::sql_types::Array;
        out.push_sql(&self.head());
        let casts: Vec<String> = self.table.columns.iter().enumerate().map(|(index, column)| cast(index, &column.declared)).collect();
        out.push_sql(&format!("SELECT {} FROM unnest(", casts.join(", ")));
        for (index, cells) in self.rows.columns.iter().enumerate() {
            if index > 0 {
                out.push_sql(", ");
            }
            match cells {
                Cells::Integer(values) => out.push_bind_param::<Array<Nullable<BigInt>>, _>(&values[self.range.clone()])?,
                Cells::Real(values) => out.push_bind_param::<Array<Nullable<Double>>, _>(&values[self.range.clone()])?,
                Cells::Text(values) => out.push_bind_param::<Array<Nullable<Text>>, _>(&values[self.range.clone()])?,
            }
        }
        let names: Vec<String> = (0..self.table.columns.len()).map(|index| format!("c{index}")).collect();
        out.push_sql(&format!(") AS r ({})", names.join(", ")));
        Ok(())
    }
}

/// Whole numbers come as the longest kind; narrower ones and truth values are made of them.
#[cfg(feature = "postgres")]
fn cast(index: usize, declared: &str) -> String {
    match declared {
        "boolean" => format!("c{index} = 1"),
        "integer" => format!("c{index}::integer"),
        _ => format!("c{index}"),
    }
}
