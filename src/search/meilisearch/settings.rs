//! How the index is set up. Nothing is left to what a server does by itself, so that an upgrade changes nothing unseen.

use serde_json::{Value, json};

use super::faults::{Fault, Result};
use super::wire::{TASK, Wire};
use crate::search::document::FORMAT;

/// Most hits that one search gives, and how many topics are counted exactly.
pub const MOST: usize = 1_000;

/// The settings. Words are cut, stemmed and spelt before they are sent, so that the server has nothing to guess about them:
/// it forgives mistakes only in words as they were written. How near words stand to each other and the like is left to the
/// second look, for it costs the server more than all the rest. A stop word that no text can hold says which program's
/// documents these are.
pub fn wanted() -> Value {
    json!({
        "searchableAttributes": ["headline", "stems", "words"],
        "displayedAttributes": ["*"],
        "filterableAttributes": ["keys", "topic", "status", "category", "tags", "topic_lang", "by_staff", "author", "created", "first"],
        "sortableAttributes": ["created", "votes"],
        "rankingRules": ["sort", "words", "boost:desc"],
        "stopWords": [mark()],
        "synonyms": {},
        "dictionary": [],
        "separatorTokens": [],
        "nonSeparatorTokens": [],
        "distinctAttribute": null,
        "typoTolerance": {
            "enabled": true,
            "minWordSizeForTypos": { "oneTypo": 4, "twoTypos": 8 },
            "disableOnWords": [],
            "disableOnAttributes": ["headline", "stems"]
        },
        "faceting": { "maxValuesPerFacet": MOST },
        "pagination": { "maxTotalHits": MOST },
        "proximityPrecision": "byWord",
        "localizedAttributes": [{ "attributePatterns": ["*"], "locales": ["eng"] }],
        "facetSearch": false,
        "prefixSearch": "indexingTime",
        "searchCutoffMs": 1_500
    })
}

fn mark() -> String {
    format!("zguildhallformat{FORMAT}")
}

/// Sets an index up, where it is set up otherwise. Documents of another program are no index.
pub fn apply(wire: &Wire, uid: &str) -> Result<()> {
    let path = format!("/indexes/{uid}/settings");
    let there: Value = wire.get(&path)?;
    if there["stopWords"] != json!([mark()]) {
        return Err(Fault::NoIndex);
    }
    let different = difference(&wanted(), &there);
    if different.as_object().is_some_and(|keys| !keys.is_empty()) {
        wire.finish(&wire.patch(&path, different)?, TASK)?;
    }
    Ok(())
}

/// Sets up an index that has no documents yet.
pub fn begin(wire: &Wire, uid: &str) -> Result<()> {
    let task = wire.patch(&format!("/indexes/{uid}/settings"), wanted())?;
    wire.finish(&task, TASK)
}

/// The settings that stand otherwise; those that are lists of names stand in any order.
fn difference(wanted: &Value, there: &Value) -> Value {
    let Some(wanted) = wanted.as_object() else { return Value::Null };
    let differs = |name: &str, value: &Value| if is_set(name) { sorted(value) != sorted(&there[name]) } else { !holds(&there[name], value) };
    Value::Object(wanted.iter().filter(|(name, value)| differs(name, value)).map(|(name, value)| (name.clone(), value.clone())).collect())
}

fn is_set(name: &str) -> bool {
    ["filterableAttributes", "sortableAttributes"].contains(&name)
}

fn sorted(value: &Value) -> Vec<String> {
    let mut names: Vec<String> = value.as_array().into_iter().flatten().map(ToString::to_string).collect();
    names.sort();
    names
}

/// Whether `there` says all that `wanted` says; a newer server may say more.
fn holds(there: &Value, wanted: &Value) -> bool {
    match wanted.as_object().filter(|keys| !keys.is_empty()) {
        Some(keys) => keys.iter().all(|(name, value)| holds(&there[name], value)),
        None => there == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_sent() {
        let mut there = wanted();
        assert_eq!(difference(&wanted(), &there), json!({}));
        there["sortableAttributes"] = json!(["votes", "created"]);
        there["typoTolerance"]["disableOnNumbers"] = json!(false);
        there["embedders"] = json!({});
        assert_eq!(difference(&wanted(), &there), json!({}));
        there["rankingRules"] = json!(["words"]);
        there["typoTolerance"]["enabled"] = json!(false);
        assert_eq!(
            difference(&wanted(), &there).as_object().map(|keys| keys.keys().cloned().collect()),
            Some(vec!["rankingRules".to_owned(), "typoTolerance".into()])
        );
    }
}
