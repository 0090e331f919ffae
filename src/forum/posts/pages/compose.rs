//! Replying and commenting.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};

use super::{TopicHead, participant};
use crate::accounts::rights::Deed;
use crate::accounts::sign_in::pages::{interrupted, unsaved};
use crate::accounts::store::name_and_url;
use crate::forum::canned::{CannedId, pages as canned};
use crate::forum::posts::{Posted, comment::comment, reply::reply, store, write_note::write_note};
use crate::forum::texts::Whereabouts;
use crate::forum::topics;
use crate::forum::topics::pages::after_posting;
use crate::forum::topics::store::TopicRow;
use crate::forum::visibility::{can_see, can_see_topic};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::writing::pages::{FormSent, Typed, Writing, typed};
use crate::forum::{Audience, PostId, TopicId, texts};
use crate::platform::db::{Connection, Failure};
use crate::platform::web::forms::{Choice, FieldErrors, Form, is_on};
use crate::platform::web::{Markup, PageError, PageResult};

/// The form as typed.
#[derive(Clone, Deserialize)]
pub struct PostForm {
    #[serde(default)]
    key: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    trap: String,
    preview: Option<String>,
    /// Only staff see it.
    note: Option<String>,
    /// A reply that is kept ready, and that it is to be put in.
    #[serde(default)]
    canned: String,
    insert: Option<String>,
}

/// The context of `forum/posts/compose.html`.
#[derive(Serialize)]
struct ComposePage {
    topic: TopicHead,
    form: ComposeContext,
}

#[derive(Serialize)]
struct ComposeContext {
    kind: &'static str,
    action: String,
    key: String,
    body: String,
    to: Option<To>,
    lang: String,
    can_note: bool,
    only_note: bool,
    note: bool,
    canned: Vec<Choice>,
    body_error: String,
    canned_error: String,
    errors: FieldErrors,
    preview: Markup<'static>,
}

/// Whose post a comment stands under.
#[derive(Clone, Serialize)]
struct To {
    name: String,
    url: String,
}

/// What is written: a reply to a topic or a comment under a post.
#[derive(Clone, Copy)]
enum Target {
    Topic(TopicId),
    Post(PostId),
}

impl Target {
    fn action(self) -> String {
        match self {
            Self::Topic(topic) => format!("/t/{topic}/reply"),
            Self::Post(post) => format!("/p/{post}/comment"),
        }
    }
}

/// What the form stands under, as far as the viewer sees it.
struct Place {
    topic: TopicHead,
    slug: String,
    to: Option<To>,
    /// Who reads what is written: whoever reads what it stands under, or staff alone.
    audience: Audience,
    can_note: bool,
    can_reply: bool,
    offered: Vec<(CannedId, String)>,
}

/// `POST /t/{topic}/reply`.
pub async fn reply_to(visit: ForumVisit, topic: Path<i64>, Form(form): Form<PostForm>) -> PageResult {
    post(visit, Target::Topic(TopicId(*topic)), form).await
}

/// `POST /p/{post}/comment`.
pub async fn comment_on(visit: ForumVisit, post_id: Path<i64>, Form(form): Form<PostForm>) -> PageResult {
    post(visit, Target::Post(PostId(*post_id)), form).await
}

async fn post(visit: ForumVisit, target: Target, form: PostForm) -> PageResult {
    let (web, desk, typed_form) = (visit.web.clone(), visit.desk(), form.clone());
    let task = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Option<(Place, Typed, Option<String>)>, PageError> {
        // Whether the topic is there is not said to somebody whose session ended: the text is kept whatever it was for.
        if seen.viewer.account().is_none() {
            return Ok(None);
        }
        let (place, topic) = place(conn, seen, target, is_on(&typed_form.note))?;
        let at = Whereabouts::in_topic(&seen.categories, &topic).read_by(place.audience);
        let limits = if matches!(target, Target::Topic(_)) { texts::BODY } else { texts::COMMENT };
        let ready = canned::insertion(conn, &web, seen, &topic, &place.offered, &typed_form.canned)?.filter(|_| is_on(&typed_form.insert));
        let sent = FormSent { key: Some(&typed_form.key), trap: &typed_form.trap, before: None };
        let writing = Writing { body: &typed_form.body, lang: Some(typed_form.lang), limits, at, title: "", form: Some(sent) };
        let text = typed(conn, &desk, seen, writing)?;
        Ok(Some((place, text, ready)))
    };
    let (seen, found) = match visit.look(task).await {
        Ok(found) => found,
        Err(error) => return unsaved(&visit, &target.action(), carried(form), error),
    };
    let (Some((place, text, ready)), Some(member)) = (found, seen.viewer.account().map(|account| account.id)) else {
        return interrupted(&visit, &target.action(), carried(form)).await;
    };
    let mut errors = FieldErrors::default();
    if is_on(&form.insert) {
        return with_inserted(&visit, &seen, target, &place, form, ready);
    }
    if is_on(&form.preview) {
        return compose_page(&visit, &seen, StatusCode::OK, target, &place, &form, errors, text.preview());
    }
    let composed = match text {
        Typed::Composed(composed) => composed,
        text => {
            errors.add("body", text.mistake(&visit.web, &seen));
            return compose_page(&visit, &seen, StatusCode::UNPROCESSABLE_ENTITY, target, &place, &form, errors, Markup::default());
        }
    };
    let key: String = form.key.chars().take(100).collect();
    let is_note = is_on(&form.note);
    let written: Result<Posted, Failure<_>> = visit
        .write(member, move |tx, who| match target {
            Target::Topic(topic) if is_note => write_note(tx, who, topic, &composed, &key),
            Target::Topic(topic) => reply(tx, who, topic, &composed, &key),
            Target::Post(post) => comment(tx, who, post, &composed, &key),
        })
        .await;
    match written {
        Ok(posted) => Ok(after_posting(&visit, &place.slug, &posted)),
        Err(failure) => {
            let (status, text) = visit.trouble(&seen, &failure).ok_or(PageError::NotFound)?;
            errors.add("", text);
            compose_page(&visit, &seen, status, target, &place, &form, errors, Markup::default())
        }
    }
}

