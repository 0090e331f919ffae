//! Which source wins, and what a wrong value is told.

use guildhall::platform::config::keys::KEYS;
use guildhall::platform::config::{Config, LogFormat, Sources};
use guildhall::platform::db::Location;
use std::path::PathBuf;

/// A wrong value for each key, and words that the refusal must hold.
const WRONG: &[(&str, &str, &str)] = &[
    ("listen", "here", "an address in digits, a colon and a port"),
    ("base_url", "https://forum.example.com/community", "nothing after it"),
    ("data_dir", "Cargo.toml", "the path of a folder"),
    ("database_url", "mysql://db.example.com/guildhall", "postgres://"),
    ("readers", "0", "a number from 1 to 64"),
    ("kept_pages", "-1", "megabytes from 0 to"),
    ("live_streams", "many", "a number of pages from 0 to"),
    ("limit_factor", "0", "a number from 1 to 1000000"),
    ("trusted_proxies", "127.0.0.1, proxy", "addresses or networks in digits"),
    ("smtp_url", "mail.example.com", "smtps://"),
    ("mail_from", "the forum", "a mail address"),
    ("meilisearch_url", "search.example.com", "http:// or https://"),
    ("meilisearch_key", "two words", "without spaces"),
    ("dkim_key_file", "src", "the path of a file with the key"),
    ("dkim_selector", "my key", "a name of letters and digits"),
    ("metrics_listen", "9100", "an address in digits, a colon and a port"),
    ("log_format", "xml", "text or json"),
    ("log_level", "loud", "error, warn, info, debug or trace"),
];

/// A file of its own for each test; gone with it.
struct File(PathBuf);

