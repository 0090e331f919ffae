//! A whole dump, compared post by post with what another parser reads in it.

use crate::support::{TestApp, TestDatabase};
use diesel::prelude::*;
use guildhall::accounts::MemberState;
use guildhall::forum::{AcceptedBy, PostState};
use guildhall::import::stackexchange::{ImportError, Progress, Report, import};
use guildhall::platform::clock::Clock;
use guildhall::platform::db::{Connection, Db, Error, Location, Options, Timestamp, Use, open_connection};
use guildhall::platform::text::normalise::normalise;
use guildhall::registry::CHECKS;
use guildhall_schema::{accepted, members, post_texts, posts, tags, topic_tags, topics};
use scraper::{Html, Selector};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

const BASE_URL: &str = "http://127.0.0.1:8080";

struct Silent;

impl Progress for Silent {
    fn expect(&self, _: u64) {}
    fn wrote(&self, _: u64) {}
}

/// Real dumps stand beside the project, never in it.
fn dump(site: &str) -> PathBuf {
    let shared = std::env::var("GUILDHALL_SHARED_DATA").map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let folder = shared.join("stackexchange").join(site);
    assert!(folder.is_dir(), "{} is missing; GUILDHALL_SHARED_DATA names the folder of test data", folder.display());
    folder
}

fn open(location: &Location) -> Db {
    Db::open(Options {
        location: location.clone(),
        readers: 1,
        limit_factor: 1,
        writers: 1,
        clock: Clock::System,
        subscriptions: Default::default(),
        wake: Box::new(|| {}),
    })
}

fn imported(location: &Location, folder: &Path) -> Result<Report, ImportError> {
    import(&open(location), folder, BASE_URL, &Silent)
}

fn conn(location: &Location) -> Connection {
    open_connection(location, Use::Write, &Default::default()).expect("the database answers")
}

/// A row of a dump, as a parser of HTML reads it: names in lower case.
struct Row(HashMap<String, String>);

impl Row {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn number(&self, name: &str) -> i64 {
        self.get(name).unwrap().parse().unwrap()
    }
}

fn rows(folder: &Path, file: &str) -> Vec<Row> {
    let selector = Selector::parse("row").unwrap();
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    let lines = text.lines().filter(|line| line.trim_start().starts_with("<row "));
    let rows: Vec<Row> = lines
        .map(|line| {
            let html = Html::parse_fragment(line);
            let row = html.select(&selector).next().expect("a row");
            Row(row.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
        })
        .collect();
    assert!(!rows.is_empty(), "{file} has rows");
    rows
}

/// The newest whole text of each post.
fn newest_texts(folder: &Path) -> HashMap<i64, String> {
    let mut newest: HashMap<i64, (String, i64, String)> = HashMap::new();
    for row in rows(folder, "PostHistory.xml").into_iter().filter(|row| ["2", "5", "8"].contains(&row.get("posthistorytypeid").unwrap())) {
        let Some(text) = row.get("text") else { continue };
        let this = (row.get("creationdate").unwrap().to_owned(), row.number("id"), text.to_owned());
        let kept = newest.entry(row.number("postid")).or_insert_with(|| this.clone());
        if (&this.0, this.1) > (&kept.0, kept.1) {
            *kept = this;
        }
    }
    newest.into_iter().map(|(post, (_, _, text))| (post, text)).collect()
}

fn same_text(stored: &str, typed: &str) -> bool {
    let lines = |text: &str| text.trim_end().trim_start_matches('\n').to_owned();
    lines(stored) == lines(&normalise(typed))
}

struct Stored {
    topic: i64,
    number: i64,
    parent: Option<i64>,
    author: (String, MemberState),
    created_at: i64,
    score: i64,
    source: String,
}

fn stored(conn: &mut Connection) -> HashMap<i64, Stored> {
    type Columns = (i64, i64, i64, Option<i64>, i64, i64, i64, String, PostState);
    let people: HashMap<i64, (String, MemberState)> = members::table
        .select((members::id, members::name, members::state))
        .load::<(i64, String, MemberState)>(conn)
        .unwrap()
        .into_iter()
        .map(|(id, name, state)| (id, (name, state)))
        .collect();
    let columns = (
        posts::id,
        posts::topic,
        posts::number,
        posts::parent,
        posts::author,
        posts::created_at,
        posts::votes + posts::vote_base,
        post_texts::source,
        posts::state,
    );
    let rows: Vec<Columns> = posts::table.inner_join(post_texts::table).select(columns).load(conn).unwrap();
    rows.into_iter()
        .map(|(id, topic, number, parent, author, created_at, score, source, state)| {
            assert_eq!(state, PostState::Visible, "post {id}");
            (id, Stored { topic, number, parent, author: people[&author].clone(), created_at, score, source })
        })
        .collect()
}

fn micros(text: &str) -> i64 {
    let format = time::macros::format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]");
    let read = time::PrimitiveDateTime::parse(text, format).unwrap().assume_utc();
    (read.unix_timestamp_nanos() / 1_000) as i64
}

