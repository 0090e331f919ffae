//! The set-up page: one form, opened by the link that the first start prints.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::Serialize;

use super::starting::STARTING;
use super::{Opening, OpeningError, open_community};
use crate::accounts::pages::{secret, with_session};
use crate::accounts::passwords::{self, Cost};
use crate::accounts::set_up::{FirstAdmin, FirstAdminError, is_open};
use crate::accounts::sign_up::pages::address_key;
use crate::accounts::visit::pages::{Seen, Visit};
use crate::accounts::{Acting, sessions};
use crate::admin::settings::pages::{SettingsForm, draft, draft_of};
use crate::admin::settings::{NAME_LENGTH, SettingsDraft};
use crate::admin::visit::Fields;
use crate::admin::visit::pages::{Choice, FieldError, error_of};
use crate::platform::db::Failure;
use crate::platform::text::{EmailAddress, Username};
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

#[derive(Serialize)]
struct SetUpPage {
    action: String,
    form: SettingsForm,
    username: String,
    username_error: String,
    address: String,
    address_error: String,
    password_error: String,
    starting: Vec<StartingChoice>,
    errors: Vec<FieldError>,
}

#[derive(Serialize)]
struct StartingChoice {
    choice: Choice,
    about: String,
}

/// `GET /set-up/{token}`. A link that was used, or never was, opens nothing.
pub async fn show(visit: Visit, token: Path<String>) -> PageResult {
    let seen = opened(&visit, &token).await?;
    let mut draft = draft_of(&seen.settings);
    draft.own = Some(seen.lang);
    let page = page(&visit, &seen, &token, &draft, None, Vec::new());
    visit.page(&seen, "admin/set_up.html", &page).map(secret)
}

async fn opened(visit: &Visit, token: &str) -> Result<Seen, PageError> {
    let token = token.to_owned();
    let (seen, is_open) = visit.read(move |conn, seen| Ok::<_, PageError>(is_open(conn, &token, seen.now)?)).await?;
    if is_open { Ok(seen) } else { Err(PageError::NotFound) }
}

fn page(visit: &Visit, seen: &Seen, token: &str, draft: &SettingsDraft, typed: Option<&Fields>, errors: Vec<FieldError>) -> SetUpPage {
    let field = |name: &str| typed.map(|fields| fields.get(name).to_owned()).unwrap_or_default();
    let starting = STARTING.iter().map(|category| {
        let value = format!("start-{}", category.slug);
        let selected = typed.map_or(category.is_usual, |fields| fields.is_on(&value));
        let word = |part: &str| seen.text(&visit.web, &category.key(part));
        StartingChoice { choice: Choice { value, name: word("name"), selected }, about: word("about") }
    });
    SetUpPage {
        action: format!("/set-up/{token}"),
        form: SettingsForm::new(draft, errors.clone()),
        username: field("username"),
        username_error: error_of(&errors, "username"),
        address: field("address"),
        address_error: error_of(&errors, "address"),
        password_error: error_of(&errors, "password"),
        starting: starting.collect(),
        errors,
    }
}

/// `POST /set-up/{token}`: opens the community; ends on its home page, signed in.
pub async fn send(visit: Visit, token: Path<String>, Form(fields): Form<Fields>) -> PageResult {
    let seen = opened(&visit, &token).await?;
    let opening = match checked(&visit, &seen, &token, &fields).await? {
        Ok(opening) => opening,
        Err(errors) => return mistakes(&visit, &seen, &token, &fields, errors),
    };
    let session = opening.session.clone();
    match visit.web.db().write(Acting::Visitor, move |tx, _| open_community(tx, &opening)).await {
        Ok(_) => with_session(&visit, visit.see_other("/", Some("admin-notice-community-open")), &session),
        Err(Failure::Database(error)) => Err(error.into()),
        Err(Failure::Refused(OpeningError::Admin(FirstAdminError::Username(refusal)))) => {
            mistakes(&visit, &seen, &token, &fields, vec![mistake(&visit, &seen, "username", refusal.key())])
        }
        Err(Failure::Refused(OpeningError::Admin(FirstAdminError::AddressTaken))) => {
            mistakes(&visit, &seen, &token, &fields, vec![mistake(&visit, &seen, "address", "admin-error-address-taken")])
        }
        Err(Failure::Refused(OpeningError::Admin(FirstAdminError::Ended))) => Err(PageError::NotFound),
        Err(Failure::Refused(OpeningError::Category(refusal))) => Err(anyhow::anyhow!("a starting category: {refusal:?}").into()),
    }
}

fn mistake(visit: &Visit, seen: &Seen, field: &str, key: &str) -> FieldError {
    FieldError { field: field.into(), text: seen.text_with(&visit.web, key, &[("most", (NAME_LENGTH as i64).into())]) }
}

fn mistakes(visit: &Visit, seen: &Seen, token: &str, fields: &Fields, errors: Vec<FieldError>) -> PageResult {
    let page = page(visit, seen, token, &draft(fields), Some(fields), errors);
    visit.page_with_status(seen, StatusCode::UNPROCESSABLE_ENTITY, "admin/set_up.html", &page).map(secret)
}

/// Everything that can be checked before the transaction; the password is hashed last, when all else is right.
async fn checked(visit: &Visit, seen: &Seen, token: &str, fields: &Fields) -> Result<Result<Opening, Vec<FieldError>>, PageError> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, key: &str| errors.push(mistake(visit, seen, field, key));
    let community = draft(fields).checked().map_err(|error| wrong(error.field(), error.key())).ok();
    let (username, password) = (fields.get("username").trim().to_owned(), fields.get("password").to_owned());
    if let Err(error) = Username::parse(&username) {
        wrong("username", crate::accounts::names::UsernameRefused::Form(error).key());
    }
    let address = EmailAddress::parse(fields.get("address")).map_err(|error| wrong("address", address_key(error))).ok();
    let about = [username.as_str(), fields.get("address"), fields.get("name")];
    if let Err(error) = passwords::check(&password, &about) {
        wrong("password", error.key());
    }
    let (Some((name, languages)), Some(address), true) = (community, address, errors.is_empty()) else { return Ok(Err(errors)) };
    let phc = passwords::hash(Cost::of(visit.web.fast_hashing()), password).await?;
    let chosen = STARTING.iter().filter(|category| fields.is_on(&format!("start-{}", category.slug)));
    let lang = if languages.contains(&seen.lang) { seen.lang } else { languages[0] };
    Ok(Ok(Opening {
        categories: chosen.map(|category| category.draft(visit.web.i18n(), &languages)).collect(),
        admin: FirstAdmin { token: token.to_owned(), username, address, phc, lang },
        name,
        languages,
        session: sessions::new_token(),
        network: visit.client().network(),
        browser: visit.browser(),
    }))
}
