//! Quotations: a quote that begins with a link to a post, as `> [Ann](/t/payouts/12/3):` does, with words below it. They are
//! found here, shown under another name, and cut to the link alone. Whoever knows the posts says which.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::OPTIONS;
use super::address::{PostAddress, post_linked};
use super::bare::{self, Part};

/// Characters between a name and the end of its line: more are a sentence.
const ATTRIBUTION_MAX: usize = 24;

/// A quotation as it stands in a text.
#[derive(Debug)]
pub struct Quotation<'a> {
    /// The post that is quoted.
    pub post: PostAddress,
    source: &'a str,
    /// The quote, without the end of its last line.
    block: Range<usize>,
    link: Range<usize>,
    /// Who is said to have written it, where the line says that somebody did.
    label: Option<Range<usize>>,
}

/// What is known of a quoted post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// What its author is called now.
    pub name: String,
    /// Whether its words are shown.
    pub is_shown: bool,
}

/// The posts that a text quotes, each once, in the order of the text; those quoted in a quotation as well.
pub fn quoted_posts(source: &str, base_url: &str) -> Vec<PostAddress> {
    let mut posts = Vec::new();
    for quotation in quotations(source, base_url) {
        if !posts.contains(&quotation.post) {
            posts.push(quotation.post);
        }
    }
    posts
}

/// A text with its quotations as `known` says: under the name of the author, and without the words of those that are not
/// shown. None where that is the same text; what nothing is known of stays as it was typed.
pub fn with_quotations(source: &str, base_url: &str, known: &dyn Fn(&Quotation<'_>) -> Option<Quoted>) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    for quotation in quotations(source, base_url) {
        // What stands in a quotation that was cut is gone with it.
        if quotation.block.start < done {
            continue;
        }
        let Some(quoted) = known(&quotation) else { continue };
        let (place, text) = match (&quotation.label, quoted.is_shown) {
            (_, false) => (quotation.block.clone(), quotation.cut(&quoted.name)),
            (Some(label), true) if !is_name(&source[label.clone()], &quoted.name) => (label.clone(), plain(&quoted.name)),
            _ => continue,
        };
        if source[place.clone()] != text {
            out.push_str(&source[done..place.start]);
            out.push_str(&text);
            done = place.end;
        }
    }
    out.push_str(&source[done..]);
    (done > 0).then_some(out)
}

/// A name is no Markdown: whatever could be read as such is escaped.
pub fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_punctuation() {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

/// Does the label of a link say this name, escaped or not?
fn is_name(label: &str, name: &str) -> bool {
    label == name || label == plain(name)
}

impl Quotation<'_> {
    /// The words that are quoted, line by line, without the signs of the quote.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let mut lines = self.source[self.link.end..self.block.end].lines();
        let first = lines.next().map(str::trim).filter(|line| !is_attribution(line));
        first.into_iter().chain(lines.map(|line| line.trim_start_matches(is_sign).trim_end())).filter(|line| !line.is_empty())
    }

    /// The quotation as a link alone. The address says no words of a title.
    fn cut(&self, name: &str) -> String {
        let PostAddress { topic, number } = self.post;
        let mut cut = format!("> [{}](/t/{topic}/{number}):", plain(name));
        if !self.is_followed_by_an_empty_line() {
            // What comes next would be read as going on with the line.
            cut.push('\n');
            cut.push_str(&self.indent());
            cut.push('>');
        }
        cut
    }

    fn is_followed_by_an_empty_line(&self) -> bool {
        let mut lines = self.source[self.block.end..].split('\n').skip(1);
        lines.next().is_none_or(|line| line.chars().all(is_sign))
    }

    /// What the next line must begin with to stand in the same quotes, lists and items.
    fn indent(&self) -> String {
        let line = self.source[..self.block.start].rfind('\n').map_or(0, |end| end + 1);
        self.source[line..self.block.start].chars().map(|c| if c == '>' || c.is_whitespace() { c } else { ' ' }).collect()
    }
}

/// Stands before the words of a quote, and is none of them.
fn is_sign(c: char) -> bool {
    c == '>' || c.is_whitespace()
}

/// Is what stands behind a link all there is to say that somebody wrote something? `:`, ` wrote:`, ` 寫道：`.
pub(super) fn is_attribution(after: &str) -> bool {
    let after = after.trim();
    after.ends_with([':', '：']) && after.chars().count() <= ATTRIBUTION_MAX
}

