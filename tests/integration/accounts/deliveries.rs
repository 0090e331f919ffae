//! What became of mails: the log, the address that takes none any more, and what comes back.

use diesel::prelude::*;
use guildhall::accounts::deliveries::bounce::{self, Failure, Report};
use guildhall::accounts::deliveries::listing::{self, Wanted};
use guildhall::accounts::deliveries::{Outcome, store};
use guildhall::accounts::{Acting, MemberId};
use guildhall::forum::{PostId, TopicId};
use guildhall::notifications::notice_mail;
use guildhall::platform::db::Timestamp;
use guildhall::platform::jobs::{Job, JobId};
use guildhall_schema::{deliveries, jobs};
use serde_json::json;

use super::{PASSWORD, link, with_password};
use crate::forum::scene::{ask, reply, scene};
use crate::platform::smtp::{Does, Scripted, mailer};
use crate::support::{Client, TestApp};

/// What the job that mails a notice does, with a server of the test's own.
async fn mail(app: &TestApp, server: &Scripted, post: PostId, to: MemberId, attempts: i32) -> Result<(), String> {
    let (web, memory, mailer) = (app.parts.web.clone(), app.parts.forum.clone(), mailer(&server.url, None));
    let job = Job { id: JobId(1), key: String::new(), payload: json!({ "post": post, "member": to }), attempts };
    std::thread::spawn(move || notice_mail::send(&web, &mailer, &memory, &job).map_err(|error| error.to_string())).join().unwrap()
}

/// A reply of which somebody is to be mailed; its own job is taken out.
async fn told(app: &TestApp, bob: &Client, topic: TopicId, number: usize) -> PostId {
    let post = reply(app, bob, topic, &format!("The bank has to confirm the account again, {number}.")).await;
    app.run_jobs();
    app.rows(|conn| diesel::delete(jobs::table.filter(jobs::kind.eq("notifications.notice-mail"))).execute(conn).unwrap()).await;
    post
}

async fn outcomes(app: &TestApp, member: MemberId) -> Vec<(Outcome, i64)> {
    let wanted = Wanted { member: Some(member), ..Wanted::default() };
    let (rows, _) = app.read(move |conn| listing::page(conn, &wanted, 50)).await;
    rows.into_iter().rev().map(|row| (row.outcome, row.attempts)).collect()
}

#[actix_web::test]
async fn an_address_that_is_refused_twice_takes_no_mail_until_it_is_confirmed_again() {
    let (app, category) = scene().await;
    let (ann, bob) = (with_password(&app, "ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let (refusing, kind) = (Scripted::start("RCPT", Does::Says("550 5.1.1 no such user")), Scripted::start("never", Does::Drops));
    for number in 0..2 {
        assert!(!ann.get("/").await.has("main .notice.warn"), "once may be a mistake");
        let post = told(&app, &bob, topic, number).await;
        mail(&app, &refusing, post, ann.member(), 0).await.expect("it is not tried again");
    }
    assert_eq!(outcomes(&app, ann.member()).await, [(Outcome::Refused, 1); 2]);
    for path in ["/", "/notices", "/settings"] {
        let page = ann.get(path).await.expect(200);
        assert_eq!(page.attributes("main .notice.warn a", "href"), ["/settings/mail"], "{path}");
    }
    assert!(!bob.get("/").await.has("main .notice.warn"));
    let post = told(&app, &bob, topic, 3).await;
    mail(&app, &kind, post, ann.member(), 0).await.unwrap();
    assert!(kind.mails().is_empty(), "nothing goes there");
    let page = ann.get("/settings/mail").await.expect(200);
    assert!(page.text("main").contains("keeps coming back") && page.text("main").contains("The address was refused (550)"), "{}", page.text("main"));
    // What she asks for goes there: the same address again.
    ann.post("/settings/address", &[("address", "ann@example.com"), ("password", PASSWORD)]).await.expect(303);
    app.run_jobs();
    let path = link(&app.mail_to("ann@example.com").letter.text, "/confirm-address/");
    ann.post(&path, &[]).await.expect(303);
    app.run_jobs();
    assert!(!ann.get("/").await.has("main .notice.warn"));
    mail(&app, &kind, post, ann.member(), 0).await.unwrap();
    assert_eq!(kind.mails().len(), 1);
}

#[actix_web::test]
async fn what_is_not_taken_now_is_tried_again_under_the_same_name() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let post = told(&app, &bob, topic, 0).await;
    let (away, kind) = (Scripted::start("MAIL", Does::Says("451 later")), Scripted::start("never", Does::Drops));
    let error = mail(&app, &away, post, ann.member(), 0).await.unwrap_err();
    assert!(error.contains("451") && !error.contains("ann"), "{error}");
    assert_eq!(outcomes(&app, ann.member()).await, [(Outcome::Later, 1)]);
    mail(&app, &kind, post, ann.member(), 1).await.unwrap();
    assert_eq!(outcomes(&app, ann.member()).await, [(Outcome::Sent, 2)]);
    mail(&app, &kind, post, ann.member(), 2).await.unwrap();
    assert_eq!(kind.mails().len(), 1, "sent once");
    let other = told(&app, &bob, topic, 1).await;
    mail(&app, &away, other, ann.member(), notice_mail::MAIL.attempts - 1).await.unwrap_err();
    assert_eq!(outcomes(&app, ann.member()).await[1].0, Outcome::GivenUp, "after four days");
}

#[actix_web::test]
async fn what_a_server_had_whole_is_not_sent_again() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let post = told(&app, &bob, topic, 0).await;
    let server = Scripted::start(".", Does::Drops);
    for attempts in 0..3 {
        mail(&app, &server, post, ann.member(), attempts).await.unwrap();
    }
    assert_eq!((server.mails().len(), server.connections()), (1, 1));
    assert_eq!(outcomes(&app, ann.member()).await, [(Outcome::InDoubt, 1)]);
}

