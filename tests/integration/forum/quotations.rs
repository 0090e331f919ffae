//! A quotation shows its words to whoever may read the post they come from, and to nobody else.

use diesel::prelude::*;
use guildhall::accounts::{Acting, CategoryId, Right, Viewer};
use guildhall::forum::participant::Participant;
use guildhall::forum::posts::change_state::StateChange;
use guildhall::forum::posts::reply::reply as write_reply;
use guildhall::forum::rerender;
use guildhall::forum::texts::{self, Composed, Tongue, Whereabouts};
use guildhall::forum::topics::show::quotation::quotation;
use guildhall::forum::{PostId, TopicId, categories, topics};
use guildhall::platform::db::{Timestamp, Tx};
use guildhall::platform::i18n::Lang;
use guildhall::platform::text::{Limits, MarkdownSource};
use guildhall_schema::{jobs, mentions, post_texts, posts as post_rows, quotes, revisions, topics as topic_rows};

use super::scene::{ask, change, post, question, reply, scene, topic_in};
use crate::support::fixtures::insert_category;
use crate::support::{Client, TestApp};

/// In no other text.
const WORDS: &str = "Zq7vXw2kUniqueWords";

/// The words with something around them, as they stand in a post.
fn said() -> String {
    format!("The bank told us that {WORDS} is the reason.")
}

/// A reply that quotes a post as the page does, under a name.
fn quoting(topic: TopicId, number: i64, name: &str) -> String {
    let url = if number == 1 { format!("/t/payouts/{topic}") } else { format!("/t/payouts/{topic}/{number}") };
    quotation(name, &url, &said()) + "Thank you, that helped us a lot."
}

async fn html(app: &TestApp, post: PostId) -> String {
    app.read(move |conn| Ok(texts::store::text(conn, post)?.1)).await
}

async fn source(app: &TestApp, post: PostId) -> String {
    app.read(move |conn| texts::store::source(conn, post)).await
}

async fn version(app: &TestApp, topic: TopicId) -> i64 {
    app.read(move |conn| Ok(topic_rows::table.find(topic).select(topic_rows::version).first(conn)?)).await
}

async fn waiting(app: &TestApp) -> Vec<String> {
    app.read(|conn| Ok(jobs::table.filter(jobs::kind.like("forum.%")).order(jobs::id).select(jobs::kind).load(conn)?)).await
}

/// Shown with its words, or as a link alone; what was written below the quotation stands either way.
async fn assert_shown(app: &TestApp, post: PostId, is_shown: bool, when: &str) {
    let html = html(app, post).await;
    assert_eq!(html.contains(WORDS), is_shown, "{when}: {html}");
    assert!(html.contains("<blockquote>\n<p><a href=\"/t/") && html.ends_with("<p>Thank you, that helped us a lot.</p>\n"), "{when}: {html}");
}

/// A question by Ann with a reply by her, which Bob quotes in the same topic and in another one.
struct Quoted {
    app: TestApp,
    category: CategoryId,
    ann: Client,
    bob: Client,
    topic: TopicId,
    post: PostId,
    beside: PostId,
    elsewhere: PostId,
}

async fn quoted() -> Quoted {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let post = reply(&app, &ann, topic, &said()).await;
    let beside = reply(&app, &bob, topic, &quoting(topic, 2, "ann")).await;
    let other = ask(&bob, category).await;
    let elsewhere = reply(&app, &bob, other, &quoting(topic, 2, "ann")).await;
    app.run_jobs();
    Quoted { app, category, ann, bob, topic, post, beside, elsewhere }
}

#[actix_web::test]
async fn quotations_follow_the_state_of_what_they_quote() {
    let Quoted { app, topic, post, beside, elsewhere, .. } = quoted().await;
    assert_shown(&app, beside, true, "written").await;
    for (act, is_shown) in [
        (StateChange::Hide, false),
        (StateChange::Restore, true),
        (StateChange::Delete, false),
        (StateChange::Restore, true),
        (StateChange::Hold, false),
        (StateChange::Approve, true),
    ] {
        let before = version(&app, topic).await;
        change(&app, post, act).await;
        assert!(waiting(&app).await.contains(&"forum.rerender-quoting".to_owned()), "{act:?}");
        let changed = version(&app, topic).await;
        app.run_jobs();
        assert!(changed > before && version(&app, topic).await > changed, "readers of the topic are told");
        assert_shown(&app, beside, is_shown, &format!("{act:?}")).await;
        assert_shown(&app, elsewhere, is_shown, &format!("{act:?}")).await;
        assert!(source(&app, beside).await.contains(WORDS), "what was typed stays");
    }
}

