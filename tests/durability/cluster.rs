//! A PostgreSQL cluster of the test's own, with fsync: what it acknowledges is on the disk.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// Runs until it is dropped.
pub struct Cluster {
    folder: PathBuf,
    environment: Vec<(String, String)>,
}

/// The newest installed server's programs.
fn programs() -> PathBuf {
    let mut versions: Vec<PathBuf> =
        std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL's server (package postgresql)").map(|entry| entry.unwrap().path().join("bin")).collect();
    versions.sort();
    versions.into_iter().rfind(|bin| bin.join("initdb").exists()).expect("PostgreSQL's server (package postgresql)")
}

/// Runs one of its programs; as root by the user it comes with, since it refuses root.
fn run(program: &str, args: &[&str], folder: &Path, environment: &[(String, String)]) {
    let path = programs().join(program);
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout.starts_with(b"0\n");
    let mut command = if is_root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(path);
        command
    } else {
        Command::new(path)
    };
    let log = std::fs::File::options().append(true).create(true).open(folder.join("programs.log")).unwrap();
    let status = command.args(args).envs(environment.iter().cloned()).current_dir(folder).stdout(log.try_clone().unwrap()).stderr(log).status().unwrap();
    assert!(status.success(), "{program}: {}", std::fs::read_to_string(folder.join("programs.log")).unwrap_or_default());
}

impl Cluster {
    /// An empty cluster that listens on a socket alone.
    pub fn start() -> Self {
        let cluster = Self::make();
        cluster.open();
        cluster
    }

    /// One that is not started yet.
    pub fn make() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        // A socket's path is short, and the server's own user must reach it: not below a home folder.
        let name = format!("guildhall-durability-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o777)).unwrap();
        let cluster = Self { folder, environment: Vec::new() };
        cluster.run("initdb", &["-D", &cluster.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]);
        cluster
    }

    fn run(&self, program: &str, args: &[&str]) {
        run(program, args, &self.folder, &self.environment);
    }

    /// Where it lives; its own user may write here.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of its files.
    pub fn data(&self) -> String {
        self.folder.join("data").to_str().unwrap().to_owned()
    }

    /// Starts with a variable in its environment from now on.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// Starts it.
    pub fn open(&self) {
        let (folder, data) = (self.folder.to_str().unwrap(), self.data());
        let options = format!("-c listen_addresses='' -c unix_socket_directories={folder} -c unix_socket_permissions=0777 -c fsync=on");
        self.run("pg_ctl", &["-D", &data, "-w", "-t", "60", "-l", &format!("{data}/log"), "-o", &options, "start"]);
    }

    /// Stops it: whoever is connected is cut off.
    pub fn close(&self) {
        self.run("pg_ctl", &["-D", &self.data(), "-m", "fast", "-w", "stop"]);
    }

    /// Its address; the socket decides where it is, the host only makes the address whole.
    pub fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.folder.display())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.folder.join("data/postmaster.pid").exists() {
            self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
