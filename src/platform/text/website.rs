//! The address of a person's own pages.

use std::fmt;
use thiserror::Error;
use url::Url;

use super::normalise::single_line;

/// Longer is no address that a person types.
pub const WEBSITE_MAX: usize = 200;

/// Why an address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WebsiteError {
    /// Longer than [`WEBSITE_MAX`] characters.
    #[error("too long")]
    TooLong,
    /// No address of the web: another scheme, no host, a name and password in it.
    #[error("not an address of the web")]
    Invalid,
}

/// An address of the web: `http` or `https`, with a host that has a dot in it, and nothing secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Website(String);

impl Website {
    /// Reads what a person typed, with or without `https://` before it.
    pub fn parse(typed: &str) -> Result<Self, WebsiteError> {
        let typed = single_line(typed);
        if typed.chars().count() > WEBSITE_MAX {
            return Err(WebsiteError::TooLong);
        }
        let has_scheme = typed.split_once(':').is_some_and(|(scheme, rest)| !scheme.contains(['.', '/']) && !rest.starts_with(|c: char| c.is_ascii_digit()));
        let whole = if has_scheme { typed } else { format!("https://{typed}") };
        let url = Url::parse(&whole).map_err(|_| WebsiteError::Invalid)?;
        let is_web = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
        let has_host = url.domain().is_some_and(|host| host.trim_end_matches('.').contains('.'));
        if !is_web || !has_host {
            return Err(WebsiteError::Invalid);
        }
        // What is encoded may be longer than what was typed.
        if url.as_str().len() > WEBSITE_MAX * 4 { Err(WebsiteError::TooLong) } else { Ok(Self(url.into())) }
    }

    /// The address, as it stands in a link.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Website {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address as people read it: without its scheme and its last slash.
pub fn shown(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_web_and_nothing_else() {
        let parsed = |typed: &str| Website::parse(typed).map(|website| website.to_string());
        assert_eq!(parsed(" garn.example/butikk "), Ok("https://garn.example/butikk".into()));
        assert_eq!(parsed("http://garn.example"), Ok("http://garn.example/".into()));
        assert_eq!(parsed("garn.example:8080/a"), Ok("https://garn.example:8080/a".into()));
        assert!(parsed("https://店.tw/茶").is_ok_and(|url| url.starts_with("https://xn--") && url.ends_with(".tw/%E8%8C%B6")));
        for wrong in [
            "",
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a.example/",
            "https://a:b@c.example/",
            "localhost",
            "https://",
            "mailto:a@b.example",
            "//",
            "https://1.2.3.4/",
        ] {
            assert_eq!(parsed(wrong), Err(WebsiteError::Invalid), "{wrong:?}");
        }
        assert_eq!(parsed(&format!("https://a.example/{}", "a".repeat(200))), Err(WebsiteError::TooLong));
    }

    #[test]
    fn people_read_what_matters() {
        assert_eq!(shown("https://garn.example/"), "garn.example");
        assert_eq!(shown("http://garn.example/butikk"), "garn.example/butikk");
    }
}