#[actix_web::test]
async fn quotations_follow_the_topic_of_what_they_quote() {
    let Quoted { app, topic, bob, beside, elsewhere, .. } = quoted().await;
    let first = post(&app, topic, 1).await;
    let asked = reply(&app, &bob, topic, &quoting(topic, 1, "ann")).await;
    app.run_jobs();
    assert_shown(&app, asked, true, "the question").await;
    change(&app, first, StateChange::Hide).await;
    app.run_jobs();
    assert_shown(&app, elsewhere, false, "out of a topic that is hidden").await;
    assert_shown(&app, beside, true, "whoever reads the topic").await;
    assert_shown(&app, asked, false, "the question that is hidden").await;
    change(&app, first, StateChange::Restore).await;
    app.run_jobs();
    for quoting in [beside, elsewhere, asked] {
        assert_shown(&app, quoting, true, "restored").await;
    }
}

#[actix_web::test]
async fn nothing_is_done_where_nothing_is_quoted() {
    let (app, category) = scene().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let topic = ask(&ann, category).await;
    let id = reply(&app, &ann, topic, &said()).await;
    reply(&app, &bob, topic, &format!("See [this](/t/payouts/{topic}/2), I think.\n\n> It is not quoted here.")).await;
    app.run_jobs();
    for act in [StateChange::Hide, StateChange::Restore, StateChange::Erase] {
        change(&app, id, act).await;
    }
    change(&app, post(&app, topic, 1).await, StateChange::Delete).await;
    assert_eq!(waiting(&app).await, [] as [&str; 0]);
    app.run_jobs();
}

#[actix_web::test]
async fn everything_that_is_made_of_a_text_leaves_the_words_out() {
    let Quoted { app, ann, bob, topic, post, beside, .. } = quoted().await;
    app.later(10 * Timestamp::MINUTE);
    let body = source(&app, beside).await + " More soon.";
    bob.post(&format!("/p/{beside}/edit"), &[("version", "1"), ("body", &body)]).await.expect(303);
    let page = app.visitor().get(&format!("/t/{topic}")).await.location().unwrap();
    let places = [page.clone(), format!("{page}.atom"), format!("/p/{beside}/history"), "/u/bob".to_owned(), format!("{page}?quote=3")];
    let is_met = async |who: &Client, place: &str| {
        let shown = who.get(place).await.expect(200);
        assert!(shown.body.contains("Thank you") || place.ends_with("history") && shown.body.contains("More soon"), "{place}: {}", shown.body);
        shown.body.contains(WORDS)
    };
    for place in &places {
        assert!(is_met(&bob, place).await, "{place}");
    }
    change(&app, post, StateChange::Hide).await;
    app.run_jobs();
    for place in &places {
        for who in [&bob, &app.visitor()] {
            assert!(!is_met(who, place).await, "{place}");
        }
    }
    let typed = quoting(topic, 2, "ann");
    for (action, as_post) in [(format!("/t/{topic}/reply"), true), (format!("/p/{post}/nothing"), false), (String::new(), false)] {
        let preview = bob.post("/preview", &[("body", &typed), ("action", &action)]).await.expect(200).body;
        assert!(!preview.contains(WORDS), "{action}: {preview}");
        if as_post {
            let id = reply(&app, &bob, topic, &typed).await;
            app.run_jobs();
            assert_eq!(preview, html(&app, id).await);
        }
    }
    let own = ann.get(&format!("{page}?quote=2")).await.expect(200).text("#reply-text");
    assert!(own.contains(WORDS), "the author sees what waits, and quotes it: {own}");
}

