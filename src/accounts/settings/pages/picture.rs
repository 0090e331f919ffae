//! One's picture.

use actix_web::http::StatusCode;
use actix_web::web::Payload;

use super::profile;
use crate::accounts::pages::refused;
use crate::accounts::rights::{Deed, Place, may};
use crate::accounts::uploads::{KeepError, SIDES, keep_picture, remove_picture};
use crate::accounts::visit::pages::{Seen, Visit};
use crate::accounts::{Acting, MemberId};
use crate::platform::db::{Error, Failure};
use crate::platform::i18n::Arg;
use crate::platform::images::{BYTES_MAX, ImageError, PIXELS_MAX, squares};
use crate::platform::limits::{self, Limit, TooOften};
use crate::platform::web::upload::{Received, file};
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/settings";

/// `POST /settings/picture`: a file in a form. Who may, and how often, is asked before the file is read.
pub async fn send_picture(visit: Visit, payload: Payload) -> PageResult {
    let (member, seen) = visit.member(PAGE).await?;
    match admit(&visit, member, &seen).await {
        Ok(()) => {}
        Err(PageError::Unavailable(error)) => return unsaved(&visit, &error.into()).await,
        Err(error) => return Err(error),
    }
    let (file, place) = match file(&visit.req, payload, "picture", BYTES_MAX).await? {
        Received::File(file, place) => (file, place),
        Received::Nothing => return mistake(&visit, StatusCode::UNPROCESSABLE_ENTITY, "accounts-error-picture-none").await,
        Received::TooLarge => return mistake(&visit, StatusCode::PAYLOAD_TOO_LARGE, "accounts-error-picture-large").await,
    };
    let cut = squares(file, SIDES).await?;
    drop(place);
    let sizes = match cut {
        Ok(sizes) => sizes,
        Err(error) => return mistake(&visit, StatusCode::UNPROCESSABLE_ENTITY, key(error)).await,
    };
    match keep_picture(visit.web.db(), visit.web.storage(), member, sizes).await {
        Ok(()) => Ok(visit.see_other(PAGE, Some("accounts-notice-picture"))),
        Err(failure) => match refused(failure) {
            Ok(KeepError::Denied(denied)) => Err(PageError::Forbidden(denied.key())),
            Ok(KeepError::TooOften(too_often)) => Err(too_often.into()),
            Ok(KeepError::Leaving) => unsaved(&visit, &Error::Busy.into()).await,
            Ok(KeepError::Fault(error)) => unsaved(&visit, &error).await,
            Err(PageError::Unavailable(error)) => unsaved(&visit, &error.into()).await,
            Err(error) => Err(error),
        },
    }
}

/// The page again, which says that the picture is not kept: the disk is full, the database takes nothing.
async fn unsaved(visit: &Visit, error: &anyhow::Error) -> PageResult {
    tracing::error!(error = format!("{error:#}"), "a picture was not kept");
    mistake(visit, StatusCode::SERVICE_UNAVAILABLE, "accounts-error-picture-unsaved").await
}

async fn admit(visit: &Visit, member: MemberId, seen: &Seen) -> Result<(), PageError> {
    may(&seen.viewer, Deed::Introduce, &Place::default()).map_err(|denied| PageError::Forbidden(denied.key()))?;
    let counted = visit.web.db().write_soon(Acting::Member(member), move |tx, _| limits::take(tx, Limit::Upload, &member.to_string())).await;
    counted.map_err(|failure: Failure<TooOften>| match refused(failure) {
        Ok(too_often) => too_often.into(),
        Err(error) => error,
    })
}

fn key(error: ImageError) -> &'static str {
    match error {
        ImageError::Kind => "accounts-error-picture-kind",
        ImageError::Pixels => "accounts-error-picture-pixels",
        ImageError::Broken => "accounts-error-picture-broken",
    }
}

async fn mistake(visit: &Visit, status: StatusCode, key: &str) -> PageResult {
    let seen = visit.seen().await?;
    let numbers = [("megabytes", Arg::Number((BYTES_MAX >> 20) as i64)), ("megapixels", Arg::Number((PIXELS_MAX / 1_000_000) as i64))];
    let text = seen.text_with(&visit.web, key, &numbers);
    profile::with_mistake(visit, status, "picture", text).await
}

/// `POST /settings/picture/remove`.
pub async fn remove_own_picture(visit: Visit) -> PageResult {
    let (member, _) = visit.member(PAGE).await?;
    visit.web.db().write(Acting::Member(member), move |tx, _| remove_picture(tx, member)).await?;
    Ok(visit.see_other(PAGE, Some("accounts-notice-picture-removed")))
}
