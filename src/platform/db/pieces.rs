//! Reading and writing much while others do too.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Actor, Connection, Db, Durability, Result, Tx};

/// A transaction or a snapshot ends after this long; what is left goes into the next.
const LONGEST: Duration = Duration::from_millis(10);

/// Writes things one after the other, in transactions that are short. Gives back what each became. For code
/// that runs in a thread of its own.
pub fn in_pieces<A, T, R>(db: &Db, actor: A, things: Vec<T>, write: impl Fn(&mut Tx<'_>, &T) -> Result<R> + Clone + Send + 'static) -> Result<Vec<R>>
where
    A: Actor,
    T: Send + Sync + 'static,
    R: Send + 'static,
{
    let things = Arc::new(things);
    let mut written = Vec::with_capacity(things.len());
    while written.len() < things.len() {
        let (these, from, write) = (things.clone(), written.len(), write.clone());
        let piece = db.write_blocking(actor.clone(), Durability::Full, move |tx, _| up_to_longest(&these[from..], |thing| write(tx, thing)))?;
        written.extend(piece);
    }
    Ok(written)
}

/// Reads about things one after the other, in snapshots that are short: there are few readers. Gives back what was read of
/// each. For code that runs in a thread of its own.
pub fn read_in_pieces<T, R>(db: &Db, things: Vec<T>, read: impl Fn(&mut Connection, &T) -> Result<R> + Clone + Send + 'static) -> Result<Vec<R>>
where
    T: Send + Sync + 'static,
    R: Send + 'static,
{
    let things = Arc::new(things);
    let mut all = Vec::with_capacity(things.len());
    while all.len() < things.len() {
        let (these, from, read) = (things.clone(), all.len(), read.clone());
        let piece = db.read_blocking(move |conn| up_to_longest(&these[from..], |thing| read(conn, thing)))?;
        all.extend(piece);
    }
    Ok(all)
}

/// Does things one after the other, at least one, until it took too long.
fn up_to_longest<T, R>(things: &[T], mut work: impl FnMut(&T) -> Result<R>) -> Result<Vec<R>> {
    let started = Instant::now();
    let mut done = Vec::new();
    for thing in things {
        done.push(work(thing)?);
        if started.elapsed() > LONGEST {
            break;
        }
    }
    Ok(done)
}
