//! How mails leave: to a server, into a folder, into memory.

use lettre::Message;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use url::Url;

use super::smtp::{BeforeData, Server};
use super::{Letter, MailError};
use crate::platform::db::Timestamp;

/// How mails leave.
pub enum Transport {
    /// To a server.
    Smtp(Server),
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
        Server::of(url).map(Self::Smtp)
    }

    /// Into memory.
    pub fn memory() -> Self {
        Self::Memory(Mutex::default())
    }

    pub(super) fn send(&self, name: &'static str, letter: &Letter, message: &Message, now: Timestamp, before_data: BeforeData<'_>) -> Result<(), MailError> {
        match self {
            Self::Smtp(server) => server.send(message, before_data),
            Self::Folder(folder) => before_data().and_then(|()| keep(folder, name, message, now)),
            Self::Memory(sent) => {
                before_data()?;
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
