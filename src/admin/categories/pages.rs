//! The pages of the categories.

use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::form::{self, about_field, access_field, field_of, name_field};
use crate::accounts::viewer::COMPUTED_GROUPS;
use crate::accounts::{CategoryId, Right};
use crate::admin::groups::{self, listing::GroupRow};
use crate::admin::visit::Fields;
use crate::admin::visit::pages::{AdminVisit, Choice, FieldError, error_of};
use crate::forum::categories::{self, Category, CategoryDraft, CategoryRefusal, DESCRIPTION_LENGTH, Direction, ICONS, Mistake, NAME_LENGTH};
use crate::forum::visit::pages::ForumSeen;
use crate::platform::i18n::Arg;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

const LIST: &str = "/admin/categories";

#[derive(Serialize)]
struct ListPage {
    tab: &'static str,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: CategoryId,
    name: String,
    icon: String,
    path: String,
    url: String,
    rights: Vec<String>,
    is_below: bool,
    is_closed: bool,
    is_first: bool,
    is_last: bool,
}

/// `GET /admin/categories`: all of them in their order.
pub async fn list(visit: AdminVisit) -> PageResult {
    let (seen, groups) = visit.look(|conn, _| Ok(groups::listing::all(conn)?)).await?;
    let rows = seen.categories.all().iter().map(|category| row(&visit, &seen, &groups, category)).collect();
    visit.show(&seen, "admin/categories/list.html", &ListPage { tab: "categories", rows })
}

fn row(visit: &AdminVisit, seen: &ForumSeen, groups: &[GroupRow], category: &Category) -> Row {
    let neighbours: Vec<CategoryId> = seen.categories.neighbours(category.parent).map(|neighbour| neighbour.id).collect();
    let rights = category.access.iter().map(|(group, right)| {
        let group = groups::pages::name(visit, seen, groups, group);
        format!("{group}: {}", right_name(visit, seen, *right))
    });
    Row {
        id: category.id,
        name: category.name(seen.lang, seen.settings.language()).to_owned(),
        icon: category.icon.clone(),
        path: category.path.clone(),
        url: category.url(),
        rights: rights.collect(),
        is_below: category.parent.is_some(),
        is_closed: category.closed,
        is_first: neighbours.first() == Some(&category.id),
        is_last: neighbours.last() == Some(&category.id),
    }
}

fn right_name(visit: &AdminVisit, seen: &ForumSeen, right: Right) -> String {
    visit.words(
        seen,
        match right {
            Right::Read => "admin-right-read",
            Right::Reply => "admin-right-reply",
            Right::Ask => "admin-right-ask",
        },
    )
}

/// Below which category a new one begins.
#[derive(Deserialize)]
pub struct Below {
    parent: Option<i64>,
}

/// `GET /admin/categories/new`: an empty form, or one with what the category above gives.
pub async fn new(visit: AdminVisit, below: Query<Below>) -> PageResult {
    let (seen, groups) = visit.look(|conn, _| Ok(groups::listing::all(conn)?)).await?;
    let above = below.parent.and_then(|id| seen.categories.get(CategoryId(id))).filter(|above| above.parent.is_none());
    let draft = form::blank(above);
    let page = page(&visit, &seen, &groups, None, &draft, &[]);
    visit.show(&seen, "admin/categories/edit.html", &page)
}

/// `GET /admin/categories/{id}`: the form as the category stands.
pub async fn show(visit: AdminVisit, id: Path<i64>) -> PageResult {
    let (seen, groups) = visit.look(|conn, _| Ok(groups::listing::all(conn)?)).await?;
    let category = seen.categories.get(CategoryId(*id)).ok_or(PageError::NotFound)?;
    let page = page(&visit, &seen, &groups, Some(category), &CategoryDraft::of(category), &[]);
    visit.show(&seen, "admin/categories/edit.html", &page)
}

/// `POST /admin/categories/new`.
pub async fn make(visit: AdminVisit, Form(fields): Form<Fields>) -> PageResult {
    save(visit, fields, None).await
}

/// `POST /admin/categories/{id}`.
pub async fn edit(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    save(visit, fields, Some(CategoryId(*id))).await
}

async fn save(visit: AdminVisit, fields: Fields, id: Option<CategoryId>) -> PageResult {
    let (seen, groups) = visit.look(|conn, _| Ok(groups::listing::all(conn)?)).await?;
    let present = match id {
        Some(id) => Some(seen.categories.get(id).ok_or(PageError::NotFound)?),
        None => None,
    };
    let own = seen.settings.language();
    let slugs: Vec<String> = groups.iter().map(|group| group.slug.clone()).collect();
    let draft = form::draft(&fields, &seen.settings.languages, &slugs, present);
    let written = draft.clone();
    let saved = visit
        .write(move |tx, by| match id {
            Some(id) => categories::edit_category(tx, by, id, &written, own),
            None => categories::make_category(tx, by, &written, own).map(|_| ()),
        })
        .await?;
    match saved {
        Ok(()) => visit.done(LIST, if id.is_some() { "admin-notice-category-changed" } else { "admin-notice-category-made" }),
        Err(CategoryRefusal::Mistakes(mistakes)) => {
            let page = page(&visit, &seen, &groups, present, &draft, &mistakes);
            visit.show_mistakes(&seen, "admin/categories/edit.html", &page)
        }
        Err(CategoryRefusal::NotAllowed | CategoryRefusal::NotFound) => Err(PageError::NotFound),
    }
}

/// Which way, as the buttons send it.
#[derive(Deserialize)]
pub struct Step {
    direction: Direction,
}

