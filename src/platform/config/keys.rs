//! The list of everything that can be configured: one entry a key, in the order `guildhall config` prints.

/// One thing that can be set: in `guildhall.toml`, by a `GUILDHALL_*` variable or on the command line.
#[derive(Debug)]
pub struct Key {
    /// The name in the file; the environment derives its own.
    pub name: &'static str,
    /// The name on the command line, without the dashes before it.
    pub flag: &'static str,
    /// What it decides, in a sentence.
    pub about: &'static str,
    /// A value that is accepted.
    pub example: &'static str,
    /// May hold a password: never shown in full, never repeated in a message.
    pub is_secret: bool,
}

impl Key {
    const fn open(name: &'static str, flag: &'static str, about: &'static str, example: &'static str) -> Self {
        Self { name, flag, about, example, is_secret: false }
    }

    const fn secret(name: &'static str, flag: &'static str, about: &'static str, example: &'static str) -> Self {
        Self { name, flag, about, example, is_secret: true }
    }

    /// The name in the environment: `GUILDHALL_DATA_DIR`.
    pub fn variable(&self) -> String {
        format!("{}{}", super::sources::PREFIX, self.name.to_uppercase())
    }
}

/// Every key.
pub const KEYS: &[Key] = &[
    Key::open("listen", "listen", "The address and port that serve pages.", "127.0.0.1:8080"),
    Key::open(
        "base_url",
        "base-url",
        "The address people type: it stands in mails and decides whether cookies are secure. Without it, http:// and `listen`.",
        "https://forum.example.com",
    ),
    Key::open("data_dir", "data-dir", "The folder for everything that is kept: database, mail that was not sent, uploads.", "./data"),
    Key::secret(
        "database_url",
        "database-url",
        "Where the database is. Without it, the file guildhall.db in the data folder.",
        "postgres://guildhall:password@db.example.com/guildhall",
    ),
    Key::open("readers", "readers", "How many threads read from the database. Without it, one for each processor, at least 2.", "4"),
    Key::open(
        "kept_pages",
        "kept-pages",
        "Megabytes in the data folder for pages that were made before and are sent again while nothing on them changed; 0 for none.",
        "1024",
    ),
    Key::open("live_streams", "live-streams", "How many open pages may hear at once what changes, each over a connection of its own; 0 for none.", "20000"),
    Key::open(
        "trusted_proxies",
        "trusted-proxies",
        "Addresses or networks of the reverse proxies whose forwarding headers are believed, with commas between.",
        "127.0.0.1, 10.0.0.0/8",
    ),
    Key::secret(
        "smtp_url",
        "smtp-url",
        "The server that sends mail. Without it, mails are written as files into the folder `mail` of the data folder.",
        "smtps://user:password@mail.example.com",
    ),
    Key::open(
        "mail_from",
        "mail-from",
        "The sender of mails. Without it, guildhall@ and the host of the base URL; without a name, the community's.",
        "Forum <forum@example.com>",
    ),
    Key::open(
        "dkim_key_file",
        "dkim-key-file",
        "The file with the RSA key (PEM) that mails are signed with (DKIM), for the domain of the sender. Without it, they are not.",
        "/etc/guildhall/dkim.pem",
    ),
    Key::open("dkim_selector", "dkim-selector", "The name of that key in the domain's DNS: guildhall for guildhall._domainkey.example.com.", "guildhall"),
    Key::open(
        "meilisearch_url",
        "meilisearch-url",
        "The Meilisearch server that search asks. Without it, search keeps an index of its own in the data folder.",
        "http://127.0.0.1:7700",
    ),
    Key::secret(
        "meilisearch_key",
        "meilisearch-key",
        "The key for it: the actions search, documents.*, indexes.*, settings.*, stats.get and tasks.get on guildhall_posts* are enough.",
        "e3b0c44298fc1c149afbf4c8996fb924",
    ),
    Key::open("metrics_listen", "metrics-listen", "An address and port that serve /metrics for Prometheus; keep it private. Off without it.", "127.0.0.1:9100"),
    Key::open(
        "limit_factor",
        "limit-factor",
        "Multiplies how often things may be done, from 1 to 1000000: for load tests, or an office behind one address.",
        "1",
    ),
    Key::open("log_format", "log-format", "How log lines look: text for people, json for machines.", "text"),
    Key::open("log_level", "log-level", "The least weight of a line that is logged: error, warn, info, debug or trace.", "info"),
];

/// The key of that name.
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The key whose name is nearest to a mistyped one, if any is near.
pub fn nearest(name: &str) -> Option<&'static Key> {
    let likeness = |key: &Key| similar::TextDiff::from_chars(key.name, name).ratio();
    let best = KEYS.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) > 0.6).then_some(best)
}
