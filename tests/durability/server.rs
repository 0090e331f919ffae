//! The program under test, as a process that can be killed.

use diesel::prelude::*;
use guildhall::accounts::Right;
use guildhall::platform::db::{Connection, Location, Use, open_connection};
use guildhall_schema::{categories, category_access, category_names, settings};
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::client;

/// Everybody's password: what is tested is not how well it is kept.
pub const PASSWORD: &str = "four walls and a roof above";

/// The server, running or killed.
pub struct Server {
    folder: PathBuf,
    url: String,
    address: SocketAddr,
    child: Option<Child>,
    environment: Vec<(String, String)>,
    limit_factor: &'static str,
}

impl Server {
    /// Not started yet; always at the same address, as a server is.
    pub fn new(location: &Location, folder: &Path) -> Self {
        let url = match location {
            Location::Sqlite(path) => format!("sqlite:{}", path.display()),
            Location::Postgres(url) => url.clone(),
        };
        let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap();
        Self { folder: folder.to_owned(), url, address, child: None, environment: Vec::new(), limit_factor: "1000000" }
    }

    /// The limits of a real community hold: nobody may do everything all the time.
    pub fn with_limits(mut self) -> Self {
        self.limit_factor = "1";
        self
    }

    /// Starts with a variable in its environment from now on.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().expect("a server that runs").id()
    }

    /// Runs a command beside it; answers what it printed.
    pub fn command(&self, args: &[&str]) -> String {
        let output = self.program(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command with variables in its environment, whatever becomes of it.
    pub fn outcome(&self, args: &[&str], environment: &[(String, String)]) -> Output {
        self.program(args).envs(environment.iter().cloned()).output().unwrap()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    fn program(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guildhall"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GUILDHALL_")) {
            command.env_remove(name);
        }
        command.current_dir(&self.folder).args(args).args(["--database-url", &self.url]);
        command
    }

    /// Makes a member who can sign in.
    pub fn create_member(&self, name: &str) {
        let address = format!("{name}@example.com");
        let mut child =
            self.program(&["user", "create", name, "--address", &address, "--role", "expert", "--password-stdin"]).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "{name} is not made");
    }

    /// Starts it, and goes on at once.
    pub fn launch(&mut self) {
        let listen = self.address.to_string();
        let args = ["serve", "--listen", &listen, "--log-level", "error", "--limit-factor", self.limit_factor];
        let environment = self.environment.clone();
        // What it complains of while its database is away is expected; nobody reads it.
        let stderr = if environment.is_empty() { Stdio::inherit() } else { Stdio::null() };
        self.child = Some(self.program(&args).envs(environment).stdout(Stdio::null()).stderr(stderr).spawn().unwrap());
    }

    /// Starts it and waits until it says that it is well; answers how long that took.
    pub fn start(&mut self) -> Duration {
        let began = Instant::now();
        self.launch();
        self.wait_until_well();
        began.elapsed()
    }

    /// Waits until it says that it is well.
    pub fn wait_until_well(&self) {
        let began = Instant::now();
        while !client::get(self.address, "/healthz", "").is_ok_and(|answer| answer.status == 200) {
            assert!(began.elapsed() < Duration::from_secs(20), "it does not start");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// As a power cut or the kernel would: without a word.
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("a server that runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Asks it to stop.
    pub fn stop(&mut self) {
        let mut child = self.child.take().expect("a server that runs");
        assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
        assert!(child.wait().unwrap().success(), "it does not stop as asked");
    }

    /// Every counter and copied value is what its rows say.
    pub fn check(&self) {
        let output = self.program(&["check"]).output().unwrap();
        assert!(output.status.success(), "{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The test's own way into the database.
pub fn connect(location: &Location) -> Connection {
    open_connection(location, Use::Write, &Default::default()).expect("the database answers")
}

/// A migrated database with one category.
pub fn prepare(server: &Server, location: &Location) {
    assert!(server.program(&["migrate"]).stdout(Stdio::null()).status().unwrap().success());
    let conn = &mut connect(location);
    let row =
        (categories::slug.eq("talk"), categories::path.eq("talk"), categories::icon.eq("chat"), categories::position.eq(1), categories::created_at.eq(0_i64));
    let id: i64 = diesel::insert_into(categories::table).values(row).returning(categories::id).get_result(conn).unwrap();
    let name = (category_names::category.eq(id), category_names::lang.eq("en"), category_names::name.eq("Talk"));
    diesel::insert_into(category_names::table).values(name).execute(conn).unwrap();
    for (group, right) in [("everyone", Right::Read), ("members", Right::Ask)] {
        let row = (category_access::category.eq(id), category_access::grantee.eq(group), category_access::may.eq(right));
        diesel::insert_into(category_access::table).values(row).execute(conn).unwrap();
    }
    // Mails about notices go at once: tests wait for them.
    diesel::insert_into(settings::table).values((settings::name.eq("mail_wait"), settings::value.eq("0"))).execute(conn).unwrap();
    assert_eq!(id, 1, "the category that members ask in");
}
