//! A topic with five thousand followers: a reply asks the database as much as on one with none, and all are told by few
//! statements.

use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::notifications::notices::Reason;
use guildhall_schema::{follows, jobs, members, notice_ways, notices};

use crate::forum::scene::{ask, reply, scene};
use crate::support::fixtures::insert_member;

const FOLLOWERS: i64 = 5_000;

#[actix_web::test]
async fn five_thousand_followers_are_told_by_few_statements_and_the_reply_does_not_wait() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let (quiet, loud) = (ask(&ann, category).await, ask(&ann, category).await);
    app.run_jobs();
    app.rows(move |conn| {
        for number in 0..FOLLOWERS {
            let member: MemberId = insert_member(conn, &format!("follower{number}"));
            let row = (follows::member.eq(member), follows::what.eq("topic"), follows::subject.eq(loud.0), follows::level.eq("all"));
            diesel::insert_into(follows::table)
                .values((row.0, row.1, row.2, row.3, follows::chosen.eq(true), follows::created_at.eq(0_i64)))
                .execute(conn)
                .unwrap();
            let way = (notice_ways::page.eq(true), notice_ways::mail.eq(true), notice_ways::digest.eq(false));
            diesel::insert_into(notice_ways::table)
                .values((notice_ways::member.eq(member), notice_ways::reason.eq(Reason::Followed), way))
                .execute(conn)
                .unwrap();
        }
    })
    .await;
    let mut asked = Vec::new();
    for topic in [quiet, loud] {
        let before = app.queries();
        reply(&app, &bob, topic, "The bank has to confirm the account again.").await;
        asked.push(app.queries() - before);
    }
    let before = app.queries();
    app.run_jobs();
    let telling = app.queries() - before;
    let (rows, unread): (i64, i64) = app
        .read(move |conn| {
            let rows = notices::table.filter(notices::topic.eq(loud)).filter(notices::reason.eq(Reason::Followed)).count().get_result(conn)?;
            Ok((rows, members::table.filter(members::unread.eq(1_i64)).count().get_result(conn)?))
        })
        .await;
    assert_eq!((rows, unread), (FOLLOWERS, FOLLOWERS), "ann was told of two replies");
    assert!(asked[1] <= asked[0], "{asked:?} statements for a reply, without followers and with them");
    assert!(telling < FOLLOWERS as u64 / 10, "{telling} statements to tell {FOLLOWERS}");
    // Each has a mail that waits; the test has seen enough.
    let queued = app.rows(|conn| diesel::delete(jobs::table.filter(jobs::kind.eq("notifications.notice-mail"))).execute(conn).unwrap()).await;
    assert_eq!(queued as i64, FOLLOWERS + 2, "and ann's two");
}
