//! The page of replies that are kept ready, and putting one into the form of a reply.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::Serialize;
use std::collections::BTreeMap;

use super::placeholders::{self, Values};
use super::{
    CannedError, CannedId, CannedReply, Draft, NAME_MAX, REPLIES_MOST, change_reply, make_reply, place_of, remove_reply, sees_place, store, uses_replies,
};
use crate::accounts::rights::{Deed, may};
use crate::accounts::store::name_and_url;
use crate::accounts::{CategoryId, MemberId};
use crate::forum::participant::Participant;
use crate::forum::topics::store::TopicRow;
use crate::forum::topics::topic_url;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::writing::pages::text_mistake;
use crate::platform::db::{Connection, Failure, Result as DbResult, Tx};
use crate::platform::i18n::Lang;
use crate::platform::web::forms::{Choice, FieldErrors, Form};
use crate::platform::web::{PageError, PageResult, Web};

/// The page.
const LIST: &str = "/canned-replies";

/// The fields of a form: those of texts are called by their languages.
type Fields = BTreeMap<String, String>;

/// The context of `templates/forum/canned/list.html`.
#[derive(Serialize)]
struct ListPage {
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    url: String,
    place: String,
    languages: Vec<&'static str>,
}

/// The context of `templates/forum/canned/edit.html`.
#[derive(Serialize)]
struct EditPage {
    form: EditForm,
}

#[derive(Serialize)]
struct EditForm {
    action: String,
    remove_url: String,
    name: String,
    name_max: String,
    places: Vec<Choice>,
    texts: Vec<TextField>,
    placeholders: Vec<Placeholder>,
    name_error: String,
    category_error: String,
    texts_error: String,
    errors: FieldErrors,
}

#[derive(Serialize)]
struct TextField {
    field: String,
    tag: &'static str,
    language: &'static str,
    value: String,
    error: String,
}

#[derive(Serialize)]
struct Placeholder {
    word: String,
    meaning: String,
}

/// The context of `templates/confirm.html`.
#[derive(Serialize)]
struct ConfirmPage {
    confirm: Confirm,
}

#[derive(Serialize)]
struct Confirm {
    heading: String,
    text: String,
    action: String,
    button: String,
    back_url: String,
    grave: bool,
    fields: Vec<()>,
}

/// To whoever keeps no replies nothing is here, signed in or not.
fn admit(seen: &ForumSeen) -> Result<MemberId, PageError> {
    seen.viewer.id().filter(|_| uses_replies(&seen.viewer)).ok_or(PageError::NotFound)
}

fn may_keep(seen: &ForumSeen, category: Option<CategoryId>) -> bool {
    sees_place(&seen.sight, category) && may(&seen.viewer, Deed::KeepReplies, &place_of(category)).is_ok()
}

fn place_name(visit: &ForumVisit, seen: &ForumSeen, category: Option<CategoryId>) -> String {
    match category.and_then(|id| seen.categories.get(id)) {
        Some(category) => category.name(seen.lang, seen.settings.language()).to_owned(),
        None => seen.text(&visit.web, "canned-everywhere"),
    }
}

/// `GET /canned-replies`.
pub async fn list(visit: ForumVisit) -> PageResult {
    let work = |conn: &mut Connection, seen: &ForumSeen| -> Result<_, PageError> {
        admit(seen)?;
        Ok(store::all(conn)?)
    };
    let (seen, all) = visit.look(work).await?;
    let row = |reply: CannedReply| Row {
        url: if may_keep(&seen, reply.category) { format!("{LIST}/{}", reply.id) } else { String::new() },
        place: place_name(&visit, &seen, reply.category),
        languages: reply.texts.keys().filter_map(|tag| Lang::parse(tag)).map(|lang| lang.language().name).collect(),
        name: reply.name,
    };
    let rows = all.into_iter().filter(|reply| sees_place(&seen.sight, reply.category)).map(row).collect();
    visit.forum_page(&seen, StatusCode::OK, "forum/canned/list.html", &ListPage { rows })
}

/// `GET /canned-replies/new`.
pub async fn new(visit: ForumVisit) -> PageResult {
    let (seen, _) = visit.look(|_, seen| admit(seen)).await?;
    edit_page(&visit, &seen, None, &Draft::default(), None)
}

/// `POST /canned-replies/new`.
pub async fn make(visit: ForumVisit, Form(fields): Form<Fields>) -> PageResult {
    let draft = typed(&fields);
    let wanted = draft.clone();
    keep(visit, None, draft, "canned-notice-made", move |tx, who| make_reply(tx, who, &wanted).map(|_| ())).await
}

/// `GET /canned-replies/{reply}`.
pub async fn show(visit: ForumVisit, reply: Path<i64>) -> PageResult {
    let (seen, reply) = kept(&visit, CannedId(*reply)).await?;
    let draft = Draft { name: reply.name, category: reply.category, texts: reply.texts };
    edit_page(&visit, &seen, Some(reply.id), &draft, None)
}

