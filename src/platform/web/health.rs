//! `GET /healthz`: alive and able to read.

use actix_web::{HttpResponse, web};
use std::time::Duration;

use super::{OwnPage, PageResult, Web};
use crate::platform::db::Error;
use crate::platform::settings::Settings;

/// Load balancers ask every second or so and want an answer within 100 ms.
const PATIENCE: Duration = Duration::from_millis(90);

/// 200 `ok` when the database answers a read in time, else 503 with what is wrong.
pub async fn show(web: web::Data<Web>) -> PageResult {
    let read = web.db().read(Settings::load);
    let text = match tokio::time::timeout(PATIENCE, read).await {
        Ok(Ok(_)) => return Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")),
        // Everybody may ask: what exactly a database says, such as its address, stands in the log.
        Ok(Err(error)) => {
            tracing::debug!(%error, "not well");
            if matches!(error, Error::Busy) { "the database is busy\n" } else { "the database is out of reach\n" }
        }
        Err(_) => "the database does not answer\n",
    };
    let mut response = HttpResponse::ServiceUnavailable().content_type("text/plain; charset=utf-8").insert_header(("Retry-After", "1")).body(text);
    response.extensions_mut().insert(OwnPage);
    Ok(response)
}
