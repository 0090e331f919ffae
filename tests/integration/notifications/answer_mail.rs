//! "Your question has an answer": to whoever asked, while it can be seen and is wanted.

use diesel::prelude::*;
use guildhall::accounts::Acting;
use guildhall::accounts::standing::silence;
use guildhall::accounts::store::set_language;
use guildhall::forum::posts::change_state::StateChange;
use guildhall::platform::i18n::Lang;
use guildhall_schema::{category_access, generations};

use crate::forum::scene::{ask, change, reply, scene};
use crate::support::TestApp;

fn answers_to(app: &TestApp, address: &str) -> usize {
    app.run_jobs();
    app.mails().iter().filter(|mail| mail.name == "answer" && mail.to == address).count()
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
        app.run_jobs();
        let mail = app.mail_to("ann@example.com");
        let stop = mail.letter.text.lines().find(|line| line.contains("/stop-mail/")).expect("a link that ends these mails").to_owned();
        assert!(mail.raw.replace("\r\n ", " ").contains(&format!("List-Unsubscribe: <{stop}>")), "{}", mail.raw);
        let words = format!("{}\n\n{}\n{}", mail.letter.subject, mail.letter.text, mail.letter.html.split("<body>").nth(1).expect("a body"));
        insta::assert_snapshot!(format!("answer_mail_{}", lang.tag()), words.replace(&stop, "http://127.0.0.1:8080/stop-mail/TOKEN"));
    }
    assert_eq!(answers_to(&app, "ann@example.com"), Lang::all().count());
    assert_eq!(app.mails().len(), Lang::all().count(), "nobody else is told");
}

#[actix_web::test]
async fn only_replies_by_others_to_questions_are_answers() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let own = reply(&app, &ann, topic, "Found it myself: the bank had to confirm.").await;
    bob.post(&format!("/p/{own}/comment"), &[("key", ""), ("body", "Good to know.")]).await.expect(303);
    let mut discussion = crate::forum::scene::question("", "").into_iter().filter(|(name, _)| *name != "category").collect::<Vec<_>>();
    let category = category.to_string();
    discussion.extend([("category", category.as_str()), ("kind", "discussion")]);
    let discussed = crate::forum::scene::topic_in(&ann.post("/ask", &discussion).await.expect(303));
    reply(&app, &bob, discussed, "I have an opinion about this as well.").await;
    assert_eq!(answers_to(&app, "ann@example.com"), 0);
}

#[actix_web::test]
async fn what_was_taken_away_meanwhile_is_not_mailed() {
    let (app, category) = scene().await;
    let (ann, bob, mod_) = (app.member("ann").await, app.member("bob").await, app.moderator("vera").await);
    let topic = ask(&ann, category).await;
    let post = reply(&app, &bob, topic, "You all are clowns and should give up.").await;
    mod_.post(&format!("/p/{post}/delete"), &[("reason", "Insults")]).await.expect(303);
    assert_eq!(answers_to(&app, "ann@example.com"), 0);
    reply(&app, &bob, topic, "The bank has to confirm the account again.").await;
    app.rows(move |conn| {
        diesel::delete(category_access::table.filter(category_access::category.eq(category))).execute(conn).unwrap();
        diesel::delete(generations::table).execute(conn).unwrap();
    })
    .await;
    let other = app.another_process().await;
    assert_eq!(other.run_jobs(), 3, "the mail's job runs where nothing is remembered, beside those of the index and of the notices");
    assert!(other.mails().is_empty() && app.mails().is_empty(), "the category is closed to the asker");
}

#[actix_web::test]
async fn one_click_ends_these_mails() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    reply(&app, &bob, topic, "The bank has to confirm the account again.").await;
    assert_eq!(answers_to(&app, "ann@example.com"), 1);
    let text = app.mail_to("ann@example.com").letter.text;
    let stop = text.lines().find_map(|line| line.strip_prefix("http://127.0.0.1:8080/stop-mail/")).expect("a link");
    app.visitor().post_from_elsewhere(&format!("/stop-mail/{stop}"), &[("List-Unsubscribe", "One-Click")]).await;
    reply(&app, &bob, topic, "And then it takes three more banking days.").await;
    assert_eq!(answers_to(&app, "ann@example.com"), 1);
}

#[actix_web::test]
async fn what_is_held_and_approved_once_more_is_told_once() {
    let (app, category) = scene().await;
    let (ann, bob, eve) = (app.member("ann").await, app.member("bob").await, app.member("eve").await);
    let topic = ask(&ann, category).await;
    let seen = reply(&app, &bob, topic, "The bank has to confirm the account again.").await;
    assert_eq!(answers_to(&app, "ann@example.com"), 1);
    for _ in 0..2 {
        change(&app, seen, StateChange::Hold).await;
        change(&app, seen, StateChange::Approve).await;
        assert_eq!(answers_to(&app, "ann@example.com"), 1, "she was told when it was written");
    }
    let member = eve.member();
    app.db().write(Acting::System, move |tx, by| silence(tx, by, member, None, "new here")).await.unwrap();
    let held = reply(&app, &eve, topic, "It took three banking days with us, not more.").await;
    assert_eq!(answers_to(&app, "ann@example.com"), 1);
    change(&app, held, StateChange::Hold).await;
    change(&app, held, StateChange::Approve).await;
    assert_eq!(answers_to(&app, "ann@example.com"), 2, "approved for the first time, however often it was held before");
    change(&app, held, StateChange::Hold).await;
    change(&app, held, StateChange::Approve).await;
    assert_eq!(answers_to(&app, "ann@example.com"), 2);
}
