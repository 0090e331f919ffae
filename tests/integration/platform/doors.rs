//! The threads that own connections.

use crate::support::{TestApp, TestDatabase, open_database};
use diesel::connection::{Connection as _, InstrumentationEvent, SimpleConnection};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;
use guildhall::accounts::Acting;
use guildhall::platform::db::{Connection, Durability, Error, Line, PreparedDsl, Result, Use, open_connection};
use guildhall_schema::generations;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Longer than a connection may rest without being asked.
const REST: Duration = Duration::from_millis(1_200);

/// Which process of the server works for a connection.
fn process(conn: &mut Connection) -> Result<i64> {
    Ok(diesel::select(sql::<BigInt>("CAST(pg_backend_pid() AS BIGINT)")).get_result(conn)?)
}

#[test]
fn a_connection_serves_every_transaction_until_its_server_goes() {
    let (location, _database) = TestDatabase::fresh();
    if location.is_sqlite() {
        // There is no server, and nothing that tells two connections from one another.
        return;
    }
    let db = open_database(&location);
    let reads = || db.read_blocking(process).unwrap();
    let writes = || db.write_blocking(Acting::Command, Durability::Soon, |tx, _| process(tx.conn())).unwrap();
    let (reader, writer) = (reads(), writes());
    let failed: Result<i64> = db.read_blocking(|conn| {
        diesel::select(sql::<BigInt>("no_such_column")).get_result::<i64>(conn)?;
        Err(Error::NotFound)
    });
    assert!(failed.is_err());
    assert_eq!((reads(), writes()), (reader, writer), "kept, also after a statement that failed");
    std::thread::sleep(REST);
    assert_eq!((reads(), writes()), (reader, writer), "kept after a rest");
    let mut admin = open_connection(&location, Use::Write, &Default::default()).unwrap();
    admin.batch_execute(&format!("SELECT pg_terminate_backend({reader}, 5000), pg_terminate_backend({writer}, 5000)")).unwrap();
    std::thread::sleep(REST);
    let anew = (reads(), writes());
    assert!(anew.0 != reader && anew.1 != writer, "nobody was told that the server had gone");
}

#[test]
fn a_statement_whose_text_stays_the_same_is_prepared_once() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    diesel::insert_into(generations::table).values((generations::name.eq("counted"), generations::value.eq(0_i64))).execute(&mut conn).unwrap();
    let prepared = Arc::new(AtomicUsize::new(0));
    let count = prepared.clone();
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::CacheQuery { .. }) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    });
    let add = |number: i64| sql_query("UPDATE generations SET value = value + $1 WHERE name = 'counted'").bind::<BigInt, _>(number).prepared();
    for number in 0..5 {
        add(number).execute(&mut conn).unwrap();
    }
    assert_eq!(prepared.load(Ordering::Relaxed), 1);
    let value = generations::table.find("counted").select(generations::value);
    assert_eq!(value.first::<i64>(&mut conn).unwrap(), 10, "it was run each time");
}

/// Doubles what it is asked; nobody is served together with thirteen.
fn doubled(_: &mut Connection, questions: &[i64]) -> Result<Vec<i64>> {
    if questions.contains(&13) { Err(Error::Busy) } else { Ok(questions.iter().map(|number| 2 * number).collect()) }
}

#[actix_web::test]
async fn everybody_in_a_line_has_their_own_answer_and_a_fault_holds_up_nobody_after_it() {
    let app = TestApp::start().await;
    let line = Arc::new(Line::new(doubled));
    let ask = |number: i64| {
        let (line, db) = (line.clone(), app.db().clone());
        actix_web::rt::spawn(async move { line.ask(&db, number, move |_, double| Ok::<_, Error>((number, double))).await })
    };
    let asked: Vec<_> = (0..200).filter(|number| *number != 13).map(|number| (number, ask(number))).collect();
    for (number, answer) in asked {
        assert_eq!(answer.await.unwrap().unwrap(), (number, 2 * number));
    }
    // Often enough that somebody asks while the thread is still busy with the fault.
    for _ in 0..50 {
        assert!(matches!(line.ask(app.db(), 13, |_, double| Ok::<_, Error>(double)).await, Err(Error::Busy)), "told why");
        assert_eq!(line.ask(app.db(), 21, |_, double| Ok::<_, Error>(double)).await.unwrap(), 42);
    }
    for _ in 0..10 {
        assert!(line.ask(app.db(), 7, |_, _| -> Result<i64> { panic!("whoever asked is at fault") }).await.is_err());
        assert_eq!(line.ask(app.db(), 21, |_, double| Ok::<_, Error>(double)).await.unwrap(), 42);
    }
}
