//! Notices by mail, at once: to whom, when, and what is not mailed.

use diesel::prelude::*;
use guildhall::accounts::deliveries::Outcome;
use guildhall::accounts::standing::{silence, suspend};
use guildhall::accounts::store::set_language;
use guildhall::accounts::{Acting, MemberId, settings};
use guildhall::forum::PostId;
use guildhall::forum::posts::change_state::StateChange;
use guildhall::notifications::notices::Reason;
use guildhall::notifications::notices::ways::{Way, Ways, store as ways};
use guildhall::platform::db::Timestamp;
use guildhall::platform::i18n::Lang;
use guildhall::platform::settings::Settings;
use guildhall_schema::{category_access, deliveries, generations, jobs, notices};

use super::notices::{comment, told};
use crate::forum::scene::{ask, change, post, reply, scene};
use crate::support::TestApp;

const ANSWER: &str = "The bank has to confirm the account again.";

/// Mails about notices to an address, once the time that they wait is over.
pub fn mailed(app: &TestApp, address: &str) -> usize {
    app.run_jobs();
    app.later(10 * Timestamp::MINUTE);
    app.run_jobs();
    count(app, address)
}

fn count(app: &TestApp, address: &str) -> usize {
    app.mails().iter().filter(|mail| mail.name == "notice" && mail.to == address).count()
}

/// A line of a mail's head, folded lines joined; empty where it has none.
pub fn header(raw: &str, name: &str) -> String {
    let (head, _) = raw.split_once("\r\n\r\n").expect("a head and a body");
    let head = head.replace("\r\n ", " ");
    head.split("\r\n").find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap_or_default().to_owned()
}

async fn choose(app: &TestApp, member: MemberId, reason: Reason, way: Way) {
    app.write(move |tx| {
        let mut chosen: Ways = ways::of_member(tx.conn(), member)?;
        chosen.set(reason, way);
        ways::put(tx, member, &chosen)
    })
    .await;
}

const BY_MAIL: Way = Way { page: true, mail: true, digest: false };
const NOT_BY_MAIL: Way = Way { page: true, mail: false, digest: true };

async fn outcomes(app: &TestApp, member: MemberId) -> Vec<Outcome> {
    app.read(move |conn| Ok(deliveries::table.filter(deliveries::member.eq(member)).order(deliveries::id).select(deliveries::outcome).load(conn)?)).await
}

#[actix_web::test]
async fn whoever_asked_is_told_in_their_language() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let body = "The bank has to *confirm* the account again.\n\n<script>alert(1)</script>\n\nThen payouts go on by themselves.";
    for lang in Lang::all() {
        let id = ann.member();
        app.write(move |tx| set_language(tx, id, lang)).await;
        reply(&app, &bob, topic, body).await;
        mailed(&app, "ann@example.com");
        let mail = app.mail_to("ann@example.com");
        let stop = mail.letter.text.lines().find(|line| line.ends_with("/reply")).expect("a link that ends these mails").to_owned();
        let token = stop.strip_prefix("http://127.0.0.1:8080/stop-mail/").and_then(|rest| rest.strip_suffix("/reply")).unwrap().to_owned();
        assert_eq!(header(&mail.raw, "List-Unsubscribe"), format!("<{stop}>"));
        let words = format!("{}\n\n{}\n{}", mail.letter.subject, mail.letter.text, mail.letter.html.split("<body>").nth(1).expect("a body"));
        insta::assert_snapshot!(format!("notice_mail_{}", lang.tag()), words.replace(&token, "TOKEN"));
    }
    assert_eq!(count(&app, "ann@example.com"), Lang::all().count());
    assert_eq!(app.mails().len(), Lang::all().count(), "nobody else is told");
}

