//! The table of jobs is read along its indexes, whatever the database believes of its size.

use diesel::connection::SimpleConnection;
use guildhall::platform::clock::Clock;
use guildhall::platform::db::{Use, open_connection};
use guildhall::platform::jobs::{Kind, Lane, store};

use crate::forum::plans::plans;
use crate::support::TestDatabase;

static KIND: Kind = Kind::usual("test-plans", Lane::Index);

/// It is empty whenever PostgreSQL looks at it, and a plan that was made then is kept while it fills.
#[test]
fn jobs_are_taken_by_their_index_though_the_table_was_empty_when_looked_at() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    if !location.is_sqlite() {
        conn.batch_execute("ANALYZE jobs").unwrap();
    }
    // As a claim is made: what it asks of the database holds until the transaction ends.
    conn.batch_execute("BEGIN").unwrap();
    let heard = plans(&mut conn, |conn| assert!(store::claim(conn, "worker", Lane::Index, &[&KIND], &Clock::System).unwrap().is_empty()));
    let [(statement, steps)] = heard.as_slice() else { panic!("{heard:#?}") };
    assert!(steps.iter().any(|step| step.contains("jobs_due")), "{steps:#?}\n{statement}");
    assert!(!steps.iter().any(|step| step.contains("Seq Scan") || step.contains("SCAN")), "{steps:#?}\n{statement}");
}
