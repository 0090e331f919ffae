//! Pictures that people bring: looked at before they are decoded, cut, and written anew. What a camera or a program put
//! beside the picture (places, devices, texts, a second picture) stays behind.

mod cut;

pub use cut::{squares, squares_now};

use crate::text_enum;

/// The largest file: a photograph as a phone takes it.
pub const BYTES_MAX: usize = 10 << 20;
/// The most dots: what phones take by default is 12 or 24 million. Decoded, each takes four bytes, and two pictures are decoded
/// at a time.
pub const PIXELS_MAX: u64 = 32_000_000;

text_enum! {
    /// A kind of picture that is taken.
    ImageKind {
        /// Drawings.
        Png = "png",
        /// Photographs.
        Jpeg = "jpeg",
        /// Old drawings; the first picture of a moving one.
        Gif = "gif",
        /// Either.
        Webp = "webp",
    }
}

impl ImageKind {
    /// The word in `Content-Type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
        }
    }
}

/// Why a picture is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// Another kind of file, whatever its name says.
    #[error("not a PNG, JPEG, GIF or WebP picture")]
    Kind,
    /// More dots than [`PIXELS_MAX`].
    #[error("too many dots")]
    Pixels,
    /// It does not decode.
    #[error("damaged")]
    Broken,
}

/// A picture as it is kept: cut and written anew.
#[derive(Clone, Debug)]
pub struct Picture {
    /// How it is written.
    pub kind: ImageKind,
    /// Dots from side to side.
    pub width: u32,
    /// Dots from top to bottom.
    pub height: u32,
    /// The file.
    pub content: Vec<u8>,
}
