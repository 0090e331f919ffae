//! Ending mails by one click, without signing in: mails of one kind, all about a topic, or all.
//!
//! Each member has one secret for it, the same in every mail; what is ended stands behind it in the address.

pub mod pages;

use super::digests::Rhythm;
use super::notices::ways::{Way, Ways, store as ways};
use super::notices::{Reason, listing as notices};
use crate::accounts::tokens::{self, TokenKind};
use crate::accounts::{Acting, MemberId, settings};
use crate::forum::TopicId;
use crate::forum::follows::{Level, Subject, store as follows};
use crate::platform::db::{Durability, Result, Tx};
use crate::platform::settings::store as community;
use crate::platform::web::Web;

/// What can be ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Mails about answers to one's questions: what the links of earlier releases end.
    Answers,
    /// Mails for one reason.
    Reason(Reason),
    /// All that is told of a topic.
    Topic(TopicId),
    /// The digest.
    Digest,
    /// Nothing: whoever was silent for long wants the digest to go on.
    GoOn,
    /// Everything that nobody asked for one by one.
    All,
}

impl Stop {
    /// What stands behind the secret.
    pub fn parse(word: &str) -> Option<Self> {
        match (word, word.strip_prefix("topic-")) {
            ("all", _) => Some(Self::All),
            ("digest", _) => Some(Self::Digest),
            ("go-on", _) => Some(Self::GoOn),
            (_, Some(topic)) => Some(Self::Topic(TopicId(topic.parse().ok()?))),
            (_, None) => Reason::parse(word).map(Self::Reason),
        }
    }

    /// Where it is ended.
    pub fn path(self, token: &str) -> String {
        match self {
            Self::Answers => format!("/stop-mail/{token}"),
            Self::Reason(reason) => format!("/stop-mail/{token}/{}", reason.as_str()),
            Self::Topic(topic) => format!("/stop-mail/{token}/topic-{topic}"),
            Self::Digest => format!("/stop-mail/{token}/digest"),
            Self::GoOn => format!("/stop-mail/{token}/go-on"),
            Self::All => format!("/stop-mail/{token}/all"),
        }
    }

    /// The key of the sentence that says what ends.
    fn key(self) -> &'static str {
        match self {
            Self::Answers => "stop-mail-answers",
            Self::Reason(_) => "stop-mail-kind",
            Self::Topic(_) => "stop-mail-topic",
            Self::Digest => "stop-mail-digest",
            Self::GoOn => "stop-mail-go-on",
            Self::All => "stop-mail-all",
        }
    }
}

/// What the names of mails are signed with, and what ends a member's mails; both are made when they are first needed.
pub fn secrets(web: &Web, member: MemberId, signing: Option<String>) -> Result<(String, String)> {
    let kept = web.db().read_blocking(move |conn| tokens::store::kept_stop_mail(conn, member))?;
    if let (Some(signing), Some(token)) = (&signing, &kept) {
        return Ok((signing.clone(), token.clone()));
    }
    web.db().write_blocking(Acting::System, Durability::Full, move |tx, _| {
        let signing = match &signing {
            Some(signing) => signing.clone(),
            None => community::make_mail_key(tx)?,
        };
        Ok((signing, make_token(tx, member)?))
    })
}

/// The secret of a member, made where it is not.
pub fn make_token(tx: &mut Tx<'_>, member: MemberId) -> Result<String> {
    tokens::store::stop_mail(tx, member)
}

/// Ends it for whoever the secret belongs to; false when it belongs to nobody, or there is nothing of the kind.
pub fn stop(tx: &mut Tx<'_>, token: &str, what: Stop) -> Result<bool> {
    let now = tx.now();
    let Some(member) = tokens::store::find(tx.conn(), TokenKind::StopMail, token, now)?.flatten() else { return Ok(false) };
    match what {
        Stop::Topic(topic) => {
            // Of what they were never told there is nothing to end, whether or not it is there.
            if !notices::was_told(tx.conn(), member, topic)? {
                return Ok(false);
            }
            follows::put(tx, member, Subject::Topic(topic), Level::Muted)?;
        }
        Stop::Answers => without(tx, member, &[Reason::Reply, Reason::StaffAnswer])?,
        Stop::Reason(reason) => without(tx, member, &[reason])?,
        Stop::Digest => settings::store::set_digest(tx, member, Rhythm::Never.as_str())?,
        Stop::GoOn => settings::store::set_digest(tx, member, Rhythm::Weekly.as_str())?,
        Stop::All => {
            without(tx, member, Reason::ALL)?;
            settings::store::set_digest(tx, member, Rhythm::Never.as_str())?;
        }
    }
    Ok(true)
}

/// Takes mail away from these reasons; the other ways stay.
fn without(tx: &mut Tx<'_>, member: MemberId, reasons: &[Reason]) -> Result<()> {
    let mut chosen: Ways = ways::of_member(tx.conn(), member)?;
    for reason in reasons {
        chosen.set(*reason, Way { mail: false, ..chosen.of(*reason) });
    }
    ways::put(tx, member, &chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ended_stands_in_the_address() {
        for stop in [Stop::Reason(Reason::StaffAnswer), Stop::Topic(TopicId(12)), Stop::Digest, Stop::GoOn, Stop::All] {
            let path = stop.path("secret");
            let word = path.strip_prefix("/stop-mail/secret/").expect("behind the secret");
            assert_eq!(Stop::parse(word), Some(stop));
        }
        for word in ["", "topic-", "topic-x", "everything"] {
            assert_eq!(Stop::parse(word), None, "{word}");
        }
    }
}
