//! Compression of pages: zstd 1 or gzip 1, above 2 KB. Higher levels cost more time than they save bytes.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use std::io::Write;

/// Smaller bodies fit into one or two packets anyway.
const WORTH_IT: usize = 2_048;

/// A coding that browsers ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coding {
    /// Better and quicker.
    Zstd,
    /// Understood by everyone.
    Gzip,
}

impl Coding {
    /// The word in the headers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// Encodes a body.
    pub fn encode(self, body: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Zstd => zstd_one(body),
            Self::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 3), flate2::Compression::new(1));
                encoder.write_all(body)?;
                encoder.finish()
            }
        }
    }
}

thread_local! {
    /// Making a context costs more than compressing a page with it.
    static ZSTD: std::cell::RefCell<Option<zstd::bulk::Compressor<'static>>> = const { std::cell::RefCell::new(None) };
}

fn zstd_one(body: &[u8]) -> std::io::Result<Vec<u8>> {
    ZSTD.with_borrow_mut(|slot| {
        if slot.is_none() {
            *slot = Some(zstd::bulk::Compressor::new(1)?);
        }
        match slot {
            Some(compressor) => compressor.compress(body),
            None => Err(std::io::Error::other("no compressor")),
        }
    })
}

/// The coding a request accepts; `q=0` is a no.
pub fn accepted(req: &HttpRequest) -> Option<Coding> {
    let accept = req.headers().get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    let takes = |word: &str| {
        accept.split(',').any(|part| {
            let mut parts = part.split(';').map(str::trim);
            parts.next() == Some(word) && !parts.any(|q| matches!(q, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    if takes("zstd") {
        Some(Coding::Zstd)
    } else if takes("gzip") {
        Some(Coding::Gzip)
    } else {
        None
    }
}

/// Finishes a response with a body, compressed when that is worth it and asked for.
pub fn finish(mut response: HttpResponseBuilder, req: &HttpRequest, body: Vec<u8>) -> HttpResponse {
    response.append_header((header::VARY, "Accept-Encoding"));
    let coding = accepted(req).filter(|_| body.len() >= WORTH_IT);
    if let Some(coding) = coding
        && let Ok(encoded) = coding.encode(&body)
    {
        response.insert_header((header::CONTENT_ENCODING, coding.as_str()));
        return response.body(encoded);
    }
    response.body(body)
}
