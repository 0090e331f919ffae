//! The pages of lists.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::rows::{Named, row};
use super::{CHANGED_MOST, Cursor, List, Named as ListName, Order, Page, Place, Which, listing};
use crate::accounts::rights::{self, Deed, Denied};
use crate::forum::CategoryId;
use crate::forum::categories::Category;
use crate::forum::feeds::pages::Subject as Feed;
use crate::forum::follows::Subject;
use crate::forum::old_urls;
use crate::forum::periods::Period;
use crate::forum::tags;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::{Connection, Timestamp};
use crate::platform::i18n::Arg;
use crate::platform::text::TagName;
use crate::platform::web::json_ld::{self, JsonLd};
use crate::platform::web::{Head, PageError, PageResult, notice, respond};
use context::{ListPage, ListView, periods, reading, tabs, top_url};
use heard::Heard;

mod context;
mod heard;

/// Which page: none of these is the first.
#[derive(Deserialize)]
pub struct Asked {
    before: Option<String>,
    after: Option<String>,
    as_of: Option<String>,
    muted: Option<String>,
}

impl Asked {
    fn place(&self) -> Result<(Place, Option<Timestamp>), PageError> {
        let cursor = |text: &str| Cursor::parse(text).ok_or(PageError::NotFound);
        let place = match (&self.before, &self.after) {
            (Some(text), _) => Place::Before(cursor(text)?),
            (None, Some(text)) => Place::After(cursor(text)?),
            (None, None) => return Ok((Place::First, None)),
        };
        let as_of = self.as_of.as_deref().map(|text| text.parse().map(Timestamp).map_err(|_| PageError::NotFound)).transpose()?;
        Ok((place, as_of))
    }
}

/// `GET /`
pub async fn latest(visit: ForumVisit, asked: web::Query<Asked>) -> PageResult {
    plain(visit, &asked, "/", "latest", Which::Latest).await
}

/// `GET /latest`: the address that communities move here with.
pub async fn latest_moved() -> HttpResponse {
    moved("/")
}

/// `GET /hot`
pub async fn hot(visit: ForumVisit, asked: web::Query<Asked>) -> PageResult {
    plain(visit, &asked, "/hot", "hot", Which::Hot).await
}

/// The time that top topics are of.
#[derive(Deserialize)]
pub struct During {
    period: Option<String>,
}

/// `GET /top?period=`: of the month, where the address names none.
pub async fn top(visit: ForumVisit, asked: web::Query<Asked>, during: web::Query<During>) -> PageResult {
    let period = during.period.as_deref().map_or(Some(Period::Month), Period::parse).ok_or(PageError::NotFound)?;
    plain(visit, &asked, &top_url(period), "top", Which::Top(period)).await
}

/// `GET /unsolved`
pub async fn unsolved(visit: ForumVisit, asked: web::Query<Asked>) -> PageResult {
    plain(visit, &asked, "/unsolved", "unsolved", Which::Unsolved).await
}

/// `GET /unanswered`
pub async fn unanswered(visit: ForumVisit, asked: web::Query<Asked>) -> PageResult {
    plain(visit, &asked, "/unanswered", "unanswered", Which::Unanswered).await
}

async fn plain(visit: ForumVisit, asked: &Asked, url: &str, kind: &'static str, which: Which) -> PageResult {
    let (place, as_of) = asked.place()?;
    let (wanted, muted) = (which.clone(), asked.muted.clone());
    let work = move |conn: &mut Connection, seen: &ForumSeen| {
        let heard = Heard::by(conn, seen, None, muted.as_deref())?;
        let page = listing::page(conn, &seen.sight, &heard.list(wanted, seen), place, as_of)?;
        Ok::<_, PageError>((heard, page))
    };
    let (seen, (heard, page)) = visit.look(work).await?;
    let periods = if let Which::Top(period) = which { periods(period) } else { Vec::new() };
    let list = ListView { kind, tabs: tabs(kind), periods, ask_url: ask_url(&seen, None), ..ListView::default() };
    send(&visit, &seen, Sent { url, place, page, own: None, which, heard }, list)
}

