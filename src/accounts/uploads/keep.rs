//! A member wears a picture, or none.

use std::sync::Arc;
use std::time::Duration;

use super::store::{self, NewUpload};
use crate::accounts::events::AccountEvent;
use crate::accounts::rights::{Deed, Denied, Place, may};
use crate::accounts::{Acting, MemberId, Viewer};
use crate::platform::db::{Db, DomainError, Failure, Tx};
use crate::platform::images::Picture;
use crate::platform::limits::{self, Limit, TooOften};
use crate::platform::storage::{self, BlobHash, Leaving, Storage};

/// Why the picture stays as it was.
#[derive(Debug)]
pub enum KeepError {
    /// Not now.
    Denied(Denied),
    /// Too often.
    TooOften(TooOften),
    /// The same file is on its way out, and still is after a while.
    Leaving,
    /// The files could not be written.
    Fault(anyhow::Error),
}

impl DomainError for KeepError {}

/// A file that is on its way out is gone in a moment.
const TRIES: u32 = 5;
const WAIT: Duration = Duration::from_millis(200);
/// Whoever is told that nothing was kept waits so long at most for the rest of it to go.
const PATIENCE: Duration = Duration::from_secs(1);

type Kept = Arc<Vec<(BlobHash, Picture)>>;

/// Keeps a picture in its sizes, the largest first, and shows it beside the member's name in place of the one before. The
/// files are on the disk before a row names them; where that fails, nothing of them stays.
pub async fn keep_picture(db: &Db, storage: &Arc<dyn Storage>, member: MemberId, sizes: Vec<Picture>) -> Result<(), Failure<KeepError>> {
    let sizes: Kept = Arc::new(sizes.into_iter().map(|picture| (BlobHash::of(&picture.content), picture)).collect());
    let mut new = Vec::new();
    let outcome = keep(db, storage, member, &sizes, &mut new).await;
    if outcome.is_err() && !new.is_empty() {
        take_back(db.clone(), storage.clone(), new).await;
    }
    outcome
}

/// [`keep_picture`]; `new` are the contents that nobody had before, as far as it came.
async fn keep(db: &Db, storage: &Arc<dyn Storage>, member: MemberId, sizes: &Kept, new: &mut Vec<BlobHash>) -> Result<(), Failure<KeepError>> {
    for _ in 0..TRIES {
        let (reserving, putting, wearing) = (sizes.clone(), sizes.clone(), sizes.clone());
        let reserved = db.write(Acting::Member(member), move |tx, by| reserve(tx, by, &reserving)).await;
        if let Some(reserved) = unless_left(reserved)? {
            new.extend(reserved);
            put(storage.clone(), putting).await.map_err(KeepError::Fault)?;
            let worn = db.write(Acting::Member(member), move |tx, by| wear(tx, by, member, &wearing)).await;
            if unless_left(worn)?.is_some() {
                return Ok(());
            }
        }
        tokio::time::sleep(WAIT).await;
    }
    Err(KeepError::Leaving.into())
}

/// None where a file was on its way out: once more from the beginning.
fn unless_left<T>(outcome: Result<T, Failure<KeepError>>) -> Result<Option<T>, Failure<KeepError>> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(Failure::Refused(KeepError::Leaving)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Removes what was begun. A database that takes nothing either is not waited for: then upkeep does it two days later.
async fn take_back(db: Db, storage: Arc<dyn Storage>, new: Vec<BlobHash>) {
    let work = tokio::task::spawn_blocking(move || {
        for hash in &new {
            if let Err(error) = storage::remove_unused(&db, storage.as_ref(), hash) {
                tracing::warn!(%hash, error = format!("{error:#}"), "a file that nothing names could not be removed; upkeep does it");
            }
        }
    });
    let _ = tokio::time::timeout(PATIENCE, work).await;
}

fn leaving(failure: Failure<Leaving>) -> Failure<KeepError> {
    failure.map(|Leaving| KeepError::Leaving)
}

/// Answers which of them nobody had before.
fn reserve(tx: &mut Tx<'_>, by: &Viewer, sizes: &[(BlobHash, Picture)]) -> Result<Vec<BlobHash>, Failure<KeepError>> {
    may(by, Deed::Introduce, &Place::default()).map_err(KeepError::Denied)?;
    let mut new = Vec::new();
    for (hash, _) in sizes {
        if storage::store::reserve(tx, hash).map_err(leaving)? {
            new.push(hash.clone());
        }
    }
    Ok(new)
}

async fn put(storage: Arc<dyn Storage>, sizes: Kept) -> anyhow::Result<()> {
    let work = move || sizes.iter().try_for_each(|(hash, picture)| storage.put(hash, &picture.content));
    Ok(tokio::task::spawn_blocking(work).await??)
}

fn wear(tx: &mut Tx<'_>, by: &Viewer, member: MemberId, sizes: &[(BlobHash, Picture)]) -> Result<(), Failure<KeepError>> {
    may(by, Deed::Introduce, &Place::default()).map_err(KeepError::Denied)?;
    limits::take(tx, Limit::Introduce, &member.to_string()).map_err(|failure| failure.map(KeepError::TooOften))?;
    sizes.iter().try_for_each(|(hash, _)| storage::store::take_into_use(tx, hash).map_err(leaving))?;
    store::take_picture_off(tx, member)?;
    let public_id = format!("{:032x}", rand::random::<u128>());
    store::wear(tx, &NewUpload { public_id: &public_id, owner: member, sizes })?;
    Ok(tx.record(&AccountEvent::PictureChanged(member))?)
}

/// Takes a member's picture off; the drawn arms stand in its place. False when there was none.
pub fn remove_picture(tx: &mut Tx<'_>, member: MemberId) -> crate::platform::db::Result<bool> {
    let had = store::take_picture_off(tx, member)?;
    if had {
        tx.record(&AccountEvent::PictureChanged(member))?;
    }
    Ok(had)
}
