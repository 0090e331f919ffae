//! `/admin`.

use serde::Serialize;

use super::listing::{Counts, counts};
use crate::admin::log::listing::newest;
use crate::admin::log::pages::{Line, lines};
use crate::admin::visit::pages::AdminVisit;
use crate::platform::i18n::format;
use crate::platform::log::store::Wanted;
use crate::platform::web::PageResult;

/// So many acts of the log.
const ACTS: i64 = 8;

#[derive(Serialize)]
struct OverviewPage {
    tab: &'static str,
    number: Numbers,
    parked: i64,
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

/// `GET /admin`: counts, what needs a hand, the latest acts.
pub async fn show(visit: AdminVisit) -> PageResult {
    let (seen, (counted, log)) = visit.look(|conn, seen| Ok((counts(conn, seen.now)?, newest(conn, &Wanted::default(), ACTS)?))).await?;
    let Counts { members, new_members, topics, unsolved, posts, held, parked } = counted;
    let number = |number: i64| format::count(seen.lang, number);
    let number = Numbers {
        members: number(members),
        new_members: number(new_members),
        topics: number(topics),
        unsolved: number(unsolved),
        posts: number(posts),
        held: number(held),
        categories: number(seen.categories.all().len() as i64),
    };
    let page = OverviewPage { tab: "overview", number, parked, lines: lines(&visit, &seen, log.0, &log.1) };
    visit.show(&seen, "admin/overview.html", &page)
}
