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
            .message_id(Some(format!("<{:032x}@{}>", rand::random::<u128>(), self.inner.host)))
            // Tells letter boxes not to answer with "I am on holiday".
            .raw_header(header("Auto-Submitted", "auto-generated".into()));
        if let Some(url) = mail.stop_url {
            if !is_plain(url) {
                return Err(MailError::Writing("the address that ends mails is no plain URL".into()));
            }
            builder = builder
                .raw_header(header("List-Unsubscribe", format!("<{url}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()));
        }
        builder.multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone())).map_err(|error| MailError::Writing(error.to_string()))
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
