//! However many cases wait, the queue walks along its index.

use diesel::connection::SimpleConnection;
use guildhall::accounts::{Right, Viewer};
use guildhall::forum::visibility::Sight;
use guildhall::moderation::cases::listing::{PER_PAGE, Place, Wanted, heads, page};
use guildhall::moderation::cases::{CaseRow, Why};
use guildhall::platform::db::{Connection, Use, open_connection};

use crate::forum::plans::{assert_walks_along_indexes, plans};
use crate::support::TestDatabase;
use crate::support::fixtures::{insert_category, insert_member};

/// Ten thousand open cases and as many that are decided, in two categories and in none.
fn fill(conn: &mut Connection) {
    insert_member(conn, "author");
    for slug in ["payments", "orders"] {
        insert_category(conn, slug, None, &[("everyone", Right::Read)]);
    }
    let statement = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
         INSERT INTO cases (author, category, why, state, urgency, opened_at) \
         SELECT 1, CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN 2 ELSE 1 END, CASE i % 10 WHEN 0 THEN 'held' ELSE 'flags' END, \
         CASE i % 2 WHEN 0 THEN 'decided' ELSE 'open' END, i % 3 + 1, i FROM n";
    conn.batch_execute(statement).unwrap();
    if !matches!(conn, Connection::Sqlite(_)) {
        conn.batch_execute("ANALYZE").unwrap();
    }
}

#[test]
fn a_queue_of_ten_thousand_walks_along_its_index_and_repeats_nothing() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    fill(&mut conn);
    let everywhere = (Viewer::system(), Sight { moderated: vec![guildhall::forum::CategoryId(1), guildhall::forum::CategoryId(2)], ..Sight::default() });
    let in_one = (Viewer::visitor(), Sight { moderated: vec![guildhall::forum::CategoryId(2)], ..Sight::default() });
    for (viewer, sight) in [everywhere, in_one] {
        for wanted in [Wanted::default(), Wanted { why: Some(Why::Flags), claimed_by: None }] {
            let mut read: Vec<CaseRow> = Vec::new();
            for _ in 0..3 {
                let after = read.last().map(Place::of);
                let mut found = Vec::new();
                let heard = plans(&mut conn, |conn| {
                    found = page(conn, &viewer, &sight, wanted, after).unwrap().0;
                    heads(conn, &found.iter().map(|case| case.id).collect::<Vec<_>>()).unwrap();
                });
                assert_eq!(found.len(), PER_PAGE);
                assert_walks_along_indexes(&format!("{wanted:?} {after:?}"), &heard[..1]);
                assert!(heard[0].1.iter().any(|step| step.contains("cases_queue")), "{heard:#?}");
                assert!(heard.len() <= 3, "a page asks few questions");
                read.extend(found);
            }
            let order: Vec<_> = read.iter().map(|case| (-case.urgency, case.opened_at, case.id)).collect();
            assert!(order.is_sorted_by(|one, other| one < other), "the most urgent first, of those the oldest: {order:?}");
        }
    }
}