#[actix_web::test]
async fn every_reason_has_its_words_in_both_forms() {
    let (app, category) = scene().await;
    let (ann, bob, mod_) = (app.member("ann").await, app.member("bob").await, app.moderator("vera").await);
    let topic = ask(&ann, category).await;
    let answer = reply(&app, &bob, topic, ANSWER).await;
    comment(&app, &ann, answer, "@bob, how long did that take? <b>Days</b>").await;
    ann.post(&format!("/p/{answer}/accept"), &[("by", "asker")]).await.expect(303);
    mailed(&app, "bob@example.com");
    mod_.post(&format!("/p/{answer}/delete"), &[("reason", "Not <true>")]).await.expect(303);
    mailed(&app, "bob@example.com");
    let mails: Vec<_> = app.mails().into_iter().filter(|mail| mail.to == "bob@example.com").collect();
    let texts: Vec<String> = mails.iter().map(|mail| mail.letter.text.split("\n\n--\n").next().unwrap().to_owned()).collect();
    let has = |words: &str| texts.iter().any(|text| text.starts_with(words));
    assert!(has("ann mentioned you in:"), "{texts:#?}");
    assert!(has("ann marked your answer as what solved it:") && has("Your post was deleted by moderators:"), "{texts:#?}");
    let deleted = mails.iter().find(|mail| mail.letter.text.starts_with("Your post was deleted")).unwrap();
    assert!(deleted.letter.text.contains("> Not <true>") && deleted.letter.html.contains("Not &lt;true&gt;"), "{:?}", deleted.letter);
    assert!(!deleted.letter.text.contains("topic-"), "nothing that muting would silence");
    assert!(!deleted.letter.text.contains(ANSWER), "the text is hidden from them as well");
}

#[actix_web::test]
async fn what_was_read_meanwhile_is_not_mailed_and_staff_do_not_wait() {
    let (app, category) = scene().await;
    let (ann, bob, sigrid) = (app.member("ann").await, app.member("bob").await, app.staff("sigrid").await);
    let topic = ask(&ann, category).await;
    reply(&app, &bob, topic, ANSWER).await;
    app.run_jobs();
    app.later(9 * Timestamp::MINUTE);
    app.run_jobs();
    assert_eq!(count(&app, "ann@example.com"), 0, "it waits");
    ann.post("/notices/read", &[]).await.expect(303);
    assert_eq!(mailed(&app, "ann@example.com"), 0, "she has read it");
    reply(&app, &sigrid, topic, "We have asked your bank about this.").await;
    app.run_jobs();
    assert_eq!(count(&app, "ann@example.com"), 1, "at once");
    app.db().write(Acting::System, |tx, _| Settings { mail_wait: 30, ..Settings::load(tx.conn())? }.save(tx)).await.unwrap();
    reply(&app, &bob, topic, "It took three banking days with us.").await;
    assert_eq!(mailed(&app, "ann@example.com"), 1, "as long as the community says");
    app.later(20 * Timestamp::MINUTE);
    assert_eq!(mailed(&app, "ann@example.com"), 2);
}

#[actix_web::test]
async fn ways_are_asked_for_every_reason_and_again_when_it_is_sent() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    choose(&app, ann.member(), Reason::Mention, NOT_BY_MAIL).await;
    reply(&app, &bob, topic, "@ann, the bank has to confirm it.").await;
    assert_eq!(mailed(&app, "ann@example.com"), 1, "a mention, and a reply, which she wants by mail");
    assert!(app.mail_to("ann@example.com").letter.text.starts_with("bob replied to your topic:"));
    choose(&app, ann.member(), Reason::Reply, NOT_BY_MAIL).await;
    reply(&app, &bob, topic, "@ann, it took three banking days.").await;
    assert_eq!(mailed(&app, "ann@example.com"), 1, "neither");
    choose(&app, ann.member(), Reason::Reply, BY_MAIL).await;
    reply(&app, &bob, topic, "And nobody told us why it did.").await;
    app.run_jobs();
    choose(&app, ann.member(), Reason::Reply, NOT_BY_MAIL).await;
    assert_eq!(mailed(&app, "ann@example.com"), 1, "she changed her mind meanwhile");
    choose(&app, ann.member(), Reason::Reply, BY_MAIL).await;
    reply(&app, &bob, topic, "So much about banks in general.").await;
    app.run_jobs();
    ann.post(&format!("/t/{topic}/follow"), &[("level", "muted")]).await.expect(303);
    assert_eq!(mailed(&app, "ann@example.com"), 1, "muted meanwhile");
    assert_eq!(told(&app, &ann).await.len(), 4);
}

#[actix_web::test]
async fn whoever_stopped_mail_about_answers_gets_none_about_those_of_staff() {
    let (app, category) = scene().await;
    let (ann, sigrid) = (app.member("ann").await, app.staff("sigrid").await);
    let (topic, member) = (ask(&ann, category).await, ann.member());
    app.write(move |tx| settings::store::set_answer_mail(tx, member, false)).await;
    reply(&app, &sigrid, topic, ANSWER).await;
    assert_eq!(mailed(&app, "ann@example.com"), 0);
    choose(&app, member, Reason::StaffAnswer, Way { page: true, mail: true, digest: true }).await;
    reply(&app, &sigrid, topic, "Your bank has confirmed the account.").await;
    assert_eq!(mailed(&app, "ann@example.com"), 1, "unless they said so");
}

