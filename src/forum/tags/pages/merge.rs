//! Merging one tag into another: asked once more, then done.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::edit::{Mistake, Typed, edit_url, editable, mistaken, refused};
use crate::forum::listing::pages::tag_base;
use crate::forum::listing::{List, Which, listing as topic_lists};
use crate::forum::tags::edit::{TagRefusal, merge_tags};
use crate::forum::tags::listing;
use crate::forum::tags::store::{self, Main};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Connection;
use crate::platform::i18n::Arg;
use crate::platform::text::TagName;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

/// The tag to merge into.
#[derive(Deserialize)]
pub struct Into {
    #[serde(default)]
    into: String,
}

/// The context of `templates/confirm.html`.
#[derive(Serialize)]
struct ConfirmPage {
    confirm: Confirm,
}

#[derive(Serialize)]
struct Confirm {
    heading: String,
    text: String,
    action: String,
    button: String,
    back_url: String,
    grave: bool,
    fields: Vec<HiddenField>,
}

#[derive(Serialize)]
struct HiddenField {
    name: &'static str,
    value: String,
}

/// `GET /tag/{tag}/merge?into=`: asks once more, with how many topics it is about.
pub async fn confirm(visit: ForumVisit, tag: Path<String>, into: Query<Into>) -> PageResult {
    visit.member_for(&edit_url(&tag)).await?;
    let typed = Typed::into(&into.into);
    let (wanted, target) = (tag.clone(), into.into.clone());
    let work = move |conn: &mut Connection, seen: &ForumSeen| {
        let from = editable(conn, seen, &wanted)?;
        let into = target_of(conn, seen, &target)?;
        let topics = listing::counts(conn, &seen.sight.readable, vec![from.id])?.get(&from.id).copied().unwrap_or(0);
        Ok::<_, PageError>((from, into, topics))
    };
    let (seen, (from, into, topics)) = visit.look(work).await?;
    let Some(into) = into else { return mistaken(visit, &from.name, "into", typed, Mistake::Malformed).await };
    if into.id == from.id {
        return mistaken(visit, &from.name, "into", typed, Mistake::Refused(TagRefusal::Same)).await;
    }
    let names = || [("from", Arg::from(from.name.clone())), ("into", Arg::from(into.name.clone())), ("count", Arg::Number(topics))];
    let confirm = Confirm {
        heading: seen.text_with(&visit.web, "forum-tag-merge-heading", &names()[..2]),
        text: seen.text_with(&visit.web, "forum-tag-merge-text", &names()),
        action: format!("{}/merge", tag_base(&from.name)),
        button: seen.text(&visit.web, "forum-tag-merge-yes"),
        back_url: edit_url(&from.name),
        grave: true,
        fields: vec![HiddenField { name: "into", value: into.name.clone() }],
    };
    visit.forum_page(&seen, StatusCode::OK, "confirm.html", &ConfirmPage { confirm })
}

/// A tag that the viewer sees, by any of its names.
fn target_of(conn: &mut Connection, seen: &ForumSeen, typed: &str) -> Result<Option<Main>, PageError> {
    let Ok(name) = TagName::parse(typed.trim_start_matches('#')) else { return Ok(None) };
    let Some(main) = store::resolve(conn, name.as_str())? else { return Ok(None) };
    let is_seen = !topic_lists::is_empty(conn, &seen.sight, &List::all(Which::Tag(main.id)))?;
    Ok(Some(main).filter(|_| is_seen))
}

/// `POST /tag/{tag}/merge`.
pub async fn merge(visit: ForumVisit, tag: Path<String>, Form(form): Form<Into>) -> PageResult {
    let member = visit.member_for(&edit_url(&tag)).await?;
    let typed = Typed::into(&form.into);
    let wanted = tag.clone();
    let work = move |conn: &mut Connection, seen: &ForumSeen| {
        let from = editable(conn, seen, &wanted)?;
        Ok::<_, PageError>((from, target_of(conn, seen, &form.into)?))
    };
    let (_, (from, into)) = visit.look(work).await?;
    let Some(into) = into else { return mistaken(visit, &from.name, "into", typed, Mistake::Malformed).await };
    let id = from.id;
    match visit.write(member, move |tx, who| merge_tags(tx, who, id, into.id)).await {
        Ok(main) => Ok(visit.see_other(&edit_url(&main.name), Some("forum-notice-tag-merged"))),
        Err(failure) => mistaken(visit, &from.name, "into", typed, Mistake::Refused(refused(failure)?)).await,
    }
}
