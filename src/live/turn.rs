//! One look after another: reads what the news were about, and tells whoever it is news to.
//!
//! A thread of its own does this for all streams. What it reads is read once for all of them; whether a reader may hear of
//! it is asked for each, by what they see, when it is sent.

use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::listing::{self, TOGETHER, TopicNews};
use super::streams::{Open, Shows, Streams};
use super::{Live, Noted, message, rights, writing};
use crate::accounts::MemberId;
use crate::forum::TopicId;
use crate::forum::listing::{CHANGED_MOST, List, listing as lists};
use crate::forum::visibility::{Sight, can_open_topic, can_see_topic};
use crate::forum::visit::ForumMemory;
use crate::platform::db::{Connection, Db, Result, Timestamp};
use crate::platform::i18n::format::count;
use crate::platform::i18n::{Arg, I18n};
use crate::platform::web::Web;

/// Without news, whoever stopped writing is noticed within this.
const TICK: Duration = Duration::from_millis(500);
/// News of so long are told together: a vote after the other is one message.
const TOGETHER_FOR: Duration = Duration::from_millis(50);
/// Who may still read is asked so often: a stream ends within 5 s of a suspension.
const RIGHTS: Duration = Duration::from_secs(2);
/// Proxies close a line on which nothing is said for a minute.
const BEAT: Duration = Duration::from_secs(25);
/// Where it is not known what changed, lists look so far back: what was committed late is not missed.
const BACK: i64 = Timestamp::MINUTE;
/// Pages ask for what is new within so many milliseconds at most, and each stream on a topic adds a fifth of one: they do
/// not all ask at once.
const SPREAD_MOST: usize = 2_000;

/// What a look does besides telling the news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duties {
    /// Ends the streams of those who may no longer read.
    pub rights: bool,
    /// Says on every line that it is open.
    pub beat: bool,
}

/// Looks and tells, for as long as the process lives.
pub fn run(live: &Live, web: &Web, memory: &Arc<ForumMemory>) {
    let (mut rights_at, mut beat_at) = (Instant::now(), Instant::now());
    loop {
        live.wait(TICK);
        std::thread::sleep(TOGETHER_FOR);
        let duties = Duties { rights: rights_at.elapsed() >= RIGHTS, beat: beat_at.elapsed() >= BEAT };
        match live.look(web, memory, duties) {
            Ok(()) => {
                rights_at = if duties.rights { Instant::now() } else { rights_at };
                beat_at = if duties.beat { Instant::now() } else { beat_at };
            }
            Err(error) => {
                tracing::warn!(%error, "open pages could not be told what changed; trying again");
                std::thread::sleep(RIGHTS);
            }
        }
    }
}

impl Live {
    /// One look. What could not be read is looked for again in the next one.
    pub fn look(&self, web: &Web, memory: &Arc<ForumMemory>, duties: Duties) -> Result<()> {
        let noted = std::mem::take(&mut *self.noted());
        if self.count() == 0 {
            return Ok(());
        }
        let outcome = self.tell(web, memory, &noted, duties);
        if outcome.is_err() {
            self.noted().and(noted);
        }
        outcome
    }

    fn tell(&self, web: &Web, memory: &Arc<ForumMemory>, noted: &Noted, duties: Duties) -> Result<()> {
        if duties.rights {
            rights::end_lost(self, web, memory)?;
        }
        let topics = self.read_topics(web.db(), noted)?;
        let changed = self.changed(&topics);
        let recount = self.tell_topics(web.i18n(), &topics);
        self.tell_lists(web, recount, noted)?;
        self.tell_unread(web, noted)?;
        self.tell_writing(web, noted, &changed)?;
        if duties.beat {
            self.end_those_behind(|streams| streams.all().filter(|(_, open)| !open.send(message::beat())).map(|(id, _)| id).collect());
        }
        Ok(())
    }

    /// What the topics are now that somebody looks at, or that may stand in a list.
    fn read_topics(&self, db: &Db, noted: &Noted) -> Result<Vec<TopicNews>> {
        let (mut wanted, has_lists): (BTreeSet<TopicId>, bool) = {
            let streams = self.streams();
            let has_lists = !streams.on_lists().is_empty();
            let of_interest = noted.topics.iter().copied().filter(|topic| has_lists || streams.has_topic(*topic));
            let all = streams.topics().filter(|_| noted.anything);
            (of_interest.chain(all).collect(), has_lists)
        };
        if has_lists && noted.anything {
            let after = Timestamp(self.bumped.load(Ordering::Relaxed) - BACK);
            wanted.extend(db.read_blocking(move |conn| listing::newest(conn, after))?);
        }
        let topics = in_portions(db, wanted, listing::topics)?;
        if let Some(latest) = topics.iter().map(|topic| topic.bumped_at.0).max() {
            self.bumped.fetch_max(latest, Ordering::Relaxed);
        }
        Ok(topics)
    }