#[actix_web::test]
async fn a_mail_leaves_the_words_out() {
    let Quoted { app, category, bob, topic, post, .. } = quoted().await;
    let cem = app.member("cem").await;
    let asked = ask(&cem, category).await;
    reply(&app, &bob, asked, &quoting(topic, 2, "ann")).await;
    change(&app, post, StateChange::Delete).await;
    app.run_jobs();
    app.later(10 * Timestamp::MINUTE);
    app.run_jobs();
    let mail = app.mail_to("cem@example.com");
    assert!(mail.raw.contains("Thank you, that helped") && !mail.raw.contains(WORDS), "{}", mail.raw);
}

#[actix_web::test]
async fn a_quotation_of_a_quotation_shows_what_each_allows() {
    let Quoted { app, bob, topic, post, beside, .. } = quoted().await;
    let text = format!(
        "> [bob](/t/payouts/{topic}/3):\n>\n> > [ann](/t/payouts/{topic}/2):\n> >\n> > {}\n>\n> Bob's own line.\n\nThank you, that helped us a lot.",
        said()
    );
    let nested = reply(&app, &bob, topic, &text).await;
    app.run_jobs();
    assert_shown(&app, nested, true, "both").await;
    change(&app, post, StateChange::Hide).await;
    app.run_jobs();
    assert_shown(&app, nested, false, "without the inner one").await;
    assert!(html(&app, nested).await.contains("own line"), "{}", html(&app, nested).await);
    change(&app, beside, StateChange::Hide).await;
    change(&app, post, StateChange::Restore).await;
    app.run_jobs();
    assert_shown(&app, nested, false, "without the outer one").await;
    assert!(!html(&app, nested).await.contains("own line"));
    // What stands in a quotation that is not shown follows, too.
    change(&app, post, StateChange::Erase).await;
    app.run_jobs();
    assert!(source(&app, nested).await.contains("own line") && !source(&app, nested).await.contains(WORDS), "{}", source(&app, nested).await);
    change(&app, beside, StateChange::Restore).await;
    app.run_jobs();
    assert!(html(&app, nested).await.contains("own line"), "{}", html(&app, nested).await);
}

#[actix_web::test]
async fn quotations_follow_who_may_read_a_category() {
    let (app, open) = scene().await;
    let closed = app.rows(|conn| insert_category(conn, "partners", None, &[("members", Right::Ask)])).await;
    let below = app.rows(move |conn| insert_category(conn, "agencies", Some(closed), &[("members", Right::Ask)])).await;
    let (ann, bob, ada) = (app.member("ann").await, app.member("bob").await, app.admin("ada").await);
    let topic = ask(&ann, below).await;
    reply(&app, &ann, topic, &said()).await;
    let (within, outside) = (ask(&bob, closed).await, ask(&bob, open).await);
    let (within, outside) = (reply(&app, &bob, within, &quoting(topic, 2, "ann")).await, reply(&app, &bob, outside, &quoting(topic, 2, "ann")).await);
    app.run_jobs();
    assert_shown(&app, within, true, "the same people read both").await;
    assert_shown(&app, outside, false, "visitors read this").await;
    for (category, action) in [(open, ""), (closed, "/ask")] {
        let preview =
            bob.post("/preview", &[("body", &quoting(topic, 2, "ann")), ("category", &category.to_string()), ("action", action)]).await.expect(200).body;
        assert_eq!(preview.contains(WORDS), category == closed, "{preview}");
    }
    let opened = async |category: CategoryId, slug: &str, parent: &str, group: &str| {
        let fields = [("name-en", slug), ("slug", slug), ("parent", parent), ("icon", "chat"), (group, "ask")];
        ada.post(&format!("/admin/categories/{category}"), &fields).await.expect(303);
        app.run_jobs();
    };
    opened(closed, "partners", "", "access-everyone").await;
    assert_shown(&app, outside, false, "the category itself is closed still").await;
    assert_shown(&app, within, false, "and everybody reads the one above now").await;
    let parent = closed.to_string();
    opened(below, "agencies", &parent, "access-everyone").await;
    assert_shown(&app, outside, true, "open").await;
    assert_shown(&app, within, true, "open").await;
    opened(below, "agencies", &parent, "access-staff").await;
    assert_shown(&app, outside, false, "closed again").await;
    assert_shown(&app, within, false, "closed again, and what stands above is open").await;
    opened(closed, "partners", "", "access-staff").await;
    assert_shown(&app, within, true, "staff alone reads both").await;
    let fields = [("name-en", "Agencies"), ("slug", "agencies"), ("parent", parent.as_str()), ("icon", "list"), ("access-staff", "reply")];
    ada.post(&format!("/admin/categories/{below}"), &fields).await.expect(303);
    assert_eq!(waiting(&app).await, [] as [&str; 0], "the same people read it");
}

