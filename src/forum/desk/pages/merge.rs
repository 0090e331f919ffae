//! `/t/{topic}/merge`: asked once more, with both topics and what will happen, then done.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::view::{self, TopicHead};
use super::{DeskForm, admitted, desk_url, topic_typed, trouble};
use crate::accounts::rights::{Deed, may};
use crate::forum::TopicId;
use crate::forum::desk::DeskError;
use crate::forum::desk::listing::{self, Named};
use crate::forum::desk::merge_topics::merge_topics;
use crate::forum::topics::{store::find, topic_url};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::{Connection, Failure};
use crate::platform::i18n::format::count;
use crate::platform::web::forms::{FieldErrors, Form};
use crate::platform::web::{PageError, PageResult};

/// The other topic, by its number or address.
#[derive(Deserialize)]
pub struct Into {
    #[serde(default)]
    into: String,
}

/// The context of `templates/forum/desk/merge.html`.
#[derive(Serialize)]
struct MergePage {
    from: Side,
    to: Side,
    action: String,
    into: String,
    back_url: String,
}

#[derive(Serialize)]
struct Side {
    topic: TopicHead,
    posts: String,
}

impl Side {
    fn of(seen: &ForumSeen, named: Named) -> Self {
        let url = topic_url(&named.slug, named.id);
        let topic = TopicHead { id: named.id.to_string(), title: named.title, lang: named.lang, url };
        Self { topic, posts: count(seen.lang, named.posts) }
    }
}

/// `GET /t/{topic}/merge?into=`.
pub async fn confirm(visit: ForumVisit, topic: Path<i64>, asked: Query<Into>) -> PageResult {
    let topic = TopicId(*topic);
    let into = topic_typed(&asked.into).filter(|into| *into != topic);
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Option<(Named, Named)>, PageError> {
        let from = admitted(conn, seen, topic)?;
        let from = listing::named(conn, from.id, &seen.sight)?.ok_or(PageError::NotFound)?;
        let Some(into) = into else { return Ok(None) };
        Ok(target(conn, seen, into)?.map(|to| (from, to)))
    };
    let (seen, found) = visit.look(work).await?;
    let Some((from, to)) = found else {
        let key = if into.is_none() && topic_typed(&asked.into).is_some() { "desk-error-same" } else { "desk-error-no-target" };
        return at_desk(&visit, &seen, topic, &asked.into, key).await;
    };
    let page = MergePage {
        action: format!("/t/{topic}/merge"),
        into: to.id.to_string(),
        back_url: desk_url(topic),
        from: Side::of(&seen, from),
        to: Side::of(&seen, to),
    };
    visit.forum_page(&seen, StatusCode::OK, "forum/desk/merge.html", &page)
}

/// A topic that the viewer sees and keeps in order.
fn target(conn: &mut Connection, seen: &ForumSeen, into: TopicId) -> Result<Option<Named>, PageError> {
    let Some(row) = find(conn, into)? else { return Ok(None) };
    let Some(category) = seen.categories.get(row.category) else { return Ok(None) };
    if may(&seen.viewer, Deed::Move, &seen.place(category)).is_err() {
        return Ok(None);
    }
    Ok(listing::named(conn, into, &seen.sight)?)
}

async fn at_desk(visit: &ForumVisit, seen: &ForumSeen, topic: TopicId, into: &str, key: &str) -> PageResult {
    let mut errors = FieldErrors::default();
    errors.add("into", seen.text(&visit.web, key));
    view::page(visit, topic, StatusCode::UNPROCESSABLE_ENTITY, &DeskForm { into: Some(into.to_owned()), ..DeskForm::default() }, errors).await
}

/// `POST /t/{topic}/merge`.
pub async fn merge(visit: ForumVisit, topic: Path<i64>, Form(form): Form<Into>) -> PageResult {
    let topic = TopicId(*topic);
    let member = visit.member_for(&desk_url(topic)).await?;
    let (seen, ()) = visit.look(|_, _| Ok::<_, PageError>(())).await?;
    let Some(into) = topic_typed(&form.into) else { return at_desk(&visit, &seen, topic, &form.into, "desk-error-no-target").await };
    let done = visit.write(member, move |tx, who| {
        merge_topics(tx, who, topic, into)?;
        Ok::<_, Failure<DeskError>>(find(tx.conn(), into)?.map(|row| row.slug).unwrap_or_default())
    });
    match done.await {
        Ok(slug) => Ok(visit.see_other(&topic_url(&slug, into), Some("desk-notice-merged"))),
        Err(failure) => {
            let mut errors = FieldErrors::default();
            errors.add("into", trouble(&visit, &seen, failure)?);
            view::page(&visit, topic, StatusCode::CONFLICT, &DeskForm { into: Some(form.into), ..DeskForm::default() }, errors).await
        }
    }
}
