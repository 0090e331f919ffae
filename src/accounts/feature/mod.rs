//! What every feature offers about what it keeps of persons: to hand it out, to take a person out of it, to check what
//! is stored twice, to delete what is kept no longer. `registry.rs` lists the features once.

mod accounts;

use serde::Deserialize;
use serde_json::Value;

pub use accounts::Accounts;

use super::{Acting, MemberId, names};
use crate::platform::check::Check;
use crate::platform::db::{Connection, Db, Durability, Result, Timestamp, Tx, wipe};
use crate::platform::jobs::{Job, Kind, Lane};
use crate::platform::limits;

/// A part of the program that keeps something of persons.
pub trait Feature: Sync {
    /// What it hands to a member who asks for their own data: each a file of the archive.
    fn export(&self) -> &'static [Exported];

    /// Takes what it keeps of a member who left out of every place where others would find it. Runs in a job, in writes
    /// of its own that are short, and may run twice.
    fn anonymise(&self, leaving: &Leaving<'_>) -> anyhow::Result<()>;

    /// What it stores twice, in the order in which it is checked and mended.
    fn check(&self) -> &'static [&'static dyn Check];

    /// Deletes what it keeps no longer; once an hour.
    fn retain(&self, tx: &mut Tx<'_>) -> Result<()>;
}

/// One kind of thing that a member is given of their own data.
pub struct Exported {
    /// The name of its file, without the ending: `votes`.
    pub file: &'static str,
    /// The columns with members' numbers that it answers for: `votes.member`.
    pub columns: &'static [&'static str],
    /// The rows after the one with this number, some hundred at once.
    pub rows: fn(&mut Connection, &Asking, i64) -> Result<Part>,
}

/// Who asks for their own data.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// The member.
    pub member: MemberId,
    /// The moment of the archive.
    pub now: Timestamp,
}

/// Some rows of a kind.
#[derive(Debug, Default)]
pub struct Part {
    /// The rows, each an object.
    pub rows: Vec<Value>,
    /// The file of each row, where rows are about files; else empty.
    pub files: Vec<OwnFile>,
    /// The number of the last one, where others may follow.
    pub next: Option<i64>,
}

/// A file that the member brought: it stands in the archive beside the rows.
#[derive(Clone, Debug)]
pub struct OwnFile {
    /// Its name in the archive: `uploads/12.png`. Made of numbers and words of the program alone.
    pub name: String,
    /// Its hash as stored.
    pub hash: String,
}

/// Rows of one part: read together, and in memory together.
pub const PART: i64 = 200;

impl Part {
    /// All rows at once.
    pub fn whole(rows: Vec<Value>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// A part of up to [`PART`] rows, each with its number. A full one is followed by another.
    pub fn of(rows: Vec<(i64, Value)>) -> Self {
        let next = rows.last().map(|(number, _)| *number).filter(|_| rows.len() as i64 >= PART);
        Self { rows: rows.into_iter().map(|(_, row)| row).collect(), files: Vec::new(), next }
    }
}

/// A member who left, and what is still known of them while they are taken out.
pub struct Leaving<'a> {
    /// The doors.
    pub db: &'a Db,
    /// The address people type: links in texts are compared with it.
    pub origin: &'a str,
    /// Their number: all that stays.
    pub member: MemberId,
    /// The keys of the usernames they went by.
    pub keys: Vec<String>,
}

/// The job after somebody left. They may have written, and been named, in thousands of topics.
pub static ANONYMISE: Kind = Kind::long("accounts.anonymise", Lane::FanOut);

/// The job of every hour.
pub static TIDY: Kind = Kind::usual("accounts.tidy", Lane::Upkeep);

#[derive(Deserialize)]
struct About {
    member: MemberId,
}

/// Takes a member who left out of every feature. What they were called is forgotten last: until then it is looked for.
pub fn anonymise(db: &Db, origin: &str, features: &[&dyn Feature], job: &Job) -> anyhow::Result<()> {
    let member = job.read::<About>()?.member;
    let keys = db.read_blocking(move |conn| names::store::former_keys(conn, member))?;
    let leaving = Leaving { db, origin, member, keys };
    // Those above look at what those below keep.
    features.iter().rev().try_for_each(|feature| feature.anonymise(&leaving))?;
    db.write_blocking(Acting::System, Durability::Full, |tx, _| wipe::soon(tx))?;
    Ok(())
}

/// Deletes what is kept no longer, feature by feature.
pub fn tidy(db: &Db, features: &'static [&'static dyn Feature]) -> anyhow::Result<()> {
    for feature in features {
        db.write_blocking(Acting::System, Durability::Soon, |tx, _| feature.retain(tx))?;
    }
    db.write_blocking(Acting::System, Durability::Soon, |tx, _| limits::forget_ended(tx).map(|_| ()))?;
    Ok(())
}
