//! Mails: headers, the two forms, and that nothing typed becomes a header or a line of an error.

use crate::support::TestDatabase;
use guildhall::platform::clock::Clock;
use guildhall::platform::db::Timestamp;
use guildhall::platform::i18n::{I18n, Lang};
use guildhall::platform::mail::{Letter, Mail, MailError, Mailer, MailerOptions, Transport};
use guildhall::platform::web::Templates;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;

fn mailer(transport: Transport) -> Mailer {
    let i18n = I18n::load().unwrap();
    let templates = Templates::load(&i18n, "").unwrap();
    Mailer::new(MailerOptions {
        transport,
        from: "guildhall@forum.example.com".parse().unwrap(),
        base_url: "https://forum.example.com".parse().unwrap(),
        clock: Clock::set_to(Timestamp(1_700_000_000_000_000)),
        i18n,
        templates,
        signer: None,
    })
}

fn mail<'a>(to: &'a str, stop_url: Option<&'a str>) -> Mail<'a> {
    Mail {
        to, lang: Lang::FIRST, name: "answer", community: "Kjøpmenn", context: Default::default(), subject: &[], stop_url, further_stops: &[], thread: None
    }
}

fn letter(subject: &str) -> Letter {
    Letter { subject: subject.into(), text: "Hei, Bjørn.\n".into(), html: "<p>Hei, Bjørn.</p>".into() }
}

/// The head of a message, folded lines joined.
fn head(raw: &str) -> Vec<String> {
    let (head, _) = raw.split_once("\r\n\r\n").expect("a head and a body");
    head.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_mail_says_who_sent_it_and_how_to_end_it() {
    let mailer = mailer(Transport::memory());
    mailer.deliver(&mail("ann@example.com", Some("https://forum.example.com/stop-mail/abc")), &letter("Your question has an answer")).unwrap();
    let sent = mailer.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].to.as_str(), sent[0].name), ("ann@example.com", "answer"));
    let head = head(&sent[0].raw);
    for expected in [
        "To: ann@example.com",
        "Subject: Your question has an answer",
        "Date: Tue, 14 Nov 2023 22:13:20 +0000",
        "Auto-Submitted: auto-generated",
        "List-Unsubscribe: <https://forum.example.com/stop-mail/abc>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ] {
        assert!(head.iter().any(|line| line == expected), "{expected} is missing in {head:#?}");
    }
    assert!(head.iter().any(|line| line.starts_with("From: =?utf-8?") && line.ends_with("<guildhall@forum.example.com>")), "{head:#?}");
    assert!(head.iter().any(|line| line.starts_with("Message-ID: <") && line.ends_with("@forum.example.com>")), "{head:#?}");
    assert!(sent[0].raw.contains("text/plain; charset=utf-8") && sent[0].raw.contains("text/html; charset=utf-8"));
}

#[test]
fn a_mail_that_was_asked_for_has_nothing_to_end() {
    let mailer = mailer(Transport::memory());
    mailer.deliver(&mail("ann@example.com", None), &letter("Set a new password")).unwrap();
    assert!(!mailer.sent()[0].raw.contains("List-Unsubscribe"));
}

#[test]
fn nothing_typed_becomes_a_header() {
    let mailer = mailer(Transport::memory());
    mailer.deliver(&mail("ann@example.com", None), &letter("Hello\r\nBcc: eve@example.com\r\n\r\nbody")).unwrap();
    let names: Vec<String> = head(&mailer.sent()[0].raw).iter().map(|line| line.split(':').next().unwrap_or("").to_lowercase()).collect();
    assert!(!names.contains(&"bcc".to_owned()), "{names:?}");
    for address in ["ann@example.com\r\nBcc: eve@example.com", "ann@example.com, eve@example.com", "Ann <ann@example.com>", "ann", ""] {
        let outcome = mailer.deliver(&mail(address, None), &letter("Hello"));
        assert!(matches!(outcome, Err(MailError::Address)), "{address:?}");
    }
    let stop_url = "https://forum.example.com/>\r\nBcc: eve@example.com";
    assert!(mailer.deliver(&mail("ann@example.com", Some(stop_url)), &letter("Hello")).is_err());
    assert_eq!(mailer.sent().len(), 1);
}

