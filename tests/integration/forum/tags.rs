//! Tags: synonyms, names in other languages, renaming, merging; all of them on one page.

use super::plans::OPEN;
use super::scene::{figures_are_right, question, scene, topic_in};
use crate::support::app::START;
use crate::support::fixtures::*;
use crate::support::{Answer, Client, TestApp};
use diesel::prelude::*;
use guildhall::accounts::{CategoryId, Right};
use guildhall::forum::{PostState, TopicId};
use guildhall::platform::check;
use guildhall::registry::checks;
use guildhall_schema::{log, posts, tag_synonyms, tags, topics};

async fn asks(client: &Client, category: CategoryId, tags: &str) -> TopicId {
    let category = category.to_string();
    let mut fields = question(&category, "");
    fields.retain(|(name, _)| *name != "tags");
    fields.push(("tags", tags));
    topic_in(&client.post("/ask", &fields).await.expect(303))
}

async fn tags_of(app: &TestApp, topic: TopicId) -> Vec<String> {
    app.read(move |conn| guildhall::forum::tags::store::of_topic(conn, topic)).await
}

async fn version(app: &TestApp, topic: TopicId) -> i64 {
    app.read(move |conn| Ok(topics::table.find(topic).select(topics::version).first(conn)?)).await
}

/// What `/tags` shows: name and number.
fn shown(answer: &Answer) -> Vec<String> {
    answer.texts(".all-tags li").into_iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ").replace("Topics: ", "")).collect()
}

/// What is stored of tags twice says the same.
async fn checks_are_clean(app: &TestApp) {
    let db = app.db().clone();
    let wrong = std::thread::spawn(move || {
        let mut all = Vec::new();
        for check in checks().filter(|check| ["tag", "topic"].contains(&check.name())) {
            check::look(&db, check, |wrong| {
                all.extend(wrong.iter().map(ToString::to_string).filter(|wrong| wrong.contains("tag") || wrong.contains("language")));
                Ok(())
            })
            .unwrap();
        }
        all
    });
    assert_eq!(wrong.join().unwrap(), Vec::<String>::new());
}

async fn acts(app: &TestApp) -> Vec<(String, String, String)> {
    app.read(|conn| Ok(log::table.filter(log::subject_kind.eq("tag")).order(log::id).select((log::act, log::before, log::after)).load(conn)?)).await
}

#[actix_web::test]
async fn typing_or_visiting_a_synonym_leads_to_the_tag() {
    let (app, category) = scene().await;
    let staff = app.staff("sigrid").await;
    let topic = asks(&staff, category, "payouts").await;
    staff.post("/tag/payouts/synonyms", &[("name", "Bank Transfers")]).await.expect(303);
    let visitor = app.visitor();
    for path in ["/tag/bank-transfers", "/tag/Bank-Transfers", "/tag/bank%20transfers"] {
        assert_eq!(visitor.get(path).await.expect(301).location().as_deref(), Some("/tag/payouts"), "{path}");
    }
    let typed = asks(&app.member("ann").await, category, "bank-transfers, payouts").await;
    assert_eq!(tags_of(&app, typed).await, ["payouts"], "a new member may type what leads to a tag");
    assert_eq!(shown(&visitor.get("/tags").await.expect(200)), ["payouts 2"]);
    let page = staff.get("/tag/payouts/edit").await.expect(200);
    assert!(page.text(".held").contains("bank-transfers"));
    staff.post("/tag/payouts/synonyms/remove", &[("name", "bank-transfers")]).await.expect(303);
    visitor.get("/tag/bank-transfers").await.expect(404);
    assert_eq!(acts(&app).await.len(), 2);
    figures_are_right(&app, topic).await;
    checks_are_clean(&app).await;
    app.run_jobs();
}

