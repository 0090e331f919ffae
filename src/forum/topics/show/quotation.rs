//! `?quote=3`: a reply that begins with the words of another post.

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

/// A name is no Markdown: whatever could be read as such is escaped.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_punctuation() {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::text::{Links, Member, PostAddress, render};

    struct Nobody;
    impl Links for Nobody {
        fn member(&self, _: &str) -> Option<Member> {
            None
        }
        fn base_url(&self) -> &'static str {
            "https://forum.example.com"
        }
    }

    #[test]
    fn a_quotation_is_found_by_the_renderer() {
        let text = quotation("Ann [x](y) *b*", "/t/payouts/12/3", "First\n\n- a\n- b");
        assert_eq!(text, "> [Ann \\[x\\]\\(y\\) \\*b\\*](/t/payouts/12/3):\n>\n> First\n>\n> - a\n> - b\n\n");
        let rendered = render(&text, &Nobody);
        assert_eq!(rendered.quotes, [PostAddress { topic: 12, number: 3 }]);
        assert!(rendered.plain.contains("Ann [x](y) *b*:"), "{}", rendered.plain);
    }
}
