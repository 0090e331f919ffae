//! Files on a disk that is full, read-only or broken: pictures that people bring, mails without a server, backups.

use diesel::prelude::*;
use guildhall::platform::db::Location;
use guildhall_schema::{blobs, jobs, uploads};
use image::{ImageFormat, Rgba, RgbaImage};
use std::io::Cursor;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::disk::{Disk, FAULTS};
use super::{Place, Writer, assert_kept, reads_well};
use crate::Folder;
use crate::client::{Answer, get, post, post_file};
#[cfg(feature = "postgres")]
use crate::cluster::Cluster;
use crate::server::{self, Server, connect};

/// A picture that no other is like.
fn picture(number: u8) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    RgbaImage::from_fn(300, 300, |x, y| Rgba([number, x as u8, y as u8, 255])).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

fn send(writer: &Writer, number: u8) -> Answer {
    post_file(writer.address, "/settings/picture", &writer.session, "picture", &picture(number)).expect("an answer, whatever it says")
}

/// The address of the picture that somebody wears.
fn worn(address: SocketAddr, name: &str) -> Option<String> {
    let page = get(address, &format!("/u/{name}"), "").unwrap().body;
    let at = page.find("src=\"/uploads/")?;
    Some(page[at + 5..].split('"').next()?.to_owned())
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    found.sort();
    found
}

/// Rows of files, and of what names them.
fn rows(location: &Location) -> (i64, i64) {
    let conn = &mut connect(location);
    (blobs::table.count().get_result(conn).unwrap(), uploads::table.count().get_result(conn).unwrap())
}

/// A picture that cannot be written is answered on the page it was sent from and leaves nothing; once it can be, it is kept.
fn pictures_fail_and_heal(location: &Location, folder: &Folder, full: &Path) {
    let mut server = Server::new(location, &folder.0);
    server::prepare(&server, location);
    server.create_member("berit");
    let disk = Disk::below(full, &folder.0, |name, value| server.set(name, value));
    server.set("FAULT_SYNC", "1");
    server.start();
    let (address, kept) = (server.address(), folder.0.join("data/uploads"));
    let mut writer = Writer::signed_in(address, "berit");
    for (number, (name, fault)) in (0..).zip(FAULTS) {
        assert_eq!(send(&writer, 2 * number).status, 303);
        let (before, there, counted) = (worn(address, "berit").expect("a picture"), files(&kept), rows(location));
        disk.is(fault);
        for _ in 0..2 {
            let answer = send(&writer, 2 * number + 1);
            assert!(matches!(answer.status, 503 | 507) && answer.retry_after.is_some(), "{name}: {} {}", answer.status, answer.body);
            assert!(answer.body.contains("could not save the picture") && answer.body.contains("id=\"biography\""), "{name}: {}", answer.body);
            reads_well(address);
            assert_eq!(get(address, &before, "").unwrap().status, 200, "{name}: pictures are still shown");
        }
        disk.is("0");
        assert_eq!((files(&kept), rows(location)), (there, counted), "after a disk that was {name}");
        assert_eq!(send(&writer, 2 * number + 1).status, 303, "{name}: it is well again");
        let after = worn(address, "berit").expect("a picture");
        assert_ne!(after, before);
        assert_eq!(get(address, &after, "").unwrap().status, 200);
        writer.asks_well();
    }
    assert_kept(location, &[&writer]);
    server.stop();
    server.check();
}

#[test]
fn pictures_on_a_full_a_read_only_and_a_broken_disk() {
    let folder = Folder::new("pictures");
    let root = folder.0.canonicalize().unwrap();
    pictures_fail_and_heal(&Place::Sqlite.location(&folder), &folder, &root.join("data/uploads"));
}

/// The database is on the same disk.
#[test]
fn pictures_beside_a_database_that_takes_nothing_either() {
    let folder = Folder::new("pictures-and-database");
    let root = folder.0.canonicalize().unwrap();
    pictures_fail_and_heal(&Place::Sqlite.location(&folder), &folder, &root);
}

#[cfg(feature = "postgres")]
#[test]
fn pictures_on_such_a_disk_beside_postgresql() {
    let folder = Folder::new("pictures-postgres");
    let root = folder.0.canonicalize().unwrap();
    pictures_fail_and_heal(&Place::Postgres(Cluster::start()).location(&folder), &folder, &root.join("data"));
}

