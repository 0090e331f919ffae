//! Numbers taken out of a table's counting beforehand stay out of it.

use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::platform::db::numbers::{count_on, reserve};
use guildhall::platform::db::{Connection, Use, open_connection};
use guildhall_schema::members;

use crate::support::TestDatabase;
use crate::support::fixtures::insert_member;

/// A member with a number that was given.
fn insert_as(conn: &mut Connection, id: i64) {
    let name = format!("given{id}");
    let values = (
        members::id.eq(MemberId(id)),
        members::username.eq(&name),
        members::username_key.eq(&name),
        members::username_skeleton.eq(&name),
        members::name.eq(&name),
        members::name_skeleton.eq(&name),
        members::created_at.eq(0_i64),
    );
    diesel::insert_into(members::table).values(values).execute(conn).unwrap();
}

#[test]
fn counting_goes_on_behind_the_highest_number_and_never_steps_back() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    let conn = &mut conn;
    count_on(conn, "members").unwrap();
    assert_eq!(insert_member(conn, "ann").0, 1, "an empty table begins with 1");
    assert_eq!(reserve(conn, "members", 100, false).unwrap(), 1);
    insert_as(conn, 5);
    count_on(conn, "members").unwrap();
    assert_eq!(insert_member(conn, "bob").0, 102, "2 to 101 are reserved, though hardly one of them is used");
    count_on(conn, "members").unwrap();
    count_on(conn, "members").unwrap();
    assert_eq!(insert_member(conn, "cleo").0, 103, "nothing is left out");
    insert_as(conn, 500);
    count_on(conn, "members").unwrap();
    assert_eq!(insert_member(conn, "dora").0, 501);
}
