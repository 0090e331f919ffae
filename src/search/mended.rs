//! What a mistyped word may have meant: how far from it that may be, and what is nearer. Either engine finds the words.

use super::weights::MENDED;
use crate::platform::text::words::is_dense;

/// Shorter words are not mended: too many others are as near.
const SHORTEST: usize = 4;
/// From so many letters on two mistakes are forgiven.
const LONG: usize = 8;
/// So many words are tried for a mistyped one: as many as have a weight.
pub const TRIED: usize = MENDED.len();

/// How many mistakes are forgiven in a word; none where it is not mended at all.
pub fn forgiven(word: &str) -> Option<u8> {
    let length = word.chars().count();
    let is_mended = length >= SHORTEST && !word.chars().any(is_dense);
    is_mended.then_some(if length >= LONG { 2 } else { 1 })
}

/// What comes first among the words that one may have meant: neighbours that changed places, then the same first letter.
pub fn distance(word: &str, other: &str) -> (u32, bool) {
    (half_edits(word, other), other.chars().next() != word.chars().next())
}

/// Twice the edits between two words; neighbours that changed places count one.
fn half_edits(a: &str, b: &str) -> u32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<u32>> = vec![(0..=b.len() as u32).map(|j| 2 * j).collect()];
    for i in 1..=a.len() {
        let mut row = vec![2 * i as u32];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + if a[i - 1] == b[j - 1] { 0 } else { 2 };
            let mut least = changed.min(rows[i - 1][j] + 2).min(row[j - 1] + 2);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_were_changed_count_half() {
        assert_eq!(half_edits("payout", "payout"), 0);
        assert_eq!(half_edits("paoyut", "payout"), 1);
        assert_eq!(half_edits("paout", "payout"), 2);
        assert_eq!(half_edits("pxyuot", "payout"), 3);
    }

    #[test]
    fn long_words_are_forgiven_more() {
        assert_eq!(["pay", "payo", "payouts", "payoutss", "客客客客", "ø".repeat(8).as_str()].map(forgiven), [None, Some(1), Some(1), Some(2), None, Some(2)]);
        assert!(distance("paoyut", "payout") < distance("paoyut", "gaoyut"));
        assert!(distance("paout", "payout") < distance("paout", "about"));
    }
}
