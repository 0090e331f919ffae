//! From templates to words: `templates/mail/<name>.txt`, `.html` and the message `mail-<name>-subject`.

use tera::Context;

use super::{MailError, Mailer};
use crate::platform::i18n::{Arg, Lang};

/// A mail about to be written.
pub struct Mail<'a> {
    /// Whom to: an address and nothing else.
    pub to: &'a str,
    /// The reader's language.
    pub lang: Lang,
    /// Names templates and subject, such as `answer`.
    pub name: &'static str,
    /// The community's name.
    pub community: &'a str,
    /// What the templates read.
    pub context: Context,
    /// What the subject's message reads.
    pub subject: &'a [(&'a str, Arg<'a>)],
    /// Ends mails of this kind by one POST; only for mails that nobody asked for one by one.
    pub stop_url: Option<&'a str>,
    /// What else can be ended from this mail: the key of the words, and the address.
    pub further_stops: &'a [(&'static str, String)],
    /// Where it stands among others; none for a mail that stands alone.
    pub thread: Option<&'a Thread>,
}

/// Where a mail stands among others, for mail programs. Both are what stands before the `@` of a Message-ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The mail itself: the same whenever it is sent.
    pub id: String,
    /// The mail that opens its thread, whether or not that was ever sent; none where this is the one.
    pub opening: Option<String>,
}

/// A mail's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The subject: one line.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
}

impl Mailer {
    /// Renders a mail in its reader's language.
    pub fn write(&self, mail: &Mail<'_>) -> Result<Letter, MailError> {
        let subject = one_line(&self.inner.i18n.text_with(mail.lang, &format!("mail-{}-subject", mail.name), mail.subject));
        let mut context = mail.context.clone();
        context.insert("lang", mail.lang.tag());
        context.insert("dir", "ltr");
        context.insert("site", &serde_json::json!({ "name": mail.community }));
        context.insert("base_url", &self.inner.origin);
        context.insert("subject", &subject);
        context.insert("stop_url", &mail.stop_url);
        let stops = mail.further_stops.iter().map(|(key, url)| serde_json::json!({ "text": self.inner.i18n.text(mail.lang, key), "url": url }));
        context.insert("further_stops", &stops.collect::<Vec<_>>());
        let render = |kind: &str| {
            let template = format!("mail/{}.{kind}", mail.name);
            self.inner.templates.render(mail.lang, &template, &context).map_err(|error| MailError::Writing(error.to_string()))
        };
        let text = format!("{}\n", render("txt")?.trim());
        Ok(Letter { subject, text, html: render("html")? })
    }
}

/// A title may come from a member: whatever would break a line becomes a space.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
