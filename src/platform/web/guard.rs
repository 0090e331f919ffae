//! What stands before and behind every handler: request id, floods, the cross-site check, error pages,
//! security headers, one line in the log.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};
use serde::Serialize;
use std::time::{Duration, Instant};
use tracing::Instrument;

use super::errors::ErrorFacts;
use super::forms::encoded;
use super::frame::OwnPage;
use super::{Frame, PageError, Web, asked_language, language, respond, theme};

/// Nobody should wait longer for a page; whoever did stands in the log.
const SLOW: Duration = Duration::from_millis(500);

/// Paths that may be posted to from elsewhere, each with its own proof (signed links): see `routes.rs`.
#[derive(Clone, Default)]
pub struct CrossSiteExempt(pub &'static [&'static str]);

type Outcome = Result<ServiceResponse<EitherBody<BoxBody>>, Error>;

/// The middleware around every route.
pub async fn guard<B: MessageBody + 'static>(req: ServiceRequest, next: Next<B>) -> Outcome {
    // The number of a request: on error pages and in every line of the log.
    let id = format!("{:016x}", rand::random::<u64>());
    let span = tracing::info_span!("request", id);
    guarded(req, next, id).instrument(span).await
}

async fn guarded<B: MessageBody + 'static>(req: ServiceRequest, next: Next<B>, id: String) -> Outcome {
    let started = Instant::now();
    let method = req.method().clone();
    let Some(web) = req.app_data::<web::Data<Web>>().cloned() else {
        return Err(actix_web::error::ErrorInternalServerError("no state"));
    };
    // The request goes on whole: routing writes into it and panics while anyone holds a copy.
    let response = match admit(&req, &web) {
        Err(refusal) => req.error_response(refusal).map_into_boxed_body(),
        Ok(()) => next.call(req).await?.map_into_boxed_body(),
    };
    let request = response.request().clone();
    let mut response = with_error_page(&web, response, &id);
    // The pattern, never the path: paths may hold tokens and what people searched for.
    let route = request.match_pattern().unwrap_or_else(|| "unmatched".into());
    if response.status() == StatusCode::SERVICE_UNAVAILABLE && !response.headers().contains_key("retry-after") {
        response.headers_mut().insert(HeaderName::from_static("retry-after"), HeaderValue::from_static("5"));
    }
    add_headers(&web, response.headers_mut());
    log(&method, &route, response.status(), started.elapsed());
    Ok(response.map_into_right_body())
}

/// One line for each answer. A page that was read, in good time, is one of millions and says nothing that the metrics do
/// not: its line has the weight `debug`. What changed something, failed or took long is `info`.
fn log(method: &Method, route: &str, status: StatusCode, taken: Duration) {
    let (status_code, micros) = (status.as_u16(), taken.as_micros() as u64);
    let is_reading = matches!(*method, Method::GET | Method::HEAD);
    if is_reading && !status.is_client_error() && !status.is_server_error() && taken < SLOW {
        tracing::debug!(%method, route, status = status_code, micros, "answered");
    } else {
        tracing::info!(%method, route, status = status_code, micros, "answered");
    }
}

fn admit(req: &ServiceRequest, web: &Web) -> Result<(), PageError> {
    // Nothing has a NUL in its name, and PostgreSQL takes a text with one for a fault.
    if req.uri().path_and_query().is_some_and(|path| path.as_str().contains("%00")) {
        return Err(PageError::NotFound);
    }
    let changes = !matches!(*req.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let exempt = req.app_data::<web::Data<CrossSiteExempt>>().is_some_and(|exempt| {
        let pattern = req.match_pattern();
        exempt.0.iter().any(|path| pattern.as_deref() == Some(*path))
    });
    if changes && !exempt && !is_same_origin(req.headers(), web.origin()) {
        return Err(PageError::CrossSite);
    }
    Ok(())
}

/// `Sec-Fetch-Site: same-origin`, or, where the browser sends none, an `Origin` equal to the base URL's.
fn is_same_origin(headers: &HeaderMap, origin: &str) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => headers.get("origin").is_some_and(|value| value == origin),
    }
}

