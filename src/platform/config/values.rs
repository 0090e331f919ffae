//! Text becomes a value of the right type, or a sentence that says what to write instead.

use figment::Figment;
use figment::value::Value;

use super::ConfigError;
use super::keys::{self, Key};

/// The merged sources, asked key by key.
pub(super) struct Values<'a>(pub &'a Figment);

/// One value as text, and where it came from.
pub(super) struct Found {
    /// What was written; the parts of a list with commas between.
    pub text: String,
    /// `guildhall.toml`, `the environment` or `the command line`.
    pub origin: String,
}

impl Values<'_> {
    /// The value of a key, read by `parse`; none when nobody set it.
    pub fn get<T>(&self, name: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Result<Option<T>, ConfigError> {
        let key = keys::find(name).expect("every key that is read stands in KEYS");
        let Some(found) = self.find(key)? else { return Ok(None) };
        parse(found.text.trim()).map(Some).map_err(|advice| wrong(key, Some(&found.text), &found.origin, &advice))
    }

    /// What was written for a key.
    pub fn find(&self, key: &Key) -> Result<Option<Found>, ConfigError> {
        let Ok(value) = self.0.find_value(key.name) else { return Ok(None) };
        let origin = self.0.get_metadata(value.tag()).map_or_else(|| "the defaults".to_owned(), |metadata| metadata.name.to_string());
        match text(&value) {
            Some(text) => Ok(Some(Found { text, origin })),
            None => Err(wrong(key, None, &origin, "write a single value")),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(_, text) => Some(text.clone()),
        Value::Char(_, letter) => Some(letter.to_string()),
        Value::Bool(_, value) => Some(value.to_string()),
        Value::Num(_, number) => {
            number.to_i128().map(|n| n.to_string()).or_else(|| number.to_u128().map(|n| n.to_string())).or_else(|| number.to_f64().map(|n| n.to_string()))
        }
        Value::Array(_, parts) => parts.iter().map(text).collect::<Option<Vec<_>>>().map(|parts| parts.join(", ")),
        Value::Empty(..) | Value::Dict(..) => None,
    }
}

fn wrong(key: &Key, text: Option<&str>, origin: &str, advice: &str) -> ConfigError {
    let written = match text {
        Some(text) if !key.is_secret => format!("{} is \"{text}\"", key.name),
        _ => format!("{} has a value that cannot be used", key.name),
    };
    let origin = if origin == "the environment" {
        format!("the environment variable {}", key.variable())
    } else if origin == "the command line" {
        format!("--{} on the command line", key.flag)
    } else {
        origin.to_owned()
    };
    ConfigError(format!("{written} (from {origin}): {advice}, such as {}", key.example))
}
