//! Character references: what typed HTML spells with `&` and `;`.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// The longest name of a character has 31 letters, and stands between `&` and `;`.
const LONGEST: usize = 33;

/// A text with its references read, as Markdown reads them: without a `;` there is none, and a number that is no character
/// means U+FFFD. What is no reference stays as it is.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match reference(rest) {
            Some((length, meaning)) => {
                decoded.push_str(&meaning);
                length
            }
            None => {
                decoded.push('&');
                1
            }
        };
        rest = &rest[length..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The reference that the text begins with: its length and what it means.
fn reference(text: &str) -> Option<(usize, Cow<'static, str>)> {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let meaning = match name.strip_prefix('#') {
        Some(number) => Cow::Owned(numbered(number)?.to_string()),
        None => Cow::Borrowed(resolve_html5_entity(name)?),
    };
    Some((end + 1, meaning))
}

fn numbered(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let plain = (1..=7).contains(&digits.len()) && digits.chars().all(|c| c.is_digit(radix));
    let number = plain.then(|| u32::from_str_radix(digits, radix).ok()).flatten()?;
    Some(char::from_u32(number).filter(|&c| c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_references_mean() {
        for (text, meaning) in [
            ("/x?a=1&amp;b=2&c", "/x?a=1&b=2&c"),
            ("java&#115;cript&colon;x&#x3A;&#X3a;", "javascript:x::"),
            ("&Tab;&NewLine;&amp;#58;", "\t\n&#58;"),
            ("&ouml;&CounterClockwiseContourIntegral;", "ö∳"),
            ("&#0;&#xD800;&#1114112;&#x110000;", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
            ("& &; &# &#; &#x; &#12345678; &copy &#58 &nosuch; &ö;", "& &; &# &#; &#x; &#12345678; &copy &#58 &nosuch; &ö;"),
            ("AT&T", "AT&T"),
        ] {
            assert_eq!(decoded(text), meaning, "{text}");
        }
    }
}
