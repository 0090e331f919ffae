//! The pages of words that mean the same.

use actix_web::web::Path;
use serde::Serialize;

use super::{Draft, GroupError, add_group, change_group, remove_group};
use crate::admin::visit::Fields;
use crate::admin::visit::pages::{AdminVisit, Choice, FieldError, error_of};
use crate::forum::visit::pages::ForumSeen;
use crate::platform::i18n::Lang;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};
use crate::search::synonyms::store::{self, GroupRow};
use crate::search::synonyms::{GroupId, WORDS_MOST};

const LIST: &str = "/admin/search-words";

#[derive(Serialize)]
struct ListPage {
    tab: &'static str,
    rows: Vec<Row>,
    form: WordsForm,
}

#[derive(Serialize)]
struct Row {
    id: GroupId,
    words: String,
    lang: String,
    language: String,
}

#[derive(Serialize)]
struct GroupPage {
    tab: &'static str,
    id: GroupId,
    title: String,
    form: WordsForm,
}

#[derive(Serialize)]
struct WordsForm {
    languages: Vec<Choice>,
    lang_error: String,
    words: String,
    words_error: String,
    most: usize,
    errors: Vec<FieldError>,
}

impl WordsForm {
    fn new(visit: &AdminVisit, seen: &ForumSeen, draft: &Draft, error: Option<GroupError>) -> Self {
        let mistake = error.and_then(GroupError::mistake);
        let errors: Vec<FieldError> = mistake.iter().map(|(field, key)| FieldError { field: (*field).into(), text: visit.words(seen, key) }).collect();
        let mut languages = vec![Choice::new("", visit.words(seen, "search-words-all-languages"), &draft.lang)];
        languages.extend(spoken(seen, &draft.lang).into_iter().map(|lang| Choice::new(lang.tag(), lang.language().name, &draft.lang)));
        Self { languages, lang_error: error_of(&errors, "lang"), words: draft.words.clone(), words_error: error_of(&errors, "words"), most: WORDS_MOST, errors }
    }
}

/// The community's languages, and that of the group where it was one of them once.
fn spoken(seen: &ForumSeen, own: &str) -> Vec<Lang> {
    let mut spoken = seen.settings.languages.clone();
    spoken.extend(Lang::parse(own).filter(|lang| !spoken.contains(lang)));
    spoken
}

fn typed(fields: &Fields) -> Draft {
    Draft { lang: fields.get("lang").to_owned(), words: fields.get("words").to_owned() }
}

fn language(visit: &AdminVisit, seen: &ForumSeen, tag: &str) -> String {
    Lang::parse(tag).map_or_else(|| visit.words(seen, "search-words-all-languages"), |lang| lang.language().name.to_owned())
}

/// `GET /admin/search-words`: every group, and a form for a new one.
pub async fn list(visit: AdminVisit) -> PageResult {
    let draft = Draft { lang: String::new(), words: String::new() };
    let (seen, page) = list_page(&visit, &draft, None).await?;
    visit.show(&seen, "admin/search_words/list.html", &page)
}

async fn list_page(visit: &AdminVisit, draft: &Draft, error: Option<GroupError>) -> Result<(ForumSeen, ListPage), PageError> {
    let (seen, groups) = visit.look(|conn, _| Ok(store::all(conn)?)).await?;
    let row = |GroupRow { id, lang, words }: GroupRow| Row { id, words, language: language(visit, &seen, &lang), lang };
    let rows = groups.into_iter().map(row).collect();
    let form = WordsForm::new(visit, &seen, draft, error);
    Ok((seen, ListPage { tab: "search-words", rows, form }))
}

/// `POST /admin/search-words`: adds a group.
pub async fn add(visit: AdminVisit, Form(fields): Form<Fields>) -> PageResult {
    let draft = typed(&fields);
    let wanted = draft.clone();
    match visit.write(move |tx, by| add_group(tx, by, &wanted)).await? {
        Ok(_) => visit.done(LIST, "search-notice-words-added"),
        Err(GroupError::NotAllowed | GroupError::NotFound) => Err(PageError::NotFound),
        Err(error) => {
            let (seen, page) = list_page(&visit, &draft, Some(error)).await?;
            visit.show_mistakes(&seen, "admin/search_words/list.html", &page)
        }
    }
}

/// `GET /admin/search-words/{words}`.
pub async fn show(visit: AdminVisit, id: Path<i64>) -> PageResult {
    let (seen, page) = group_page(&visit, GroupId(*id), None).await?;
    visit.show(&seen, "admin/search_words/show.html", &page)
}

async fn group_page(visit: &AdminVisit, id: GroupId, sent: Option<(&Draft, GroupError)>) -> Result<(ForumSeen, GroupPage), PageError> {
    let (seen, row) = visit.look(move |conn, _| store::find(conn, id)?.ok_or(PageError::NotFound)).await?;
    let stored = Draft { lang: row.lang, words: row.words.clone() };
    let form = match sent {
        Some((draft, error)) => WordsForm::new(visit, &seen, draft, Some(error)),
        None => WordsForm::new(visit, &seen, &stored, None),
    };
    Ok((seen, GroupPage { tab: "search-words", id, title: row.words, form }))
}

/// `POST /admin/search-words/{words}`: changes a group.
pub async fn change(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let (id, draft) = (GroupId(*id), typed(&fields));
    let wanted = draft.clone();
    match visit.write(move |tx, by| change_group(tx, by, id, &wanted)).await? {
        Ok(()) => visit.done(LIST, "search-notice-words-changed"),
        Err(GroupError::NotAllowed | GroupError::NotFound) => Err(PageError::NotFound),
        Err(error) => {
            let (seen, page) = group_page(&visit, id, Some((&draft, error))).await?;
            visit.show_mistakes(&seen, "admin/search_words/show.html", &page)
        }
    }
}

/// `POST /admin/search-words/{words}/remove`.
pub async fn remove(visit: AdminVisit, id: Path<i64>) -> PageResult {
    let id = GroupId(*id);
    match visit.write(move |tx, by| remove_group(tx, by, id)).await? {
        Ok(()) => visit.done(LIST, "search-notice-words-removed"),
        Err(_) => Err(PageError::NotFound),
    }
}