/// A user by the name shown; somebody who is not among the users is a closed account.
fn same_author(row: &Row, id: &str, users: &HashMap<i64, String>, author: &(String, MemberState)) -> bool {
    match row.get(id).and_then(|id| users.get(&id.parse().unwrap())) {
        Some(name) => author.1 == MemberState::Active && (author.0 == name.split_whitespace().collect::<Vec<_>>().join(" ") || name == "Community"),
        None => author.1 == MemberState::Closed && author.0.starts_with("former-"),
    }
}

fn tags_of(conn: &mut Connection, topic: i64) -> BTreeSet<String> {
    topic_tags::table.inner_join(tags::table).filter(topic_tags::topic.eq(topic)).select(tags::name).load(conn).unwrap().into_iter().collect()
}

#[test]
fn every_post_of_a_dump_lands_as_it_was() {
    let (location, _database) = TestDatabase::fresh();
    let folder = dump("conlang-meta");
    let report = imported(&location, &folder).unwrap();
    for (file, table) in &report.tables {
        assert_eq!(table.read, rows(&folder, file).len() as u64, "{file}");
        assert_eq!(table.read, table.written + table.left_out.values().sum::<u64>(), "{file}");
    }
    let mut conn = conn(&location);
    let (stored, texts) = (stored(&mut conn), newest_texts(&folder));
    let users: HashMap<i64, String> = rows(&folder, "Users.xml").iter().map(|row| (row.number("id"), row.get("displayname").unwrap().to_owned())).collect();
    let (mut compared, mut marks) = (0, 0);
    for row in rows(&folder, "Posts.xml").iter().filter(|row| ["1", "2"].contains(&row.get("posttypeid").unwrap())) {
        let id = row.number("id");
        let post = stored.get(&id).unwrap_or_else(|| panic!("post {id} is missing"));
        assert_eq!((post.score, post.created_at), (row.number("score"), micros(row.get("creationdate").unwrap())), "post {id}");
        assert!(same_author(row, "owneruserid", &users, &post.author), "post {id} by {:?}", post.author);
        assert!(same_text(&post.source, &texts[&id]), "post {id}:\n{}\n---\n{}", post.source, texts[&id]);
        assert_eq!((post.topic, post.parent), (row.get("parentid").map_or(id, |parent| parent.parse().unwrap()), None), "post {id}");
        assert_eq!(post.number == 1, row.get("posttypeid") == Some("1"), "post {id}");
        if row.get("posttypeid") == Some("1") {
            let title: String = topics::table.find(id).select(topics::title).first(&mut conn).unwrap();
            assert_eq!(title, row.get("title").unwrap());
            let worn: BTreeSet<String> = row.get("tags").unwrap().split(['<', '>']).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
            assert_eq!(tags_of(&mut conn, id), worn, "topic {id}");
            let mark: Option<(AcceptedBy, i64)> =
                accepted::table.filter(accepted::topic.eq(id)).select((accepted::by, accepted::post)).first(&mut conn).optional().unwrap();
            assert_eq!(mark, row.get("acceptedanswerid").map(|answer| (AcceptedBy::Asker, answer.parse().unwrap())), "topic {id}");
            marks += usize::from(mark.is_some());
        }
        compared += 1;
    }
    assert_eq!((compared, marks), (169, 11));
    compare_comments(&folder, &stored, &users);
    let db = open(&location);
    for &check in CHECKS {
        guildhall::platform::check::look(&db, check, |wrong| panic!("{wrong:?}")).unwrap();
    }
}

