//! From words to a message with its headers.

use lettre::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use std::time::{Duration, SystemTime};

use super::{Letter, Mail, MailError, Mailer};

impl Mailer {
    pub(super) fn message(&self, mail: &Mail<'_>, letter: &Letter) -> Result<Message, MailError> {
        let to: Address = mail.to.parse().map_err(|_| MailError::Address)?;
        let from = Mailbox::new(Some(self.inner.from.name.clone().unwrap_or_else(|| mail.community.to_owned())), self.inner.from.email.clone());
        let mut builder = Message::builder()
            .from(from)
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .date(self.date())
            .message_id(Some(self.message_id(mail)))
            // Tells letter boxes not to answer with "I am on holiday".
            .raw_header(header("Auto-Submitted", "auto-generated".into()));
        if let Some(url) = mail.stop_url {
            if !is_plain(url) {
                return Err(MailError::Writing("the address that ends mails is no plain URL".into()));
            }
            builder = builder
                .raw_header(header("List-Id", self.list_id(mail.community)))
                .raw_header(header("List-Unsubscribe", format!("<{url}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()));
        }
        if let Some(opening) = mail.thread.and_then(|thread| thread.opening.as_ref()) {
            let opening = format!("<{opening}@{}>", self.inner.host);
            builder = builder.in_reply_to(opening.clone()).references(opening);
        }
        let both = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
        let mut message = builder.multipart(both).map_err(|error| MailError::Writing(error.to_string()))?;
        if let Some(signer) = &self.inner.signer {
            signer.sign(&mut message);
        }
        Ok(message)
    }

    fn message_id(&self, mail: &Mail<'_>) -> String {
        let id = mail.thread.map_or_else(|| format!("{:032x}", rand::random::<u128>()), |thread| thread.id.clone());
        format!("<{id}@{}>", self.inner.host)
    }

    /// The community's name and a name of the list that is its own: mail programs sort by it.
    fn list_id(&self, community: &str) -> String {
        let name: String = community.chars().filter(|c| !c.is_control() && !"<>()[]\\,;:@\"".contains(*c)).collect();
        format!("{} <notices.{}>", name.trim(), self.inner.host)
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_micros(self.inner.clock.now().0.unsigned_abs())
    }
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// Ours are; anything else could leave its header.
fn is_plain(url: &str) -> bool {
    url.chars().all(|c| c.is_ascii_graphic() && !"<>\"".contains(c))
}
