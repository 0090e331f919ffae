//! Mail that came back, as the mail server hands it in: a report about a delivery (RFC 3464).
//!
//! Anybody can send such a report. It is believed where it returns a mail of ours by its name, or names an address to which
//! one went within the last days.

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use super::policy::Fault;
use super::store::{self, Sent};
use super::{Outcome, names};
use crate::platform::db::{Result, Timestamp, Tx};
use crate::platform::log::Act;
use crate::platform::settings::store as settings;
use crate::platform::text::EmailAddress;

/// Servers give up after five days at most.
const WITHIN: i64 = 6 * Timestamp::DAY;

/// What a report says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The Message-IDs of what it returns, without the brackets.
    pub returned: Vec<String>,
    /// Those it did not reach.
    pub failures: Vec<Failure>,
}

/// Somebody whom a mail did not reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The address as it was written to, where the report says so; else the one it came to.
    pub address: String,
    /// Such as `5.1.1`.
    pub status: String,
}

impl Failure {
    /// 5.1 is about the address, 5.2.1 a box that was closed; everything else may pass.
    pub fn fault(&self) -> Fault {
        if self.status.starts_with("5.1.") || self.status == "5.2.1" { Fault::NoSuchBox } else { Fault::NotTaken }
    }
}

/// Reads a report; none where the mail is none.
pub fn read(raw: &[u8]) -> Option<Report> {
    let message = MessageParser::default().parse(raw)?;
    let mut report = Report::default();
    for part in &message.parts {
        let kind = part.content_type().map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase()).unwrap_or_default();
        match (kind.as_str(), &part.body) {
            ("message/delivery-status" | "message/global-delivery-status", _) => report.failures.extend(failures(&String::from_utf8_lossy(part.contents()))),
            (_, PartType::Message(returned)) => report.returned.extend(id(returned)),
            ("text/rfc822-headers" | "message/rfc822" | "message/global-headers", _) => {
                report.returned.extend(MessageParser::default().parse(part.contents()).as_ref().and_then(id));
            }
            _ => {}
        }
    }
    (!report.failures.is_empty()).then_some(report)
}

fn id(message: &Message<'_>) -> Option<String> {
    message.message_id().map(str::to_owned)
}

/// The recipients that failed: blocks of fields, of which the first is about the report itself.
fn failures(text: &str) -> Vec<Failure> {
    let text = text.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    let of_block = |block: &str| {
        let field = |name: &str| {
            let mut fields = block.lines().filter_map(|line| line.split_once(':'));
            fields.find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
        };
        let address = field("Original-Recipient").or_else(|| field("Final-Recipient"))?;
        let address = address.split_once(';').map_or(address.as_str(), |(_, address)| address).trim().trim_matches(['<', '>']).to_owned();
        let has_failed = field("Action").is_some_and(|action| action.eq_ignore_ascii_case("failed"));
        let status = field("Status").unwrap_or_default();
        let status = status.split_whitespace().next().unwrap_or_default().chars().take(12).collect();
        has_failed.then_some(Failure { address, status })
    };
    text.split("\n\n").filter_map(of_block).collect()
}

/// Notes what came back; answers of how many mails. `host` is that of our own Message-IDs.
pub fn note(tx: &mut Tx<'_>, report: &Report, host: &str) -> Result<usize> {
    let mut noted = 0;
    for failure in &report.failures {
        let Some(sent) = found(tx, report, failure, host)? else { continue };
        store::set_outcome(tx, sent.id, Outcome::Bounced, &failure.status)?;
        let subject = sent.member.map_or(0, |member| member.0);
        if let Some(member) = sent.member.filter(|_| sent.outcome != Outcome::Bounced) {
            store::fault(tx, member, failure.fault())?;
        }
        tx.log(&Act { act: "mail.bounce", subject_kind: "member", subject, after: failure.status.clone(), ..Act::default() })?;
        noted += 1;
    }
    Ok(noted)
}

/// The mail that a report is about: by its name, else the last one that went to the address.
fn found(tx: &mut Tx<'_>, report: &Report, failure: &Failure, host: &str) -> Result<Option<Sent>> {
    let secret = settings::mail_key(tx.conn())?.unwrap_or_default();
    for id in &report.returned {
        let Some(name) = id.strip_suffix(host).and_then(|id| id.strip_suffix('@')).filter(|name| names::is_ours(&secret, name)) else { continue };
        if let Some(sent) = store::by_key(tx.conn(), name)? {
            return Ok(Some(sent));
        }
    }
    let Ok(address) = EmailAddress::parse(&failure.address) else { return Ok(None) };
    let since = tx.now().plus(-WITHIN);
    store::last_to(tx.conn(), &address.key(), since)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "From: MAILER-DAEMON@mail.example.com\r\nTo: forum@forum.example.com\r\nSubject: Undelivered Mail Returned to Sender\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\r\n\r\n\
        --b1\r\nContent-Type: text/plain\r\n\r\nI am sorry to say that your mail did not arrive.\r\n\
        --b1\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.com\r\nArrival-Date: Sun, 22 Nov 2026 13:00:00 +0000\r\n\r\n\
        Final-Recipient: rfc822; gone@elsewhere.example\r\nOriginal-Recipient: rfc822;ann@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\
        Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\nFinal-Recipient: rfc822; bob@example.com\r\nAction: delayed\r\nStatus: 4.4.1\r\n\
        --b1\r\nContent-Type: message/rfc822\r\n\r\nFrom: forum@forum.example.com\r\nMessage-ID: <p1-2-3.0011@forum.example.com>\r\nSubject: Re: Payouts\r\n\r\nHello\r\n--b1--\r\n";

    #[test]
    fn a_report_names_whom_a_mail_did_not_reach_and_what_it_returns() {
        let report = read(REPORT.as_bytes()).expect("a report");
        assert_eq!(report.failures, [Failure { address: "ann@example.com".into(), status: "5.1.1".into() }], "a delay is no failure");
        assert_eq!(report.returned, ["p1-2-3.0011@forum.example.com"]);
        let headers = REPORT.replace("Content-Type: message/rfc822", "Content-Type: text/rfc822-headers");
        assert_eq!(read(headers.as_bytes()).unwrap().returned, report.returned, "servers may return the head alone");
    }

    #[test]
    fn what_is_no_report_says_nothing() {
        for raw in ["", "Subject: On holiday\r\n\r\nI am away.\r\n", &REPORT.replace("Action: failed", "Action: relayed"), &REPORT[..400]] {
            assert_eq!(read(raw.as_bytes()), None);
        }
    }

    #[test]
    fn only_what_is_about_the_address_counts_whole() {
        let fault = |status: &str| Failure { address: String::new(), status: status.into() }.fault();
        assert_eq!((fault("5.1.1"), fault("5.2.1")), (Fault::NoSuchBox, Fault::NoSuchBox));
        assert_eq!((fault("5.2.2"), fault("4.4.7"), fault("5.7.1"), fault("")), (Fault::NotTaken, Fault::NotTaken, Fault::NotTaken, Fault::NotTaken));
    }
}
