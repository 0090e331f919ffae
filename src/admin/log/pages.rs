//! The page of the log.

use actix_web::web::Query;
use serde::{Deserialize, Serialize};

use super::acts::{self, ACTS};
use super::listing;
use crate::accounts::store::{Found, find_by_username};
use crate::accounts::{CategoryId, MemberId, Role, Viewer};
use crate::admin::members::listing::Names;
use crate::admin::visit::pages::{AdminVisit, Choice};
use crate::forum::visit::pages::ForumSeen;
use crate::platform::i18n::format::Moment;
use crate::platform::log::Via;
use crate::platform::log::store::{Entry, Wanted};
use crate::platform::web::PageResult;

/// What the filter and the pager send.
#[derive(Deserialize)]
pub struct Filter {
    #[serde(default)]
    act: String,
    #[serde(default)]
    member: String,
    before: Option<i64>,
}

#[derive(Serialize)]
struct LogPage {
    tab: &'static str,
    lines: Vec<Line>,
    acts: Vec<Choice>,
    member: String,
    member_error: String,
    is_filtered: bool,
    older: String,
    newest: String,
}

/// An act as a line of the table.
#[derive(Serialize)]
pub struct Line {
    at: Moment,
    who: Option<Link>,
    via: String,
    act: String,
    what: Link,
    undo: String,
    reason: String,
    before: String,
    after: String,
}

/// Words that lead somewhere, or not.
#[derive(Serialize)]
pub struct Link {
    name: String,
    url: String,
}

/// `GET /admin/log`: newest first; by act or member.
pub async fn list(visit: AdminVisit, filter: Query<Filter>) -> PageResult {
    let Filter { act, member, before } = filter.into_inner();
    let (member, act) = (member.trim().chars().take(100).collect::<String>(), ACTS.iter().find(|known| **known == act).copied());
    let typed = member.clone();
    let (seen, (page, is_unknown)) = visit
        .look(move |conn, _| {
            let found = match typed.is_empty() {
                true => None,
                false => Some(find_by_username(conn, typed.trim_start_matches('@'))?),
            };
            let member = match &found {
                Some(Found::Member(row)) => Some(row.id),
                // Nobody has number 0: an unknown name finds nothing.
                Some(_) => Some(MemberId(0)),
                None => None,
            };
            let is_unknown = member == Some(MemberId(0));
            let page = listing::page(conn, &Wanted { act: act.map(str::to_owned), member: member.map(|member| member.0), before })?;
            Ok((page, is_unknown))
        })
        .await?;
    let (entries, names, older) = page;
    let link = |before: Option<i64>| address(act.unwrap_or(""), &member, before);
    let page = LogPage {
        tab: "log",
        lines: lines(&visit, &seen, entries, &names),
        acts: ACTS.iter().map(|known| Choice::new(*known, act_name(&visit, &seen, known), act.unwrap_or(""))).collect(),
        is_filtered: act.is_some() || !member.is_empty(),
        member_error: if is_unknown { visit.words(&seen, "admin-error-member-unknown") } else { String::new() },
        older: older.map(|older| link(Some(older))).unwrap_or_default(),
        newest: before.map(|_| link(None)).unwrap_or_default(),
        member,
    };
    visit.show(&seen, "admin/log.html", &page)
}

fn address(act: &str, member: &str, before: Option<i64>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("act", act.to_owned()), ("member", member.to_owned()), ("before", before.map_or_else(String::new, |id| id.to_string()))] {
        if !value.is_empty() {
            query.append_pair(name, &value);
        }
    }
    match query.finish().as_str() {
        "" => "/admin/log".into(),
        query => format!("/admin/log?{query}"),
    }
}

