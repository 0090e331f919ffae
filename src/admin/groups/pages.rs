//! The pages of the groups.

use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::listing::{self, GroupRow, PAGE};
use super::remove_group;
use crate::accounts::MemberId;
use crate::accounts::groups::{self, GroupError, GroupId, NewGroup};
use crate::accounts::store::{Found, find_by_username};
use crate::accounts::viewer::COMPUTED_GROUPS;
use crate::admin::visit::Fields;
use crate::admin::visit::pages::{AdminVisit, FieldError, error_of};
use crate::forum::visit::pages::ForumSeen;
use crate::platform::web::forms::{Form, encoded};
use crate::platform::web::{PageError, PageResult};

const LIST: &str = "/admin/groups";

/// A group's name as shown: words for computed ones, the row's own name for others.
pub fn name(visit: &AdminVisit, seen: &ForumSeen, groups: &[GroupRow], slug: &str) -> String {
    if COMPUTED_GROUPS.contains(&slug) {
        return visit.words(seen, &format!("admin-group-{slug}"));
    }
    groups.iter().find(|group| group.slug == slug).map_or_else(|| slug.to_owned(), |group| group.name.clone())
}

#[derive(Serialize)]
struct ListPage {
    tab: &'static str,
    rows: Vec<Row>,
    computed: Vec<String>,
    form: GroupForm,
}

#[derive(Serialize)]
struct Row {
    id: GroupId,
    name: String,
    slug: String,
    is_partner: bool,
    members: i64,
}

#[derive(Default, Serialize)]
struct GroupForm {
    name: String,
    name_error: String,
    slug: String,
    slug_error: String,
    is_partner: bool,
    username: String,
    username_error: String,
    errors: Vec<FieldError>,
}

impl GroupForm {
    fn with(mut self, errors: Vec<FieldError>) -> Self {
        self.name_error = error_of(&errors, "name");
        self.slug_error = error_of(&errors, "slug");
        self.username_error = error_of(&errors, "username");
        self.errors = errors;
        self
    }
}

fn field_of(error: GroupError) -> &'static str {
    match error {
        GroupError::BadName => "name",
        GroupError::BadSlug | GroupError::SlugTaken => "slug",
        GroupError::NoSuchMember => "username",
        GroupError::NoSuchGroup | GroupError::NotAllowed => "",
    }
}

fn mistake(visit: &AdminVisit, seen: &ForumSeen, error: GroupError) -> Vec<FieldError> {
    vec![FieldError { field: field_of(error).into(), text: visit.words(seen, error.key()) }]
}

/// `GET /admin/groups`: those with members of their own, the computed ones, and a form for a new one.
pub async fn list(visit: AdminVisit) -> PageResult {
    let (seen, page) = list_page(&visit, GroupForm::default()).await?;
    visit.show(&seen, "admin/groups/list.html", &page)
}

async fn list_page(visit: &AdminVisit, form: GroupForm) -> Result<(ForumSeen, ListPage), PageError> {
    let (seen, groups) = visit.look(|conn, _| Ok(listing::all(conn)?)).await?;
    let computed = COMPUTED_GROUPS.iter().map(|slug| name(visit, &seen, &groups, slug)).collect();
    let rows =
        groups.into_iter().map(|group| Row { id: group.id, name: group.name, slug: group.slug, is_partner: group.badge.is_some(), members: group.members });
    let page = ListPage { tab: "groups", rows: rows.collect(), computed, form };
    Ok((seen, page))
}

/// `POST /admin/groups`: makes one.
pub async fn make(visit: AdminVisit, Form(fields): Form<Fields>) -> PageResult {
    let new = NewGroup { slug: fields.get("slug").trim().to_owned(), name: fields.get("name").to_owned(), is_partner: fields.is_on("partner") };
    let written = new.clone();
    match visit.write(move |tx, by| groups::make(tx, by, &written)).await? {
        Ok(id) => visit.done(&format!("{LIST}/{id}"), "admin-notice-group-made"),
        Err(GroupError::NotAllowed) => Err(PageError::NotFound),
        Err(error) => {
            let form = GroupForm { name: new.name, slug: new.slug, is_partner: new.is_partner, ..GroupForm::default() };
            let (seen, page) = list_page(&visit, form).await?;
            let page = ListPage { form: page.form.with(mistake(&visit, &seen, error)), ..page };
            visit.show_mistakes(&seen, "admin/groups/list.html", &page)
        }
    }
}

#[derive(Serialize)]
struct GroupPage {
    tab: &'static str,
    id: GroupId,
    name: String,
    slug: String,
    members: Vec<Member>,
    next: String,
    form: GroupForm,
}

