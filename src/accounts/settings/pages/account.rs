//! What an account opens with, and leaving.

use serde::{Deserialize, Serialize};

use super::password::confirmed;
use crate::accounts::pages::{Mistakes, refused};
use crate::accounts::settings::{CloseError, close_account};
use crate::accounts::visit::pages::{Seen, Visit};
use crate::accounts::{Acting, sessions, store as members};
use crate::platform::web::forms::{Form, is_on};
use crate::platform::web::{PageError, PageResult, cookies};

const FIELDS: &[&str] = &["password", "sure"];

#[derive(Serialize)]
struct Page {
    tab: &'static str,
    form: CloseForm,
}

#[derive(Serialize)]
struct CloseForm {
    username: String,
    sure: bool,
    #[serde(flatten)]
    mistakes: Mistakes,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    password: String,
    sure: Option<String>,
}

fn page(visit: &Visit, seen: &Seen, sure: bool, mistakes: Mistakes) -> PageResult {
    let username = seen.viewer.account().map(|account| account.username.clone()).unwrap_or_default();
    let status = mistakes.status();
    visit.page_with_status(seen, status, "accounts/close.html", &Page { tab: "account", form: CloseForm { username, sure, mistakes } })
}

#[derive(Serialize)]
struct AccountPage {
    tab: &'static str,
    username: String,
    address: String,
}

/// `GET /settings/account`: what there is to change, each on a page of its own.
pub async fn show_account(visit: Visit) -> PageResult {
    let (seen, facts) = visit
        .read(|conn, seen| match seen.viewer.account() {
            Some(account) => Ok(Some((account.username.clone(), members::mailbox(conn, account.id)?))),
            None => Ok::<_, PageError>(None),
        })
        .await?;
    let (username, mailbox) = facts.ok_or_else(|| PageError::SignIn("/settings/account".into()))?;
    let address = mailbox.map(|mailbox| mailbox.address).unwrap_or_default();
    visit.page(&seen, "accounts/account.html", &AccountPage { tab: "account-list", username, address })
}

/// `GET /settings/close-account`.
pub async fn show_close(visit: Visit) -> PageResult {
    let (_, seen) = visit.member("/settings/close-account").await?;
    page(&visit, &seen, false, Mistakes::none(FIELDS))
}

/// `POST /settings/close-account`: needs the password and a tick.
pub async fn close(visit: Visit, Form(typed): Form<Typed>) -> PageResult {
    let (member, seen) = visit.member("/settings/close-account").await?;
    let sure = is_on(&typed.sure);
    let mut mistakes = Mistakes::none(FIELDS);
    if !sure {
        mistakes.add("sure", seen.text(&visit.web, "accounts-error-not-sure"));
        return page(&visit, &seen, sure, mistakes);
    }
    if confirmed(&visit, member, typed.password).await?.is_none() {
        mistakes.add("password", seen.text(&visit.web, "accounts-error-present-password"));
        return page(&visit, &seen, sure, mistakes);
    }
    if let Err(failure) = visit.web.db().write(Acting::Member(member), move |tx, _| close_account(tx, member)).await {
        let CloseError::LastAdmin = refused(failure)?;
        mistakes.add("", seen.text(&visit.web, "accounts-error-last-admin"));
        return page(&visit, &seen, sure, mistakes);
    }
    let mut response = visit.see_other("/", Some("accounts-notice-closed"));
    let gone = cookies::remove(&visit.web, sessions::COOKIE);
    response.add_cookie(&gone).map_err(|error| anyhow::anyhow!("cookie: {error}"))?;
    Ok(response)
}
