//! Editing a post.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};

use super::{TopicHead, participant, seen_post};
use crate::accounts::rights::{Deed, Place, may};
use crate::accounts::sign_in::pages::{interrupted, unsaved};
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts::PostRow;
use crate::forum::posts::edit_post::{Edit, EditError, edit_post};
use crate::forum::posts::store::is_amendable;
use crate::forum::texts::Whereabouts;
use crate::forum::topics::pages::checked_tags;
use crate::forum::topics::post_url;
use crate::forum::topics::store::TopicRow;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::writing::pages::{FormSent, Typed, Writing, language_choices, text_mistake, typed};
use crate::forum::{PostId, PostState, tags, texts};
use crate::platform::db::{Connection, Failure};
use crate::platform::text::Title;
use crate::platform::web::forms::{Choice, FieldErrors, Form, is_on};
use crate::platform::web::{Markup, PageError, PageResult};

/// A reason longer than this is a reply.
const REASON_MAX: usize = 200;

/// The form as typed.
#[derive(Clone, Default, Deserialize)]
pub struct EditForm {
    #[serde(default)]
    version: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    tags: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    lang: String,
    preview: Option<String>,
}

/// The context of `forum/posts/edit.html`.
#[derive(Serialize)]
struct EditPage {
    topic: TopicHead,
    form: EditContext,
}

#[derive(Serialize)]
struct EditContext {
    action: String,
    back_url: String,
    version: String,
    opening: bool,
    short: bool,
    title: String,
    tags: String,
    body: String,
    reason: String,
    categories: Vec<Choice>,
    languages: Vec<Choice>,
    title_error: String,
    category_error: String,
    tags_error: String,
    body_error: String,
    reason_error: String,
    errors: FieldErrors,
    stale: Option<Stale>,
    preview: Markup<'static>,
}

/// The texts as they stand now, when somebody else changed them meanwhile.
#[derive(Clone, Serialize)]
struct Stale {
    title: String,
    tags: String,
    body: String,
}

/// A post that is to be edited, with what its form begins with.
struct Editing {
    post: PostRow,
    topic: TopicRow,
    now: Stale,
}

/// `GET /p/{post}/edit`.
pub async fn edit_form(visit: ForumVisit, post: Path<i64>) -> PageResult {
    let post = PostId(*post);
    let task = move |conn: &mut Connection, seen: &ForumSeen| editing(conn, seen, post);
    let (seen, editing) = visit.look(task).await?;
    let now = editing.now.clone();
    let form = EditForm { version: editing.post.version.to_string(), title: now.title, tags: now.tags, body: now.body, ..EditForm::default() };
    edit_page(&visit, &seen, StatusCode::OK, &editing, &form, FieldErrors::default(), Extra::Nothing)
}

/// `POST /p/{post}/edit`.
pub async fn edit(visit: ForumVisit, post: Path<i64>, Form(form): Form<EditForm>) -> PageResult {
    let post = PostId(*post);
    let (desk, typed_form) = (visit.desk(), form.clone());
    let task = move |conn: &mut Connection, seen: &ForumSeen| -> Result<(Option<Editing>, Option<Typed>), PageError> {
        if seen.viewer.account().is_none() {
            return Ok((None, None));
        }
        let editing = editing(conn, seen, post)?;
        let limits = if editing.post.parent.is_some() { texts::COMMENT } else { texts::BODY };
        let at = Whereabouts::of_post(&seen.categories, &editing.post);
        let sent = FormSent { key: None, trap: "", before: Some(&editing.now.body) };
        let title = if editing.post.opens_topic() { &*typed_form.title } else { "" };
        let text = typed(conn, &desk, seen, Writing { body: &typed_form.body, lang: Some(typed_form.lang), limits, at, title, form: Some(sent) })?;
        Ok((Some(editing), Some(text)))
    };
    let action = format!("/p/{post}/edit");
    let (seen, (editing, text)) = match visit.look(task).await {
        Ok(found) => found,
        Err(error) => return unsaved(&visit, &action, carried(&form), error),
    };
    let (Some(editing), Some(text), Some(member)) = (editing, text, seen.viewer.id()) else {
        return interrupted(&visit, &action, carried(&form)).await;
    };
    let (errors, edit) = check(&visit, &seen, &editing, &form, &text);
    if is_on(&form.preview) {
        return edit_page(&visit, &seen, StatusCode::OK, &editing, &form, FieldErrors::default(), Extra::Preview(text.preview()));
    }
    let Some(edit) = edit.filter(|_| errors.is_empty()) else {
        return edit_page(&visit, &seen, StatusCode::UNPROCESSABLE_ENTITY, &editing, &form, errors, Extra::Nothing);
    };
    match visit.write(member, move |tx, who: &Participant| edit_post(tx, who, &edit)).await {
        Ok(row) => {
            let notice = if row.state == PostState::Held { "forum-notice-held" } else { "forum-notice-edited" };
            Ok(visit.see_other(&format!("/p/{}", row.id), Some(notice)))
        }
        Err(failure) => refused(&visit, &seen, &editing, form, failure),
    }
}

