//! Small questions that are asked once for all who wait at the same time: on PostgreSQL the way to the server and back costs
//! more than the answer.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::oneshot;

use super::doors::Lease;
use super::transaction::{begin_read, read_begun};
use super::{Connection, Db, FromDatabase, Result, wait};

/// Reads the answers to some questions, in their order.
type Read<K, V> = fn(&mut Connection, &[K]) -> Result<Vec<V>>;
/// What somebody does with their answer, on the connection that gave it, or without one.
type Work<V> = Box<dyn FnOnce(Result<(&mut Connection, V)>) + Send>;

/// A line of people with one kind of question. While some are served the others gather, and are served together.
pub struct Line<K, V>(Arc<Counter<K, V>>);

struct Counter<K, V> {
    read: Read<K, V>,
    /// Everything that is done for those who are served together is one snapshot.
    is_snapshot: bool,
    queue: Mutex<Queue<K, V>>,
}

struct Queue<K, V> {
    waiting: Vec<(K, Work<V>)>,
    /// So many serve, or are on the way.
    clerks: usize,
}

/// So many serve at most: while the answers of one are used the next ones are read.
const CLERKS: usize = 2;

impl<K: Send + 'static, V: Send + 'static> Line<K, V> {
    /// A line before the answers that `read` gives; no snapshot is around that.
    pub fn new(read: Read<K, V>) -> Self {
        Self::before(read, false)
    }

    /// The same, where what `read` gives and what is done with it are one snapshot.
    pub fn of_snapshots(read: Read<K, V>) -> Self {
        Self::before(read, true)
    }

    fn before(read: Read<K, V>, is_snapshot: bool) -> Self {
        Self(Arc::new(Counter { read, is_snapshot, queue: Mutex::new(Queue { waiting: Vec::new(), clerks: 0 }) }))
    }

    /// Asks, and does something with the answer where it is given. It is read after this was called, so it is as new as one
    /// that is read alone. Whoever cannot be served is told so; a connection that ended meanwhile is an error here.
    pub async fn ask<T, E, F>(&self, db: &Db, question: K, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection, V) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        let (sender, answer) = oneshot::channel();
        let work: Work<V> = Box::new(move |given| {
            let _ = sender.send(given.map_err(E::from).and_then(|(conn, value)| work(conn, value)));
        });
        if self.0.line_up(question, work) {
            Clerk(Some(self.0.clone())).go(db)?;
        }
        wait(answer).await
    }
}

impl<K, V> Counter<K, V> {
    fn queue(&self) -> MutexGuard<'_, Queue<K, V>> {
        self.queue.lock().unwrap_or_else(|e| e.into_inner())
    }

    /// Gives whether somebody has to come and serve.
    fn line_up(&self, question: K, work: Work<V>) -> bool {
        let mut queue = self.queue();
        queue.waiting.push((question, work));
        let has_room = queue.clerks < CLERKS;
        queue.clerks += usize::from(has_room);
        has_room
    }
}

impl<K, V> Counter<K, V> {
    /// Whoever gets no answer is told why.
    fn serve_who_waits(&self, lease: Result<Lease<'_>>) {
        let (questions, mut works): (Vec<K>, Vec<Work<V>>) = std::mem::take(&mut self.queue().waiting).into_iter().unzip();
        if questions.is_empty() {
            return;
        }
        if let Err(error) = self.serve_all(lease, &questions, &mut works) {
            works.into_iter().for_each(|work| work(Err(error.again())));
        }
    }

    fn serve_all(&self, lease: Result<Lease<'_>>, questions: &[K], works: &mut Vec<Work<V>>) -> Result<()> {
        let mut lease = lease?;
        let conn = lease.begin(|conn| if self.is_snapshot { begin_read(conn) } else { Ok(()) })?;
        let mut serve = |conn: &mut Connection| {
            let answers = (self.read)(conn, questions)?;
            works.drain(..).zip(answers).for_each(|(work, answer)| work(Ok((conn, answer))));
            Ok(())
        };
        if self.is_snapshot { read_begun(conn, serve) } else { serve(conn) }
    }
}

/// Who serves. If they cannot come, nobody is left waiting, and the next who asks is served again.
struct Clerk<K, V>(Option<Arc<Counter<K, V>>>);

impl<K: Send + 'static, V: Send + 'static> Clerk<K, V> {
    /// Goes to the end of the queue of all readers: other questions have their turn in between.
    fn go(self, db: &Db) -> Result<()> {
        let here = db.clone();
        db.inner.readers.send(Box::new(move |lease| self.serve(lease, &here)))
    }

    /// A fault is told to those who were served together. Whoever gathered meanwhile had no part in it and is served next.
    fn serve(mut self, lease: Result<Lease<'_>>, db: &Db) {
        let Some(counter) = self.0.clone() else { return };
        let served = catch_unwind(AssertUnwindSafe(|| counter.serve_who_waits(lease)));
        if !self.is_done() {
            let _ = self.go(db);
        }
        // The thread drops the connection on which something panicked.
        if let Err(panic) = served {
            resume_unwind(panic);
        }
    }

    /// Goes home if nobody waits.
    fn is_done(&mut self) -> bool {
        let Some(counter) = self.0.take() else { return true };
        let mut queue = counter.queue();
        if queue.waiting.is_empty() {
            queue.clerks -= 1;
            return true;
        }
        drop(queue);
        self.0 = Some(counter);
        false
    }
}

impl<K, V> Drop for Clerk<K, V> {
    fn drop(&mut self) {
        if let Some(counter) = self.0.take() {
            let mut queue = counter.queue();
            queue.clerks -= 1;
            // Another serves them.
            if queue.clerks > 0 {
                return;
            }
            let left = std::mem::take(&mut queue.waiting);
            drop(queue);
            drop(left);
        }
    }
}
