//! The steps of an import. Each reads batches of the plan and writes them in short transactions; how far it is stands
//! in the same transaction as the rows, so that one that was killed goes on where it stopped and writes nothing twice.

mod around;
mod people;
mod posts;
mod revisions;

use crossbeam_channel::{Sender, bounded};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::scratch::store::ScratchError;
use super::scratch::{Prepared, Scratch};
use super::store::{self, Advance, Import};
use super::{ImportError, Progress};
use crate::accounts::Acting;
use crate::platform::db::{Db, Durability, Error, Result as DbResult, Tx, statistics};
use crate::platform::log::Act;
use crate::platform::settings::Settings;

/// How long a transaction should last: others write between them.
const WRITE: Duration = Duration::from_millis(20);
/// The first transaction of a step is small: nobody knows yet how long its rows take.
const FIRST: u64 = 10;

/// What every step needs.
pub(super) struct Run<'a> {
    pub db: &'a Db,
    pub prepared: &'a Prepared,
    pub import: Import,
    pub base_url: &'a str,
    pub settings: Settings,
    pub progress: &'a dyn Progress,
}

/// Something that stands in one transaction: with all of it, the import is at its place.
pub(super) trait Unit: Send + Sync + 'static {
    /// Its last place in the order of its step.
    fn place(&self) -> i64;
    /// So much of the bar, and of what a transaction can hold.
    fn size(&self) -> u64 {
        1
    }
}

/// How much goes into a transaction: what was written in time before, at most twice as much as the last one.
struct Pace(u64);

impl Pace {
    fn after(&mut self, size: u64, took: Duration) {
        let in_time = (size as f64 * WRITE.as_secs_f64() / took.as_secs_f64().max(f64::EPSILON)) as u64;
        // A quick one was perhaps small for want of more: it is no reason to write less.
        self.0 = if took > WRITE { in_time.max(1) } else { self.0.max(in_time.min(2 * size)) };
    }

    /// So many of the units, at least one.
    fn of<U: Unit>(&self, units: &[U]) -> usize {
        let mut size = 0;
        let fits = |unit: &&U| {
            size += unit.size();
            size <= self.0
        };
        units.iter().take_while(fits).count().max(1)
    }
}

/// One step, to its end.
type Step<R> = fn(&mut R) -> Result<(), ImportError>;

/// What writing units met.
#[derive(Clone, Copy, Default)]
pub(super) struct Met {
    /// Members shown by another name than they had.
    pub renamed: i64,
    /// Texts that had to be changed.
    pub mended: i64,
}

