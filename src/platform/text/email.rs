//! Mail addresses.

use std::fmt;
use std::str::FromStr;

use lettre::Address;
use serde::Serialize;
use thiserror::Error;

/// Longest address that can be delivered to (RFC 5321 with its erratum 1690).
pub const EMAIL_LENGTH: usize = 254;

/// Why an address is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EmailError {
    /// Nothing was typed.
    #[error("no address")]
    Empty,
    /// More than [`EMAIL_LENGTH`] bytes.
    #[error("a mail address has at most {EMAIL_LENGTH} characters")]
    TooLong,
    /// No mail can be sent there.
    #[error("not a mail address")]
    Invalid,
}

/// A mail address that can be written to. The domain is lower-cased ASCII (IDNA); what stands
/// before the `@` is kept as typed, since the receiving server may tell cases apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads what a person typed, without the white space around it.
    pub fn parse(typed: &str) -> Result<Self, EmailError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(EmailError::Empty);
        }
        if typed.len() > EMAIL_LENGTH {
            return Err(EmailError::TooLong);
        }
        let (user, domain) = typed.split_once('@').ok_or(EmailError::Invalid)?;
        // Quoted parts and address literals are legal, unused, and a way around blocks.
        let odd = |c: char| c.is_control() || c.is_whitespace() || "\"'()<>[],;:\\".contains(c);
        if domain.contains('@') || domain.contains(odd) || user.contains(|c| odd(c) && c != '\'') {
            return Err(EmailError::Invalid);
        }
        let domain = ascii_domain(domain)?;
        let whole = format!("{user}@{domain}");
        if whole.len() > EMAIL_LENGTH {
            return Err(EmailError::TooLong);
        }
        Address::from_str(&whole).map_err(|_| EmailError::Invalid)?;
        Ok(Self(whole))
    }

    /// The address to write to.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For comparing: lower-cased as a whole, because no provider in use gives two people
    /// addresses that differ in case alone, and people type both.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A host name with a dot in it, lower-cased, in ASCII.
fn ascii_domain(domain: &str) -> Result<String, EmailError> {
    match url::Host::parse(domain) {
        Ok(url::Host::Domain(host)) if is_public_name(&host) => Ok(host),
        _ => Err(EmailError::Invalid),
    }
}

fn is_public_name(host: &str) -> bool {
    let label = |l: &str| (1..=63).contains(&l.len()) && !l.starts_with('-') && !l.ends_with('-') && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    host.contains('.') && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_people_have() {
        let address = EmailAddress::parse("  Ann.O'Neil+shop@Example.COM ").unwrap();
        assert_eq!(address.as_str(), "Ann.O'Neil+shop@example.com");
        assert_eq!(address.key(), "ann.o'neil+shop@example.com");
        assert_eq!(EmailAddress::parse("a@bücher.example").unwrap().as_str(), "a@xn--bcher-kva.example");
        assert_eq!(EmailAddress::parse("post@blåbær.no").unwrap().key(), "post@xn--blbr-roah.no");
    }

    #[test]
    fn addresses_refused() {
        for typed in [
            "ann",
            "@example.com",
            "ann@",
            "ann@localhost",
            "a@b@example.com",
            "a b@example.com",
            "\"a b\"@example.com",
            "ann@[127.0.0.1]",
            "ann@127.0.0.1",
            "ann@example..com",
            "ann@-example.com",
            "ann@example.com.",
            "ann\n@example.com",
            "a\0@example.com",
            "ann@exa\r\nBcc: x@example.com",
            "<ann@example.com>",
            "ann@example.com, b@example.com",
            ".ann@example.com",
        ] {
            assert_eq!(EmailAddress::parse(typed), Err(EmailError::Invalid), "{typed:?}");
        }
        assert_eq!(EmailAddress::parse(" "), Err(EmailError::Empty));
        let long = format!("{}@example.com", "a".repeat(300));
        assert_eq!(EmailAddress::parse(&long), Err(EmailError::TooLong));
    }
}
