//! `guildhall mail`: whether mail leaves, and what came back.

use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use super::{program, url};
use crate::platform::smtp::{Does, Scripted};
use crate::support::TestDatabase;
use guildhall::platform::db::Location;

fn mail(folder: &Path, location: &Location, args: &[&str], input: &str) -> Output {
    let mut command = program(folder, &[&["mail"], args, &["--database-url", &url(location), "--data-dir", "data"]].concat());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_test_mail_says_what_happened_to_it() {
    let (location, database) = TestDatabase::fresh();
    let test = |args: &[&str]| mail(database.folder(), &location, args, "");
    let kind = Scripted::start("never", Does::Drops);
    let output = test(&["test", "ann@example.com", "--smtp-url", &kind.url]);
    assert!(output.status.success() && words(&output).contains("127.0.0.1 took the mail for ann@example.com"), "{}", words(&output));
    assert!(kind.mails()[0].contains("Subject: A test e-mail from Guildhall"), "{:?}", kind.mails());
    for (at, does, expected) in [
        ("RCPT", Does::Says("550 5.1.1 no such user"), "no such letter box"),
        ("MAIL", Does::Says("451 later"), "does it answer"),
        (".", Does::Says("554 5.7.1 unwanted"), "DKIM"),
        (".", Does::Drops, "look whether it arrives"),
    ] {
        let server = Scripted::start(at, does);
        let output = test(&["test", "ann@example.com", "--smtp-url", &server.url]);
        assert!(!output.status.success() && words(&output).contains(expected), "{}", words(&output));
    }
    let output = test(&["test", "ann@example.com"]);
    assert!(output.status.success() && words(&output).contains("is a file in data/mail"), "{}", words(&output));
    let output = test(&["test", "ann"]);
    assert!(!output.status.success() && words(&output).contains("no mail address"), "{}", words(&output));
    let output = test(&["test", "ann@example.com", "--dkim-key-file", "nowhere.pem"]);
    assert!(!output.status.success() && words(&output).contains("nowhere.pem"), "{}", words(&output));
}

#[test]
fn what_is_no_report_or_not_about_us_is_refused() {
    let (location, database) = TestDatabase::fresh();
    let output = mail(database.folder(), &location, &["bounce"], "Subject: On holiday\r\n\r\nI am away.\r\n");
    assert!(!output.status.success() && words(&output).contains("no report"), "{}", words(&output));
    let report = "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\n\
        Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.com\r\n\r\nFinal-Recipient: rfc822; ann@example.com\r\n\
        Action: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n";
    let output = mail(database.folder(), &location, &["bounce"], report);
    assert!(!output.status.success() && words(&output).contains("no mail of ours"), "{}", words(&output));
}
