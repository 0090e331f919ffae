//! The page where staff change a tag: its name, its synonyms, what it is called in other languages.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::accounts::rights::{self, Deed};
use crate::forum::listing::pages::{moved, tag_base, tag_url};
use crate::forum::listing::{List, Which, listing as topic_lists};
use crate::forum::participant::Participant;
use crate::forum::tags::edit::{self, TagRefusal};
use crate::forum::tags::listing;
use crate::forum::tags::store::{self, Main, TagId};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::{Connection, Failure, Tx};
use crate::platform::i18n::{Arg, Lang};
use crate::platform::text::TagName;
use crate::platform::web::forms::{FieldErrors, Form};
use crate::platform::web::{PageError, PageResult};

/// The context of `templates/forum/tags/edit.html`.
#[derive(Serialize)]
struct EditPage {
    tag: EditView,
}

#[derive(Serialize)]
struct EditView {
    name: String,
    url: String,
    base: String,
    synonyms: Vec<String>,
    merging: Vec<Merging>,
    names: Vec<NameField>,
    form: Typed,
    errors: FieldErrors,
    rename_error: String,
    synonym_error: String,
    into_error: String,
    names_error: String,
}

/// A tag on its way into this one.
#[derive(Serialize)]
struct Merging {
    name: String,
    left: String,
}

#[derive(Serialize)]
struct NameField {
    field: String,
    tag: &'static str,
    language: &'static str,
    value: String,
}

/// What was typed, to be shown again beside a mistake.
#[derive(Clone, Default, Serialize)]
pub(super) struct Typed {
    rename: String,
    synonym: String,
    into: String,
    #[serde(skip)]
    names: Option<BTreeMap<String, String>>,
}

impl Typed {
    /// The tag to merge into.
    pub(super) fn into(name: &str) -> Self {
        Self { into: name.to_owned(), ..Self::default() }
    }
}

/// Everything that the page of a tag shows.
struct Known {
    main: Main,
    synonyms: Vec<String>,
    names: Vec<(String, String)>,
    merging: Vec<(String, i64)>,
}

/// A tag that the viewer sees and may change, under its own name; else the way to it.
pub(super) fn editable(conn: &mut Connection, seen: &ForumSeen, typed: &str) -> Result<Main, PageError> {
    let name = TagName::parse(typed).map_err(|_| PageError::NotFound)?;
    let main = store::resolve(conn, name.as_str())?.ok_or(PageError::NotFound)?;
    if topic_lists::is_empty(conn, &seen.sight, &List::all(Which::Tag(main.id)))? {
        return Err(PageError::NotFound);
    }
    rights::may(&seen.viewer, Deed::EditTags, &rights::Place::default()).map_err(|denied| PageError::Forbidden(denied.key()))?;
    Ok(main)
}

fn known(conn: &mut Connection, seen: &ForumSeen, main: Main) -> Result<Known, PageError> {
    let merging = store::merging_into(conn, main.id)?;
    let left = listing::counts(conn, &seen.sight.readable, merging.iter().map(|tag| tag.id).collect())?;
    Ok(Known {
        synonyms: store::synonyms(conn, main.id)?,
        names: store::names(conn, main.id)?,
        merging: merging.into_iter().map(|tag| (tag.name, left.get(&tag.id).copied().unwrap_or(0))).collect(),
        main,
    })
}

/// The address of the page where a tag is changed.
pub(super) fn edit_url(name: &str) -> String {
    format!("{}/edit", tag_base(name))
}

/// `GET /tag/{tag}/edit`.
pub async fn show(visit: ForumVisit, typed: Path<String>) -> PageResult {
    visit.member_for(&edit_url(&typed)).await?;
    let wanted = typed.clone();
    let work = move |conn: &mut Connection, seen: &ForumSeen| {
        let main = editable(conn, seen, &wanted)?;
        known(conn, seen, main)
    };
    let (seen, known) = visit.look(work).await?;
    if known.main.name != *typed {
        return Ok(moved(&edit_url(&known.main.name)));
    }
    edit_page(&visit, &seen, known, Typed::default(), FieldErrors::default())
}

fn edit_page(visit: &ForumVisit, seen: &ForumSeen, known: Known, form: Typed, errors: FieldErrors) -> PageResult {
    let Known { main, synonyms, names, merging } = known;
    let stored: BTreeMap<String, String> = names.into_iter().map(|(lang, name)| (field(&lang), name)).collect();
    let names = form.names.clone().unwrap_or(stored);
    let name_field = |lang: &Lang| NameField {
        field: field(lang.tag()),
        tag: lang.tag(),
        language: lang.language().name,
        value: names.get(&field(lang.tag())).cloned().unwrap_or_default(),
    };
    let left = |left| seen.text_with(&visit.web, "forum-tag-left", &[("count", Arg::Number(left))]);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = EditView {
        url: tag_url(&main.name),
        base: tag_base(&main.name),
        synonyms,
        merging: merging.into_iter().map(|(name, topics)| Merging { name, left: left(topics) }).collect(),
        names: seen.settings.languages.iter().map(name_field).collect(),
        rename_error: errors.of("rename"),
        synonym_error: errors.of("synonym"),
        into_error: errors.of("into"),
        names_error: errors.of("names"),
        form: Typed { rename: if form.rename.is_empty() { main.name.clone() } else { form.rename }, ..form },
        errors,
        name: main.name,
    };
    visit.forum_page(seen, status, "forum/tags/edit.html", &EditPage { tag: view })
}

