//! A question in the server's own words.

use serde_json::{Value, json};
use std::collections::HashMap;

use super::terms::{Group, Question, name};
use crate::search::engine::{Sort, Wanted};

/// More words of one search the server does not read.
const WORDS: usize = 10;
/// So many searches for candidates are made for a question, and so many for what counts as found.
const SEARCHES: usize = 12;
const DEFINED_BY: usize = 24;
/// Hits of one search that get the second look.
const CANDIDATES: usize = 200;
/// Words are tried until so many posts have one of those that were.
const REACH: u64 = 2_000;

/// How many posts have a form, by its name; and how many posts there are.
#[derive(Debug, Default)]
pub struct Known {
    /// Posts in all.
    pub posts: u64,
    /// Posts with each form.
    pub of: HashMap<String, u64>,
}

impl Known {
    /// Posts with a form.
    pub fn frequency(&self, form: &[String]) -> u64 {
        self.of.get(&name(form)).copied().unwrap_or_default()
    }

    fn forms<'a>(&self, group: &'a Group) -> impl Iterator<Item = &'a Vec<String>> {
        group.forms.iter().filter(|form| self.frequency(form) > 0)
    }

    fn of_group(&self, group: &Group) -> u64 {
        group.forms.iter().map(|form| self.frequency(form)).sum()
    }
}

/// One search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// The words.
    pub words: String,
    /// Whether each must be there; else only what stands in quotes.
    pub all: bool,
}

/// The fields that words are looked for in.
pub fn fields(wanted: &Wanted) -> Value {
    if wanted.limits.in_title { json!(["headline"]) } else { json!(["headline", "stems", "words"]) }
}

/// Searches that together find what was asked for: none where nothing can be found. A post is found by any word that
/// says something; where there is a phrase, by that; where every word must be there, by all.
pub fn defining(question: &Question, known: &Known, wanted: &Wanted) -> Vec<Search> {
    let opening = opening(question);
    if question.has_no_words() {
        return vec![Search { words: opening, all: false }];
    }
    if wanted.all_words {
        return every_word(question, known, &opening);
    }
    if !question.phrases.is_empty() {
        return vec![Search { words: opening, all: false }];
    }
    let mut searches = Vec::new();
    for group in by_rarity(question, known) {
        searches.extend(known.forms(group).map(|form| Search { words: format!("{opening}{} ", name(form)), all: false }));
        searches.extend(going_on(group).map(|word| Search { words: format!("{opening}{word}"), all: true }));
    }
    searches.truncate(DEFINED_BY);
    searches
}

/// Searches for what may fit best, of all that was found. The rarest word and as many of the others as there are, then
/// the second rarest, and so on: a post that fits has one of the rare words.
pub fn finding(question: &Question, known: &Known, wanted: &Wanted) -> Vec<Search> {
    let found = defining(question, known, wanted);
    if wanted.all_words || question.has_no_words() {
        return found;
    }
    let groups = by_rarity(question, known);
    let ending: String = groups.iter().flat_map(|group| going_on(group)).collect();
    let rest = |from: usize| -> String {
        let others = groups.get(from..).unwrap_or_default().iter().filter(|group| !group.goes_on);
        others.filter_map(|group| known.forms(group).next()).take(WORDS - 1 - question.phrases.len().min(4)).map(|form| form.join(" ") + " ").collect()
    };
    let opening = opening(question);
    if !question.phrases.is_empty() {
        return vec![Search { words: format!("{opening}{}{ending}", rest(0)), all: false }];
    }
    let (mut searches, mut reached) = (Vec::new(), 0);
    for (place, group) in groups.iter().enumerate() {
        if searches.len() >= SEARCHES || (reached >= REACH && place > 2) {
            break;
        }
        reached += known.of_group(group);
        searches.extend(known.forms(group).map(|form| Search { words: format!("{opening}{} {}{ending}", name(form), rest(place + 1)), all: false }));
    }
    for word in groups.iter().flat_map(|group| going_on(group)) {
        searches.push(Search { words: format!("{opening}{word}"), all: true });
        searches.extend(
            groups.first().and_then(|group| known.forms(group).next()).map(|form| Search { words: format!("{opening}{} {word}", name(form)), all: true }),
        );
    }
    searches
}

/// What must not be there, and the phrases that must.
fn opening(question: &Question) -> String {
    let unwanted = question.without.iter().map(|form| format!("-{} ", name(form)));
    let phrases = question.phrases.iter().map(|phrase| name(phrase) + " ");
    unwanted.chain(phrases).collect()
}

/// The words that posts are found by, the rarest first.
fn by_rarity<'a>(question: &'a Question, known: &Known) -> Vec<&'a Group> {
    let mut groups: Vec<&Group> = question.groups.iter().filter(|group| group.finds && (group.goes_on || known.of_group(group) > 0)).collect();
    groups.sort_by_key(|group| (group.goes_on, known.of_group(group)));
    groups
}

/// A word that goes on stands at the end of a search, with nothing behind it.
fn going_on(group: &Group) -> Option<&str> {
    group.plain.as_deref().filter(|_| group.goes_on)
}

/// Every word by its first form; then each word once by each other form that it has.
fn every_word(question: &Question, known: &Known, opening: &str) -> Vec<Search> {
    let groups: Vec<&Group> = question.groups.iter().filter(|group| group.finds).collect();
    let forms: Vec<Vec<&Vec<String>>> = groups.iter().map(|group| known.forms(group).collect()).collect();
    if groups.iter().zip(&forms).any(|(group, forms)| forms.is_empty() && !group.goes_on) {
        return Vec::new();
    }
    let search = |changed: usize, form: usize| {
        let mut line = opening.to_owned();
        for (place, forms) in forms.iter().enumerate().filter(|(place, _)| !groups[*place].goes_on) {
            line += &name(forms[if place == changed { form } else { 0 }]);
            line.push(' ');
        }
        let ending: String = groups.iter().flat_map(|group| going_on(group)).collect();
        Search { words: line + &ending, all: true }
    };
    let mut searches = vec![search(0, 0)];
    for (place, forms) in forms.iter().enumerate().filter(|(place, _)| !groups[*place].goes_on) {
        searches.extend((1..forms.len()).map(|form| search(place, form)));
    }
    searches.truncate(SEARCHES);
    searches
}

/// A search as it is sent: posts that get a second look, or those that come first by date or votes.
pub fn body(search: &Search, index: &str, filter: &str, wanted: &Wanted, sort: Sort) -> Value {
    let mut body = json!({
        "indexUid": index,
        "q": search.words,
        "filter": filter,
        "attributesToSearchOn": fields(wanted),
        "matchingStrategy": if search.all { "all" } else { "frequency" },
    });
    let order = match sort {
        Sort::Relevance => None,
        Sort::Newest => Some("created:desc"),
        Sort::Votes => Some("votes:desc"),
    };
    match order {
        Some(order) => {
            body["sort"] = json!([order]);
            body["distinct"] = json!("topic");
            body["limit"] = json!(wanted.limit.min(super::settings::MOST));
            body["attributesToRetrieve"] = json!(["id", "topic", "created", "votes"]);
        }
        None => {
            body["limit"] = json!(CANDIDATES.max(wanted.limit.min(super::settings::MOST)));
            body["attributesToRetrieve"] = json!(["id", "topic", "headline", "stems", "words", "boost"]);
        }
    }
    body
}
