//! The delivery log as an admin reads it.

pub mod preview;

use actix_web::web::Query;
use serde::{Deserialize, Serialize};

use crate::accounts::MemberId;
use crate::accounts::deliveries::listing::{self, Delivery, Wanted};
use crate::accounts::deliveries::{Outcome, words};
use crate::admin::members::listing::names;
use crate::admin::visit::pages::{AdminVisit, Choice};
use crate::platform::i18n::format::Moment;
use crate::platform::text::EmailAddress;
use crate::platform::web::PageResult;

const PAGE: &str = "/admin/mail";
/// Mails on one page.
const PER_PAGE: i64 = 50;

/// What the filter and the pager send.
#[derive(Deserialize)]
pub struct Filter {
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    address: String,
    before: Option<i64>,
}

/// The context of `templates/admin/mail/list.html`.
#[derive(Serialize)]
struct MailPage {
    tab: &'static str,
    rows: Vec<Row>,
    outcomes: Vec<Choice>,
    address: String,
    is_filtered: bool,
    older: String,
    newest: String,
}

#[derive(Serialize)]
struct Row {
    at: Moment,
    name: String,
    url: String,
    address: String,
    kind: String,
    outcome: String,
    answer: String,
    attempts: i64,
}

/// `GET /admin/mail`: newest first; by outcome, or to one address exactly.
pub async fn list(visit: AdminVisit, filter: Query<Filter>) -> PageResult {
    let Filter { outcome, address, before } = filter.into_inner();
    let (outcome, address) = (Outcome::parse(&outcome), address.trim().chars().take(254).collect::<String>());
    let key = (!address.is_empty()).then(|| EmailAddress::parse(&address).map_or_else(|_| address.clone(), |address| address.key()));
    let wanted = Wanted { member: None, address_key: key, outcome, before };
    let (seen, (rows, names, older)) = visit
        .look(move |conn, _| {
            let (rows, older) = listing::page(conn, &wanted, PER_PAGE)?;
            let members: Vec<MemberId> = rows.iter().filter_map(|row| row.member).collect();
            Ok((rows, names(conn, &members)?, older))
        })
        .await?;
    let chosen = outcome.map_or("", Outcome::as_str);
    let row = |row: Delivery| Row {
        at: seen.moment(row.created_at),
        name: row.member.and_then(|member| names.get(&member).map(|person| person.name.clone())).unwrap_or_default(),
        url: row.member.map(|member| format!("/admin/members/{member}")).unwrap_or_default(),
        address: row.address,
        kind: visit.words(&seen, words::kind(&row.kind)),
        outcome: visit.words(&seen, words::outcome(row.outcome)),
        answer: row.answer,
        attempts: row.attempts,
    };
    let page = MailPage {
        tab: "mail",
        rows: rows.into_iter().map(row).collect(),
        outcomes: Outcome::ALL.iter().map(|each| Choice::new(each.as_str(), visit.words(&seen, words::outcome(*each)), chosen)).collect(),
        is_filtered: outcome.is_some() || !address.is_empty(),
        older: older.map(|older| link(chosen, &address, Some(older))).unwrap_or_default(),
        newest: before.map(|_| link(chosen, &address, None)).unwrap_or_default(),
        address,
    };
    visit.show(&seen, "admin/mail/list.html", &page)
}

fn link(outcome: &str, address: &str, before: Option<i64>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("outcome", outcome.to_owned()), ("address", address.to_owned()), ("before", before.map_or_else(String::new, |id| id.to_string()))] {
        if !value.is_empty() {
            query.append_pair(name, &value);
        }
    }
    match query.finish().as_str() {
        "" => PAGE.into(),
        query => format!("{PAGE}?{query}"),
    }
}