#[actix_web::test]
async fn what_was_taken_away_meanwhile_is_not_mailed() {
    let (app, category) = scene().await;
    let (ann, bob, mod_) = (app.member("ann").await, app.member("bob").await, app.moderator("vera").await);
    let topic = ask(&ann, category).await;
    let answer = reply(&app, &bob, topic, "You all are clowns and should give up.").await;
    app.run_jobs();
    mod_.post(&format!("/p/{answer}/delete"), &[("reason", "Insults")]).await.expect(303);
    assert_eq!(mailed(&app, "ann@example.com"), 0);
    assert_eq!(count(&app, "bob@example.com"), 1, "bob has a right to know");
    reply(&app, &bob, topic, ANSWER).await;
    app.run_jobs();
    app.rows(move |conn| {
        diesel::delete(category_access::table.filter(category_access::category.eq(category))).execute(conn).unwrap();
        diesel::delete(generations::table).execute(conn).unwrap();
    })
    .await;
    let other = app.another_process().await;
    app.later(10 * Timestamp::MINUTE);
    other.run_jobs();
    assert!(other.mails().is_empty() && count(&app, "ann@example.com") == 0, "the category is closed to the asker, where nothing is remembered");
}

#[actix_web::test]
async fn whoever_is_suspended_hears_of_moderation_alone() {
    let (app, category) = scene().await;
    let (ann, bob, mod_) = (app.member("ann").await, app.member("bob").await, app.moderator("vera").await);
    let topic = ask(&ann, category).await;
    let opening = post(&app, topic, 1).await;
    reply(&app, &bob, topic, ANSWER).await;
    app.run_jobs();
    let member = ann.member();
    app.db().write(Acting::System, move |tx, by| suspend(tx, by, member, None, "a quarrel")).await.unwrap();
    mod_.post(&format!("/p/{opening}/delete"), &[("reason", "A quarrel")]).await.expect(303);
    assert_eq!(mailed(&app, "ann@example.com"), 1);
    assert!(app.mail_to("ann@example.com").letter.text.starts_with("Your post was deleted by moderators:"));
    change(&app, opening, StateChange::Restore).await;
    mailed(&app, "ann@example.com");
}

#[actix_web::test]
async fn all_about_a_topic_is_one_thread_and_each_mail_has_its_name() {
    let (app, category) = scene().await;
    let (ann, bob, cat) = (app.member("ann").await, app.member("bob").await, app.member("cat").await);
    cat.post(&format!("/c/{category}/follow"), &[("level", "all")]).await.expect(303);
    choose(&app, cat.member(), Reason::Topic, BY_MAIL).await;
    choose(&app, cat.member(), Reason::Followed, BY_MAIL).await;
    let topic = ask(&ann, category).await;
    mailed(&app, "cat@example.com");
    reply(&app, &bob, topic, ANSWER).await;
    reply(&app, &bob, topic, "And then it takes three more banking days.").await;
    assert_eq!(mailed(&app, "cat@example.com"), 3);
    let of = |address: &str| app.mails().into_iter().filter(|mail| mail.to == address).map(|mail| mail.raw).collect::<Vec<_>>();
    let to_cat = of("cat@example.com");
    let opening = header(&to_cat[0], "Message-ID");
    assert!(opening.starts_with(&format!("<t{topic}-{}.", cat.member())) && opening.ends_with("@127.0.0.1>"), "{opening}");
    assert!(header(&to_cat[0], "References").is_empty() && !header(&to_cat[0], "Subject").starts_with("Re:"));
    for raw in &to_cat[1..] {
        assert_eq!((header(raw, "In-Reply-To"), header(raw, "References")), (opening.clone(), opening.clone()));
        assert_eq!(header(raw, "Subject"), format!("Re: {}", header(&to_cat[0], "Subject")), "programs that go by subjects keep them together, too");
        assert_eq!(header(raw, "List-Id"), "Guildhall <notices.127.0.0.1>");
        assert_eq!(header(raw, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    }
    let to_ann = of("ann@example.com");
    assert_eq!(to_ann.len(), 2, "she was never sent what opens her thread");
    assert_eq!(header(&to_ann[0], "In-Reply-To"), header(&to_ann[1], "In-Reply-To"));
    let mut names: Vec<String> = to_cat.iter().chain(&to_ann).map(|raw| header(raw, "Message-ID")).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 5);
}

/// The job of a notice's mail, written once more.
async fn again(app: &TestApp, post: PostId, member: MemberId) {
    app.rows(move |conn| {
        let row =
            (jobs::kind.eq("notifications.notice-mail"), jobs::key.eq("again"), jobs::lane.eq("news"), jobs::run_at.eq(0_i64), jobs::created_at.eq(0_i64));
        let payload = serde_json::json!({ "post": post, "member": member }).to_string();
        diesel::insert_into(jobs::table).values((row, jobs::payload.eq(payload))).execute(conn).unwrap();
    })
    .await;
    app.run_jobs();
}

#[actix_web::test]
async fn a_mail_is_sent_once_and_what_is_in_doubt_is_not_sent_again() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let (topic, member) = (ask(&ann, category).await, ann.member());
    let answer = reply(&app, &bob, topic, ANSWER).await;
    assert_eq!(mailed(&app, "ann@example.com"), 1);
    again(&app, answer, member).await;
    assert_eq!(count(&app, "ann@example.com"), 1, "the job ran twice");
    app.rows(move |conn| diesel::update(notices::table).set(notices::mailed_at.eq(None::<Timestamp>)).execute(conn).unwrap()).await;
    again(&app, answer, member).await;
    assert_eq!(count(&app, "ann@example.com"), 1, "its row says that it was sent");
    app.rows(move |conn| {
        diesel::update(notices::table).set(notices::mailed_at.eq(None::<Timestamp>)).execute(conn).unwrap();
        diesel::update(deliveries::table).set(deliveries::outcome.eq(Outcome::Sending)).execute(conn).unwrap();
    })
    .await;
    again(&app, answer, member).await;
    assert_eq!(count(&app, "ann@example.com"), 1, "the program had ended while the server got it");
    assert_eq!(outcomes(&app, member).await, [Outcome::InDoubt]);
    let is_mailed = app.read(|conn| Ok(notices::table.select(notices::mailed_at).first::<Option<Timestamp>>(conn)?)).await;
    assert!(is_mailed.is_some(), "and it is not tried a third time");
}