#[test]
fn without_a_server_mails_become_files_that_only_their_owner_reads() {
    let (_, database) = TestDatabase::fresh();
    let folder = database.folder().join("mail");
    mailer(Transport::Folder(folder.clone())).deliver(&mail("ann@example.com", None), &letter("Hello")).unwrap();
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    assert!(files[0].file_name().unwrap().to_str().unwrap().starts_with("2023-11-14T221320Z-answer-"), "{files:?}");
    assert_eq!(files[0].extension().unwrap(), "eml");
    assert!(std::fs::read_to_string(&files[0]).unwrap().contains("To: ann@example.com"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&files[0]).unwrap().permissions().mode() & 0o077, 0);
        assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o077, 0);
    }
}

/// A mail server for one visit: answers every recipient with `answer`, gives back what it was told.
fn server(answer: &'static str) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let mut heard = Vec::new();
        let mut in_data = false;
        stream.write_all(b"220 mail.example.com ESMTP\r\n").unwrap();
        while let Some(Ok(line)) = lines.next() {
            let reply = match line.split([' ', ':']).next().unwrap_or("") {
                "." if in_data => {
                    in_data = false;
                    "250 kept"
                }
                _ if in_data => "",
                "RCPT" => answer,
                "DATA" => {
                    in_data = true;
                    "354 go on"
                }
                "QUIT" => "221 bye",
                _ => "250 fine",
            };
            heard.push(line);
            if !reply.is_empty() && stream.write_all(format!("{reply}\r\n").as_bytes()).is_err() {
                break;
            }
        }
        heard
    });
    (url, thread)
}

#[test]
fn a_server_gets_the_mail() {
    let (url, server) = server("250 fine");
    let transport = Transport::smtp(&url.parse().unwrap()).unwrap();
    mailer(transport).deliver(&mail("ann@example.com", None), &letter("Hello")).unwrap();
    let heard = server.join().unwrap();
    assert!(heard.contains(&"RCPT TO:<ann@example.com>".to_owned()), "{heard:#?}");
    assert!(heard.contains(&"Subject: Hello".to_owned()), "{heard:#?}");
}

#[test]
fn a_refusal_is_told_without_the_address() {
    for (answer, is_final) in [("550 5.1.1 <ann@example.com>: no such user", true), ("451 ann@example.com is over quota", false)] {
        let (url, server) = server(answer);
        let transport = Transport::smtp(&url.parse().unwrap()).unwrap();
        let error = mailer(transport).deliver(&mail("ann@example.com", None), &letter("Hello")).unwrap_err();
        assert_eq!(error.is_final(), is_final);
        let words = format!("{error} {error:?}");
        assert!(words.contains(&answer[..3]) && !words.contains("ann"), "{words}");
        drop(server);
    }
}

#[test]
fn a_server_that_is_away_may_be_back_later() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let transport = Transport::smtp(&format!("smtp://{closed}").parse().unwrap()).unwrap();
    let error = mailer(transport).deliver(&mail("ann@example.com", None), &letter("Hello")).unwrap_err();
    assert!(matches!(error, MailError::Later(_)) && !error.is_final(), "{error:?}");
}

#[test]
fn every_mail_has_both_forms_and_a_subject_in_each_language() {
    let i18n = I18n::load().unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/mail");
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() >= 2, "the frame alone is two files");
    for file in &files {
        assert!(file.with_extension("txt").is_file() && file.with_extension("html").is_file(), "{} stands alone", file.display());
        let name = file.file_stem().unwrap().to_str().unwrap();
        for lang in Lang::all().filter(|_| name != "layout") {
            assert!(i18n.has(lang, &format!("mail-{name}-subject")), "mail-{name}-subject is missing in {}", lang.tag());
        }
    }
}
