//! What was acknowledged is kept, once, whenever the server dies.
//!
//! Four members write at the same time: they sign in, ask, reply, vote, say "me too" and accept. The server is
//! killed (SIGKILL) fifty times in the middle of it. Each member keeps a ledger of what was acknowledged; a form
//! whose answer never came is sent again after the restart, with the same key. At the end the ledgers are
//! compared with the database, and `guildhall check` must find nothing.
//!
//! `faults/` has what else befalls a server: disks that are full, read-only or broken, a database that goes away and
//! comes back, requests that do not end, two servers on one database.
//!
//! `tests/durability/run` runs it; `cargo test` alone does not, since it takes minutes.
#![cfg(unix)]

mod client;
mod cluster;
mod faults;
mod ledger;
mod member;
mod server;

use guildhall::platform::db::Location;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use member::Member;
use server::Server;

/// How often the server is killed.
const KILLS: usize = 50;
/// A server that was killed answers again after this.
const HEALTHY_WITHIN: Duration = Duration::from_secs(2);

/// A folder on a real disk, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("durability-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn nothing_acknowledged_is_lost(location: &Location, folder: &Folder) {
    let mut server = Server::new(location, &folder.0);
    server::prepare(&server, location);
    let mut members: Vec<Member> = (0..4).map(|number| Member::new(number, location)).collect();
    members.iter().for_each(|member| server.create_member(member.name()));
    let mut slowest = Duration::ZERO;
    for kill in 0..KILLS {
        let took = server.start();
        slowest = slowest.max(took);
        assert!(took < HEALTHY_WITHIN, "start {kill} took {took:?}");
        let (is_over, done) = (AtomicBool::new(false), AtomicUsize::new(0));
        let (address, is_over, done) = (server.address(), &is_over, &done);
        std::thread::scope(|scope| {
            for member in &mut members {
                scope.spawn(move || member.write_until(address, is_over, done));
            }
            wait_for(done, 5 + kill % 11);
            // Never twice at the same point of a transaction.
            std::thread::sleep(Duration::from_micros((kill as u64 * 3_700) % 41_000));
            server.kill();
            is_over.store(true, Ordering::Release);
        });
    }
    server.start();
    members.iter_mut().for_each(|member| member.settle(server.address()));
    let written = ledger::compare(location, server.address(), &members);
    server.stop();
    server.check();
    println!("{KILLS} kills, slowest start {slowest:?}, {written}");
}

/// Until so much was acknowledged: a slow machine writes as much as a quick one.
fn wait_for(done: &AtomicUsize, writes: usize) {
    let began = Instant::now();
    while done.load(Ordering::Acquire) < writes {
        assert!(began.elapsed() < Duration::from_secs(20), "the server runs and keeps nothing");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn sqlite_keeps_what_it_acknowledged() {
    let folder = Folder::new("sqlite");
    nothing_acknowledged_is_lost(&Location::Sqlite(folder.0.join("guildhall.db")), &folder);
}

#[cfg(feature = "postgres")]
#[test]
fn postgresql_keeps_what_it_acknowledged() {
    let folder = Folder::new("postgres");
    let cluster = cluster::Cluster::start();
    nothing_acknowledged_is_lost(&Location::Postgres(cluster.url()), &folder);
}