/// `POST /admin/categories/{id}/move`.
pub async fn step(visit: AdminVisit, id: Path<i64>, Form(step): Form<Step>) -> PageResult {
    let id = CategoryId(*id);
    let moved = visit.write(move |tx, by| categories::move_category(tx, by, id, step.direction)).await?;
    moved.map_err(|_| PageError::NotFound)?;
    visit.done(LIST, "admin-notice-category-moved")
}

/// Close or reopen, as the buttons send it.
#[derive(Deserialize)]
pub struct Closing {
    closed: bool,
}

/// `POST /admin/categories/{id}/close`.
pub async fn close(visit: AdminVisit, id: Path<i64>, Form(closing): Form<Closing>) -> PageResult {
    let (id, closed) = (CategoryId(*id), closing.closed);
    let done = visit.write(move |tx, by| categories::close_category(tx, by, id, closed)).await?;
    done.map_err(|_| PageError::NotFound)?;
    visit.done(LIST, if closed { "admin-notice-category-closed" } else { "admin-notice-category-reopened" })
}

#[derive(Serialize)]
struct EditPage {
    tab: &'static str,
    name: Option<String>,
    action: String,
    form: EditForm,
}

#[derive(Serialize)]
struct EditForm {
    slug: String,
    slug_error: String,
    parents: Vec<Choice>,
    parent_error: String,
    icons: Vec<Choice>,
    icon_error: String,
    languages: Vec<LanguageFields>,
    groups: Vec<GroupField>,
    access_error: String,
    errors: Vec<FieldError>,
}

#[derive(Serialize)]
struct LanguageFields {
    tag: &'static str,
    language: &'static str,
    is_own: bool,
    name_field: String,
    name: String,
    name_error: String,
    about_field: String,
    about: String,
    about_error: String,
}

#[derive(Serialize)]
struct GroupField {
    field: String,
    name: String,
    rights: Vec<Choice>,
    error: String,
}

fn page(visit: &AdminVisit, seen: &ForumSeen, groups: &[GroupRow], category: Option<&Category>, draft: &CategoryDraft, mistakes: &[Mistake]) -> EditPage {
    let own = seen.settings.language();
    let errors: Vec<FieldError> =
        mistakes.iter().map(|mistake| FieldError { field: field_of(mistake), text: sentence(visit, seen, groups, mistake) }).collect();
    let parent = draft.parent.map(|id| id.to_string()).unwrap_or_default();
    let above = seen.categories.neighbours(None).filter(|above| category.is_none_or(|category| category.id != above.id));
    let parents = above.map(|above| Choice::new(above.id.to_string(), above.name(seen.lang, own), &parent)).collect();
    let icons = ICONS.iter().map(|icon| Choice::new(*icon, visit.words(seen, &format!("admin-icon-{icon}")), &draft.icon)).collect();
    let groups = COMPUTED_GROUPS.iter().copied().chain(groups.iter().map(|group| group.slug.as_str())).map(|group| {
        let chosen = draft.access.iter().find(|(g, _)| g == group).map_or("", |(_, right)| right.as_str());
        let rights = Right::ALL.iter().map(|right| Choice::new(right.as_str(), right_name(visit, seen, *right), chosen)).collect();
        let field = access_field(group);
        GroupField { name: groups::pages::name(visit, seen, groups, group), rights, error: error_of(&errors, &field), field }
    });
    let form = EditForm {
        slug: draft.slug.clone(),
        slug_error: error_of(&errors, "slug"),
        parents,
        parent_error: error_of(&errors, "parent"),
        icons,
        icon_error: error_of(&errors, "icon"),
        languages: languages(seen, draft, &errors),
        groups: groups.collect(),
        access_error: error_of(&errors, "access"),
        errors,
    };
    let action = category.map_or_else(|| format!("{LIST}/new"), |category| format!("{LIST}/{}", category.id));
    EditPage { tab: "categories", name: category.map(|category| category.name(seen.lang, own).to_owned()), action, form }
}

fn languages(seen: &ForumSeen, draft: &CategoryDraft, errors: &[FieldError]) -> Vec<LanguageFields> {
    let fields = seen.settings.languages.iter().map(|lang| {
        let (name, about) = draft.names.iter().find(|(l, ..)| l == lang).map(|(_, name, about)| (name.clone(), about.clone())).unwrap_or_default();
        let (name_field, about_field) = (name_field(*lang), about_field(*lang));
        LanguageFields {
            tag: lang.tag(),
            language: lang.language().name,
            is_own: *lang == seen.settings.language(),
            name,
            name_error: error_of(errors, &name_field),
            name_field,
            about,
            about_error: error_of(errors, &about_field),
            about_field,
        }
    });
    fields.collect()
}

fn sentence(visit: &AdminVisit, seen: &ForumSeen, groups: &[GroupRow], mistake: &Mistake) -> String {
    let what: Vec<(&str, Arg<'_>)> = match mistake {
        Mistake::NameMissing(lang) => vec![("language", lang.language().name.into())],
        Mistake::NameTooLong(lang) => vec![("language", lang.language().name.into()), ("most", (NAME_LENGTH as i64).into())],
        Mistake::DescriptionTooLong(lang) => vec![("language", lang.language().name.into()), ("most", (DESCRIPTION_LENGTH as i64).into())],
        Mistake::GroupUnknown(group) | Mistake::WiderThanParent(group) => vec![("group", groups::pages::name(visit, seen, groups, group).into())],
        Mistake::NarrowerThanBelow(id) => {
            let name = seen.categories.get(*id).map(|below| below.name(seen.lang, seen.settings.language()).to_owned());
            vec![("category", name.unwrap_or_default().into())]
        }
        _ => Vec::new(),
    };
    visit.words_with(seen, mistake.key(), &what)
}
