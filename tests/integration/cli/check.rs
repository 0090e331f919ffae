//! `guildhall check`: whatever is stored twice is broken in turn, named, mended.

use super::{program, url};
use crate::support::{TestDatabase, fixtures, open_database};
use diesel::connection::SimpleConnection;
use guildhall::cli::demo;
use guildhall::forum::{PostState, counts};
use guildhall::platform::db::{Connection, Location, Use, open_connection};
use std::path::Path;

/// What is broken by which statement, and how the report names it.
const BREAKS: &[(&str, &str)] = &[
    ("UPDATE topic_counts SET replies = replies + 7 WHERE topic = 2", "topic 2: replies "),
    ("UPDATE topic_counts SET posts = 0 WHERE topic = 2", "topic 2: posts 0, should be "),
    ("UPDATE topic_counts SET votes = votes - 1 WHERE topic = 2", "topic 2: votes "),
    ("UPDATE topic_counts SET me_too = 99 WHERE topic = 3", "topic 3: me_too 99, should be "),
    ("UPDATE topic_counts SET answers = 99 WHERE topic = 2", "topic 2: answers 99, should be "),
    ("UPDATE topic_counts SET staff_replies = 99 WHERE topic = 2", "topic 2: staff_replies 99, should be "),
    ("UPDATE topic_counts SET last_post = NULL WHERE topic = 2", "topic 2: last_post None, should be "),
    ("UPDATE topic_counts SET last_author = 999999 WHERE topic = 2", "topic 2: last_author Some(MemberId(999999)), should be "),
    ("UPDATE topic_counts SET last_at = 5 WHERE topic = 2", "topic 2: last_at "),
    ("UPDATE topic_counts SET next_number = 1 WHERE topic = 2", "topic 2: next_number 1, should be "),
    ("UPDATE topic_counts SET next_position = 1 WHERE topic = 2", "topic 2: next_position 1, should be "),
    ("DELETE FROM topic_counts WHERE topic = 2", "topic 2: counts missing"),
    ("UPDATE topics SET bumped_at = 5 WHERE id = 2", "topic 2: bumped_at "),
    ("UPDATE topics SET solved = NOT solved WHERE id = 3", "topic 3: solved "),
    ("UPDATE topics SET answered = NOT answered WHERE id = 3", "topic 3: answered "),
    ("UPDATE topics SET hot = hot + 1 WHERE id = 3", "topic 3: hot "),
    ("UPDATE topics SET state = 'hidden' WHERE id = 3", "topic 3: state hidden, should be visible"),
    ("UPDATE topics SET author = author + 1 WHERE id = 3", "topic 3: author "),
    ("UPDATE topics SET lang = 'xx' WHERE id = 3", "topic 3: lang xx, should be en"),
    ("UPDATE topic_titles SET folded = 'x' WHERE topic = 3", "topic 3: searched title \"x\", should be "),
    ("DELETE FROM topic_titles WHERE topic = 3", "topic 3: searched title none, should be "),
    ("UPDATE topic_tags SET bumped_at = 5 WHERE topic = 3", "topic 3: bumped_at of tag "),
    ("UPDATE posts SET votes = votes + 1 WHERE id = 2", "post 2: votes "),
    ("UPDATE posts SET comments = 99 WHERE id = 2", "post 2: comments 99, should be "),
    ("UPDATE posts SET position = NULL WHERE topic = 2 AND position = 1", ": a reply without a position"),
    ("UPDATE posts SET position = 999 WHERE topic = 2 AND number = 1", ": a position, which only replies have"),
    ("UPDATE post_removals SET actor = 999999", ": taken away by a member who does not exist"),
    (
        "UPDATE accepted SET topic = (SELECT MIN(id) FROM topics WHERE id NOT IN (SELECT topic FROM accepted)) WHERE topic = (SELECT MIN(topic) FROM accepted)",
        ": accepted in a topic it is no reply of",
    ),
    ("UPDATE member_counts SET topics = 99 WHERE member = 1", "posts of member 1: topics 99, should be "),
    ("UPDATE member_counts SET replies = 99 WHERE member = 1", "posts of member 1: replies 99, should be "),
    ("UPDATE member_counts SET comments = 99 WHERE member = 1", "posts of member 1: comments 99, should be "),
    ("UPDATE member_counts SET accepted = 99 WHERE member = 1", "posts of member 1: accepted 99, should be "),
    ("UPDATE member_counts SET helpful = 99 WHERE member = 1", "posts of member 1: helpful 99, should be "),
    ("DELETE FROM member_counts WHERE member = 1", "posts of member 1: topics 0, should be "),
    ("DELETE FROM member_settings WHERE member = 1", "member 1: settings missing"),
    ("UPDATE members SET picture = 'x' WHERE id = 1", "member 1: picture \"x\", should be \"\""),
    ("UPDATE members SET username_key = 'somebody' WHERE id = 1", "member 1: username_key \"somebody\", should be \"ingrid\""),
    ("UPDATE members SET username_skeleton = 'somebody' WHERE id = 1", "member 1: username_skeleton \"somebody\", should be "),
    ("UPDATE members SET name_skeleton = 'somebody' WHERE id = 1", "member 1: name_skeleton \"somebody\", should be "),
    ("UPDATE categories SET path = 'elsewhere' WHERE id = 3", "category 3: path \"elsewhere\", should be \"payments/payouts\""),
    ("INSERT INTO category_access (category, grantee, may) VALUES (3, 'ghosts', 'read')", "category 3: a right for the group \"ghosts\", which does not exist"),
    // The first case waits, the second is decided, the third is an appeal against that, the fourth waits for a second opinion.
    ("UPDATE case_items SET is_open = FALSE WHERE case_id = 1", "case 1: open, and nothing in it is"),
    ("UPDATE case_items SET is_open = TRUE WHERE case_id = 1", "case 1: decided, and 1 of its items are open"),
    ("UPDATE cases SET decided_at = NULL WHERE id = 2", "case 2: the time of its decision does not go with its state"),
    ("UPDATE cases SET claimed_by = 1 WHERE id = 2", "case 2: decided, and somebody is still at it"),
    ("UPDATE cases SET state = 'decided', decided_at = 5 WHERE id = 3", "case 3: decided, and its appeal is open"),
    ("UPDATE appeals SET state = 'upheld' WHERE case_id = 3", "case 3: open, and its appeal is decided"),
    (
        "UPDATE flags SET state = 'open' WHERE post = (SELECT post FROM case_items WHERE case_id = 2)",
        "decision 1: it stands, and 2 of the flags that it settled are open",
    ),
    ("UPDATE decisions SET done = 9 WHERE id = 1", "decision 1: done 9, of 0"),
    ("UPDATE posts SET state = 'erased' WHERE id = (SELECT post FROM case_items WHERE case_id = 4)", "case 4: 1 of its open items are posts that were erased"),
];

