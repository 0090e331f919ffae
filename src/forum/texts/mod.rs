//! The text of a post on its way into the database: checked, rendered, its mentions and quotes found.

pub mod store;

use crate::forum::{PostId, TopicId};
use crate::platform::db::{Connection, Result};
use crate::platform::i18n::Lang;
use crate::platform::text::{Links, MarkdownSource, Member, MentionTyped, PostHtml, language, mention_candidates, render};

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

/// Renders a text with the members it mentions as they are now. A preview and its post come out the same.
pub fn compose(conn: &mut Connection, base_url: &str, source: MarkdownSource, tongue: &Tongue) -> Result<Composed> {
    let members = store::mentionable(conn, &mention_candidates(source.as_str()))?;
    Ok(compose_among(&Known { members, base_url }, source, tongue))
}

/// [`compose`] for whoever knows the members already: writing much at once.
pub fn compose_among(links: &dyn Links, source: MarkdownSource, tongue: &Tongue) -> Composed {
    let rendered = render(source.as_str(), links);
    let quotes = rendered.quotes.iter().map(|address| (TopicId(address.topic), address.number)).collect();
    let lang = tongue.of(&rendered.plain);
    Composed { source: source.into_string(), html: rendered.html, mentions: rendered.mentions, quotes, lang }
}

/// A stored text, rendered anew.
#[derive(Clone, Debug)]
pub struct Rerendered {
    /// The text it was made of.
    pub source: String,
    /// As it is shown now.
    pub html: PostHtml,
}

/// Renders a stored text anew: the source is what was typed, its mentions mean whom they meant then, under the
/// names they go by now. Whoever left is named as plain text.
pub fn compose_again(conn: &mut Connection, base_url: &str, post: PostId) -> Result<Rerendered> {
    let source = store::source(conn, post)?;
    compose_from(conn, base_url, post, source)
}

/// [`compose_again`] from another source than the stored one.
pub fn compose_from(conn: &mut Connection, base_url: &str, post: PostId, source: String) -> Result<Rerendered> {
    let links = Known { members: store::mentioned(conn, post)?, base_url };
    Ok(Rerendered { html: render(&source, &links).html, source })
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
