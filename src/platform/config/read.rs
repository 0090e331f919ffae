//! Each key's own reading and its default.

use figment::Figment;
use ipnet::IpNet;
use lettre::Address;
use lettre::message::Mailbox;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use url::{Host, Url};

use super::values::Values;
use super::{Config, ConfigError, LogFormat};
use crate::platform::db::Location;

/// More reader threads than this only wait for one another.
const MOST_READERS: usize = 64;
/// A hundred thousand pages of topics and more.
const DEFAULT_KEPT_PAGES: u64 = 1_024;
/// A terabyte.
const MOST_KEPT_PAGES: u64 = 1_000_000;
/// Twice what a community of its full size needs.
const DEFAULT_LIVE_STREAMS: usize = 20_000;
/// More than a machine has ports for.
const MOST_LIVE_STREAMS: usize = 1_000_000;
/// Without a value: enough to keep small machines responsive, never a thread army on large ones.
const DEFAULT_READERS: std::ops::RangeInclusive<usize> = 2..=16;

impl Config {
    pub(super) fn from_figment(figment: Figment) -> Result<Self, ConfigError> {
        let values = Values(&figment);
        let listen = values.get("listen", socket)?.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let base_url = values.get("base_url", base_url)?.unwrap_or_else(|| default_base_url(listen));
        let data_dir = values.get("data_dir", folder)?.unwrap_or_else(|| "./data".into());
        let config = Self {
            listen,
            database: values.get("database_url", Location::parse)?.unwrap_or_else(|| Location::Sqlite(data_dir.join("guildhall.db"))),
            readers: values.get("readers", readers)?.unwrap_or_else(default_readers),
            limit_factor: values.get("limit_factor", limit_factor)?.unwrap_or(1),
            kept_pages: values.get("kept_pages", megabytes)?.unwrap_or(DEFAULT_KEPT_PAGES),
            live_streams: values.get("live_streams", streams)?.unwrap_or(DEFAULT_LIVE_STREAMS),
            trusted_proxies: values.get("trusted_proxies", networks)?.unwrap_or_default(),
            smtp_url: values.get("smtp_url", smtp)?,
            mail_from: values.get("mail_from", mailbox)?.unwrap_or_else(|| default_mail_from(&base_url)),
            dkim_key_file: values.get("dkim_key_file", key_file)?,
            dkim_selector: values.get("dkim_selector", selector)?.unwrap_or_else(|| "guildhall".to_owned()),
            meilisearch_url: values.get("meilisearch_url", meilisearch_url)?,
            meilisearch_key: values.get("meilisearch_key", meilisearch_key)?,
            metrics_listen: values.get("metrics_listen", socket)?,
            log_format: values.get("log_format", log_format)?.unwrap_or(LogFormat::Text),
            log_level: values.get("log_level", log_level)?.unwrap_or(tracing::Level::INFO),
            base_url,
            data_dir,
            sources: Figment::new(),
        };
        Ok(Self { sources: figment, ..config })
    }
}

fn socket(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "write an address in digits, a colon and a port".into())
}

fn base_url(text: &str) -> Result<Url, String> {
    let advice = "write http:// or https://, the host and nothing after it";
    let url = Url::parse(text).map_err(|_| advice.to_owned())?;
    let is_plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    if !["http", "https"].contains(&url.scheme()) || !is_plain {
        return Err(advice.into());
    }
    Ok(url)
}

/// `0.0.0.0` is where one listens, not where one can be called.
fn default_base_url(listen: SocketAddr) -> Url {
    let address = if listen.ip().is_unspecified() { format!("http://localhost:{}", listen.port()) } else { format!("http://{listen}") };
    Url::parse(&address).expect("a socket's address makes a URL")
}

fn folder(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() || Path::new(text).is_file() {
        return Err("write the path of a folder (it is made where it is missing)".into());
    }
    Ok(text.into())
}

fn readers(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|n| (1..=MOST_READERS).contains(n)).ok_or_else(|| format!("write a number from 1 to {MOST_READERS}"))
}

fn limit_factor(text: &str) -> Result<i64, String> {
    text.parse().ok().filter(|factor| (1..=1_000_000).contains(factor)).ok_or_else(|| "write a number from 1 to 1000000".to_owned())
}

fn megabytes(text: &str) -> Result<u64, String> {
    text.parse().ok().filter(|megabytes| *megabytes <= MOST_KEPT_PAGES).ok_or_else(|| format!("write a number of megabytes from 0 to {MOST_KEPT_PAGES}"))
}

fn streams(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|streams| *streams <= MOST_LIVE_STREAMS).ok_or_else(|| format!("write a number of pages from 0 to {MOST_LIVE_STREAMS}"))
}

fn default_readers() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from).clamp(*DEFAULT_READERS.start(), *DEFAULT_READERS.end())
}

fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let network = part.parse::<IpNet>().ok().or_else(|| part.parse::<IpAddr>().ok().map(IpNet::from));
            network.ok_or_else(|| "write addresses or networks in digits with commas between".to_owned())
        })
        .collect()
}

fn smtp(text: &str) -> Result<Url, String> {
    let advice = "write smtps:// or smtp://, user and password if the server asks for them, and the host";
    let url = Url::parse(text).map_err(|_| advice.to_owned())?;
    if !["smtp", "smtps"].contains(&url.scheme()) || url.host_str().is_none_or(str::is_empty) {
        return Err(advice.into());
    }
    lettre::SmtpTransport::from_url(text).map_err(|_| advice.to_owned())?;
    Ok(url)
}

fn key_file(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() || Path::new(text).is_dir() {
        return Err("write the path of a file with the key".into());
    }
    Ok(text.into())
}

/// It is part of a name in the DNS.
fn selector(text: &str) -> Result<String, String> {
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_name = text.len() <= 63 && text.split('.').all(is_label);
    is_name.then(|| text.to_owned()).ok_or_else(|| "write a name of letters and digits".to_owned())
}

fn meilisearch_url(text: &str) -> Result<Url, String> {
    let advice = "write http:// or https:// and the host, with port and path where it needs them";
    let url = Url::parse(text).map_err(|_| advice.to_owned())?;
    let is_plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    if !["http", "https"].contains(&url.scheme()) || !is_plain {
        return Err(advice.into());
    }
    Ok(url)
}

/// It travels in a header.
fn meilisearch_key(text: &str) -> Result<String, String> {
    let is_key = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    is_key.then(|| text.to_owned()).ok_or_else(|| "write a key as Meilisearch gave it, without spaces".to_owned())
}

fn mailbox(text: &str) -> Result<Mailbox, String> {
    text.parse().map_err(|_| "write a name and a mail address between < and >".into())
}

fn default_mail_from(base_url: &Url) -> Mailbox {
    let host = match base_url.host() {
        Some(Host::Domain(domain)) => domain.to_owned(),
        _ => "localhost".to_owned(),
    };
    let address = Address::new("guildhall", host).unwrap_or_else(|_| Address::new("guildhall", "localhost").expect("a plain address"));
    Mailbox::new(None, address)
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("write text or json".into()),
    }
}

fn log_level(text: &str) -> Result<tracing::Level, String> {
    let is_word = ["error", "warn", "info", "debug", "trace"].contains(&text);
    text.parse().ok().filter(|_| is_word).ok_or_else(|| "write error, warn, info, debug or trace".into())
}
