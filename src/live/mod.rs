//! Open pages hear what changes: one stream of server-sent events for each page that somebody looks at.
//!
//! A stream says *that* something changed, by number: the version that a topic has now, how many topics of a list are new,
//! how many notices are unread, who writes. What it is, the page asks for in the usual way, so that there is one place
//! that decides who sees what, and visitors share one page that was made once.
//!
//! Nothing is remembered for a stream that is closed: whoever opens one says which version their page was made from, and
//! is told what the database has now. News say where to look and may come late or twice; what is sent was read after them.

mod listing;
mod message;
pub mod pages;
mod rights;
mod room;
mod streams;
mod turn;
mod writing;

use actix_web::web::Bytes;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

use crate::accounts::MemberId;
use crate::forum::TopicId;
use crate::platform::db::News;
use crate::platform::metrics::Gauge;
pub use room::Room;
pub use streams::{Reader, Shows};
pub use turn::{Duties, run};

/// Messages that wait for one reader: whoever is further behind is dropped, and is told all of it on coming back.
const WAITING_MOST: usize = 16;
/// Streams of one network at once: an office has so many pages open, and nobody else should be left without.
const OF_NETWORK_MOST: usize = 200;
/// Until the server says how many it has room for.
const MOST: usize = 1_000;

/// All open streams.
pub struct Live {
    most: AtomicUsize,
    of_network_most: AtomicUsize,
    streams: Mutex<streams::Streams>,
    writing: Mutex<writing::Writing>,
    noted: Mutex<Noted>,
    bell: Condvar,
    count: AtomicUsize,
    next: AtomicU64,
    dropped: AtomicU64,
    /// The latest moment at which a topic was bumped, as far as lists were told.
    bumped: AtomicI64,
    closing: AtomicBool,
}

/// Where to look, since the last look.
#[derive(Debug, Default)]
struct Noted {
    topics: BTreeSet<TopicId>,
    members: BTreeSet<MemberId>,
    writing: BTreeSet<(TopicId, MemberId)>,
    /// A list was opened.
    lists: bool,
    anything: bool,
}

/// There is no room for another stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

impl Default for Live {
    fn default() -> Self {
        Self {
            most: MOST.into(),
            of_network_most: OF_NETWORK_MOST.into(),
            streams: Mutex::default(),
            writing: Mutex::default(),
            noted: Mutex::default(),
            bell: Condvar::new(),
            count: AtomicUsize::new(0),
            next: AtomicU64::new(1),
            dropped: AtomicU64::new(0),
            bumped: AtomicI64::new(0),
            closing: AtomicBool::new(false),
        }
    }
}

impl Live {
    /// From now on at most so many streams, and a multiple of what one network usually may have.
    pub fn allow(&self, most: usize, factor: i64) {
        self.most.store(most, Ordering::Relaxed);
        let factor = usize::try_from(factor).unwrap_or(1);
        self.of_network_most.store(OF_NETWORK_MOST.saturating_mul(factor), Ordering::Relaxed);
    }

    /// Streams at most.
    pub fn most(&self) -> usize {
        self.most.load(Ordering::Relaxed)
    }

    /// Streams now.
    pub fn count(&self) -> usize {
        self.count.load(Ordering::Acquire)
    }

    /// Notes where to look; called by whoever wrote, right after the commit.
    pub fn hear(&self, news: &[News]) {
        if self.count() == 0 {
            return;
        }
        let mut noted = self.noted();
        for one in news {
            noted.add(*one);
        }
        self.bell.notify_all();
    }

    /// Opens a stream. The first look tells what is newer than what its page shows.
    pub fn open(self: &Arc<Self>, reader: Reader, shows: Shows) -> Result<Stream, Full> {
        let (sender, receiver) = mpsc::channel(WAITING_MOST);
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (topic, account, is_list) = (shows.topic(), reader.account, matches!(shows, Shows::List { .. }));
        {
            let mut streams = self.streams();
            let is_full = streams.count() >= self.most() || streams.of_network(&reader.network) >= self.of_network_most.load(Ordering::Relaxed);
            if is_full || self.closing.load(Ordering::Acquire) {
                return Err(Full);
            }
            // There is room for it: nothing waits yet.
            let _ = sender.try_send(message::beginning());
            streams.insert(id, sender, reader, shows);
            self.count.store(streams.count(), Ordering::Release);
        }
        // What changed since the page was made, and while this was being opened.
        let mut noted = self.noted();
        noted.topics.extend(topic);
        noted.members.extend(account);
        noted.lists |= is_list;
        drop(noted);
        self.bell.notify_all();
        Ok(Stream { receiver, live: self.clone(), id })
    }

    /// Whether it is news that a member writes in a topic.
    fn is_writing_news(&self, topic: TopicId, member: MemberId, now: Instant) -> bool {
        self.writing().is_news(topic, member, now)
    }

    /// Ends all streams, and opens no more: the server stops.
    pub fn close(&self) {
        self.closing.store(true, Ordering::Release);
        let mut streams = self.streams();
        *streams = streams::Streams::default();
        self.count.store(0, Ordering::Release);
    }

    /// What is measured.
    pub fn gauges(&self) -> [Gauge; 3] {
        [
            Gauge { name: "guildhall_live_streams", about: "Pages that hear what changes.", value: self.count() as i64 },
            Gauge { name: "guildhall_live_streams_most", about: "How many may do so at once.", value: self.most() as i64 },
            Gauge {
                name: "guildhall_live_streams_dropped",
                about: "Streams that were ended since the start because their readers were too slow.",
                value: self.dropped.load(Ordering::Relaxed) as i64,
            },
        ]
    }

    /// Waits until there is somewhere to look, or until the time is over.
    fn wait(&self, longest: Duration) {
        let noted = self.noted();
        let _ = self.bell.wait_timeout_while(noted, longest, |noted| noted.is_empty());
    }

    fn forget(&self, id: u64) {
        self.end(|_| vec![id]);
    }

    /// Works on the streams, and ends those that it names; gives how many.
    fn end(&self, work: impl FnOnce(&mut streams::Streams) -> Vec<u64>) -> usize {
        let mut streams = self.streams();
        let ended = work(&mut streams);
        ended.iter().for_each(|id| streams.remove(*id));
        self.count.store(streams.count(), Ordering::Release);
        ended.len()
    }

    fn streams(&self) -> MutexGuard<'_, streams::Streams> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn writing(&self) -> MutexGuard<'_, writing::Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Noted {
    fn add(&mut self, one: News) {
        match one {
            News::Topic(topic) => self.topics.extend([TopicId(topic)]),
            News::Unread(member) => self.members.extend([MemberId(member)]),
            News::Writing(topic, member) => self.writing.extend([(TopicId(topic), MemberId(member))]),
            News::Anything => self.anything = true,
        }
    }

    fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.members.is_empty() && self.writing.is_empty() && !self.lists && !self.anything
    }

    /// Together with what was noted before.
    fn and(&mut self, before: Self) {
        self.topics.extend(before.topics);
        self.members.extend(before.members);
        self.writing.extend(before.writing);
        self.lists |= before.lists;
        self.anything |= before.anything;
    }
}

/// What one reader is sent, for as long as they listen. It holds no thread and no connection to the database.
pub struct Stream {
    receiver: mpsc::Receiver<Bytes>,
    live: Arc<Live>,
    id: u64,
}

impl futures_util::Stream for Stream {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.receiver.poll_recv(cx).map(|message| message.map(Ok))
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.live.forget(self.id);
    }
}