/// The context of `templates/error.html`.
#[derive(Serialize)]
struct ErrorPage {
    status: u16,
    title: String,
    text: String,
    detail: Option<String>,
    reference: Option<String>,
}

/// Gives a bare error a page. Redirects, and errors that have a body of their own, pass.
fn with_error_page(web: &Web, response: ServiceResponse<BoxBody>, id: &str) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let facts = response.response().extensions().get::<ErrorFacts>().cloned();
    if let Some(from) = facts.as_ref().and_then(|facts| facts.sign_in_from.clone()) {
        let next = encoded(&from);
        let request = response.request().clone();
        return ServiceResponse::new(request, super::notice::see_other(web, &format!("/sign-in?next={next}"), None));
    }
    let is_bare = facts.is_some() || response.response().extensions().get::<OwnPage>().is_none();
    if !is_bare || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let facts = facts.unwrap_or(ErrorFacts { key: fallback_key(status), detail: None, sign_in_from: None });
    let request = response.request().clone();
    let page = error_page(web, &request, status, &facts, id).unwrap_or_else(|error| {
        tracing::error!(%error, "the error page itself failed");
        HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(format!("{}\n{id}\n", status.as_u16()))
    });
    let mut page = page;
    for name in ["retry-after", "allow"] {
        if let Some(value) = response.headers().get(name) {
            page.headers_mut().insert(HeaderName::from_static(name), value.clone());
        }
    }
    ServiceResponse::new(request, page)
}

fn error_page(web: &Web, req: &actix_web::HttpRequest, status: StatusCode, facts: &ErrorFacts, id: &str) -> Result<HttpResponse, PageError> {
    let settings = web.last_settings();
    let (cookie, accept) = asked_language(web, req);
    let lang = language(&settings, None, cookie, accept.as_deref());
    let mut frame = Frame::new(web, &settings, req, lang);
    frame.bare = true;
    frame.theme = theme::last(web, req);
    let words = web.i18n();
    let base_url = web.base_url().to_string();
    let page = ErrorPage {
        status: status.as_u16(),
        title: words.text(lang, &format!("{}-title", facts.key)),
        text: words.text_with(lang, &format!("{}-text", facts.key), &[("url", base_url.as_str().into())]),
        detail: facts.detail.map(|key| words.text(lang, key)),
        reference: status.is_server_error().then(|| id.to_owned()),
    };
    respond(web, req, status, &frame, "error.html", &page)
}

fn fallback_key(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "error-not-found",
        StatusCode::METHOD_NOT_ALLOWED => "error-method",
        StatusCode::PAYLOAD_TOO_LARGE => "error-too-large",
        StatusCode::REQUEST_TIMEOUT => "error-too-slow",
        status if status.is_server_error() => "error-internal",
        _ => "error-bad-request",
    }
}

/// Keeps a page's memory from others of its site.
pub const ALONE: &str = "origin-agent-cluster";

/// What pages may do.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'; object-src 'none'; manifest-src 'self'; require-trusted-types-for 'script'; trusted-types forum";

/// The same for a page that frames another of ours.
pub fn own_frames() -> HeaderValue {
    HeaderValue::from_str(&format!("{POLICY}; frame-src 'self'")).expect("a policy is plain text")
}

/// The headers of every response, errors and redirects too.
fn add_headers(web: &Web, headers: &mut HeaderMap) {
    let fixed: [(&'static str, &'static str); 8] = [
        ("content-security-policy", POLICY),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        (ALONE, "?1"),
    ];
    for (name, value) in fixed {
        let name = HeaderName::from_static(name);
        // What people brought has a policy of its own, which allows nothing at all; what is framed is alone as it is.
        let may_differ = name == CONTENT_SECURITY_POLICY || name == ALONE;
        if !may_differ || !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if web.is_https() {
        headers.insert(HeaderName::from_static("strict-transport-security"), HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    let name = HeaderName::from_static("cache-control");
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static("no-store"));
    }
}
