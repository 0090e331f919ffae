//! Markdown to HTML: parse, our own steps on the events, `ammonia` last.
//!
//! The same source and the same [`Links`] give the same bytes, wherever and whenever: a preview
//! equals its post, and a stored post can be built again.

mod address;
mod bare;
mod clean;
mod code;
mod parts;
mod quotations;
mod raw_html;
mod references;
mod source;
mod unnamed;
mod writer;

use std::cell::RefCell;

use pulldown_cmark::{Event, Options, Parser, TextMergeStream};

pub use address::{PostAddress, post_linked};
pub use clean::PostHtml;
pub use parts::{masked, without_pictures};
pub use quotations::{Quotation, Quoted, plain, quoted_posts, with_quotations};
pub use source::{Limits, MarkdownSource, TextError, Title};
pub use unnamed::Unnamed;

/// Stored beside each post's HTML. Goes up with every change that makes other HTML of the same source.
pub const RENDERER: i32 = 3;

/// More `@names` than this in one post are left as text: nobody means to call fifty people.
pub const MENTIONS_MAX: usize = 50;

/// A member that a mention leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The member's id.
    pub id: i64,
    /// The username now, whatever was typed: a rename renders again.
    pub username: String,
    /// The address of the member's page.
    pub url: String,
}

/// What the renderer asks about the community.
pub trait Links {
    /// The member with this [`username_key`](super::names::username_key); `None` leaves the text as it is.
    fn member(&self, username_key: &str) -> Option<Member>;

    /// The community's own address, such as `https://forum.example.com`: links there are not foreign.
    fn base_url(&self) -> &str;
}

/// A mention as it stood in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentionTyped {
    /// Whom it meant.
    pub member: i64,
    /// What was typed, without the `@`.
    pub typed: String,
}

/// What rendering gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML to store and show.
    pub html: PostHtml,
    /// Members mentioned, each once, in the order of the text.
    pub mentions: Vec<MentionTyped>,
    /// All words without marks.
    pub plain: String,
}

/// Renders a Markdown text.
pub fn render(source: &str, links: &dyn Links) -> Rendered {
    let written = writer::write(source, links);
    Rendered { html: PostHtml::clean(&written.html), mentions: written.mentions, plain: written.plain }
}

/// The username keys that rendering this text will ask [`Links::member`] for, so that one query
/// can find them all beforehand.
pub fn mention_candidates(source: &str) -> Vec<String> {
    struct Asked(RefCell<Vec<String>>);
    impl Links for Asked {
        fn member(&self, username_key: &str) -> Option<Member> {
            let mut keys = self.0.borrow_mut();
            if !keys.iter().any(|key| key == username_key) {
                keys.push(username_key.to_owned());
            }
            None
        }
        fn base_url(&self) -> &'static str {
            ""
        }
    }
    if !source.contains('@') {
        return Vec::new();
    }
    let asked = Asked(RefCell::default());
    writer::write(source, &asked);
    asked.0.into_inner()
}

/// The events of a Markdown text, with all extensions that Guildhall knows.
pub(super) fn parser(source: &str) -> impl Iterator<Item = Event<'_>> {
    TextMergeStream::new(Parser::new_ext(source, OPTIONS))
}

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_TASKLISTS);

#[cfg(test)]
mod tests;
