//! `GET /settings/mail`: what was sent to oneself, and what became of it.

use actix_web::web::Query;
use serde::{Deserialize, Serialize};

use super::listing::{self, Wanted};
use super::{Outcome, words};
use crate::accounts::store as members;
use crate::accounts::visit::pages::Visit;
use crate::platform::i18n::format::Moment;
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/settings/mail";
/// Mails on one page.
const PER_PAGE: i64 = 50;

/// Where to go on.
#[derive(Deserialize)]
pub struct From {
    before: Option<i64>,
}

/// The context of `templates/accounts/mail.html`.
#[derive(Serialize)]
struct MailPage {
    tab: &'static str,
    address: String,
    is_stopped: bool,
    rows: Vec<Row>,
    older: String,
    newest: &'static str,
}

#[derive(Serialize)]
struct Row {
    at: Moment,
    kind: String,
    address: String,
    outcome: String,
    answer: String,
    is_fine: bool,
}

/// `GET /settings/mail`.
pub async fn show(visit: Visit, from: Query<From>) -> PageResult {
    let (member, _) = visit.member(PAGE).await?;
    let before = from.before;
    let (seen, (address, (rows, older))) = visit
        .read(move |conn, _| {
            let address = members::mailbox(conn, member)?.map(|mailbox| mailbox.address).unwrap_or_default();
            let wanted = Wanted { member: Some(member), before, ..Wanted::default() };
            Ok::<_, PageError>((address, listing::page(conn, &wanted, PER_PAGE)?))
        })
        .await?;
    let row = |row: listing::Delivery| Row {
        at: seen.moment(row.created_at),
        kind: seen.text(&visit.web, words::kind(&row.kind)),
        address: row.address,
        outcome: seen.text(&visit.web, words::outcome(row.outcome)),
        answer: row.answer,
        is_fine: matches!(row.outcome, Outcome::Sent | Outcome::Sending),
    };
    let page = MailPage {
        tab: "account",
        is_stopped: seen.viewer.account().is_some_and(|account| account.mail_stopped),
        address,
        rows: rows.into_iter().map(row).collect(),
        older: older.map(|older| format!("{PAGE}?before={older}")).unwrap_or_default(),
        newest: if before.is_some() { PAGE } else { "" },
    };
    visit.page(&seen, "accounts/mail.html", &page)
}