#[actix_web::test]
async fn words_that_were_erased_are_destroyed_where_they_were_quoted() {
    let Quoted { app, ann, bob, topic, post, beside, elsewhere, .. } = quoted().await;
    let mia = app.moderator("mia").await;
    // Quoted once, and taken out again: it stands in a revision.
    let typed = quoting(topic, 2, "ann").replace("Thank you", "Thank you @ann");
    let edited = reply(&app, &bob, topic, &typed.replace("> The bank", "> @mia: the bank")).await;
    app.later(10 * Timestamp::MINUTE);
    for (version, body) in [("1", typed.as_str()), ("2", "Thank you, that helped us a lot.")] {
        bob.post(&format!("/p/{edited}/edit"), &[("version", version), ("body", body)]).await.expect(303);
    }
    let named = reply(&app, &bob, topic, &typed.replace("> The bank", "> @mia: the bank")).await;
    app.run_jobs();
    mia.post(&format!("/p/{post}/erase"), &[("reason", "a secret")]).await.expect(303);
    assert_eq!(app.texts_with(WORDS).await.len(), 8, "quotations in texts, their HTML and their revisions: {:?}", app.texts_with(WORDS).await);
    app.run_jobs();
    assert_eq!(app.texts_with(WORDS).await, [] as [&str; 0]);
    assert_eq!(app.files_with(WORDS), [] as [&str; 0]);
    let left = format!("> [ann](/t/{topic}/2):\n\nThank you, that helped us a lot.");
    assert_eq!((source(&app, beside).await, source(&app, elsewhere).await), (left.clone(), left));
    for quoting in [beside, elsewhere] {
        assert_shown(&app, quoting, false, "erased").await;
    }
    let history = mia.get(&format!("/p/{edited}/history")).await.expect(200);
    assert!(history.texts("del").concat().contains(&format!("/t/{topic}/2")), "{}", history.body);
    let meant: Vec<i64> = app.read(move |conn| Ok(mentions::table.filter(mentions::post.eq(named)).select(mentions::member).load(conn)?)).await;
    assert_eq!(meant, [ann.member().0], "whom the words mentioned is forgotten with them");
    // A form that was open all the while.
    let late = reply(&app, &bob, topic, &quoting(topic, 2, "ann")).await;
    assert_shown(&app, late, false, "late").await;
    app.run_jobs();
    assert_eq!(app.texts_with(WORDS).await, [] as [&str; 0]);
    bob.get(&format!("/p/{beside}/edit")).await.expect(200);
    bob.post(&format!("/p/{beside}/edit"), &[("version", "1"), ("body", "It was what I had typed before.")]).await.expect(409);
}

#[actix_web::test]
async fn a_title_that_was_erased_stands_in_no_address_of_a_quotation() {
    let (app, category) = scene().await;
    let (ann, bob, mia) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await);
    let title = format!("Who has heard of {WORDS} before today");
    let category_number = category.to_string();
    let mut fields = question(&category_number, "");
    fields.retain(|(name, _)| *name != "title");
    fields.push(("title", &title));
    let topic = topic_in(&ann.post("/ask", &fields).await.expect(303));
    reply(&app, &ann, topic, "The bank has to confirm the account.").await;
    let other = ask(&bob, category).await;
    let page = app.visitor().get(&format!("/t/{topic}")).await.location().unwrap();
    let quoting = reply(&app, &bob, other, &(quotation("ann", &format!("{page}/2"), "The bank has to confirm the account.") + "Is that so?")).await;
    app.run_jobs();
    mia.post(&format!("/p/{}/erase", post(&app, topic, 1).await), &[("reason", "a secret")]).await.expect(303);
    app.run_jobs();
    assert_eq!(app.texts_with(WORDS).await, [] as [&str; 0]);
    assert_eq!(app.files_with(WORDS), [] as [&str; 0]);
    assert!(source(&app, quoting).await.contains("confirm the account"), "the reply itself is not erased");
    assert!(!html(&app, quoting).await.contains("confirm the account"), "but nobody reads its topic");
}

