//! Parts of the pages on which one writes, and `POST /preview`.

use actix_web::HttpResponse;
use serde::Deserialize;
use std::sync::Arc;

use crate::accounts::rights::Denied;
use crate::accounts::{MemberId, Right};
use crate::forum::posts::PostRow;
use crate::forum::screening::{Draft, Look, Screening, Sent, Shown, stamp};
use crate::forum::texts::{Composed, Tongue, Whereabouts, compose};
use crate::forum::visibility::{can_see, can_see_topic};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::{Audience, CategoryId, PostId, TopicId, posts, topics};
use crate::platform::db::{Connection, Result as DbResult};
use crate::platform::i18n::Arg;
use crate::platform::limits::Limit;
use crate::platform::text::{Limits, MarkdownSource, TextError};
use crate::platform::web::forms::{Choice, Form, is_on};
use crate::platform::web::{Markup, PageError, PageResult, Web};

/// A text as it came from a form, checked.
pub enum Typed {
    /// Fine, and rendered.
    Composed(Composed),
    /// Not fine, and why.
    Refused(TextError),
    /// This word may not stand here.
    Blocked(String),
}

impl Typed {
    /// The text, if it was fine.
    pub fn composed(&self) -> Option<&Composed> {
        match self {
            Self::Composed(composed) => Some(composed),
            Self::Refused(_) | Self::Blocked(_) => None,
        }
    }

    /// What is wrong with a text that is not fine, in words; empty for one that is.
    pub fn mistake(&self, web: &Web, seen: &ForumSeen) -> String {
        match self {
            Self::Composed(_) => String::new(),
            Self::Refused(error) => text_mistake(web, seen, "body", *error),
            Self::Blocked(word) => seen.text_with(web, "screening-error-word", &[("word", word.as_str().into())]),
        }
    }

    /// The preview of a fine text.
    pub fn preview(&self) -> Markup<'static> {
        self.composed().map(|composed| composed.html.clone().into()).unwrap_or_default()
    }
}

/// A text as it came from a form, and what is made of it.
pub struct Writing<'a> {
    /// The text.
    pub body: &'a str,
    /// The language that was chosen for it, if one was.
    pub lang: Option<String>,
    /// How long it may be.
    pub limits: Limits,
    /// Where it will stand.
    pub at: Whereabouts<'a>,
    /// The title of what it opens; empty for replies.
    pub title: &'a str,
    /// What came with it; none for a look at half a sentence.
    pub form: Option<FormSent<'a>>,
}

/// What came with a text besides the text.
#[derive(Clone, Copy)]
pub struct FormSent<'a> {
    /// The form's key, which says when it was shown; none for forms without.
    pub key: Option<&'a str>,
    /// The field that people do not see.
    pub trap: &'a str,
    /// The text before, where it is an edit.
    pub before: Option<&'a str>,
}

/// What looks at the texts of a request.
pub struct Desk {
    /// The state.
    pub web: Web,
    /// Who looks whether they may be posted.
    pub screening: Arc<dyn Screening>,
    /// The network at the other end.
    pub network: String,
}

/// Checks, screens and renders a typed text inside a read.
pub fn typed(conn: &mut Connection, desk: &Desk, seen: &ForumSeen, writing: Writing<'_>) -> DbResult<Typed> {
    let Writing { body, lang, limits, at, title, form } = writing;
    let source = match MarkdownSource::parse(body, limits) {
        Ok(source) => source,
        Err(error) => return Ok(Typed::Refused(error)),
    };
    let sent = form.and_then(|form| Some(desk.sent(seen, seen.viewer.id()?, form)));
    let draft = Draft { title, source: source.as_str(), sent, now: seen.now };
    let screened = match desk.screening.look(desk.web.db(), conn, &draft)? {
        Look::Refused(word) => return Ok(Typed::Blocked(word)),
        Look::Taken(screened) => screened,
    };
    let source = match screened.masked.as_deref().map(|masked| MarkdownSource::parse(masked, limits)) {
        None => source,
        Some(Ok(masked)) => masked,
        Some(Err(error)) => return Ok(Typed::Refused(error)),
    };
    let tongue = Tongue { chosen: lang.filter(|lang| !lang.is_empty()), offered: seen.settings.languages.clone(), fallback: seen.lang };
    let composed = compose(conn, desk.web.base_url().as_str(), source, &tongue, &at)?;
    Ok(Typed::Composed(Composed { screened: Some(screened), ..composed }))
}

impl Desk {
    fn sent<'a>(&'a self, seen: &ForumSeen, author: MemberId, form: FormSent<'a>) -> Sent<'a> {
        let shown = form.key.map_or(Shown::Unknown, |key| stamp::shown(&seen.settings.forms_key.0, author, key, seen.now));
        Sent { author, network: &self.network, shown, is_trapped: !form.trap.trim().is_empty(), before: form.before }
    }
}