/// `GET /c/{path}`, with or without a trailing number; every form leads to the canonical one.
pub async fn category(visit: ForumVisit, path: web::Path<String>, asked: web::Query<Asked>) -> PageResult {
    let (place, as_of) = asked.place()?;
    let (path, muted) = (path.into_inner(), asked.muted.clone());
    let work = move |conn: &mut Connection, seen: &ForumSeen| {
        let category = readable(conn, seen, &path)?;
        if category.path != path {
            return Ok((category, None));
        }
        let heard = Heard::by(conn, seen, Some(Subject::Category(category.id)), muted.as_deref())?;
        let which = Which::Categories(seen.categories.with_children(&seen.viewer, category.id));
        let page = listing::page(conn, &seen.sight, &heard.list(which.clone(), seen), place, as_of)?;
        Ok::<_, PageError>((category, Some((which, heard, page))))
    };
    let (seen, (category, page)) = visit.look(work).await?;
    let url = category.url();
    let Some((which, heard, page)) = page else { return Ok(moved(&url)) };
    let (lang, own) = (seen.lang, seen.settings.language());
    let named = |category: &Category| Named { name: category.name(lang, own).to_owned(), url: category.url() };
    let is_readable = |category: &&Category| seen.sight.readable.contains(&category.id);
    let list = ListView {
        kind: "category",
        name: category.name(lang, own).to_owned(),
        about: category.description(lang, own).to_owned(),
        icon: category.icon.clone(),
        parent: category.parent.and_then(|parent| seen.categories.get(parent)).map(named),
        children: seen.categories.all().iter().filter(|child| child.parent == Some(category.id)).filter(is_readable).map(named).collect(),
        ask_url: ask_url(&seen, Some(&category)),
        closed: category.closed,
        follow: heard.follow(format!("/c/{}/follow", category.id)),
        ..ListView::default()
    };
    send(&visit, &seen, Sent { url: &url, place, page, own: Some(&category), which, heard }, list)
}

/// A category by its path, by its number, as older addresses end, or by a path that it had before. What may not be read is
/// not there: what stood at its address before still leads on.
pub fn readable(conn: &mut Connection, seen: &ForumSeen, path: &str) -> Result<Category, PageError> {
    let path = path.trim_end_matches('/');
    let number = |path: &str| path.rsplit('/').next().and_then(|last| last.parse().ok()).map(CategoryId);
    let is_readable = |category: &&Category| seen.sight.readable.contains(&category.id);
    let by_number = |path: &str| number(path).and_then(|id| seen.categories.get(id)).filter(is_readable);
    if let Some(category) = seen.categories.by_path(path).filter(is_readable).or_else(|| by_number(path)) {
        return Ok(category.clone());
    }
    let target = old_urls::store::longest(conn, &[format!("/c/{path}")])?;
    target.and_then(|target| by_number(&target)).cloned().ok_or(PageError::NotFound)
}

/// `GET /tag/{tag}`, and `GET /tag/{tag}/` for names that would be taken for a feed's: a tag that nothing visible carries
/// looks like one that does not exist. Every other name of a tag leads to its own.
pub async fn tag(visit: ForumVisit, typed: web::Path<String>, asked: web::Query<Asked>) -> PageResult {
    let (place, as_of) = asked.place()?;
    let (typed, muted) = (typed.into_inner(), asked.muted.clone());
    let name = TagName::parse(&typed).map_err(|_| PageError::NotFound)?;
    let work = move |conn: &mut Connection, seen: &ForumSeen| {
        let tag = tags::store::resolve(conn, name.as_str())?.ok_or(PageError::NotFound)?;
        let heard = Heard::by(conn, seen, Some(Subject::Tag(tag.id)), muted.as_deref())?;
        let page = listing::page(conn, &seen.sight, &heard.list(Which::Tag(tag.id), seen), place, as_of)?;
        if page.topics.is_empty() && listing::is_empty(conn, &seen.sight, &List::all(Which::Tag(tag.id)))? {
            return Err(PageError::NotFound);
        }
        Ok((tag, heard, page))
    };
    let (seen, (tag, heard, page)) = visit.look(work).await?;
    let (which, name) = (Which::Tag(tag.id), tag.name);
    let url = tag_url(&name);
    if typed != name || visit.req.path().ends_with('/') != url.ends_with('/') {
        return Ok(moved(&url));
    }
    let may_edit = rights::may(&seen.viewer, Deed::EditTags, &rights::Place::default()).is_ok();
    let list = ListView {
        kind: "tag",
        name: seen.tags.shown(&name, seen.lang).to_owned(),
        edit_url: if may_edit { format!("{}/edit", tag_base(&name)) } else { String::new() },
        ask_url: ask_url(&seen, None),
        follow: heard.follow(format!("{}/follow", tag_base(&name))),
        ..ListView::default()
    };
    send(&visit, &seen, Sent { url: &url, place, page, own: None, which, heard }, list)
}

/// The address of a tag. One whose name ends as the addresses of feeds do has a slash behind it: `/tag/about.atom` is the
/// feed of the tag `about`.
pub fn tag_url(name: &str) -> String {
    let slash = if name.ends_with(".atom") || name.ends_with(".rss") { "/" } else { "" };
    format!("{}{slash}", tag_base(name))
}

/// What the addresses of what is done to a tag begin with; `#` and `+` are letters of names such as c# and c++.
pub fn tag_base(name: &str) -> String {
    format!("/tag/{}", name.replace('#', "%23").replace('+', "%2B"))
}

/// A page of a list on its way out.
struct Sent<'a> {
    url: &'a str,
    place: Place,
    page: Page,
    own: Option<&'a Category>,
    which: Which,
    heard: Heard,
}

