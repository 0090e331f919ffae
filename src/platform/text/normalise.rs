//! One form for every text that comes in.
//!
//! Two databases, an index and mails keep what is stored here, so it is made uniform once:
//! NFC, line ends `\n`, nothing that PostgreSQL refuses or that a reader cannot see coming.

use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

/// NFC, `\n` for every line end, no control characters but tab and newline, and no
/// characters that reverse the order of what follows them.
pub fn normalise(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = unified.chars().filter(|&c| is_kept(c));
    let plain: String = kept.collect();
    if is_nfc(&plain) { plain } else { plain.nfc().collect() }
}

/// As [`normalise`], on one line: runs of white space become one space, ends are trimmed.
pub fn single_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in normalise(text).split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Without invisible characters that have no use in any script's spelling.
pub fn without_fillers(text: &str) -> String {
    text.chars().filter(|&c| !is_filler(c)).collect()
}

fn is_filler(c: char) -> bool {
    is_invisible(c) && !matches!(c, '\u{200C}'..='\u{200F}' | '\u{061C}' | '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180F}')
}

/// How many characters a person would count.
pub fn graphemes(text: &str) -> usize {
    if text.is_ascii() {
        // Only \r\n would be one grapheme of two bytes, and normalised text has none.
        return text.len();
    }
    text.graphemes(true).count()
}

/// Whether at least half the letters are Han or kana: the shorter minimum lengths apply.
pub fn mostly_han(text: &str) -> bool {
    let mut letters = 0usize;
    let mut han = 0usize;
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        han += usize::from(is_han(c) || is_kana(c));
    }
    letters > 0 && han * 2 >= letters
}

/// Chinese characters, wherever they are used.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}' | '\u{30000}'..='\u{323AF}')
}

/// Hiragana and katakana, half-width forms included.
pub fn is_kana(c: char) -> bool {
    matches!(c,
        '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9D}')
}

/// Unicode's default-ignorable characters, and the Braille blank: nothing is seen where they stand.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The marks U+200E, U+200F and U+061C stay: a right-to-left text needs them. Embeddings, overrides
/// and isolates go: they can make a text, or what stands after it, read differently from what it is.
pub(super) fn is_kept(c: char) -> bool {
    match c {
        '\n' | '\t' => true,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => false,
        '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => false,
        _ => !c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_controls() {
        assert_eq!(normalise("a\r\nb\rc\n\td\0\u{7}\u{85}\u{1b}[1m"), "a\nb\nc\n\td[1m");
        assert_eq!(normalise("\u{feff}cafe\u{301}"), "caf\u{e9}");
    }

    #[test]
    fn order_of_reading_cannot_be_reversed() {
        assert_eq!(normalise("pay\u{202e}dnuf\u{2066}x\u{2069}"), "paydnufx");
        assert_eq!(normalise("\u{5d0}\u{200f}!"), "\u{5d0}\u{200f}!");
    }

    #[test]
    fn one_line() {
        assert_eq!(single_line("  How \r\n do\u{2028}I\u{3000}pay? "), "How do I pay?");
    }

    #[test]
    fn counting_as_people_do() {
        assert_eq!(graphemes("abc"), 3);
        assert_eq!(graphemes("e\u{301}\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{904}\u{93f}"), 3);
        assert_eq!(graphemes("\u{1f1f3}\u{1f1f4}"), 1);
    }

    #[test]
    fn chinese_minimum() {
        assert!(mostly_han("\u{4ed8}\u{6b3e}\u{65b9}\u{5f0f} API"));
        assert!(!mostly_han("Shopping in \u{53f0}\u{5317}"));
        assert!(!mostly_han("1234 !?"));
        assert!(mostly_han("\u{30ab}\u{30fc}\u{30c8}"));
    }
}
