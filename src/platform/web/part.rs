//! Parts of a page's context that many pages share.

use serde::{Serialize, Serializer};
use std::borrow::Cow;
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
#[derive(Clone, Debug, Default)]
pub struct Markup<'a>(Cow<'a, str>);

impl<'a> From<&'a PostHtml> for Markup<'a> {
    fn from(html: &'a PostHtml) -> Self {
        Self(html.as_str().into())
    }
}

impl From<PostHtml> for Markup<'static> {
    fn from(html: PostHtml) -> Self {
        Self(html.into_string().into())
    }
}

impl<'a> From<&'a JsonLd> for Markup<'a> {
    fn from(document: &'a JsonLd) -> Self {
        Self(document.as_str().into())
    }
}

impl Serialize for Markup<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::safe_string(&self.0).serialize(serializer)
    }
}
