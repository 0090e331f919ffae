//! Another password.

use serde::{Deserialize, Serialize};

use crate::accounts::pages::{Mistakes, refused, secret};
use crate::accounts::passwords::{self, Cost};
use crate::accounts::reset::password_words;
use crate::accounts::settings;
use crate::accounts::sign_in::{SignInError, confirm_password};
use crate::accounts::visit::pages::{Seen, Visit};
use crate::accounts::{Acting, MemberId};
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

const FIELDS: &[&str] = &["present", "password"];

#[derive(Serialize)]
struct Page {
    tab: &'static str,
    form: PasswordForm,
}

#[derive(Serialize)]
struct PasswordForm {
    username: String,
    #[serde(flatten)]
    mistakes: Mistakes,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    present: String,
    password: String,
}

fn page(visit: &Visit, seen: &Seen, mistakes: Mistakes) -> PageResult {
    let username = seen.viewer.account().map(|account| account.username.clone()).unwrap_or_default();
    let status = mistakes.status();
    visit.page_with_status(seen, status, "accounts/password.html", &Page { tab: "account", form: PasswordForm { username, mistakes } })
}

/// `GET /settings/password`.
pub async fn show_password(visit: Visit) -> PageResult {
    let (_, seen) = visit.member("/settings/password").await?;
    page(&visit, &seen, Mistakes::none(FIELDS))
}

/// `POST /settings/password`: needs the present one, ends all other sessions.
pub async fn change_password(visit: Visit, Form(typed): Form<Typed>) -> PageResult {
    let (member, seen) = visit.member("/settings/password").await?;
    let (_, mut about) = visit.read(move |conn, _| Ok::<_, PageError>(password_words(conn, member)?)).await?;
    about.push(seen.settings.name.clone());
    let about: Vec<&str> = about.iter().map(String::as_str).collect();
    if let Err(error) = passwords::check(&typed.password, &about) {
        let mut mistakes = Mistakes::none(FIELDS);
        mistakes.add("password", seen.text(&visit.web, error.key()));
        return page(&visit, &seen, mistakes);
    }
    let Some(present) = confirmed(&visit, member, typed.present).await? else {
        let mut mistakes = Mistakes::none(FIELDS);
        mistakes.add("present", seen.text(&visit.web, "accounts-error-present-password"));
        return page(&visit, &seen, mistakes);
    };
    let phc = passwords::hash(Cost::of(visit.web.fast_hashing()), typed.password).await?;
    let keep = visit.token();
    let changed = visit.web.db().write(Acting::Member(member), move |tx, _| settings::change_password(tx, member, &present, &phc, keep.as_deref())).await;
    match changed {
        Ok(()) => Ok(secret(visit.see_other("/settings/password", Some("accounts-notice-password-changed")))),
        Err(failure) => {
            refused(failure)?;
            let mut mistakes = Mistakes::none(FIELDS);
            mistakes.add("present", seen.text(&visit.web, "accounts-error-present-password"));
            page(&visit, &seen, mistakes)
        }
    }
}

/// What is kept of the present password, when it is the one that was typed.
pub async fn confirmed(visit: &Visit, member: MemberId, password: String) -> Result<Option<String>, PageError> {
    let cost = Cost::of(visit.web.fast_hashing());
    match confirm_password(visit.web.db(), cost, member, password).await {
        Ok(phc) => Ok(Some(phc)),
        Err(failure) => match refused(failure)? {
            SignInError::Wrong => Ok(None),
            SignInError::TooOften(too_often) => Err(too_often.into()),
            SignInError::Fault(error) => Err(PageError::Internal(error)),
        },
    }
}