impl File {
    fn with(name: &str, text: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("config-{name}-{}.toml", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn from_environment(pairs: &[(&str, &str)]) -> Sources {
    Sources { environment: pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(), ..Default::default() }
}

fn from_file(file: &File) -> Sources {
    Sources { file: Some(file.0.clone()), ..Default::default() }
}

fn refusal(sources: &Sources) -> String {
    Config::load(sources).expect_err("the value is wrong").to_string()
}

#[test]
fn without_any_source_it_listens_on_this_machine_only() {
    let config = Config::load(&Sources::default()).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.origin(), "http://127.0.0.1:8080");
    assert_eq!(config.database, Location::Sqlite("./data/guildhall.db".into()));
    assert_eq!(config.mail_from.to_string(), "guildhall@localhost");
    assert!(config.metrics_listen.is_none() && config.smtp_url.is_none() && config.trusted_proxies.is_empty() && !config.is_https());
}

#[test]
fn the_later_source_wins() {
    let file = File::with("order", "listen = \"127.0.0.1:1\"\nreaders = 3\nlog_format = \"json\"\ntrusted_proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]\n");
    let sources = Sources {
        file: Some(file.0.clone()),
        environment: vec![("GUILDHALL_LISTEN".into(), "127.0.0.1:2".into()), ("GUILDHALL_READERS".into(), "5".into())],
        flags: vec![("listen", "127.0.0.1:3".into())],
    };
    let config = Config::load(&sources).unwrap();
    assert_eq!((config.listen.port(), config.readers, config.log_format), (3, 5, LogFormat::Json));
    assert_eq!(config.trusted_proxies.iter().map(ToString::to_string).collect::<Vec<_>>(), ["127.0.0.1/32", "10.0.0.0/8"]);
}

#[test]
fn what_is_not_given_follows_from_what_is() {
    let config = Config::load(&from_environment(&[
        ("GUILDHALL_BASE_URL", "https://forum.example.com"),
        ("GUILDHALL_DATA_DIR", "/srv/guildhall"),
        ("GUILDHALL_SMTP_URL", ""),
        ("GUILDHALL_TEST_DATABASE_URL", "anything"),
        ("GUILDHALL_SHARED_DATA", "anything"),
        ("GUILDHALL_BUILD_DIR", "anything"),
    ]))
    .unwrap();
    assert_eq!(config.mail_from.to_string(), "guildhall@forum.example.com");
    assert_eq!(config.database, Location::Sqlite("/srv/guildhall/guildhall.db".into()));
    assert!(config.is_https() && config.smtp_url.is_none());
    let everywhere = Config::load(&from_environment(&[("GUILDHALL_LISTEN", "0.0.0.0:80")])).unwrap();
    assert_eq!(everywhere.origin(), "http://localhost");
}

#[test]
fn each_key_refuses_a_wrong_value_from_each_source_and_says_what_to_write() {
    for key in KEYS {
        let (_, value, advice) = WRONG.iter().find(|(name, ..)| *name == key.name).unwrap_or_else(|| panic!("{} has no wrong value in this test", key.name));
        let file = File::with(&format!("wrong-{}", key.name), &format!("{} = \"{value}\"", key.name));
        let cases = [
            (from_file(&file), file.0.display().to_string()),
            (from_environment(&[(&key.variable(), value)]), format!("the environment variable {}", key.variable())),
            (Sources { flags: vec![(key.name, (*value).to_owned())], ..Default::default() }, format!("--{} on the command line", key.flag)),
        ];
        for (sources, origin) in cases {
            let refusal = refusal(&sources);
            for part in [key.name, advice, &origin, key.example] {
                assert!(refusal.contains(part), "{part:?} is missing in: {refusal}");
            }
            assert_eq!(refusal.contains(value), !key.is_secret || key.example.contains(value), "{refusal}");
        }
    }
    assert_eq!(WRONG.len(), KEYS.len(), "a wrong value for a key that is gone");
}

#[test]
fn a_flag_is_the_key_with_dashes() {
    for key in KEYS {
        assert_eq!(key.flag, key.name.replace('_', "-"));
    }
}

#[test]
fn each_example_is_accepted() {
    for key in KEYS.iter().filter(|key| cfg!(feature = "postgres") || key.name != "database_url") {
        if let Err(error) = Config::load(&from_environment(&[(&key.variable(), key.example)])) {
            panic!("{}: {error}", key.name);
        }
    }
}

#[test]
fn a_value_of_the_wrong_shape_is_refused() {
    let file = File::with("table", "[listen]\nport = 8080\n");
    assert!(refusal(&from_file(&file)).contains("write a single value"));
}

#[test]
fn unknown_names_are_refused_with_the_nearest_known_one() {
    let file = File::with("unknown", "lisen = \"127.0.0.1:1\"\n");
    let refusal_of_file = refusal(&from_file(&file));
    assert!(refusal_of_file.contains("\"lisen\"") && refusal_of_file.contains("write listen,"), "{refusal_of_file}");
    let refusal_of_variable = refusal(&from_environment(&[("GUILDHALL_DATABASE", "x")]));
    assert!(refusal_of_variable.contains("write GUILDHALL_DATABASE_URL,"), "{refusal_of_variable}");
}

#[test]
fn a_file_that_is_missing_or_no_toml_is_refused_without_quoting_it() {
    let missing = Sources { file: Some("/nowhere/guildhall.toml".into()), ..Default::default() };
    assert!(refusal(&missing).contains("/nowhere/guildhall.toml"));
    let file = File::with("broken", "listen = \"127.0.0.1:1\"\nsmtp_url = smtp://me:hunter2@mail\n");
    let refusal = refusal(&from_file(&file));
    assert!(refusal.contains("line 2") && !refusal.contains("hunter2"), "{refusal}");
}

#[test]
fn the_printed_configuration_hides_passwords_and_can_be_read_again() {
    let mut pairs = vec![("GUILDHALL_SMTP_URL", "smtps://me:hunter2@mail.example.com"), ("GUILDHALL_METRICS_LISTEN", "127.0.0.1:9100")];
    pairs.extend([("GUILDHALL_MEILISEARCH_URL", "http://search:7700"), ("GUILDHALL_MEILISEARCH_KEY", "hunter2")]);
    if cfg!(feature = "postgres") {
        pairs.push(("GUILDHALL_DATABASE_URL", "postgres://me:hunter2@db.example.com/guildhall"));
    }
    let printed = Config::load(&from_environment(&pairs)).unwrap().masked();
    assert!(!printed.contains("hunter2") && printed.contains("me:***@mail.example.com"), "{printed}");
    assert!(KEYS.iter().all(|key| printed.contains(key.name) && printed.contains(key.about)), "{printed}");
    assert!(printed.contains("(from the environment)") && printed.contains("(default)"), "{printed}");
    let again = Config::load(&from_file(&File::with("again", &printed))).unwrap();
    assert_eq!(again.metrics_listen.unwrap().port(), 9100);
}

#[cfg(not(feature = "postgres"))]
#[test]
fn a_build_without_postgresql_says_so() {
    assert!(refusal(&from_environment(&[("GUILDHALL_DATABASE_URL", "postgres://db/x")])).contains("built without PostgreSQL"));
}

#[cfg(all(feature = "postgres", not(feature = "postgres-tls")))]
#[test]
fn a_build_without_tls_refuses_an_address_that_asks_for_it() {
    assert!(refusal(&from_environment(&[("GUILDHALL_DATABASE_URL", "postgres://db/x?sslmode=require")])).contains("built without it"));
}
