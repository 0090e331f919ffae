//! Writing much while others write too.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Actor, Db, Durability, Error, Result, Tx};

/// A transaction ends after this long; what is left goes into the next.
const LONGEST_WRITE: Duration = Duration::from_millis(10);

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
        let piece = db.write_blocking(actor.clone(), Durability::Full, move |tx, _| {
            let started = Instant::now();
            let mut piece = Vec::new();
            for thing in &these[from..] {
                piece.push(write(tx, thing)?);
                if started.elapsed() > LONGEST_WRITE {
                    break;
                }
            }
            Ok::<_, Error>(piece)
        })?;
        written.extend(piece);
    }
    Ok(written)
}
