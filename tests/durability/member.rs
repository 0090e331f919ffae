//! A member who writes without pause and remembers what was acknowledged.

use diesel::prelude::*;
use guildhall::platform::db::{Connection, Location};
use guildhall_schema::{members, posts};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::client::{Answer, post};
use super::server::{PASSWORD, connect};

/// A form whose post is told from all others by one word.
#[derive(Clone, Debug)]
pub struct Sent {
    pub word: String,
    pub path: String,
    fields: Vec<(&'static str, String)>,
}

/// Something that is on or off, or points somewhere.
#[derive(Debug, PartialEq, Eq)]
pub struct Mark<T> {
    /// As last acknowledged.
    pub known: Option<T>,
    /// All that was asked for since, without an answer: any of it may have been kept, not only the last.
    pub unsure: Vec<T>,
}

impl<T> Mark<T> {
    fn new(known: Option<T>) -> Self {
        Self { known, unsure: Vec::new() }
    }
}

/// What one member was told.
#[derive(Default)]
pub struct Ledger {
    /// Questions and replies that were acknowledged: their words.
    pub posts: Vec<String>,
    /// Questions of their own, by number.
    pub topics: Vec<i64>,
    /// Sessions that began.
    pub sessions: Vec<String>,
    /// "Me too" on the questions of others.
    pub me_too: BTreeMap<i64, Mark<bool>>,
    /// Votes for the posts of others.
    pub votes: BTreeMap<i64, Mark<bool>>,
    /// Answers accepted in their own questions.
    pub accepted: BTreeMap<i64, Mark<i64>>,
    /// Sent, and nothing heard.
    unanswered: Option<Sent>,
}

/// A member.
pub struct Member {
    number: usize,
    name: String,
    session: String,
    /// Told.
    pub ledger: Ledger,
    location: Location,
    steps: usize,
}

impl Member {
    /// The member with a number.
    pub fn new(number: usize, location: &Location) -> Self {
        let name = ["berit", "tomas", "sigrid", "oskar"][number].to_owned();
        Self { number, name, session: String::new(), ledger: Ledger::default(), location: location.clone(), steps: 0 }
    }

    /// The username.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Their number in the community.
    pub fn id(&self, conn: &mut Connection) -> i64 {
        members::table.filter(members::username.eq(&self.name)).select(members::id).first(conn).unwrap()
    }

    /// Writes until the server is gone, and counts what was acknowledged.
    pub fn write_until(&mut self, address: SocketAddr, is_over: &AtomicBool, done: &AtomicUsize) {
        let conn = &mut connect(&self.location);
        while !is_over.load(Ordering::Acquire) {
            self.steps += 1;
            if self.step(address, conn).is_err() {
                return;
            }
            done.fetch_add(1, Ordering::AcqRel);
        }
    }

    /// Sends again what was never answered.
    pub fn settle(&mut self, address: SocketAddr) {
        self.resend(address).expect("a server that runs answers");
    }

    fn step(&mut self, address: SocketAddr, conn: &mut Connection) -> std::io::Result<()> {
        self.resend(address)?;
        if self.session.is_empty() || self.steps.is_multiple_of(41) {
            return self.sign_in(address);
        }
        match self.steps % 8 {
            _ if self.ledger.topics.is_empty() => self.ask(address),
            0 | 4 => self.ask(address),
            1 | 5 => self.reply(address, conn),
            2 => self.say_me_too(address, conn),
            3 | 6 => self.vote(address, conn),
            _ => self.accept(address, conn),
        }
    }

    fn sign_in(&mut self, address: SocketAddr) -> std::io::Result<()> {
        let answer = post(address, "/sign-in", "", &[("identity", &self.name), ("password", PASSWORD), ("next", "/")])?;
        assert_eq!(answer.status, 303, "{} signs in", self.name);
        self.session = answer.session.expect("a session");
        self.ledger.sessions.push(self.session.clone());
        Ok(())
    }

    fn word(&self) -> String {
        format!("wx{}x{}x", self.number, self.steps)
    }

    fn ask(&mut self, address: SocketAddr) -> std::io::Result<()> {
        let word = self.word();
        let fields = vec![
            ("key", format!("key-{word}")),
            ("title", format!("What became of order {word}")),
            ("category", "1".into()),
            ("body", format!("The order {word} was sent on Monday and nobody has seen it since.")),
        ];
        self.send(address, Sent { word, path: "/ask".into(), fields })
    }

