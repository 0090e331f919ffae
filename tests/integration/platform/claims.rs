//! What one place alone may do for a database.

use diesel::connection::SimpleConnection;
use guildhall::platform::db::claim::{Claim, Claimable};
use guildhall::platform::db::{Location, Use, open_connection};
use std::time::{Duration, Instant};

use crate::support::TestDatabase;

fn claim(location: &Location, place: &str) -> Option<Claim> {
    Claim::of(location, Claimable::SearchIndex, place).expect("the database answers")
}

/// The session of a claim is looked after every few seconds.
fn wait(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_place_shares_its_claim_and_another_waits_for_its_end() {
    let (location, _database) = TestDatabase::fresh();
    let (first, beside) = (claim(&location, "here").expect("nobody has it"), claim(&location, "here").expect("the same place"));
    if location.is_sqlite() {
        assert!(claim(&location, "there").is_some(), "a file is one machine's");
        return;
    }
    assert!(claim(&location, "there").is_none());
    drop(first);
    std::thread::sleep(Duration::from_millis(200));
    assert!(claim(&location, "there").is_none(), "one is left");
    drop(beside);
    wait("it ends with the last", || claim(&location, "there").is_some());
}

#[test]
fn whoever_lost_the_database_takes_the_claim_again_unless_another_has_it() {
    let (location, _database) = TestDatabase::fresh();
    if location.is_sqlite() {
        return;
    }
    let here = claim(&location, "here").expect("nobody has it");
    let cut = || {
        let held = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 \
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        open_connection(&location, Use::Write, &Default::default()).unwrap().batch_execute(held).unwrap();
        std::thread::sleep(Duration::from_millis(100));
    };
    // It may have been back before the other came.
    let there = (0..10).find_map(|_| {
        cut();
        claim(&location, "there")
    });
    let there = there.expect("whoever held it is out of reach");
    wait("it hears of the other", || !here.is_held());
    drop(there);
    wait("and takes it again", || here.is_held());
    cut();
    wait("nobody else came", || claim(&location, "there").is_none());
    assert!(here.is_held());
}
