//! Exim as Debian has it, run as the test's own user: what leaves is what arrives.
//!
//! Runs where `GUILDHALL_TEST_EXIM` names the program; `tests/run mail` installs it and does.

use guildhall::platform::mail::{MailError, Signer, Thread};
use rsa::pkcs1::{EncodeRsaPrivateKey, LineEnding};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::dkim;
use super::smtp::{mailer, plain};
use crate::support::TestDatabase;

const VARIABLE: &str = "GUILDHALL_TEST_EXIM";

struct Exim {
    url: String,
    folder: PathBuf,
}

impl Exim {
    /// Listens, and gives each connection to an Exim of its own: as a daemon it would have to be root's.
    fn start(program: String, folder: &Path) -> Self {
        for name in ["spool", "log", "box"] {
            std::fs::create_dir_all(folder.join(name)).unwrap();
        }
        // Where the test is root's, Exim goes on as its own user.
        let mut open = Command::new("chmod");
        assert!(open.args(["-R", "777"]).arg(folder).status().unwrap().success());
        let config = folder.join("exim.conf");
        std::fs::write(&config, CONFIG.replace("FOLDER", &folder.display().to_string()).replace("PROGRAM", &program)).unwrap();
        let mut narrow = Command::new("chmod");
        assert!(narrow.arg("644").arg(&config).status().unwrap().success());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || listener.incoming().flatten().for_each(|stream| talk(&program, &config, stream)));
        Self { url, folder: folder.to_owned() }
    }

    /// The mails that arrived, once there are so many.
    fn arrived(&self, number: usize) -> Vec<String> {
        let began = Instant::now();
        loop {
            let found: Vec<String> = std::fs::read_dir(self.folder.join("box/new"))
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| std::fs::read_to_string(entry.path()).unwrap())
                .collect();
            if found.len() >= number {
                return found;
            }
            assert!(began.elapsed() < Duration::from_secs(30), "{} of {number} mails; {}", found.len(), self.log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn log(&self) -> String {
        let logs = std::fs::read_dir(self.folder.join("log")).into_iter().flatten().flatten();
        logs.map(|entry| std::fs::read_to_string(entry.path()).unwrap_or_default()).collect()
    }
}

fn talk(program: &str, config: &Path, stream: TcpStream) {
    let mut exim = Command::new(program);
    let mut exim = exim.arg("-C").arg(config).args(["-odi", "-bs"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Exim starts");
    let (mut to, mut from) = (exim.stdin.take().unwrap(), exim.stdout.take().unwrap());
    let (mut reading, mut writing) = (stream.try_clone().unwrap(), stream);
    std::thread::spawn(move || {
        let mut bytes = [0; 8_192];
        while let Ok(number @ 1..) = reading.read(&mut bytes) {
            if to.write_all(&bytes[..number]).is_err() {
                break;
            }
        }
    });
    std::thread::spawn(move || {
        let mut bytes = [0; 8_192];
        while let Ok(number @ 1..) = from.read(&mut bytes) {
            if writing.write_all(&bytes[..number]).is_err() {
                break;
            }
        }
        let _ = writing.shutdown(Shutdown::Both);
        let _ = exim.wait();
    });
}

/// Takes mail for everybody but two, and puts it into one box.
const CONFIG: &str = "primary_hostname = mail.example.com
spool_directory = FOLDER/spool
log_file_path = FOLDER/log/%slog
exim_path = PROGRAM
tls_advertise_hosts =
deliver_drop_privilege = true
keep_environment =
add_environment = PATH=/usr/bin
untrusted_set_sender = *
local_from_check = false
acl_smtp_rcpt = check
acl_smtp_data = accept
begin acl
check:
  deny message = 5.1.1 no such user
       local_parts = gone
  defer message = 4.2.2 over quota
       local_parts = full
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  directory = FOLDER/box
  maildir_format
  create_directory
  envelope_to_add
  mode = 0644
  directory_mode = 0777
";

#[test]
fn a_real_server_takes_what_is_sent_once_and_whole() {
    let Ok(program) = std::env::var(VARIABLE) else { return };
    let (_, database) = TestDatabase::fresh();
    let exim = Exim::start(program, database.folder());
    let thread = Thread { id: "p1-2-3.0011".into(), opening: Some("t1-2.0011".into()) };
    let url = "https://forum.example.com/stop-mail/abc/reply";
    let mut mail = plain("bob@example.com");
    mailer(&exim.url, None).send(&mail).unwrap();
    mail.to = "ann@example.com";
    (mail.thread, mail.stop_url) = (Some(&thread), Some(url));
    let key = dkim::key();
    let file = dkim::file(&database, "key.pem", &key.to_pkcs1_pem(LineEnding::LF).unwrap());
    mailer(&exim.url, Some(Signer::load(&file, "guildhall", "forum.example.com").unwrap())).send(&mail).unwrap();
    let arrived = exim.arrived(2);
    assert_eq!(arrived.len(), 2);
    let raw = arrived.iter().find(|raw| raw.contains("Envelope-to: ann@example.com")).expect("ann's mail");
    for line in [
        "Message-ID: <p1-2-3.0011@forum.example.com>",
        "In-Reply-To: <t1-2.0011@forum.example.com>",
        "References: <t1-2.0011@forum.example.com>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "This is a test.",
    ] {
        assert!(raw.contains(line), "{line} in {raw}");
    }
    let as_sent = raw.split_once("From: ").map(|(_, rest)| format!("From: {rest}").trim_end().replace('\n', "\r\n")).unwrap();
    assert!(dkim::is_signed(&as_sent, &key.to_public_key()), "{raw}");
    let refused = |to| mailer(&exim.url, None).send(&plain(to)).unwrap_err();
    assert!(matches!(refused("gone@example.com"), MailError::Refused(number) if number == "550"));
    assert!(matches!(refused("full@example.com"), MailError::Later(number) if number == "451"));
    assert_eq!(exim.arrived(2).len(), 2, "{}", exim.log());
}
