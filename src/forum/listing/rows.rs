//! A topic in a list, as its template wants it: every number and date is written here.

use serde::Serialize;

use super::{Person, TopicLine};
use crate::accounts::{self, uploads};
use crate::forum::topics::{state_word, topic_url};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::{CategoryId, PostState, TopicKind};
use crate::platform::i18n::Lang;
use crate::platform::i18n::format::{Moment, count};

/// The context of `templates/parts/topic_row.html`.
#[derive(Serialize)]
pub struct Row {
    url: String,
    title: String,
    lang: String,
    lang_name: String,
    state: &'static str,
    recommended: bool,
    staff_replied: bool,
    pinned: bool,
    withheld: &'static str,
    category: Option<Named>,
    author: Name,
    tags: Vec<String>,
    me_too: String,
    me_too_zero: bool,
    replies: String,
    replies_zero: bool,
    last: Last,
}

/// A name with an address.
#[derive(Serialize)]
pub struct Named {
    /// As shown.
    pub name: String,
    /// Its page.
    pub url: String,
}

#[derive(Serialize)]
struct Name {
    name: String,
}

#[derive(Serialize)]
struct Last {
    name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    picture: String,
    division: &'static str,
    tint: i64,
    iso: String,
    text: String,
}

/// A row; `own` is the category whose list it stands in, which is not named again.
pub fn row(seen: &ForumSeen, line: TopicLine, own: Option<CategoryId>) -> Row {
    let category = seen.categories.get(line.category).filter(|category| Some(category.id) != own);
    let is_question = line.kind == TopicKind::Question;
    Row {
        url: topic_url(&line.slug, line.id),
        lang_name: lang_name(&line.lang, seen.lang),
        state: state_word(line.kind, line.closed, line.solved, line.answered),
        recommended: line.recommended,
        staff_replied: line.staff_replied,
        pinned: line.pinned,
        withheld: if line.state == PostState::Visible { "" } else { line.state.as_str() },
        category: category.map(|category| Named { name: category.name(seen.lang, seen.settings.language()).to_owned(), url: category.url() }),
        last: last(seen, &line.last, &seen.date(line.last_at)),
        author: Name { name: line.author.name },
        me_too: if is_question { count(seen.lang, line.me_too) } else { String::new() },
        me_too_zero: line.me_too == 0,
        replies: count(seen.lang, line.replies),
        replies_zero: line.replies == 0,
        title: line.title,
        lang: line.lang,
        tags: line.tags.iter().map(|tag| seen.tags.shown(tag, seen.lang).to_owned()).collect(),
    }
}

fn last(seen: &ForumSeen, person: &Person, at: &Moment) -> Last {
    let (division, tint) = person.id.map(|id| accounts::arms(id, seen.badges.is_staff(id))).unwrap_or_default();
    Last { name: person.name.clone(), picture: uploads::small_url(&person.picture), division, tint, iso: at.iso.clone(), text: at.text.clone() }
}

/// The mark of a language that is not the page's.
fn lang_name(tag: &str, page: Lang) -> String {
    match Lang::parse(tag) {
        Some(lang) if lang == page => String::new(),
        Some(lang) => lang.language().short.to_owned(),
        None => tag.to_owned(),
    }
}

/// The names of languages in one line, each as it calls itself.
pub fn language_names(visit: &ForumVisit, seen: &ForumSeen, languages: &[Lang]) -> String {
    let names: Vec<&str> = languages.iter().map(|lang| lang.language().name).collect();
    names.join(&seen.text(&visit.web, "forum-reading-and"))
}
