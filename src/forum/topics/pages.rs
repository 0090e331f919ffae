//! `/ask`.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};

use super::ask::{NewQuestion, ask};
use super::topic_url;
use crate::accounts::rights::Denied;
use crate::accounts::sign_in::pages::{interrupted, unsaved};
use crate::forum::posts::Posted;
use crate::forum::screening::stamp::form_key;
use crate::forum::tags::{TAGS_MAX, TagsError, parse_tags};
use crate::forum::texts::{self, Whereabouts};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::writing::pages::{FormSent, Typed, Writing, category_choices, language_choices, text_mistake, typed, writer};
use crate::forum::{CategoryId, TopicKind};
use crate::platform::db::Connection;
use crate::platform::text::{TagName, Title};
use crate::platform::web::forms::{Choice, FieldErrors, Form, is_on};
use crate::platform::web::{Markup, PageError, PageResult};
use crate::search::Search;
use crate::search::pages::similar::{SimilarView, solved_before};

/// The longest title that a link may bring, in characters.
const TITLE_TAKEN: usize = 300;

/// Where the link to the form came from.
#[derive(Deserialize)]
pub struct AskQuery {
    #[serde(default)]
    category: String,
    /// What somebody looked for and did not find.
    #[serde(default)]
    title: String,
}

/// The form as typed.
#[derive(Clone, Default, Deserialize)]
pub struct AskForm {
    #[serde(default)]
    key: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    category: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    tags: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    trap: String,
    /// [`LOOK_FIRST`] from a form on which no similar questions were seen.
    #[serde(default)]
    similar: String,
    preview: Option<String>,
}

/// What the form's field says while solved questions like the new one are to be shown before it is posted. Scripts take the
/// field away once they have shown some; what is posted without it was never such a form's.
const LOOK_FIRST: &str = "ask";

/// What comes back with a form.
#[derive(Default)]
struct Back {
    errors: FieldErrors,
    preview: Markup<'static>,
    similar: Vec<SimilarView>,
}

impl Back {
    fn with(errors: FieldErrors) -> Self {
        Self { errors, ..Self::default() }
    }
}

/// The context of `forum/topics/ask.html`.
#[derive(Serialize)]
struct AskPage {
    form: AskContext,
}

/// The context of `forum/topics/suspended.html`: nothing beside the frame.
#[derive(Serialize)]
struct SuspendedPage {}

#[derive(Serialize)]
struct AskContext {
    key: String,
    title: String,
    tags: String,
    body: String,
    categories: Vec<Choice>,
    kinds: Vec<Choice>,
    languages: Vec<Choice>,
    title_error: String,
    category_error: String,
    tags_error: String,
    body_error: String,
    errors: FieldErrors,
    preview: Markup<'static>,
    look_first: bool,
    similar: Vec<SimilarView>,
}

/// `GET /ask`: the empty form.
pub async fn ask_form(visit: ForumVisit, query: Query<AskQuery>) -> PageResult {
    let (seen, ()) = visit.look(|_, _| Ok::<_, PageError>(())).await?;
    if seen.suspension.is_some() {
        return visit.forum_page(&seen, StatusCode::FORBIDDEN, "forum/topics/suspended.html", &SuspendedPage {});
    }
    writer(&seen, visit.req.uri().path_and_query().map_or("/ask", |path| path.as_str()))?;
    let by_number = || query.category.parse().ok().and_then(|id| seen.categories.get(CategoryId(id)));
    let category = seen.categories.by_path(&query.category).or_else(by_number).map(|category| category.id.to_string()).unwrap_or_default();
    let title = query.title.chars().take(TITLE_TAKEN).collect();
    let key = form_key(&seen.settings.forms_key.0, seen.viewer.id(), seen.now);
    let form = AskForm { key, title, category, similar: LOOK_FIRST.to_owned(), ..AskForm::default() };
    ask_page(&visit, &seen, StatusCode::OK, &form, Back::default())
}

/// `POST /ask`: opens the topic, or shows the form again with everything typed in it.
pub async fn ask_topic(visit: ForumVisit, search: Data<Search>, Form(mut form): Form<AskForm>) -> PageResult {
    let (desk, asked) = (visit.desk(), form.clone());
    let task = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Typed, PageError> {
        let unknown = || Whereabouts::unknown(&seen.categories);
        let at = asked.category.parse().map_or_else(|_| unknown(), |id| Whereabouts::in_category(&seen.categories, CategoryId(id)));
        let sent = FormSent { key: Some(&asked.key), trap: &asked.trap, before: None };
        let writing = Writing { body: &asked.body, lang: Some(asked.lang), limits: texts::BODY, at, title: &asked.title, form: Some(sent) };
        Ok(typed(conn, &desk, seen, writing)?)
    };
    let (seen, body) = match visit.look(task).await {
        Ok(found) => found,
        Err(error) => return unsaved(&visit, "/ask", carried(&form), error),
    };
    let Some(member) = seen.viewer.account().map(|account| account.id) else { return interrupted(&visit, "/ask", carried(&form)).await };
    let (errors, new) = check(&visit, &seen, &form, &body);
    if is_on(&form.preview) {
        return ask_page(&visit, &seen, StatusCode::OK, &form, Back { preview: body.preview(), ..Back::default() });
    }
    if seen.suspension.is_some() {
        // What was typed may be wrong besides: the one thing that counts is said.
        let mut errors = FieldErrors::default();
        errors.add("", seen.text(&visit.web, Denied::Suspended.key()));
        return ask_page(&visit, &seen, StatusCode::FORBIDDEN, &form, Back::with(errors));
    }
    let Some(new) = new.filter(|_| errors.is_empty()) else {
        return ask_page(&visit, &seen, StatusCode::UNPROCESSABLE_ENTITY, &form, Back::with(errors));
    };
    let similar = looked_for_first(&visit, &search, &form, &new).await;
    if !similar.is_empty() {
        form.similar.clear();
        return ask_page(&visit, &seen, StatusCode::OK, &form, Back { similar, ..Back::default() });
    }
    let slug = crate::platform::text::slug::slug(new.title.as_str());
    match visit.write(member, move |tx, who| ask(tx, who, &new)).await {
        Ok(posted) => Ok(after_posting(&visit, &slug, &posted)),
        Err(failure) => {
            let (status, text) = visit.trouble(&seen, &failure).ok_or(PageError::NotFound)?;
            let mut errors = FieldErrors::default();
            errors.add("", text);
            ask_page(&visit, &seen, status, &form, Back::with(errors))
        }
    }
}

