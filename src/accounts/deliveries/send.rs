//! Sending a mail once, whatever crashes in between.

use std::time::Duration;

use super::policy::Fault;
use super::store::{self, Noted};
use super::{Outcome, Outcome::InDoubt, names};
use crate::accounts::{Acting, MemberId, store as members};
use crate::platform::db::{Connection, Db, Durability, Error, Result, Tx};
use crate::platform::jobs::{Job, Kind};
use crate::platform::mail::{Mail, MailError, Mailer, Thread};
use crate::platform::text::EmailAddress;

/// What became of a mail is written so often, and after so long, while the database is away.
const SETTLING: usize = 20;
const AGAIN: Duration = Duration::from_millis(500);

/// A mail that is sent once: its thread's id names it.
pub struct Parcel<'a> {
    /// The job that sends it.
    pub job: &'a Job,
    /// Of which kind the job is: after its last try the mail is given up.
    pub kind: &'static Kind,
    /// To whom.
    pub member: MemberId,
    /// Names the mail; stands in its Message-ID.
    pub key: String,
    /// Its place in mail programs.
    pub thread: Thread,
    /// The mail.
    pub mail: Mail<'a>,
}

/// Sends a mail unless that was done. `done` is written together with what became of it, once nothing more is to be done.
/// A server that does not take it now is an error of the job, which is tried again.
pub fn send_once(db: &Db, mailer: &Mailer, parcel: &Parcel<'_>, done: impl Fn(&mut Tx<'_>) -> Result<()> + Clone + Send + 'static) -> anyhow::Result<()> {
    let noted = noted(&parcel.mail, Some(parcel.member), parcel.key.clone(), parcel.job);
    let settle = |outcome: Outcome, answer: String| {
        let (noted, done) = (noted.clone(), done.clone());
        db.write_blocking(Acting::System, Durability::Soon, move |tx, _| {
            settle(tx, &noted, outcome, &answer)?;
            if outcome.is_final() { done(tx) } else { Ok(()) }
        })
    };
    let key = noted.key.clone();
    match db.read_blocking(move |conn| store::outcome(conn, &key))? {
        // It was handed over when the program ended: the server may have it.
        Some(Outcome::Sending) => return Ok(settle(InDoubt, "the program ended while it was sent".into())?),
        Some(outcome) if outcome.is_final() => return Ok(db.write_blocking(Acting::System, Durability::Soon, move |tx, _| done(tx))?),
        _ => {}
    }
    let mail = Mail { thread: Some(&parcel.thread), context: parcel.mail.context.clone(), ..parcel.mail };
    let sent = mailer.send_marked(&mail, &mut || {
        let noted = noted.clone();
        // On the disk before the server has it: else the power could take the knowledge that it has.
        let written = db.write_blocking(Acting::System, Durability::Full, move |tx, _| store::put(tx, &noted, Outcome::Sending, ""));
        written.map_err(|error| MailError::Later(format!("what is sent cannot be noted: {error}")))
    });
    let is_last = parcel.job.attempts + 1 >= parcel.kind.attempts;
    let (outcome, answer) = became(sent.as_ref().err(), is_last);
    patiently(|| settle(outcome, answer.clone()))?;
    match sent {
        Err(error) if !outcome.is_final() => Err(error.into()),
        Err(error) => {
            tracing::warn!(mail = parcel.mail.name, %error, "a mail was not taken");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// Writes what became of a mail, again where the database is away for a moment: else a mail that has not left would be one in
/// doubt.
fn patiently(write: impl Fn() -> Result<()>) -> Result<()> {
    for _ in 1..SETTLING {
        match write() {
            Err(Error::Gone(_) | Error::Busy | Error::Retry) => std::thread::sleep(AGAIN),
            outcome => return outcome,
        }
    }
    write()
}

/// Sends a mail that somebody asked for and can ask for again, and notes what became of it. What is refused for good is not
/// tried again, nor what the server may have taken.
pub fn send_plain(db: &Db, mailer: &Mailer, job: &Job, mail: &Mail<'_>) -> anyhow::Result<()> {
    let mut noted = noted(mail, None, String::new(), job);
    let to = noted.clone();
    let (key, member) = db.read_blocking(move |conn| known(conn, &to))?;
    (noted.key, noted.member) = (key.unwrap_or_else(new_key), member);
    let thread = Thread { id: noted.key.clone(), opening: None };
    let sent = mailer.send(&Mail { thread: Some(&thread), context: mail.context.clone(), ..*mail });
    let (outcome, answer) = became(sent.as_ref().err(), false);
    // That the log cannot be written is no reason to send the mail again.
    if let Err(error) = db.write_blocking(Acting::System, Durability::Soon, move |tx, _| settle(tx, &noted, outcome, &answer)) {
        tracing::warn!(%error, "the delivery log could not be written");
    }
    match sent {
        Err(error) if error.is_final() => {
            tracing::warn!(mail = mail.name, %error, "a mail was not taken");
            Ok(())
        }
        outcome => Ok(outcome?),
    }
}

/// The name that a mail had when it was tried before, and whose address it goes to.
fn known(conn: &mut Connection, noted: &Noted) -> Result<(Option<String>, Option<MemberId>)> {
    let key = if noted.attempts > 1 { store::waiting_key(conn, &noted.address_key, noted.kind)? } else { None };
    let member = match EmailAddress::parse(&noted.address) {
        Ok(address) => members::by_address(conn, &address)?,
        Err(_) => None,
    };
    Ok((key, member))
}

/// A name that nobody can guess.
fn new_key() -> String {
    format!("{}{:032x}", names::UNGUESSABLE, rand::random::<u128>())
}

fn noted(mail: &Mail<'_>, member: Option<MemberId>, key: String, job: &Job) -> Noted {
    let address_key = EmailAddress::parse(mail.to).map_or_else(|_| mail.to.to_owned(), |address| address.key());
    Noted { key, member, address: mail.to.to_owned(), address_key, kind: mail.name, attempts: i64::from(job.attempts) + 1 }
}

/// What became of it, and the few words that say why.
fn became(error: Option<&MailError>, is_last: bool) -> (Outcome, String) {
    match error {
        None => (Outcome::Sent, String::new()),
        Some(MailError::Address) => (Outcome::Refused, String::new()),
        Some(MailError::Refused(answer)) => (Outcome::Refused, answer.clone()),
        Some(MailError::Rejected(answer)) => (Outcome::Rejected, answer.clone()),
        Some(MailError::InDoubt(answer)) => (InDoubt, answer.clone()),
        Some(MailError::Later(answer)) => (if is_last { Outcome::GivenUp } else { Outcome::Later }, answer.clone()),
        Some(MailError::Writing(_) | MailError::Key(_) | MailError::File(_)) => (if is_last { Outcome::GivenUp } else { Outcome::Later }, String::new()),
    }
}

fn settle(tx: &mut Tx<'_>, noted: &Noted, outcome: Outcome, answer: &str) -> Result<()> {
    store::put(tx, noted, outcome, answer)?;
    match (noted.member, outcome) {
        (Some(member), Outcome::Refused) => store::fault(tx, member, Fault::NoSuchBox),
        (Some(member), Outcome::Rejected) => store::fault(tx, member, Fault::NotTaken),
        _ => Ok(()),
    }
}
