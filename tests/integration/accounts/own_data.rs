//! A member gets all that is kept of them, and nothing that is another's.

use diesel::prelude::*;
use diesel::sql_types::Text;
use guildhall::accounts::standing::suspend;
use guildhall::accounts::{Acting, MemberId, Right};
use guildhall::forum::{Audience, PostId, PostState};
use guildhall::platform::db::{Connection, Timestamp};
use guildhall::registry::FEATURES;
use guildhall_schema::{post_bookmarks, posts, searches};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use super::{PASSWORD, link, with_password};
use crate::forum::scene::{ask, post, reply, scene};
use crate::support::fixtures::{NewPost, NewTopic, insert_category};
use crate::support::{Client, TestApp};

const PAGE: &str = "/settings/own-data";

/// Columns with members' numbers that no archive answers for, each with its reason.
const LEFT_OUT: &[(&str, &str)] = &[
    ("tokens.member", "hashes of secrets that were mailed: they say nothing, and open something"),
    ("exports.member", "the archives themselves; the page lists them"),
    ("member_category_counts.member", "figures that are computed from the posts in the archive"),
    ("member_faces.member", "how often anybody changed name or picture, counted when this one last did"),
    ("post_removals.actor", "a moderator's act upon a post stands in the log, which is in the archive"),
    ("community_page_revisions.editor", "what an admin writes for the community is the community's; that they did stands in the log"),
    ("bookmarks.member", "topics that an import of an earlier release brought: each stands among the bookmarks of posts"),
    ("notices.actor", "what somebody did that another was told of stands in their archive as what they did"),
    ("follow_feeds.member", "a secret address: it says nothing, and opens something; the page of what one follows shows it"),
    ("cases.author", "that something was looked at is moderators' work; what they decided is in the archive"),
    ("cases.claimed_by", "who looks at a case now: moderators' work, over in half an hour"),
    ("cases.second_for", "that a moderator asked for a second opinion stands in the log; what they wrote is in the archive"),
    ("cases.not_for", "who decided what is appealed stands with the decision"),
    ("case_items.author", "the author of the post that is looked at"),
    ("decisions.moderator", "a moderator's act stands in the log, which is in the archive"),
    ("decisions.undone_by", "a moderator's act stands in the log, which is in the archive"),
    ("appeals.moderator", "a moderator's act stands in the log, which is in the archive"),
    ("flags.author", "what others report of somebody is the others': who did stays unknown"),
    ("flags.profile", "what others report of somebody is the others': who did stays unknown"),
    ("topic_moves.moderator", "a moderator's act stands in the log, which is in the archive"),
    ("topic_moves.undone_by", "a moderator's act stands in the log, which is in the archive"),
    ("topic_counts.last_author", "who wrote last follows from the posts"),
];

/// Asks for an archive and fetches it.
async fn archive(app: &TestApp, who: &Client) -> BTreeMap<String, Vec<Value>> {
    unpacked(&fetched(app, who).await)
}

/// The archive as it comes.
pub async fn fetched(app: &TestApp, who: &Client) -> Vec<u8> {
    who.post(PAGE, &[("password", PASSWORD)]).await.expect(303);
    app.run_jobs();
    let page = who.get(PAGE).await.expect(200);
    let url = page.attributes("a[download]", "href").remove(0);
    let answer = who.get(&url).await.expect(200);
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(answer.header("content-disposition").unwrap().starts_with("attachment; "));
    answer.bytes
}

/// The rows in an archive, by the names of their files.
pub fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<Value>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP file");
    let mut files = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let Some(name) = file.name().unwrap().strip_suffix(".json").map(str::to_owned) else { continue };
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.insert(name, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}")));
    }
    files
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Every column that refers to a member, as the database itself says, and those that hold a member's number without.
fn columns_of_members(conn: &mut Connection) -> BTreeSet<String> {
    let query = match conn {
        Connection::Sqlite(_) => {
            "SELECT t.name || '.' || k.\"from\" AS name FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) k \
             WHERE t.schema = 'main' AND k.\"table\" = 'members'"
        }
        #[cfg(feature = "postgres")]
        Connection::Postgres(_) => {
            "SELECT c.conrelid::regclass::text || '.' || a.attname AS name FROM pg_constraint c \
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) \
             WHERE c.contype = 'f' AND c.confrelid = 'members'::regclass"
        }
    };
    let mut found: BTreeSet<String> = diesel::sql_query(query).load::<Column>(conn).unwrap().into_iter().map(|column| column.name).collect();
    let by_name = ["member", "author", "editor", "actor", "owner", "last_author"];
    for (table, (_, columns)) in crate::platform::schema::written() {
        found.extend(columns.keys().filter(|column| by_name.contains(&column.as_str())).map(|column| format!("{table}.{column}")));
    }
    found
}

