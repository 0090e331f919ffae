//! Posts that members had before their eyes: what tells of them is read. Noted in memory by the pages, written a moment
//! later: no page that reads waits for a write.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

use super::store;
use crate::accounts::{Acting, MemberId};
use crate::forum::PostId;
use crate::platform::db::{Db, Durability, Error, Result, Tx};

/// Posts held for one member between two writes: a person does not read so many. What is beyond stays unread.
const HELD: usize = 2_000;
/// Members written in one transaction.
const TOGETHER: usize = 20;

/// What was read since the last write.
#[derive(Default)]
pub struct Read(Mutex<BTreeMap<MemberId, BTreeSet<PostId>>>);

impl Read {
    /// Notes that a member had these posts before their eyes.
    pub fn note(&self, member: MemberId, posts: impl IntoIterator<Item = PostId>) {
        let mut held = self.held();
        let noted = held.entry(member).or_default();
        let room = HELD.saturating_sub(noted.len());
        noted.extend(posts.into_iter().take(room));
    }

    /// Writes what gathered since the last time, in transactions that are short; what cannot be written now is tried again.
    pub fn flush(&self, db: &Db) -> Result<()> {
        let mut left: Vec<(MemberId, Vec<PostId>)> = {
            let drained = std::mem::take(&mut *self.held());
            drained.into_iter().rev().map(|(member, posts)| (member, posts.into_iter().collect())).collect()
        };
        while !left.is_empty() {
            let some = left.split_off(left.len().saturating_sub(TOGETHER));
            if let Err(error) = see(db, some.clone()) {
                some.into_iter().chain(left).for_each(|(member, posts)| self.note(member, posts));
                return Err(error);
            }
        }
        Ok(())
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<MemberId, BTreeSet<PostId>>> {
        self.0.lock().unwrap_or_else(|e| e.into_inner())
    }
}

/// Most of what is read nobody was told of: that is found out without keeping anybody from writing.
fn see(db: &Db, read: Vec<(MemberId, Vec<PostId>)>) -> Result<()> {
    let told: Vec<(MemberId, Vec<PostId>)> = db.read_blocking(move |conn| {
        let unread = |(member, posts): &(MemberId, Vec<PostId>)| Ok::<_, Error>((*member, store::unread_of(conn, *member, posts)?));
        read.iter().rev().map(unread).collect::<Result<_>>()
    })?;
    let told: Vec<_> = told.into_iter().filter(|(_, posts)| !posts.is_empty()).collect();
    if told.is_empty() {
        return Ok(());
    }
    let write = move |tx: &mut Tx<'_>| told.iter().try_for_each(|(member, posts)| store::see(tx, *member, posts));
    db.write_blocking(Acting::System, Durability::Soon, move |tx, _| write(tx))
}
