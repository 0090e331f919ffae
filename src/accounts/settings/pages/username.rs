//! Another username.

use serde::{Deserialize, Serialize};

use crate::accounts::Acting;
use crate::accounts::pages::{Mistakes, refused};
use crate::accounts::settings::{PAUSE_DAYS, RenameRefused, change_username, locked_until};
use crate::accounts::visit::pages::Visit;
use crate::platform::i18n::Arg;
use crate::platform::i18n::format::Moment;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/settings/username";

#[derive(Serialize)]
struct Page {
    tab: &'static str,
    form: UsernameForm,
}

#[derive(Serialize)]
struct UsernameForm {
    username: String,
    until: Option<Moment>,
    pause: i64,
    #[serde(flatten)]
    mistakes: Mistakes,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    username: String,
}

async fn page(visit: &Visit, typed: Option<String>, mistakes: Mistakes) -> PageResult {
    let (seen, facts) = visit
        .read(|conn, seen| match seen.viewer.account() {
            Some(account) => Ok(Some((account.username.clone(), locked_until(conn, account.id, seen.now)?))),
            None => Ok::<_, PageError>(None),
        })
        .await?;
    let (present, until) = facts.ok_or_else(|| PageError::SignIn(PAGE.into()))?;
    let status = mistakes.status();
    let form = UsernameForm { username: typed.unwrap_or(present), until: until.map(|until| seen.moment(until)), pause: PAUSE_DAYS, mistakes };
    visit.page_with_status(&seen, status, "accounts/username.html", &Page { tab: "account", form })
}

/// `GET /settings/username`.
pub async fn show_username(visit: Visit) -> PageResult {
    page(&visit, None, Mistakes::none(&["username"])).await
}

/// `POST /settings/username`.
pub async fn save_username(visit: Visit, Form(typed): Form<Typed>) -> PageResult {
    let (member, seen) = visit.member(PAGE).await?;
    let wished = typed.username.clone();
    let changed = visit.web.db().write(Acting::Member(member), move |tx, by| change_username(tx, by, member, &wished)).await;
    let Err(failure) = changed else { return Ok(visit.see_other("/settings/account", Some("accounts-notice-username-changed"))) };
    let mut mistakes = Mistakes::none(&["username"]);
    let text = match refused(failure)? {
        RenameRefused::Username(reason) => seen.text(&visit.web, reason.key()),
        RenameRefused::Until(until) => seen.text_with(&visit.web, "accounts-error-username-until", &[("date", Arg::from(seen.date(until).text))]),
        RenameRefused::Denied(denied) => return Err(PageError::Forbidden(denied.key())),
        RenameRefused::TooOften(too_often) => return Err(too_often.into()),
    };
    mistakes.add("username", text);
    page(&visit, Some(typed.username), mistakes).await
}
