//! `/admin`.

use actix_web::web;
use serde::Serialize;

use super::listing::{Counts, counts};
use crate::admin::log::listing::newest;
use crate::admin::log::pages::{Line, lines};
use crate::admin::searches::listing::{self as searches, Show};
use crate::admin::searches::pages::{Row, rows};
use crate::admin::visit::pages::AdminVisit;
use crate::platform::db::Timestamp;
use crate::platform::i18n::Arg;
use crate::platform::i18n::format;
use crate::platform::log::store::Wanted;
use crate::platform::web::PageResult;
use crate::search::Search;
use crate::search::status::Status;

/// Changes that wait for the index longer have a cause that somebody should look for.
const LATE: i64 = 60 * Timestamp::SECOND;
/// So many acts of the log.
const ACTS: i64 = 8;
/// So many of the searches without result.
const SEARCHES: i64 = 5;

#[derive(Serialize)]
struct OverviewPage {
    tab: &'static str,
    index: SearchView,
    number: Numbers,
    parked: i64,
    searches: Vec<Row>,
    waiting: String,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Numbers {
    members: String,
    new_members: String,
    topics: String,
    unsolved: String,
    posts: String,
    held: String,
    categories: String,
}

/// How search is.
#[derive(Serialize)]
struct SearchView {
    up: bool,
    indexed: String,
    late: bool,
    waiting: String,
}

impl SearchView {
    fn of(status: Option<&Status>, now: Timestamp, number: impl Fn(i64) -> String) -> Self {
        let documents = status.and_then(|status| status.documents.as_ref().ok());
        Self {
            up: documents.is_some(),
            indexed: documents.map(|documents| number(*documents as i64)).unwrap_or_default(),
            late: status.is_some_and(|status| status.lag(now) > LATE),
            waiting: status.map(|status| number(status.waiting.number)).unwrap_or_default(),
        }
    }
}

/// `GET /admin`: counts, what needs a hand, what nobody found, the latest acts.
pub async fn show(visit: AdminVisit, search: web::Data<Search>) -> PageResult {
    let status = search.status(visit.web.db()).await;
    let (seen, (counted, log, sought, waiting)) = visit
        .look(|conn, seen| {
            let sought = searches::first(conn, Show::Empty, SEARCHES)?;
            Ok((counts(conn, seen.now)?, newest(conn, &Wanted::default(), ACTS)?, sought, searches::waiting(conn)?))
        })
        .await?;
    let Counts { members, new_members, topics, unsolved, posts, held, parked } = counted;
    let number = |number: i64| format::count(seen.lang, number);
    let index = SearchView::of(status.as_ref(), seen.now, number);
    let number = Numbers {
        members: number(members),
        new_members: number(new_members),
        topics: number(topics),
        unsolved: number(unsolved),
        posts: number(posts),
        held: number(held),
        categories: number(seen.categories.all().len() as i64),
    };
    let waiting = if waiting > 0 { visit.words_with(&seen, "search-waiting", &[("count", Arg::Number(waiting))]) } else { String::new() };
    let lines = lines(&visit, &seen, log.0, &log.1);
    let page = OverviewPage { tab: "overview", index, number, parked, searches: rows(&seen, sought), waiting, lines };
    visit.show(&seen, "admin/overview.html", &page)
}
