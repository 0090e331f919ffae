//! However much was searched for, no list of the administration reads it all.

use diesel::connection::SimpleConnection;
use guildhall::admin::searches::listing::{LISTED, Place, Show, list};
use guildhall::platform::db::{Connection, Use, open_connection};

use crate::forum::plans::{assert_walks_along_indexes, plans};
use crate::support::TestDatabase;
use crate::support::fixtures::insert_member;

/// Searches of all kinds: some without result, some opened, one in a thousand somebody's to answer.
fn fill(conn: &mut Connection) {
    insert_member(conn, "owner");
    let statement = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
         INSERT INTO searches (key, query, lang, times, empty, clicks, last_at, owner, due) \
         SELECT 'en ' || i, 'q' || i, 'en', i % 97 + 1, CASE WHEN i % 3 = 0 THEN i % 97 ELSE 0 END, CASE WHEN i % 2 = 0 THEN i % 5 ELSE 0 END, i, \
         CASE WHEN i % 1000 = 0 THEN 1 END, CASE WHEN i % 2000 = 0 THEN i END FROM n";
    conn.batch_execute(statement).unwrap();
    if !matches!(conn, Connection::Sqlite(_)) {
        conn.batch_execute("ANALYZE").unwrap();
    }
}

#[test]
fn no_list_of_searches_scans_or_sorts() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    fill(&mut conn);
    for show in [Show::Frequent, Show::Empty, Show::Unclicked] {
        let heard = plans(&mut conn, |conn| assert_eq!(list(conn, show, Place::FIRST).unwrap().rows.len() as i64, LISTED));
        // What stands beside the rows is asked for a hundred numbers.
        assert_walks_along_indexes(&format!("{show:?}"), &heard[..1]);
    }
    let heard = plans(&mut conn, |conn| {
        let due: Vec<_> = list(conn, Show::Owned, Place::FIRST).unwrap().rows.into_iter().map(|row| row.due).collect();
        assert_eq!(due.len(), 20);
        assert!(due[..10].is_sorted() && due[..10].iter().all(Option::is_some) && due[10..].iter().all(Option::is_none), "{due:?}");
    });
    assert!(heard[0].1.iter().any(|step| step.contains("searches_owned")), "{heard:#?}");
}
