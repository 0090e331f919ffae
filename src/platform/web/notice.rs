//! One line about what just went right, shown on the page after a redirect, once.

use actix_web::{HttpRequest, HttpResponse};

use super::{Web, cookies};

const COOKIE: &str = "notice";

/// A redirect (303) to a path of our own, with a notice: the key of its message.
pub fn see_other(web: &Web, path: &str, notice: Option<&str>) -> HttpResponse {
    let mut response = HttpResponse::SeeOther();
    response.insert_header(("Location", local(path)));
    response.insert_header(("Cache-Control", "no-store"));
    if let Some(key) = notice {
        response.cookie(cookies::set(web, COOKIE, key.to_owned(), None));
    }
    response.finish()
}

/// The key of the notice to show, if the request brings one: only keys of messages are believed.
pub fn take(web: &Web, req: &HttpRequest) -> Option<String> {
    let key = cookies::get(web, req, COOKIE)?;
    let is_known = key.contains("-notice-") && web.i18n().has(crate::platform::i18n::Lang::FIRST, &key);
    is_known.then_some(key)
}

/// The cookie that forgets a shown notice.
pub fn forget(web: &Web) -> actix_web::cookie::Cookie<'static> {
    cookies::remove(web, COOKIE)
}

/// A path on this site and nothing else: `//host`, `/\host` and absolute addresses lead home.
pub fn local(path: &str) -> String {
    let is_local = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\") && !path.chars().any(|c| c.is_control() || c == '\\');
    if !is_local {
        return "/".into();
    }
    encode(path)
}

/// Percent-encodes what must not stand in a Location header, leaving the shape of a path and query alone.
fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b' ' | b'"' | b'<' | b'>' | b'`' | 0x7f.. => out.push_str(&format!("%{byte:02X}")),
            _ => out.push(byte as char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_own_paths_are_followed() {
        assert_eq!(local("/t/payout/12?page=2#p3"), "/t/payout/12?page=2#p3");
        assert_eq!(local("/c/退款"), "/c/%E9%80%80%E6%AC%BE");
        for foreign in ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", "/a\r\nSet-Cookie: x"] {
            assert_eq!(local(foreign), "/", "{foreign:?}");
        }
    }
}
