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
use crate::platform::db::{Db, Durability, Error, Result as DbResult, Tx};
use crate::platform::log::Act;
use crate::platform::settings::Settings;

/// A transaction ends after this long, at the next row; what is left goes into the next one. Others write between them.
const LONGEST_WRITE: Duration = Duration::from_millis(10);

/// What every step needs.
pub(super) struct Run<'a> {
    pub db: &'a Db,
    pub prepared: &'a Prepared,
    pub import: Import,
    pub base_url: &'a str,
    pub settings: Settings,
    pub progress: &'a dyn Progress,
}

/// Something that is written at once: with all of it, the import is at its place.
pub(super) trait Unit: Send + Sync + 'static {
    /// Its last place in the order of its step.
    fn place(&self) -> i64;
    /// So much of the bar.
    fn size(&self) -> u64 {
        1
    }
}

/// One step, to its end.
type Step<R> = fn(&mut R) -> Result<(), ImportError>;

/// What writing a unit met.
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
        write: impl Fn(&mut Tx<'_>, &U) -> DbResult<Met> + Clone + Send + 'static,
    ) -> Result<(), ImportError> {
        let place = self.import.place;
        let (sender, batches) = bounded::<Result<Vec<U>, ImportError>>(1);
        let mut written = Advance { from: (self.import.step, place), to: (self.import.step, place), ..Advance::default() };
        let outcome = std::thread::scope(|scope| {
            let run = &*self;
            scope.spawn(move || run.read_ahead(&read, place, &sender));
            for batch in batches {
                run.write(batch?, &write, &mut written)?;
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
        write: &(impl Fn(&mut Tx<'_>, &U) -> DbResult<Met> + Clone + Send + 'static),
        written: &mut Advance,
    ) -> Result<(), ImportError> {
        let units = Arc::new(units);
        let mut done = 0;
        while done < units.len() {
            let (these, write, id, at) = (units.clone(), write.clone(), self.import.id, written.to);
            let piece = self.db.write_blocking(Acting::Command, Durability::Soon, move |tx, _| piece(tx, &these[done..], &write, id, at))?;
            let sizes: u64 = units[done..done + piece.0].iter().map(Unit::size).sum();
            done += piece.0;
            written.to = piece.1.to;
            written.renamed += piece.1.renamed;
            written.mended += piece.1.mended;
            self.progress.done(sizes);
        }
        Ok(())
    }
}

/// Writes units until the transaction has lasted long enough, and how far the import is then.
fn piece<U: Unit>(
    tx: &mut Tx<'_>,
    units: &[U],
    write: &impl Fn(&mut Tx<'_>, &U) -> DbResult<Met>,
    import: i64,
    at: (i64, i64),
) -> Result<(usize, Advance), Error> {
    let started = Instant::now();
    let mut advance = Advance { from: at, to: at, ..Advance::default() };
    let mut number = 0;
    for unit in units {
        let met = write(tx, unit)?;
        advance.renamed += met.renamed;
        advance.mended += met.mended;
        advance.to.1 = unit.place();
        number += 1;
        if started.elapsed() > LONGEST_WRITE {
            break;
        }
    }
    store::advance(tx, import, &advance)?;
    Ok((number, advance))
}

impl From<ScratchError> for ImportError {
    fn from(error: ScratchError) -> Self {
        Self::Scratch(error.to_string())
    }
}
