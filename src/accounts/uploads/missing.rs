//! Looks for uploads whose file is not there: lost by a disk, or left out of a copy.

use super::{UploadId, store};
use crate::platform::db::Db;
use crate::platform::storage::{BlobHash, Storage};

/// Looked at together.
const BATCH: i64 = 200;

/// Hands over each upload with a file that is missing: half a sentence each.
pub fn missing(db: &Db, storage: &dyn Storage, mut found: impl FnMut(UploadId, String) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut after = UploadId(i64::MIN);
    loop {
        let uploads = db.read_blocking(move |conn| store::files_after(conn, after, BATCH))?;
        let Some((last, _)) = uploads.last() else { return Ok(()) };
        after = *last;
        for (upload, hashes) in uploads {
            for hash in hashes {
                let is_there = match BlobHash::parse(&hash) {
                    Some(hash) => storage.has(&hash)?,
                    None => false,
                };
                if !is_there {
                    found(upload, format!("its file {hash} is missing"))?;
                }
            }
        }
    }
}
