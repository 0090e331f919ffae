//! What the program is told at its start: defaults < `guildhall.toml` < `GUILDHALL_*` < command line.
//!
//! A name that nobody knows and a value that cannot be used are refused with a sentence that says what
//! to write instead. Nothing else reads the environment. [`keys::KEYS`] lists every key.

pub mod keys;
mod read;
mod show;
mod sources;
mod values;

use figment::Figment;
use ipnet::IpNet;
use lettre::message::Mailbox;
use std::net::SocketAddr;
use std::path::PathBuf;
use url::Url;

use crate::platform::db::Location;
pub use sources::{FILE, PREFIX, Sources};

/// Why the program does not start: a sentence for whoever runs it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The effective configuration; [`keys::KEYS`] says what each part decides.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where pages are served.
    pub listen: SocketAddr,
    /// The address people type; its path is `/`.
    pub base_url: Url,
    /// The folder for everything that is kept.
    pub data_dir: PathBuf,
    /// Which database.
    pub database: Location,
    /// Threads that read from the database.
    pub readers: usize,
    /// Multiplies the limits on how often things may be done.
    pub limit_factor: i64,
    /// Megabytes of disk for pages that were made before.
    pub kept_pages: u64,
    /// Pages that may be live at once.
    pub live_streams: usize,
    /// Who may say in a header which address a request came from.
    pub trusted_proxies: Vec<IpNet>,
    /// The server that sends mail; files when none.
    pub smtp_url: Option<Url>,
    /// The sender of mails.
    pub mail_from: Mailbox,
    /// The key that mails are signed with; unsigned when none.
    pub dkim_key_file: Option<PathBuf>,
    /// That key's name in the DNS.
    pub dkim_selector: String,
    /// The Meilisearch server that search asks; the index in the data folder when none.
    pub meilisearch_url: Option<Url>,
    /// The key for it.
    pub meilisearch_key: Option<String>,
    /// Where metrics are served; off when none.
    pub metrics_listen: Option<SocketAddr>,
    /// How log lines look.
    pub log_format: LogFormat,
    /// The least weight of a line that is logged.
    pub log_level: tracing::Level,
    sources: Figment,
}

impl Config {
    /// Reads and checks every key.
    pub fn load(sources: &Sources) -> Result<Self, ConfigError> {
        Self::from_figment(sources.merge()?)
    }

    /// The base URL without its last slash: `https://forum.example.com`.
    pub fn origin(&self) -> String {
        self.base_url.origin().ascii_serialization()
    }

    /// True where cookies must be secure.
    pub fn is_https(&self) -> bool {
        self.base_url.scheme() == "https"
    }
}
