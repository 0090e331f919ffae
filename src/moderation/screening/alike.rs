//! Whether a text says what stands elsewhere already. Pure.

use crate::moderation::cases::likeness::{Mark, folded, likeness, marks};

/// Shorter texts are the same by chance: "thank you, that solved it".
const SHORTEST: usize = 40;

/// Is a text long enough that nobody writes the same by chance?
pub fn says_something(plain: &str) -> bool {
    let words = folded(plain);
    // A sign of Chinese or Japanese says as much as two letters.
    words.chars().map(|c| if matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}') { 2 } else { 1 }).sum::<usize>() >= SHORTEST
}

/// How much a text has in common with the nearest of some others, in hundredths.
pub fn nearest<'a>(plain: &str, others: impl Iterator<Item = &'a str>) -> Option<i64> {
    others.map(|other| likeness(plain, &crate::platform::text::excerpt::plain_text(other))).max()
}

/// By what a text is found again among those that moderators look at.
pub fn mark(plain: &str) -> Option<i64> {
    marks(plain, &[]).into_iter().find_map(|(mark, hash)| (mark == Mark::Text).then_some(hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFER: &str = "We sell the fastest themes for every shop there is, write to us today and save half of the price.";

    #[test]
    fn a_text_with_one_word_changed_is_nearly_the_same() {
        let changed = OFFER.replace("today", "now");
        assert!(nearest(&changed, [OFFER].into_iter()).unwrap() >= 60, "{:?}", nearest(&changed, [OFFER].into_iter()));
        assert_eq!(nearest(&OFFER.replace("half", "HALF!"), ["Something else", OFFER].into_iter()), Some(100));
        assert_eq!(nearest(OFFER, std::iter::empty()), None);
    }

    #[test]
    fn thanks_are_the_same_by_chance() {
        assert!(!says_something("Thank you, that solved it!"));
        assert!(says_something(OFFER));
        assert!(says_something("最低利率的小額借款，當天放款，不看信用，立即加我的賴詢問詳情"));
        assert!(!says_something("謝謝您，解決了"));
    }
}
