//! Where one is signed in, and ending that.

use actix_web::web::Path;
use serde::Serialize;

use crate::accounts::Acting;
use crate::accounts::sessions::{browser_name, hash_token, store};
use crate::accounts::visit::pages::Visit;
use crate::platform::i18n::format::Moment;
use crate::platform::web::{PageError, PageResult};

#[derive(Serialize)]
struct Page {
    tab: &'static str,
    sessions: Vec<Line>,
    others: bool,
}

#[derive(Serialize)]
struct Line {
    end: String,
    browser: String,
    network: String,
    seen_at: Moment,
    created_at: Moment,
    current: bool,
}

/// `GET /settings/sessions`.
pub async fn show_sessions(visit: Visit) -> PageResult {
    let own = visit.token().map(|token| hash_token(&token));
    let (seen, rows) = visit
        .read(|conn, seen| match seen.viewer.account() {
            Some(account) => Ok(Some(store::of_member(conn, account.id)?)),
            None => Ok::<_, PageError>(None),
        })
        .await?;
    let rows = rows.ok_or_else(|| PageError::SignIn("/settings/sessions".into()))?;
    let sessions: Vec<Line> = rows
        .into_iter()
        .map(|row| Line {
            end: format!("/settings/sessions/{}/end", row.id),
            browser: browser_name(&row.browser),
            network: row.network,
            seen_at: seen.moment(row.seen_at),
            created_at: seen.moment(row.created_at),
            current: own.as_ref() == Some(&row.token_hash),
        })
        .collect();
    let others = sessions.len() > 1;
    visit.page(&seen, "accounts/sessions.html", &Page { tab: "sessions", sessions, others })
}

/// `POST /settings/sessions/end`: signs out everywhere else.
pub async fn end_others(visit: Visit) -> PageResult {
    let (member, _) = visit.member("/settings/sessions").await?;
    let keep = visit.token();
    visit.web.db().write(Acting::Member(member), move |tx, _| store::end_others(tx, member, keep.as_deref())).await?;
    Ok(visit.see_other("/settings/sessions", Some("accounts-notice-sessions-ended")))
}

/// `POST /settings/sessions/{session}/end`: signs out one browser.
pub async fn end_one(visit: Visit, session: Path<i64>) -> PageResult {
    let (member, _) = visit.member("/settings/sessions").await?;
    let session = store::SessionId(*session);
    let was_there = visit.web.db().write(Acting::Member(member), move |tx, _| store::end_one(tx, member, session)).await?;
    if !was_there {
        return Err(PageError::NotFound);
    }
    Ok(visit.see_other("/settings/sessions", Some("accounts-notice-session-ended")))
}
