//! Answers that everybody may keep and must ask about again: `304` while nothing changed.
//!
//! The mark is made of what the answer says, never of a time: what is hidden makes an answer older, not newer, and a
//! reader who asks by date alone would go on showing it. So there is no `Last-Modified` here, and `If-Modified-Since`
//! is not looked at.

use actix_web::http::header::{self, EntityTag, Header, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

use super::compress;

/// Kept by anybody, shown only after asking whether it still holds.
const ASK_AGAIN: &str = "public, no-cache";

/// The mark of a state: the same for the same parts.
pub fn mark(parts: &[&[u8]]) -> EntityTag {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    // Weak: the same state compressed in another way has other bytes.
    EntityTag::new_weak(hasher.finalize().to_hex()[..32].to_owned())
}

/// The states that whoever asks has.
#[derive(Clone, Debug, Default)]
pub struct Known(Vec<EntityTag>);

impl Known {
    /// What a request says of them. `*` names none.
    pub fn of(req: &HttpRequest) -> Self {
        match IfNoneMatch::parse(req) {
            Ok(IfNoneMatch::Items(marks)) => Self(marks),
            _ => Self::default(),
        }
    }

    /// Is this one of them?
    pub fn has(&self, mark: &EntityTag) -> bool {
        self.0.iter().any(|known| known.weak_eq(mark))
    }
}

/// `304`, if whoever asks has this state already.
pub fn unchanged(req: &HttpRequest, mark: &EntityTag, kind: &'static str) -> Option<HttpResponse> {
    let is_any = matches!(IfNoneMatch::parse(req), Ok(IfNoneMatch::Any));
    (is_any || Known::of(req).has(mark)).then(|| not_modified(mark, kind))
}

/// `304` with the mark of the state.
pub fn not_modified(mark: &EntityTag, kind: &'static str) -> HttpResponse {
    head(HttpResponse::NotModified(), mark, kind).finish()
}

/// An answer with its mark, as yet without a body.
pub fn head(mut response: HttpResponseBuilder, mark: &EntityTag, kind: &'static str) -> HttpResponseBuilder {
    response.insert_header((header::CONTENT_TYPE, kind));
    response.insert_header((header::CACHE_CONTROL, ASK_AGAIN));
    response.insert_header((header::ETAG, mark.to_string()));
    response
}

/// Sends a document: the whole of it, or that it is unchanged.
pub fn send(req: &HttpRequest, kind: &'static str, body: String) -> HttpResponse {
    let mark = mark(&[body.as_bytes()]);
    unchanged(req, &mark, kind).unwrap_or_else(|| compress::finish(head(HttpResponse::Ok(), &mark, kind), req, body.as_bytes()))
}
