//! A disk that is full, read-only or broken, and well again later. A library that is loaded before the program (before
//! PostgreSQL's server) lets writing fail as such a disk does.

use guildhall::platform::db::Location;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{LONG, Writer, assert_kept, reads_well};
use crate::Folder;
#[cfg(feature = "postgres")]
use crate::cluster::Cluster;
use crate::server::{self, Server};

/// No space left, a read-only file system, an input or output error: as Linux numbers them.
pub const FAULTS: [(&str, &str); 3] = [("full", "28"), ("read-only", "30"), ("broken", "5")];

/// The library, built into a folder.
fn library(folder: &Path) -> PathBuf {
    let (source, built) = (concat!(env!("CARGO_MANIFEST_DIR"), "/tests/durability/faults/disk.c"), folder.join("disk.so"));
    let status = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&built).arg(source).arg("-ldl").status().expect("a C compiler");
    assert!(status.success());
    built
}

/// What the library is told.
pub struct Disk {
    number: PathBuf,
}

impl Disk {
    /// What fails stands below a path; `tell` gets the variables.
    pub fn below(path: &Path, folder: &Path, mut tell: impl FnMut(&str, &str)) -> Self {
        let number = folder.join("fault");
        std::fs::write(&number, "0").unwrap();
        std::fs::set_permissions(&number, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        tell("LD_PRELOAD", library(folder).to_str().unwrap());
        tell("FAULT_NUMBER", number.to_str().unwrap());
        tell("FAULT_BELOW", path.to_str().unwrap());
        Self { number }
    }

    /// From now on writing fails with this number; `0` is a disk that is well.
    pub fn is(&self, number: &str) {
        std::fs::write(&self.number, number).unwrap();
    }
}

/// Writing fails and reading goes on; when the disk is well again, so is the server, which was never started anew.
fn writing_fails_and_heals(server: &mut Server, location: &Location, disk: &Disk) {
    server.start();
    let process = server.pid();
    let mut writer = Writer::signed_in(server.address(), "berit");
    for (name, number) in FAULTS {
        writer.asks_well();
        disk.is(number);
        let mut refused = 0;
        for _ in 0..40 {
            refused += usize::from(writer.ask(LONG).status != 303);
            reads_well(server.address());
            if refused == 5 {
                break;
            }
        }
        assert_eq!(refused, 5, "a {name} disk takes everything");
        disk.is("0");
        writer.asks_well();
    }
    assert_eq!(server.pid(), process);
    assert_kept(location, &[&writer]);
    server.stop();
    server.check();
    println!("{} questions acknowledged and kept", writer.kept.len());
}

#[test]
fn sqlite_on_a_full_a_read_only_and_a_broken_disk() {
    let folder = Folder::new("disk");
    let path = folder.0.canonicalize().unwrap().join("guildhall.db");
    let location = Location::Sqlite(path.clone());
    let mut server = Server::new(&location, &folder.0);
    server::prepare(&server, &location);
    server.create_member("berit");
    // The database itself, its log and its index: whatever begins with its name.
    let disk = Disk::below(&path, &folder.0, |name, value| server.set(name, value));
    server.set("FAULT_SYNC", "1");
    writing_fails_and_heals(&mut server, &location, &disk);
}

#[cfg(feature = "postgres")]
#[test]
fn postgresql_on_a_full_a_read_only_and_a_broken_disk() {
    let folder = Folder::new("disk-postgres");
    let mut cluster = Cluster::make();
    // Not its log: whoever cannot write that ends, and is away and back, which has a test of its own.
    let base = PathBuf::from(cluster.data()).join("base");
    let at = cluster.folder().to_owned();
    let disk = Disk::below(&base, &at, |name, value| cluster.set(name, value));
    cluster.open();
    let location = Location::Postgres(cluster.url());
    let mut server = Server::new(&location, &folder.0);
    server::prepare(&server, &location);
    server.create_member("berit");
    // Its complaints are expected.
    server.set("NO_COLOR", "1");
    writing_fails_and_heals(&mut server, &location, &disk);
}
