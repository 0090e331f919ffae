//! A text that does not name somebody any more: their mentions, links to their page, and who is said to have written what
//! is quoted.

use super::address::{PostAddress, post_linked};
use super::bare::names;
use super::quotations::is_attribution;
use crate::platform::text::names::username_key;

/// Who is no longer to be named.
pub struct Unnamed<'a> {
    /// The keys of the usernames they went by.
    pub keys: &'a [String],
    /// The posts they wrote.
    pub wrote: &'a dyn Fn(PostAddress) -> bool,
    /// What they are called now: letters, digits and `-`.
    pub now: &'a str,
    /// The community's own address.
    pub base_url: &'a str,
}

impl Unnamed<'_> {
    /// The text without the name; none where it does not stand there. Code and addresses are looked through as well: a
    /// name is read there too.
    pub fn text(&self, source: &str) -> Option<String> {
        let quoted = self.quotations(source);
        let named = self.names(quoted.as_deref().unwrap_or(source));
        named.or(quoted)
    }

    /// `@ann` and `/u/ann`.
    fn names(&self, source: &str) -> Option<String> {
        let mut out = String::with_capacity(source.len());
        let mut done = 0;
        let mut at = 0;
        while let Some(next) = source[at..].find(['@', '/']).map(|i| at + i) {
            let start = match source[next..].strip_prefix("/u/") {
                Some(_) => next + "/u/".len(),
                None => next + 1,
            };
            at = next + 1;
            if source.as_bytes()[next] == b'/' && start == next + 1 {
                continue;
            }
            if let Some(length) = self.name_at(&source[start..]) {
                out.push_str(&source[done..start]);
                out.push_str(self.now);
                (done, at) = (start + length, start + length);
            }
        }
        out.push_str(&source[done..]);
        (done > 0).then_some(out)
    }

    /// How long the name is that a text begins with, in bytes as it was typed: `ann\_b` for `ann_b`.
    fn name_at(&self, text: &str) -> Option<usize> {
        let mut reach = String::new();
        let mut typed = Vec::new();
        for (i, c) in text.char_indices() {
            let is_part = c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\\') || unicode_normalization::char::is_combining_mark(c);
            if !is_part {
                break;
            }
            if c != '\\' {
                reach.push(c);
                typed.resize(reach.len(), i + c.len_utf8());
            }
        }
        let name = names(&reach).find(|name| self.keys.contains(&username_key(name)))?;
        typed.get(name.len() - 1).copied()
    }

    /// `> [Ann](/t/payouts/12/3):`, as quoting begins: the words stay, the name goes.
    fn quotations(&self, source: &str) -> Option<String> {
        if !source.contains("](") {
            return None;
        }
        let mut is_changed = false;
        let lines = source.split_inclusive('\n').map(|line| match self.quotation(line) {
            Some(changed) => {
                is_changed = true;
                changed
            }
            None => line.to_owned(),
        });
        let text: String = lines.collect();
        is_changed.then_some(text)
    }

    fn quotation(&self, line: &str) -> Option<String> {
        let (before, rest) = line.split_once('[')?;
        // Signs of quotes, of lists, of emphasis.
        let is_sign = |c: char| matches!(c, '>' | '-' | '+' | '*' | '_' | '.' | ')') || c.is_whitespace() || c.is_ascii_digit();
        let is_quote = before.contains('>') && before.chars().all(is_sign);
        let (label, rest) = rest.split_once("](").filter(|_| is_quote)?;
        let (address, after) = rest.split_once(')')?;
        let is_theirs = is_attribution(after) && label != self.now && post_linked(address, self.base_url).is_some_and(self.wrote);
        is_theirs.then(|| format!("{before}[{}]({address}){after}", self.now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(source: &str) -> Option<String> {
        let wrote = |post: PostAddress| post.topic == 12 && post.number == 3 || post.topic == 13 && post.number == 1;
        let keys = ["ann_b".to_owned(), "王小明".to_owned()];
        Unnamed { keys: &keys, wrote: &wrote, now: "former-7", base_url: "https://forum.example.com" }.text(source)
    }

    #[test]
    fn mentions_and_links_lose_the_name() {
        let changed = [
            ("As @Ann_B said.", "As @former-7 said."),
            ("(@ann_b)", "(@former-7)"),
            ("@ann\\_b, look", "@former-7, look"),
            ("謝謝@王小明的說明", "謝謝@former-7的說明"),
            ("`@ann_b` and @ANN_B.", "`@former-7` and @former-7."),
            ("[her](/u/ann_b) and https://forum.example.com/u/ann_b/topics", "[her](/u/former-7) and https://forum.example.com/u/former-7/topics"),
        ];
        for (source, expected) in changed {
            assert_eq!(without(source).as_deref(), Some(expected), "{source}");
        }
        for other in ["@anna_b", "@ann", "ann_b", "@ann_bee", "a/b @ c", "@", "/u/", "@former-7", "nothing @here"] {
            assert_eq!(without(other), None, "{other}");
        }
    }

    #[test]
    fn quotations_keep_the_words() {
        assert_eq!(without("> [Ann \\[x\\]](/t/payouts/12/3):\n>\n> It was @ann_b").as_deref(), Some("> [former-7](/t/payouts/12/3):\n>\n> It was @former-7"));
        assert_eq!(without("> > [Ann](https://forum.example.com/t/12/3):\r\n").as_deref(), Some("> > [former-7](https://forum.example.com/t/12/3):\r\n"));
        assert_eq!(without("> [Ann](/t/late/13):").as_deref(), Some("> [former-7](/t/late/13):"), "a question has the address of its topic");
        assert_eq!(without("- > **[Ann](/t/12/3)** wrote:").as_deref(), Some("- > **[former-7](/t/12/3)** wrote:"));
        for other in
            ["> [Bob](/t/payouts/12/4):", "[Ann](/t/12/3):", "> see [this](/t/12/3)", "> [x](https://elsewhere.example/t/12/3):", "> [former-7](/t/12/3):"]
        {
            assert_eq!(without(other), None, "{other}");
        }
    }
}