#[actix_web::test]
async fn every_column_with_a_member_is_in_the_archive_or_left_out_for_a_reason() {
    let app = TestApp::start().await;
    let mut there = app.rows(columns_of_members).await;
    assert!(there.len() > 20, "{there:?}");
    there.insert("members.id".into());
    there.insert("log.subject".into());
    let exported: Vec<String> = FEATURES.iter().flat_map(|feature| feature.export()).flat_map(|kind| kind.columns).map(ToString::to_string).collect();
    let left_out: Vec<String> = LEFT_OUT.iter().map(|(column, _)| (*column).to_owned()).collect();
    let answered: BTreeSet<String> = exported.iter().chain(&left_out).cloned().collect();
    assert_eq!(answered.len(), exported.len() + left_out.len(), "a column is answered for twice: {exported:?}");
    let forgotten: Vec<&String> = there.difference(&answered).collect();
    let gone: Vec<&String> = answered.difference(&there).collect();
    assert!(forgotten.is_empty(), "in no archive: {forgotten:?}; hand it out in a feature's `export`, or say in LEFT_OUT why not");
    assert!(gone.is_empty(), "no such columns: {gone:?}");
    let files: Vec<&str> = FEATURES.iter().flat_map(|feature| feature.export()).map(|kind| kind.file).collect();
    assert_eq!(files.iter().collect::<BTreeSet<_>>().len(), files.len(), "two files of one name: {files:?}");
}

