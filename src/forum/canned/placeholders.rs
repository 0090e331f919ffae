//! What a reply leaves open until it is used: `{name}` and the like. Pure.
//!
//! A placeholder is one word in single braces. What stands in two, as templates of shops have it, is left as it is.

use crate::platform::text::plain;

/// Every placeholder, as it is typed.
pub const ALL: [&str; 5] = ["name", "topic", "link", "me", "category"];

/// What is put in the place of placeholders.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// Whoever opened the topic.
    pub name: String,
    /// The title of the topic.
    pub topic: String,
    /// The address of the topic, with scheme and host.
    pub link: String,
    /// Whoever replies.
    pub me: String,
    /// What the category is called.
    pub category: String,
}

impl Values {
    /// As Markdown: what members called themselves or their topics is no markup. An address or a mention in it is as if typed
    /// here: whoever replies sees it before it is posted.
    fn of(&self, placeholder: &str) -> Option<String> {
        match placeholder {
            "name" => Some(plain(&self.name)),
            "topic" => Some(plain(&self.topic)),
            "link" => Some(self.link.clone()),
            "me" => Some(plain(&self.me)),
            "category" => Some(plain(&self.category)),
            _ => None,
        }
    }
}

/// The first placeholder for which there is nothing, as typed.
pub fn unknown(source: &str) -> Option<String> {
    pieces(source).into_iter().find_map(|piece| match piece {
        Piece::Placeholder(word) if !ALL.contains(&word) => Some(format!("{{{word}}}")),
        _ => None,
    })
}

/// The text with everything in its place. What is put in is not looked through again.
pub fn filled(source: &str, values: &Values) -> String {
    let written = |piece: Piece<'_>| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Placeholder(word) => values.of(word).unwrap_or_else(|| format!("{{{word}}}")),
    };
    pieces(source).into_iter().map(written).collect()
}

enum Piece<'a> {
    Text(&'a str),
    Placeholder(&'a str),
}

fn pieces(source: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut text, mut from) = (Vec::new(), 0, 0);
    while let Some(at) = source[from..].find('{').map(|at| from + at) {
        let braces = source[at..].bytes().take_while(|byte| *byte == b'{').count();
        match placeholder(&source[at..]).filter(|_| braces == 1) {
            Some((word, length)) => {
                pieces.extend([Piece::Text(&source[text..at]), Piece::Placeholder(word)]);
                (text, from) = (at + length, at + length);
            }
            None => from = at + braces,
        }
    }
    pieces.push(Piece::Text(&source[text..]));
    pieces
}

/// The word of a placeholder with which a text begins, and the length of both braces and what is between.
fn placeholder(text: &str) -> Option<(&str, usize)> {
    let (inside, _) = text.strip_prefix('{')?.split_once('}')?;
    let word = inside.trim();
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | '-'));
    is_word.then_some((word, inside.len() + 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::text::excerpt::plain_text;

    fn values() -> Values {
        let [name, topic, link, me, category] =
            ["Ann *B*", "Where {me} is [it](x)?", "https://forum.example.com/t/where/12", "Mateo", "Payouts"].map(str::to_owned);
        Values { name, topic, link, me, category }
    }

    #[test]
    fn placeholders_are_filled_with_words_that_are_no_markup() {
        let text = filled("Hello {name}, see [{ topic }]({link}) in {category}. /{me}", &values());
        assert_eq!(text, "Hello Ann \\*B\\*, see [Where \\{me\\} is \\[it\\]\\(x\\)\\?](https://forum.example.com/t/where/12) in Payouts. /Mateo");
        assert_eq!(plain_text(&text), "Hello Ann *B*, see Where {me} is [it](x)? in Payouts. /Mateo");
    }

    #[test]
    fn what_is_no_placeholder_stays() {
        for text in ["{{ product.title }} and {{name}}", "{ \"a\": 1 }", "an open { brace", "{}", "a } b {", "{name", "{{{name}}}", "{a b}"] {
            assert_eq!(filled(text, &values()), text);
            assert_eq!(unknown(text), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_filled_is_named() {
        assert_eq!(unknown("Hello {name}, your {order-id}"), Some("{order-id}".into()));
        assert_eq!(unknown("Hei {navn}"), Some("{navn}".into()));
        assert_eq!(unknown("{名稱}您好"), Some("{名稱}".into()));
        assert_eq!(unknown("{Name}"), Some("{Name}".into()));
        assert_eq!(unknown("{name}{topic}{link}{me}{category}"), None);
    }
}
