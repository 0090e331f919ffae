//! Mail servers that refuse, stall, and drop the line: what each means for the mail, and that it is sent once.

use guildhall::platform::clock::Clock;
use guildhall::platform::db::Timestamp;
use guildhall::platform::i18n::{I18n, Lang};
use guildhall::platform::mail::smtp::Server;
use guildhall::platform::mail::{Letter, Mail, MailError, Mailer, MailerOptions, Signer, Transport};
use guildhall::platform::web::Templates;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a server does when it hears a command.
#[derive(Clone, Copy)]
pub enum Does {
    Says(&'static str),
    Hangs,
    Drops,
}

/// A server that does as it is told at one command, and is kind at all others.
pub struct Scripted {
    pub url: String,
    mails: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Scripted {
    /// `at` is a command, `.` the end of a mail, or `` the greeting.
    pub fn start(at: &'static str, does: Does) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let (mails, connections) = (Arc::<Mutex<Vec<String>>>::default(), Arc::new(AtomicUsize::new(0)));
        let (kept, counted) = (mails.clone(), connections.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::SeqCst);
                let kept = kept.clone();
                std::thread::spawn(move || talk(stream, at, does, &kept));
            }
        });
        Self { url, mails, connections }
    }

    /// Whole mails that it got, whatever it said to them.
    pub fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn talk(mut stream: std::net::TcpStream, at: &str, does: Does, kept: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut mail: Option<String> = None;
    let mut answer = |command: &str, kind: &str| -> bool {
        let says = match does {
            Does::Says(words) if command == at => words,
            Does::Hangs if command == at => {
                std::thread::sleep(Duration::from_secs(30));
                return false;
            }
            Does::Drops if command == at => return false,
            _ => kind,
        };
        stream.write_all(format!("{says}\r\n").as_bytes()).is_ok()
    };
    if !answer("", "220 mail.example.com ESMTP") {
        return;
    }
    while let Some(Ok(line)) = lines.next() {
        if let Some(so_far) = &mut mail {
            if line != "." {
                so_far.push_str(&format!("{}\r\n", line.strip_prefix('.').unwrap_or(&line)));
                continue;
            }
            kept.lock().unwrap().push(mail.take().unwrap());
            if !answer(".", "250 kept") {
                return;
            }
            continue;
        }
        let command = line.split([' ', ':']).next().unwrap_or("");
        let goes_on = match command {
            "DATA" => answer("DATA", "354 go on"),
            "QUIT" => answer("QUIT", "221 bye"),
            _ => answer(command, "250 fine"),
        };
        if !goes_on {
            return;
        }
        if command == "DATA" && !(at == "DATA" && matches!(does, Does::Says(_))) {
            mail = Some(String::new());
        }
    }
}

/// A mailer that hands to a server, and waits for it no longer than a second.
pub fn mailer(url: &str, signer: Option<Signer>) -> Mailer {
    let i18n = I18n::load().unwrap();
    let templates = Templates::load(&i18n, "").unwrap();
    Mailer::new(MailerOptions {
        transport: Transport::Smtp(Server::of(&url.parse().unwrap()).unwrap().with_patience(Duration::from_secs(1))),
        from: "guildhall@forum.example.com".parse().unwrap(),
        base_url: "https://forum.example.com".parse().unwrap(),
        clock: Clock::set_to(Timestamp(1_700_000_000_000_000)),
        i18n,
        templates,
        signer,
    })
}

/// A mail without a thread.
pub fn plain(to: &str) -> Mail<'_> {
    Mail {
        to,
        lang: Lang::FIRST,
        name: "test",
        community: "Kjøpmenn",
        context: Default::default(),
        subject: &[],
        stop_url: None,
        further_stops: &[],
        thread: None,
    }
}

fn letter() -> Letter {
    Letter { subject: "Hei på deg".into(), text: "Hei, Bjørn.\n.\nA line that begins with a dot.\n".into(), html: "<p>Hei, Bjørn.</p>".into() }
}

fn sent_to(server: &Scripted) -> Result<(), MailError> {
    mailer(&server.url, None).deliver(&plain("ann@example.com"), &letter())
}

#[test]
fn only_what_is_said_of_the_recipient_is_held_against_the_address() {
    let refused = |at, says| sent_to(&Scripted::start(at, Does::Says(says))).unwrap_err();
    assert!(matches!(refused("RCPT", "550 5.1.1 no such user"), MailError::Refused(number) if number == "550"));
    assert!(matches!(refused("RCPT", "554 5.7.1 relay access denied"), MailError::Later(_)), "that is about us, and is mended");
    assert!(matches!(refused("RCPT", "451 4.2.2 over quota"), MailError::Later(number) if number == "451"));
    assert!(matches!(refused("MAIL", "550 5.7.1 sender rejected"), MailError::Later(_)));
    assert!(matches!(refused("DATA", "554 5.6.0 no"), MailError::Rejected(_)));
    assert!(matches!(refused(".", "554 5.7.1 looks unwanted"), MailError::Rejected(number) if number == "554"));
    assert!(matches!(refused(".", "451 4.3.0 try later"), MailError::Later(_)));
    assert!(matches!(refused("", "421 too busy"), MailError::Later(_)));
}

#[test]
fn a_server_that_stalls_or_goes_before_the_end_has_not_got_the_mail() {
    for at in ["", "EHLO", "MAIL", "RCPT", "DATA"] {
        for does in [Does::Hangs, Does::Drops] {
            let server = Scripted::start(at, does);
            let error = sent_to(&server).unwrap_err();
            assert!(matches!(error, MailError::Later(_)) && server.mails().is_empty(), "{at:?}: {error:?}");
        }
    }
}

#[test]
fn a_line_that_breaks_after_the_final_dot_leaves_the_mail_in_doubt() {
    for does in [Does::Hangs, Does::Drops] {
        let server = Scripted::start(".", does);
        let error = sent_to(&server).unwrap_err();
        assert!(matches!(error, MailError::InDoubt(_)) && error.is_final(), "{error:?}");
        assert_eq!((server.mails().len(), server.connections()), (1, 1));
    }
}

#[test]
fn what_is_to_be_noted_before_is_noted_once_the_server_agreed_and_can_stop_the_mail() {
    let kind = Scripted::start("never", Does::Drops);
    let mut noted = 0;
    let outcome = mailer(&kind.url, None).send_marked(&plain("ann@example.com"), &mut || {
        noted += 1;
        assert!(kind.mails().is_empty());
        Ok(())
    });
    assert!(outcome.is_ok() && noted == 1 && kind.mails().len() == 1);
    let outcome = mailer(&kind.url, None).send_marked(&plain("ann@example.com"), &mut || Err(MailError::Later("the log is away".into())));
    assert!(matches!(outcome, Err(MailError::Later(_))) && kind.mails().len() == 1, "not sent");
    let refusing = Scripted::start("RCPT", Does::Says("550 5.1.1 no such user"));
    let outcome = mailer(&refusing.url, None).send_marked(&plain("ann@example.com"), &mut || panic!("nothing is about to be sent"));
    assert!(matches!(outcome, Err(MailError::Refused(_))));
}
