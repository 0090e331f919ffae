//! Letters without what sets them apart from their plain ones.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word without diacritics and apostrophes; ø, æ and their like as they are typed where keys for them are missing.
/// Takes a word in lower case.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.replace('\'', "");
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.nfkd().filter(|&c| !is_combining_mark(c)) {
        match c {
            '\'' | '\u{2019}' => {}
            'ø' => folded.push('o'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            c => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn letters_lose_their_marks() {
        for (word, folded) in [("tromsø", "tromso"), ("blåbær", "blabaer"), ("café", "cafe"), ("straße", "strasse"), ("don\u{2019}t", "dont"), ("c++", "c++")]
        {
            assert_eq!(fold(word), folded);
        }
    }
}
