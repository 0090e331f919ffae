//! Cookies: HttpOnly, SameSite=Lax, and `__Host-` with Secure wherever the base URL is https.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};

use super::Web;

fn name(web: &Web, name: &str) -> String {
    if web.is_https() { format!("__Host-{name}") } else { name.to_owned() }
}

/// A cookie to set. Without `days` it ends with the browser.
pub fn set(web: &Web, cookie: &str, value: String, days: Option<i64>) -> Cookie<'static> {
    let mut built = Cookie::build(name(web, cookie), value).path("/").http_only(true).same_site(SameSite::Lax).secure(web.is_https());
    if let Some(days) = days {
        built = built.max_age(Duration::days(days));
    }
    built.finish()
}

/// A cookie that removes one.
pub fn remove(web: &Web, cookie: &str) -> Cookie<'static> {
    let mut removed = set(web, cookie, String::new(), None);
    removed.make_removal();
    removed
}

/// The value of a cookie.
pub fn get(web: &Web, req: &HttpRequest, cookie: &str) -> Option<String> {
    req.cookie(&name(web, cookie)).map(|cookie| cookie.value().to_owned())
}