#[actix_web::test]
async fn words_of_an_erased_revision_are_destroyed_and_others_stay() {
    let Quoted { app, ann, bob, topic, post, beside, elsewhere, .. } = quoted().await;
    let mia = app.moderator("mia").await;
    app.later(10 * Timestamp::MINUTE);
    ann.post(&format!("/p/{post}/edit"), &[("version", "1"), ("body", "The bank told us that there is a reason.")]).await.expect(303);
    let present = quotation("ann", &format!("/t/payouts/{topic}/2"), "The bank told us that there is a reason.") + "Thank you, that helped us a lot.";
    let present = reply(&app, &bob, topic, &present).await;
    app.run_jobs();
    let before = source(&app, present).await;
    mia.post(&format!("/p/{post}/history/1/erase"), &[("reason", "a secret")]).await.expect(303);
    assert!(waiting(&app).await.contains(&"forum.cut-quotations".to_owned()));
    app.run_jobs();
    assert_eq!(app.texts_with(WORDS).await, [] as [&str; 0]);
    assert_eq!(app.files_with(WORDS), [] as [&str; 0]);
    for quoting in [beside, elsewhere] {
        assert_shown(&app, quoting, false, "erased").await;
    }
    assert_eq!(source(&app, present).await, before);
    assert!(html(&app, present).await.contains("there is a reason"));
    let kept: i64 = app.read(|conn| Ok(revisions::table.count().get_result(conn)?)).await;
    assert_eq!(kept, 1);
}

#[actix_web::test]
async fn a_text_that_was_rendered_before_the_change_and_written_after_it_follows() {
    let Quoted { app, bob, topic, post, .. } = quoted().await;
    let composed: Composed = app
        .read(move |conn| {
            let row = topics::store::find(conn, topic)?.expect("a topic");
            let (source, categories) = (MarkdownSource::parse(&quoting(topic, 2, "ann"), Limits::BODY).unwrap(), categories::store::load(conn)?);
            let tongue = Tongue { chosen: None, offered: Lang::all().collect(), fallback: Lang::FIRST };
            texts::compose(conn, "http://127.0.0.1:8080", source, &tongue, &Whereabouts::in_topic(&categories, &row))
        })
        .await;
    assert!(composed.html.as_str().contains(WORDS));
    for (act, is_kept) in [(StateChange::Hide, true), (StateChange::Erase, false)] {
        change(&app, post, act).await;
        app.run_jobs();
        let (memory, db, text) = (app.parts.forum.clone(), app.db().clone(), composed.clone());
        let task = move |tx: &mut Tx<'_>, viewer: &Viewer| {
            let who = Participant::new(&memory, &db, tx.conn(), viewer)?;
            write_reply(tx, &who, topic, &text, "")
        };
        let late = app.db().write(Acting::Member(bob.member()), task).await.expect("it is written").post;
        app.run_jobs();
        assert_shown(&app, late, false, "written late").await;
        assert_eq!(source(&app, late).await.contains(WORDS), is_kept, "{act:?}");
    }
    assert_eq!(app.files_with(WORDS), [] as [&str; 0]);
}

