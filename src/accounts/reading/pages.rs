//! The choice of languages above lists and in the settings.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::{COOKIE, narrowed, write};
use crate::accounts::Acting;
use crate::accounts::settings::store;
use crate::accounts::visit::pages::{Seen, Visit};
use crate::platform::i18n::Lang;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, cookies, notice};

/// A visitor's choice is remembered for a year.
const DAYS: i64 = 365;

/// The ticks of a form: a field for each language, such as `reads-en`.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Ticked(BTreeMap<String, String>);

impl Ticked {
    /// The languages that were ticked.
    pub fn languages(&self) -> Vec<Lang> {
        Lang::all().filter(|lang| self.0.get(&field(*lang)).is_some_and(|value| !value.is_empty() && value != "0")).collect()
    }
}

fn field(lang: Lang) -> String {
    format!("reads-{}", lang.tag())
}

/// A language to tick.
#[derive(Clone, Debug, Serialize)]
pub struct ReadingChoice {
    field: String,
    tag: &'static str,
    name: &'static str,
    selected: bool,
}

/// The community's languages, the chosen ones ticked.
pub fn reading_choices(seen: &Seen, chosen: &[Lang]) -> Vec<ReadingChoice> {
    let choice = |lang: &Lang| ReadingChoice { field: field(*lang), tag: lang.tag(), name: lang.language().name, selected: chosen.contains(lang) };
    seen.settings.languages.iter().map(choice).collect()
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Choice {
    #[serde(default)]
    next: String,
    #[serde(flatten)]
    ticked: Ticked,
}

/// `POST /reading`: remembers which languages lists show, and leads back. None, or all, shows everything.
pub async fn choose(visit: Visit, Form(choice): Form<Choice>) -> Result<HttpResponse, PageError> {
    let seen = visit.seen().await?;
    let reads = narrowed(&choice.ticked.languages(), &seen.settings.languages);
    let mut response = notice::see_other(&visit.web, &choice.next, None);
    match seen.viewer.account() {
        Some(account) => {
            let member = account.id;
            visit.web.db().write(Acting::Member(member), move |tx, _| store::set_reads(tx, member, &reads)).await?;
        }
        None => {
            let cookie = if reads.is_empty() { cookies::remove(&visit.web, COOKIE) } else { cookies::set(&visit.web, COOKIE, write(&reads), Some(DAYS)) };
            response.add_cookie(&cookie).map_err(|error| anyhow::anyhow!("cookie: {error}"))?;
        }
    }
    Ok(response)
}
