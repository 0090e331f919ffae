//! What a name looks like, as a key.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::skeleton as uts39;

use crate::platform::text::normalise::is_invisible;

/// NFKC and case-folded. Upper case first, so that `ß` meets `SS` and both Greek sigmas meet.
pub fn fold(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    folded.nfkc().collect()
}

/// The UTS 39 skeleton of the folded text, letters, marks and digits only: neither case, nor
/// separators, nor what nobody sees tells two names apart.
pub fn skeleton(text: &str) -> String {
    // Folding can make a prototype (0 -> O -> o) and a prototype can need folding, so twice.
    once(&once(text))
}

/// The skeletons that a reader may take the text for: its own and, because a capital I after a
/// small letter is read as an l (`aIl`), the one with that l.
pub fn lookalikes(text: &str) -> Vec<String> {
    let mut all = vec![skeleton(text)];
    let mut misread = String::with_capacity(text.len());
    let mut after_small = false;
    for c in text.chars() {
        let read_as = if c == 'I' && after_small { 'l' } else { c };
        after_small = read_as.is_lowercase();
        misread.push(read_as);
    }
    if misread != text {
        all.push(skeleton(&misread));
    }
    all
}

fn once(text: &str) -> String {
    let visible: String = text.chars().filter(|&c| !is_gap(c)).collect();
    let looks: String = uts39(&fold(&visible)).collect();
    fold(&looks).chars().filter(|&c| c.is_alphanumeric() || is_combining_mark(c)).collect()
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || is_invisible(c) || matches!(c, '.' | '_' | '-')
}
