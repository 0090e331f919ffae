//! `GET /follows/{token}.atom`: what a member follows, for whatever program knows the secret address.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use actix_web::web::Path;

use super::{Subject, Writer};
use crate::accounts::{MemberId, store as members};
use crate::forum::TopicId;
use crate::forum::feeds::{FeedPost, PER_PAGE, atom, listing};
use crate::forum::follows::feed;
use crate::forum::listing::{TopicLine, listing as lists};
use crate::forum::visibility::Sight;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Connection;
use crate::platform::web::{PageError, PageResult, conditional};

/// What the member may read now; an address that ended, or whose member takes no part any more, is not there.
pub async fn followed(visit: ForumVisit, token: Path<String>) -> PageResult {
    let token = token.into_inner();
    let own = visit.web.address(&feed::pages::url(&token));
    let work = move |conn: &mut Connection, seen: &ForumSeen| read(conn, seen, &token);
    let (seen, (member, topics)) = visit.look_as_visitor(work).await?;
    let writer = Writer { web: &visit.web, seen: &seen };
    let entries = topics.into_iter().map(|(line, post)| writer.of_topic(line, post)).collect::<Result<_, _>>()?;
    // The secret is an address, not a name.
    let id = format!("{}#{member}", visit.web.address("/settings/follows"));
    let mut feed = writer.feed(id, Subject::Follows, "/", entries);
    feed.own = own;
    let body = atom::write(&feed).map_err(anyhow::Error::from)?;
    Ok(private(conditional::send(&visit.req, atom::KIND, body)))
}

fn read(conn: &mut Connection, seen: &ForumSeen, token: &str) -> Result<(MemberId, Vec<(TopicLine, FeedPost)>), PageError> {
    let member = feed::store::owner(conn, token)?.ok_or(PageError::NotFound)?;
    let viewer = members::viewer(conn, member, seen.now)?;
    if viewer.id().is_none() {
        return Err(PageError::NotFound);
    }
    let sight = Sight::of(&viewer, &seen.categories);
    let ids: Vec<TopicId> = feed::listing::news(conn, &sight, &seen.categories, member, seen.now, PER_PAGE as i64)?;
    let lines = lists::lines_of(conn, &ids)?;
    let mut openings = listing::openings(conn, &sight, &ids)?;
    Ok((member, lines.into_iter().filter_map(|line| openings.remove(&line.id).map(|post| (line, post))).collect()))
}

/// Nobody but the program that asked keeps it, and no search engine.
fn private(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response.headers_mut().insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response
}
