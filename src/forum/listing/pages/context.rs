//! What the template of lists reads.

use serde::Serialize;

use crate::accounts::reading::pages::{ReadingChoice, reading_choices};
use crate::forum::follows::pages::FollowView;
use crate::forum::listing::rows::{Named, Row, language_names};
use crate::forum::periods::Period;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::i18n::format::Moment;
use crate::platform::web::json_ld::JsonLd;

use super::heard::MutedView;

/// The context of `templates/forum/topics/list.html`.
#[derive(Serialize)]
pub(super) struct ListPage {
    pub list: ListView,
    /// The way to a category, for programs; on visitors' pages.
    pub json_ld: Option<JsonLd>,
}

#[derive(Default, Serialize)]
pub(super) struct ListView {
    pub kind: &'static str,
    pub name: String,
    pub about: String,
    pub icon: String,
    pub parent: Option<Named>,
    pub children: Vec<Named>,
    pub tabs: Vec<Tab>,
    pub periods: Vec<Tab>,
    pub as_of: Option<Moment>,
    pub reading: Option<Reading>,
    pub topics: Vec<Row>,
    pub older: String,
    pub newer: String,
    pub by_time: bool,
    pub live: String,
    pub changed: Option<Named>,
    pub ask_url: String,
    pub edit_url: String,
    pub closed: bool,
    pub follow: Option<FollowView>,
    pub muted: Option<MutedView>,
}

/// A list beside this one.
#[derive(Serialize)]
pub(super) struct Tab {
    pub kind: &'static str,
    pub url: String,
    pub current: bool,
}

/// The languages that the list shows, and the form that changes them.
#[derive(Serialize)]
pub(super) struct Reading {
    /// Those chosen, in words; empty for all.
    pub chosen: String,
    pub choices: Vec<ReadingChoice>,
    /// Where the form leads: the first page of this list.
    pub next: String,
}

/// The lists of all topics, beside one another.
pub(super) fn tabs(current: &str) -> Vec<Tab> {
    let tab = |kind: &'static str| {
        let url = if kind == "latest" { "/".to_owned() } else { format!("/{kind}") };
        Tab { kind, url, current: kind == current }
    };
    ["latest", "hot", "top", "unsolved", "unanswered"].map(tab).into()
}

/// The times that the list of top topics is of.
pub(super) fn periods(current: Period) -> Vec<Tab> {
    Period::ALL.iter().map(|period| Tab { kind: period.as_str(), url: top_url(*period), current: *period == current }).collect()
}

/// The address of the top topics of a time.
pub(super) fn top_url(period: Period) -> String {
    format!("/top?period={}", period.as_str())
}

/// The languages to choose from; none where there is one only.
pub(super) fn reading(visit: &ForumVisit, seen: &ForumSeen, next: &str) -> Option<Reading> {
    if seen.settings.languages.len() < 2 {
        return None;
    }
    Some(Reading { chosen: language_names(visit, seen, &seen.reads), choices: reading_choices(seen, &seen.reads), next: next.to_owned() })
}
