//! `GET /settings/notices`: in which ways one wants to hear of what.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::accounts::visit::pages::Visit;
use crate::accounts::{Acting, settings};
use crate::notifications::digests::{self, Rhythm};
use crate::notifications::notices::Reason;
use crate::notifications::notices::ways::{Way, Ways, store};
use crate::platform::db::Tx;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/settings/notices";

/// The context of `templates/notifications/ways.html`.
#[derive(Serialize)]
struct WaysPage {
    tab: &'static str,
    rows: Vec<Row>,
    /// How often the digest comes: `daily`, `weekly`, `never` or `asked`.
    digest: &'static str,
}

#[derive(Serialize)]
struct Row {
    reason: &'static str,
    page: bool,
    mail: bool,
    digest: bool,
}

/// `GET /settings/notices`.
pub async fn show_ways(visit: Visit) -> PageResult {
    let (member, _) = visit.member(PAGE).await?;
    let (seen, (ways, digest)) =
        visit.read(move |conn, _| Ok::<_, PageError>((store::of_member(conn, member)?, digests::listing::rhythm(conn, member)?))).await?;
    let row = |reason: &Reason| {
        let Way { page, mail, digest } = ways.of(*reason);
        Row { reason: reason.as_str(), page, mail, digest }
    };
    visit.page(&seen, "notifications/ways.html", &WaysPage { tab: "notices-list", rows: Reason::ALL.iter().map(row).collect(), digest: digest.as_str() })
}

/// A field for each box that is ticked: `reply-page`.
#[derive(Deserialize)]
#[serde(transparent)]
pub struct Ticked(BTreeMap<String, String>);

/// `POST /settings/notices`.
pub async fn save_ways(visit: Visit, Form(ticked): Form<Ticked>) -> PageResult {
    let (member, _) = visit.member(PAGE).await?;
    let mut ways = Ways::default();
    let is_ticked = |reason: Reason, way: &str| ticked.0.get(&format!("{}-{way}", reason.as_str())).is_some_and(|value| value == "1");
    for reason in Reason::ALL {
        ways.set(*reason, Way { page: is_ticked(*reason, "page"), mail: is_ticked(*reason, "mail"), digest: is_ticked(*reason, "digest") });
    }
    let chosen = ticked.0.get("digest").and_then(|word| Rhythm::parse(word)).filter(|rhythm| *rhythm != Rhythm::Asked);
    let write = move |tx: &mut Tx<'_>| {
        store::put(tx, member, &ways)?;
        // What was not sent stays as it is.
        chosen.map_or(Ok(()), |rhythm| settings::store::set_digest(tx, member, rhythm.as_str()))
    };
    visit.web.db().write(Acting::Member(member), move |tx, _| write(tx)).await?;
    Ok(visit.see_other(PAGE, Some("accounts-notice-saved")))
}