/// The demo community in an empty database.
pub(super) fn filled(location: &Location) -> Connection {
    let db = open_database(location);
    demo::fill(&db, "http://127.0.0.1:8080").expect("the demo is made");
    open_connection(location, Use::Write, &Default::default()).expect("the database answers")
}

/// Whether `check` was content, and what it printed.
fn check(folder: &Path, location: &Location, more: &[&str]) -> (bool, String) {
    let output = program(folder, &[&["check", "--database-url", &url(location)], more].concat()).output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
}

#[test]
fn every_copy_is_named_when_it_is_wrong_and_mended() {
    let (location, database) = TestDatabase::fresh();
    let mut conn = filled(&location);
    assert_eq!(check(database.folder(), &location, &[]), (true, "Everything is as it should be.\n".into()));
    for (statement, named) in BREAKS {
        conn.batch_execute(statement).unwrap();
        let (content, report) = check(database.folder(), &location, &[]);
        assert!(!content && report.lines().any(|line| line.contains(named)), "after {statement}:\n{report}");
        let (content, report) = check(database.folder(), &location, &["--fix"]);
        assert!(content && report.contains("Mended: "), "after {statement}:\n{report}");
        let (content, report) = check(database.folder(), &location, &[]);
        assert!(content, "mended after {statement}:\n{report}");
    }
}

#[test]
fn what_cannot_be_computed_is_named_and_left() {
    let (location, database) = TestDatabase::fresh();
    filled(&location).batch_execute("DELETE FROM post_texts WHERE post = 2").unwrap();
    let (content, report) = check(database.folder(), &location, &["--fix"]);
    assert!(!content && report.contains("not mended: post 2: text missing") && report.contains("1 difference could not be mended"), "{report}");
}

#[test]
fn a_reply_by_staff_counts_also_where_the_question_is_gone() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    let (asker, staff) = (fixtures::insert_member(&mut conn, "ann"), fixtures::insert_member(&mut conn, "mateo"));
    conn.batch_execute(&format!("INSERT INTO member_roles (member, role) VALUES ({staff}, 'staff')")).unwrap();
    let category = fixtures::insert_category(&mut conn, "orders", None, &[]);
    let question = fixtures::NewTopic { state: PostState::Deleted, ..fixtures::NewTopic::question(category, asker, "Where has my order gone?") };
    let topic = question.insert(&mut conn);
    fixtures::NewPost::reply(topic, staff, "It is on its way to you.").insert(&mut conn);
    assert_eq!(counts::store::compute_topic(&mut conn, topic).unwrap().staff_replies, 1);
}
