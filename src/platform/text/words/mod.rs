//! The words of a text, in any script.
//!
//! Words of alphabets are split where they end and lower-cased; Chinese is cut into words by a dictionary, and every script
//! without spaces into pairs of neighbouring characters besides: a query finds what the dictionary cuts otherwise, and
//! Japanese and Korean without one.

mod chinese;
mod fold;

pub use fold::fold;

use unicode_normalization::char::is_combining_mark;

use super::normalise::{is_han, is_kana};

/// A longer run of letters is no word that anybody looks for.
const LONGEST: usize = 60;

/// A word as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Lower-cased; simplified, where it is Chinese.
    pub text: String,
    /// What it is.
    pub kind: WordKind,
    /// Where it begins, in bytes.
    pub from: usize,
    /// Where it ends, in bytes.
    pub to: usize,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// Letters and digits between spaces or signs.
    Letters,
    /// A Chinese word, by the dictionary. It stands in the text twice: its characters are in pairs too.
    Han,
    /// Two neighbouring characters of a script without spaces; one, where it stands alone.
    Pair,
}

/// The words of a text in their order; of a run without spaces first its words, then its pairs.
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut run: Option<(usize, bool)> = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let dense = is_dense(c);
        let inside = is_part(c, before);
        if let Some((from, was_dense)) = run
            && (!inside || was_dense != dense)
        {
            take(&mut found, text, from, at, was_dense);
            run = None;
        }
        if inside && run.is_none() {
            run = Some((at, dense));
        }
        before = c;
    }
    if let Some((from, dense)) = run {
        take(&mut found, text, from, text.len(), dense);
    }
    found
}

/// Letters, marks and digits; an apostrophe between letters; `+` and `#` behind a letter: C++ and C# are words.
fn is_part(c: char, before: char) -> bool {
    let after_word = before.is_alphanumeric() && !is_dense(before);
    match c {
        '+' => after_word || before == '+',
        '#' => after_word,
        '\'' | '\u{2019}' => before.is_alphabetic() && !is_dense(before),
        _ => c.is_alphanumeric() || is_combining_mark(c),
    }
}

/// Characters of scripts that part no words.
pub fn is_dense(c: char) -> bool {
    is_han(c) || is_kana(c) || c == '\u{30FC}' || matches!(c, '\u{FF9E}' | '\u{FF9F}') || is_hangul(c)
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7A3}')
}

fn take(found: &mut Vec<Word>, text: &str, from: usize, to: usize, dense: bool) {
    if dense {
        return chinese::dense_words(found, &text[from..to], from);
    }
    let word = text[from..to].trim_end_matches(['\'', '\u{2019}']);
    if !word.is_empty() && word.len() <= LONGEST {
        found.push(Word { text: word.to_lowercase(), kind: WordKind::Letters, from, to: from + word.len() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, kind: WordKind) -> Vec<String> {
        words(text).into_iter().filter(|word| word.kind == kind).map(|word| word.text).collect()
    }

    #[test]
    fn words_of_alphabets() {
        assert_eq!(
            texts("Don't ship C++, C# & F-16 to Tromsø's café…", WordKind::Letters),
            ["don't", "ship", "c++", "c#", "f", "16", "to", "tromsø's", "café"]
        );
        assert_eq!(texts("'quoted' rock 'n' roll", WordKind::Letters), ["quoted", "rock", "n", "roll"]);
        assert_eq!(texts(&"a".repeat(61), WordKind::Letters).len(), 0);
    }

    #[test]
    fn runs_without_spaces_are_pairs() {
        assert_eq!(texts("ログインできない", WordKind::Pair), ["ログ", "グイ", "イン", "ンで", "でき", "きな", "ない"]);
        assert_eq!(texts("ﾛｸﾞ 漢", WordKind::Pair), ["ログ", "汉"]);
        assert_eq!(texts("결제가", WordKind::Pair).len(), 2);
    }

    #[test]
    fn traditional_and_simplified_are_one() {
        for (traditional, simplified) in
            [("請問", "请问"), ("發票", "发票"), ("貨到付款", "货到付款"), ("帳戶", "账户"), ("網站後台", "网站后台"), ("優惠券", "优惠券")]
        {
            for kind in [WordKind::Han, WordKind::Pair] {
                assert_eq!(texts(traditional, kind), texts(simplified, kind), "{traditional}");
            }
        }
    }

    #[test]
    fn places_are_those_in_the_text() {
        let text = "Où est 發票 C++?";
        for word in words(text) {
            assert!(text.get(word.from..word.to).is_some_and(|part| !part.is_empty()), "{word:?}");
        }
        assert_eq!(words(text).last().map(|word| &text[word.from..word.to]), Some("C++"));
    }
}
