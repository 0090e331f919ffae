//! Questions like a topic, on a page of their own that the topic's page links to.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};

use super::asker;
use super::asking::{self, Answer};
use super::similar::{SimilarPart, SimilarView};
use crate::forum::TopicId;
use crate::forum::topics::show::pages::openable;
use crate::forum::topics::topic_url;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Connection;
use crate::platform::limits::Limit;
use crate::platform::web::{PageResult, respond, respond_part};
use crate::search::Search;
use crate::search::engine::{Found, Wanted};
use crate::search::similar;
use crate::search::synonyms::Synonyms;

/// What may stand behind the address.
#[derive(Deserialize)]
pub struct Asked {
    /// Given by a script that wants nothing but the list.
    part: Option<String>,
}

/// The context of `templates/search/related.html`.
#[derive(Serialize)]
struct RelatedPage {
    similar: Vec<SimilarView>,
    limited: bool,
    topic: TopicView,
}

#[derive(Serialize)]
struct TopicView {
    title: String,
    lang: String,
    url: String,
}

/// `GET /t/{topic}/similar`
pub async fn related(visit: ForumVisit, search: Data<Search>, topic: Path<i64>, asked: Query<Asked>) -> PageResult {
    let id = TopicId(*topic);
    let make = move |conn: &mut Connection, seen: &ForumSeen, synonyms: &Synonyms| {
        let topic = openable(conn, seen, id)?;
        let wanted = similar::wanted(&asker(seen), synonyms, &topic.title, false, Some(id));
        Ok((topic, wanted))
    };
    let (seen, (topic, wanted)) = asking::look(&visit, &search, make).await?;
    visit.web.floods().take(Limit::Typing, &visit.client().network())?;
    let show = |conn: &mut Connection, seen: &ForumSeen, wanted: &Wanted, found: &Found| {
        Ok(SimilarView::all(wanted, found, similar::related(conn, &seen.sight, wanted, found)?))
    };
    let (seen, answer) = asking::answer(&visit, &search, seen, wanted, show).await?;
    let limited = matches!(answer, Answer::Away);
    let similar = if let Answer::Found(similar) = answer { similar } else { Vec::new() };
    if asked.part.is_some() {
        return respond_part(&visit.web, &visit.req, seen.lang, "search/similar.html", &SimilarPart { similar, asking: false });
    }
    let topic = TopicView { url: topic_url(&topic.slug, topic.id), title: topic.title, lang: topic.lang };
    let page = RelatedPage { similar, limited, topic };
    respond(&visit.web, &visit.req, StatusCode::OK, &visit.forum_frame(&seen, None), "search/related.html", &page)
}