#[actix_web::test]
async fn an_archive_holds_what_its_owner_did() {
    let (app, category) = scene().await;
    let (ann, bob, mia) = (with_password(&app, "ann").await, app.member("bob").await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    let first = post(&app, topic, 1).await;
    let answer = reply(&app, &bob, topic, "It was the bank, as @ann will see. My number is 4711-bobs-own.").await;
    app.later(10 * Timestamp::MINUTE);
    let fields = [
        ("version", "1"),
        ("title", "Payouts stopped after our bank changed it"),
        ("body", "Since Tuesday no payout has reached us at all."),
        ("reason", "the day"),
        ("tags", ""),
    ];
    ann.post(&format!("/p/{first}/edit"), &fields).await.expect(303);
    ann.post(&format!("/p/{answer}/vote"), &[("value", "1")]).await.expect(303);
    ann.post(&format!("/p/{answer}/accept"), &[("by", "asker")]).await.expect(303);
    let other = ask(&bob, category).await;
    ann.post(&format!("/t/{other}/me-too"), &[("value", "1")]).await.expect(303);
    let hidden = reply(&app, &ann, other, "Buy my course about payouts, it is cheap.").await;
    let deleted = reply(&app, &ann, other, "Something that a moderator deletes later on.").await;
    mia.post(&format!("/p/{deleted}/delete"), &[("reason", "not here, please")]).await.expect(303);
    for query in ["late payout", "early payout"] {
        ann.post("/search/tell", &[("q", query)]).await.expect(303);
    }
    let member = ann.member();
    app.rows(move |conn| {
        let to_answer = searches::table.filter(searches::key.eq("en early payout"));
        diesel::update(to_answer).set((searches::owner.eq(member), searches::due.eq(0_i64))).execute(conn).unwrap();
        diesel::insert_into(post_bookmarks::table)
            .values((post_bookmarks::member.eq(member), post_bookmarks::post.eq(answer), post_bookmarks::created_at.eq(0_i64)))
            .execute(conn)
            .unwrap();
        diesel::update(posts::table.find(hidden)).set(posts::state.eq(PostState::Hidden)).execute(conn).unwrap();
    })
    .await;

    let files = archive(&app, &ann).await;
    let profile = &files["profile"][0];
    assert_eq!((&profile["username"], &profile["address"]["address"]), (&"ann".into(), &"ann@example.com".into()));
    let by_number = |id: PostId| files["posts"].iter().find(|row| row["post"] == id.0).unwrap_or_else(|| panic!("no post {id}"));
    assert_eq!(by_number(first)["text"], "Since Tuesday no payout has reached us at all.");
    assert_eq!(by_number(first)["topic"]["title"], "Payouts stopped after our bank changed it");
    let earlier = &by_number(first)["earlier"][0];
    assert_eq!((&earlier["edited_by_you"], &earlier["why"]), (&true.into(), &"the day".into()));
    assert!(earlier["text"].as_str().unwrap().starts_with("Since Monday"), "{earlier}");
    assert!(by_number(hidden)["text"].as_str().unwrap().starts_with("Buy my course"));
    assert_eq!((&by_number(deleted)["state"], &by_number(deleted)["text"]), (&"deleted".into(), &Value::Null));
    for (file, place, value) in [
        ("votes", "post", format!("/p/{answer}")),
        ("accepted", "post", format!("/p/{answer}")),
        ("me-toos", "topic", format!("/t/{other}")),
        ("bookmarks", "post", format!("/p/{answer}")),
        ("mentions", "post", format!("/p/{answer}")),
    ] {
        assert_eq!((files[file].len(), &files[file][0][place]), (1, &value.into()), "{file}: {:?}", files[file]);
    }
    let awaited: Vec<&Value> = files["awaited-answers"].iter().map(|row| &row["search"]).collect();
    assert_eq!(awaited, ["late payout", "early payout"]);
    let to_answer = &files["searches-to-answer"];
    assert_eq!((to_answer.len(), &to_answer[0]["search"], &to_answer[0]["due"]), (1, &"early payout".into(), &"1970-01-01T00:00:00Z".into()));
    assert_eq!(files["sessions"][0]["network"], "127.0.0.1");
    assert_eq!(files["origins"].iter().filter(|row| row["what"] == "post").count(), 3);
    assert_eq!(files["edits"], [] as [Value; 0]);
    let whole = serde_json::to_string(&files).unwrap();
    assert!(!whole.contains("4711-bobs-own") && !whole.contains("argon2"), "{whole}");
}

#[actix_web::test]
async fn an_archive_is_its_owners_alone() {
    let app = TestApp::start().await;
    let (ann, bob) = (with_password(&app, "ann").await, app.member("bob").await);
    app.visitor().get(PAGE).await.expect(303);
    ann.post(PAGE, &[("password", "not this one")]).await.expect(422);
    ann.post(PAGE, &[("password", PASSWORD)]).await.expect(303);
    assert!(ann.get(PAGE).await.expect(200).text("ul.sessions").contains("being made"));
    let again = ann.post(PAGE, &[("password", PASSWORD)]).await.expect(422);
    assert!(again.text("#errors").contains("once a day"), "{}", again.body);
    app.run_jobs();

    let mail = app.mail_to("ann@example.com");
    let url = link(&mail.letter.text, "/settings/own-data/");
    assert!(mail.raw.contains("Auto-Submitted") && url.len() > PAGE.len() + 40, "{url}");
    ann.get(&url).await.expect(200);
    bob.get(&url).await.expect(404);
    assert!(app.visitor().get(&url).await.expect(303).location().unwrap().starts_with("/sign-in?next="));
    for wrong in ["/settings/own-data/never", "/settings/own-data/..", "/settings/own-data/%2e%2e%2fguildhall", &format!("{url}.zip")] {
        assert_eq!(ann.get(wrong).await.status, 404, "{wrong}");
    }
    let folder = app.folder.join("exports");
    assert_eq!(folder.read_dir().unwrap().count(), 1);
    #[cfg(unix)]
    for path in [folder.clone(), folder.read_dir().unwrap().next().unwrap().unwrap().path()] {
        let mode = std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions());
        assert_eq!(mode & 0o077, 0, "{path:?} is open to others");
    }
    app.later(8 * Timestamp::DAY);
    ann.get(&url).await.expect(404);
    tidy(&app);
    assert_eq!(folder.read_dir().unwrap().count(), 0);
    assert!(!ann.get(PAGE).await.expect(200).has("ul.sessions"));
    ann.post(PAGE, &[("password", PASSWORD)]).await.expect(303);
    app.run_jobs();
}