#[actix_web::test]
async fn a_renamed_tag_keeps_its_links() {
    let (app, category) = scene().await;
    let staff = app.staff("sigrid").await;
    let topic = asks(&staff, category, "payouts, taxes").await;
    let answer = staff.post("/tag/payouts/rename", &[("name", "Settlements")]).await.expect(303);
    assert_eq!(answer.location().as_deref(), Some("/tag/settlements/edit"));
    let visitor = app.visitor();
    assert_eq!(visitor.get("/tag/payouts").await.expect(301).location().as_deref(), Some("/tag/settlements"));
    assert_eq!(visitor.get("/tag/settlements").await.expect(200).texts("h1"), ["settlements"]);
    assert_eq!(tags_of(&app, topic).await, ["settlements", "taxes"]);
    let taken = staff.post("/tag/settlements/rename", &[("name", "taxes")]).await.expect(422);
    assert!(taken.text("#rename-e").contains("taxes belongs to another tag"), "{}", taken.text("main"));
    assert_eq!(taken.attributes("#rename", "value"), ["taxes"], "what was typed comes back");
    staff.post("/tag/settlements/rename", &[("name", "<b>")]).await.expect(422);
    // Back again: the old name was a synonym of the tag itself.
    staff.post("/tag/settlements/rename", &[("name", "payouts")]).await.expect(303);
    assert_eq!(visitor.get("/tag/settlements").await.expect(301).location().as_deref(), Some("/tag/payouts"));
    let renames: Vec<String> = acts(&app).await.into_iter().map(|(act, before, after)| format!("{act}: {before} > {after}")).collect();
    assert_eq!(renames, ["tag.rename: payouts > settlements", "tag.rename: settlements > payouts"]);
    app.run_jobs();
}

#[actix_web::test]
async fn a_merged_tag_leads_on_at_once_and_its_topics_follow() {
    let (app, category) = scene().await;
    let staff = app.staff("sigrid").await;
    let both = asks(&staff, category, "payouts, transfers").await;
    let one = asks(&staff, category, "transfers").await;
    staff.post("/tag/transfers/synonyms", &[("name", "wires")]).await.expect(303);
    let confirm = staff.get("/tag/transfers/merge?into=payouts").await.expect(200);
    assert!(confirm.text("main").contains("2 topics move from transfers to payouts"), "{}", confirm.text("main"));
    assert_eq!(tags_of(&app, one).await, ["transfers"], "asking changes nothing");
    let before = version(&app, one).await;
    staff.post("/tag/transfers/merge", &[("into", "payouts")]).await.expect(303);
    let visitor = app.visitor();
    for path in ["/tag/transfers", "/tag/wires"] {
        assert_eq!(visitor.get(path).await.expect(301).location().as_deref(), Some("/tag/payouts"), "{path}");
    }
    assert!(staff.get("/tag/payouts/edit").await.expect(200).text("main").contains("2 topics are left to move"));
    let typed = asks(&staff, category, "transfers").await;
    assert_eq!(tags_of(&app, typed).await, ["payouts"], "nothing gets the old tag any more");
    app.run_jobs();
    assert_eq!((tags_of(&app, both).await, tags_of(&app, one).await), (vec!["payouts".into()], vec!["payouts".to_owned()]));
    assert_ne!(version(&app, one).await, before, "readers of the topic are told that it changed");
    assert_eq!(shown(&visitor.get("/tags").await), ["payouts 3"]);
    let left = app
        .read(|conn| {
            Ok((tags::table.count().get_result::<i64>(conn)?, tag_synonyms::table.order(tag_synonyms::name).select(tag_synonyms::name).load::<String>(conn)?))
        })
        .await;
    assert_eq!(left, (1, vec!["transfers".to_owned(), "wires".to_owned()]));
    assert_eq!(acts(&app).await.last().unwrap(), &("tag.merge".to_owned(), "transfers".to_owned(), "payouts".to_owned()));
    checks_are_clean(&app).await;
}

#[actix_web::test]
async fn a_merge_that_makes_no_sense_is_refused() {
    let (app, category) = scene().await;
    let staff = app.staff("sigrid").await;
    asks(&staff, category, "payouts, taxes").await;
    for into in ["payouts", "nothing", "<b>", ""] {
        let quoted = into.replace('<', "%3C").replace('>', "%3E");
        assert_eq!(staff.get(&format!("/tag/payouts/merge?into={quoted}")).await.expect(422).texts("#into-e").len(), 1, "{into}");
        staff.post("/tag/payouts/merge", &[("into", into)]).await.expect(422);
    }
    // Two merges in a row: what is on its way goes straight to the end.
    asks(&staff, category, "a-one, b-two, c-three").await;
    staff.post("/tag/a-one/merge", &[("into", "b-two")]).await.expect(303);
    staff.post("/tag/b-two/merge", &[("into", "c-three")]).await.expect(303);
    assert_eq!(staff.post("/tag/c-three/merge", &[("into", "a-one")]).await.expect(422).texts("#into-e").len(), 1, "a-one is c-three now");
    app.run_jobs();
    assert_eq!(app.visitor().get("/tag/a-one").await.expect(301).location().as_deref(), Some("/tag/c-three"));
    assert_eq!(shown(&app.visitor().get("/tags").await), ["c-three 1", "payouts 1", "taxes 1"]);
    checks_are_clean(&app).await;
}

