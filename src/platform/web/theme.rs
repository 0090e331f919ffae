//! The theme that a member chose, in a cookie beside the account's setting: error pages read no account, since the database
//! may be what is missing.

use actix_web::HttpRequest;
use actix_web::cookie::Cookie;

use super::{Frame, Web, cookies};

const COOKIE: &str = "theme";
/// As long as a session lasts that is used.
const DAYS: i64 = 90;

/// The theme that the last page was in; empty for what the system has.
pub(super) fn last(web: &Web, req: &HttpRequest) -> &'static str {
    match cookies::get(web, req, COOKIE).as_deref() {
        Some("light") => "light",
        Some("dark") => "dark",
        _ => "",
    }
}

/// Does the browser bring the cookie?
pub(super) fn is_known(web: &Web, req: &HttpRequest) -> bool {
    cookies::get(web, req, COOKIE).is_some()
}

/// The cookie that says in which theme this page is, where the browser does not know it yet. Whoever signed out, or reads
/// as the system has it, keeps none.
pub(super) fn remembered(web: &Web, req: &HttpRequest, frame: &Frame) -> Option<Cookie<'static>> {
    let known = cookies::get(web, req, COOKIE);
    if frame.bare || known.as_deref().unwrap_or_default() == frame.theme {
        return None;
    }
    Some(if frame.theme.is_empty() { cookies::remove(web, COOKIE) } else { cookies::set(web, COOKIE, frame.theme.to_owned(), Some(DAYS)) })
}