/// A mistake in a text, in words. `what` is `title` or `body` or `comment`.
pub fn text_mistake(web: &Web, seen: &ForumSeen, what: &str, error: TextError) -> String {
    let (key, args): (&str, Vec<(&str, Arg<'_>)>) = match error {
        TextError::TooShort { min, length } => ("too-short", vec![("min", (min as i64).into()), ("length", (length as i64).into())]),
        TextError::TooLong { max } => ("too-long", vec![("max", (max as i64).into())]),
        TextError::TooNested => ("too-nested", vec![]),
        TextError::NoLetters => ("no-letters", vec![]),
    };
    let what = if what == "title" { "title" } else { "body" };
    web.i18n().text_with(seen.lang, &format!("forum-{what}-{key}"), &args)
}

/// The languages a text can be in; the first entry lets it be found out.
pub fn language_choices(web: &Web, seen: &ForumSeen, chosen: &str) -> Vec<Choice> {
    let detect = Choice { value: String::new(), name: web.i18n().text(seen.lang, "forum-ask-lang-detect"), selected: chosen.is_empty() };
    let offered =
        seen.settings.languages.iter().map(|lang| Choice { value: lang.tag().into(), name: lang.language().name.into(), selected: lang.tag() == chosen });
    std::iter::once(detect).chain(offered).collect()
}

/// The categories in which the viewer may open topics.
pub fn category_choices(seen: &ForumSeen, chosen: Option<CategoryId>) -> Vec<Choice> {
    let own = seen.settings.language();
    let mut choices = Vec::new();
    for category in seen.categories.all() {
        if category.closed || seen.categories.right(&seen.viewer, category.id) < Some(Right::Ask) {
            continue;
        }
        let name = category.name(seen.lang, own);
        let name = match category.parent.and_then(|parent| seen.categories.get(parent)) {
            Some(parent) => format!("{} / {name}", parent.name(seen.lang, own)),
            None => name.to_owned(),
        };
        choices.push(Choice { value: category.id.to_string(), name, selected: chosen == Some(category.id) });
    }
    choices
}

/// The member who writes: a visitor signs in first and comes back to `back`, a suspended member is told so.
pub fn writer(seen: &ForumSeen, back: &str) -> Result<MemberId, PageError> {
    match (seen.viewer.id(), seen.viewer.account()) {
        (Some(member), _) => Ok(member),
        (None, Some(_)) => Err(PageError::Forbidden(Denied::Suspended.key())),
        (None, None) => Err(PageError::SignIn(back.to_owned())),
    }
}

/// What the preview is asked.
#[derive(Deserialize)]
pub struct PreviewForm {
    body: String,
    /// Where the form would be sent.
    #[serde(default)]
    action: String,
    /// The category that is chosen in it.
    #[serde(default)]
    category: String,
    /// Only staff will see it.
    note: Option<String>,
}

impl PreviewForm {
    /// Where the text would stand, as far as the writer sees that.
    fn at<'a>(&self, conn: &mut Connection, seen: &'a ForumSeen) -> DbResult<Whereabouts<'a>> {
        let parts: Vec<&str> = self.action.split('/').collect();
        let at = match parts.as_slice() {
            ["", "t", topic, "reply"] if is_on(&self.note) => in_topic(conn, seen, topic)?.map(|at| at.read_by(Audience::Staff)),
            ["", "t", topic, "reply"] => in_topic(conn, seen, topic)?,
            ["", "p", post, "comment"] => match post_of(conn, seen, post)? {
                Some(post) => in_topic(conn, seen, &post.topic.to_string())?.map(|at| at.read_by(post.audience)),
                None => None,
            },
            ["", "p", post, "edit"] => post_of(conn, seen, post)?.map(|post| Whereabouts::of_post(&seen.categories, &post)),
            _ => None,
        };
        let category = self.category.parse().ok().map(CategoryId).filter(|category| seen.sight.readable.contains(category));
        let chosen = || category.map(|category| Whereabouts::in_category(&seen.categories, category));
        Ok(at.or_else(chosen).unwrap_or_else(|| Whereabouts::unknown(&seen.categories)))
    }
}

fn in_topic<'a>(conn: &mut Connection, seen: &'a ForumSeen, topic: &str) -> DbResult<Option<Whereabouts<'a>>> {
    let Ok(topic) = topic.parse().map(TopicId) else { return Ok(None) };
    let row = topics::store::find(conn, topic)?.filter(|topic| can_see_topic(&seen.sight, &topic.facts()));
    Ok(row.map(|row| Whereabouts::in_topic(&seen.categories, &row)))
}

fn post_of(conn: &mut Connection, seen: &ForumSeen, post: &str) -> DbResult<Option<PostRow>> {
    let Ok(post) = post.parse().map(PostId) else { return Ok(None) };
    Ok(posts::store::find(conn, post)?.filter(|post| can_see(&seen.sight, &post.facts())))
}

/// `POST /preview`: the HTML that posting this text would store, byte for byte.
pub async fn preview(visit: ForumVisit, Form(form): Form<PreviewForm>) -> PageResult {
    visit.web.floods().take(Limit::Preview, &visit.client().network())?;
    let desk = visit.desk();
    // Half a sentence is worth a look too; only the upper bounds hold.
    let limits = Limits { min: 0, min_han: 0, ..Limits::BODY };
    let task = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Typed, PageError> {
        writer(seen, "/")?;
        let at = form.at(conn, seen)?;
        Ok(typed(conn, &desk, seen, Writing { body: &form.body, lang: None, limits, at, title: "", form: None })?)
    };
    let (seen, typed) = visit.look(task).await?;
    match typed {
        Typed::Composed(composed) => Ok(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(composed.html.into_string())),
        wrong => {
            let text = wrong.mistake(&visit.web, &seen);
            Ok(HttpResponse::UnprocessableEntity().insert_header(("x-own-page", "1")).content_type("text/plain; charset=utf-8").body(text))
        }
    }
}