#[actix_web::test]
async fn a_tag_is_shown_by_its_name_in_the_readers_language() {
    let (app, category) = scene().await;
    let staff = app.staff("sigrid").await;
    let topic = asks(&staff, category, "payouts").await;
    let norwegian = app.visitor().reading("nb");
    assert_eq!(norwegian.get("/").await.texts(".row .tag"), ["payouts"]);
    staff.post("/tag/payouts/names", &[("name-nb", "Utbetalinger"), ("name-zh-Hant", "撥款"), ("name-en", "")]).await.expect(303);
    let url = norwegian.get(&format!("/t/{topic}")).await.location().unwrap();
    for (lang, name) in [("nb", "utbetalinger"), ("zh-TW", "撥款"), ("en", "payouts")] {
        let reader = app.visitor().reading(lang);
        assert_eq!(reader.get("/").await.texts(".row .tag"), [name]);
        assert_eq!(reader.get("/tag/payouts").await.expect(200).texts("h1"), [name]);
        let page = reader.get(&url).await.expect(200);
        assert_eq!((page.texts(".topic-head .tag"), page.attributes(".topic-head .tag", "href")), (vec![name.to_owned()], vec!["/tag/payouts".to_owned()]));
        assert_eq!(reader.get("/tags").await.texts(".all-tags .tag"), [name]);
    }
    assert_eq!(norwegian.get("/tag/utbetalinger").await.expect(301).location().as_deref(), Some("/tag/payouts"));
    let typed = asks(&app.member("ann").await, category, "utbetalinger").await;
    assert_eq!(tags_of(&app, typed).await, ["payouts"]);
    let other = app.another_process().await;
    assert_eq!(other.visitor().reading("nb").get("/").await.texts(".row .tag")[0], "utbetalinger");
    asks(&staff, category, "taxes").await;
    let taken = staff.post("/tag/taxes/names", &[("name-nb", "utbetalinger")]).await.expect(422);
    assert!(taken.text("#names").contains("belongs to another tag"));
    assert_eq!(taken.attributes("#name-nb", "value"), ["utbetalinger"]);
    app.run_jobs();
}

#[actix_web::test]
async fn tags_are_counted_by_what_their_reader_may_read() {
    let app = TestApp::start().await;
    let (hidden, open, closed) = app
        .rows(|conn| {
            let author = insert_member(conn, "asker");
            let (open, closed) = (insert_category(conn, "payments", None, OPEN), insert_category(conn, "partners", None, &[("staff", Right::Ask)]));
            let mut tagged = |category, state, tag: &str| {
                let topic = NewTopic { state, ..NewTopic::question(category, author, tag) }.insert(conn);
                insert_tag(conn, topic, tag);
                topic
            };
            tagged(open, PostState::Visible, "everywhere");
            tagged(closed, PostState::Visible, "everywhere");
            tagged(closed, PostState::Visible, "inside");
            (tagged(open, PostState::Hidden, "gone"), open, closed)
        })
        .await;
    let (staff, keeper) = (app.staff("sigrid").await, app.moderator("keeper").await);
    assert_eq!(shown(&app.visitor().get("/tags").await.expect(200)), ["everywhere 1"]);
    assert_eq!(shown(&staff.get("/tags").await), ["everywhere 2", "inside 1"]);
    let post = super::scene::post(&app, hidden, 1).await;
    keeper.post(&format!("/p/{post}/restore"), &[("reason", "")]).await.expect(303);
    assert_eq!(shown(&app.visitor().get("/tags").await), ["everywhere 1", "gone 1"]);
    keeper.post(&format!("/p/{post}/delete"), &[("reason", "")]).await.expect(303);
    assert_eq!(shown(&app.visitor().get("/tags").await), ["everywhere 1"]);
    checks_are_clean(&app).await;
    assert_ne!(open, closed);
    app.run_jobs();
}

#[actix_web::test]
async fn pages_of_all_tags_follow_one_another() {
    let app = TestApp::start().await;
    app.rows(|conn| {
        let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
        let topic = NewTopic::question(category, author, "Tagged").insert(conn);
        for number in 0..230 {
            insert_tag(conn, topic, &format!("tag-{number:03}"));
        }
    })
    .await;
    let visitor = app.visitor();
    let link = |answer: &Answer, rel: &str| answer.attributes(&format!("nav.pager a[rel={rel}]"), "href").into_iter().next();
    let first = visitor.get("/tags").await.expect(200);
    let second = visitor.get(&link(&first, "next").unwrap()).await.expect(200);
    let third = visitor.get(&link(&second, "next").unwrap()).await.expect(200);
    assert_eq!([&first, &second, &third].map(|page| shown(page).len()), [100, 100, 30]);
    assert_eq!((link(&first, "prev"), link(&third, "next")), (None, None));
    let back = visitor.get(&link(&third, "prev").unwrap()).await.expect(200);
    assert_eq!(shown(&back), shown(&second));
    let start = visitor.get(&link(&back, "prev").unwrap()).await.expect(200);
    assert_eq!((shown(&start), link(&start, "prev")), (shown(&first), None));
}

