//! Mail addresses that are thrown away: services that give one to anybody for some minutes. Pure. An operator adds others as a
//! blocked address pattern: `*@domain`.

use std::collections::HashSet;
use std::sync::LazyLock;

static DOMAINS: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("throw_away.txt").lines().map(str::trim).filter(|line| !line.is_empty()).collect());

/// Is an address one of such a service, or of a domain below one of theirs?
pub fn is_throw_away(address: &str) -> bool {
    let domain = address.rsplit('@').next().unwrap_or_default().to_lowercase();
    let mut rest = domain.as_str();
    while !rest.is_empty() {
        if DOMAINS.contains(rest) {
            return true;
        }
        rest = rest.split_once('.').map_or("", |(_, after)| after);
    }
    false
}

/// How many are known.
pub fn known() -> usize {
    DOMAINS.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_for_a_few_minutes_are_known() {
        for address in ["a@mailinator.com", "b@sub.mailinator.com", "C@MAILINATOR.COM", "d@guerrillamail.com", "e@yopmail.com"] {
            assert!(is_throw_away(address), "{address}");
        }
        for address in ["ann@example.com", "ann@notmailinator.com", "ann@gmail.com", "ann@com", "", "ann"] {
            assert!(!is_throw_away(address), "{address}");
        }
        assert!(known() > 100);
        assert!(DOMAINS.iter().all(|domain| domain.contains('.') && *domain == domain.to_lowercase()));
    }
}
