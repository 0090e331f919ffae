//! Whatever no route knows may be an old address.

use actix_web::http::Method;
use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, HttpResponse};

use super::store;
use crate::forum::listing::pages::moved;
use crate::forum::topics::show::pages::{Asked, by_post, by_topic};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Connection;
use crate::platform::web::PageError;

/// Longer addresses and more parts than this were never written.
const LONGEST: usize = 500;
const PARTS: usize = 6;

/// Leads on from an old address; anything else is not there. What a target does not show to this viewer, its old address does not either.
pub async fn find(visit: ForumVisit, req: HttpRequest) -> Result<HttpResponse, PageError> {
    let paths = beginnings(req.path());
    if !matches!(*req.method(), Method::GET | Method::HEAD) || paths.is_empty() {
        return Err(PageError::NotFound);
    }
    let work = move |conn: &mut Connection, _: &ForumSeen| Ok::<_, PageError>(store::longest(conn, &paths)?);
    let (_, target) = visit.look(work).await?;
    let target = target.ok_or(PageError::NotFound)?;
    let number = |prefix: &str| target.strip_prefix(prefix).and_then(|id| id.parse::<i64>().ok());
    match (number("/t/"), number("/p/")) {
        (Some(topic), _) => by_topic(visit, Path::from(topic), Query(Asked::default())).await,
        (_, Some(post)) => by_post(visit, Path::from(post)).await,
        _ => Ok(moved(&target)),
    }
}

/// An address and what it begins with, part by part: a title behind a number may have changed.
fn beginnings(path: &str) -> Vec<String> {
    let path = path.trim_end_matches('/');
    if path.is_empty() || path.len() > LONGEST {
        return Vec::new();
    }
    let ends = path.char_indices().skip(1).filter(|(_, c)| *c == '/').map(|(at, _)| at);
    ends.chain([path.len()]).take(PARTS).map(|end| path[..end].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_begins_with_others() {
        assert_eq!(beginnings("/questions/1/how-so/"), ["/questions", "/questions/1", "/questions/1/how-so"]);
        assert_eq!(beginnings("/"), Vec::<String>::new());
        assert_eq!(beginnings(&"/a".repeat(600)).len(), 0);
        assert_eq!(beginnings(&"/a".repeat(100)).len(), PARTS);
    }
}