/// Comments have numbers of their own above the posts', in their old order.
fn compare_comments(folder: &Path, stored: &HashMap<i64, Stored>, users: &HashMap<i64, String>) {
    let mut comments = rows(folder, "Comments.xml");
    comments.sort_by_key(|row| row.number("id"));
    let mut ids: Vec<i64> = stored.iter().filter(|(_, post)| post.parent.is_some()).map(|(id, _)| *id).collect();
    ids.sort_unstable();
    assert_eq!((ids.len(), comments.len(), stored.len()), (230, 230, 399));
    for (id, row) in ids.into_iter().zip(&comments) {
        let comment = &stored[&id];
        assert_eq!(comment.parent, Some(row.number("postid")), "comment {id}");
        assert_eq!(comment.topic, stored[&row.number("postid")].topic, "comment {id}");
        assert!(comment.number > stored[&row.number("postid")].number, "comment {id} comes after its post");
        assert_eq!((comment.score, comment.created_at), (row.number("score"), micros(row.get("creationdate").unwrap())), "comment {id}");
        assert!(same_author(row, "userid", users, &comment.author), "comment {id} by {:?}", comment.author);
        assert!(same_text(&comment.source, row.get("text").unwrap()), "comment {id}: {}", comment.source);
    }
}

#[test]
fn a_second_time_is_refused() {
    let (location, _database) = TestDatabase::fresh();
    imported(&location, &dump("conlang-meta")).unwrap();
    let count = |location: &Location| posts::table.count().get_result::<i64>(&mut conn(location)).unwrap();
    assert!(matches!(imported(&location, &dump("conlang-meta")), Err(ImportError::NotEmpty)));
    assert_eq!(count(&location), 399);
}

#[test]
fn what_is_wrong_with_a_dump_is_named_before_anything_is_written() {
    let (location, database) = TestDatabase::fresh();
    let folder = database.folder().join("dump");
    std::fs::create_dir_all(&folder).unwrap();
    let complaint = |location: &Location| imported(location, &folder).unwrap_err().to_string();
    assert!(complaint(&location).starts_with("Users.xml cannot be opened in "));
    let write = |file: &str, rows: &str| std::fs::write(folder.join(file), format!("\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<t>\n{rows}")).unwrap();
    write("Users.xml", "  <row Id=\"1\" CreationDate=\"2018-02-06T19:55:45.000\" DisplayName=\"Ann\" />\n");
    assert_eq!(complaint(&location), "Users.xml, line 4: the file ends in the middle");
    write("Users.xml", "  <row Id=\"1\" CreationDate=\"yesterday\" DisplayName=\"Ann\" />\n</t>");
    assert_eq!(complaint(&location), "Users.xml, line 3: CreationDate is \"yesterday\", which is no time");
    write("Users.xml", "  <row Id=\"1\" CreationDate=\"2018-02-06T19:55:45.000\" DisplayName=\"Ann\" />\n</t>");
    write("Posts.xml", "  <row Id=\"1\" PostTypeId=\"1\" CreationDate=\"2018-02-06T19:55:45.000\" Title=\"&nosuch;\" Body=\"\" />\n</t>");
    assert!(complaint(&location).starts_with("Posts.xml, line 3: "));
    assert_eq!(members::table.count().get_result::<i64>(&mut conn(&location)).unwrap(), 0);
}

#[actix_web::test]
async fn old_addresses_lead_on_and_new_posts_get_new_numbers() {
    let app = TestApp::start().await;
    let db = app.db().clone();
    std::thread::spawn(move || import(&db, &dump("conlang-meta"), BASE_URL, &Silent).unwrap()).join().unwrap();
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
        use guildhall::forum::PostId;
        use guildhall::platform::db::Result as DbResult;
        let hide: DbResult<usize> = diesel::update(topics::table.find(1_i64)).set(topics::state.eq("hidden")).execute(tx.conn()).map_err(Error::from);
        hide?;
        diesel::update(posts::table.find(PostId(1))).set(posts::state.eq("hidden")).execute(tx.conn())?;
        Ok(())
    })
    .await;
    for old in ["/questions/1", "/a/2"] {
        visitor.get(old).await.expect(404);
    }
    let highest: i64 = app.read(|conn| Ok(posts::table.select(diesel::dsl::max(posts::id)).first::<Option<i64>>(conn)?.unwrap())).await;
    let next: i64 = app
        .write(move |tx| {
            let values = (posts::topic.eq(5_i64), posts::number.eq(9_999_i64), posts::author.eq(1_i64), posts::state.eq("visible"), posts::lang.eq("en"));
            Ok(diesel::insert_into(posts::table).values((values, posts::created_at.eq(Timestamp(0)))).returning(posts::id).get_result(tx.conn())?)
        })
        .await;
    assert_eq!(next, highest + 1);
}