/// `POST /canned-replies/{reply}`.
pub async fn change(visit: ForumVisit, reply: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let (id, draft) = (CannedId(*reply), typed(&fields));
    let wanted = draft.clone();
    keep(visit, Some(id), draft, "canned-notice-changed", move |tx, who| change_reply(tx, who, id, &wanted)).await
}

/// `GET /canned-replies/{reply}/remove`: asks once more, for it cannot be brought back.
pub async fn ask_remove(visit: ForumVisit, reply: Path<i64>) -> PageResult {
    let (seen, reply) = kept(&visit, CannedId(*reply)).await?;
    let confirm = Confirm {
        heading: seen.text_with(&visit.web, "canned-remove-heading", &[("name", reply.name.as_str().into())]),
        text: seen.text(&visit.web, "canned-remove-text"),
        action: format!("{LIST}/{}/remove", reply.id),
        button: seen.text(&visit.web, "canned-remove"),
        back_url: format!("{LIST}/{}", reply.id),
        grave: true,
        fields: Vec::new(),
    };
    visit.forum_page(&seen, StatusCode::OK, "confirm.html", &ConfirmPage { confirm })
}

/// `POST /canned-replies/{reply}/remove`.
pub async fn remove(visit: ForumVisit, reply: Path<i64>) -> PageResult {
    let id = CannedId(*reply);
    let (_, member) = visit.look(|_, seen| admit(seen)).await?;
    match visit.write(member, move |tx, who| remove_reply(tx, who, id)).await {
        Ok(()) => Ok(visit.see_other(LIST, Some("canned-notice-removed"))),
        Err(Failure::Refused(CannedError::Refused(refusal))) => Err(Failure::Refused(refusal).into()),
        Err(Failure::Refused(_)) => Err(PageError::NotFound),
        Err(Failure::Database(error)) => Err(error.into()),
    }
}

/// A reply that the viewer may change.
async fn kept(visit: &ForumVisit, id: CannedId) -> Result<(ForumSeen, CannedReply), PageError> {
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<CannedReply, PageError> {
        admit(seen)?;
        let reply = store::find(conn, id)?.filter(|reply| sees_place(&seen.sight, reply.category)).ok_or(PageError::NotFound)?;
        may(&seen.viewer, Deed::KeepReplies, &place_of(reply.category)).map_err(|denied| PageError::Forbidden(denied.key()))?;
        Ok(reply)
    };
    visit.look(work).await
}

fn typed(fields: &Fields) -> Draft {
    let get = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let texts = Lang::all().map(|lang| (lang.tag().to_owned(), get(&text_field(lang)))).filter(|(_, text)| !text.trim().is_empty());
    Draft { name: get("name"), category: get("category").parse().ok().map(CategoryId), texts: texts.collect() }
}

fn text_field(lang: Lang) -> String {
    format!("text-{}", lang.tag())
}

