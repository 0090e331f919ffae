//! A visit to the administration: the request of an admin, and the form it brings.

pub mod pages;

use serde::Deserialize;
use std::collections::BTreeMap;

/// The fields of a form whose names depend on languages, groups or categories.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// A field as typed; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// True for a ticked checkbox.
    pub fn is_on(&self, name: &str) -> bool {
        !matches!(self.get(name), "" | "0")
    }

    /// A number, such as the id of what was chosen.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name).trim().parse().ok()
    }
}
