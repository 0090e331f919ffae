//! What runs beside the pages for as long as the process does: workers, news of other processes, buffers.

use anyhow::Context;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::app::Parts;
use crate::live;
use crate::platform::config::Config;
use crate::platform::db::generations;
use crate::platform::jobs::{Wake, Worker};
use crate::search::{place, rebuild};
use crate::subscriptions;

/// What was read is written so often: whoever turns the page sees fewer unread notices.
const FLUSH_READ: Duration = Duration::from_secs(1);
/// What else pages noted in memory is written once in so many times.
const FLUSH_EVERY: u32 = 10;

/// Jobs in hand have so long to end: the process is gone within 10 s of being asked, whatever they wait for.
const LAST_JOBS: Duration = Duration::from_millis(1_500);
/// And so long what is only in memory, where the database is away.
const LAST_FLUSH: Duration = Duration::from_millis(400);
/// While stopping, threads are looked at so often.
const LOOK: Duration = Duration::from_millis(5);

/// A program that runs until [`Running::stop`].
pub(super) struct Running {
    /// What requests reach.
    pub parts: Parts,
    worker: Worker,
    flusher: JoinHandle<()>,
    stop_flushing: Sender<()>,
}

impl Running {
    /// Puts the parts together and starts what runs beside the pages.
    pub fn start(config: &Config) -> anyhow::Result<Self> {
        let wake = Wake::new();
        let parts = Parts::assemble(config, &wake)?;
        parts.search.hold(place::claim(config)?);
        let registry = Arc::new(subscriptions::registry(&parts));
        let worker = Worker::start(parts.web.db().clone(), registry, wake)?;
        let db = parts.web.db().clone();
        std::thread::Builder::new().name("generations".into()).spawn(move || generations::watch(db))?;
        let db = parts.web.db().clone();
        std::thread::Builder::new().name("news".into()).spawn(move || db.watch_news())?;
        let (told, web, memory) = (parts.live.clone(), parts.web.clone(), parts.forum.clone());
        std::thread::Builder::new().name("live".into()).spawn(move || live::run(&told, &web, &memory))?;
        let looked_after = parts.clone();
        std::thread::Builder::new().name("search".into()).spawn(move || look_after_search(&looked_after))?;
        let (stop_flushing, stopped) = channel();
        let flushed = parts.clone();
        let flusher = std::thread::Builder::new().name("flush".into()).spawn(move || {
            let mut times = 0_u32;
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(FLUSH_READ) {
                flush_read(&flushed);
                times = times.wrapping_add(1);
                if times.is_multiple_of(FLUSH_EVERY) {
                    flush(&flushed);
                }
            }
            flush_read(&flushed);
            flush(&flushed);
        })?;
        Ok(Self { parts, worker, flusher, stop_flushing })
    }

    /// Finishes the jobs in hand and writes what is only in memory.
    pub fn stop(self) {
        self.worker.stop(LAST_JOBS);
        drop(self.stop_flushing);
        let asked = Instant::now();
        while !self.flusher.is_finished() && asked.elapsed() < LAST_FLUSH {
            std::thread::sleep(LOOK);
        }
        if !self.flusher.is_finished() || self.flusher.join().is_err() {
            tracing::error!("the last-seen times and the searches of the last seconds are lost");
        }
    }
}

/// Counting what should be there takes a while in a large community: pages do not wait for it.
fn look_after_search(parts: &Parts) {
    if let Err(error) = rebuild::ensure(parts.web.db(), parts.search.engine().as_ref()) {
        tracing::warn!(%error, "whether the search index is whole could not be seen");
    }
}

fn flush_read(parts: &Parts) {
    if let Err(error) = parts.read.flush(parts.web.db()) {
        tracing::warn!(%error, "read notices could not be marked; trying again");
    }
}

/// Last-seen times and counts of searches may be late: no page waits for them. Networks that were counted once must not be kept for ever.
fn flush(parts: &Parts) {
    parts.web.floods().tidy();
    if let Err(error) = parts.seen.flush(parts.web.db()) {
        tracing::warn!(%error, "last-seen times could not be written; trying again");
    }
    if let Err(error) = parts.queries.flush(parts.web.db()) {
        tracing::warn!(%error, "searches could not be counted; trying again");
    }
}

/// Listens, or says which key to change.
pub(super) fn bind(address: SocketAddr, key: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).with_context(|| format!("cannot listen on {address}; end what listens there, or set another {key}"))
}
