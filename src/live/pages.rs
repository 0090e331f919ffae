//! The addresses of streams.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use rand::Rng;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Instant;

use super::{Full, Live, Reader, Shows};
use crate::accounts::rights::{Deed, Permit, Place, may};
use crate::forum::follows::{Mutes, Subject, listing as follows};
use crate::forum::listing::{List, Named, Which};
use crate::forum::topics;
use crate::forum::visibility::{can_open_topic, can_see_topic};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::{PostState, TopicId};
use crate::platform::db::{Connection, News, Timestamp};
use crate::platform::web::{OwnPage, PageError, PageResult, Web};

/// Whoever finds no room comes back after so many seconds: not all at once.
const FULL_AGAIN: std::ops::Range<u32> = 20..60;

/// What a page shows, as its markup says it.
#[derive(Clone, Deserialize)]
pub struct Asked {
    topic: Option<i64>,
    version: Option<i64>,
    list: Option<String>,
    since: Option<i64>,
    muted: Option<String>,
    member: Option<u8>,
}

/// `GET /live?topic=&version=`, `?list=&since=`, or neither for the number of notices alone; `&member=1` from the pages of members.
pub async fn open(visit: ForumVisit, asked: Query<Asked>, live: Data<Live>) -> PageResult {
    refuse_others(&visit.req, &visit.web)?;
    let (last, wanted) = (last_event(&visit.req), asked.clone());
    let (seen, shows) = visit.look(move |conn, seen| shown(conn, seen, &wanted, last)).await?;
    let is_member = seen.viewer.account().is_some();
    // The page was made for somebody else: whoever read it signed in or out meanwhile. And nobody listens to nothing.
    if is_member != (asked.member == Some(1)) || !is_member && matches!(shows, Shows::Nothing) {
        return Ok(HttpResponse::NoContent().finish());
    }
    if visit.req.method() == Method::HEAD {
        return Ok(head().finish());
    }
    let reader = Reader {
        session: seen.session,
        account: seen.viewer.account().map(|account| account.id),
        member: seen.viewer.id(),
        lang: seen.lang,
        sight: Arc::new(seen.sight.clone()),
        network: visit.client().network(),
    };
    match live.into_inner().open(reader, shows) {
        Ok(stream) => Ok(head().streaming(stream)),
        Err(Full) => Ok(full()),
    }
}

/// Streams are for our own pages. Browsers say where a request comes from, but for those that somebody typed.
fn refuse_others(req: &HttpRequest, web: &Web) -> Result<(), PageError> {
    let header = |name: &str| req.headers().get(name);
    let is_own_site = header("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none");
    let is_own_origin = header("origin").is_none_or(|origin| origin == web.origin());
    if is_own_site && is_own_origin { Ok(()) } else { Err(PageError::CrossSite) }
}

/// Which version was told last, where the line was lost since.
fn last_event(req: &HttpRequest) -> Option<i64> {
    req.headers().get("last-event-id")?.to_str().ok()?.parse().ok()
}

/// What the page shows, if this viewer may read it.
fn shown(conn: &mut Connection, seen: &ForumSeen, asked: &Asked, last: Option<i64>) -> Result<Shows, PageError> {
    if let Some(topic) = asked.topic.map(TopicId) {
        let row = topics::store::find(conn, topic)?.filter(|row| can_open_topic(&seen.sight, &row.facts())).ok_or(PageError::NotFound)?;
        return Ok(Shows::Topic(row.id, asked.version.max(last).unwrap_or(0)));
    }
    let Some(name) = &asked.list else { return Ok(Shows::Nothing) };
    let name = Named::parse(name).ok_or(PageError::NotFound)?;
    let (which, subject) = which(seen, name)?;
    let mutes = match seen.viewer.id().filter(|_| asked.muted.is_none()) {
        Some(member) => follows::mutes(conn, member, subject)?.0,
        None => Mutes::default(),
    };
    let list = List::in_languages(which, &seen.reads).without(&mutes);
    Ok(Shows::List { list: Box::new(list), since: Timestamp(asked.since.unwrap_or(0)) })
}

/// The list of a name. Of a tag that is not there, nothing is ever new.
fn which(seen: &ForumSeen, name: Named) -> Result<(Which, Option<Subject>), PageError> {
    Ok(match name {
        Named::Latest => (Which::Latest, None),
        Named::Unsolved => (Which::Unsolved, None),
        Named::Unanswered => (Which::Unanswered, None),
        Named::Tag(tag) => (Which::Tag(tag), Some(Subject::Tag(tag))),
        Named::Category(category) => {
            let readable = seen.categories.with_children(&seen.viewer, category);
            if !readable.contains(&category) {
                return Err(PageError::NotFound);
            }
            (Which::Categories(readable), Some(Subject::Category(category)))
        }
    })
}

/// Nobody keeps it, and no proxy waits for more of it.
fn head() -> HttpResponseBuilder {
    let mut head = HttpResponse::Ok();
    head.insert_header((CONTENT_TYPE, "text/event-stream")).insert_header((CACHE_CONTROL, "no-store")).insert_header(("X-Accel-Buffering", "no"));
    head
}

fn full() -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE);
    response.insert_header((RETRY_AFTER, rand::rng().random_range(FULL_AGAIN)));
    let mut response = response.finish();
    // A script asked, which reads no page.
    response.extensions_mut().insert(OwnPage);
    response
}

/// `POST /t/{topic}/writing`: a member writes a reply.
pub async fn writing(visit: ForumVisit, topic: Path<i64>, live: Data<Live>) -> PageResult {
    let topic = TopicId(*topic);
    let member = visit.member_for(&format!("/t/{topic}")).await?;
    let task = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Result<Permit, _>, PageError> {
        let row = topics::store::find(conn, topic)?.filter(|row| can_see_topic(&seen.sight, &row.facts())).ok_or(PageError::NotFound)?;
        let category = seen.categories.get(row.category).ok_or(PageError::NotFound)?;
        let place = Place { topic_closed: row.closed, visible: row.state == PostState::Visible, ..seen.place(category) };
        Ok(may(&seen.viewer, Deed::Reply, &place))
    };
    let (_, permit) = visit.look(task).await?;
    let permit = permit.map_err(|denied| PageError::Forbidden(denied.key()))?;
    // What will be held is nobody's business yet.
    if permit == Permit::Now && live.is_writing_news(topic, member, Instant::now()) {
        visit.web.db().whisper(News::Writing(topic.0, member.0));
    }
    Ok(HttpResponse::Ok().finish())
}
