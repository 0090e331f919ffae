//! The pages of a forgotten password.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};

use crate::accounts::Acting;
use crate::accounts::pages::{Mistakes, ended, message, refused, secret};
use crate::accounts::passwords::{self, Cost};
use crate::accounts::sign_up::pages::address_key;
use crate::accounts::tokens::{self, TokenKind};
use crate::accounts::visit::pages::{Seen, Visit};
use crate::platform::text::EmailAddress;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

#[derive(Serialize)]
struct AskPage {
    form: AskForm,
}

#[derive(Serialize)]
struct AskForm {
    address: String,
    #[serde(flatten)]
    mistakes: Mistakes,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Asked {
    address: String,
}

/// `GET /forgotten-password`: asks for the address.
pub async fn show(visit: Visit) -> PageResult {
    let seen = visit.seen().await?;
    let form = AskForm { address: String::new(), mistakes: Mistakes::none(&["address"]) };
    visit.page(&seen, "accounts/forgotten.html", &AskPage { form })
}

/// `POST /forgotten-password`: the same answer for every address.
pub async fn send(visit: Visit, Form(asked): Form<Asked>) -> PageResult {
    let seen = visit.seen().await?;
    let address = match EmailAddress::parse(&asked.address) {
        Ok(address) => address,
        Err(error) => {
            let mut mistakes = Mistakes::none(&["address"]);
            mistakes.add("address", seen.text(&visit.web, address_key(error)));
            let form = AskForm { address: asked.address, mistakes };
            return visit.page_with_status(&seen, StatusCode::UNPROCESSABLE_ENTITY, "accounts/forgotten.html", &AskPage { form });
        }
    };
    let (network, lang) = (visit.client().network(), seen.lang);
    let asked = visit.web.db().write(Acting::Visitor, move |tx, _| super::request(tx, &address, &network, lang)).await;
    match asked {
        Ok(()) => Ok(visit.see_other("/forgotten-password/sent", None)),
        Err(failure) => Err(refused(failure)?.into()),
    }
}

/// `GET /forgotten-password/sent`: if there is an account, a mail is on its way.
pub async fn sent(visit: Visit) -> PageResult {
    let seen = visit.seen().await?;
    message(&visit, &seen, StatusCode::OK, "accounts-reset-sent", "/sign-in")
}

#[derive(Serialize)]
struct ChoosePage {
    form: ChooseForm,
}

#[derive(Serialize)]
struct ChooseForm {
    action: String,
    username: String,
    #[serde(flatten)]
    mistakes: Mistakes,
}

/// What the page behind the link sends.
#[derive(Deserialize)]
pub struct Chosen {
    password: String,
}

async fn owner(visit: &Visit, token: &str) -> Result<(Seen, Option<Vec<String>>), PageError> {
    let wanted = token.to_owned();
    visit
        .read(move |conn, seen| {
            let Some(member) = tokens::store::find(conn, TokenKind::Reset, &wanted, seen.now)?.flatten() else { return Ok::<_, PageError>(None) };
            Ok(Some(super::password_words(conn, member)?))
        })
        .await
}

fn choose_page(visit: &Visit, seen: &Seen, token: &str, username: &str, mistakes: Mistakes) -> PageResult {
    let status = mistakes.status();
    let form = ChooseForm { action: format!("/reset-password/{token}"), username: username.to_owned(), mistakes };
    visit.page_with_status(seen, status, "accounts/reset.html", &ChoosePage { form }).map(secret)
}

/// `GET /reset-password/{token}`: asks for the new password.
pub async fn show_choose(visit: Visit, token: Path<String>) -> PageResult {
    let (seen, words) = owner(&visit, &token).await?;
    match words {
        Some(words) => choose_page(&visit, &seen, &token, words.first().map_or("", String::as_str), Mistakes::none(&["password"])),
        None => ended(&visit, &seen, "/forgotten-password"),
    }
}

/// `POST /reset-password/{token}`: keeps it, ends every session, and leads to the sign-in page.
pub async fn choose(visit: Visit, token: Path<String>, Form(chosen): Form<Chosen>) -> PageResult {
    let (seen, words) = owner(&visit, &token).await?;
    let Some(words) = words else { return ended(&visit, &seen, "/forgotten-password") };
    let mut about: Vec<&str> = words.iter().map(String::as_str).collect();
    about.push(&seen.settings.name);
    if let Err(error) = passwords::check(&chosen.password, &about) {
        let mut mistakes = Mistakes::none(&["password"]);
        mistakes.add("password", seen.text(&visit.web, error.key()));
        return choose_page(&visit, &seen, &token, words.first().map_or("", String::as_str), mistakes);
    }
    let phc = passwords::hash(Cost::of(visit.web.fast_hashing()), chosen.password).await?;
    let wanted = token.clone();
    match visit.web.db().write(Acting::Visitor, move |tx, _| super::choose(tx, &wanted, &phc)).await {
        Ok(_) => Ok(secret(visit.see_other("/sign-in", Some("accounts-notice-password-reset")))),
        Err(failure) => {
            refused(failure)?;
            ended(&visit, &seen, "/forgotten-password")
        }
    }
}
