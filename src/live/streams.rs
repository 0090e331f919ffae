//! Open streams: who reads each, what its page shows, and where to find those that something is news to.

use actix_web::web::Bytes;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use tokio::sync::mpsc::Sender;

use crate::accounts::MemberId;
use crate::accounts::sessions::store::SessionId;
use crate::forum::TopicId;
use crate::forum::listing::List;
use crate::forum::visibility::Sight;
use crate::platform::db::Timestamp;
use crate::platform::i18n::Lang;

/// Who reads a stream.
#[derive(Clone, Debug)]
pub struct Reader {
    /// By which session; none for visitors.
    pub session: Option<SessionId>,
    /// Whose notices are counted; suspended members have some, too.
    pub account: Option<MemberId>,
    /// As author: none for visitors and suspended members.
    pub member: Option<MemberId>,
    /// The language of the page.
    pub lang: Lang,
    /// What they saw when the stream was opened; when that changes, it ends.
    pub sight: Arc<Sight>,
    /// Where they are.
    pub network: String,
}

/// What a page shows.
#[derive(Clone, Debug)]
pub enum Shows {
    /// Nothing that changes, but the number of notices.
    Nothing,
    /// A topic in a version.
    Topic(TopicId, i64),
    /// A list as it was at a time.
    List {
        /// Which.
        list: Box<List>,
        /// When its newest topic was bumped.
        since: Timestamp,
    },
}

impl Shows {
    pub(super) fn topic(&self) -> Option<TopicId> {
        match self {
            Self::Topic(topic, _) => Some(*topic),
            _ => None,
        }
    }

    pub(super) fn version(&self) -> Option<i64> {
        match self {
            Self::Topic(_, version) => Some(*version),
            _ => None,
        }
    }
}

/// An open stream.
pub(super) struct Open {
    sender: Sender<Bytes>,
    pub reader: Reader,
    pub shows: Shows,
    /// Topics of the list that are new or changed.
    pub found: BTreeSet<TopicId>,
    /// Nobody looked yet for what is new in its list.
    pub is_new: bool,
    /// The number of notices that was told last.
    pub unread: Option<i64>,
}

/// All of them.
#[derive(Default)]
pub(super) struct Streams {
    by_id: HashMap<u64, Open>,
    by_topic: HashMap<TopicId, BTreeSet<u64>>,
    by_account: HashMap<MemberId, BTreeSet<u64>>,
    by_network: HashMap<String, usize>,
    lists: BTreeSet<u64>,
    /// What all visitors see: one for all of them.
    visitors: Arc<Sight>,
}

impl Streams {
    pub fn count(&self) -> usize {
        self.by_id.len()
    }

    /// How many a network has.
    pub fn of_network(&self, network: &str) -> usize {
        self.by_network.get(network).copied().unwrap_or(0)
    }

    pub fn insert(&mut self, id: u64, sender: Sender<Bytes>, mut reader: Reader, shows: Shows) {
        if reader.account.is_none() {
            if *reader.sight != *self.visitors {
                self.visitors = reader.sight.clone();
            }
            reader.sight = self.visitors.clone();
        }
        if let Some(topic) = shows.topic() {
            self.by_topic.entry(topic).or_default().insert(id);
        }
        if let Some(account) = reader.account {
            self.by_account.entry(account).or_default().insert(id);
        }
        let is_new = matches!(shows, Shows::List { .. });
        if is_new {
            self.lists.insert(id);
        }
        *self.by_network.entry(reader.network.clone()).or_default() += 1;
        self.by_id.insert(id, Open { sender, reader, shows, found: BTreeSet::new(), is_new, unread: None });
    }

    /// Ends a stream: what waits in it is still sent.
    pub fn remove(&mut self, id: u64) {
        let Some(open) = self.by_id.remove(&id) else { return };
        if let Some(topic) = open.shows.topic() {
            take_out(&mut self.by_topic, &topic, id);
        }
        if let Some(account) = open.reader.account {
            take_out(&mut self.by_account, &account, id);
        }
        self.lists.remove(&id);
        if let Some(count) = self.by_network.get_mut(&open.reader.network) {
            *count -= 1;
            if *count == 0 {
                self.by_network.remove(&open.reader.network);
            }
        }
    }

    pub fn get_mut(&mut self, id: u64) -> Option<&mut Open> {
        self.by_id.get_mut(&id)
    }

    pub fn all(&mut self) -> impl Iterator<Item = (u64, &mut Open)> {
        self.by_id.iter_mut().map(|(id, open)| (*id, open))
    }

    /// Those on the page of a topic.
    pub fn on_topic(&self, topic: TopicId) -> Vec<u64> {
        self.by_topic.get(&topic).map(|these| these.iter().copied().collect()).unwrap_or_default()
    }

    /// Those of an account.
    pub fn of_account(&self, account: MemberId) -> Vec<u64> {
        self.by_account.get(&account).map(|these| these.iter().copied().collect()).unwrap_or_default()
    }

    /// Those on the page of a list.
    pub fn on_lists(&self) -> Vec<u64> {
        self.lists.iter().copied().collect()
    }

    pub fn topics(&self) -> impl Iterator<Item = TopicId> {
        self.by_topic.keys().copied()
    }

    pub fn accounts(&self) -> impl Iterator<Item = MemberId> {
        self.by_account.keys().copied()
    }

    pub fn has_topic(&self, topic: TopicId) -> bool {
        self.by_topic.contains_key(&topic)
    }

    pub fn has_account(&self, account: MemberId) -> bool {
        self.by_account.contains_key(&account)
    }
}

impl Open {
    /// Lets a message wait for its reader; false where too many do, or where they are gone.
    pub fn send(&self, message: Bytes) -> bool {
        self.sender.try_send(message).is_ok()
    }
}

fn take_out<K: std::hash::Hash + Eq>(sets: &mut HashMap<K, BTreeSet<u64>>, key: &K, id: u64) {
    if let Some(these) = sets.get_mut(key) {
        these.remove(&id);
        if these.is_empty() {
            sets.remove(key);
        }
    }
}
