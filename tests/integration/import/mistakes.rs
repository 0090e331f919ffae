//! What is wrong with a dump, and what a second import meets.

use super::dump::folder;
use super::small::{dump, write};
use super::{BASE_URL, Silent, checked, conn, imported};
use crate::support::fixtures::{NewTopic, insert_category};
use crate::support::{Client, TestApp, TestDatabase};
use diesel::prelude::*;
use guildhall::accounts::{MemberId, Right};
use guildhall::import::stackexchange::{ImportError, Source, import};
use guildhall::platform::db::{Error, Location, Timestamp};
use guildhall_schema::{imported_badges, imports, members, old_urls, post_bookmarks, posts, topics};
use std::path::Path;

fn count(location: &Location) -> (i64, i64, i64) {
    let mut conn = conn(location);
    let members = members::table.count().get_result(&mut conn).unwrap();
    (members, posts::table.count().get_result(&mut conn).unwrap(), topics::table.count().get_result(&mut conn).unwrap())
}

#[test]
fn what_is_wrong_is_named_with_its_line_before_anything_is_written() {
    let (location, database) = TestDatabase::fresh();
    let folder = database.folder().join("dump");
    std::fs::create_dir_all(&folder).unwrap();
    let complaint = || imported(&location, &database, &folder).unwrap_err().to_string();
    assert!(complaint().starts_with("Users.xml cannot be opened in "));
    let write = |file: &str, rows: &str| std::fs::write(folder.join(file), format!("\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<t>\n{rows}")).unwrap();
    let ann = "  <row Id=\"1\" CreationDate=\"2018-02-06T19:55:45.000\" DisplayName=\"Ann\" />\n";
    write("Users.xml", ann);
    assert!(complaint().starts_with("Posts.xml cannot be opened in "));
    write("Posts.xml", "</t>");
    write("Comments.xml", "</t>");
    assert_eq!(complaint(), "Users.xml, line 4: the file ends in the middle");
    write("Users.xml", "  <row Id=\"1\" CreationDate=\"yesterday\" DisplayName=\"Ann\" />\n</t>");
    assert_eq!(complaint(), "Users.xml, line 3: CreationDate is \"yesterday\", which is no time");
    write("Users.xml", &format!("{ann}</t>"));
    write("Posts.xml", "  <row Id=\"1\" PostTypeId=\"1\" CreationDate=\"2018-02-06T19:55:45.000\" Title=\"&nosuch;\" Body=\"\" />\n</t>");
    assert!(complaint().starts_with("Posts.xml, line 3: "));
    assert_eq!(count(&location), (0, 0, 0));
    let left: Vec<_> =
        std::fs::read_dir(database.folder()).unwrap().flatten().filter(|file| file.file_name().to_string_lossy().contains(".stackexchange")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_file_cut_off_keeps_everything_out_and_made_whole_it_goes_in() {
    let (location, database) = TestDatabase::fresh();
    let dump = dump(database.folder());
    let whole = std::fs::read(dump.join("Votes.xml")).unwrap();
    std::fs::write(dump.join("Votes.xml"), &whole[..whole.len() / 2]).unwrap();
    let complaint = imported(&location, &database, &dump).unwrap_err().to_string();
    assert!(complaint.starts_with("Votes.xml, line "), "{complaint}");
    assert_eq!(count(&location), (0, 0, 0));
    std::fs::write(dump.join("Votes.xml"), whole).unwrap();
    imported(&location, &database, &dump).unwrap();
    assert_eq!(count(&location).1, 7);
    checked(&location);
}

#[test]
fn a_second_time_changes_nothing_and_another_state_is_refused() {
    let (location, database) = TestDatabase::fresh();
    let dump = dump(database.folder());
    let first = imported(&location, &database, &dump).unwrap();
    let before = (count(&location), fingerprint(&location));
    let second = imported(&location, &database, &dump).unwrap();
    assert!(second.was_done && !first.was_done);
    assert_eq!(second.tables, first.tables);
    assert_eq!((count(&location), fingerprint(&location)), before);
    write(&dump, "Tags.xml", &["Id=\"1\" TagName=\"a\" Count=\"2\"".to_owned()]);
    assert!(matches!(imported(&location, &database, &dump), Err(ImportError::OtherState { is_finished: true, .. })));
    assert_eq!((count(&location), fingerprint(&location)), before);
    assert!(!database.folder().join("import.stackexchange.new").exists());
}

/// Changes with every row that is written.
fn fingerprint(location: &Location) -> (i64, Option<i64>, Option<Timestamp>) {
    let mut conn = conn(location);
    let log: i64 = guildhall_schema::log::table.count().get_result(&mut conn).unwrap();
    let versions: Option<i64> = topics::table.select(diesel::dsl::max(topics::version)).first(&mut conn).unwrap();
    (log, versions, imports::table.select(imports::finished_at).first(&mut conn).unwrap())
}

fn import_into(app: &TestApp, dump: &Path) {
    let (db, dump) = (app.db().clone(), dump.to_owned());
    let work = dump.parent().unwrap().join("work");
    std::thread::spawn(move || import(&db, &Source { dump: &dump, work: &work, base_url: BASE_URL }, &Silent).unwrap()).join().unwrap();
}

/// A question in a category of its own.
async fn topic(app: &TestApp, author: &Client, slug: &'static str) -> i64 {
    let author = author.member();
    app.rows(move |conn| {
        let category = insert_category(conn, slug, None, &[("everyone", Right::Ask)]);
        NewTopic::question(category, author, "Where do I begin?").insert(conn).0
    })
    .await
}

#[actix_web::test]
async fn in_a_community_with_topics_everything_gets_new_numbers() {
    let (_, database) = TestDatabase::fresh();
    let app = TestApp::start().await;
    let ann = app.member("Ann-Lee").await;
    let own = topic(&app, &ann, "before").await;
    import_into(&app, &dump(database.folder()));
    let visitor = app.visitor();
    visitor.get(&format!("/t/{own}")).await.expect(301);
    let question = visitor.get("/questions/1").await.expect(301).location().unwrap();
    assert!(question.starts_with("/t/first/") && question != "/t/first/1", "{question}");
    let page = visitor.get(&question).await.expect(200);
    assert_eq!(page.text("h1"), "First");
    assert!(visitor.get("/a/12").await.expect(301).location().unwrap().starts_with(&question));
    assert_eq!(visitor.get("/users/3").await.expect(301).location().as_deref(), Some("/u/Ann-Lee-2"));
    let next = topic(&app, &ann, "afterwards").await;
    visitor.get(&format!("/t/{next}")).await.expect(301);
    let highest: i64 = app.read(|conn| Ok(topics::table.select(diesel::dsl::max(topics::id)).first::<Option<i64>>(conn)?.unwrap())).await;
    assert_eq!(highest, next);
}

async fn version_of_second(app: &TestApp) -> i64 {
    app.read(|conn| Ok(topics::table.find(20_i64).select(topics::version).first(conn)?)).await
}

#[actix_web::test]
async fn a_repeated_question_points_to_the_original_for_whoever_may_see_it() {
    let (_, database) = TestDatabase::fresh();
    let app = TestApp::start().await;
    import_into(&app, &dump(database.folder()));
    let visitor = app.visitor();
    let page = visitor.get("/t/second/20").await.expect(200);
    assert_eq!(page.attributes(".notice a", "href"), ["/t/first/1"]);
    assert!(!visitor.get("/t/first/1").await.expect(200).has(".notice a[href^='/t/']"));
    let before = version_of_second(&app).await;
    let moderator = app.moderator("marit").await;
    moderator.post("/p/1/delete", &[("reason", "not here")]).await.expect(303);
    assert!(version_of_second(&app).await > before, "what a page says of another topic changed");
    let page = visitor.get("/t/second/20").await.expect(200);
    assert!(!page.has(".notice a[href^='/t/']") && !page.body.contains("/t/first/1"));
    assert!(moderator.get("/t/second/20").await.expect(200).has(".notice a[href='/t/first/1']"));
}

#[actix_web::test]
async fn old_addresses_lead_on_and_new_posts_get_new_numbers() {
    let (_, database) = TestDatabase::fresh();
    let app = TestApp::start().await;
    let (db, work) = (app.db().clone(), database.folder().to_owned());
    let dump = folder("conlang-meta");
    std::thread::spawn(move || import(&db, &Source { dump: &dump, work: &work, base_url: BASE_URL }, &Silent).unwrap()).join().unwrap();
    let visitor = app.visitor();
    let question = visitor.get("/t/1").await.expect(301).location().unwrap();
    for old in ["/questions/1", "/q/1", "/questions/1/are-questions-accepted", "/questions/1/"] {
        assert_eq!(visitor.get(old).await.expect(301).location().as_deref(), Some(question.as_str()), "{old}");
    }
    let answer = visitor.get("/a/2").await.expect(301).location().unwrap();
    assert!(answer.starts_with(&question) && answer.contains("#post-"), "{answer}");
    assert_eq!(visitor.get("/users/14/somebody").await.expect(301).location().map(|to| to.starts_with("/u/")), Some(true));
    visitor.get("/questions/999999").await.expect(404);
    app.write(|tx| {
        diesel::update(topics::table.find(1_i64)).set(topics::state.eq("hidden")).execute(tx.conn()).map_err(Error::from)?;
        diesel::update(posts::table.find(1_i64)).set(posts::state.eq("hidden")).execute(tx.conn())?;
        Ok(())
    })
    .await;
    for old in ["/questions/1", "/a/2"] {
        visitor.get(old).await.expect(404);
    }
    let old: i64 = app.read(|conn| Ok(old_urls::table.count().get_result(conn)?)).await;
    assert!(old > 400);
    let highest: i64 = app.read(|conn| Ok(posts::table.select(diesel::dsl::max(posts::id)).first::<Option<i64>>(conn)?.unwrap())).await;
    let next: i64 = app
        .write(move |tx| {
            let values = (posts::topic.eq(5_i64), posts::number.eq(9_999_i64), posts::author.eq(1_i64), posts::state.eq("visible"), posts::lang.eq("en"));
            Ok(diesel::insert_into(posts::table).values((values, posts::created_at.eq(Timestamp(0)))).returning(posts::id).get_result(tx.conn())?)
        })
        .await;
    assert_eq!(next, highest + 1);
}

#[actix_web::test]
async fn whoever_leaves_takes_bookmarks_and_badges_along() {
    let (_, database) = TestDatabase::fresh();
    let app = TestApp::start().await;
    let dump = dump(database.folder());
    write(&dump, "Badges.xml", &["Id=\"1\" UserId=\"9\" Name=\"Student\" Date=\"2020-01-03T12:00:00.000\" Class=\"3\" TagBased=\"False\"".to_owned()]);
    import_into(&app, &dump);
    let kept = async || app.read(|conn| Ok((post_bookmarks::table.count().get_result(conn)?, imported_badges::table.count().get_result(conn)?))).await;
    assert_eq!(kept().await, (1_i64, 1_i64));
    let (wang, phc) = (MemberId(9), phc());
    app.write(move |tx| guildhall::accounts::passwords::store::put(tx, wang, &phc)).await;
    let browser = app.signed_in(wang).await;
    browser.post("/settings/close-account", &[("password", "green door seven"), ("sure", "1")]).await.expect(303);
    app.run_jobs();
    assert_eq!(kept().await, (0, 0));
}

fn phc() -> String {
    use guildhall::accounts::passwords::{Cost, hash_now};
    hash_now(Cost::Test, "green door seven").unwrap()
}
