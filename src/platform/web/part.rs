//! Parts of a page's context that many pages share.

use serde::{Serialize, Serializer};
use tera::Value;

use super::json_ld::JsonLd;
use crate::platform::text::PostHtml;

/// Something that is written once for many pages: whoever puts it into a context shares it instead of copying.
#[derive(Clone, Debug)]
pub struct Part(Value);

impl Part {
    /// Writes it.
    pub fn of<T: Serialize>(value: &T) -> anyhow::Result<Self> {
        Ok(Self(Value::try_from_serializable(value)?))
    }
}

impl Serialize for Part {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// What a template shows as it stands, without escaping: only types whose contents cannot harm become one.
#[derive(Clone, Copy, Debug)]
pub struct Markup<'a>(&'a str);

impl<'a> From<&'a PostHtml> for Markup<'a> {
    fn from(html: &'a PostHtml) -> Self {
        Self(html.as_str())
    }
}

impl<'a> From<&'a JsonLd> for Markup<'a> {
    fn from(document: &'a JsonLd) -> Self {
        Self(document.as_str())
    }
}

impl Serialize for Markup<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::safe_string(self.0).serialize(serializer)
    }
}
