//! Mail: written from templates in the reader's language, sent by SMTP or kept as files.
//!
//! Sending waits for a server, so it happens in jobs (lane `mail`). No line of the log and no error holds an
//! address. Headers are made by lettre's types only: a line break in a title cannot become a header.

mod message;
mod transport;
mod write;

use lettre::message::Mailbox;
use std::sync::Arc;

use crate::platform::clock::Clock;
use crate::platform::config::Config;
use crate::platform::i18n::I18n;
use crate::platform::web::Templates;
pub use tera::Context;
pub use transport::{Sent, Transport};
pub use write::{Letter, Mail};

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address is none that a mail can be sent to.
    #[error("the address cannot be written to")]
    Address,
    /// The template or a header could not be made: a mistake in the program.
    #[error("the mail could not be written: {0}")]
    Writing(String),
    /// The server said no for good, such as: no such letter box.
    #[error("the mail server refuses the mail for good ({0})")]
    Refused(String),
    /// The server cannot be reached or says no for now.
    #[error("the mail server does not take the mail now ({0})")]
    Later(String),
    /// The file could not be written.
    #[error("the mail could not be kept as a file: {0}")]
    File(#[from] std::io::Error),
}

impl MailError {
    /// True when trying again is of no use.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Address | Self::Refused(_))
    }
}

/// Writes and sends; cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    inner: Arc<Inner>,
}

struct Inner {
    transport: Transport,
    from: Mailbox,
    origin: String,
    host: String,
    clock: Clock,
    i18n: I18n,
    templates: Templates,
}

/// What a [`Mailer`] is made of.
pub struct MailerOptions {
    /// How mails leave.
    pub transport: Transport,
    /// The sender; without a name, the community's name is given.
    pub from: Mailbox,
    /// The address people type.
    pub base_url: url::Url,
    /// Where dates come from.
    pub clock: Clock,
    /// The words.
    pub i18n: I18n,
    /// The templates.
    pub templates: Templates,
}

impl Mailer {
    /// Puts the parts together.
    pub fn new(options: MailerOptions) -> Self {
        Self {
            inner: Arc::new(Inner {
                transport: options.transport,
                from: options.from,
                origin: options.base_url.origin().ascii_serialization(),
                host: options.base_url.host_str().unwrap_or("localhost").trim_matches(['[', ']']).to_owned(),
                clock: options.clock,
                i18n: options.i18n,
                templates: options.templates,
            }),
        }
    }

    /// As configured: SMTP, or files in the data folder.
    pub fn configured(config: &Config, clock: Clock, i18n: I18n, templates: Templates) -> Result<Self, MailError> {
        let transport = match &config.smtp_url {
            Some(url) => Transport::smtp(url)?,
            None => Transport::Folder(config.data_dir.join("mail")),
        };
        Ok(Self::new(MailerOptions { transport, from: config.mail_from.clone(), base_url: config.base_url.clone(), clock, i18n, templates }))
    }

    /// Writes a mail from its templates and sends it. Waits for the server: call it in a job.
    pub fn send(&self, mail: &Mail<'_>) -> Result<(), MailError> {
        let letter = self.write(mail)?;
        self.deliver(mail, &letter)
    }

    /// The same for a job: a letter box that says no for good is not asked again.
    pub fn send_once(&self, mail: &Mail<'_>) -> Result<(), MailError> {
        match self.send(mail) {
            Err(error) if error.is_final() => {
                tracing::warn!(mail = mail.name, %error, "a mail was refused for good");
                Ok(())
            }
            outcome => outcome,
        }
    }

    /// Sends what was written.
    pub fn deliver(&self, mail: &Mail<'_>, letter: &Letter) -> Result<(), MailError> {
        let message = self.message(mail, letter)?;
        self.inner.transport.send(mail.name, letter, &message, self.inner.clock.now())
    }

    /// What the transport in memory has sent so far; for tests.
    pub fn sent(&self) -> Vec<Sent> {
        self.inner.transport.sent()
    }
}
