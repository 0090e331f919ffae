//! The text of a post on its way into the database: checked, rendered, its mentions and quotes found.

mod quotes;
pub mod store;
mod whereabouts;

pub use quotes::Quotes;
pub use whereabouts::Whereabouts;

use crate::forum::categories::Categories;
use crate::forum::screening::Screened;
use crate::forum::{PostId, TopicId, posts};
use crate::platform::db::{Connection, Result};
use crate::platform::i18n::Lang;
use crate::platform::text::{Links, MarkdownSource, Member, MentionTyped, PostHtml, language, mention_candidates, quoted_posts, render};

/// The shortest body: a question needs a sentence. Chinese says it in fewer signs.
pub const BODY: crate::platform::text::Limits = crate::platform::text::Limits::BODY;
/// A comment may be "+1 to this", a page long it is a reply.
pub const COMMENT: crate::platform::text::Limits = crate::platform::text::Limits::COMMENT;

/// A text ready to be written.
#[derive(Clone, Debug)]
pub struct Composed {
    /// As typed.
    pub source: String,
    /// As shown.
    pub html: PostHtml,
    /// Whom it mentions.
    pub mentions: Vec<MentionTyped>,
    /// Which posts it quotes: topic and number.
    pub quotes: Vec<(TopicId, i64)>,
    /// Its language.
    pub lang: String,
    /// What was found in it; none where nobody looked: the program writes it.
    pub screened: Option<Screened>,
}

/// What decides a text's language when its author does not say.
#[derive(Clone, Debug)]
pub struct Tongue {
    /// What the author chose, if so.
    pub chosen: Option<String>,
    /// The community's languages.
    pub offered: Vec<Lang>,
    /// The language the author reads in.
    pub fallback: Lang,
}

impl Tongue {
    /// The language of a text: chosen, else detected, else the author's own.
    pub fn of(&self, text: &str) -> String {
        let offered: Vec<&str> = self.offered.iter().map(|lang| lang.tag()).collect();
        let chosen = self.chosen.as_deref().filter(|chosen| offered.contains(chosen)).map(str::to_owned);
        chosen.or_else(|| language::detect(text, &offered)).unwrap_or_else(|| self.fallback.tag().to_owned())
    }
}

/// Renders a text with the members it mentions and the posts it quotes as they are now. A preview and its post come out
/// the same. Of a post that was erased meanwhile no words are kept.
pub fn compose(conn: &mut Connection, base_url: &str, source: MarkdownSource, tongue: &Tongue, at: &Whereabouts<'_>) -> Result<Composed> {
    let members = store::mentionable(conn, &mention_candidates(source.as_str()))?;
    let quotes = Quotes::of(conn, base_url, [source.as_str()])?;
    let source = source.into_string();
    let source = quotes.without_erased(&source).unwrap_or(source);
    let shown = quotes.as_shown(&source, at);
    Ok(composed(&Known { members, base_url }, source, shown.as_deref(), tongue))
}

/// [`compose`] for whoever knows the members already, and writes much at once: quotations show what was typed.
pub fn compose_among(links: &dyn Links, source: MarkdownSource, tongue: &Tongue) -> Composed {
    composed(links, source.into_string(), None, tongue)
}

fn composed(links: &dyn Links, source: String, shown: Option<&str>, tongue: &Tongue) -> Composed {
    let rendered = render(shown.unwrap_or(&source), links);
    // Words that are not shown now may be shown later, with whom they mention.
    let mentions = if shown.is_some() { render(&source, links).mentions } else { rendered.mentions };
    let (quotes, lang) = (quoted_places(&source, links.base_url()), tongue.of(&rendered.plain));
    Composed { source, html: rendered.html, mentions, quotes, lang, screened: None }
}

/// Which posts a text quotes: topic and number.
pub fn quoted_places(source: &str, base_url: &str) -> Vec<(TopicId, i64)> {
    quoted_posts(source, base_url).into_iter().map(|post| (TopicId(post.topic), post.number)).collect()
}

/// A stored text, rendered anew.
#[derive(Clone, Debug)]
pub struct Rerendered {
    /// The text it was made of.
    pub source: String,
    /// As it is shown now.
    pub html: PostHtml,
    /// Which posts it quotes: topic and number.
    pub quotes: Vec<(TopicId, i64)>,
}

/// Renders a stored text anew: the source is what was typed, its mentions mean whom they meant then, under the
/// names they go by now. Whoever left is named as plain text. Quotations show what may be seen now.
pub fn compose_again(conn: &mut Connection, base_url: &str, categories: &Categories, post: PostId) -> Result<Rerendered> {
    let source = store::source(conn, post)?;
    compose_from(conn, base_url, categories, post, source)
}

/// [`compose_again`] from another source than the stored one.
pub fn compose_from(conn: &mut Connection, base_url: &str, categories: &Categories, post: PostId, source: String) -> Result<Rerendered> {
    let links = Known { members: store::mentioned(conn, post)?, base_url };
    let shown = as_shown(conn, base_url, categories, post, &source)?;
    let html = render(shown.as_deref().unwrap_or(&source), &links).html;
    Ok(Rerendered { html, quotes: quoted_places(&source, base_url), source })
}

/// A text of a stored post as it may be read where the post stands; none where that is the same text.
pub fn as_shown(conn: &mut Connection, base_url: &str, categories: &Categories, post: PostId, source: &str) -> Result<Option<String>> {
    let quotes = Quotes::of(conn, base_url, [source])?;
    if quotes.is_empty() {
        return Ok(None);
    }
    let row = posts::store::find(conn, post)?;
    let at = row.as_ref().map_or(Whereabouts::unknown(categories), |row| Whereabouts::of_post(categories, row));
    Ok(quotes.as_shown(source, &at))
}

/// The members that texts may mention, found beforehand by one query.
pub struct Known<'a> {
    /// Each with the key of the username: see [`store::mentionable`].
    pub members: Vec<(String, Member)>,
    /// What links within texts are compared with.
    pub base_url: &'a str,
}

impl Links for Known<'_> {
    fn member(&self, username_key: &str) -> Option<Member> {
        self.members.iter().find(|(key, _)| key == username_key).map(|(_, member)| member.clone())
    }

    fn base_url(&self) -> &str {
        self.base_url
    }
}