fn field(lang: &str) -> String {
    format!("name-{lang}")
}

/// A name in a form.
#[derive(Deserialize)]
pub struct NameForm {
    #[serde(default)]
    name: String,
}

/// `POST /tag/{tag}/rename`.
pub async fn rename(visit: ForumVisit, tag: Path<String>, Form(form): Form<NameForm>) -> PageResult {
    let typed = Typed { rename: form.name.clone(), ..Typed::default() };
    change_named(visit, &tag, "rename", form.name, typed, edit::rename_tag).await
}

/// `POST /tag/{tag}/synonyms`.
pub async fn add_synonym(visit: ForumVisit, tag: Path<String>, Form(form): Form<NameForm>) -> PageResult {
    let typed = Typed { synonym: form.name.clone(), ..Typed::default() };
    change_named(visit, &tag, "synonym", form.name, typed, edit::add_synonym).await
}

/// `POST /tag/{tag}/synonyms/remove`.
pub async fn remove_synonym(visit: ForumVisit, tag: Path<String>, Form(form): Form<NameForm>) -> PageResult {
    change_named(visit, &tag, "synonym", form.name, Typed::default(), edit::remove_synonym).await
}

type Named = fn(&mut Tx<'_>, &Participant, TagId, &TagName) -> Result<(), Failure<TagRefusal>>;

async fn change_named(visit: ForumVisit, tag: &str, at: &'static str, name: String, typed: Typed, work: Named) -> PageResult {
    let Ok(name) = TagName::parse(&name) else { return mistaken(visit, tag, at, typed, Mistake::Malformed).await };
    change(visit, tag, at, typed, move |tx, who, tag| work(tx, who, tag, &name)).await
}

/// `POST /tag/{tag}/names`: what the tag is called in other languages.
pub async fn translate(visit: ForumVisit, tag: Path<String>, Form(fields): Form<BTreeMap<String, String>>) -> PageResult {
    let mut names = Vec::new();
    let typed = Typed { names: Some(fields.clone()), ..Typed::default() };
    for lang in Lang::all() {
        let Some(name) = fields.get(&field(lang.tag())).filter(|name| !name.trim().is_empty()) else { continue };
        match TagName::parse(name) {
            Ok(name) => names.push((lang, name)),
            Err(_) => return mistaken(visit, &tag, "names", typed, Mistake::Malformed).await,
        }
    }
    change(visit, &tag, "names", typed, move |tx, who, tag| edit::translate_tag(tx, who, tag, &names)).await
}

/// Changes a tag and leads back to its page, or shows what was typed beside what is wrong with it.
async fn change<W>(visit: ForumVisit, tag: &str, at: &'static str, typed: Typed, mut work: W) -> PageResult
where
    W: FnMut(&mut Tx<'_>, &Participant, TagId) -> Result<(), Failure<TagRefusal>> + Send + 'static,
{
    let member = visit.member_for(&edit_url(tag)).await?;
    let wanted = tag.to_owned();
    let (_, main) = visit.look(move |conn, seen| editable(conn, seen, &wanted)).await?;
    let id = main.id;
    match visit.write(member, move |tx, who| work(tx, who, id)).await {
        Ok(()) => {
            let (_, name) = visit.look(move |conn, _| Ok::<_, PageError>(store::name(conn, id)?.unwrap_or(main.name))).await?;
            Ok(visit.see_other(&edit_url(&name), Some("forum-notice-tag-changed")))
        }
        Err(failure) => mistaken(visit, &main.name, at, typed, Mistake::Refused(refused(failure)?)).await,
    }
}

/// Why what was typed is not done.
pub(super) enum Mistake {
    /// It is no name of a tag.
    Malformed,
    /// It is one that cannot be taken.
    Refused(TagRefusal),
}

/// Lets through what a form can say beside a field; the rest is a page of its own.
pub(super) fn refused(failure: Failure<TagRefusal>) -> Result<TagRefusal, PageError> {
    match failure {
        Failure::Refused(TagRefusal::NotFound) => Err(PageError::NotFound),
        Failure::Refused(TagRefusal::Denied(denied)) => Err(PageError::Forbidden(denied.key())),
        Failure::Refused(other) => Ok(other),
        Failure::Database(error) => Err(error.into()),
    }
}

/// The page again, with what was typed and what is wrong with it beside the field `at`.
pub(super) async fn mistaken(visit: ForumVisit, tag: &str, at: &'static str, typed: Typed, mistake: Mistake) -> PageResult {
    visit.member_for(&edit_url(tag)).await?;
    let wanted = tag.to_owned();
    let work = move |conn: &mut Connection, seen: &ForumSeen| {
        let main = editable(conn, seen, &wanted)?;
        known(conn, seen, main)
    };
    let (seen, known) = visit.look(work).await?;
    let text = match mistake {
        Mistake::Malformed => seen.text(&visit.web, "forum-tag-malformed"),
        Mistake::Refused(TagRefusal::Taken(name)) => seen.text_with(&visit.web, "forum-tag-taken", &[("name", name.into())]),
        Mistake::Refused(TagRefusal::Same) => seen.text(&visit.web, "forum-tag-same"),
        Mistake::Refused(_) => seen.text_with(&visit.web, "forum-tag-too-many", &[("count", Arg::Number(edit::SYNONYMS_MOST as i64))]),
    };
    let mut errors = FieldErrors::default();
    errors.add(at, text);
    edit_page(&visit, &seen, known, typed, errors)
}
