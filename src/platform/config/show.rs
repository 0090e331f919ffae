//! The effective configuration as a file that could be used again, with passwords masked.

use url::Url;

use super::keys::{KEYS, Key};
use super::values::Values;
use super::{Config, LogFormat};
use crate::platform::db::Location;

/// What stands in place of a password.
const MASK: &str = "***";

impl Config {
    /// TOML with each key, what it decides and where its value came from.
    pub fn masked(&self) -> String {
        KEYS.iter().map(|key| self.entry(key)).collect::<Vec<_>>().join("\n")
    }

    /// The keys that may hold a password, and where each was set; never a value.
    pub fn secrets(&self) -> Vec<(&'static str, String)> {
        KEYS.iter().filter(|key| key.is_secret).map(|key| (key.name, self.origin_of(key).unwrap_or_else(|| "not set".to_owned()))).collect()
    }

    fn origin_of(&self, key: &Key) -> Option<String> {
        Values(&self.sources).find(key).ok().flatten().map(|found| format!("from {}", found.origin))
    }

    fn entry(&self, key: &Key) -> String {
        let origin = self.origin_of(key).unwrap_or_else(|| "default".to_owned());
        let line = match self.value(key.name) {
            Some(value) => format!("{} = {}", key.name, toml::Value::from(value)),
            None => format!("# {} = {}", key.name, toml::Value::from(key.example)),
        };
        format!("# {} ({origin})\n{line}\n", key.about)
    }

    fn value(&self, name: &str) -> Option<String> {
        match name {
            "listen" => Some(self.listen.to_string()),
            "base_url" => Some(self.origin()),
            "data_dir" => Some(self.data_dir.display().to_string()),
            "database_url" => Some(match &self.database {
                Location::Sqlite(path) => format!("sqlite:{}", path.display()),
                Location::Postgres(url) => mask(url),
            }),
            "readers" => Some(self.readers.to_string()),
            "kept_pages" => Some(self.kept_pages.to_string()),
            "live_streams" => Some(self.live_streams.to_string()),
            "limit_factor" => Some(self.limit_factor.to_string()),
            "trusted_proxies" => {
                (!self.trusted_proxies.is_empty()).then(|| self.trusted_proxies.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
            }
            "smtp_url" => self.smtp_url.as_ref().map(|url| mask(url.as_str())),
            "mail_from" => Some(self.mail_from.to_string()),
            "dkim_key_file" => self.dkim_key_file.as_ref().map(|file| file.display().to_string()),
            "dkim_selector" => Some(self.dkim_selector.clone()),
            "meilisearch_url" => self.meilisearch_url.as_ref().map(ToString::to_string),
            "meilisearch_key" => self.meilisearch_key.as_ref().map(|_| MASK.to_owned()),
            "metrics_listen" => self.metrics_listen.map(|address| address.to_string()),
            "log_format" => Some(if self.log_format == LogFormat::Json { "json" } else { "text" }.into()),
            "log_level" => Some(self.log_level.to_string().to_lowercase()),
            other => unreachable!("{other} stands in KEYS but is not shown"),
        }
    }
}

/// A URL without its secrets; one that cannot be read is masked whole. What follows `?` may hold a password too.
fn mask(text: &str) -> String {
    let Ok(mut url) = Url::parse(text) else { return MASK.into() };
    if url.password().is_some() && url.set_password(Some(MASK)).is_err() {
        return MASK.into();
    }
    let has_secret = |name: &str| name.to_lowercase().contains("pass") || name.to_lowercase().contains("secret");
    if url.query_pairs().any(|(name, _)| has_secret(&name)) {
        let pairs: Vec<(String, String)> =
            url.query_pairs().map(|(name, value)| (name.to_string(), if has_secret(&name) { MASK.into() } else { value.into() })).collect();
        url.query_pairs_mut().clear().extend_pairs(pairs);
    }
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        for url in
            ["postgres://me:hunter2@db/x", "postgres://db/x?user=me&password=hunter2", "postgres://hunter2 is no url", "smtps://me:hunter2@mail.example.com"]
        {
            assert!(!mask(url).contains("hunter2"), "{url} became {}", mask(url));
        }
        assert_eq!(mask("postgres://me:hunter2@db/x"), "postgres://me:***@db/x");
        assert_eq!(mask("postgres://me@db/x?sslmode=require"), "postgres://me@db/x?sslmode=require");
    }
}
