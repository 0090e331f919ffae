//! Questions like a topic, on a page of their own that the topic's page links to.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};

use super::asker;
use super::similar::{SimilarPart, SimilarView};
use crate::forum::TopicId;
use crate::forum::topics::show::pages::openable;
use crate::forum::topics::topic_url;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Connection;
use crate::platform::limits::Limit;
use crate::platform::web::{PageError, PageResult, respond, respond_part};
use crate::search::Search;
use crate::search::similar;

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
    let (synonyms, db) = (search.synonyms().clone(), visit.web.db().clone());
    let look = move |conn: &mut Connection, seen: &ForumSeen| {
        let topic = openable(conn, seen, id)?;
        let synonyms = synonyms.get(&db, conn)?;
        let wanted = similar::wanted(&asker(seen), &synonyms, &topic.title, false, Some(id));
        Ok::<_, PageError>((topic, wanted))
    };
    let (seen, (topic, wanted)) = visit.look(look).await?;
    visit.web.floods().take(Limit::Typing, &visit.client().network())?;
    let (seen, similar, limited) = match search.ask(wanted).await {
        Ok((wanted, found, _)) => {
            let look = move |conn: &mut Connection, seen: &ForumSeen| {
                let similar = similar::related(conn, &seen.sight, &wanted, &found)?;
                Ok::<_, PageError>(SimilarView::all(&wanted, &found, similar))
            };
            let (seen, similar) = visit.look(look).await?;
            (seen, similar, false)
        }
        Err(error) => {
            tracing::warn!(%error, "the search engine did not answer; no similar questions are shown");
            (seen, Vec::new(), true)
        }
    };
    if asked.part.is_some() {
        return respond_part(&visit.web, &visit.req, seen.lang, "search/similar.html", &SimilarPart { similar, asking: false });
    }
    let topic = TopicView { url: topic_url(&topic.slug, topic.id), title: topic.title, lang: topic.lang };
    let page = RelatedPage { similar, limited, topic };
    respond(&visit.web, &visit.req, StatusCode::OK, &visit.forum_frame(&seen, None), "search/related.html", &page)
}
