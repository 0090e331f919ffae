//! What filters found in a post of a case.

use serde::Serialize;

use crate::forum::screening::{Filter, Finding};
use crate::moderation::screening::words::{WordAct, WordId, WordRow, Words};
use crate::platform::text::excerpt::marked;

/// What a filter found.
#[derive(Serialize)]
pub struct FoundView {
    /// The filter.
    pub name: String,
    /// What: a word, a domain, the words that weighed most.
    pub detail: String,
}

/// The text in which blocked words stand, as it was typed, cut so that they can be marked; empty where none were found.
pub fn marked_words(source: &str, found: &[Finding]) -> Vec<(String, bool)> {
    let words: Vec<WordRow> = found
        .iter()
        .filter(|finding| matches!(finding.filter, Filter::Word | Filter::Masked))
        .map(|finding| WordRow { id: WordId(0), pattern: finding.detail.clone(), is_regex: false, act: WordAct::Hold })
        .collect();
    let places = Words::new(words).places(source);
    if places.is_empty() { Vec::new() } else { marked(source, &places) }
}

/// The key of a filter's name, as moderators read it.
pub fn filter_key(filter: Filter) -> &'static str {
    match filter {
        Filter::Word => "screening-filter-word",
        Filter::Masked => "screening-filter-masked",
        Filter::Domain => "screening-filter-domain",
        Filter::Origin => "screening-filter-origin",
        Filter::Trap => "screening-filter-trap",
        Filter::Pace => "screening-filter-pace",
        Filter::Link => "screening-filter-link",
        Filter::Burst => "screening-filter-burst",
        Filter::Alike => "screening-filter-alike",
        Filter::Limit => "screening-filter-limit",
        Filter::Learnt => "screening-filter-learnt",
    }
}
