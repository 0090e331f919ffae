//! The sign-up form, and the page behind the mailed link.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};

use super::store::{self, Waiting};
use super::{ConfirmError, Gate, Knock, NewSignUp};
use crate::accounts::names::{UsernameRefused, free_username};
use crate::accounts::pages::{Mistakes, ended, message, next, own_path, refused, secret, with_next, with_session};
use crate::accounts::passwords::{self, Cost};
use crate::accounts::visit::pages::{Seen, Visit};
use crate::accounts::{Acting, sessions};
use crate::platform::db::Failure;
use crate::platform::text::{EmailAddress, EmailError};
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

const FIELDS: &[&str] = &["username", "address", "password"];

#[derive(Serialize)]
struct Page {
    form: SignUpForm,
}

#[derive(Serialize)]
struct SignUpForm {
    username: String,
    address: String,
    other_url: String,
    next: String,
    #[serde(flatten)]
    mistakes: Mistakes,
}

impl SignUpForm {
    fn new(username: String, address: String, next: String, mistakes: Mistakes) -> Self {
        Self { username, address, other_url: with_next("/sign-in", &next), next, mistakes }
    }
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    username: String,
    address: String,
    password: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    trap: String,
}

/// `GET /sign-up`: the form.
pub async fn show(visit: Visit) -> PageResult {
    let seen = visit.seen().await?;
    let next = next(&visit.req);
    if seen.viewer.account().is_some() {
        return Ok(visit.see_other(&next, None));
    }
    if !seen.settings.sign_up_open {
        return message(&visit, &seen, StatusCode::FORBIDDEN, "accounts-closed", "/");
    }
    let form = SignUpForm::new(String::new(), String::new(), next, Mistakes::none(FIELDS));
    visit.page(&seen, "accounts/sign_up.html", &Page { form })
}

/// `POST /sign-up`: writes the wish and the job that mails; the answer is the same for every address.
pub async fn send(visit: Visit, gate: Data<dyn Gate>, Form(typed): Form<Typed>) -> PageResult {
    let (wished, address, network) = (typed.username.clone(), EmailAddress::parse(&typed.address), visit.client().network());
    let (db, knocking, is_trapped) = (visit.web.db().clone(), address.clone(), !typed.trap.trim().is_empty());
    let looked = visit.read(move |conn, seen| {
        let knock = |address| Knock { address, network: &network, is_trapped, now: seen.now };
        let turned_away = knocking.as_ref().ok().map(|address| gate.turned_away(&db, conn, &knock(address))).transpose()?.flatten();
        Ok::<_, PageError>((free_username(conn, &wished, None, seen.now).map_err(refused), turned_away))
    });
    let (seen, (username, turned_away)) = looked.await?;
    if !seen.settings.sign_up_open {
        return message(&visit, &seen, StatusCode::FORBIDDEN, "accounts-closed", "/");
    }
    let username = match username {
        Ok(username) => Ok(username),
        Err(refusal) => Err(refusal?),
    };
    let password = passwords::check(&typed.password, &[&typed.username, &typed.address, &seen.settings.name]);
    let mut mistakes = Mistakes::none(FIELDS);
    let word = |key: &str| seen.text(&visit.web, key);
    if let Err(error) = &address {
        mistakes.add("address", word(address_key(*error)));
    }
    if let Some(turned_away) = turned_away {
        mistakes.add(turned_away.field(), word(turned_away.key()));
    }
    if let Err(refusal) = &username {
        mistakes.add("username", word(refusal.key()));
    }
    if let Err(error) = &password {
        mistakes.add("password", word(error.key()));
    }
    let (Ok(username), Ok(address), Ok(()), None) = (username, address, password, turned_away) else {
        let form = SignUpForm::new(typed.username, typed.address, own_path(&typed.next), mistakes);
        return visit.page_with_status(&seen, StatusCode::UNPROCESSABLE_ENTITY, "accounts/sign_up.html", &Page { form });
    };
    let (network, counted) = (visit.client().network(), address.clone());
    let admitted = visit.web.db().write_soon(Acting::Visitor, move |tx, _| super::admit(tx, &network, &counted)).await;
    if let Err(failure) = admitted {
        return Err(refused(failure)?.into());
    }
    let phc = passwords::hash(Cost::of(visit.web.fast_hashing()), typed.password).await?;
    let wish = NewSignUp { username, address, phc, lang: seen.lang, return_to: own_path(&typed.next) };
    visit.web.db().write(Acting::Visitor, move |tx, _| super::request(tx, &wish)).await?;
    Ok(visit.see_other("/sign-up/sent", None))
}