/// All of them, those within others after these.
fn quotations<'a>(source: &'a str, base_url: &str) -> Vec<Quotation<'a>> {
    let mut found = Vec::new();
    if !(source.contains('>') && source.contains("/t/")) {
        return found;
    }
    // The quote whose first words come next.
    let mut beginning: Option<Range<usize>> = None;
    for (event, at) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        let linked = match event {
            Event::Start(Tag::BlockQuote(_)) => {
                beginning = Some(at);
                continue;
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Emphasis | Tag::Strong) => continue,
            Event::Start(Tag::Link { link_type, dest_url, .. }) if beginning.is_some() => {
                post_linked(&dest_url, base_url).map(|post| (post, label(source, &at, link_type), at))
            }
            Event::Text(_) if beginning.is_some() => bare_link(source, at.start, base_url).map(|(post, link)| (post, None, link)),
            _ => None,
        };
        if let (Some(block), Some((post, label, link))) = (beginning.take(), linked) {
            found.push(Quotation { post, source, block: without_end(source, block), link, label });
        }
    }
    found
}

/// The words of a link with which a line says who wrote something.
fn label(source: &str, link: &Range<usize>, kind: LinkType) -> Option<Range<usize>> {
    let after = source[link.end..].split('\n').next().unwrap_or_default();
    let end = source[link.clone()].rfind("](").filter(|_| kind == LinkType::Inline && is_attribution(after))?;
    Some(link.start + 1..link.start + end)
}

/// An address that was typed as it is.
fn bare_link(source: &str, start: usize, base_url: &str) -> Option<(PostAddress, Range<usize>)> {
    let line = source[start..].split('\n').next().unwrap_or_default();
    match bare::parts(line).into_iter().next()? {
        Part::Link(to, shown) => Some((post_linked(&to, base_url)?, start..start + shown.len())),
        Part::Text(_) | Part::Mention(_) => None,
    }
}

