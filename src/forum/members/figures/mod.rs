//! What a member did, in numbers: visible posts for everyone, in the categories that the reader may read.
//!
//! Most members' posts are counted anew with each view. Of whoever wrote more than [`COUNTED_ANEW`] posts a reader
//! of every category gets the stored figures, which are always right; other readers get sums of figures that a job
//! keeps for each category, at most ten minutes old.

pub(super) mod store;

pub use store::forget_writers_in;

use std::time::Duration;

use crate::accounts::{Acting, MemberId};
use crate::forum::counts::MemberFigures;
use crate::forum::visibility::Sight;
use crate::platform::db::{Connection, Db, Result, in_pieces};
use crate::platform::jobs::{Kind, Lane, Share};

/// So many posts are counted within a few milliseconds.
const COUNTED_ANEW: i64 = 1_000;
/// Posts read together.
const BATCH: i64 = 1_000;
/// Members looked at together.
const MEMBERS: i64 = 1_000;

/// How often heavy writers' figures are brought up to date.
pub const EVERY: Duration = Duration::from_secs(600);

/// The job.
pub static REFRESH: Kind = Kind { time_limit: Duration::from_secs(580), ..Kind::usual("forum.member-categories", Lane::Upkeep) };

/// The figures of a member for this reader. `has_all` says that the reader may read every category.
pub(super) fn figures(conn: &mut Connection, sight: &Sight, has_all: bool, member: MemberId, stored: MemberFigures) -> Result<MemberFigures> {
    if stored.topics + stored.replies + stored.comments <= COUNTED_ANEW {
        return super::listing::figures(conn, sight, member);
    }
    let figures = if has_all { stored } else { store::sum(conn, member, &sight.readable)? };
    // Where nothing is kept yet, the job has not been here.
    if figures == MemberFigures::default() { super::listing::figures(conn, sight, member) } else { Ok(figures) }
}

/// Counts heavy writers' posts anew for each category, where their figures moved since.
pub fn refresh(db: &Db, share: Share) -> anyhow::Result<()> {
    let mut after = MemberId(i64::MIN);
    loop {
        let members = db.read_blocking(move |conn| store::heavy(conn, after, COUNTED_ANEW, MEMBERS))?;
        let Some(last) = members.last() else { return Ok(()) };
        after = *last;
        for member in members {
            if db.read_blocking(move |conn| store::is_current(conn, member))? {
                continue;
            }
            let counted = count(db, share, member)?;
            in_pieces(db, Acting::System, vec![(member, counted)], |tx, (member, counted)| store::replace(tx, *member, counted))?;
        }
    }
}

fn count(db: &Db, share: Share, member: MemberId) -> Result<store::ByCategory> {
    let (mut counted, mut after) = (store::ByCategory::new(), crate::forum::PostId(i64::MIN));
    loop {
        let (last, some) = share.step(|| db.read_blocking(move |conn| store::count(conn, member, after, BATCH)))?;
        for (category, figures) in some {
            let sum = counted.entry(category).or_default();
            *sum = sum.plus(&figures);
        }
        match last {
            Some(last) => after = last,
            None => return Ok(counted),
        }
    }
}
