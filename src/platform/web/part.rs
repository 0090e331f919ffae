//! Parts of a page's context that many pages share.

use serde::{Serialize, Serializer};
use tera::Value;

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