/// The form with a reply that was kept ready behind what was typed.
fn with_inserted(visit: &ForumVisit, seen: &ForumSeen, target: Target, place: &Place, mut form: PostForm, ready: Option<String>) -> PageResult {
    let mut errors = FieldErrors::default();
    match ready {
        Some(ready) if form.body.trim().is_empty() => form.body = ready,
        Some(ready) => form.body = format!("{}\n\n{ready}", form.body.trim_end()),
        None => errors.add("canned", seen.text(&visit.web, "canned-error-choose")),
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    compose_page(visit, seen, status, target, place, &form, errors, Markup::default())
}

/// The fields of a form that could not be taken now. What was a note stays one.
fn carried(form: PostForm) -> Vec<(String, String)> {
    let note = is_on(&form.note).then(|| ("note", "1".to_owned()));
    let fields = [("key", form.key), ("body", form.body), ("lang", form.lang), ("trap", form.trap)].into_iter().chain(note);
    fields.map(|(name, value)| (name.to_owned(), value)).collect()
}

fn place(conn: &mut Connection, seen: &ForumSeen, target: Target, is_note: bool) -> Result<(Place, TopicRow), PageError> {
    let (topic, to, audience) = match target {
        Target::Topic(topic) => (topic, None, if is_note { Audience::Staff } else { Audience::Everyone }),
        Target::Post(post) => {
            let row = store::find(conn, post)?.filter(|row| can_see(&seen.sight, &row.facts())).ok_or(PageError::NotFound)?;
            let (name, url) = name_and_url(conn, row.author)?;
            (row.topic, Some(To { name, url }), row.audience)
        }
    };
    let topic = topics::store::find(conn, topic)?.filter(|topic| can_see_topic(&seen.sight, &topic.facts())).ok_or(PageError::NotFound)?;
    let (who, is_topic) = (participant(seen), matches!(target, Target::Topic(_)));
    let may = |deed| is_topic && who.may(deed, &who.place_of_topic(&topic.facts(), topic.closed)).is_ok();
    let (can_note, can_reply) = (may(Deed::Note), may(Deed::Reply));
    let offered = if is_topic { canned::offered(conn, seen, topic.category)? } else { Vec::new() };
    Ok((Place { topic: TopicHead::of(&topic), slug: topic.slug.clone(), to, audience, can_note, can_reply, offered }, topic))
}

#[expect(clippy::too_many_arguments, reason = "a page of six facts about one form; a struct would only rename them")]
fn compose_page(
    visit: &ForumVisit,
    seen: &ForumSeen,
    status: StatusCode,
    target: Target,
    place: &Place,
    form: &PostForm,
    errors: FieldErrors,
    preview: Markup<'static>,
) -> PageResult {
    let context = ComposeContext {
        kind: if matches!(target, Target::Topic(_)) { "reply" } else { "comment" },
        action: target.action(),
        key: form.key.clone(),
        body: form.body.clone(),
        to: place.to.clone(),
        lang: form.lang.clone(),
        can_note: place.can_note,
        only_note: place.can_note && !place.can_reply,
        note: is_on(&form.note),
        canned: canned::choices(&place.offered, &form.canned),
        canned_error: errors.of("canned"),
        body_error: errors.of("body"),
        errors,
        preview,
    };
    visit.forum_page(seen, status, "forum/posts/compose.html", &ComposePage { topic: place.topic.clone(), form: context })
}
