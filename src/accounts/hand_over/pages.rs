//! The page behind the link.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};

use super::ClaimError;
use crate::accounts::pages::{Mistakes, ended, message, refused, secret};
use crate::accounts::passwords::{self, Cost};
use crate::accounts::tokens::{self, TokenKind};
use crate::accounts::visit::pages::{Seen, Visit};
use crate::accounts::{Acting, store as members};
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

#[derive(Serialize)]
struct ClaimPage {
    form: ClaimForm,
}

#[derive(Serialize)]
struct ClaimForm {
    action: String,
    username: String,
    name: String,
    #[serde(flatten)]
    mistakes: Mistakes,
}

/// What the page behind the link sends.
#[derive(Deserialize)]
pub struct Chosen {
    password: String,
}

/// What a link leads to: an account, and the address it is handed to.
struct Handed {
    username: String,
    name: String,
    address: String,
}

async fn handed(visit: &Visit, token: &str) -> Result<(Seen, Option<Handed>), PageError> {
    let wanted = token.to_owned();
    visit
        .read(move |conn, seen| {
            let Some((member, address)) = tokens::store::find_promised(conn, TokenKind::HandOver, &wanted, seen.now)? else { return Ok::<_, PageError>(None) };
            if passwords::store::of_member(conn, member)?.is_some() {
                return Ok(None);
            }
            Ok(members::find(conn, member)?.map(|row| Handed { username: row.username, name: row.name, address }))
        })
        .await
}

fn page(visit: &Visit, seen: &Seen, token: &str, handed: &Handed, mistakes: Mistakes) -> PageResult {
    let status = mistakes.status();
    let form = ClaimForm { action: format!("/claim/{token}"), username: handed.username.clone(), name: handed.name.clone(), mistakes };
    visit.page_with_status(seen, status, "accounts/claim.html", &ClaimPage { form }).map(secret)
}

/// `GET /claim/{token}`: says which account it is and asks for a password.
pub async fn show(visit: Visit, token: Path<String>) -> PageResult {
    let (seen, handed) = handed(&visit, &token).await?;
    match handed {
        Some(handed) => page(&visit, &seen, &token, &handed, Mistakes::none(&["password"])),
        None => ended(&visit, &seen, "/sign-in"),
    }
}

/// `POST /claim/{token}`: the account is its owner's, who signs in next.
pub async fn claim(visit: Visit, token: Path<String>, Form(chosen): Form<Chosen>) -> PageResult {
    let (seen, handed) = handed(&visit, &token).await?;
    let Some(handed) = handed else { return ended(&visit, &seen, "/sign-in") };
    let about = [handed.username.as_str(), handed.name.as_str(), handed.address.as_str(), seen.settings.name.as_str()];
    if let Err(error) = passwords::check(&chosen.password, &about) {
        let mut mistakes = Mistakes::none(&["password"]);
        mistakes.add("password", seen.text(&visit.web, error.key()));
        return page(&visit, &seen, &token, &handed, mistakes);
    }
    let phc = passwords::hash(Cost::of(visit.web.fast_hashing()), chosen.password).await?;
    let wanted = token.clone();
    match visit.web.db().write(Acting::Visitor, move |tx, _| super::claim(tx, &wanted, &phc)).await {
        Ok(_) => Ok(secret(visit.see_other("/sign-in", Some("accounts-notice-claimed")))),
        Err(failure) => match refused(failure)? {
            ClaimError::Ended => ended(&visit, &seen, "/sign-in"),
            ClaimError::AddressTaken => message(&visit, &seen, StatusCode::CONFLICT, "accounts-claim-taken", "/sign-in"),
        },
    }
}
