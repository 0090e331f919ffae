//! A row as text: one JSON array a line.

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use std::borrow::Cow;

use super::store::tables::{Column, Kind};
use super::{BackupError, Result};

/// The values of one column for a run of rows.
#[derive(Debug)]
pub(super) enum Cells<'a> {
    Integer(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
    Text(Vec<Option<Cow<'a, str>>>),
}

/// Rows of a part, column by column.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    pub columns: Vec<Cells<'a>>,
    pub number: usize,
}

/// Takes a part apart. Every value must be of its column's kind; `name` is the member's, for what is wrong.
pub(super) fn read<'a>(name: &str, columns: &[Column], lines: &'a [u8]) -> Result<Rows<'a>> {
    let mut rows = Rows { columns: columns.iter().map(|column| empty(column.kind)).collect(), number: 0 };
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        rows.number += 1;
        let damaged = |what: String| BackupError::damaged(format!("{name}, row {}", rows.number), what);
        let values: Vec<Value<'a>> = serde_json::from_slice(line).map_err(|error| damaged(error.to_string()))?;
        if values.len() != columns.len() {
            return Err(damaged(format!("{} values for {} columns", values.len(), columns.len())));
        }
        for ((value, column), cells) in values.into_iter().zip(columns).zip(&mut rows.columns) {
            put(value, column, cells).map_err(damaged)?;
        }
    }
    Ok(rows)
}

fn empty<'a>(kind: Kind) -> Cells<'a> {
    match kind {
        Kind::Integer => Cells::Integer(Vec::new()),
        Kind::Real => Cells::Real(Vec::new()),
        Kind::Text => Cells::Text(Vec::new()),
    }
}

fn put<'a>(value: Value<'a>, column: &Column, cells: &mut Cells<'a>) -> std::result::Result<(), String> {
    match (value, cells) {
        (Value::Null, Cells::Integer(cells)) => cells.push(None),
        (Value::Null, Cells::Real(cells)) => cells.push(None),
        (Value::Null, Cells::Text(cells)) => cells.push(None),
        (Value::Integer(value), Cells::Integer(_)) if column.is_bool() && !(0..=1).contains(&value) => {
            return Err(format!("{} is {value}, which is neither 0 nor 1", column.name));
        }
        (Value::Integer(value), Cells::Integer(cells)) => cells.push(Some(value)),
        (Value::Real(value), Cells::Real(cells)) => cells.push(Some(value)),
        (Value::Text(value), Cells::Text(cells)) => cells.push(Some(value)),
        _ => return Err(format!("the value of {} is of another kind than its column", column.name)),
    }
    Ok(())
}

/// One value.
enum Value<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Text(Cow<'a, str>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a number, a text or null")
    }

    fn visit_unit<E: Error>(self) -> std::result::Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_i64<E: Error>(self, value: i64) -> std::result::Result<Self::Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> std::result::Result<Self::Value, E> {
        i64::try_from(value).map(Value::Integer).map_err(E::custom)
    }

    fn visit_f64<E: Error>(self, value: f64) -> std::result::Result<Self::Value, E> {
        Ok(Value::Real(value))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> std::result::Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> std::result::Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(value.to_owned())))
    }
}