/// Does what is done every hour.
fn tidy(app: &TestApp) {
    use guildhall::accounts::own_data::{ExportFolder, remove_files};
    let (db, folder) = (app.db().clone(), ExportFolder::below(&app.folder));
    std::thread::spawn(move || {
        guildhall::accounts::feature::tidy(&db, FEATURES).unwrap();
        remove_files(&db, &folder).unwrap();
    })
    .join()
    .unwrap();
}

#[actix_web::test]
async fn what_one_may_not_see_is_named_by_its_number_alone() {
    let app = TestApp::start().await;
    let (ann, sid) = (with_password(&app, "ann").await, app.staff("sid").await);
    let (member, staff) = (ann.member(), sid.member());
    let (note, field, left) = app.rows(move |conn| hidden_from_ann(conn, member, staff)).await;
    let files = archive(&app, &ann).await;
    let row = |id: PostId| files["posts"].iter().find(|row| row["post"] == id.0);
    assert_eq!(row(field).unwrap()["text"], "field-text");
    assert!(row(note).is_none(), "another's note");
    assert_eq!(row(left).unwrap()["text"], Value::Null);
    let whole = serde_json::to_string(&files).unwrap();
    assert!(!whole.contains("note-text") && !whole.contains("closed-title"), "{whole}");
}

/// A note of staff under a topic of hers, her field for staff, and a topic in a category that is closed to her now.
fn hidden_from_ann(conn: &mut Connection, ann: MemberId, staff: MemberId) -> (PostId, PostId, PostId) {
    let open = insert_category(conn, "open", None, &[("everyone", Right::Ask)]);
    let closed = insert_category(conn, "closed", None, &[("staff", Right::Ask)]);
    let topic = NewTopic::question(open, ann, "An open title").insert(conn);
    let note = NewPost { audience: Audience::Staff, ..NewPost::reply(topic, staff, "note-text about @ann") }.insert(conn);
    diesel::insert_into(guildhall_schema::mentions::table)
        .values((guildhall_schema::mentions::post.eq(note), guildhall_schema::mentions::member.eq(ann), guildhall_schema::mentions::typed.eq("ann")))
        .execute(conn)
        .unwrap();
    let field = NewPost { audience: Audience::AuthorAndStaff, ..NewPost::reply(topic, ann, "field-text") }.insert(conn);
    let other = NewTopic::question(closed, ann, "closed-title").insert(conn);
    let left = posts::table.filter(posts::topic.eq(other)).select(posts::id).first(conn).unwrap();
    (note, field, left)
}

#[actix_web::test]
async fn a_suspended_member_gets_it_too() {
    let (app, category) = scene().await;
    let ann = with_password(&app, "ann").await;
    ask(&ann, category).await;
    let member = ann.member();
    app.db().write(Acting::Command, move |tx, by| suspend(tx, by, member, None, "a reason")).await.expect("suspended");
    let files = archive(&app, &ann).await;
    assert!(files["posts"][0]["text"].as_str().unwrap().starts_with("Since Monday"), "{:?}", files["posts"]);
    assert_eq!((&files["log"][0]["act"], &files["log"][0]["reason"]), (&"member.suspend".into(), &"a reason".into()));
}

#[actix_web::test]
async fn many_rows_come_in_parts() {
    let (app, category) = scene().await;
    let ann = with_password(&app, "ann").await;
    let member = ann.member();
    app.rows(move |conn| {
        let topic = NewTopic::question(category, member, "A long story").insert(conn);
        for number in 0..450 {
            NewPost::reply(topic, member, &format!("Reply number {number}")).insert(conn);
        }
    })
    .await;
    let files = archive(&app, &ann).await;
    let numbers: BTreeSet<i64> = files["posts"].iter().map(|row| row["post"].as_i64().unwrap()).collect();
    assert_eq!((files["posts"].len(), numbers.len()), (451, 451));
}
