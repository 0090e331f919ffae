//! A server that takes mail: one connection for each, step by step, so that it is known how far it came.

use lettre::Message;
use lettre::address::Envelope;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use percent_encoding::percent_decode_str;
use std::time::Duration;
use url::Url;

use super::MailError;

/// A server that is silent for longer counts as away.
const PATIENCE: Duration = Duration::from_secs(20);
/// Once it has the whole mail, it may look through it before it says yes: asking again too early makes doubles.
const LAST_PATIENCE: Duration = Duration::from_secs(90);

/// A server of a `smtp://` or `smtps://` URL.
pub struct Server {
    host: String,
    port: u16,
    security: Security,
    hello: ClientId,
    credentials: Option<Credentials>,
    patience: (Duration, Duration),
}

enum Security {
    None,
    Offered(TlsParameters),
    Demanded(TlsParameters),
    Always(TlsParameters),
}

/// Runs once the server has agreed to take the mail, before the mail is sent. What it refuses is not sent.
pub type BeforeData<'a> = &'a mut dyn FnMut() -> Result<(), MailError>;

impl Server {
    /// The server of a URL: `?tls=required` and `?tls=opportunistic` ask for STARTTLS, a path is the name to greet with.
    pub fn of(url: &Url) -> Result<Self, MailError> {
        let unusable = || MailError::Writing("the URL of the mail server cannot be used".into());
        let host = url.host_str().ok_or_else(unusable)?.trim_matches(['[', ']']).to_owned();
        let tls = || TlsParameters::new(host.clone()).map_err(|_| unusable());
        let asked = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        let (security, port) = match (url.scheme(), asked.as_deref()) {
            ("smtp", None) => (Security::None, 25),
            ("smtp", Some("opportunistic")) => (Security::Offered(tls()?), 587),
            ("smtp", Some("required")) => (Security::Demanded(tls()?), 587),
            ("smtps", _) => (Security::Always(tls()?), 465),
            _ => return Err(unusable()),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(|text| text.into_owned()).map_err(|_| unusable());
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(decoded(url.username())?, decoded(password)?)),
            None => None,
        };
        let name = url.path().trim_matches('/');
        let hello = if name.is_empty() { ClientId::default() } else { ClientId::Domain(name.to_owned()) };
        Ok(Self { host, port: url.port().unwrap_or(port), security, hello, credentials, patience: (PATIENCE, LAST_PATIENCE) })
    }

    /// Waits no longer than this for any answer.
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience: (patience, patience), ..self }
    }

    /// Hands a mail over. [`MailError::InDoubt`] where the server had all of it and did not say what became of it.
    pub fn send(&self, message: &Message, before_data: BeforeData<'_>) -> Result<(), MailError> {
        let mut conn = self.connect().map_err(|error| later(&error))?;
        let outcome = self.hand_over(&mut conn, message.envelope(), &message.formatted(), before_data);
        if outcome.is_ok() {
            let _ = conn.quit();
        }
        conn.abort();
        outcome
    }

    fn connect(&self) -> Result<SmtpConnection, SmtpError> {
        let wrapped = if let Security::Always(tls) = &self.security { Some(tls) } else { None };
        let mut conn = SmtpConnection::connect((self.host.as_str(), self.port), Some(self.patience.0), &self.hello, wrapped, None)?;
        match &self.security {
            Security::Offered(tls) if conn.can_starttls() => conn.starttls(tls, &self.hello)?,
            Security::Demanded(tls) => conn.starttls(tls, &self.hello)?,
            _ => {}
        }
        if let Some(credentials) = &self.credentials {
            conn.auth(DEFAULT_MECHANISMS, credentials)?;
        }
        Ok(conn)
    }

    fn hand_over(&self, conn: &mut SmtpConnection, envelope: &Envelope, mail: &[u8], before_data: BeforeData<'_>) -> Result<(), MailError> {
        let mut options = Vec::new();
        if envelope.to().iter().chain(envelope.from()).any(|address| !address.to_string().is_ascii()) {
            if !conn.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(MailError::Refused("the server takes no such address".into()));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        if !mail.is_ascii() {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        conn.command(Mail::new(envelope.from().cloned(), options)).map_err(|error| later(&error))?;
        for to in envelope.to() {
            conn.command(Rcpt::new(to.clone(), Vec::new())).map_err(|error| of_recipient(&error))?;
        }
        before_data()?;
        conn.command(Data).map_err(|error| of_content(&error))?;
        let _ = conn.set_timeout(Some(self.patience.1));
        // Asked for more once all is written: only the final dot comes after that.
        let (mut left, mut is_whole) = (Some(mail), false);
        let parts = std::iter::from_fn(|| {
            is_whole = left.is_none();
            left.take()
        });
        match conn.message_iter(parts) {
            Ok(_) => Ok(()),
            Err(error) if error.status().is_some() => Err(of_content(&error)),
            Err(_) if is_whole => Err(MailError::InDoubt("the server did not answer after the end of the mail".into())),
            Err(error) => Err(later(&error)),
        }
    }
}

/// The server's own words often repeat the address: only its number is passed on.
fn number(error: &SmtpError) -> Option<String> {
    error.status().map(|code| code.to_string())
}

/// What says nothing about the recipient: our own server may be set right.
fn later(error: &SmtpError) -> MailError {
    let reason = if error.is_timeout() {
        "no answer in time"
    } else if error.is_tls() {
        "no secure connection"
    } else if error.is_response() {
        "an answer that is no SMTP"
    } else if error.is_client() {
        "the server lacks what is asked of it"
    } else {
        "out of reach"
    };
    MailError::Later(number(error).unwrap_or_else(|| reason.into()))
}

/// No for good, unless it is about us: 5.7 is a matter of rules (relaying, signing in), which somebody mends.
fn of_recipient(error: &SmtpError) -> MailError {
    let is_rule = error.to_string().contains(" 5.7.") || error.status().is_some_and(|code| code.to_string() == "530");
    match number(error) {
        Some(number) if error.is_permanent() && !is_rule => MailError::Refused(number),
        _ => later(error),
    }
}

fn of_content(error: &SmtpError) -> MailError {
    match number(error) {
        Some(number) if error.is_permanent() => MailError::Rejected(number),
        _ => later(error),
    }
}