/// Acts as lines, for this page and the overview.
pub fn lines(visit: &AdminVisit, seen: &ForumSeen, entries: Vec<Entry>, names: &Names) -> Vec<Line> {
    let line = |entry: Entry| Line {
        at: seen.moment(entry.at),
        who: entry.actor.map(|actor| person(names, MemberId(actor))),
        via: visit.words(
            seen,
            match entry.via {
                Via::Web => "admin-log-via-web",
                Via::Command => "admin-log-via-command",
                Via::System => "admin-log-via-system",
            },
        ),
        act: act_name(visit, seen, &entry.act),
        what: subject(visit, seen, names, &entry),
        undo: undone_at(&entry, &seen.viewer).unwrap_or_default(),
        reason: entry.reason,
        before: entry.before,
        after: entry.after,
    };
    entries.into_iter().map(line).collect()
}

fn act_name(visit: &AdminVisit, seen: &ForumSeen, act: &str) -> String {
    acts::key(act).map_or_else(|| act.to_owned(), |key| visit.words(seen, &key))
}

fn person(names: &Names, member: MemberId) -> Link {
    let name = names.get(&member).map_or_else(|| format!("#{member}"), |person| format!("@{}", person.username));
    Link { name, url: format!("/admin/members/{member}") }
}

/// Where this viewer can take an act back; none for what cannot be, and for what its subject's own page changes.
fn undone_at(entry: &Entry, viewer: &Viewer) -> Option<String> {
    let subject = entry.subject;
    match entry.act.as_str() {
        "word.add" | "word.remove" => Some("/admin/screening".into()),
        _ if !viewer.is(Role::Moderator) => None,
        "topic.duplicate" | "topic.unduplicate" => None,
        "post.hold" | "post.hide" | "post.delete" | "post.restore" | "post.approve" => Some(format!("/p/{subject}")),
        "post.edit" => Some(format!("/p/{subject}/history")),
        "case.decide" => Some(format!("/review/{subject}")),
        "block.add" => Some("/review/blocks".into()),
        act if act.starts_with("topic.") => Some(format!("/t/{subject}/desk")),
        _ => None,
    }
}

fn subject(visit: &AdminVisit, seen: &ForumSeen, names: &Names, entry: &Entry) -> Link {
    let numbered = |key: &str, url: String| Link { name: format!("{} {}", visit.words(seen, key), entry.subject), url };
    match entry.subject_kind.as_str() {
        "member" => person(names, MemberId(entry.subject)),
        "category" => match seen.categories.get(CategoryId(entry.subject)) {
            Some(category) => Link { name: category.name(seen.lang, seen.settings.language()).to_owned(), url: format!("/admin/categories/{}", category.id) },
            None => numbered("admin-log-category", String::new()),
        },
        "topic" => numbered("admin-log-topic", format!("/t/{}", entry.subject)),
        "post" => numbered("admin-log-post", format!("/p/{}", entry.subject)),
        "group" => numbered("admin-log-group", format!("/admin/groups/{}", entry.subject)),
        "case" => numbered("admin-log-case", format!("/review/{}", entry.subject)),
        "block" => numbered("admin-log-block", "/review/blocks".into()),
        "word" => numbered("admin-log-word", "/admin/screening".into()),
        "canned" => numbered("admin-log-canned", "/canned-replies".into()),
        "tag" => numbered("admin-log-tag", "/tags".into()),
        "job" if entry.subject == 0 => Link { name: visit.words(seen, "admin-log-all-jobs"), url: "/admin/jobs".into() },
        "job" => numbered("admin-log-job", "/admin/jobs".into()),
        "query" => numbered("search-one", format!("/admin/searches/{}", entry.subject)),
        "synonym" => Link { name: visit.words(seen, "search-tab-words"), url: "/admin/search-words".into() },
        "page" => Link { name: visit.words(seen, "admin-tab-pages"), url: "/admin/pages".into() },
        "community" => Link { name: seen.settings.name.clone(), url: String::new() },
        kind => Link { name: format!("{kind} {}", entry.subject), url: String::new() },
    }
}
