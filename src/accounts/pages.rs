//! What the account pages share: mistakes beside their fields, answers that stay out of caches.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use std::collections::BTreeMap;

use super::sessions;
use super::visit::pages::{Seen, Visit};
use crate::platform::db::Failure;
use crate::platform::web::forms::encoded;
use crate::platform::web::{PageError, PageResult, cookies, notice};

/// The mistakes of a form: a list for its top, and each beside its field.
#[derive(Debug, Serialize)]
pub struct Mistakes {
    errors: Vec<Mistake>,
    error: BTreeMap<&'static str, String>,
}

#[derive(Debug, Serialize)]
struct Mistake {
    field: &'static str,
    text: String,
}

impl Mistakes {
    /// None yet, in a form with these fields.
    pub fn none(fields: &[&'static str]) -> Self {
        Self { errors: Vec::new(), error: fields.iter().map(|field| (*field, String::new())).collect() }
    }

    /// Adds one; the empty field is the whole form.
    pub fn add(&mut self, field: &'static str, text: String) {
        if let Some(beside) = self.error.get_mut(field) {
            beside.clone_from(&text);
        }
        self.errors.push(Mistake { field, text });
    }

    /// True when the form may pass.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// 422 with mistakes, else 200.
    pub fn status(&self) -> StatusCode {
        if self.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}

/// A page that says one thing and leads on.
#[derive(Debug, Serialize)]
pub struct Message {
    heading: String,
    text: String,
    url: String,
    link: String,
}

/// Sends a page of one heading, one sentence and one link; `stem` names its messages: `-heading`, `-text`, `-link`.
pub fn message(visit: &Visit, seen: &Seen, status: StatusCode, stem: &str, url: &str) -> PageResult {
    let word = |part: &str| seen.text(&visit.web, &format!("{stem}-{part}"));
    let page = Message { heading: word("heading"), text: word("text"), url: url.to_owned(), link: word("link") };
    visit.page_with_status(seen, status, "accounts/message.html", &page).map(secret)
}

/// The link of a mail that works no longer.
pub fn ended(visit: &Visit, seen: &Seen, url: &str) -> PageResult {
    message(visit, seen, StatusCode::GONE, "accounts-ended", url)
}

/// Keeps an answer out of every cache: its address or its body is a secret.
pub fn secret(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Adds the cookie of a new session.
pub fn with_session(visit: &Visit, mut response: HttpResponse, token: &str) -> PageResult {
    let days = sessions::LONGEST / crate::platform::db::Timestamp::DAY;
    let cookie = cookies::set(&visit.web, sessions::COOKIE, token.to_owned(), Some(days));
    response.add_cookie(&cookie).map_err(|error| anyhow::anyhow!("cookie: {error}"))?;
    Ok(secret(response))
}

/// Where to go afterwards: a path of our own from the query, and not one of the pages that one has just left.
pub fn next(req: &HttpRequest) -> String {
    let query = req.query_string();
    let typed = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "next").map(|(_, path)| path.into_owned());
    own_path(typed.as_deref().unwrap_or("/"))
}

/// A path of our own that does not lead back into signing in or up.
pub fn own_path(path: &str) -> String {
    let path = notice::local(&path.chars().take(2_000).collect::<String>());
    if path.starts_with("/sign-") { "/".into() } else { path }
}

/// Lets a refusal through as the page's own, and everything else as the error it is.
pub fn refused<E>(failure: Failure<E>) -> Result<E, PageError> {
    match failure {
        Failure::Refused(reason) => Ok(reason),
        Failure::Database(error) => Err(error.into()),
    }
}

/// A page with the way onwards in its query.
pub fn with_next(page: &str, next: &str) -> String {
    format!("{page}?next={}", encoded(next))
}
