//! Forms as they come in: bounded in size and time.

use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use memchr::memmem;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use url::form_urlencoded;

use super::PageError;

/// The longest text is 32,000 characters of up to four bytes, each of which may be percent-encoded.
const LONGEST: usize = 512 * 1_024;
/// A form that takes longer is a slow attack, not a slow line.
const TIME: Duration = Duration::from_secs(15);

/// A text as a value in a query or a form: what has a meaning there is percent-encoded.
pub fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A form's fields. Repeated fields, missing ones and other types are refused; unknown ones are ignored.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form = req
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .is_some_and(|v| v.split(';').next().unwrap_or("").trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"));
        let declared = req.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
        let bytes = web::Bytes::from_request(req, payload);
        Box::pin(async move {
            if declared.is_some_and(|length| length > LONGEST) {
                return Err(PageError::TooLarge);
            }
            if !is_form {
                return Err(PageError::Bad("error-detail-form"));
            }
            let bytes =
                tokio::time::timeout(TIME, bytes).await.map_err(|_| PageError::TooSlow)?.map_err(|error| match error.as_response_error().status_code() {
                    actix_web::http::StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
                    _ => PageError::Bad("error-detail-form"),
                })?;
            serde_urlencoded::from_bytes(&without_nul(bytes)).map(Self).map_err(|_| PageError::Bad("error-detail-form"))
        })
    }
}

/// Nobody types a NUL, and PostgreSQL takes a text with one for a fault.
fn without_nul(bytes: web::Bytes) -> web::Bytes {
    if memmem::find(&bytes, b"%00").is_none() && !bytes.contains(&0) {
        return bytes;
    }
    let mut clean = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(&bytes) {
        clean.append_pair(&name.replace('\0', ""), &value.replace('\0', ""));
    }
    clean.finish().into()
}

/// How large a body may be before it is cut off, for the server's configuration.
pub fn payload_config() -> web::PayloadConfig {
    web::PayloadConfig::new(LONGEST)
}

/// True for a ticked checkbox or a pressed button.
pub fn is_on(value: &Option<String>) -> bool {
    value.as_deref().is_some_and(|value| !value.is_empty() && value != "0")
}

/// One mistake in a form: the field's name, which is its control's id, and a sentence that says how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FieldError {
    /// The field; empty for the whole form.
    pub field: &'static str,
    /// The sentence.
    pub text: String,
}

/// The mistakes of a form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// Adds a mistake.
    pub fn add(&mut self, field: &'static str, text: impl Into<String>) {
        self.0.push(FieldError { field, text: text.into() });
    }

    /// True for a form without mistakes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sentence beside a field, or nothing.
    pub fn of(&self, field: &str) -> String {
        self.0.iter().find(|error| error.field == field).map(|error| error.text.clone()).unwrap_or_default()
    }
}

/// One entry of a select or a group of radio buttons.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub name: String,
    /// Chosen now.
    pub selected: bool,
}
