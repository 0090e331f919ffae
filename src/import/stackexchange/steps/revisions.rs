//! Revisions: what stood in a post before each of its edits.

use super::{Met, Run, Unit};
use crate::accounts::MemberId;
use crate::forum::PostId;
use crate::forum::bulk::store::insert_revisions;
use crate::forum::posts::store::Revision;
use crate::import::stackexchange::ImportError;
use crate::import::stackexchange::texts::source;
use crate::platform::db::Timestamp;

/// Read together: some MB at most.
const BATCH: i64 = 64;

/// A revision to be.
struct Past {
    place: i64,
    post: PostId,
    revision: Revision,
}

impl Unit for Past {
    fn place(&self) -> i64 {
        self.place
    }
}

impl Run<'_> {
    /// Writes every revision.
    pub(super) fn revisions(&mut self) -> Result<(), ImportError> {
        self.progress.stage("revisions", self.prepared.open()?.figures()?.revisions as u64);
        self.progress.done(self.import.place as u64);
        self.step(
            |run, scratch, after| {
                let revised = scratch.revisions(after, BATCH)?.into_iter();
                Ok(revised
                    .map(|row| {
                        let revision = Revision {
                            number: row.number,
                            source: source(&row.text).0.into_string(),
                            title: row.title,
                            tags: row.tags,
                            editor: MemberId(run.import.member_base + row.editor),
                            reason: row.note,
                            created_at: Timestamp(row.at),
                            erased_at: None,
                        };
                        Past { place: row.place, post: PostId(run.import.post_base + row.post), revision }
                    })
                    .collect())
            },
            |tx, past| insert_revisions(tx, past.iter().map(|past| (past.post, &past.revision))).map(|()| Met::default()),
        )
    }
}
