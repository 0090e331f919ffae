//! `guildhall demo`: made once, kept afterwards, never mistaken for a real community.

use super::check::filled;
use super::{program, url};
use crate::support::{TestDatabase, fixtures};
use diesel::prelude::*;
use guildhall::accounts::Role;
use guildhall::accounts::passwords::{Cost, Verdict, verify};
use guildhall::cli::demo;
use guildhall::forum::periods::Period;
use guildhall::forum::{Audience, PostState, TopicKind};
use guildhall::platform::db::{Connection, Location, Use, open_connection};
use guildhall::platform::settings::Settings;
use guildhall_schema::{
    accepted, categories, me_too, member_passwords, member_profiles, member_roles, members, post_removals, post_texts, posts, revisions, topic_counts,
    topic_periods, topic_tags, topics,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Topics that visitors or, in one category, partners read.
const TOPICS: i64 = 60;
/// Held and hidden ones beside them.
const TOPICS_TAKEN_AWAY: i64 = 2;
/// In microseconds.
const DAY: i64 = 86_400_000_000;

fn conn(location: &Location) -> Connection {
    open_connection(location, Use::Write, &Default::default()).expect("the database answers")
}

/// Starts the program, reads until it listens, stops it. Gives what it printed.
fn started(folder: &Path, location: &Location, args: &[&str]) -> Vec<String> {
    let url = url(location);
    let all = [args, &["--listen", "127.0.0.1:0", "--log-level", "warn", "--database-url", &url]].concat();
    let mut child = program(folder, &all).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        lines.push(line.unwrap());
        if lines.last().unwrap().starts_with("Guildhall listens on ") {
            break;
        }
    }
    let port = lines.last().and_then(|line| line.rsplit(':').next()).expect("it listens");
    answers(&format!("127.0.0.1:{port}"));
    let killed = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert!(child.wait().unwrap().success(), "{lines:?}");
    lines
}

