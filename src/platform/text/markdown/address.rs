//! Where a link leads: into the community, out of it, or nowhere a link may lead.

use serde::Serialize;
use url::Url;

/// A post by its place: `/t/{topic}/{number}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct PostAddress {
    /// The topic's id.
    pub topic: i64,
    /// The post's number in it.
    pub number: i64,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// Into the community: path, query and fragment.
    Own(String),
    /// Anywhere else on the web, or a mail address.
    Foreign(String),
    /// A scheme that no link may have.
    Refused,
}

/// Sorts an address. Browsers drop white space and control characters before they look at the
/// scheme, so these go first.
pub(super) fn target(address: &str, base_url: &str) -> Target {
    let address: String = address.trim_matches(|c: char| c.is_control() || c == ' ').chars().filter(|c| !c.is_control()).collect();
    match scheme(&address) {
        Some(scheme) => match scheme.as_str() {
            "http" | "https" => own_path(&address, base_url).map_or(Target::Foreign(address), Target::Own),
            "mailto" => Target::Foreign(address),
            _ => Target::Refused,
        },
        // `//host`, and `/\host`, which browsers read the same.
        None if address.len() > 1 && address.chars().take(2).all(|c| matches!(c, '/' | '\\')) => Target::Foreign(address),
        None => Target::Own(address),
    }
}

/// The post that an address within the community leads to. A topic's own address is that of its first post, unless it
/// points at another one on the page: `/t/late-payout/12?page=2#post-30`.
pub(super) fn post_address(path: &str) -> Option<PostAddress> {
    let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
    let path = path.split('?').next()?;
    let parts: Vec<&str> = path.strip_prefix("/t/")?.trim_end_matches('/').split('/').collect();
    let id = |text: &str| text.parse::<i64>().ok().filter(|&id| id > 0);
    // No slug is made of digits alone.
    let (topic, number) = match parts.as_slice() {
        [topic, number] if topic.bytes().all(|byte| byte.is_ascii_digit()) => (topic, Some(*number)),
        [_, topic, number] => (topic, Some(*number)),
        [topic] | [_, topic] => (topic, fragment.strip_prefix("post-")),
        _ => return None,
    };
    Some(PostAddress { topic: id(topic)?, number: number.map_or(Some(1), id)? })
}

/// The post of the community that a link leads to, if it leads to one.
pub fn post_linked(address: &str, base_url: &str) -> Option<PostAddress> {
    match target(address, base_url) {
        Target::Own(path) => post_address(&path),
        Target::Foreign(_) | Target::Refused => None,
    }
}

fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    // A colon behind anything else is part of a path.
    let well_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    well_formed.then(|| scheme.to_ascii_lowercase())
}

fn own_path(address: &str, base_url: &str) -> Option<String> {
    let (base, url) = (Url::parse(base_url).ok()?, Url::parse(address).ok()?);
    let within = url.path().starts_with(base.path().trim_end_matches('/'));
    if base.origin() != url.origin() || !within || !url.username().is_empty() {
        return None;
    }
    let path = &url[url::Position::BeforePath..];
    // A path of `//host` would leave the community again.
    (!path.starts_with("//")).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://forum.example.com";

    #[test]
    fn inside_and_outside() {
        let own = |s: &str| Target::Own(s.to_owned());
        let foreign = |s: &str| Target::Foreign(s.to_owned());
        assert_eq!(target("/t/12/3", BASE), own("/t/12/3"));
        assert_eq!(target("https://FORUM.example.com:443/t/12?x#y", BASE), own("/t/12?x#y"));
        assert_eq!(target("#note", BASE), own("#note"));
        assert_eq!(target("a/b:c", BASE), own("a/b:c"));
        assert_eq!(target("x):y", BASE), own("x):y"));
        for out in [
            "https://forum.example.com.evil.example/",
            "http://forum.example.com/",
            "//evil.example",
            "/\\evil.example",
            "https://forum.example.com@evil.example/",
            "mailto:a@b.c",
            "https://forum.example.com//evil.example/",
        ] {
            assert_eq!(target(out, BASE), foreign(out));
        }
    }

    #[test]
    fn schemes_refused() {
        for bad in ["javascript:alert(1)", " JaVaScRiPt:x", "java\nscript:x", "\u{1}javascript:x", "data:text/html,x", "vbscript:x", "file:///etc", "x:y"] {
            assert_eq!(target(bad, BASE), Target::Refused, "{bad:?}");
        }
    }

    #[test]
    fn posts() {
        let at = |topic, number| Some(PostAddress { topic, number });
        assert_eq!(post_address("/t/12/3"), at(12, 3));
        assert_eq!(post_address("/t/late-payout/12/3?page=2#x"), at(12, 3));
        assert_eq!(post_address("/t/12"), at(12, 1));
        assert_eq!(post_address("/t/late-payout/12/?order=votes#reply-text"), at(12, 1));
        assert_eq!(post_address("/t/late-payout/12?page=2#post-30"), at(12, 30));
        for other in ["/t/a", "/t/a/b", "/u/12/3", "/t/12/-3", "/t/12/x", "/t/12#post-x", "/t/12/3/4/5", "/t/", "/t/12.atom", "/t/99999999999999999999/1"] {
            assert_eq!(post_address(other), None, "{other}");
        }
    }
}