/// A mail that cannot be written leaves no half of itself, and is written once when there is room.
#[test]
fn mails_wait_for_room_and_are_written_once() {
    let folder = Folder::new("mails");
    let location = Place::Sqlite.location(&folder);
    let mut server = Server::new(&location, &folder.0);
    server::prepare(&server, &location);
    ["berit", "tomas"].iter().for_each(|name| server.create_member(name));
    let mails = folder.0.canonicalize().unwrap().join("data/mail");
    let disk = Disk::below(&mails, &folder.0, |name, value| server.set(name, value));
    server.start();
    Writer::signed_in(server.address(), "berit").asks_well();
    let tomas = Writer::signed_in(server.address(), "tomas");
    disk.is("28");
    let fields = [("key", "answer"), ("lang", "en"), ("body", "It has been so for years, and does no harm at all")];
    assert_eq!(post(tomas.address, "/t/1/reply", &tomas.session, &fields).unwrap().status, 303);
    let tried = || jobs::table.select(jobs::attempts).filter(jobs::lane.eq("news")).first::<i32>(&mut connect(&location)).optional().unwrap();
    let began = Instant::now();
    while tried() != Some(1) {
        assert!(began.elapsed() < Duration::from_secs(20), "tried so often: {:?}", tried());
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(files(&mails), [] as [PathBuf; 0]);
    disk.is("0");
    // The second try comes after a minute.
    while tried().is_some() {
        assert!(began.elapsed() < Duration::from_secs(150), "the mail does not leave");
        std::thread::sleep(Duration::from_millis(200));
    }
    let written = files(&mails);
    assert!(written.len() == 1 && written[0].extension().is_some_and(|ending| ending == "eml"), "{written:?}");
    server.stop();
    server.check();
}

/// What a command is told so that its writing below a folder fails after some bytes.
fn faulty(folder: &Folder, below: &Path, after: &str) -> (Disk, Vec<(String, String)>) {
    let mut environment = vec![("FAULT_AFTER".to_owned(), after.to_owned())];
    let disk = Disk::below(below, &folder.0, |name, value| environment.push((name.to_owned(), value.to_owned())));
    (disk, environment)
}

/// A backup that finds no room says so and leaves nothing; what was there stays, and once there is room the next one is whole.
fn backups_fail_and_heal(place: &Place, folder: &Folder) {
    let location = place.location(folder);
    let mut server = Server::new(&location, &folder.0);
    server::prepare(&server, &location);
    server.create_member("berit");
    server.start();
    let mut writer = Writer::signed_in(server.address(), "berit");
    for _ in 0..3 {
        // More than what is allowed to be written below.
        assert_eq!(writer.ask(super::LONG).status, 303);
    }
    assert_eq!(send(&writer, 1).status, 303);
    let backups = folder.0.canonicalize().unwrap().join("backups");
    std::fs::create_dir(&backups).unwrap();
    let (first, second) = (backups.join("first.tar"), backups.join("second.tar"));
    let (first_name, second_name) = (first.to_str().unwrap(), second.to_str().unwrap());
    server.command(&["backup", first_name]);
    let whole = std::fs::read(&first).unwrap();
    assert!(whole.len() > 60_000, "{} bytes", whole.len());
    for after in ["0", "50000"] {
        let (disk, environment) = faulty(folder, &backups, after);
        for (name, fault) in FAULTS {
            disk.is(fault);
            for args in [&["backup", second_name][..], &["backup", "--force", first_name]] {
                let outcome = server.outcome(args, &environment);
                let said = String::from_utf8(outcome.stderr).unwrap();
                assert_eq!(outcome.status.code(), Some(1), "{name}: {said}");
                assert!(said.starts_with("guildhall: ") && said.contains("could not be written") && said.contains("os error"), "{name}: {said}");
                assert_eq!(files(&backups), [first.clone()], "{name}: nothing is left half done");
                assert!(std::fs::read(&first).unwrap() == whole, "{name}: the backup before is as it was");
            }
            reads_well(server.address());
            writer.asks_well();
        }
        disk.is("0");
        let outcome = server.outcome(&["backup", "--force", second_name], &environment);
        assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
        std::fs::remove_file(&second).unwrap();
    }
    assert_kept(&location, &[&writer]);
    server.stop();
    server.check();
}

#[test]
fn backups_of_sqlite_on_a_full_a_read_only_and_a_broken_disk() {
    backups_fail_and_heal(&Place::Sqlite, &Folder::new("backups"));
}

#[cfg(feature = "postgres")]
#[test]
fn backups_of_postgresql_on_a_full_a_read_only_and_a_broken_disk() {
    backups_fail_and_heal(&Place::Postgres(Cluster::start()), &Folder::new("backups-postgres"));
}
