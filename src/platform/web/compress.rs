//! Compression of pages: zstd 1 or gzip 1, above 2 KB. Higher levels cost more time than they save bytes.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use std::cell::RefCell;
use std::io::Write;
use zstd::bulk::{Compressor, Decompressor};

/// Smaller bodies fit into one or two packets anyway.
const WORTH_IT: usize = 2_048;

/// Memory that a thread keeps from one page to the next, in bytes: what was just used is quicker than what is new.
/// Hardly any page is larger.
pub const KEPT_MOST: usize = 256 * 1024;

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
            Self::Zstd => ZSTD.with_borrow_mut(|zstd| zstd.encode(body)),
            Self::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 3), flate2::Compression::new(1));
                encoder.write_all(body)?;
                encoder.finish()
            }
        }
    }
}

thread_local! {
    static ZSTD: RefCell<Zstd> = const { RefCell::new(Zstd { compressor: None, out: Vec::new() }) };
}

/// What a thread compresses with. Making a context costs more than compressing a page with it, and room for the worst
/// case is many times what comes out.
struct Zstd {
    compressor: Option<Compressor<'static>>,
    out: Vec<u8>,
}

impl Zstd {
    fn encode(&mut self, body: &[u8]) -> std::io::Result<Vec<u8>> {
        let compressor = match &mut self.compressor {
            Some(compressor) => compressor,
            none => none.insert(Compressor::new(1)?),
        };
        self.out.clear();
        self.out.reserve(zstd::zstd_safe::compress_bound(body.len()));
        compressor.compress_to_buffer(body, &mut self.out)?;
        let encoded = self.out.as_slice().into();
        self.out.shrink_to(KEPT_MOST);
        Ok(encoded)
    }
}

thread_local! {
    static UNPACK: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// Makes bytes smaller that this process will read again.
pub fn pack(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let length = u32::try_from(bytes.len()).map_err(std::io::Error::other)?;
    let packed = Coding::Zstd.encode(bytes)?;
    Ok([&length.to_le_bytes()[..], &packed].concat())
}

/// What [`pack`] was given; nothing if it was not packed by it.
pub fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let (length, packed) = packed.split_first_chunk::<4>()?;
    UNPACK.with_borrow_mut(|unpack| {
        let unpack = match unpack {
            Some(unpack) => unpack,
            none => none.insert(Decompressor::new().ok()?),
        };
        unpack.decompress(packed, u32::from_le_bytes(*length) as usize).ok()
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
pub fn finish(mut response: HttpResponseBuilder, req: &HttpRequest, body: &[u8]) -> HttpResponse {
    response.append_header((header::VARY, "Accept-Encoding"));
    let coding = accepted(req).filter(|_| body.len() >= WORTH_IT);
    if let Some(coding) = coding
        && let Ok(encoded) = coding.encode(body)
    {
        response.insert_header((header::CONTENT_ENCODING, coding.as_str()));
        return response.body(encoded);
    }
    response.body(body.to_vec())
}
