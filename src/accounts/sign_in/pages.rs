//! The sign-in form, signing out, and the way back to an interrupted form.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::{Attempt, Carried, CarriedField, CarriedPaths, SignInError};
use crate::accounts::pages::{Mistakes, next, own_path, refused, secret, with_next, with_session};
use crate::accounts::passwords::Cost;
use crate::accounts::visit::pages::{Seen, Visit};
use crate::accounts::{Acting, sessions};
use crate::platform::web::forms::Form;
use crate::platform::web::{Frame, PageError, PageResult, asked_language, cookies, language, respond};

#[derive(Serialize)]
struct Page {
    form: SignInForm,
}

#[derive(Serialize)]
struct SignInForm {
    identity: String,
    other_url: String,
    next: String,
    interrupted: bool,
    carried: Vec<CarriedField>,
    #[serde(flatten)]
    mistakes: Mistakes,
}

impl SignInForm {
    fn new(identity: String, next: String, carried: Option<&Carried>) -> Self {
        let other_url = with_next("/sign-up", &next);
        let mistakes = Mistakes::none(&["identity", "password"]);
        Self { identity, other_url, next, interrupted: carried.is_some(), carried: carried.map(Carried::pack).unwrap_or_default(), mistakes }
    }
}

/// What the form sends; an interrupted form besides.
#[derive(Deserialize)]
pub struct Typed {
    identity: String,
    password: String,
    #[serde(default)]
    next: String,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

/// `GET /sign-in`: the form.
pub async fn show(visit: Visit) -> PageResult {
    let seen = visit.seen().await?;
    let next = next(&visit.req);
    if seen.viewer.account().is_some() {
        return Ok(visit.see_other(&next, None));
    }
    visit.page(&seen, "accounts/sign_in.html", &Page { form: SignInForm::new(String::new(), next, None) })
}

/// Where posts of signed-out members are shown again after signing in.
fn known(visit: &Visit) -> CarriedPaths {
    visit.req.app_data::<Data<CarriedPaths>>().map_or(CarriedPaths(&[]), |paths| *paths.get_ref())
}

/// A form came in after its sender's session had ended: the sign-in page, which carries what was typed.
pub async fn interrupted(visit: &Visit, path: &str, fields: Vec<(String, String)>) -> PageResult {
    let seen = visit.seen().await?;
    let carried = Carried::new(known(visit), path, fields);
    let form = SignInForm::new(String::new(), own_path(path), carried.as_ref());
    visit.page_with_status(&seen, StatusCode::UNAUTHORIZED, "accounts/sign_in.html", &Page { form }).map(secret)
}

/// A form came in while the database did not answer: what was typed, to be sent again. Nobody knows who sent it.
pub fn unsaved(visit: &Visit, path: &str, fields: Vec<(String, String)>, error: PageError) -> PageResult {
    let (PageError::Unavailable(_), Some(carried)) = (&error, Carried::new(known(visit), path, fields)) else { return Err(error) };
    tracing::error!(%error, "a form was not kept");
    let settings = visit.web.last_settings();
    let (cookie, accept) = asked_language(&visit.web, &visit.req);
    let mut frame = Frame::new(&visit.web, &settings, &visit.req, language(&settings, None, cookie, accept.as_deref()));
    frame.bare = true;
    respond(&visit.web, &visit.req, StatusCode::SERVICE_UNAVAILABLE, &frame, "accounts/carried.html", &CarriedPage { carried, unsaved: true })
}

/// `POST /sign-in`: a new session, and back to where one was.
pub async fn send(visit: Visit, Form(typed): Form<Typed>) -> PageResult {
    let carried = Carried::unpack(known(&visit), typed.rest);
    let attempt = Attempt {
        identity: typed.identity.clone(),
        password: typed.password,
        network: visit.client().network(),
        browser: visit.browser(),
        former: visit.token(),
    };
    let cost = Cost::of(visit.web.fast_hashing());
    let signed_in = match super::sign_in(visit.web.db(), cost, attempt).await {
        Ok(signed_in) => signed_in,
        Err(failure) => {
            let mut form = SignInForm::new(typed.identity, own_path(&typed.next), carried.as_ref());
            let seen = visit.seen().await?;
            let key = match refused(failure)? {
                SignInError::Wrong => "accounts-error-sign-in",
                SignInError::TooOften(too_often) => return Err(too_often.into()),
                SignInError::Fault(error) => return Err(PageError::Internal(error)),
            };
            form.mistakes.add("identity", seen.text(&visit.web, key));
            return visit.page_with_status(&seen, StatusCode::UNPROCESSABLE_ENTITY, "accounts/sign_in.html", &Page { form });
        }
    };
    let response = match carried {
        Some(carried) => {
            let seen = Seen { viewer: signed_in.viewer.into(), ..visit.seen().await? };
            visit.page(&seen, "accounts/carried.html", &CarriedPage { carried, unsaved: false })?
        }
        None => visit.see_other(&own_path(&typed.next), None),
    };
    with_session(&visit, response, &signed_in.token)
}

#[derive(Serialize)]
struct CarriedPage {
    carried: Carried,
    unsaved: bool,
}

/// `POST /sign-out`: ends the session and has the browser forget what it kept.
pub async fn sign_out(visit: Visit) -> PageResult {
    if let Some(token) = visit.token() {
        visit.web.db().write(Acting::Visitor, move |tx, _| sessions::store::end(tx, &token)).await?;
    }
    let mut response = visit.see_other("/", Some("accounts-notice-signed-out"));
    let gone = cookies::remove(&visit.web, sessions::COOKIE);
    response.add_cookie(&gone).map_err(|error| anyhow::anyhow!("cookie: {error}"))?;
    // Not "cookies": that would take the language and this very notice too.
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}
