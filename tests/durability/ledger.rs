//! The members' ledgers against the database.

use diesel::prelude::*;
use guildhall::platform::db::{Connection, Location};
use guildhall_schema::{accepted, me_too, post_texts, submissions, topics, votes};
use std::collections::BTreeSet;
use std::net::SocketAddr;

use super::client::get;
use super::member::{Mark, Member};
use super::server::connect;

/// Fails where something acknowledged is not there, or there twice; tells how much was compared.
pub fn compare(location: &Location, address: SocketAddr, members: &[Member]) -> String {
    let conn = &mut connect(location);
    posts_are_there_once(conn, members);
    let mut marks = 0;
    for member in members {
        marks += marks_are_as_told(conn, member);
        for session in &member.ledger.sessions {
            assert_eq!(get(address, "/settings", session).unwrap().status, 200, "a session of {} is lost", member.name());
        }
    }
    let count = |of: fn(&Member) -> usize| members.iter().map(of).sum::<usize>();
    let (posts, sessions) = (count(|member| member.ledger.posts.len()), count(|member| member.ledger.sessions.len()));
    assert!(posts > 150 && marks > 100 && sessions >= 4, "too little was written: {posts} posts, {marks} marks, {sessions} sessions");
    format!("{posts} posts, {marks} marks and {sessions} sessions acknowledged and kept")
}

fn posts_are_there_once(conn: &mut Connection, members: &[Member]) {
    let sources: Vec<String> = post_texts::table.select(post_texts::source).load(conn).unwrap();
    let mut words: Vec<&str> = sources.iter().map(|source| source.split(' ').find(|word| word.starts_with("wx")).expect("a word")).collect();
    words.sort_unstable();
    let told: BTreeSet<&str> = members.iter().flat_map(|member| &member.ledger.posts).map(String::as_str).collect();
    let kept: BTreeSet<&str> = words.iter().copied().collect();
    assert_eq!(words.len(), kept.len(), "something is there twice: {:?}", words.windows(2).find(|pair| pair[0] == pair[1]));
    assert_eq!(told.difference(&kept).next(), None, "acknowledged and lost");
    assert_eq!(kept.difference(&told).next(), None, "there, though every form that was sent was answered in the end");
    let asked: usize = members.iter().map(|member| member.ledger.topics.len()).sum();
    let (topics, forms): (i64, i64) = (topics::table.count().get_result(conn).unwrap(), submissions::table.count().get_result(conn).unwrap());
    assert_eq!((topics as usize, forms as usize), (asked, told.len()), "topics and forms");
}

/// Every vote, "me too" and accepted answer is as last acknowledged, or as asked for since.
fn marks_are_as_told(conn: &mut Connection, member: &Member) -> usize {
    let (me, ledger) = (member.id(conn), &member.ledger);
    let had: BTreeSet<i64> = me_too::table.filter(me_too::member.eq(me)).select(me_too::topic).load(conn).unwrap().into_iter().collect();
    let voted: BTreeSet<i64> = votes::table.filter(votes::member.eq(me)).select(votes::post).load(conn).unwrap().into_iter().collect();
    for (what, rows, marks) in [("me too", &had, &ledger.me_too), ("vote", &voted, &ledger.votes)] {
        for (id, mark) in marks {
            holds(what, *id, Some(rows.contains(id)), mark);
        }
        assert_eq!(rows.iter().find(|id| !marks.contains_key(id)), None, "a {what} that nobody gave");
    }
    for (topic, mark) in &ledger.accepted {
        let rows: Vec<i64> = accepted::table.filter(accepted::topic.eq(topic)).select(accepted::post).load(conn).unwrap();
        assert!(rows.len() < 2, "two accepted answers in {topic}");
        holds("accepted answer", *topic, rows.first().copied(), mark);
    }
    ledger.me_too.len() + ledger.votes.len() + ledger.accepted.len()
}

fn holds<T: PartialEq + std::fmt::Debug>(what: &str, id: i64, is: Option<T>, mark: &Mark<T>) {
    assert!(is == mark.known || is.as_ref().is_some_and(|is| mark.unsure.contains(is)), "{what} {id} is {is:?}, acknowledged was {mark:?}");
}
