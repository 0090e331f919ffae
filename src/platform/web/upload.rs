//! A file from a form, read piece by piece: no more of it is in memory than may be kept.

use actix_multipart::Multipart;
use actix_web::http::header;
use actix_web::{HttpRequest, web};
use futures_util::StreamExt;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::PageError;
use crate::platform::db::Error;

/// Files read at a time: each may take as much memory as the largest that is kept.
const AT_A_TIME: usize = 8;
/// A photograph over a slow line.
const TIME: Duration = Duration::from_secs(120);
/// A file that is too large is read on, and thrown away, up to so many times its limit: a browser shows an answer only when it
/// has sent all it wanted to.
const READ_ON: usize = 4;

/// What came for a field of a form.
#[derive(Debug)]
pub enum Received {
    /// A file.
    File(Vec<u8>, Place),
    /// No file was chosen.
    Nothing,
    /// More than may be kept.
    TooLarge,
}

/// A place among those whose files are in memory; free again when it is dropped.
#[derive(Debug)]
pub struct Place(#[expect(dead_code, reason = "held, not read")] SemaphorePermit<'static>);

/// The file of the one field of this name, of at most so many bytes. [`PageError::Unavailable`] where too many files come at once.
pub async fn file(req: &HttpRequest, payload: web::Payload, field: &str, most: usize) -> Result<Received, PageError> {
    static PLACES: Semaphore = Semaphore::const_new(AT_A_TIME);
    let place = Place(PLACES.try_acquire().map_err(|_| Error::Busy)?);
    let declared = req.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > most.saturating_mul(READ_ON)) {
        return Ok(Received::TooLarge);
    }
    let form = Multipart::new(req.headers(), payload);
    let content = tokio::time::timeout(TIME, content_of(form, field, most)).await.map_err(|_| PageError::TooSlow)??;
    Ok(match content {
        None => Received::TooLarge,
        Some(content) if content.is_empty() => Received::Nothing,
        Some(content) => Received::File(content, place),
    })
}

/// All of a field; none where it is too long. Other fields are read and thrown away; one that stands twice is refused.
async fn content_of(mut form: Multipart, wanted: &str, most: usize) -> Result<Option<Vec<u8>>, PageError> {
    let bad = |_| PageError::Bad("error-detail-form");
    let (mut content, mut length, mut is_too_long, mut is_there) = (Vec::new(), 0_usize, false, false);
    while let Some(field) = form.next().await {
        let mut field = field.map_err(bad)?;
        let is_wanted = field.name() == Some(wanted);
        if is_wanted && std::mem::replace(&mut is_there, true) {
            return Err(PageError::Bad("error-detail-form"));
        }
        while let Some(piece) = field.next().await {
            let piece = piece.map_err(|_| PageError::Bad("error-detail-form"))?;
            length = length.saturating_add(piece.len());
            if length > most.saturating_mul(READ_ON) {
                return Ok(None);
            }
            if is_wanted && !is_too_long {
                is_too_long = content.len() + piece.len() > most;
                content.extend_from_slice(if is_too_long { &[] } else { &piece });
            }
        }
    }
    Ok((!is_too_long).then_some(content))
}
