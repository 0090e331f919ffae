//! The page behind "end these mails": one button, and the one-click form of mail programs.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::Serialize;

use crate::accounts::Acting;
use crate::accounts::pages::{ended, message, secret};
use crate::accounts::tokens::{self, TokenKind};
use crate::accounts::visit::pages::Visit;
use crate::platform::web::{PageError, PageResult};

#[derive(Serialize)]
struct Page {
    action: String,
}

/// `GET /stop-mail/{token}`: one button.
pub async fn show(visit: Visit, token: Path<String>) -> PageResult {
    let wanted = token.clone();
    let (seen, owner) = visit.read(move |conn, seen| Ok::<_, PageError>(tokens::store::find(conn, TokenKind::StopMail, &wanted, seen.now)?)).await?;
    match owner {
        Some(_) => visit.page(&seen, "accounts/stop_mail.html", &Page { action: format!("/stop-mail/{token}") }).map(secret),
        None => ended(&visit, &seen, "/settings"),
    }
}

/// `POST /stop-mail/{token}`: ends the mails. The body is not read: the button and mail programs send different ones, and the secret says it all.
pub async fn stop(visit: Visit, token: Path<String>) -> PageResult {
    let wanted = token.clone();
    let was_known = visit.web.db().write(Acting::Visitor, move |tx, _| super::stop(tx, &wanted)).await?;
    let seen = visit.seen().await?;
    if was_known { message(&visit, &seen, StatusCode::OK, "accounts-mail-stopped", "/") } else { ended(&visit, &seen, "/settings") }
}