/// Only a program that answers knows how to stop. On a busy machine its first connections to a server take a while: 503.
fn answers(address: &str) {
    let began = Instant::now();
    loop {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: forum\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        if answer.starts_with("HTTP/1.1 200") {
            return;
        }
        assert!(answer.starts_with("HTTP/1.1 503") && began.elapsed() < Duration::from_secs(30), "{answer}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn refused(folder: &Path, location: &Location, args: &[&str]) -> String {
    let url = url(location);
    let output = program(folder, &[args, &["--listen", "127.0.0.1:0", "--database-url", &url]].concat()).output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

/// The password that stands behind an account's name.
fn password_of(lines: &[String], username: &str) -> String {
    let line = lines.iter().find(|line| line.split_whitespace().nth(1) == Some(username)).expect("a line for the account");
    line.split_whitespace().nth(2).unwrap().to_owned()
}

fn opens(location: &Location, username: &str, password: &str) -> bool {
    let rows = member_passwords::table.inner_join(members::table).filter(members::username.eq(username));
    let phc: String = rows.select(member_passwords::phc).first(&mut conn(location)).expect("a password is kept");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(verify(Cost::Full, password.into(), Some(phc))).unwrap() == Verdict::Right
}

#[test]
fn a_first_start_makes_it_and_a_second_keeps_it() {
    let (location, database) = TestDatabase::fresh();
    let lines = started(database.folder(), &location, &["demo"]);
    assert_eq!(["ingrid", "mateo", "ylva", "sunniva"].map(|name| password_of(&lines, name)), [demo::PASSWORD; 4]);
    assert!(opens(&location, "sunniva", demo::PASSWORD) && opens(&location, "ingrid", demo::PASSWORD));
    assert!(lines.last().unwrap().starts_with("Guildhall listens on http://127.0.0.1:"), "{lines:?}");
    let changed = topics::table.find(5_i64);
    diesel::update(changed).set(topics::closed.eq(true)).execute(&mut conn(&location)).unwrap();
    let again = started(database.folder(), &location, &["demo"]);
    assert_eq!(password_of(&again, "mateo"), demo::PASSWORD);
    let mut conn = conn(&location);
    assert_eq!(topics::table.count().get_result::<i64>(&mut conn).unwrap(), TOPICS + TOPICS_TAKEN_AWAY);
    assert!(changed.select(topics::closed).first::<bool>(&mut conn).unwrap(), "what was changed stays");
    let settings = Settings::load(&mut conn).unwrap();
    assert_eq!((settings.name.as_str(), settings.set_up, settings.demo), ("Kontor Community", true, true));
    let worn: i64 = members::table.filter(members::picture.ne("")).count().get_result(&mut conn).unwrap();
    let said: i64 = member_profiles::table.filter(member_profiles::html.ne("")).count().get_result(&mut conn).unwrap();
    assert!(worn >= 10 && said >= worn && said < members::table.count().get_result(&mut conn).unwrap(), "{worn} pictures, {said} biographies");
    // Each picture has its files: the check would name those that are missing.
    let check = program(database.folder(), &["check", "--database-url", &url(&location)]).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

#[test]
fn it_is_a_community_of_some_size_in_three_languages() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = filled(&location);
    let there: Vec<String> = topics::table.filter(topics::state.eq(PostState::Visible)).select(topics::lang).load(&mut conn).unwrap();
    assert_eq!(there.len() as i64, TOPICS);
    for lang in ["nb", "zh-Hant"] {
        assert_eq!(there.iter().filter(|topic| *topic == lang).count(), 8, "topics in {lang}");
    }
    let written: i64 = posts::table.filter(posts::state.eq(PostState::Visible)).count().get_result(&mut conn).unwrap();
    assert!(written >= 250, "{written} posts");
    let lived_in: BTreeSet<i64> = topics::table.select(topics::category).distinct().load(&mut conn).unwrap().into_iter().collect();
    let all: BTreeSet<i64> = categories::table.select(categories::id).load(&mut conn).unwrap().into_iter().collect();
    assert_eq!(lived_in, all, "no category is empty");
}

#[test]
fn it_shows_every_state_of_posts_and_topics() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = filled(&location);
    let rows: Vec<(PostState, Audience)> = posts::table.select((posts::state, posts::audience)).load(&mut conn).unwrap();
    let states: BTreeSet<PostState> = rows.iter().map(|row| row.0).collect();
    let audiences: BTreeSet<Audience> = rows.iter().map(|row| row.1).collect();
    assert!(states.iter().eq(PostState::ALL) && audiences.iter().eq(Audience::ALL), "{states:?} {audiences:?}");
    let of_topics: BTreeSet<PostState> = topics::table.select(topics::state).load(&mut conn).unwrap().into_iter().collect();
    assert!(of_topics.contains(&PostState::Held) && of_topics.contains(&PostState::Hidden), "{of_topics:?}");
    let reasons = post_removals::table.inner_join(posts::table).filter(posts::number.eq(1)).select(post_removals::reason);
    assert!(reasons.load::<String>(&mut conn).unwrap().iter().all(|reason| !reason.is_empty()), "a topic is taken away for a reason");
    let erased: Vec<(String, String)> = {
        let rows = post_texts::table.inner_join(posts::table).filter(posts::state.eq(PostState::Erased));
        rows.select((post_texts::source, post_texts::html)).load(&mut conn).unwrap()
    };
    assert!(!erased.is_empty() && erased.iter().all(|(source, html)| source.is_empty() && html.is_empty()), "{erased:?}");
    let roles: BTreeSet<Role> = member_roles::table.select(member_roles::role).load(&mut conn).unwrap().into_iter().collect();
    assert!(roles.iter().eq(Role::ALL), "{roles:?}");
}

#[test]
fn it_shows_every_kind_of_topic() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = filled(&location);
    let rows: Vec<(TopicKind, bool, bool, bool, bool)> =
        topics::table.select((topics::kind, topics::solved, topics::answered, topics::closed, topics::pinned)).load(&mut conn).unwrap();
    let kinds: BTreeSet<TopicKind> = rows.iter().map(|row| row.0).collect();
    assert!(kinds.iter().eq(TopicKind::ALL), "{kinds:?}");
    let questions = || rows.iter().filter(|row| row.0 == TopicKind::Question);
    let unsolved = || questions().filter(|row| !row.1);
    assert!(questions().any(|row| row.1) && unsolved().any(|row| row.2) && unsolved().any(|row| !row.2));
    assert!(rows.iter().any(|row| row.3) && rows.iter().any(|row| row.4), "one is closed, one is pinned");
    let edited: BTreeSet<bool> = revisions::table.inner_join(posts::table).select(posts::number.eq(1)).load(&mut conn).unwrap().into_iter().collect();
    assert_eq!(edited.len(), 2, "a question and a reply were edited");
    // By whom it was accepted: the asker alone, staff alone, both the same reply, each another one.
    let mut accepting: HashMap<i64, Vec<(String, i64)>> = HashMap::new();
    for (topic, by, post) in accepted::table.select((accepted::topic, accepted::by, accepted::post)).load::<(i64, String, i64)>(&mut conn).unwrap() {
        accepting.entry(topic).or_default().push((by, post));
    }
    let ways: BTreeSet<(usize, bool, &str)> =
        accepting.values().map(|by| (by.len(), by[0].1 == by[by.len() - 1].1, if by.len() == 1 { by[0].0.as_str() } else { "both" })).collect();
    let all_ways = BTreeSet::from([(1, true, "asker"), (1, true, "staff"), (2, true, "both"), (2, false, "both")]);
    assert_eq!(ways, all_ways);
    let troubled: i64 = me_too::table.group_by(me_too::topic).select(diesel::dsl::count_star()).load(&mut conn).unwrap().into_iter().max().unwrap();
    assert!(troubled >= 10, "one that many have too, not {troubled}");
}

#[test]
fn every_order_of_its_lists_begins_differently() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = filled(&location);
    let rows = topics::table.inner_join(topic_counts::table).inner_join(posts::table.on(posts::topic.eq(topics::id).and(posts::number.eq(1))));
    let rows: Vec<(i64, i64, i64, i64)> = rows
        .filter(topics::state.eq(PostState::Visible))
        .select((topics::id, topics::created_at, topics::bumped_at, posts::vote_base + posts::votes))
        .load(&mut conn)
        .unwrap();
    let top = |period: Period| -> i64 {
        let scores = topic_periods::table.filter(topic_periods::period.eq(period)).order(topic_periods::score.desc());
        scores.select(topic_periods::topic).first(&mut open_connection(&location, Use::Read, &Default::default()).unwrap()).unwrap()
    };
    let most = |by: fn(&(i64, i64, i64, i64)) -> i64| rows.iter().max_by_key(|row| by(row)).unwrap().0;
    let firsts = [top(Period::Week), top(Period::Month), top(Period::Year), most(|row| row.3), most(|row| row.2)];
    assert_eq!(firsts.iter().collect::<BTreeSet<_>>().len(), firsts.len(), "top of the week, month, year, of all time, latest: {firsts:?}");
    let newest = rows.iter().map(|row| row.1).max().unwrap();
    let today = rows.iter().filter(|row| newest - row.1 < DAY).count();
    assert!((4..=12).contains(&today), "{today} topics of today");
    let tagged: Vec<i64> = topic_tags::table.group_by(topic_tags::tag).select(diesel::dsl::count_star()).load(&mut conn).unwrap();
    assert!(tagged.iter().filter(|topics| **topics >= 3).count() >= 8, "several tags have several topics");
}