/// The key of the message about an address that cannot be written to.
pub fn address_key(error: EmailError) -> &'static str {
    match error {
        EmailError::Empty => "accounts-error-address-empty",
        EmailError::TooLong => "accounts-error-address-long",
        EmailError::Invalid => "accounts-error-address-invalid",
    }
}

/// `GET /sign-up/sent`: a mail is on its way.
pub async fn sent(visit: Visit) -> PageResult {
    let seen = visit.seen().await?;
    message(&visit, &seen, StatusCode::OK, "accounts-sent", "/")
}

#[derive(Serialize)]
struct ConfirmPage {
    form: ConfirmForm,
}

#[derive(Serialize)]
struct ConfirmForm {
    action: String,
    username: String,
    address: String,
    ask_username: bool,
    #[serde(flatten)]
    mistakes: Mistakes,
}

fn confirm_page(visit: &Visit, seen: &Seen, token: &str, waiting: Waiting, refusal: Option<UsernameRefused>) -> PageResult {
    let mut mistakes = Mistakes::none(&["username"]);
    if let Some(refusal) = refusal {
        mistakes.add("username", seen.text(&visit.web, refusal.key()));
    }
    let status = mistakes.status();
    let form =
        ConfirmForm { action: format!("/confirm/{token}"), username: waiting.username, address: waiting.address, ask_username: refusal.is_some(), mistakes };
    visit.page_with_status(seen, status, "accounts/confirm.html", &ConfirmPage { form }).map(secret)
}

/// `GET /confirm/{token}`: one button. Opening a link changes nothing: letter boxes open links by themselves.
pub async fn show_confirm(visit: Visit, token: Path<String>) -> PageResult {
    let wanted = token.clone();
    let (seen, waiting) = visit.read(move |conn, seen| Ok::<_, PageError>(store::by_token(conn, &wanted, seen.now)?)).await?;
    match waiting {
        Some(waiting) => confirm_page(&visit, &seen, &token, waiting, None),
        None => ended(&visit, &seen, "/sign-up"),
    }
}

/// What the button sends; the username only when another is needed.
#[derive(Deserialize)]
pub struct Confirmed {
    username: Option<String>,
}

/// `POST /confirm/{token}`: makes the member, signs in, and lands where they were reading.
pub async fn confirm(visit: Visit, token: Path<String>, Form(typed): Form<Confirmed>) -> PageResult {
    let session = sessions::new_token();
    let (network, browser) = (visit.client().network(), visit.browser());
    let (secret_of_mail, session_of_cookie, former, username) = (token.clone(), session.clone(), visit.token(), typed.username.clone());
    let joined = visit.web.db().write(Acting::Visitor, move |tx, _| {
        let joined = super::confirm(tx, &secret_of_mail, username.as_deref(), &session_of_cookie, (&network, &browser))?;
        if let Some(former) = &former {
            sessions::store::end(tx, former)?;
        }
        Ok::<_, Failure<ConfirmError>>(joined)
    });
    match joined.await {
        Ok(joined) => with_session(&visit, visit.see_other(&joined.return_to, Some("accounts-notice-welcome")), &session),
        Err(failure) => not_joined(&visit, &token, typed.username, refused(failure)?).await,
    }
}

async fn not_joined(visit: &Visit, token: &str, typed: Option<String>, reason: ConfirmError) -> Result<HttpResponse, PageError> {
    let wanted = token.to_owned();
    let (seen, waiting) = visit.read(move |conn, seen| Ok::<_, PageError>(store::by_token(conn, &wanted, seen.now)?)).await?;
    match (reason, waiting) {
        (ConfirmError::Username(refusal), Some(mut waiting)) => {
            waiting.username = typed.unwrap_or(waiting.username);
            confirm_page(visit, &seen, token, waiting, Some(refusal))
        }
        (ConfirmError::AddressTaken, _) => message(visit, &seen, StatusCode::CONFLICT, "accounts-has-account", "/sign-in"),
        _ => ended(visit, &seen, "/sign-up"),
    }
}