    /// The topics of which nobody knows the version yet.
    fn changed(&self, topics: &[TopicNews]) -> Vec<TopicId> {
        let mut streams = self.streams();
        let mut known = |topic: TopicId| streams.on_topic(topic).into_iter().filter_map(|id| streams.get_mut(id)?.shows.version()).max();
        topics.iter().filter(|topic| known(topic.id).is_some_and(|known| known < topic.version)).map(|topic| topic.id).collect()
    }

    /// Tells pages of topics which version there is now, and notes in lists what is new there. Gives the lists of whose
    /// readers it must be asked what they muted.
    fn tell_topics(&self, i18n: &I18n, topics: &[TopicNews]) -> BTreeSet<u64> {
        let mut recount = BTreeSet::new();
        if topics.is_empty() {
            return recount;
        }
        self.end(|streams| topics.iter().flat_map(|topic| cannot_open(streams, topic)).collect());
        self.end_those_behind(|streams| {
            let mut ended: Vec<u64> = topics.iter().flat_map(|topic| tell_topic(streams, topic)).collect();
            for id in streams.on_lists() {
                let Some(open) = streams.get_mut(id) else { continue };
                match topics.iter().map(|topic| note_in_list(open, topic)).max().unwrap_or(InList::Nothing) {
                    InList::Nothing => {}
                    InList::AskFirst => recount.extend([id]),
                    InList::News if tell_list(i18n, open) => {}
                    InList::News => ended.push(id),
                }
            }
            ended
        });
        recount
    }

    /// Counts anew what is new in lists: in those that were just opened, and where it must be asked what was muted.
    fn tell_lists(&self, web: &Web, recount: BTreeSet<u64>, noted: &Noted) -> Result<()> {
        if recount.is_empty() && !noted.lists {
            return Ok(());
        }
        let asked: Vec<Asked> = {
            let mut streams = self.streams();
            let asked = |(id, open): (u64, &mut Open)| match &open.shows {
                Shows::List { list, since } if open.is_new || recount.contains(&id) => {
                    Some(Asked { id, list: (**list).clone(), since: *since, sight: open.reader.sight.clone() })
                }
                _ => None,
            };
            streams.all().filter_map(asked).collect()
        };
        // Visitors who look at the same list see the same.
        let mut known: HashMap<String, BTreeSet<TopicId>> = HashMap::new();
        for Asked { id, list, since, sight } in asked {
            let name = format!("{:p} {since:?} {list:?}", Arc::as_ptr(&sight));
            let found = match known.get(&name) {
                Some(found) => found.clone(),
                None => web.db().read_blocking(move |conn| lists::changed_since(conn, &sight, &list, since))?,
            };
            known.entry(name).or_insert_with(|| found.clone());
            self.end_those_behind(|streams| {
                let Some(open) = streams.get_mut(id) else { return Vec::new() };
                let before = open.found.len();
                open.is_new = false;
                open.found.extend(found);
                let is_behind = open.found.len() > before && !tell_list(web.i18n(), open);
                is_behind.then_some(id).into_iter().collect()
            });
        }
        Ok(())
    }

    /// Tells members how many notices they have not read.
    fn tell_unread(&self, web: &Web, noted: &Noted) -> Result<()> {
        let wanted: BTreeSet<MemberId> = {
            let streams = self.streams();
            let of_interest = noted.members.iter().copied().filter(|member| streams.has_account(*member));
            of_interest.chain(streams.accounts().filter(|_| noted.anything)).collect()
        };
        let rows = in_portions(web.db(), wanted, listing::unread)?;
        self.end_those_behind(|streams| {
            let mut ended = Vec::new();
            for (member, unread) in rows {
                for id in streams.of_account(member) {
                    let Some(open) = streams.get_mut(id).filter(|open| open.unread != Some(unread)) else { continue };
                    open.unread = Some(unread);
                    let (i18n, lang) = (web.i18n(), open.reader.lang);
                    let shown = if unread > 0 { count(lang, unread) } else { String::new() };
                    let data = json!({ "unread": unread, "count": shown, "before": i18n.text(lang, "layout-colon"), "after": i18n.text(lang, "layout-notices-unread") });
                    if !open.send(message::event("notices", None, &data)) {
                        ended.push(id);
                    }
                }
            }
            ended
        });
        Ok(())
    }

