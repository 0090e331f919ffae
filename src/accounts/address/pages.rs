//! The pages of another address.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};

use super::{ConfirmError, RequestError, store};
use crate::accounts::pages::{Mistakes, ended, message, refused, secret};
use crate::accounts::settings::pages::confirmed;
use crate::accounts::sign_up::pages::address_key;
use crate::accounts::visit::pages::{Seen, Visit};
use crate::accounts::{Acting, store as members};
use crate::platform::text::EmailAddress;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/settings/address";
const FIELDS: &[&str] = &["address", "password"];

#[derive(Serialize)]
struct AskPage {
    tab: &'static str,
    form: AskForm,
}

#[derive(Serialize)]
struct AskForm {
    username: String,
    present: String,
    waiting: String,
    address: String,
    #[serde(flatten)]
    mistakes: Mistakes,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    address: String,
    password: String,
}

async fn ask_page(visit: &Visit, typed: String, mistakes: Option<Mistakes>) -> PageResult {
    let (seen, facts) = visit
        .read(|conn, seen| {
            let Some(account) = seen.viewer.account() else { return Ok::<_, PageError>(None) };
            let present = members::mailbox(conn, account.id)?.map(|mailbox| mailbox.address).unwrap_or_default();
            let waiting = store::wanted(conn, account.id, seen.now)?.unwrap_or_default();
            Ok(Some((account.username.clone(), present, waiting)))
        })
        .await?;
    let (username, present, waiting) = facts.ok_or_else(|| PageError::SignIn(PAGE.into()))?;
    let mistakes = mistakes.unwrap_or_else(|| Mistakes::none(FIELDS));
    let status = mistakes.status();
    let form = AskForm { username, present, waiting, address: typed, mistakes };
    visit.page_with_status(&seen, status, "accounts/address.html", &AskPage { tab: "account", form })
}

/// `GET /settings/address`.
pub async fn show(visit: Visit) -> PageResult {
    ask_page(&visit, String::new(), None).await
}

/// `POST /settings/address`: needs the password; the answer is the same for every address.
pub async fn send(visit: Visit, Form(typed): Form<Typed>) -> PageResult {
    let (member, seen) = visit.member(PAGE).await?;
    let mut mistakes = Mistakes::none(FIELDS);
    let address = match EmailAddress::parse(&typed.address) {
        Ok(address) => address,
        Err(error) => {
            mistakes.add("address", seen.text(&visit.web, address_key(error)));
            return ask_page(&visit, typed.address, Some(mistakes)).await;
        }
    };
    let wrong = |mut mistakes: Mistakes| {
        mistakes.add("password", seen.text(&visit.web, "accounts-error-present-password"));
        ask_page(&visit, typed.address.clone(), Some(mistakes))
    };
    let Some(present) = confirmed(&visit, member, typed.password.clone()).await? else { return wrong(mistakes).await };
    match visit.web.db().write(Acting::Member(member), move |tx, _| super::request(tx, member, &address, &present)).await {
        Ok(()) => Ok(visit.see_other(PAGE, Some("accounts-notice-address-asked"))),
        Err(failure) => match refused(failure)? {
            RequestError::Password => wrong(mistakes).await,
            RequestError::TooOften(too_often) => Err(too_often.into()),
        },
    }
}

#[derive(Serialize)]
struct ConfirmPage {
    action: String,
    username: String,
    address: String,
}

fn gone(visit: &Visit, seen: &Seen) -> PageResult {
    ended(visit, seen, PAGE)
}

/// `GET /confirm-address/{token}`: one button. Opening a link changes nothing: letter boxes open links by themselves.
pub async fn show_confirm(visit: Visit, token: Path<String>) -> PageResult {
    let wanted = token.clone();
    let (seen, found) = visit.read(move |conn, seen| Ok::<_, PageError>(store::find(conn, &wanted, seen.now)?)).await?;
    let Some((_, username, address)) = found else { return gone(&visit, &seen) };
    let page = ConfirmPage { action: format!("/confirm-address/{token}"), username, address };
    visit.page(&seen, "accounts/address_confirm.html", &page).map(secret)
}

/// `POST /confirm-address/{token}`: mail goes to the new address from now on.
pub async fn confirm(visit: Visit, token: Path<String>) -> PageResult {
    let token = token.into_inner();
    match visit.web.db().write(Acting::Visitor, move |tx, _| super::confirm(tx, &token)).await {
        Ok(_) => Ok(visit.see_other("/settings/account", Some("accounts-notice-address-changed"))),
        Err(failure) => {
            let reason = refused(failure)?;
            let seen = visit.seen().await?;
            match reason {
                ConfirmError::Ended => gone(&visit, &seen),
                ConfirmError::AddressTaken => message(&visit, &seen, StatusCode::CONFLICT, "accounts-has-account", "/sign-in"),
            }
        }
    }
}