#[actix_web::test]
async fn only_staff_change_tags_and_only_those_they_see() {
    let app = TestApp::start().await;
    app.rows(|conn| {
        let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
        let closed = insert_category(conn, "partners", None, &[("partner-circle", Right::Ask)]);
        for (category, tag) in [(category, "open"), (category, "other"), (closed, "inside")] {
            let topic = NewTopic::question(category, author, tag).insert(conn);
            insert_tag(conn, topic, tag);
        }
    })
    .await;
    let (staff, member, keeper, admin) = (app.staff("sigrid").await, app.member("ann").await, app.moderator("keeper").await, app.admin("adele").await);
    let forms: [(&str, &[(&str, &str)]); 5] = [
        ("names", &[("name-nb", "annet")]),
        ("synonyms", &[("name", "another")]),
        ("synonyms/remove", &[("name", "another")]),
        ("rename", &[("name", "another")]),
        ("merge", &[("into", "other")]),
    ];
    for path in ["edit", "merge?into=other"] {
        let sign_in = app.visitor().get(&format!("/tag/open/{path}")).await.expect(303);
        assert!(sign_in.location().unwrap().starts_with("/sign-in?next="));
        for person in [&member, &keeper, &admin] {
            person.get(&format!("/tag/open/{path}")).await.expect(403);
        }
        staff.get(&format!("/tag/open/{path}")).await.expect(200);
        for tag in ["inside", "nothing"] {
            staff.get(&format!("/tag/{tag}/{path}")).await.expect(404);
        }
    }
    for (form, fields) in forms {
        app.visitor().post(&format!("/tag/open/{form}"), fields).await.expect(303);
        for person in [&member, &keeper, &admin] {
            person.post(&format!("/tag/open/{form}"), fields).await.expect(403);
            person.post(&format!("/tag/inside/{form}"), fields).await.expect(404);
        }
        for tag in ["inside", "nothing"] {
            staff.post(&format!("/tag/{tag}/{form}"), fields).await.expect(404);
        }
    }
    assert_eq!(acts(&app).await, []);
    staff.get("/tag/open/merge?into=inside").await.expect(422);
    assert!(staff.get("/tag/open").await.text(".bar").contains("Edit tag") && !member.get("/tag/open").await.text(".bar").contains("Edit tag"));
}

#[actix_web::test]
async fn check_finds_and_mends_counts_and_languages() {
    let app = TestApp::start().await;
    app.rows(|conn| {
        let (author, category) = (insert_member(conn, "asker"), insert_category(conn, "payments", None, OPEN));
        let topic = NewTopic::question(category, author, "Tagged").insert(conn);
        insert_tag(conn, topic, "payouts");
        diesel::update(topics::table.find(topic)).set((topics::lang.eq("nb"), topics::bumped_at.eq(START))).execute(conn).unwrap();
        diesel::update(posts::table.filter(posts::topic.eq(topic))).set(posts::lang.eq("nb")).execute(conn).unwrap();
        diesel::update(guildhall_schema::tag_counts::table).set(guildhall_schema::tag_counts::topics.eq(7)).execute(conn).unwrap();
    })
    .await;
    let db = app.db().clone();
    let found = std::thread::spawn(move || {
        let mut found = Vec::new();
        for check in checks() {
            let mut ids = Vec::new();
            check::look(&db, check, |wrong| {
                ids.extend(wrong.iter().map(|wrong| wrong.id));
                found.extend(wrong.iter().map(ToString::to_string));
                Ok(())
            })
            .unwrap();
            ids.dedup();
            assert_eq!(check::mend(&db, check, &ids).unwrap(), []);
        }
        found
    });
    let found = found.join().unwrap().join("\n");
    assert!(found.contains("tag 1: topics in category 1 7, should be 1"), "{found}");
    assert!(found.contains("topic 1: language in lists \"en\", should be \"nb\""), "{found}");
    checks_are_clean(&app).await;
}
