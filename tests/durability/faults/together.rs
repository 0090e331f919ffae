//! Two servers on one database: two processes on one data folder, or two nodes on one PostgreSQL.

use guildhall::platform::db::Location;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Place, Writer, assert_kept};
use crate::Folder;
use crate::client::{get, post};
#[cfg(feature = "postgres")]
use crate::cluster::Cluster;
use crate::server::{self, Server};

/// What one node decides holds at the others within this.
const EVERYWHERE_WITHIN: Duration = Duration::from_secs(5);

/// Two servers that start at once on an empty database: one makes the tables, the other waits for it.
fn two_at_once(place: &Place, folder: &Folder, limited: bool) -> (Location, [Server; 2]) {
    let location = place.location(folder);
    let mut servers = [Server::new(&location, &folder.0), Server::new(&location, &folder.0)];
    if limited {
        servers = servers.map(Server::with_limits);
    }
    servers.iter_mut().for_each(Server::launch);
    servers.iter().for_each(Server::wait_until_well);
    server::prepare(&servers[0], &location);
    (location, servers)
}

/// The addressees of all mails in the folder where they are put without a mail server.
fn mails(folder: &Path) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder.join("data/mail")).into_iter().flatten().flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let to = text.lines().find_map(|line| line.strip_prefix("To: ")).expect("a mail has an addressee");
        let subject = text.lines().find_map(|line| line.strip_prefix("Subject: ")).expect("a mail has a subject");
        *found.entry(format!("{to} {subject}")).or_default() += 1;
    }
    found
}

/// Both write at once; every job is done once, by either.
fn both_write(place: &Place, folder: &Folder) {
    let (location, mut servers) = two_at_once(place, folder, false);
    for name in ["berit", "tomas"] {
        servers[0].create_member(name);
    }
    let addresses = servers.each_ref().map(Server::address);
    let mut askers: Vec<Writer> = addresses.iter().map(|address| Writer::signed_in(*address, "berit")).collect();
    askers[1].name = "b".into();
    std::thread::scope(|scope| {
        for asker in &mut askers {
            scope.spawn(|| (0..25).for_each(|_| asker.asks_well()));
        }
    });
    assert_kept(&location, &askers.iter().collect::<Vec<_>>());
    // Each question is answered by somebody else, at either server in turn: one mail each, whoever sends it.
    let answerers = addresses.map(|address| Writer::signed_in(address, "tomas"));
    for topic in 1..=50_usize {
        let (by, key) = (&answerers[topic % 2], format!("answer{topic}"));
        let fields = [("key", key.as_str()), ("lang", "en"), ("body", "It has been so for years, and does no harm at all")];
        assert_eq!(post(by.address, &format!("/t/{topic}/reply"), &by.session, &fields).unwrap().status, 303);
    }
    let began = Instant::now();
    let is_telling = |jobs: &str| jobs.contains("notifications.new-post");
    while is_telling(&servers[0].command(&["jobs"])) || mails(&folder.0).values().sum::<usize>() < 50 {
        assert!(began.elapsed() < Duration::from_secs(60), "mails so far: {:?}", mails(&folder.0).values().sum::<usize>());
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(Duration::from_secs(2));
    let sent = mails(&folder.0);
    assert_eq!((sent.len(), sent.values().max()), (50, Some(&1)), "one mail for each answer: {sent:?}");
    servers.iter_mut().for_each(Server::stop);
    servers[0].check();
}

/// What one server is told holds at the other.
fn both_know(place: &Place, folder: &Folder) {
    let (_, mut servers) = two_at_once(place, folder, true);
    for name in ["berit", "tomas"] {
        servers[0].create_member(name);
    }
    let [here, there] = servers.each_ref().map(Server::address);
    // Guesses at a password are counted from rows: as many as one server takes are taken by both together.
    let guess = |at| post(at, "/sign-in", "", &[("identity", "berit"), ("password", "none of hers at all"), ("next", "/")]).unwrap().status;
    let guessed = (0..40).take_while(|number| guess(if number % 2 == 0 { here } else { there }) == 422).count();
    assert!(guessed <= 20, "{guessed} guesses, though ten are taken in a quarter of an hour, or twice that where two of them meet");
    assert_eq!((guess(here), guess(there)), (429, 429), "the limit holds at both");
    // A suspension reaches both.
    let tomas = Writer::signed_in(here, "tomas");
    let mut tomas = [tomas.at(there), tomas];
    tomas[0].asks_well();
    servers[0].command(&["user", "state", "tomas", "suspended", "--reason", "to see it", "--days", "1"]);
    let began = Instant::now();
    for writer in &tomas {
        while post(writer.address, "/t/1/reply", &writer.session, &[("key", "k"), ("lang", "en"), ("body", "Not any more")]).unwrap().status == 303 {
            assert!(began.elapsed() < EVERYWHERE_WITHIN, "a suspended member still writes");
        }
    }
    // So does what stands in memory: which pages an admin has written.
    servers[0].create_member("ada");
    servers[0].command(&["user", "role", "ada", "give", "admin"]);
    let ada = Writer::signed_in(here, "ada");
    assert_eq!(get(there, "/terms", "").unwrap().status, 404);
    assert_eq!(post(here, "/admin/pages/terms/en", &ada.session, &[("version", "0"), ("text", "Be fair")]).unwrap().status, 303);
    let began = Instant::now();
    while get(there, "/terms", "").unwrap().status != 200 {
        assert!(began.elapsed() < EVERYWHERE_WITHIN, "the other server does not hear of it");
    }
    servers.iter_mut().for_each(Server::stop);
}

#[test]
fn two_processes_write_into_one_data_folder() {
    both_write(&Place::Sqlite, &Folder::new("together-write"));
}

#[test]
fn two_processes_know_the_same() {
    both_know(&Place::Sqlite, &Folder::new("together-know"));
}

#[cfg(feature = "postgres")]
#[test]
fn two_nodes_write_into_one_postgresql() {
    both_write(&Place::Postgres(Cluster::start()), &Folder::new("nodes-write"));
}

#[cfg(feature = "postgres")]
#[test]
fn two_nodes_know_the_same() {
    both_know(&Place::Postgres(Cluster::start()), &Folder::new("nodes-know"));
}
