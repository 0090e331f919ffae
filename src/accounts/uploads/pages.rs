//! `GET /uploads/{id}`: a file that somebody brought, from this address alone.

use actix_web::http::header::{self, EntityTag, Header, IfNoneMatch};
use actix_web::web::{self, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::store::{self, Shown};
use crate::platform::storage::BlobHash;
use crate::platform::web::{PageError, PageResult, Web};

/// Whatever is in the file, it is a picture and nothing that runs.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";
/// What everybody sees may be kept for so long: what was taken off is gone everywhere soon after.
const CACHING: &str = "public, max-age=300";

/// As it was kept.
pub async fn show(web: web::Data<Web>, id: Path<String>, req: HttpRequest) -> PageResult {
    send(&web, &req, id.into_inner(), None).await
}

/// The largest size that is no wider than this.
pub async fn show_sized(web: web::Data<Web>, path: Path<(String, i32)>, req: HttpRequest) -> PageResult {
    let (id, width) = path.into_inner();
    send(&web, &req, id, Some(width)).await
}

async fn send(web: &Web, req: &HttpRequest, id: String, width: Option<i32>) -> PageResult {
    let Shown { hash, kind } = web.db().read(move |conn| store::shown(conn, &id, width)).await?.ok_or(PageError::NotFound)?;
    let hash = BlobHash::parse(&hash).ok_or(PageError::NotFound)?;
    let mark = EntityTag::new_strong(hash.as_str()[..32].to_owned());
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, CACHING));
    response.insert_header((header::ETAG, mark.to_string()));
    response.insert_header((header::CONTENT_SECURITY_POLICY, POLICY));
    if matches!(IfNoneMatch::parse(req), Ok(IfNoneMatch::Items(marks)) if marks.iter().any(|known| known.weak_eq(&mark))) {
        return Ok(response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish());
    }
    let (storage, wanted) = (web.storage().clone(), hash.clone());
    let content = web::block(move || storage.read(&wanted)).await.map_err(anyhow::Error::from)?.map_err(PageError::Unreadable)?;
    let Some(content) = content else {
        tracing::error!(%hash, "an upload has no file; `guildhall check` names all of them");
        return Err(PageError::NotFound);
    };
    response.insert_header((header::CONTENT_TYPE, kind.media_type()));
    Ok(response.body(content))
}
