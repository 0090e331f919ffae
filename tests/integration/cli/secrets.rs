//! `guildhall secrets` and `guildhall healthcheck`.

use super::{program, url};
use crate::support::{TestDatabase, open_database};
use guildhall::accounts::tokens::{TokenKind, store as tokens};
use guildhall::accounts::{Acting, MemberId, sessions, store};
use guildhall::platform::db::{Durability, Error, Location};
use guildhall::platform::i18n::Lang;
use guildhall::platform::text::Username;
use std::path::Path;

fn prints(folder: &Path, location: &Location, args: &[&str]) -> String {
    let output = program(folder, &[args, &["--database-url", &url(location)]].concat()).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A member with two sessions, a link to reset the password, and one that stops mails; gives a session's and the link's secret.
fn member(location: &Location) -> (String, String) {
    let db = open_database(location);
    db.write_blocking(Acting::Command, Durability::Full, |tx, _| {
        let name = Username::parse("ann").unwrap();
        let member: MemberId = store::insert(tx, &store::NewMember::named(&name, Lang::FIRST))?;
        let session = sessions::new_token();
        sessions::store::insert(tx, &session, member, "127.0.0.1", "a test")?;
        sessions::store::insert(tx, &sessions::new_token(), member, "127.0.0.1", "a test")?;
        let link = tokens::make(tx, TokenKind::Reset, Some(member), 3_600_000_000)?;
        tokens::stop_mail(tx, member)?;
        Ok::<_, Error>((session, link))
    })
    .unwrap()
}

#[test]
fn secrets_are_counted_and_never_shown() {
    let (location, database) = TestDatabase::fresh();
    let (session, link) = member(&location);
    let listed = prints(database.folder(), &location, &["secrets", "--smtp-url", "smtp://user:hunter2@mail.example.com"]);
    let line = |word: &str| listed.lines().find(|line| line.trim_start().starts_with(word)).unwrap_or_else(|| panic!("{word} in {listed}")).to_owned();
    for (word, number) in [("sessions", "2"), ("links", "1"), ("stop-mail", "1")] {
        assert_eq!(line(word).split_whitespace().nth(1), Some(number), "{listed}");
    }
    assert!(line("smtp_url").contains("from") && line("database_url").contains("from"));
    assert!(!listed.contains("hunter2") && !listed.contains(&session) && !listed.contains(&link));
}

#[test]
fn what_others_may_know_is_ended_and_the_log_says_so() {
    let (location, database) = TestDatabase::fresh();
    let (session, link) = member(&location);
    let (folder, now) = (database.folder(), guildhall::platform::clock::Clock::System.now());
    assert!(prints(folder, &location, &["secrets", "--rotate", "sessions"]).starts_with("sessions: 2 ended; "));
    let db = open_database(&location);
    let is_open = |session: String| db.read_blocking(move |conn| sessions::store::open(conn, &session, now)).unwrap().is_some();
    let works = |link: String| db.read_blocking(move |conn| tokens::find(conn, TokenKind::Reset, &link, now)).unwrap().is_some();
    assert!(!is_open(session) && works(link.clone()), "sessions, and nothing else");
    let printed = prints(folder, &location, &["secrets", "--rotate", "all"]);
    assert!(printed.contains("links: 1 ended") && printed.contains("stop-mail: 1 ended") && printed.contains("sessions: 0 ended"), "{printed}");
    assert!(!works(link));
    let log = prints(folder, &location, &["log"]);
    assert_eq!(log.matches("secret.rotate").count(), 4, "{log}");
    assert!(log.contains("kind=sessions; ended=2") && log.contains("command"), "{log}");
    let output = program(folder, &["secrets", "--rotate", "everything"]).output().unwrap();
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("write sessions, links, stop-mail or all"));
}
