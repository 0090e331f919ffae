//! What befalls a server, and what must hold then: reading goes on where it can, nothing is acknowledged that is not
//! kept, what was typed comes back, and all heals without a restart.

mod disk;
mod files;
#[cfg(feature = "postgres")]
mod gone;
mod requests;
mod together;

use diesel::prelude::*;
use guildhall::platform::db::Location;
use guildhall_schema::post_texts;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::client::{Answer, get, post};
#[cfg(feature = "postgres")]
use crate::cluster::Cluster;
use crate::server::{PASSWORD, connect};

/// Every answer comes within this, good or bad.
const WITHIN: Duration = Duration::from_millis(5_000);
/// What load balancers wait, and what a machine that does much else may add.
const WELL_WITHIN: Duration = Duration::from_millis(100 + 150);

/// Nearly the longest text: PostgreSQL needs new pages for it soon.
const LONG: usize = 30_000;

/// A member who asks question after question, and knows which were taken.
struct Writer {
    address: SocketAddr,
    name: String,
    session: String,
    number: usize,
    kept: Vec<String>,
}

impl Writer {
    fn signed_in(address: SocketAddr, name: &str) -> Self {
        let answer = post(address, "/sign-in", "", &[("identity", name), ("password", PASSWORD), ("next", "/")]).unwrap();
        assert_eq!(answer.status, 303, "{name} signs in");
        Self { address, name: name.to_owned(), session: answer.session.expect("a session"), number: 0, kept: Vec::new() }
    }

    /// The same member at another server.
    fn at(&self, address: SocketAddr) -> Self {
        Self { address, name: format!("{}-elsewhere", self.name), session: self.session.clone(), number: 0, kept: Vec::new() }
    }

    /// Asks, with so many characters that no machine makes smaller.
    fn ask(&mut self, length: usize) -> Answer {
        self.number += 1;
        let word = format!("wx{}x{}x", self.name, self.number);
        let noise: String = (0..length).map(|_| char::from(b'a' + rand::random::<u8>() % 26)).collect();
        let body = format!("{word} {noise} and what may be done about it");
        let title = format!("What is to be done about {word}");
        let fields = [("key", word.as_str()), ("category", "1"), ("kind", "question"), ("title", &title), ("tags", ""), ("lang", "en"), ("body", &body)];
        let began = Instant::now();
        let answer = post(self.address, "/ask", &self.session, &fields).expect("an answer, whatever it says");
        assert!(began.elapsed() < WITHIN, "an answer after {:?}", began.elapsed());
        match answer.status {
            303 => self.kept.push(word),
            503 | 507 => {
                assert!(answer.retry_after.is_some(), "when to come back");
                assert!(answer.body.contains(&word) && answer.body.contains("<textarea"), "what was typed comes back: {}", answer.body);
                assert!(answer.body.contains("could not save") || answer.body.contains("cannot save"), "in clear words: {}", answer.body);
            }
            429 => {}
            other => panic!("{other}: {}", answer.body),
        }
        answer
    }

    fn asks_well(&mut self) {
        let answer = self.ask(200);
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
}

/// Every question that was acknowledged is there, once, and no other.
fn assert_kept(location: &Location, writers: &[&Writer]) {
    let sources: Vec<String> = post_texts::table.select(post_texts::source).load(&mut connect(location)).unwrap();
    let words: Vec<&str> = sources.iter().filter_map(|source| source.split(' ').find(|word| word.starts_with("wx"))).collect();
    let there: BTreeSet<&str> = words.iter().copied().collect();
    assert_eq!(words.len(), there.len(), "something is there twice");
    let told: BTreeSet<&str> = writers.iter().flat_map(|writer| &writer.kept).map(String::as_str).collect();
    assert_eq!(there, told, "what is there, against what was acknowledged");
}

/// A page opens.
fn reads_well(address: SocketAddr) {
    let began = Instant::now();
    let answer = get(address, "/", "").expect("an answer");
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(began.elapsed() < WITHIN);
}

/// A page does not open, is told so in time, and the server itself says at once that it is not well.
fn is_away(address: SocketAddr) {
    let began = Instant::now();
    let answer = get(address, "/", "").expect("an answer");
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert!(answer.retry_after.is_some() && began.elapsed() < WITHIN, "{:?}", began.elapsed());
    let began = Instant::now();
    let answer = get(address, "/healthz", "").expect("an answer");
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert!(began.elapsed() < WELL_WITHIN, "{:?}", began.elapsed());
}

/// An empty database of either kind.
enum Place {
    Sqlite,
    #[cfg(feature = "postgres")]
    Postgres(Cluster),
}

impl Place {
    fn location(&self, folder: &crate::Folder) -> Location {
        match self {
            Self::Sqlite => Location::Sqlite(folder.0.join("guildhall.db")),
            #[cfg(feature = "postgres")]
            Self::Postgres(cluster) => Location::Postgres(cluster.url()),
        }
    }
}
