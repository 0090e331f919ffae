//! What is stored twice can differ: each feature recomputes its own copies and says where they do.
//!
//! `guildhall check` walks through all of them while the community is in use: each batch is read in one
//! snapshot, each repair is a short write of its own.

use std::time::{Duration, Instant};

use super::db::{Connection, Db, Durability, Result, Tx};
use super::jobs::System;

/// One kind of thing whose stored values follow from others.
pub trait Check: Sync {
    /// What is looked at, as a report names it: `topic`, followed by its number.
    fn name(&self) -> &'static str;

    /// The numbers after `after`, in order, at most `limit`.
    fn ids(&self, conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>>;

    /// What is wrong with one of them, each as half a sentence: `replies 3, should be 4`.
    fn wrong(&self, conn: &mut Connection, id: i64) -> Result<Vec<String>>;

    /// What is wrong among several with their numbers, in order: for things that are many, a few statements for all of
    /// them take the place of a few for each.
    fn wrong_among(&self, conn: &mut Connection, ids: &[i64]) -> Result<Vec<(i64, String)>> {
        let mut wrong = Vec::new();
        for &id in ids {
            wrong.extend(self.wrong(conn, id)?.into_iter().map(|what| (id, what)));
        }
        Ok(wrong)
    }

    /// Stores what should be there. What cannot be computed stays, and is named again.
    fn mend(&self, tx: &mut Tx<'_>, id: i64) -> Result<()>;
}

/// Read together: a snapshot is short, a million topics are few thousand of them.
const BATCH: i64 = 200;
/// A repair lets others write after this long; what is left goes into the next transaction.
const LONGEST_WRITE: Duration = Duration::from_millis(10);

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The check that found it.
    pub name: &'static str,
    /// The number of the thing.
    pub id: i64,
    /// Half a sentence.
    pub what: String,
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.name, self.id, self.what)
    }
}

/// Goes through everything that `check` looks at, batch by batch, and hands over what is wrong.
pub fn look(db: &Db, check: &'static dyn Check, mut found: impl FnMut(Vec<Wrong>) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut after = i64::MIN;
    loop {
        let (last, wrong) = db.read_blocking(move |conn| batch(conn, check, after))?;
        if !wrong.is_empty() {
            found(wrong)?;
        }
        match last {
            Some(last) => after = last,
            None => return Ok(()),
        }
    }
}

fn batch(conn: &mut Connection, check: &dyn Check, after: i64) -> Result<(Option<i64>, Vec<Wrong>)> {
    let ids = check.ids(conn, after, BATCH)?;
    let wrong = check.wrong_among(conn, &ids)?.into_iter().map(|(id, what)| Wrong { name: check.name(), id, what });
    Ok((ids.last().copied(), wrong.collect()))
}

/// Mends things by their numbers, in writes that are short, and gives back what is wrong still.
pub fn mend(db: &Db, check: &'static dyn Check, ids: &[i64]) -> Result<Vec<Wrong>> {
    let mut left = ids.to_vec();
    let mut stubborn = Vec::new();
    while !left.is_empty() {
        let these = left.clone();
        let (mended, wrong) = db.write_blocking(System, Durability::Full, move |tx, ()| mend_some(tx, check, &these))?;
        left.drain(..mended);
        stubborn.extend(wrong);
    }
    Ok(stubborn)
}

fn mend_some(tx: &mut Tx<'_>, check: &dyn Check, ids: &[i64]) -> Result<(usize, Vec<Wrong>)> {
    let started = Instant::now();
    let mut stubborn = Vec::new();
    for (done, &id) in ids.iter().enumerate() {
        if started.elapsed() > LONGEST_WRITE {
            return Ok((done, stubborn));
        }
        check.mend(tx, id)?;
        let wrong = check.wrong(tx.conn(), id)?;
        stubborn.extend(wrong.into_iter().map(|what| Wrong { name: check.name(), id, what }));
    }
    Ok((ids.len(), stubborn))
}