#[actix_web::test]
async fn a_member_gets_so_many_mails_a_day_and_no_more() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    app.db().write(Acting::System, |tx, _| Settings { mails_a_day: 2, ..Settings::load(tx.conn())? }.save(tx)).await.unwrap();
    for number in 0..4 {
        reply(&app, &bob, topic, &format!("The bank has to confirm the account again, {number}.")).await;
        mailed(&app, "ann@example.com");
    }
    assert_eq!(count(&app, "ann@example.com"), 2);
    assert_eq!(told(&app, &ann).await.len(), 4, "the page tells all");
    app.later(Timestamp::DAY);
    reply(&app, &bob, topic, "It came the next day after all.").await;
    assert_eq!(mailed(&app, "ann@example.com"), 3);
}

#[actix_web::test]
async fn what_is_held_and_approved_once_more_is_told_once() {
    let (app, category) = scene().await;
    let (ann, bob, eve) = (app.member("ann").await, app.member("bob").await, app.member("eve").await);
    let topic = ask(&ann, category).await;
    let seen = reply(&app, &bob, topic, ANSWER).await;
    assert_eq!(mailed(&app, "ann@example.com"), 1);
    for _ in 0..2 {
        change(&app, seen, StateChange::Hold).await;
        change(&app, seen, StateChange::Approve).await;
        assert_eq!(mailed(&app, "ann@example.com"), 1, "she was told when it was written");
    }
    let member = eve.member();
    app.db().write(Acting::System, move |tx, by| silence(tx, by, member, None, "new here")).await.unwrap();
    let held = reply(&app, &eve, topic, "It took three banking days with us, not more.").await;
    assert_eq!(mailed(&app, "ann@example.com"), 1);
    change(&app, held, StateChange::Hold).await;
    change(&app, held, StateChange::Approve).await;
    assert_eq!(mailed(&app, "ann@example.com"), 2, "approved for the first time, however often it was held before");
    change(&app, held, StateChange::Hold).await;
    change(&app, held, StateChange::Approve).await;
    assert_eq!(mailed(&app, "ann@example.com"), 2);
}

#[actix_web::test]
async fn discussions_are_told_like_questions_but_nobody_is_told_of_their_own_acts() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let own = reply(&app, &ann, topic, "Found it myself: the bank had to confirm.").await;
    assert_eq!(mailed(&app, "ann@example.com"), 0);
    comment(&app, &bob, own, "Good to know.").await;
    assert_eq!(mailed(&app, "ann@example.com"), 1);
    let mail = app.mail_to("ann@example.com");
    assert!(mail.letter.text.starts_with("bob commented on your post in:") && !mail.letter.text.contains("Did it solve"), "{}", mail.letter.text);
}