impl Run<'_> {
    /// Goes on from wherever the import is to its end.
    pub fn finish(mut self) -> Result<Import, ImportError> {
        if self.import.finished_at.is_some() {
            return Ok(self.import);
        }
        let steps: [Step<Self>; 7] = [Self::people, Self::posts, Self::revisions, Self::links, Self::bookmarks, Self::badges, Self::figures];
        let from = usize::try_from(self.import.step).unwrap_or(0);
        for step in steps.into_iter().skip(from) {
            step(&mut self)?;
            self.next_step()?;
        }
        // Until somebody looks at them, PostgreSQL takes its tables for as large as they were before.
        statistics::look_over_at(self.db.location())?;
        let (id, topics) = (self.import.id, self.prepared.open()?.figures()?.topics);
        self.db.write_blocking(Acting::Command, Durability::Full, move |tx, _| {
            store::finish(tx, id)?;
            tx.log(&Act { act: "community.import", subject_kind: "community", after: format!("{topics} topics"), ..Act::default() })
        })?;
        self.import.finished_at = Some(self.db.now());
        Ok(self.import)
    }

    fn next_step(&mut self) -> Result<(), ImportError> {
        let from = (self.import.step, self.import.place);
        let advance = Advance { from, to: (from.0 + 1, 0), ..Advance::default() };
        let id = self.import.id;
        self.db.write_blocking(Acting::Command, Durability::Full, move |tx, _| store::advance(tx, id, &advance))?;
        (self.import.step, self.import.place) = advance.to;
        Ok(())
    }

    /// Reads ahead in a thread of its own while what was read before is written.
    fn step<U: Unit>(
        &mut self,
        read: impl Fn(&Self, &mut Scratch, i64) -> Result<Vec<U>, ImportError> + Send,
        write: impl Fn(&mut Tx<'_>, &[U]) -> DbResult<Met> + Clone + Send + 'static,
    ) -> Result<(), ImportError> {
        let place = self.import.place;
        let (sender, batches) = bounded::<Result<Vec<U>, ImportError>>(1);
        let mut written = Advance { from: (self.import.step, place), to: (self.import.step, place), ..Advance::default() };
        let mut pace = Pace(FIRST);
        let outcome = std::thread::scope(|scope| {
            let run = &*self;
            scope.spawn(move || run.read_ahead(&read, place, &sender));
            for batch in batches {
                run.write(batch?, &write, &mut written, &mut pace)?;
            }
            Ok(())
        });
        self.import.place = written.to.1;
        self.import.renamed += written.renamed;
        self.import.mended += written.mended;
        outcome
    }

    fn read_ahead<U: Unit>(
        &self,
        read: &impl Fn(&Self, &mut Scratch, i64) -> Result<Vec<U>, ImportError>,
        mut place: i64,
        sender: &Sender<Result<Vec<U>, ImportError>>,
    ) {
        let mut scratch = match self.prepared.open() {
            Ok(scratch) => scratch,
            Err(error) => {
                // Whoever no longer listens has failed already.
                let _ = sender.send(Err(error));
                return;
            }
        };
        loop {
            let batch = read(self, &mut scratch, place);
            let last = batch.as_ref().ok().and_then(|units| units.last()).map(Unit::place);
            if last.is_none() && batch.is_ok() || sender.send(batch).is_err() {
                return;
            }
            let Some(last) = last else { return };
            place = last;
        }
    }

    fn write<U: Unit>(
        &self,
        units: Vec<U>,
        write: &(impl Fn(&mut Tx<'_>, &[U]) -> DbResult<Met> + Clone + Send + 'static),
        written: &mut Advance,
        pace: &mut Pace,
    ) -> Result<(), ImportError> {
        let units = Arc::new(units);
        let mut done = 0;
        while done < units.len() {
            let end = done + pace.of(&units[done..]);
            let (these, write, id, at) = (units.clone(), write.clone(), self.import.id, written.to);
            let started = Instant::now();
            let advance = self.db.write_blocking(Acting::Command, Durability::Soon, move |tx, _| piece(tx, &these[done..end], &write, id, at))?;
            let size = units[done..end].iter().map(Unit::size).sum();
            pace.after(size, started.elapsed());
            done = end;
            written.to = advance.to;
            written.renamed += advance.renamed;
            written.mended += advance.mended;
            self.progress.done(size);
        }
        Ok(())
    }
}

/// Writes units, and how far the import is then.
fn piece<U: Unit>(tx: &mut Tx<'_>, units: &[U], write: &impl Fn(&mut Tx<'_>, &[U]) -> DbResult<Met>, import: i64, at: (i64, i64)) -> Result<Advance, Error> {
    let met = write(tx, units)?;
    let place = units.last().map_or(at.1, Unit::place);
    let advance = Advance { from: at, to: (at.0, place), renamed: met.renamed, mended: met.mended };
    store::advance(tx, import, &advance)?;
    Ok(advance)
}

impl From<ScratchError> for ImportError {
    fn from(error: ScratchError) -> Self {
        Self::Scratch(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sized(u64);

    impl Unit for Sized {
        fn place(&self) -> i64 {
            0
        }

        fn size(&self) -> u64 {
            self.0
        }
    }

    #[test]
    fn a_transaction_grows_while_it_is_quick_and_shrinks_when_it_was_slow() {
        let mut pace = Pace(10);
        pace.after(10, WRITE / 10);
        assert_eq!(pace.0, 20);
        pace.after(3, WRITE / 20);
        assert_eq!(pace.0, 20, "the last rows of a step are few and quick");
        pace.after(20, WRITE * 4);
        assert_eq!(pace.0, 5);
        pace.after(1, WRITE * 100);
        assert_eq!(pace.0, 1);
        pace.after(1, Duration::ZERO);
        assert_eq!(pace.0, 2);
    }

    #[test]
    fn a_transaction_holds_as_much_as_fits_and_at_least_one_unit() {
        let units = [Sized(3), Sized(4), Sized(5)];
        assert_eq!((Pace(1).of(&units), Pace(7).of(&units), Pace(11).of(&units), Pace(90).of(&units)), (1, 2, 2, 3));
    }
}