/// The fields of a form that could not be taken now.
fn carried(form: &EditForm) -> Vec<(String, String)> {
    let fields =
        [("version", &form.version), ("title", &form.title), ("tags", &form.tags), ("body", &form.body), ("reason", &form.reason), ("lang", &form.lang)];
    fields.map(|(name, value)| (name.to_owned(), value.clone())).into()
}

fn editing(conn: &mut Connection, seen: &ForumSeen, post: PostId) -> Result<Editing, PageError> {
    if seen.viewer.account().is_none() {
        return Err(PageError::SignIn(format!("/p/{post}/edit")));
    }
    let (post, topic) = seen_post(conn, seen, post)?;
    let who = participant(seen);
    let place = Place { amendable: is_amendable(conn, &post)?, ..who.place_of_post(&post.facts(), post.topic_closed) };
    may(&seen.viewer, Deed::Edit, &place).map_err(|denied| PageError::Forbidden(denied.key()))?;
    let body = texts::store::source(conn, post.id)?;
    let (title, tags) = match post.opens_topic() {
        true => (topic.title.clone(), tags::store::of_topic(conn, topic.id)?.join(" ")),
        false => (String::new(), String::new()),
    };
    Ok(Editing { post, topic, now: Stale { title, tags, body } })
}

fn check(visit: &ForumVisit, seen: &ForumSeen, editing: &Editing, form: &EditForm, text: &Typed) -> (FieldErrors, Option<Edit>) {
    let mut errors = FieldErrors::default();
    let opening = editing.post.opens_topic();
    let title = opening.then(|| Title::parse(&form.title).map_err(|error| errors.add("title", text_mistake(&visit.web, seen, "title", error))).ok()).flatten();
    let tags = if opening { checked_tags(visit, seen, &form.tags, &mut errors) } else { None };
    if text.composed().is_none() {
        errors.add("body", text.mistake(&visit.web, seen));
    }
    let reason = crate::platform::text::normalise::single_line(&form.reason);
    if reason.chars().count() > REASON_MAX {
        errors.add("reason", visit.web.i18n().text_with(seen.lang, "forum-reason-too-long", &[("max", (REASON_MAX as i64).into())]));
    }
    let Ok(version) = form.version.parse() else {
        errors.add("", visit.web.i18n().text(seen.lang, "error-detail-form"));
        return (errors, None);
    };
    let edit = text.composed().map(|text| Edit { post: editing.post.id, version, text: text.clone(), title, tags, reason });
    (errors, edit)
}

fn refused(visit: &ForumVisit, seen: &ForumSeen, editing: &Editing, mut form: EditForm, failure: Failure<EditError>) -> PageResult {
    let failure: Failure<Refusal> = match failure {
        Failure::Refused(EditError::Stale { version, source }) => {
            let stale = Stale { body: source, ..editing.now.clone() };
            form.version = version.to_string();
            return edit_page(visit, seen, StatusCode::CONFLICT, editing, &form, FieldErrors::default(), Extra::Stale(stale));
        }
        Failure::Refused(EditError::Refused(refusal)) => Failure::Refused(refusal),
        Failure::Database(error) => Failure::Database(error),
    };
    let (status, text) = visit.trouble(seen, &failure).ok_or(PageError::NotFound)?;
    let mut errors = FieldErrors::default();
    errors.add("", text);
    edit_page(visit, seen, status, editing, &form, errors, Extra::Nothing)
}

/// What a form that comes back shows besides the form.
enum Extra {
    Nothing,
    Preview(Markup<'static>),
    Stale(Stale),
}

fn edit_page(visit: &ForumVisit, seen: &ForumSeen, status: StatusCode, editing: &Editing, form: &EditForm, errors: FieldErrors, extra: Extra) -> PageResult {
    let post = &editing.post;
    let (preview, stale) = match extra {
        Extra::Nothing => (Markup::default(), None),
        Extra::Preview(html) => (html, None),
        Extra::Stale(stale) => (Markup::default(), Some(stale)),
    };
    let context = EditContext {
        action: format!("/p/{}/edit", post.id),
        back_url: post_url(&editing.topic.slug, post.topic, post.number),
        version: form.version.clone(),
        opening: post.opens_topic(),
        short: post.parent.is_some(),
        title: form.title.clone(),
        tags: form.tags.clone(),
        body: form.body.clone(),
        reason: form.reason.clone(),
        categories: Vec::new(),
        languages: language_choices(&visit.web, seen, &form.lang),
        title_error: errors.of("title"),
        category_error: String::new(),
        tags_error: errors.of("tags"),
        body_error: errors.of("body"),
        reason_error: errors.of("reason"),
        errors,
        stale,
        preview,
    };
    visit.forum_page(seen, status, "forum/posts/edit.html", &EditPage { topic: TopicHead::of(&editing.topic), form: context })
}