#[test]
fn nobody_writes_before_they_joined() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = filled(&location);
    let early = posts::table.inner_join(members::table).filter(posts::created_at.lt(members::created_at));
    assert_eq!(early.select((members::username, posts::topic)).load::<(String, i64)>(&mut conn).unwrap(), []);
}

#[test]
fn no_two_topics_share_a_sentence() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = filled(&location);
    let texts = post_texts::table.inner_join(posts::table).select((posts::topic, post_texts::source)).load::<(i64, String)>(&mut conn).unwrap();
    let mut said: BTreeMap<String, i64> = BTreeMap::new();
    for (topic, source) in &texts {
        for sentence in sentences(source) {
            let before = *said.entry(sentence.clone()).or_insert(*topic);
            assert_eq!(before, *topic, "“{sentence}” stands in two topics");
        }
    }
    assert!(said.len() > 1_000, "{} sentences", said.len());
}

/// What a text says in prose: its code left out, nothing that is too short to be anybody's own.
fn sentences(source: &str) -> Vec<String> {
    let prose = source.split("```").step_by(2).flat_map(|part| part.split(['.', '!', '?', ':', '\n', '。', '！', '？', '：']));
    let sentences = prose.map(|sentence| sentence.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let is_long = |sentence: &String| sentence.chars().count() >= if sentence.is_ascii() { 20 } else { 8 };
    sentences.filter(is_long).collect()
}

#[test]
fn a_public_one_has_passwords_that_nobody_knows() {
    let (location, database) = TestDatabase::fresh();
    started(database.folder(), &location, &["demo"]);
    let lines = started(database.folder(), &location, &["demo", "--public"]);
    assert!(lines.last().unwrap().starts_with("Guildhall listens on http://0.0.0.0:"), "{lines:?}");
    let password = password_of(&lines, "sunniva");
    assert!(password.len() >= 16 && password != password_of(&lines, "mateo"), "{lines:?}");
    assert!(opens(&location, "sunniva", &password) && !opens(&location, "sunniva", demo::PASSWORD));
    let again = started(database.folder(), &location, &["demo", "--public"]);
    assert!(!again.iter().any(|line| line.contains(&password)), "it is printed once");
    assert!(opens(&location, "sunniva", &password));
}

#[test]
fn a_real_community_is_no_demo() {
    let (location, database) = TestDatabase::fresh();
    fixtures::insert_member(&mut conn(&location), "ann");
    let complaint = refused(database.folder(), &location, &["demo"]);
    assert!(complaint.contains("holds a real community") && complaint.contains("--data-dir"), "{complaint}");
    assert_eq!(topics::table.count().get_result::<i64>(&mut conn(&location)).unwrap(), 0);
}

#[test]
fn a_demo_is_served_for_real_only_when_it_is_adopted() {
    let (location, database) = TestDatabase::fresh();
    started(database.folder(), &location, &["demo"]);
    let complaint = refused(database.folder(), &location, &["serve"]);
    assert!(complaint.contains("holds a demo") && complaint.contains("--adopt"), "{complaint}");
    started(database.folder(), &location, &["serve", "--adopt"]);
    let mut conn = conn(&location);
    assert_eq!(member_passwords::table.count().get_result::<i64>(&mut conn).unwrap(), 0);
    assert!(!Settings::load(&mut conn).unwrap().demo);
    assert!(refused(database.folder(), &location, &["demo"]).contains("holds a real community"));
    started(database.folder(), &location, &["serve"]);
}
