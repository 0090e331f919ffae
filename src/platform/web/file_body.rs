//! A file as the body of an answer, read piece by piece.

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Read at once: from a disk in a fraction of a millisecond.
const PIECE: usize = 64 << 10;

/// A file on its way to somebody.
pub struct FileBody {
    file: File,
    left: u64,
}

impl FileBody {
    /// Opens a file; it is sent as long as it is now.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let left = file.metadata()?.len();
        Ok(Self { file, left })
    }
}

impl MessageBody for FileBody {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.left)
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, io::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let mut piece = vec![0; PIECE.min(self.left as usize)];
        Poll::Ready(Some(match self.file.read(&mut piece) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                piece.truncate(read);
                self.left -= read as u64;
                Ok(piece.into())
            }
            Err(error) => Err(error),
        }))
    }
}