#[test]
fn tries_are_made_after_1_5_and_30_minutes_then_every_hour_for_four_days() {
    let minutes: Vec<u64> = (1..notice_mail::MAIL.attempts).map(|attempts| notice_mail::MAIL.wait_after(attempts).as_secs() / 60).collect();
    assert_eq!(minutes[..5], [1, 5, 30, 60, 60]);
    assert!(minutes[3..].iter().all(|wait| *wait == 60));
    let hours = minutes.iter().sum::<u64>() as f64 / 60.0;
    assert!((95.0..=96.0).contains(&hours), "{hours} hours");
}

fn report(returned: &[&str], address: &str, status: &str) -> Report {
    Report { returned: returned.iter().map(ToString::to_string).collect(), failures: vec![Failure { address: address.into(), status: status.into() }] }
}

async fn noted(app: &TestApp, report: Report) -> usize {
    app.db().write(Acting::Command, move |tx, _| bounce::note(tx, &report, "127.0.0.1")).await.unwrap()
}

#[actix_web::test]
async fn what_comes_back_is_known_by_its_name_or_its_address_and_nothing_else_is_believed() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    reply(&app, &bob, topic, "The bank has to confirm the account again.").await;
    app.run_jobs();
    app.later(10 * Timestamp::MINUTE);
    app.run_jobs();
    let member = ann.member();
    let key: String = app.read(move |conn| Ok(deliveries::table.filter(deliveries::member.eq(member)).select(deliveries::key).first(conn)?)).await;
    let id = format!("{key}@127.0.0.1");
    let forged = format!("{}@127.0.0.1", key.replace('p', "p1"));
    assert_eq!(noted(&app, report(&[&forged], "nobody@example.com", "5.1.1")).await, 0);
    assert_eq!(noted(&app, report(&[&id.replace("127.0.0.1", "elsewhere.example")], "nobody@example.com", "5.1.1")).await, 0);
    assert_eq!(outcomes(&app, member).await[0].0, Outcome::Sent);
    assert_eq!(noted(&app, report(&[&id], "whatever@elsewhere.example", "5.1.1")).await, 1, "boxes are passed on: the name says whose it was");
    assert_eq!(outcomes(&app, member).await[0].0, Outcome::Bounced);
    assert_eq!(noted(&app, report(&[&id], "ann@example.com", "5.1.1")).await, 1, "handed in twice");
    assert!(!app.read(move |conn| store::is_dead(conn, member)).await, "one mail counts once");
    reply(&app, &bob, topic, "And then it takes three more banking days.").await;
    app.run_jobs();
    app.later(10 * Timestamp::MINUTE);
    app.run_jobs();
    assert_eq!(noted(&app, report(&[], "Ann@Example.com", "5.1.1")).await, 1, "by the address, where nothing is returned");
    assert!(app.read(move |conn| store::is_dead(conn, member)).await);
    app.later(7 * Timestamp::DAY);
    assert_eq!(noted(&app, report(&[], "ann@example.com", "5.1.1")).await, 0, "nothing went there for days");
}

#[actix_web::test]
async fn the_log_is_kept_for_a_month_and_goes_with_its_member() {
    let app = TestApp::start().await;
    let (ann, bob) = (with_password(&app, "ann").await, with_password(&app, "bob").await);
    for name in ["ann", "bob"] {
        app.visitor().post("/forgotten-password", &[("address", &format!("{name}@example.com"))]).await.expect(303);
    }
    app.run_jobs();
    assert_eq!((outcomes(&app, ann.member()).await.len(), outcomes(&app, bob.member()).await.len()), (1, 1), "mails about accounts are there, too");
    assert!(ann.get("/settings/mail").await.expect(200).text("main").contains("Password ann@example.com"));
    ann.post("/settings/close-account", &[("password", PASSWORD), ("sure", "1")]).await.expect(303);
    app.run_jobs();
    let left: i64 = app.read(|conn| Ok(deliveries::table.filter(deliveries::address.eq("ann@example.com")).count().get_result(conn)?)).await;
    assert_eq!(left, 0);
    app.later(29 * Timestamp::DAY);
    app.tidy();
    assert_eq!(outcomes(&app, bob.member()).await.len(), 1);
    app.later(2 * Timestamp::DAY);
    app.tidy();
    assert!(outcomes(&app, bob.member()).await.is_empty());
}