fn send(visit: &ForumVisit, seen: &ForumSeen, sent: Sent<'_>, mut list: ListView) -> PageResult {
    let Sent { url, place, page, own, which, heard } = sent;
    // Newer than the first page of the time: its own address shows it as it is now.
    if matches!(place, Place::After(_)) && page.newer.is_none() {
        return Ok(HttpResponse::Found().insert_header(("Location", notice::local(&heard.first(url)))).finish());
    }
    let (as_of, kept, join) = (page.as_of.0, heard.kept(), if url.contains('?') { '&' } else { '?' });
    let address = |name: &str, cursor: Option<Cursor>| cursor.map(|cursor| format!("{url}{join}{name}={cursor}&as_of={as_of}{kept}")).unwrap_or_default();
    list.older = address("before", page.older);
    list.newer = address("after", page.newer);
    list.by_time = which.order() == Order::Bumped;
    let live = ListName::of(&which, own.map(|category| category.id)).filter(|_| place == Place::First);
    list.live = live.map(|name| format!("list={name}&since={as_of}{kept}")).unwrap_or_default();
    list.muted = heard.view(&which, url);
    list.changed = changed(visit, seen, &page).map(|name| Named { name, url: heard.first(url) });
    list.as_of = page.refreshed_at.map(|at| seen.moment(at));
    list.reading = reading(visit, seen, url);
    list.topics = page.topics.into_iter().map(|line| row(seen, line, own.map(|category| category.id))).collect();
    let mut frame = visit.forum_frame(seen, own);
    frame.head = if place == Place::First { head(visit, seen, url, &list, own) } else { None };
    let json_ld = own.filter(|_| frame.head.is_some() && frame.viewer.is_none()).map(|category| breadcrumbs(visit, seen, category)).transpose()?;
    respond(&visit.web, &visit.req, StatusCode::OK, &frame, "forum/topics/list.html", &ListPage { list, json_ld })
}

/// What the first page of a list says to programs. The others are addresses of a moment, whose topics will stand elsewhere.
fn head(visit: &ForumVisit, seen: &ForumSeen, url: &str, list: &ListView, own: Option<&Category>) -> Option<Head> {
    if own.is_some_and(|category| !seen.is_public(category.id)) {
        return None;
    }
    let mut head = Head::at(visit.web.address(url));
    let subject = match list.kind {
        "latest" => Some(Feed::Latest),
        "category" => Some(Feed::Category(&list.name)),
        "tag" => Some(Feed::Tag(&list.name)),
        _ => None,
    };
    head.feed = subject.map(|subject| subject.link(&visit.web, seen.lang, url));
    Some(described(visit, seen, head, list))
}

/// Only strangers' programs show what a page is about where they link to it.
fn described(visit: &ForumVisit, seen: &ForumSeen, head: Head, list: &ListView) -> Head {
    if seen.viewer.account().is_some() { head } else { head.described(&visit.web, seen.lang, "website", &about(visit, seen, list)) }
}

/// What a list is about, in a sentence.
fn about(visit: &ForumVisit, seen: &ForumSeen, list: &ListView) -> String {
    let community = ("community", Arg::from(seen.settings.name.clone()));
    match (list.about.is_empty(), list.name.is_empty()) {
        (false, _) => list.about.clone(),
        (true, false) => seen.text_with(&visit.web, "forum-about-subject", &[community, ("subject", Arg::from(list.name.clone()))]),
        (true, true) => seen.text_with(&visit.web, "forum-about", &[community]),
    }
}

fn breadcrumbs(visit: &ForumVisit, seen: &ForumSeen, category: &Category) -> anyhow::Result<JsonLd> {
    let trail = seen.trail(&visit.web, category);
    Ok(JsonLd::graph(512, |things| json_ld::breadcrumbs(things, &trail))?)
}

/// What is different since the first page was shown, in words.
fn changed(visit: &ForumVisit, seen: &ForumSeen, page: &Page) -> Option<String> {
    if page.is_reordered {
        return Some(seen.text(&visit.web, "forum-list-reordered"));
    }
    let key = if page.changed == CHANGED_MOST { "forum-list-changed-more" } else { "forum-list-changed" };
    (page.changed > 0).then(|| seen.text_with(&visit.web, key, &[("count", Arg::Number(page.changed as i64))]))
}

/// Where to ask; empty where this viewer may not. Visitors are asked to sign in there.
fn ask_url(seen: &ForumSeen, category: Option<&Category>) -> String {
    let may_ask = |category: &Category| match rights::may(&seen.viewer, Deed::Ask, &seen.place(category)) {
        Ok(_) => true,
        Err(denied) => denied == Denied::SignedOut && !category.closed,
    };
    match category {
        Some(category) if may_ask(category) => format!("/ask?category={}", category.id),
        None if seen.categories.all().iter().any(may_ask) => "/ask".to_owned(),
        _ => String::new(),
    }
}

/// For good: to the canonical address.
pub fn moved(path: &str) -> HttpResponse {
    HttpResponse::MovedPermanently().insert_header(("Location", notice::local(path))).finish()
}
