//! Where values come from: the file, the environment, the command line; the later one wins.

use figment::providers::{Format, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};
use std::path::PathBuf;

use super::ConfigError;
use super::keys::{self, KEYS};

/// What every variable of ours begins with.
pub const PREFIX: &str = "GUILDHALL_";
/// The file that is read from the working folder when no other is named.
pub const FILE: &str = "guildhall.toml";
/// Variables that belong to the tests and tools beside the program.
const NOT_OURS: &[&str] = &["GUILDHALL_TEST_", "GUILDHALL_SHARED_DATA", "GUILDHALL_BUILD_DIR"];

/// Everything that a configuration is read from.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The file that was named; [`FILE`] in the working folder when none was.
    pub file: Option<PathBuf>,
    /// Variables of the environment.
    pub environment: Vec<(String, String)>,
    /// Values from the command line, by key.
    pub flags: Vec<(&'static str, String)>,
}

impl Sources {
    /// The process's environment beside what the command line says. Nothing else reads the environment.
    pub fn of_process(file: Option<PathBuf>, flags: Vec<(&'static str, String)>) -> Result<Self, ConfigError> {
        let mut environment = Vec::new();
        for (name, value) in std::env::vars_os() {
            let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else { continue };
            let value = value.into_string().map_err(|_| ConfigError(format!("the environment variable {name} is not valid UTF-8; write it anew")))?;
            environment.push((name.to_owned(), value));
        }
        Ok(Self { file, environment, flags })
    }

    /// The three sources as one; refuses names that nobody knows.
    pub(super) fn merge(&self) -> Result<Figment, ConfigError> {
        let file = self.read_file()?;
        let written = file.data().map_err(|error| ConfigError(error.to_string()))?;
        if let Some(name) = written.values().flat_map(Dict::keys).find(|name| keys::find(name).is_none()) {
            return Err(unknown(&format!("the key \"{name}\" in {}", self.file_name()), keys::nearest(name).map(|key| key.name.to_owned())));
        }
        let flags = Given { origin: "the command line", values: self.flags.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect() };
        Ok(file.merge(Given { origin: "the environment", values: self.variables()? }).merge(flags))
    }

    fn file_name(&self) -> String {
        self.file.as_ref().map_or(FILE.to_owned(), |path| path.display().to_string())
    }

    fn read_file(&self) -> Result<Figment, ConfigError> {
        let name = self.file_name();
        let text = match std::fs::read_to_string(&name) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && self.file.is_none() => return Ok(Figment::new()),
            Err(error) => return Err(ConfigError(format!("the configuration file {name} cannot be read: {error}; name another with --config"))),
        };
        // The parser's own message quotes the line, which may hold a password: say where, not what.
        if let Err(error) = toml::from_str::<toml::Table>(&text) {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
            return Err(ConfigError(format!("{name} is not valid TOML at line {line}: {}; write lines such as listen = \"127.0.0.1:8080\"", error.message())));
        }
        Ok(Figment::from(Named { name, inner: Toml::string(&text) }))
    }

    /// The values of our variables. An empty one counts as not set: that is how compose files pass on what nobody gave.
    fn variables(&self) -> Result<Vec<(String, String)>, ConfigError> {
        let mut values = Vec::new();
        for (variable, value) in &self.environment {
            let Some(name) = variable.strip_prefix(PREFIX) else { continue };
            if NOT_OURS.iter().any(|other| variable.starts_with(other)) {
                continue;
            }
            let Some(key) = KEYS.iter().find(|key| key.variable() == *variable) else {
                return Err(unknown(&format!("the environment variable {variable}"), keys::nearest(&name.to_lowercase()).map(|key| key.variable())));
            };
            if !value.is_empty() {
                values.push((key.name.to_owned(), value.clone()));
            }
        }
        Ok(values)
    }
}

fn unknown(what: &str, nearest: Option<String>) -> ConfigError {
    let names = KEYS.iter().map(|key| key.name).collect::<Vec<_>>().join(", ");
    let hint = nearest.map_or_else(String::new, |name| format!("write {name}, or "));
    ConfigError(format!("{what} is not known; {hint}take it out (the keys are: {names})"))
}

/// Values given as text, kept as typed: `01` stays two characters.
struct Given {
    origin: &'static str,
    values: Vec<(String, String)>,
}

impl Provider for Given {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.origin)
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        let values = self.values.iter().map(|(name, value)| (name.clone(), Value::from(value.clone()))).collect();
        Ok(Map::from([(Profile::Default, values)]))
    }
}

/// A file's values under the name a person knows it by.
struct Named<P> {
    name: String,
    inner: P,
}

impl<P: Provider> Provider for Named<P> {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.name.clone())
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        self.inner.data()
    }
}
