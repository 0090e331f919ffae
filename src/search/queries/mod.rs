//! What was searched for: counted, without who searched, so that the community learns what it cannot answer.
//!
//! Two searches are the same when they are spelled the same but for case, width and white space, and were made in the
//! same language. Pages count in memory ([`QueryLog`]); a row is made when that is written down.

pub mod answered;
pub mod listing;
mod log;
pub mod look_again;
pub mod pages;
pub mod store;
mod tell_me;

pub use log::QueryLog;
pub use tell_me::{TellError, stop_telling, stop_waiting, tell_me};

use crate::accounts::Acting;
use crate::accounts::feature::Leaving;
use crate::id;
use crate::platform::db::{Durability, Result};
use crate::platform::text::names::fold;
use crate::platform::text::normalise::single_line;

/// So much of a search is looked at, in characters: longer ones are pasted texts.
pub const QUERY_LENGTH: usize = 200;
/// So many digits in a row are the number of a card, an account or a person.
const PRIVATE_DIGITS: usize = 12;

id! {
    /// The number of a search that was made.
    SearchId
}

impl SearchId {
    /// Before every search.
    pub const NONE: Self = Self(i64::MIN);
}

/// Words as they are compared: without case and width, single spaces between them.
pub fn folded(text: &str) -> String {
    single_line(&fold(&single_line(text)))
}

/// What the same searches in the same language have in common; `lang` is the tag of the language of the page. None for
/// those that are not remembered: nothing was typed, or something private, such as a mail address or the number of a card.
pub fn key(query: &str, lang: &str) -> Option<String> {
    let whole = folded(query);
    if whole.is_empty() || is_private(&whole) {
        return None;
    }
    let kept: String = whole.chars().take(QUERY_LENGTH).collect();
    Some(format!("{lang} {}", kept.trim_end()))
}

/// The search as typed, as far as it is kept.
fn shown(query: &str) -> String {
    single_line(query).chars().take(QUERY_LENGTH).collect()
}

/// People paste into search boxes what they just copied.
fn is_private(folded: &str) -> bool {
    folded.split(' ').any(looks_like_an_address) || longest_number(folded) >= PRIVATE_DIGITS
}

/// Something before an `@` and something behind it. `@ann`, which names a member, has nothing before it.
fn looks_like_an_address(word: &str) -> bool {
    let inner = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    inner.split_once('@').is_some_and(|(_, behind)| behind.starts_with(char::is_alphanumeric))
}

/// Digits in a row, also where single signs stand between them as in the numbers on cards.
fn longest_number(text: &str) -> usize {
    let (mut run, mut longest, mut gap) = (0, 0, 0);
    for c in text.chars() {
        match c {
            c if c.is_numeric() => (run, gap) = (run + 1, 0),
            ' ' | '-' | '.' | '/' if gap == 0 => gap = 1,
            _ => (run, gap) = (0, 0),
        }
        longest = longest.max(run);
    }
    longest
}

/// Forgets searches for what somebody wrote who left: they call them by name.
pub(super) fn forget_named(leaving: &Leaving<'_>) -> Result<()> {
    let mut after = SearchId(i64::MIN);
    loop {
        let Some((last, found)) = leaving.db.read_blocking(move |conn| store::with_at_sign(conn, after))? else { return Ok(()) };
        after = last;
        let named: Vec<SearchId> = found.into_iter().filter(|(_, key)| names_one_of(key, &leaving.keys)).map(|(id, _)| id).collect();
        if !named.is_empty() {
            leaving.db.write_blocking(Acting::System, Durability::Full, move |tx, _| store::delete(tx, &named))?;
        }
    }
}

fn names_one_of(key: &str, usernames: &[String]) -> bool {
    let named =
        |after: &str| after.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.')).next().unwrap_or("").trim_end_matches('.').to_owned();
    key.split('@').skip(1).any(|after| usernames.contains(&named(after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_search_have_one_key() {
        for typed in ["Refund  NOT received", " refund not\treceived ", "ＲＥＦＵＮＤ not received", "refund\u{3000}not received"] {
            assert_eq!(key(typed, "en").as_deref(), Some("en refund not received"), "{typed:?}");
        }
        assert_eq!(key("退款 沒收到", "zh-Hant").as_deref(), Some("zh-Hant 退款 沒收到"));
        assert_ne!(key("faktura", "nb"), key("faktura", "en"));
    }

    #[test]
    fn nothing_is_remembered_of_nothing() {
        for typed in ["", " ", "\u{0}", "\n\t"] {
            assert_eq!(key(typed, "en"), None, "{typed:?}");
        }
    }

    #[test]
    fn long_ones_are_cut_before_they_are_compared() {
        let long = "é".repeat(1_000);
        let kept = key(&long, "en").unwrap();
        assert_eq!(kept.chars().count(), "en ".len() + QUERY_LENGTH);
        assert_eq!(key(&format!("{}{}", "é".repeat(QUERY_LENGTH), " and more"), "en"), Some(kept));
        assert_eq!(shown(&long).chars().count(), QUERY_LENGTH);
    }

    #[test]
    fn what_is_private_is_not_remembered() {
        for typed in [
            "ann@example.com",
            "why does <Ann@Example.COM> get no mail",
            "mailto:a.b@c.example",
            "ann＠example.com",
            "4111111111111111",
            "card 4111 1111 1111 1111 refused",
            "4111-1111-1111-1111",
            "NO93 8601 1117 9470 0",
            "１２３４５６７８９０１２",
            &format!("{}ann@example.com", "x".repeat(QUERY_LENGTH - 4)),
        ] {
            assert_eq!(key(typed, "en"), None, "{typed:?}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_remembered() {
        for typed in ["@ann refund", "-@ann", "order 4711", "2026-11-22", "error 404 on page 12", "vat 25% 2025 and 2026", "12345 67890 1", "who@", "(@ann)"] {
            assert!(key(typed, "en").is_some(), "{typed:?}");
        }
    }

    #[test]
    fn whoever_is_called_by_name_is_found() {
        let keys = ["ann".to_owned(), "ann-old".to_owned()];
        for named in ["en @ann refund", "en refund -@ann", "en by @ann-old.", "nb (@ann)"] {
            assert!(names_one_of(named, &keys), "{named}");
        }
        for other in ["en ann refund", "en @anna", "en @an", "en @", "en @bob"] {
            assert!(!names_one_of(other, &keys), "{other}");
        }
    }
}
