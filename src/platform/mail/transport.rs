//! How mails leave: to a server, into a folder, into memory.

use lettre::transport::smtp::Error as SmtpError;
use lettre::{Message, SmtpTransport, Transport as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;
use url::Url;

use super::{Letter, MailError};
use crate::platform::db::Timestamp;

/// A server that is silent for longer counts as away; well below a job's minute.
const PATIENCE: Duration = Duration::from_secs(20);

/// How mails leave.
pub enum Transport {
    /// To a server.
    Smtp(SmtpTransport),
    /// As `.eml` files, which mail programs open.
    Folder(PathBuf),
    /// Into memory; for tests.
    Memory(Mutex<Vec<Sent>>),
}

/// A mail that was sent into memory.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Whom to.
    pub to: String,
    /// The mail's name.
    pub name: &'static str,
    /// Its words.
    pub letter: Letter,
    /// The whole message as it would leave.
    pub raw: String,
}

impl Transport {
    /// To the server of a `smtp://` or `smtps://` URL.
    pub fn smtp(url: &Url) -> Result<Self, MailError> {
        let builder = SmtpTransport::from_url(url.as_str()).map_err(|_| MailError::Writing("the URL of the mail server cannot be used".into()))?;
        Ok(Self::Smtp(builder.timeout(Some(PATIENCE)).build()))
    }

    /// Into memory.
    pub fn memory() -> Self {
        Self::Memory(Mutex::default())
    }

    pub(super) fn send(&self, name: &'static str, letter: &Letter, message: &Message, now: Timestamp) -> Result<(), MailError> {
        match self {
            Self::Smtp(server) => server.send(message).map(|_| ()).map_err(|error| outcome(&error)),
            Self::Folder(folder) => keep(folder, name, message, now),
            Self::Memory(sent) => {
                let to = message.envelope().to().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                let raw = String::from_utf8_lossy(&message.formatted()).into_owned();
                sent.lock().unwrap_or_else(|e| e.into_inner()).push(Sent { to, name, letter: letter.clone(), raw });
                Ok(())
            }
        }
    }

    pub(super) fn sent(&self) -> Vec<Sent> {
        match self {
            Self::Memory(sent) => sent.lock().unwrap_or_else(|e| e.into_inner()).clone(),
            Self::Smtp(_) | Self::Folder(_) => Vec::new(),
        }
    }
}

/// The server's own words often repeat the address: only its number is passed on.
fn outcome(error: &SmtpError) -> MailError {
    let status = error.status().map(|code| code.to_string());
    if error.is_permanent() {
        return MailError::Refused(status.unwrap_or_else(|| "no number given".into()));
    }
    let reason = if error.is_timeout() {
        "no answer in time"
    } else if error.is_tls() {
        "no secure connection"
    } else if error.is_response() {
        "an answer that is no SMTP"
    } else {
        "out of reach"
    };
    MailError::Later(status.unwrap_or_else(|| reason.into()))
}

/// Named by the time, so that a folder's listing is in order. Mails hold tokens: only the program's own user reads them.
fn keep(folder: &Path, name: &str, message: &Message, now: Timestamp) -> Result<(), MailError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        builder.mode(0o700);
        options.mode(0o600);
    }
    builder.create(folder)?;
    let file = format!("{}-{name}-{:08x}", now.rfc3339().replace(':', ""), rand::random::<u32>());
    let unfinished = folder.join(format!("{file}.part"));
    let written = options.open(&unfinished).and_then(|mut part| part.write_all(&message.formatted()));
    let kept = written.and_then(|()| std::fs::rename(&unfinished, folder.join(format!("{file}.eml"))));
    if kept.is_err() {
        // A full disk: the job tries again, under another name.
        let _ = std::fs::remove_file(&unfinished);
    }
    Ok(kept?)
}
