//! How SQLite would walk through statements.

use diesel::connection::{Connection as _, InstrumentationEvent};
use diesel::prelude::*;
use guildhall::accounts::Right;
use guildhall::platform::db::Connection;
use std::sync::{Arc, Mutex};

/// A category that all read and members write in.
pub const OPEN: &[(&str, Right)] = &[("everyone", Right::Read), ("members", Right::Ask)];

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

/// How SQLite would walk through every statement that `work` runs.
pub fn plans(conn: &mut Connection, work: impl FnOnce(&mut Connection)) -> Vec<(String, Vec<String>)> {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = heard.clone();
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            ear.lock().unwrap().push(query.to_string().split("-- binds").next().unwrap().trim().to_owned());
        }
    });
    work(conn);
    let statements = std::mem::take(&mut *heard.lock().unwrap());
    statements
        .into_iter()
        .map(|statement| {
            let steps = diesel::sql_query(format!("EXPLAIN QUERY PLAN {statement}")).load::<Step>(conn).unwrap();
            (statement, steps.into_iter().map(|step| step.detail).collect())
        })
        .collect()
}

/// Fails on a step that reads a whole table or sorts.
pub fn assert_walks_along_indexes(what: &str, plans: &[(String, Vec<String>)]) {
    let is_bad = |step: &&String| step.contains("TEMP B-TREE") || step.contains("SCAN") && !step.contains("USING") && !step.contains("CONSTANT");
    for (statement, steps) in plans {
        assert_eq!(steps.iter().find(is_bad), None, "{what}: {steps:?}\n{statement}");
    }
}