#[actix_web::test]
async fn quotations_stand_under_the_name_of_today() {
    let Quoted { app, category, ann, bob, topic, beside, .. } = quoted().await;
    let asked = reply(&app, &bob, topic, &quoting(topic, 1, "ann")).await;
    let said = reply(&app, &bob, topic, &quoting(topic, 2, "ann").replace("):", ") wrote:")).await;
    ann.post("/settings", &[("name", "Qwrylla Shopkeeper"), ("lang", "en")]).await.expect(303);
    app.run_jobs();
    for quoting in [beside, asked, said] {
        assert!(html(&app, quoting).await.contains(">Qwrylla Shopkeeper</a>"), "{}", html(&app, quoting).await);
    }
    let again = quotation("Qwrylla Shopkeeper", &format!("/t/payouts/{topic}"), "a question") + "I see.";
    let (again, other) = (reply(&app, &bob, topic, &again).await, ask(&bob, category).await);
    let wrote = format!("- > [Qwrylla Shopkeeper](/t/payouts/{topic}/2) skrev:\n  > so it is\n\nI see.");
    let wrote = reply(&app, &bob, other, &wrote).await;
    app.later(10 * Timestamp::MINUTE);
    bob.post(&format!("/p/{wrote}/edit"), &[("version", "1"), ("body", "I have seen that, and it was the bank.")]).await.expect(303);
    app.run_jobs();
    let id = ann.member();
    app.db().write(Acting::System, move |tx, _| guildhall::accounts::settings::close_account(tx, id)).await.expect("the account is closed");
    app.run_jobs();
    assert_eq!(app.texts_with("qwrylla").await, [] as [&str; 0]);
    let page = app.visitor().get(&format!("/t/{topic}")).await.location().unwrap();
    for place in [page.clone(), format!("{page}.atom"), format!("/p/{wrote}/history")] {
        let shown = bob.get(&place).await.expect(200);
        assert!(!shown.body.to_lowercase().contains("qwrylla") && shown.body.contains(&format!("former-{id}")), "{place}: {}", shown.body);
    }
    assert!(html(&app, again).await.contains(&format!(">former-{id}</a>:")), "{}", html(&app, again).await);
}

#[actix_web::test]
async fn older_texts_are_brought_up_to_what_may_be_seen() {
    let Quoted { app, bob, post, beside, elsewhere, .. } = quoted().await;
    app.later(10 * Timestamp::MINUTE);
    bob.post(&format!("/p/{elsewhere}/edit"), &[("version", "1"), ("body", "It was the bank, as it seems to me.")]).await.expect(303);
    // As an older program left it: what a quotation says was shown whatever became of the post.
    let shown = html(&app, beside).await;
    app.rows(move |conn| {
        diesel::update(post_rows::table.find(post)).set(post_rows::state.eq("hidden")).execute(conn).unwrap();
        diesel::delete(quotes::table).execute(conn).unwrap();
        diesel::update(post_texts::table).set(post_texts::renderer.eq(2)).execute(conn).unwrap();
    })
    .await;
    assert!(shown.contains(WORDS));
    let db = app.db().clone();
    std::thread::spawn(move || rerender::outdated(&db, "http://127.0.0.1:8080").expect("the database answers")).join().unwrap();
    assert_shown(&app, beside, false, "rendered again").await;
    let mut known: Vec<PostId> = app.read(move |conn| Ok(quotes::table.filter(quotes::quoted.eq(post)).select(quotes::post).load(conn)?)).await;
    known.sort_unstable();
    assert_eq!(known, [beside, elsewhere], "one of them in an earlier text");
}

/// One query for all that a text quotes, none for a text that quotes nothing.
#[actix_web::test]
async fn a_text_with_many_quotations_asks_once() {
    let Quoted { app, topic, .. } = quoted().await;
    let count = async |text: String| {
        let before = app.queries();
        app.read(move |conn| {
            let categories = categories::Categories::default();
            let tongue = Tongue { chosen: None, offered: Lang::all().collect(), fallback: Lang::FIRST };
            let source = MarkdownSource::parse(&text, Limits::BODY).unwrap();
            texts::compose(conn, "http://127.0.0.1:8080", source, &tongue, &Whereabouts::unknown(&categories))
        })
        .await;
        app.queries() - before
    };
    let nothing = count("> It is the bank, and nothing else.".into()).await;
    let many: String = (1..=20).map(|number| quotation("ann", &format!("/t/payouts/{topic}/{number}"), "so it is")).collect();
    assert_eq!(count(quoting(topic, 2, "ann")).await, nothing + 1);
    assert_eq!(count(many).await, nothing + 2, "what is not there was moved, perhaps: asked once for all of it");
}
