//! The schema crate says what both migrated databases have.

use crate::support::{TestDatabase, migration_folders};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use guildhall::platform::db::{Connection, Location, Use, open_connection};
use std::collections::BTreeMap;

/// A table: its key, then each column with its type as the schema crate writes it.
pub type Tables = BTreeMap<String, (Vec<String>, BTreeMap<String, String>)>;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    type_name: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
    #[diesel(sql_type = Bool)]
    key: bool,
}

const SQLITE: &str = "SELECT t.name AS table_name, c.name AS column_name, c.type AS type_name, \
     c.\"notnull\" = 0 AND c.pk = 0 AS nullable, c.pk > 0 AS key \
     FROM pragma_table_list t JOIN pragma_table_info(t.name) c \
     WHERE t.type = 'table' AND t.schema = 'main' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\' \
     ORDER BY t.name, c.pk, c.cid";

const POSTGRES: &str = "SELECT c.table_name::text, c.column_name::text, c.data_type::text AS type_name, c.is_nullable = 'YES' AS nullable, \
     k.ordinal_position IS NOT NULL AS key \
     FROM information_schema.columns c \
     LEFT JOIN information_schema.table_constraints p ON p.table_name = c.table_name AND p.table_schema = c.table_schema AND p.constraint_type = 'PRIMARY KEY' \
     LEFT JOIN information_schema.key_column_usage k ON k.constraint_name = p.constraint_name AND k.table_schema = c.table_schema AND k.column_name = c.column_name \
     WHERE c.table_schema = 'public' AND c.table_name NOT LIKE '\\_\\_%' \
     ORDER BY c.table_name, k.ordinal_position, c.ordinal_position";

pub fn written() -> Tables {
    let source = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/platform/db/schema/src/lib.rs")).unwrap();
    let mut tables = Tables::new();
    for block in source.split("table! {\n").skip(1) {
        let mut lines = block.lines();
        let head = lines.next().unwrap().trim().trim_end_matches(") {");
        let (name, key) = head.split_once(" (").expect("a table names its key");
        let key = key.split(", ").map(str::to_owned).collect();
        let columns = lines
            .take_while(|line| line.trim() != "}")
            .filter_map(|line| line.trim().trim_end_matches(',').split_once(" -> "))
            .map(|(column, kind)| (column.to_owned(), kind.to_owned()))
            .collect();
        tables.insert(name.to_owned(), (key, columns));
    }
    tables
}

pub fn real(conn: &mut Connection, location: &Location) -> Tables {
    let query = if location.is_sqlite() { SQLITE } else { POSTGRES };
    let mut tables = Tables::new();
    for column in diesel::sql_query(query).load::<Column>(conn).unwrap() {
        let (key, columns) = tables.entry(column.table_name).or_default();
        if column.key {
            key.push(column.column_name.clone());
        }
        let kind = if column.nullable { format!("Nullable<{}>", column.type_name) } else { column.type_name };
        columns.insert(column.column_name, kind);
    }
    tables
}

/// The database's word for a type of the schema crate. SQLite has one kind of whole number for three of ours.
fn in_database(kind: &str, is_sqlite: bool) -> String {
    if let Some(inner) = kind.strip_prefix("Nullable<").and_then(|rest| rest.strip_suffix('>')) {
        return format!("Nullable<{}>", in_database(inner, is_sqlite));
    }
    let word = match (kind, is_sqlite) {
        ("BigInt" | "Integer" | "Bool", true) => "INTEGER",
        ("Text", true) => "TEXT",
        ("Double", true) => "REAL",
        ("Binary", true) => "BLOB",
        ("BigInt", false) => "bigint",
        ("Integer", false) => "integer",
        ("Bool", false) => "boolean",
        ("Text", false) => "text",
        ("Double", false) => "double precision",
        ("Binary", false) => "bytea",
        (other, _) => panic!("{other} has no counterpart in both databases"),
    };
    word.to_owned()
}

/// Fails where a database has other tables than the schema crate says.
pub fn assert_as_written(location: &Location) {
    let mut expected = written();
    assert!(expected.len() > 30, "the schema crate could not be read");
    for kind in expected.values_mut().flat_map(|(_, columns)| columns.values_mut()) {
        *kind = in_database(kind, location.is_sqlite());
    }
    let mut conn = open_connection(location, Use::Read, &Default::default()).unwrap();
    let real = real(&mut conn, location);
    for (table, (key, columns)) in &expected {
        assert_eq!(real.get(table), Some(&(key.clone(), columns.clone())), "table {table}");
    }
    let unwritten: Vec<&String> = real.keys().filter(|table| !expected.contains_key(*table)).collect();
    assert!(unwritten.is_empty(), "the schema crate leaves out {unwritten:?}");
}

#[test]
fn the_schema_crate_says_what_the_database_has() {
    let (location, _database) = TestDatabase::fresh();
    assert_as_written(&location);
}

#[test]
fn no_table_is_wider_than_queries_can_be() {
    for (table, (_, columns)) in written() {
        assert!(columns.len() <= 16, "{table} has {} columns; more than 16 would triple the build", columns.len());
    }
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |database| migration_folders(database).iter().map(|path| path.file_name().unwrap().to_owned()).collect::<Vec<_>>();
    assert!(!names("sqlite").is_empty());
    assert_eq!(names("sqlite"), names("postgres"));
}