    fn reply(&mut self, address: SocketAddr, conn: &mut Connection) -> std::io::Result<()> {
        let word = self.word();
        let Some(topic) = self.anything_of_others(conn).map(|(topic, _)| topic) else { return Ok(()) };
        let fields = vec![("key", format!("key-{word}")), ("body", format!("The parcel {word} went to another town, as it seems."))];
        self.send(address, Sent { word, path: format!("/t/{topic}/reply"), fields })
    }

    fn send(&mut self, address: SocketAddr, sent: Sent) -> std::io::Result<()> {
        self.ledger.unanswered = Some(sent);
        self.resend(address)
    }

    /// The same form again, with the same key, until it is answered.
    fn resend(&mut self, address: SocketAddr) -> std::io::Result<()> {
        let Some(sent) = self.ledger.unanswered.clone() else { return Ok(()) };
        let fields: Vec<_> = sent.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = post(address, &sent.path, &self.session, &fields)?;
        if busy(&answer) {
            return Ok(());
        }
        assert!(answer.status == 303 && answer.location.starts_with("/t/"), "{} is answered {} {}", sent.path, answer.status, answer.location);
        self.ledger.unanswered = None;
        self.ledger.posts.push(sent.word);
        if sent.path == "/ask" {
            self.ledger.topics.push(answer.number_at(3).expect("the topic's number"));
        }
        Ok(())
    }

    /// A post of somebody else, another one at each step: its topic and its number.
    fn anything_of_others(&self, conn: &mut Connection) -> Option<(i64, i64)> {
        let me = self.id(conn);
        let ids = posts::table.filter(posts::author.ne(me)).order(posts::id.desc()).limit(7).select((posts::topic, posts::id));
        let found: Vec<(i64, i64)> = ids.load(conn).unwrap();
        found.get(self.steps % found.len().max(1)).copied()
    }

    fn say_me_too(&mut self, address: SocketAddr, conn: &mut Connection) -> std::io::Result<()> {
        use guildhall_schema::topics;
        let me = self.id(conn);
        let newest: Option<i64> = topics::table.filter(topics::author.ne(me)).order(topics::id.desc()).select(topics::id).first(conn).optional().unwrap();
        let Some(topic) = newest else { return Ok(()) };
        let mark = self.ledger.me_too.entry(topic).or_insert_with(|| Mark::new(Some(false)));
        toggle(mark, |value| post(address, &format!("/t/{topic}/me-too"), &self.session, &[("value", value)]))
    }

    fn vote(&mut self, address: SocketAddr, conn: &mut Connection) -> std::io::Result<()> {
        let Some((_, id)) = self.anything_of_others(conn) else { return Ok(()) };
        let mark = self.ledger.votes.entry(id).or_insert_with(|| Mark::new(Some(false)));
        toggle(mark, |value| post(address, &format!("/p/{id}/vote"), &self.session, &[("value", value)]))
    }

    fn accept(&mut self, address: SocketAddr, conn: &mut Connection) -> std::io::Result<()> {
        let me = self.id(conn);
        let replies = posts::table.filter(posts::topic.eq_any(self.ledger.topics.clone())).filter(posts::author.ne(me)).filter(posts::position.is_not_null());
        let newest: Vec<(i64, i64)> = replies.order(posts::id.desc()).limit(5).select((posts::topic, posts::id)).load(conn).unwrap();
        let Some((topic, id)) = newest.get(self.steps % newest.len().max(1)).copied() else { return Ok(()) };
        let mark = self.ledger.accepted.entry(topic).or_insert_with(|| Mark::new(None));
        mark.unsure.push(id);
        let answer = post(address, &format!("/p/{id}/accept"), &self.session, &[("by", "asker")])?;
        if answer.status == 303 {
            *mark = Mark::new(Some(id));
        }
        assert!(answer.status == 303 || busy(&answer), "accepting is answered {}", answer.status);
        Ok(())
    }
}

/// Turned away at a full queue, or because another writer held the lock for too long: not acknowledged.
fn busy(answer: &Answer) -> bool {
    answer.status == 503
}

fn toggle(mark: &mut Mark<bool>, send: impl FnOnce(&str) -> std::io::Result<Answer>) -> std::io::Result<()> {
    let wanted = !mark.known.unwrap_or_default();
    mark.unsure.push(wanted);
    let answer = send(if wanted { "1" } else { "0" })?;
    assert!(answer.status == 303 || busy(&answer), "a button is answered {}", answer.status);
    if answer.status == 303 {
        *mark = Mark::new(Some(wanted));
    }
    Ok(())
}
