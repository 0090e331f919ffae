//! Where a member came from. Looking is an act: it is sent by a form, and stands in the log.

use actix_web::web::Path;
use serde::Serialize;

use super::LIST;
use crate::accounts::MemberId;
use crate::accounts::origins::look_at;
use crate::accounts::pages::secret;
use crate::accounts::rights::Denied;
use crate::accounts::sessions::browser_name;
use crate::admin::members::listing;
use crate::admin::visit::Fields;
use crate::admin::visit::pages::AdminVisit;
use crate::platform::i18n::format::Moment;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

/// Lines on a page.
const PAGE: i64 = 100;

#[derive(Serialize)]
struct OriginsPage {
    tab: &'static str,
    name: String,
    url: String,
    days: String,
    rows: Vec<Line>,
    older: String,
    action: String,
}

#[derive(Serialize)]
struct Line {
    at: Moment,
    what: String,
    post: String,
    network: String,
    browser: String,
}

/// `POST /admin/members/{member}/origins`.
pub async fn origins(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let member = MemberId(*id);
    let before = fields.number("before");
    let (seen, line) = visit.look(move |conn, _| listing::find(conn, member)?.ok_or(PageError::NotFound)).await?;
    let looked = visit.write(move |tx, by| look_at(tx, by, member, before, PAGE)).await?;
    let rows = looked.map_err(|_: Denied| PageError::NotFound)?;
    let older = rows.last().filter(|_| rows.len() as i64 >= PAGE).map(|row| row.id.to_string()).unwrap_or_default();
    let (sign_in, post) = (visit.words(&seen, "admin-origins-sign-in"), visit.words(&seen, "admin-origins-post"));
    let lines = rows.into_iter().map(|row| Line {
        at: seen.moment(row.at),
        what: if row.post.is_some() { post.clone() } else { sign_in.clone() },
        post: row.post.map(|post| format!("/p/{post}")).unwrap_or_default(),
        network: row.network,
        browser: browser_name(&row.browser),
    });
    let page = OriginsPage {
        tab: "members",
        name: line.name,
        url: format!("{LIST}/{member}"),
        days: visit.words_with(&seen, "admin-origins-days", &[("count", seen.settings.origin_days.into())]),
        rows: lines.collect(),
        older,
        action: format!("{LIST}/{member}/origins"),
    };
    visit.show(&seen, "admin/members/origins.html", &page).map(secret)
}
