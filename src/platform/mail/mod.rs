//! Mail: written from templates in the reader's language, sent by SMTP or kept as files.
//!
//! Sending waits for a server, so it happens in jobs (lane `mail`). No line of the log and no error holds an
//! address. Headers are made by lettre's types only: a line break in a title cannot become a header.

mod dkim;
mod message;
pub mod smtp;
mod transport;
mod write;

use lettre::message::Mailbox;
use std::sync::Arc;

use crate::platform::clock::Clock;
use crate::platform::config::Config;
use crate::platform::i18n::I18n;
use crate::platform::web::Templates;
pub use dkim::Signer;
use smtp::BeforeData;
pub use tera::Context;
pub use transport::{Sent, Transport};
pub use write::{Letter, Mail, Thread};

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address is none that a mail can be sent to.
    #[error("the address cannot be written to")]
    Address,
    /// The template or a header could not be made: a mistake in the program.
    #[error("the mail could not be written: {0}")]
    Writing(String),
    /// The server takes nothing for this address, for good, such as: no such letter box.
    #[error("the mail server refuses the address for good ({0})")]
    Refused(String),
    /// The server does not take this mail, for good, such as: it looks unwanted.
    #[error("the mail server refuses the mail for good ({0})")]
    Rejected(String),
    /// The server had the whole mail, and nobody knows what became of it.
    #[error("it is not known whether the mail server took the mail ({0})")]
    InDoubt(String),
    /// The key for signatures cannot be used.
    #[error("mails cannot be signed: {0}")]
    Key(String),
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
        matches!(self, Self::Address | Self::Refused(_) | Self::Rejected(_) | Self::InDoubt(_))
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
    signer: Option<Signer>,
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
    /// Signs what leaves.
    pub signer: Option<Signer>,
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
                signer: options.signer,
            }),
        }
    }

    /// As configured: SMTP, or files in the data folder; signed where there is a key.
    pub fn configured(config: &Config, clock: Clock, i18n: I18n, templates: Templates) -> Result<Self, MailError> {
        let transport = match &config.smtp_url {
            Some(url) => Transport::smtp(url)?,
            None => Transport::Folder(config.data_dir.join("mail")),
        };
        let signer = match &config.dkim_key_file {
            Some(file) => Some(Signer::load(file, &config.dkim_selector, config.mail_from.email.domain())?),
            None => None,
        };
        Ok(Self::new(MailerOptions { transport, from: config.mail_from.clone(), base_url: config.base_url.clone(), clock, i18n, templates, signer }))
    }

    /// Writes a mail from its templates and sends it. Waits for the server: call it in a job.
    pub fn send(&self, mail: &Mail<'_>) -> Result<(), MailError> {
        self.send_marked(mail, &mut || Ok(()))
    }

    /// The same; `before_data` runs once the server has agreed to take the mail, and before it gets it. What it refuses is
    /// not sent.
    pub fn send_marked(&self, mail: &Mail<'_>, before_data: BeforeData<'_>) -> Result<(), MailError> {
        let letter = self.write(mail)?;
        self.hand_over(mail, &letter, before_data)
    }

    /// Sends what was written.
    pub fn deliver(&self, mail: &Mail<'_>, letter: &Letter) -> Result<(), MailError> {
        self.hand_over(mail, letter, &mut || Ok(()))
    }

    fn hand_over(&self, mail: &Mail<'_>, letter: &Letter, before_data: BeforeData<'_>) -> Result<(), MailError> {
        let message = self.message(mail, letter)?;
        self.inner.transport.send(mail.name, letter, &message, self.inner.clock.now(), before_data)
    }

    /// The words.
    pub fn i18n(&self) -> &I18n {
        &self.inner.i18n
    }

    /// What stands behind the `@` of our Message-IDs.
    pub fn host(&self) -> &str {
        &self.inner.host
    }

    /// What the transport in memory has sent so far; for tests.
    pub fn sent(&self) -> Vec<Sent> {
        self.inner.transport.sent()
    }
}
