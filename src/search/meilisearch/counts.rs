//! How many topics there are, and how many there would be for each choice.
//!
//! The server merges the searches that together define what was found, keeps one post of each topic and counts the rest
//! away (`distinct`). It looks at the first thousand topics so, in whatever order: up to that the numbers are exact; above,
//! posts that stand in one topic may count for themselves, so that numbers are too high rather than too low.

use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::ask::Asking;
use super::faults::{Fault, Result};
use super::filter::{self, Choice};
use super::query::{self, Search};
use super::settings::MOST;
use crate::search::engine::{Counts, Wanted};

/// What was counted.
#[derive(Debug, Default)]
pub struct Counted {
    /// Topics in all.
    pub topics: u64,
    /// Topics by choice.
    pub counts: Counts,
}

type Distribution = BTreeMap<String, BTreeMap<String, u64>>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    estimated_total_hits: u64,
    #[serde(default)]
    facets_by_index: BTreeMap<String, Facets>,
}

#[derive(Default, Deserialize)]
struct Facets {
    distribution: Distribution,
}

/// Counts what these searches find together.
pub fn of(asking: &Asking, defining: &[Search], wanted: &Wanted) -> Result<Counted> {
    let unmade: Vec<Choice> = Choice::ALL.into_iter().filter(|choice| *choice == Choice::ByStaff || choice.is_made(&wanted.choices)).collect();
    std::thread::scope(|scope| {
        let others: Vec<_> = unmade.iter().map(|choice| scope.spawn(|| ask(asking, defining, wanted, Some(*choice)))).collect();
        let (topics, mut facets) = ask(asking, defining, wanted, None)?;
        let mut by_staff = 0;
        for (choice, other) in unmade.iter().zip(others) {
            let (number, mut without) = other.join().map_err(|_| Fault::Away("counting topics failed".into()))??;
            if *choice == Choice::ByStaff {
                by_staff = number;
            } else {
                facets.insert(choice.field().to_owned(), without.remove(choice.field()).unwrap_or_default());
            }
        }
        let mut take = |field: &str| facets.remove(field).unwrap_or_default();
        let counts = Counts { status: take("status"), categories: take("category"), tags: take("tags"), langs: take("topic_lang"), by_staff };
        Ok(Counted { topics, counts })
    })
}

/// Topics, and those of each kind, as if a choice had not been made; for the company's people, as if it had been.
fn ask(asking: &Asking, defining: &[Search], wanted: &Wanted, choice: Option<Choice>) -> Result<(u64, Distribution)> {
    let mut filter = filter::of(wanted, choice);
    let fields = match choice {
        None => vec!["status", "category", "tags", "topic_lang"],
        Some(Choice::ByStaff) => Vec::new(),
        Some(choice) => vec![choice.field()],
    };
    if choice == Some(Choice::ByStaff) {
        filter += " AND by_staff = true";
    }
    let queries: Vec<Value> = defining
        .iter()
        .map(|search| {
            json!({
                "indexUid": asking.index,
                "q": search.words,
                "filter": filter,
                "attributesToSearchOn": query::fields(wanted),
                "attributesToRetrieve": ["topic"],
                // What must be there stands in quotes; merged searches must all be of one kind.
                "matchingStrategy": "all",
            })
        })
        .collect();
    // No hit is sent back, but as many are looked at.
    let mut federation = json!({ "offset": MOST, "limit": 0, "distinct": "topic" });
    if !fields.is_empty() {
        federation["facetsByIndex"] = json!({ asking.index: fields });
    }
    let mut answer: Answer = asking.post(json!({ "federation": federation, "queries": queries }))?;
    Ok((answer.estimated_total_hits, answer.facets_by_index.remove(asking.index).unwrap_or_default().distribution))
}
