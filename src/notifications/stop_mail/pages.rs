//! The page behind "end these mails": one button, and the one-click form of mail programs.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::Serialize;

use super::Stop;
use crate::accounts::Acting;
use crate::accounts::pages::{ended, message, secret};
use crate::accounts::tokens::{self, TokenKind};
use crate::accounts::visit::pages::Visit;
use crate::platform::web::{PageError, PageResult};

/// The context of `templates/notifications/stop_mail.html`.
#[derive(Serialize)]
struct Page {
    action: String,
    text: String,
    goes_on: bool,
}

/// `GET /stop-mail/{token}`, as mails of earlier releases have it: one button.
pub async fn show(visit: Visit, token: Path<String>) -> PageResult {
    page(&visit, &token, Some(Stop::Answers)).await
}

/// `GET /stop-mail/{token}/{what}`: one button.
pub async fn show_one(visit: Visit, path: Path<(String, String)>) -> PageResult {
    page(&visit, &path.0, Stop::parse(&path.1)).await
}

/// `POST /stop-mail/{token}`: ends the mails. The body is not read: the button and mail programs send different ones, and the secret says it all.
pub async fn stop(visit: Visit, token: Path<String>) -> PageResult {
    end(&visit, &token, Some(Stop::Answers)).await
}

/// `POST /stop-mail/{token}/{what}`: likewise.
pub async fn stop_one(visit: Visit, path: Path<(String, String)>) -> PageResult {
    end(&visit, &path.0, Stop::parse(&path.1)).await
}

async fn page(visit: &Visit, token: &str, what: Option<Stop>) -> PageResult {
    let wanted = token.to_owned();
    let (seen, owner) = visit.read(move |conn, seen| Ok::<_, PageError>(tokens::store::find(conn, TokenKind::StopMail, &wanted, seen.now)?)).await?;
    match what.filter(|_| owner.is_some()) {
        Some(what) => {
            let page = Page { action: what.path(token), text: seen.text(&visit.web, what.key()), goes_on: what == Stop::GoOn };
            visit.page(&seen, "notifications/stop_mail.html", &page).map(secret)
        }
        None => ended(visit, &seen, "/settings/notices"),
    }
}

async fn end(visit: &Visit, token: &str, what: Option<Stop>) -> PageResult {
    let wanted = token.to_owned();
    let was_known = match what {
        Some(what) => visit.web.db().write(Acting::Visitor, move |tx, _| super::stop(tx, &wanted, what)).await?,
        None => false,
    };
    let seen = visit.seen().await?;
    let said = if what == Some(Stop::GoOn) { "accounts-digest-goes-on" } else { "accounts-mail-stopped" };
    if was_known { message(visit, &seen, StatusCode::OK, said, "/") } else { ended(visit, &seen, "/settings/notices") }
}
