//! `?quote=3`: a reply that begins with the words of another post.

use crate::platform::text::plain;

/// A quotation in Markdown: who said it, with a link to where, then the words, then room to answer.
pub fn quotation(name: &str, url: &str, source: &str) -> String {
    let mut quotation = format!("> [{}]({url}):\n>\n", plain(name));
    for line in source.lines() {
        quotation.push_str(if line.is_empty() { ">" } else { "> " });
        quotation.push_str(line);
        quotation.push('\n');
    }
    quotation.push('\n');
    quotation
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::text::excerpt::plain_text;
    use crate::platform::text::{PostAddress, quoted_posts};

    #[test]
    fn a_quotation_is_found_again() {
        let text = quotation("Ann [x](y) *b*", "/t/payouts/12/3", "First\n\n- a\n- b");
        assert_eq!(text, "> [Ann \\[x\\]\\(y\\) \\*b\\*](/t/payouts/12/3):\n>\n> First\n>\n> - a\n> - b\n\n");
        assert_eq!(quoted_posts(&text, "https://forum.example.com"), [PostAddress { topic: 12, number: 3 }]);
        assert!(plain_text(&text).contains("Ann [x](y) *b*:"), "{}", plain_text(&text));
    }
}
