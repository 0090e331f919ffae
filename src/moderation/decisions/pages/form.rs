//! The form that decides a case.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::Verdict;
use crate::accounts::MemberId;
use crate::forum::desk::pages::{kept_in_order, topic_typed};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::{CategoryId, TopicId};
use crate::moderation::cases::CaseRow;
use crate::moderation::cases::pages::case_url;
use crate::moderation::flags::FlagReason;
use crate::platform::web::forms::{Choice, FieldErrors};

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    pub(super) version: String,
    #[serde(default)]
    pub(super) verdict: String,
    #[serde(default)]
    pub(super) rule: String,
    #[serde(default)]
    pub(super) words: String,
    #[serde(default)]
    pub(super) silence: String,
    #[serde(default)]
    pub(super) suspend: String,
    #[serde(default)]
    pub(super) original: String,
    #[serde(default)]
    pub(super) category: String,
    #[serde(default)]
    pub(super) confirmed: String,
    /// "1" where it could be chosen what is blocked; what was are `block-KIND-VALUE` among the rest.
    #[serde(default)]
    pub(super) listed: String,
    /// "1" where accounts could be chosen; those that were are `account-N` among the rest.
    #[serde(default)]
    pub(super) chosen: String,
    #[serde(flatten)]
    pub(super) rest: BTreeMap<String, String>,
}

impl Typed {
    /// The words to the author.
    pub(in crate::moderation) fn words(&self) -> &str {
        &self.words
    }

    /// The term that goes with the verdict.
    pub(super) fn days(&self, verdict: Verdict) -> i64 {
        let typed = if verdict == Verdict::Suspend { &self.suspend } else { &self.silence };
        typed.parse().unwrap_or(-1)
    }

    /// The accounts that were chosen, where one could choose.
    pub(super) fn only(&self) -> Option<Vec<MemberId>> {
        let numbers = self.rest.keys().filter_map(|name| name.strip_prefix("account-")?.parse().ok());
        (!self.chosen.is_empty()).then(|| numbers.map(MemberId).collect())
    }

    /// What is to be blocked, where one could choose.
    pub(super) fn blocks(&self) -> Option<BTreeSet<String>> {
        (!self.listed.is_empty()).then(|| self.rest.keys().filter(|name| name.starts_with("block-")).cloned().collect())
    }

    /// The topic that was named by its number or its address.
    pub(super) fn original(&self) -> Option<TopicId> {
        topic_typed(&self.original)
    }

    /// The category that was chosen.
    pub(super) fn category(&self) -> Option<CategoryId> {
        self.category.parse().ok().map(CategoryId)
    }
}

/// What the template shows of it.
#[derive(Serialize)]
pub struct DecideForm {
    action: String,
    version: String,
    verdicts: Vec<VerdictChoice>,
    rules: Vec<Choice>,
    silence: Vec<Choice>,
    suspend: Vec<Choice>,
    words: String,
    original: String,
    categories: Vec<Choice>,
    category_error: String,
    verdict_error: String,
    words_error: String,
    original_error: String,
    errors: FieldErrors,
}

#[derive(Serialize)]
struct VerdictChoice {
    value: &'static str,
    name: String,
    hint: String,
    selected: bool,
}

/// The form for a case as it stands; `for_all` where the moderator may restrict its author.
pub fn decide_form(visit: &ForumVisit, seen: &ForumSeen, case: &CaseRow, typed: &Typed, errors: FieldErrors, for_all: bool) -> DecideForm {
    let about_account = case.category.is_none();
    let fits = |verdict: &Verdict| match verdict {
        verdict if verdict.is_for_all() => for_all,
        Verdict::NoAction | Verdict::Noted => true,
        _ => !about_account,
    };
    let verdicts = Verdict::ALL.iter().copied().filter(|verdict| fits(verdict)).map(|verdict| VerdictChoice {
        value: verdict.as_str(),
        name: seen.text(&visit.web, verdict.key()),
        hint: seen.text(&visit.web, verdict.hint_key()),
        selected: typed.verdict == verdict.as_str(),
    });
    let rules = FlagReason::ALL.iter().map(|rule| Choice {
        value: rule.as_str().to_owned(),
        name: seen.text(&visit.web, rule.rule_key()),
        selected: typed.rule == rule.as_str(),
    });
    DecideForm {
        action: format!("{}/decide", case_url(case.id)),
        version: case.version.to_string(),
        verdicts: verdicts.collect(),
        rules: rules.collect(),
        silence: terms(visit, seen, Verdict::Silence, &typed.silence),
        suspend: terms(visit, seen, Verdict::Suspend, &typed.suspend),
        words: typed.words.clone(),
        original: typed.original.clone(),
        categories: kept_in_order(seen, typed.category()),
        category_error: errors.of("category"),
        verdict_error: errors.of("verdict"),
        words_error: errors.of("words"),
        original_error: errors.of("original"),
        errors,
    }
}

fn terms(visit: &ForumVisit, seen: &ForumSeen, verdict: Verdict, typed: &str) -> Vec<Choice> {
    let name = |days: i64| match days {
        0 => seen.text(&visit.web, "moderation-for-ever"),
        days => seen.text_with(&visit.web, "admin-standing-days", &[("count", days.into())]),
    };
    verdict.terms().iter().map(|days| Choice { value: days.to_string(), name: name(*days), selected: typed == days.to_string() }).collect()
}
