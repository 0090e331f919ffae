//! PostgreSQL goes away under a server, and comes back.

use guildhall::platform::db::Location;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::{Writer, assert_kept, is_away, reads_well};
use crate::Folder;
use crate::client::get;
use crate::cluster::Cluster;
use crate::server::{self, Server};

fn started(name: &str) -> (Folder, Cluster, Location, Server) {
    let folder = Folder::new(name);
    let cluster = Cluster::start();
    let location = Location::Postgres(cluster.url());
    let mut server = Server::new(&location, &folder.0);
    server::prepare(&server, &location);
    server.create_member("berit");
    // Its complaints are expected.
    server.set("NO_COLOR", "1");
    server.start();
    (folder, cluster, location, server)
}

#[test]
fn a_server_without_its_database_says_so_and_heals_by_itself() {
    let (_folder, cluster, location, mut server) = started("gone");
    let mut writer = Writer::signed_in(server.address(), "berit");
    for _ in 0..3 {
        writer.asks_well();
        reads_well(server.address());
        cluster.close();
        is_away(server.address());
        assert_ne!(writer.ask(200).status, 303);
        is_away(server.address());
        cluster.open();
        let back = Instant::now();
        server.wait_until_well();
        assert!(back.elapsed() < Duration::from_secs(2), "well again after {:?}", back.elapsed());
        (0..20).for_each(|_| reads_well(server.address()));
    }
    writer.asks_well();
    assert_kept(&location, &[&writer]);
    server.stop();
    server.check();
}

#[test]
fn nobody_notices_a_database_that_was_started_anew_between_two_requests() {
    let (_folder, cluster, location, mut server) = started("anew");
    let mut writer = Writer::signed_in(server.address(), "berit");
    for _ in 0..3 {
        // Every connection was in use just now: none is asked whether its server is still there before it is used.
        (0..20).for_each(|_| reads_well(server.address()));
        writer.asks_well();
        cluster.close();
        cluster.open();
        (0..20).for_each(|_| reads_well(server.address()));
        writer.asks_well();
    }
    assert_kept(&location, &[&writer]);
    server.stop();
}

#[test]
fn a_database_started_anew_under_load_costs_seconds_and_loses_nothing() {
    let (_folder, cluster, location, mut server) = started("load");
    let (address, is_over, answered) = (server.address(), AtomicBool::new(false), AtomicUsize::new(0));
    let mut writers: Vec<Writer> = (0..2).map(|_| Writer::signed_in(address, "berit")).collect();
    writers[1].name = "berit-too".into();
    std::thread::scope(|scope| {
        for writer in &mut writers {
            scope.spawn(|| {
                while !is_over.load(Ordering::Acquire) {
                    writer.ask(200);
                }
            });
        }
        scope.spawn(|| {
            while !is_over.load(Ordering::Acquire) {
                let answer = get(address, "/", "").expect("an answer, good or bad");
                assert!(matches!(answer.status, 200 | 503), "{}", answer.status);
                answered.fetch_add(1, Ordering::Relaxed);
            }
        });
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(700));
            cluster.close();
            cluster.open();
        }
        server.wait_until_well();
        std::thread::sleep(Duration::from_millis(700));
        is_over.store(true, Ordering::Release);
    });
    assert!(answered.load(Ordering::Relaxed) > 20 && writers.iter().all(|writer| writer.kept.len() > 20), "too little happened");
    let there: Vec<&Writer> = writers.iter().collect();
    assert_kept_at_least(&location, &there);
    server.stop();
    server.check();
}

/// Everything acknowledged is there. Of what was not, a part may be: the server went after it had kept it and before it said so.
fn assert_kept_at_least(location: &Location, writers: &[&Writer]) {
    use diesel::prelude::*;
    use guildhall_schema::post_texts;
    let sources: Vec<String> = post_texts::table.select(post_texts::source).load(&mut server::connect(location)).unwrap();
    for word in writers.iter().flat_map(|writer| &writer.kept) {
        assert_eq!(sources.iter().filter(|source| source.starts_with(&format!("{word} "))).count(), 1, "{word}");
    }
}
