//! Documents in memory that are dear to make. One is used again only in the very state in which it was made; what
//! the state is, the asker reads anew for each request, so that nothing is ever shown that changed since.

use actix_web::http::header::{self, EntityTag};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use moka::sync::Cache;

use super::compress::{Coding, accepted};
use super::conditional;

/// What an entry takes besides its body.
const ENTRY_BYTES: u32 = 256;

/// Which document, as it is sent: its number and the coding.
type Key = (i64, Option<Coding>);

/// Documents of one kind, the last ones used.
pub struct KeptDocuments(Cache<Key, Document>);

/// A document as it is sent.
#[derive(Clone, Debug)]
pub struct Document {
    mark: EntityTag,
    coding: Option<Coding>,
    body: Bytes,
}

impl KeptDocuments {
    /// Room for so many bytes of bodies; beyond that what was used least goes.
    pub fn with_room(bytes: u64) -> Self {
        let weight = |_: &Key, document: &Document| u32::try_from(document.body.len()).unwrap_or(u32::MAX).saturating_add(ENTRY_BYTES);
        Self(Cache::builder().max_capacity(bytes).weigher(weight).build())
    }

    /// A document, if it was made in the state of this mark.
    pub fn get(&self, number: i64, coding: Option<Coding>, mark: &EntityTag) -> Option<Document> {
        self.0.get(&(number, coding)).filter(|document| document.mark == *mark)
    }

    /// Keeps a document in place of what it was in an older state.
    pub fn keep(&self, number: i64, document: &Document) {
        self.0.insert((number, document.coding), document.clone());
    }
}

impl Document {
    /// A document of a state, in the coding that the request takes.
    pub fn new(req: &HttpRequest, mark: EntityTag, body: String) -> std::io::Result<Self> {
        let coding = accepted(req);
        let body = match coding {
            Some(coding) => coding.encode(body.as_bytes())?,
            None => body.into_bytes(),
        };
        Ok(Self { mark, coding, body: body.into() })
    }

    /// Sends it, or says that whoever asks has it.
    pub fn send(self, req: &HttpRequest, kind: &'static str) -> HttpResponse {
        if let Some(unchanged) = conditional::unchanged(req, &self.mark, kind) {
            return unchanged;
        }
        let mut response = conditional::head(HttpResponse::Ok(), &self.mark, kind);
        response.insert_header((header::VARY, "Accept-Encoding"));
        if let Some(coding) = self.coding {
            response.insert_header((header::CONTENT_ENCODING, coding.as_str()));
        }
        response.body(self.body)
    }
}