async fn keep<F>(visit: ForumVisit, id: Option<CannedId>, draft: Draft, notice: &'static str, work: F) -> PageResult
where
    F: FnMut(&mut Tx<'_>, &Participant) -> Result<(), Failure<CannedError>> + Send + 'static,
{
    let (seen, member) = visit.look(|_, seen| admit(seen)).await?;
    match visit.write(member, work).await {
        Ok(()) => Ok(visit.see_other(LIST, Some(notice))),
        Err(Failure::Refused(CannedError::Refused(refusal))) => Err(Failure::Refused(refusal).into()),
        Err(Failure::Refused(error)) => edit_page(&visit, &seen, id, &draft, Some(error)),
        Err(Failure::Database(error)) => Err(error.into()),
    }
}

fn edit_page(visit: &ForumVisit, seen: &ForumSeen, id: Option<CannedId>, draft: &Draft, error: Option<CannedError>) -> PageResult {
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut errors = FieldErrors::default();
    let mut wrong_text = None;
    if let Some(error) = error {
        let (field, lang, text) = mistake(visit, seen, error);
        errors.add(field, text.clone());
        wrong_text = lang.map(|lang| (lang, text));
    }
    let text = |lang: Lang| TextField {
        field: text_field(lang),
        tag: lang.tag(),
        language: lang.language().name,
        value: draft.texts.get(lang.tag()).cloned().unwrap_or_default(),
        error: wrong_text.iter().find(|(wrong, _)| wrong == lang.tag()).map(|(_, text)| text.clone()).unwrap_or_default(),
    };
    let placeholder = |word: &&str| Placeholder { word: format!("{{{word}}}"), meaning: seen.text(&visit.web, &format!("canned-placeholder-{word}")) };
    let address = id.map_or_else(|| format!("{LIST}/new"), |id| format!("{LIST}/{id}"));
    let form = EditForm {
        remove_url: if id.is_some() { format!("{address}/remove") } else { String::new() },
        action: address,
        name: draft.name.clone(),
        name_max: NAME_MAX.to_string(),
        places: places(visit, seen, draft.category),
        texts: spoken(seen, draft).into_iter().map(text).collect(),
        placeholders: placeholders::ALL.iter().map(placeholder).collect(),
        name_error: errors.of("name"),
        category_error: errors.of("category"),
        texts_error: if wrong_text.is_some() { String::new() } else { errors.of("texts") },
        errors,
    };
    visit.forum_page(seen, status, "forum/canned/edit.html", &EditPage { form })
}

/// The community's languages, and those that the reply is in though they are none of them any more.
fn spoken(seen: &ForumSeen, draft: &Draft) -> Vec<Lang> {
    let mut spoken = seen.settings.languages.clone();
    spoken.extend(Lang::all().filter(|lang| draft.texts.contains_key(lang.tag()) && !seen.settings.languages.contains(lang)));
    spoken
}

/// Where the viewer may keep replies.
fn places(visit: &ForumVisit, seen: &ForumSeen, chosen: Option<CategoryId>) -> Vec<Choice> {
    let all = std::iter::once(None).chain(seen.categories.all().iter().map(|category| Some(category.id)));
    let choice = |category: Option<CategoryId>| Choice {
        value: category.map(|id| id.to_string()).unwrap_or_default(),
        name: place_name(visit, seen, category),
        selected: category == chosen,
    };
    all.filter(|category| may_keep(seen, *category)).map(choice).collect()
}

/// The field to mend, the language of the text that is wrong if one is, and the sentence that says how.
fn mistake(visit: &ForumVisit, seen: &ForumSeen, error: CannedError) -> (&'static str, Option<String>, String) {
    let say = |key: &str| seen.text(&visit.web, key);
    match error {
        CannedError::NoName | CannedError::Refused(_) => ("name", None, say("canned-error-no-name")),
        CannedError::LongName => ("name", None, seen.text_with(&visit.web, "canned-error-long-name", &[("max", (NAME_MAX as i64).into())])),
        CannedError::Taken => ("name", None, say("canned-error-taken")),
        CannedError::TooMany => ("name", None, seen.text_with(&visit.web, "canned-error-many", &[("max", REPLIES_MOST.into())])),
        CannedError::NoText => ("texts", None, say("canned-error-no-text")),
        CannedError::Text(lang, error) => ("texts", Some(lang), text_mistake(&visit.web, seen, "body", error)),
        CannedError::Unknown(lang, word) => {
            let known = placeholders::ALL.map(|word| format!("{{{word}}}")).join(" ");
            let args = [("word", word.as_str().into()), ("known", known.as_str().into())];
            ("texts", Some(lang), seen.text_with(&visit.web, "canned-error-unknown", &args))
        }
    }
}

/// The replies that may be put into one in a category.
pub(in crate::forum) fn offered(conn: &mut Connection, seen: &ForumSeen, category: CategoryId) -> DbResult<Vec<(CannedId, String)>> {
    let is_theirs = seen.viewer.id().is_some() && (seen.viewer.is_staff() || seen.viewer.moderates(category));
    if !is_theirs {
        return Ok(Vec::new());
    }
    let above = seen.categories.get(category).and_then(|category| category.parent);
    let here: Vec<CategoryId> = std::iter::once(category).chain(above).filter(|category| sees_place(&seen.sight, Some(*category))).collect();
    store::offered(conn, &here)
}

/// Entries of the list to choose from.
pub(in crate::forum) fn choices(offered: &[(CannedId, String)], chosen: &str) -> Vec<Choice> {
    let choice = |(id, name): &(CannedId, String)| Choice { selected: id.to_string() == chosen, value: id.to_string(), name: name.clone() };
    offered.iter().map(choice).collect()
}

/// What one of these replies says in a topic, with everything in its place; none where it is not among them.
pub(in crate::forum) fn insertion(
    conn: &mut Connection,
    web: &Web,
    seen: &ForumSeen,
    topic: &TopicRow,
    offered: &[(CannedId, String)],
    chosen: &str,
) -> DbResult<Option<String>> {
    let Some((id, _)) = offered.iter().find(|(id, _)| id.to_string() == chosen) else { return Ok(None) };
    let Some(reply) = store::find(conn, *id)? else { return Ok(None) };
    let (name, _) = name_and_url(conn, topic.author)?;
    let (own, reads) = (seen.settings.language(), Lang::parse(&topic.lang).unwrap_or(seen.lang));
    let values = Values {
        name,
        topic: topic.title.clone(),
        link: web.address(&topic_url(&topic.slug, topic.id)),
        me: seen.viewer.account().map(|account| account.name.clone()).unwrap_or_default(),
        category: seen.categories.get(topic.category).map(|category| category.name(reads, own).to_owned()).unwrap_or_default(),
    };
    Ok(Some(placeholders::filled(reply.text(&topic.lang, own), &values)))
}