/// Solved questions like the new one, if its form asks to be shown some. Discussions and announcements want no answer.
async fn looked_for_first(visit: &ForumVisit, search: &Search, form: &AskForm, new: &NewQuestion) -> Vec<SimilarView> {
    if form.similar == LOOK_FIRST && new.kind == TopicKind::Question { solved_before(visit, search, new.title.as_str()).await } else { Vec::new() }
}

/// Leads to what was just posted.
pub fn after_posting(visit: &ForumVisit, slug: &str, posted: &Posted) -> HttpResponse {
    let path = match posted.number {
        1 => topic_url(slug, posted.topic),
        number => format!("{}/{number}", topic_url(slug, posted.topic)),
    };
    visit.see_other(&path, posted.held.then_some("forum-notice-held"))
}

/// The fields of a form that could not be taken now.
fn carried(form: &AskForm) -> Vec<(String, String)> {
    let fields = [
        ("title", &form.title),
        ("category", &form.category),
        ("kind", &form.kind),
        ("tags", &form.tags),
        ("body", &form.body),
        ("lang", &form.lang),
        ("key", &form.key),
        ("similar", &form.similar),
        ("trap", &form.trap),
    ];
    fields.map(|(name, value)| (name.to_owned(), value.clone())).into()
}

fn check(visit: &ForumVisit, seen: &ForumSeen, form: &AskForm, body: &Typed) -> (FieldErrors, Option<NewQuestion>) {
    let mut errors = FieldErrors::default();
    let say = |key: &str| visit.web.i18n().text(seen.lang, key);
    let title = Title::parse(&form.title).map_err(|error| errors.add("title", text_mistake(&visit.web, seen, "title", error))).ok();
    let category = form.category.parse().ok().map(CategoryId).filter(|id| category_choices(seen, None).iter().any(|choice| choice.value == id.to_string()));
    if category.is_none() {
        errors.add("category", say("forum-error-category"));
    }
    let kind = TopicKind::parse(if form.kind.is_empty() { "question" } else { &form.kind });
    if kind.is_none() {
        errors.add("kind", say("forum-error-kind"));
    }
    let tags = checked_tags(visit, seen, &form.tags, &mut errors);
    if body.composed().is_none() {
        errors.add("body", body.mistake(&visit.web, seen));
    }
    let new = (|| {
        Some(NewQuestion {
            category: category?,
            kind: kind?,
            title: title?,
            text: body.composed()?.clone(),
            tags: tags?,
            key: form.key.chars().take(100).collect(),
        })
    })();
    (errors, new)
}

/// Tags as typed, or a mistake in words.
pub fn checked_tags(visit: &ForumVisit, seen: &ForumSeen, typed: &str, errors: &mut FieldErrors) -> Option<Vec<TagName>> {
    let words = visit.web.i18n();
    match parse_tags(typed) {
        Ok(tags) => Some(tags),
        Err(TagsError::TooMany) => {
            errors.add("tags", words.text_with(seen.lang, "forum-tags-too-many", &[("max", (TAGS_MAX as i64).into())]));
            None
        }
        Err(TagsError::Malformed(tag)) => {
            errors.add("tags", words.text_with(seen.lang, "forum-tags-malformed", &[("tag", tag.into())]));
            None
        }
    }
}

fn ask_page(visit: &ForumVisit, seen: &ForumSeen, status: StatusCode, form: &AskForm, back: Back) -> PageResult {
    let Back { errors, preview, similar } = back;
    let chosen = form.category.parse().ok().map(CategoryId);
    let kinds = [TopicKind::Question, TopicKind::Discussion, TopicKind::Announcement]
        .into_iter()
        .filter(|kind| *kind != TopicKind::Announcement || seen.viewer.is_staff());
    let kinds = kinds.map(|kind| Choice {
        value: kind.as_str().into(),
        name: String::new(),
        selected: kind.as_str() == form.kind || form.kind.is_empty() && kind == TopicKind::Question,
    });
    let context = AskContext {
        key: form.key.clone(),
        title: form.title.clone(),
        tags: form.tags.clone(),
        body: form.body.clone(),
        categories: category_choices(seen, chosen),
        kinds: kinds.collect(),
        languages: language_choices(&visit.web, seen, &form.lang),
        title_error: errors.of("title"),
        category_error: errors.of("category"),
        tags_error: errors.of("tags"),
        body_error: errors.of("body"),
        errors,
        preview,
        look_first: form.similar == LOOK_FIRST,
        similar,
    };
    visit.forum_page(seen, status, "forum/topics/ask.html", &AskPage { form: context })
}