#[derive(Serialize)]
struct Member {
    id: MemberId,
    username: String,
    name: String,
}

/// From whom on.
#[derive(Deserialize)]
pub struct After {
    #[serde(default)]
    after: String,
}

/// `GET /admin/groups/{group}`.
pub async fn show(visit: AdminVisit, id: Path<i64>, after: Query<After>) -> PageResult {
    let (seen, page) = group_page(&visit, GroupId(*id), &after.after, None).await?;
    visit.show(&seen, "admin/groups/show.html", &page)
}

async fn group_page(visit: &AdminVisit, id: GroupId, after: &str, typed: Option<GroupForm>) -> Result<(ForumSeen, GroupPage), PageError> {
    let after = after.to_owned();
    let (seen, (row, mut members)) = visit
        .look(move |conn, _| {
            let row = groups::store::find(conn, id)?.ok_or(PageError::NotFound)?;
            Ok((row, listing::members_of(conn, id, &after)?))
        })
        .await?;
    let has_more = members.len() as i64 > PAGE;
    members.truncate(PAGE as usize);
    let next = members.last().filter(|_| has_more).map(|last| format!("{LIST}/{id}?after={}", encoded(&last.key)));
    let form = typed.unwrap_or_else(|| GroupForm { name: row.name.clone(), is_partner: row.badge.is_some(), ..GroupForm::default() });
    let members = members.into_iter().map(|member| Member { id: member.id, username: member.username, name: member.name }).collect();
    let page = GroupPage { tab: "groups", id, name: row.name, slug: row.slug, members, next: next.unwrap_or_default(), form };
    Ok((seen, page))
}

/// `POST /admin/groups/{group}`: name and badge.
pub async fn change(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let id = GroupId(*id);
    let (name, is_partner) = (fields.get("name").to_owned(), fields.is_on("partner"));
    let written = name.clone();
    let outcome = visit.write(move |tx, by| groups::change(tx, by, id, &written, is_partner)).await?;
    let typed = GroupForm { name, is_partner, ..GroupForm::default() };
    answer(&visit, id, outcome, "admin-notice-group-changed", typed).await
}

/// `POST /admin/groups/{group}/join`: a member by username.
pub async fn join(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let id = GroupId(*id);
    let username: String = fields.get("username").trim().trim_start_matches('@').chars().take(100).collect();
    let typed = username.clone();
    let outcome = visit
        .write(move |tx, by| match find_by_username(tx.conn(), &username)? {
            Found::Member(member) => groups::add_member(tx, by, id, member.id),
            Found::Moved(_) | Found::None => Err(GroupError::NoSuchMember.into()),
        })
        .await?;
    let (seen, page) = group_page(&visit, id, "", None).await?;
    drop(seen);
    let typed = GroupForm { username: typed, ..page.form };
    answer(&visit, id, outcome, "admin-notice-group-joined", typed).await
}

/// `POST /admin/groups/{group}/leave`.
pub async fn leave(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let id = GroupId(*id);
    let member = MemberId(fields.number("member").ok_or(PageError::NotFound)?);
    let outcome = visit.write(move |tx, by| groups::remove_member(tx, by, id, member)).await?;
    answer(&visit, id, outcome, "admin-notice-group-left", GroupForm::default()).await
}

/// `GET /admin/groups/{group}/remove`: asks once more.
pub async fn ask_remove(visit: AdminVisit, id: Path<i64>) -> PageResult {
    let (seen, page) = group_page(&visit, GroupId(*id), "", None).await?;
    visit.show(&seen, "admin/groups/remove.html", &page)
}

/// `POST /admin/groups/{group}/remove`.
pub async fn remove(visit: AdminVisit, id: Path<i64>) -> PageResult {
    let id = GroupId(*id);
    match visit.write(move |tx, by| remove_group(tx, by, id)).await? {
        Ok(()) => visit.done(LIST, "admin-notice-group-removed"),
        Err(_) => Err(PageError::NotFound),
    }
}

async fn answer(visit: &AdminVisit, id: GroupId, outcome: Result<(), GroupError>, notice: &str, typed: GroupForm) -> PageResult {
    match outcome {
        Ok(()) => visit.done(&format!("{LIST}/{id}"), notice),
        Err(GroupError::NotAllowed | GroupError::NoSuchGroup) => Err(PageError::NotFound),
        Err(error) => {
            let (seen, page) = group_page(visit, id, "", Some(typed)).await?;
            let page = GroupPage { form: page.form.with(mistake(visit, &seen, error)), ..page };
            visit.show_mistakes(&seen, "admin/groups/show.html", &page)
        }
    }
}
