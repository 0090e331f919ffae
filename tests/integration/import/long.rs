//! A topic longer than what is written at once: each part leaves it whole, and the end is as if it had been written in one.

use super::small::write;
use super::{checked, conn, imported};
use crate::support::TestDatabase;
use diesel::prelude::*;
use guildhall_schema::{accepted, post_texts, posts, quotes, topic_counts, topics};
use std::path::{Path, PathBuf};

/// More than two parts.
const ANSWERS: i64 = 500;
/// Answered by everybody.
const USERS: i64 = 10;

/// The `number`th minute of a day of the year 2020.
fn at(number: i64) -> String {
    format!("2020-01-02T{:02}:{:02}:00.000", number / 60, number % 60)
}

/// A question whose answers each come with a comment; late ones comment on the question and on its first answer, and the
/// last answer is the accepted one. It quotes the question.
fn dump(folder: &Path) -> PathBuf {
    let dump = folder.join("dump");
    let user = |id: i64| format!("Id=\"{id}\" DisplayName=\"User {id}\" CreationDate=\"2020-01-01T00:00:00.000\"");
    write(&dump, "Users.xml", &(1..=USERS).map(user).collect::<Vec<_>>());
    let last = ANSWERS + 1;
    let question = format!(
        "Id=\"1\" PostTypeId=\"1\" CreationDate=\"{}\" Score=\"7\" OwnerUserId=\"1\" Title=\"Long\" Tags=\"|a|b|\" AcceptedAnswerId=\"{last}\" Body=\"Why\"",
        at(0)
    );
    let body = |id: i64| if id == last { "&lt;blockquote&gt;&lt;a href='http://127.0.0.1:8080/t/1/1'&gt;Why&lt;/a&gt;&lt;/blockquote&gt;" } else { "So" };
    let answer = |id: i64| {
        let by = 1 + id % USERS;
        format!("Id=\"{id}\" PostTypeId=\"2\" ParentId=\"1\" CreationDate=\"{}\" Score=\"1\" OwnerUserId=\"{by}\" Body=\"{}\"", at(id), body(id))
    };
    write(&dump, "Posts.xml", &std::iter::once(question).chain((2..=last).map(answer)).collect::<Vec<_>>());
    let comment = |number: i64| {
        let under = if number > ANSWERS - 20 { 1 + number % 2 } else { number + 1 };
        format!("Id=\"{number}\" PostId=\"{under}\" Score=\"0\" Text=\"Comment {number}\" CreationDate=\"{}\" UserId=\"2\"", at(number + 1))
    };
    write(&dump, "Comments.xml", &(1..=ANSWERS).map(comment).collect::<Vec<_>>());
    dump
}

#[test]
fn a_topic_of_a_thousand_posts_is_whole() {
    let (location, database) = TestDatabase::fresh();
    imported(&location, &database, &dump(database.folder())).unwrap();
    let mut conn = conn(&location);
    let mut numbers: Vec<(i64, Option<i64>)> = posts::table.order(posts::number).select((posts::number, posts::position)).load(&mut conn).unwrap();
    assert_eq!(numbers.iter().map(|(number, _)| *number).collect::<Vec<_>>(), (1..=2 * ANSWERS + 1).collect::<Vec<_>>());
    numbers.retain(|(_, position)| position.is_some());
    assert_eq!(numbers.iter().filter_map(|(_, position)| *position).collect::<Vec<_>>(), (1..=ANSWERS).collect::<Vec<_>>());
    let counts: (i64, i64, i64, i64) = topic_counts::table
        .select((topic_counts::replies, topic_counts::posts, topic_counts::next_number, topic_counts::next_position))
        .first(&mut conn)
        .unwrap();
    assert_eq!(counts, (ANSWERS, 2 * ANSWERS + 1, 2 * ANSWERS + 2, ANSWERS + 1));
    let commented: Vec<(i64, i64)> = posts::table.filter(posts::id.le(3_i64)).order(posts::id).select((posts::id, posts::comments)).load(&mut conn).unwrap();
    assert_eq!(commented, [(1, 10), (2, 11), (3, 1)]);
    let marked: Vec<i64> = accepted::table.select(accepted::post).load(&mut conn).unwrap();
    assert_eq!(marked, [ANSWERS + 1]);
    let solved: Vec<(bool, bool)> = topics::table.select((topics::solved, topics::answered)).load(&mut conn).unwrap();
    assert_eq!(solved, [(true, true)]);
    assert_eq!(quotes::table.select((quotes::post, quotes::quoted)).load::<(i64, i64)>(&mut conn).unwrap(), [(ANSWERS + 1, 1)]);
    assert_eq!(post_texts::table.count().get_result::<i64>(&mut conn).unwrap(), 2 * ANSWERS + 1);
    checked(&location);
}
