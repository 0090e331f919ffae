//! Members made and changed from a terminal.

use super::{program, url};
use crate::support::TestDatabase;
use std::io::Write;
use std::process::{Output, Stdio};

struct Terminal {
    database: TestDatabase,
    url: String,
}

impl Terminal {
    fn new() -> Self {
        let (location, database) = TestDatabase::fresh();
        Self { url: url(&location), database }
    }

    fn run(&self, args: &[&str], input: &str) -> Output {
        let mut command = program(self.database.folder(), args);
        command.env("GUILDHALL_DATABASE_URL", &self.url).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        // A command that needs no input may have ended already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    fn prints(&self, args: &[&str], input: &str) -> String {
        let output = self.run(args, input);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn complains(&self, args: &[&str], input: &str) -> String {
        let output = self.run(args, input);
        assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }
}

#[test]
fn members_are_made_with_roles_and_a_password_that_is_printed_once() {
    let terminal = Terminal::new();
    let printed = terminal.prints(&["user", "create", "ada", "--address", "ada@example.com", "--role", "admin", "--role", "staff"], "");
    let password = printed.lines().find_map(|line| line.strip_prefix("Password: ")).expect("a password");
    assert!(password.len() == 20 && printed.starts_with("Member 1 made: ada"), "{printed}");
    assert!(terminal.complains(&["user", "create", "Ada", "--address", "b@example.com"], "").contains("somebody has this username"));
    assert!(terminal.complains(&["user", "create", "bea", "--address", "ADA@example.com"], "").contains("another member has this address"));
    assert!(terminal.complains(&["user", "create", "bea", "--address", "bea"], "").contains("not a mail address"));
    assert!(
        terminal.complains(&["user", "create", "bea", "--address", "b@example.com", "--password-stdin"], "password1\n").contains("first that anybody tries")
    );
    let silent = terminal.prints(&["user", "create", "bea", "--address", "b@example.com", "--password-stdin"], "green door seven\n");
    assert!(!silent.contains("Password"), "{silent}");
    let log = terminal.prints(&["log"], "");
    for act in ["member.create", "role.give", "command", "-> admin"] {
        assert!(log.contains(act), "{act} is missing in {log}");
    }
    assert!(!log.contains("example.com") && !log.contains(password), "{log}");
}

#[test]
fn roles_passwords_and_states_are_changed() {
    let terminal = Terminal::new();
    terminal.prints(&["user", "create", "ada", "--address", "ada@example.com", "--role", "admin"], "");
    assert!(terminal.complains(&["user", "role", "ada", "take", "admin"], "").contains("last admin"));
    assert!(terminal.complains(&["user", "state", "ada", "suspended"], "").contains("last admin"));
    assert_eq!(terminal.prints(&["user", "role", "ADA", "give", "moderator"], ""), "ada now is moderator\n");
    assert_eq!(terminal.prints(&["user", "role", "ada", "take", "moderator"], ""), "ada no longer is moderator\n");
    assert!(terminal.complains(&["user", "role", "ada", "give", "king"], "").contains("staff, moderator, admin or expert"));
    assert!(terminal.complains(&["user", "role", "nobody", "give", "staff"], "").contains("there is no member nobody"));
    assert!(terminal.prints(&["user", "password", "ada"], "").contains("Password: "));
    assert!(terminal.prints(&["user", "state", "ada", "silenced", "--days", "3", "--reason", "advertising"], "").starts_with("ada is silenced until "));
    assert_eq!(terminal.prints(&["user", "state", "ada", "active"], ""), "ada is active\n");
    let log = terminal.prints(&["log"], "");
    for act in ["role.take", "member.password", "member.silence", "\"advertising\"", "member.lift"] {
        assert!(log.contains(act), "{act} is missing in {log}");
    }
}

fn hand_over<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    ["user", "hand-over"].into_iter().chain(rest.iter().copied()).collect()
}

#[test]
fn accounts_are_handed_over_one_by_one_and_by_a_file_all_or_none() {
    let terminal = Terminal::new();
    terminal.prints(&["user", "create", "ada", "--address", "ada@example.com"], "");
    let dump = crate::import::small_dump(terminal.database.folder());
    terminal.prints(&["import", "stackexchange", &dump.display().to_string()], "");
    assert!(terminal.complains(&hand_over(&["Ann-Lee", "ada@example.com"]), "").contains("another member has this address"));
    assert!(terminal.complains(&hand_over(&["ada", "x@example.com"]), "").contains("somebody signs in to this account already"));
    assert!(terminal.complains(&hand_over(&["nobody", "x@example.com"]), "").contains("there is no member nobody"));
    assert!(terminal.complains(&hand_over(&["Ann-Lee", "x"]), "").contains("not a mail address"));
    terminal.complains(&hand_over(&["Ann-Lee"]), "");
    assert!(terminal.prints(&hand_over(&["ANN-LEE", "ann@example.com"]), "").starts_with("A link is on its way to ann@example.com: Ann-Lee"));
    let file = terminal.database.folder().join("owners.csv");
    let path = file.display().to_string();
    std::fs::write(&file, "username,address\nWang,wang@example.com\nada,other@example.com\nnobody,n@example.com\nann-lee-2\nann-lee-2,WANG@example.com\n")
        .unwrap();
    let output = terminal.run(&hand_over(&["--csv", &path]), "");
    assert!(!output.status.success());
    let printed = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = printed.lines().filter_map(|line| line.split_once(':')).map(|(number, _)| number).collect();
    assert_eq!(lines, ["line 3", "line 4", "line 5", "line 6"], "{printed}");
    assert_eq!(terminal.prints(&["log"], "").matches("member.hand-over").count(), 1, "nothing was done");
    std::fs::write(&file, "Wang,wang@example.com\r\nann-lee-2,ann2@example.com\r\n").unwrap();
    assert_eq!(terminal.prints(&hand_over(&["--csv", &path]), ""), "2 links are on their way; 0 were already, or have an owner now\n");
    assert_eq!(terminal.prints(&hand_over(&["--csv", &path]), ""), "0 links are on their way; 2 were already, or have an owner now\n");
    let log = terminal.prints(&["log"], "");
    assert!(log.matches("member.hand-over").count() == 3 && !log.contains("example.com"), "{log}");
}
