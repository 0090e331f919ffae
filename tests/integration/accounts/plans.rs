//! Whoever a session belongs to is found by indexes, whatever the database believes of its tables.

use diesel::connection::SimpleConnection;
use guildhall::accounts::store::{viewer_of_session, viewers_of_sessions};
use guildhall::platform::db::{Timestamp, Use, open_connection};

use crate::forum::plans::{assert_walks_along_indexes, plans};
use crate::support::TestDatabase;

/// Looked at when only the first of many members were signed in, PostgreSQL takes it that walking along all members in order
/// ends soon: it does not for a later one.
#[test]
fn a_session_is_found_by_indexes_when_few_of_many_are_signed_in() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)";
    let statements = [
        format!(
            "{many} INSERT INTO members (id, username, username_key, username_skeleton, name, name_skeleton, created_at) \
             SELECT i, 'm' || i, 'm' || i, 'm' || i, 'm' || i, 'm' || i, 0 FROM n"
        ),
        format!("{many} INSERT INTO member_settings (member) SELECT i FROM n"),
        format!("{many} INSERT INTO sessions (token_hash, member, created_at, seen_at, expires_at) SELECT 'h' || i, i, 0, 0, 1 FROM n WHERE i <= 12"),
    ];
    for statement in statements {
        conn.batch_execute(&statement).unwrap();
    }
    if !location.is_sqlite() {
        conn.batch_execute("ANALYZE").unwrap();
    }
    let heard = plans(&mut conn, |conn| {
        assert!(viewer_of_session(conn, "h7", Timestamp(0)).unwrap().is_some());
        assert_eq!(viewers_of_sessions(conn, &["h7", "h8", "h99"], Timestamp(0)).unwrap().len(), 2);
    });
    assert_eq!(heard.len(), 2);
    assert_walks_along_indexes("who it is", &heard);
}
