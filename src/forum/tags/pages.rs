//! The pages about tags: all of them here; below, where staff change one and where they merge two.

pub mod edit;
pub mod merge;

use actix_web::http::StatusCode;
use actix_web::web::Query;
use serde::{Deserialize, Serialize};

use super::TagLine;
use super::listing;
use crate::forum::listing::pages::tag_url;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Walk;
use crate::platform::i18n::format::count;
use crate::platform::web::forms::encoded;
use crate::platform::web::{PageError, PageResult};

/// The context of `templates/forum/tags/list.html`.
#[derive(Serialize)]
struct AllPage {
    tags: Vec<TagView>,
    after: String,
    before: String,
}

#[derive(Serialize)]
struct TagView {
    /// In the reader's language.
    name: String,
    /// Its own, where that is another.
    own: String,
    url: String,
    topics: String,
}

/// Where the page begins.
#[derive(Deserialize)]
pub struct Asked {
    after: Option<String>,
    before: Option<String>,
}

/// `GET /tags`: the tags of what the reader may read, by name.
pub async fn list(visit: ForumVisit, asked: Query<Asked>) -> PageResult {
    let Asked { after, before } = asked.into_inner();
    let walk = match (after, before) {
        (Some(name), _) => Walk::After(name),
        (None, Some(name)) => Walk::Before(name),
        (None, None) => Walk::First,
    };
    let (seen, shown) = visit.look(move |conn, seen| Ok::<_, PageError>(listing::page(conn, &seen.sight, &walk)?)).await?;
    let address = |name: &str, line: Option<&TagLine>| line.map(|line| format!("/tags?{name}={}", encoded(&line.name))).unwrap_or_default();
    let page = AllPage {
        after: address("after", shown.after()),
        before: address("before", shown.before()),
        tags: shown.rows.iter().map(|line| tag_view(&seen, line)).collect(),
    };
    visit.forum_page(&seen, StatusCode::OK, "forum/tags/list.html", &page)
}

fn tag_view(seen: &ForumSeen, line: &TagLine) -> TagView {
    let name = seen.tags.shown(&line.name, seen.lang);
    let own = if name == line.name { String::new() } else { line.name.clone() };
    TagView { name: name.to_owned(), own, url: tag_url(&line.name), topics: count(seen.lang, line.topics) }
}