/// A quote without the end of its last line, and without what only opens the next line around it.
fn without_end(source: &str, block: Range<usize>) -> Range<usize> {
    let text = source[block.clone()].trim_end();
    let rest = source[block.start + text.len()..].split('\n').next().unwrap_or_default();
    let whole = match text.rsplit_once('\n') {
        Some((before, last)) if last.chars().all(is_sign) && !rest.trim().is_empty() => before.trim_end(),
        _ => text,
    };
    block.start..block.start + whole.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::text::{Links, Member, render};

    const BASE: &str = "https://forum.example.com";

    struct Nobody;
    impl Links for Nobody {
        fn member(&self, _: &str) -> Option<Member> {
            None
        }
        fn base_url(&self) -> &'static str {
            BASE
        }
    }

    /// Topic 12 is shown, 13 is not, of others nothing is known.
    fn known(quotation: &Quotation<'_>) -> Option<Quoted> {
        let quoted = |is_shown| Some(Quoted { name: "Ann B.".into(), is_shown });
        match quotation.post.topic {
            12 => quoted(true),
            13 => quoted(false),
            _ => None,
        }
    }

    /// What a text becomes, which must become nothing else.
    fn cut(source: &str) -> String {
        let once = with_quotations(source, BASE, &known).unwrap_or_else(|| source.to_owned());
        assert_eq!(with_quotations(&once, BASE, &known), None, "{source:?} became {once:?}");
        once
    }

    fn html(source: &str) -> String {
        render(&cut(source), &Nobody).html.into_string().replace('\n', "")
    }

    const LINK: &str = "<a href=\"/t/13/3\">Ann B.</a>:";

    #[test]
    fn what_may_be_seen_stays_as_it_is() {
        for same in [
            "> [Ann B.](/t/payouts/12/3):\n>\n> words\n\nmine",
            "> [Ann B\\.](/t/payouts/12/3):\n>\n> words",
            "> [Ann B.](/t/payouts/12/3) wrote:\n> words",
            "> [Ann](/t/payouts/12/3) wrote this when it began:\n> words",
            "> [Ann](/t/payouts/12/3)\n> words",
            "> [Ann](/t/payouts/99/3):\n>\n> words",
            "> words, see [Ann](/t/payouts/13/3):",
            "[Ann](/t/payouts/13/3):\n> words",
            "> [Ann](https://elsewhere.example/t/payouts/13/3):\n>\n> words",
            "```\n> [Ann](/t/payouts/13/3):\n> words\n```",
            "a > b and /t/13/3",
        ] {
            assert_eq!(cut(same), same);
        }
    }

    #[test]
    fn a_name_is_that_of_today() {
        assert_eq!(cut("> [Old](/t/x/12/3):\n>\n> words"), "> [Ann B\\.](/t/x/12/3):\n>\n> words");
        assert_eq!(cut("- > **[Old](/t/x/12/3)** 寫道：\n  > words"), "- > **[Ann B\\.](/t/x/12/3)** 寫道：\n  > words");
        assert_eq!(cut("> > [](/t/12):\n> > a\n>\n> [O\\]](/t/12/2):"), "> > [Ann B\\.](/t/12):\n> > a\n>\n> [O\\]](/t/12/2):");
    }

    #[test]
    fn nothing_but_the_link_is_left() {
        let link = "> [Ann B\\.](/t/13/3):";
        for whole in [
            "> [Ann B.](/t/payouts/13/3):\n>\n> words\n>\n> - more\n> - words",
            "> [Ann](/t/payouts/13/3) wrote:\n> words",
            "> [words](/t/13/3)",
            "> **[Ann](/t/13/3)**: words\nthat go on",
            "> ## [Ann](/t/13/3)\n> words",
            "> https://forum.example.com/t/payouts/13/3 words",
            "> <https://forum.example.com/t/payouts/13?page=2#post-3> words",
            "> [Ann](/t/13/3):\n>\n> words[^1]\n>\n> [^1]: words",
            "> [Ann](/t/13/3):\n>\n>     words\n>     >\n",
            ">[Ann](/t/13/3):\n>> [Bob](/t/12/1):\n>> words",
            "> [Ann](/t/13/3):\n> ```\n> words\n> ```",
            "> [Ann][1]:\n> words\n>\n> [1]: /t/13/3",
        ] {
            assert_eq!(cut(whole).trim_end(), link, "{whole:?}");
            assert_eq!(cut(&format!("first\n\n{}\n\nmine", whole.trim_end())), format!("first\n\n{link}\n\nmine"), "{whole:?}");
        }
    }

    #[test]
    fn what_stands_around_stays() {
        let quote = |inner: &str| format!("<blockquote>{inner}</blockquote>");
        let quoted = quote(&format!("<p>{LINK}</p>"));
        assert_eq!(html("> [Ann](/t/13/3):\n> # words\nmine"), format!("{quoted}<p>mine</p>"));
        assert_eq!(
            html("- one\n- > [Ann](/t/13/3):\n  > words\n\n  mine\n- two").replace("<p>one</p>", "one").replace("<p>two</p>", "two"),
            format!("<ul><li>one</li><li>{quoted}<p>mine</p></li><li>two</li></ul>")
        );
        assert_eq!(html("1. > [Ann](/t/13/3):\n   > ```\n   > words\n   > ```\n   mine"), format!("<ol><li>{quoted}mine</li></ol>"));
        let both = "> [Ann](/t/13/3):\n>\n> words\n\none\n\n> [Bob](/t/12/1):\n>\n> seen\n\ntwo\n\n> [Ann](/t/13/3):\n> words";
        let seen = quote("<p><a href=\"/t/12/1\">Ann B.</a>:</p><p>seen</p>");
        assert_eq!(html(both), format!("{quoted}<p>one</p>{seen}<p>two</p>{quoted}"));
    }

    #[test]
    fn quotations_stand_in_quotations() {
        let inner = "> [Bob](/t/99/1):\n>\n> > [Ann](/t/x/13/3):\n> >\n> > words\n>\n> what Bob said\n\nmine";
        assert_eq!(cut(inner), "> [Bob](/t/99/1):\n>\n> > [Ann B\\.](/t/13/3):\n>\n> what Bob said\n\nmine");
        let at = |topic, number| PostAddress { topic, number };
        assert_eq!(quoted_posts(inner, BASE), [at(99, 1), at(13, 3)]);
        let outer = "> [Ann](/t/13/3):\n>\n> > [Bob](/t/12/1):\n> >\n> > seen\n>\n> words\n\nmine";
        assert_eq!(cut(outer), "> [Ann B\\.](/t/13/3):\n\nmine");
        assert_eq!(quoted_posts(outer, BASE), [at(13, 3), at(12, 1)], "it is quoted still");
        assert_eq!(cut("> > [Ann](/t/13/3):\n> > # words\n> mine"), "> > [Ann B\\.](/t/13/3):\n> >\n> mine");
        assert_eq!(quoted_posts("no quotation", BASE), []);
    }

    #[test]
    fn the_words_of_a_quotation() {
        let source = "> > [Ann](/t/x/13/3) so\n> >\n> > it is\n> > > - as they say  \n> >\n>\n> mine";
        assert_eq!(quotations(source, BASE)[0].words().collect::<Vec<_>>(), ["so", "it is", "- as they say"]);
        assert_eq!(quotations("> [Ann](/t/x/13/3) wrote:\n>", BASE)[0].words().count(), 0);
    }

    #[test]
    fn hostile_texts_are_cut_as_well() {
        for unit in ["> [a](/t/13/1)\n\n", ">", "> > [](/t/13/1):\n", "- > [a](/t/13/1)\n  ", "> [a](/t/13/1):\n>> [b](/t/13/2):\n>>> "] {
            let source: String = unit.chars().cycle().take(8_000).collect();
            let cut = cut(&source);
            assert!(!render(&cut, &Nobody).html.as_str().contains(">a<"), "{unit:?}");
        }
    }
}
