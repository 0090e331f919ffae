//! What the page of the search sends: which result was opened, who wants to be told of an answer. And what one waits for.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};

use super::{QUERY_LENGTH, QueryLog, SearchId, TellError, listing, stop_telling, stop_waiting, tell_me};
use crate::accounts::visit::pages::Visit;
use crate::accounts::{Acting, Viewer};
use crate::platform::db::{Failure, Tx};
use crate::platform::i18n::format::Moment;
use crate::platform::limits::Limit;
use crate::platform::web::forms::{Form, encoded};
use crate::platform::web::{PageError, PageResult};

const AWAITED: &str = "/settings/awaited-answers";

/// A search as typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    q: String,
}

/// The address of a search.
pub fn search_url(query: &str) -> String {
    let query: String = query.trim().chars().take(QUERY_LENGTH).collect();
    format!("/search?q={}", encoded(&query))
}

/// `POST /search/clicked`: a result of this search was opened. Sent by a script that does not wait for the answer.
pub async fn clicked(visit: Visit, log: Data<QueryLog>, Form(typed): Form<Typed>) -> PageResult {
    visit.web.floods().take(Limit::Search, &visit.client().network())?;
    let seen = visit.seen().await?;
    log.clicked(&typed.q, seen.lang.tag());
    Ok(HttpResponse::NoContent().finish())
}

/// `POST /search/tell`: the member wants to be told when there is an answer.
pub async fn tell(visit: Visit, Form(typed): Form<Typed>) -> PageResult {
    change(visit, typed, "search-notice-told", tell_me).await
}

/// `POST /search/tell/stop`: and no longer.
pub async fn stop(visit: Visit, Form(typed): Form<Typed>) -> PageResult {
    change(visit, typed, "search-notice-not-told", stop_telling).await
}

type Change = fn(&mut Tx<'_>, &Viewer, &str, &str) -> Result<(), Failure<TellError>>;

async fn change(visit: Visit, Typed { q }: Typed, done: &str, work: Change) -> PageResult {
    let back = search_url(&q);
    let (member, seen) = visit.member(&back).await?;
    visit.web.floods().take(Limit::Search, &visit.client().network())?;
    let lang = seen.lang.tag();
    let notice = match visit.web.db().write(Acting::Member(member), move |tx, by| work(tx, by, &q, lang)).await {
        Ok(()) => done,
        Err(Failure::Refused(TellError::NotKept)) => "search-notice-not-kept",
        Err(Failure::Refused(TellError::TooMany)) => "search-notice-too-many",
        Err(Failure::Refused(TellError::Denied(denied))) => return Err(PageError::Forbidden(denied.key())),
        Err(Failure::Database(error)) => return Err(error.into()),
    };
    Ok(visit.see_other(&back, Some(notice)))
}

/// The context of `templates/search/awaited.html`.
#[derive(Serialize)]
struct AwaitedPage {
    tab: &'static str,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    query: String,
    lang: String,
    url: String,
    stop: String,
    since: Moment,
}

/// `GET /settings/awaited-answers`: the searches of whose answers one wants to be told.
pub async fn awaited(visit: Visit) -> PageResult {
    let (member, _) = visit.member(AWAITED).await?;
    let (seen, rows) = visit.read(move |conn, _| Ok::<_, PageError>(listing::awaited_by(conn, member)?)).await?;
    let row = |row: listing::Awaited| Row {
        url: search_url(&row.query),
        stop: format!("{AWAITED}/{}/stop", row.id),
        since: seen.date(row.asked_at),
        query: row.query,
        lang: row.lang,
    };
    let page = AwaitedPage { tab: "account", rows: rows.into_iter().map(row).collect() };
    visit.page(&seen, "search/awaited.html", &page)
}

/// `POST /settings/awaited-answers/{search}/stop`.
pub async fn stop_one(visit: Visit, search: Path<i64>) -> PageResult {
    let (member, _) = visit.member(AWAITED).await?;
    let search = SearchId(*search);
    match visit.web.db().write(Acting::Member(member), move |tx, by| stop_waiting(tx, by, search)).await {
        Ok(()) | Err(Failure::Refused(_)) => Ok(visit.see_other(AWAITED, Some("search-notice-not-told"))),
        Err(Failure::Database(error)) => Err(error.into()),
    }
}