    /// Tells pages of topics who writes there. What was being written may be what just arrived.
    fn tell_writing(&self, web: &Web, noted: &Noted, replied: &[TopicId]) -> Result<()> {
        let writing_here: Vec<_> = {
            let streams = self.streams();
            noted.writing.iter().copied().filter(|(topic, _)| streams.has_topic(*topic)).collect()
        };
        let names = in_portions(web.db(), writing_here.iter().map(|(_, member)| *member).collect(), listing::names)?;
        let (names, now): (HashMap<MemberId, String>, _) = (names.into_iter().collect(), Instant::now());
        let mut changed = BTreeSet::new();
        let mut writing = self.writing();
        changed.extend(replied.iter().copied().filter(|topic| writing.forget(*topic)));
        for (topic, member) in writing_here {
            if let Some(name) = names.get(&member)
                && writing.note(topic, member, name, now)
            {
                changed.insert(topic);
            }
        }
        changed.append(&mut writing.expire(now));
        let changed: Vec<_> = changed.into_iter().map(|topic| (topic, writing.of(topic))).collect();
        drop(writing);
        self.end_those_behind(|streams| {
            let mut ended = Vec::new();
            for (topic, writers) in changed {
                for id in streams.on_topic(topic) {
                    let Some(open) = streams.get_mut(id) else { continue };
                    let data = writing::words(web.i18n(), open.reader.lang, &writers, open.reader.member);
                    if !open.send(message::event("writing", None, &data)) {
                        ended.push(id);
                    }
                }
            }
            ended
        });
        Ok(())
    }

    /// Tells something, and ends the streams that it names: their readers are behind.
    fn end_those_behind(&self, work: impl FnOnce(&mut Streams) -> Vec<u64>) {
        let ended = self.end(work);
        self.dropped.fetch_add(ended as u64, Ordering::Relaxed);
    }
}

/// A list of which it is asked what is new there.
struct Asked {
    id: u64,
    list: List,
    since: Timestamp,
    sight: Arc<Sight>,
}

/// Reads about things, some hundred in one question.
fn in_portions<T, R>(db: &Db, wanted: BTreeSet<T>, read: fn(&mut Connection, &[T]) -> Result<Vec<R>>) -> Result<Vec<R>>
where
    T: Copy + Send + 'static,
    R: Send + 'static,
{
    let (wanted, mut all): (Vec<T>, _) = (wanted.into_iter().collect(), Vec::new());
    for portion in wanted.chunks(TOGETHER) {
        let portion = portion.to_vec();
        all.extend(db.read_blocking(move |conn| read(conn, &portion))?);
    }
    Ok(all)
}

/// The streams of those who may no longer open the page of a topic.
fn cannot_open(streams: &mut Streams, topic: &TopicNews) -> Vec<u64> {
    let may_open = |streams: &mut Streams, id: u64| streams.get_mut(id).is_some_and(|open| can_open_topic(&open.reader.sight, &topic.facts));
    streams.on_topic(topic.id).into_iter().filter(|id| !may_open(streams, *id)).collect()
}

/// Tells the pages of a topic which version there is. Gives the streams whose readers are behind.
fn tell_topic(streams: &mut Streams, topic: &TopicNews) -> Vec<u64> {
    let ids = streams.on_topic(topic.id);
    let data = json!({
        "version": topic.version,
        "replies": topic.replies,
        "last": topic.last_post,
        "within": (ids.len() / 5).min(SPREAD_MOST),
    });
    let message = message::event("topic", Some(topic.version), &data);
    let mut ended = Vec::new();
    for id in ids {
        let Some(open) = streams.get_mut(id) else { continue };
        let Shows::Topic(_, known) = &mut open.shows else { continue };
        if topic.version > *known {
            *known = topic.version;
            if !open.send(message.clone()) {
                ended.push(id);
            }
        }
    }
    ended
}

/// What a topic is to a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum InList {
    /// Nothing new.
    Nothing,
    /// New.
    News,
    /// New, if its reader did not mute it.
    AskFirst,
}

fn note_in_list(open: &mut Open, topic: &TopicNews) -> InList {
    let Shows::List { list, since } = &open.shows else { return InList::Nothing };
    let is_newer = topic.bumped_at > *since && open.found.len() < CHANGED_MOST && !open.found.contains(&topic.id);
    if !is_newer || !list.holds(&topic.listed()) || !can_see_topic(&open.reader.sight, &topic.facts) {
        return InList::Nothing;
    }
    if list.mutes.topics || list.mutes.tags {
        return InList::AskFirst;
    }
    open.found.insert(topic.id);
    InList::News
}

/// Tells the page of a list how many topics are new or changed; false where its reader is behind.
fn tell_list(i18n: &I18n, open: &Open) -> bool {
    let (lang, found) = (open.reader.lang, open.found.len());
    let key = if found >= CHANGED_MOST { "live-list-more" } else { "live-list" };
    let text = i18n.text_with(lang, key, &[("count", Arg::Number(found.min(CHANGED_MOST) as i64))]);
    open.send(message::event("list", None, &json!({ "count": found, "text": text })))
}
