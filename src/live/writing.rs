//! Who writes in which topic just now: told by their browsers every few seconds, and forgotten after some more.

use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant};

use crate::accounts::MemberId;
use crate::forum::TopicId;
use crate::platform::i18n::{Arg, I18n, Lang};
use serde_json::{Value, json};

/// Whoever says nothing for so long writes no more.
const FORGOTTEN: Duration = Duration::from_secs(10);
/// Said again sooner, it is no news.
const AGAIN: Duration = Duration::from_secs(3);

/// Somebody who writes.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    pub member: MemberId,
    pub name: String,
    until: Instant,
}

/// Everybody who does.
#[derive(Default)]
pub(super) struct Writing {
    by_topic: HashMap<TopicId, Vec<Writer>>,
    said: HashMap<(TopicId, MemberId), Instant>,
}

impl Writing {
    /// Whether it is news that a member writes: not where they said so a moment ago.
    pub fn is_news(&mut self, topic: TopicId, member: MemberId, now: Instant) -> bool {
        self.said.retain(|_, at| now.duration_since(*at) < AGAIN);
        match self.said.entry((topic, member)) {
            std::collections::hash_map::Entry::Occupied(_) => false,
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(now);
                true
            }
        }
    }

    /// Notes who writes; true where that was not known.
    pub fn note(&mut self, topic: TopicId, member: MemberId, name: &str, now: Instant) -> bool {
        let (writers, until) = (self.by_topic.entry(topic).or_default(), now + FORGOTTEN);
        if let Some(writer) = writers.iter_mut().find(|writer| writer.member == member) {
            writer.until = until;
            return false;
        }
        writers.push(Writer { member, name: name.to_owned(), until });
        true
    }

    /// What was being written may stand there now; whoever goes on writing says so again.
    pub fn forget(&mut self, topic: TopicId) -> bool {
        self.said.retain(|(known, _), _| *known != topic);
        self.by_topic.remove(&topic).is_some()
    }

    /// Forgets whoever said nothing for long; gives the topics where that is so.
    pub fn expire(&mut self, now: Instant) -> BTreeSet<TopicId> {
        let mut changed = BTreeSet::new();
        for (topic, writers) in &mut self.by_topic {
            let before = writers.len();
            writers.retain(|writer| writer.until > now);
            if writers.len() < before {
                changed.insert(*topic);
            }
        }
        self.by_topic.retain(|_, writers| !writers.is_empty());
        changed
    }

    /// Who writes in a topic.
    pub fn of(&self, topic: TopicId) -> Vec<Writer> {
        self.by_topic.get(&topic).cloned().unwrap_or_default()
    }
}

/// What a reader is told: a name and the words behind it. Strangers learn no names; nobody learns that they write themselves.
pub(super) fn words(i18n: &I18n, lang: Lang, writers: &[Writer], reader: Option<MemberId>) -> Value {
    let others: Vec<&Writer> = writers.iter().filter(|writer| Some(writer.member) != reader).collect();
    let (name, words) = match (others.as_slice(), reader) {
        ([], _) => ("", String::new()),
        (_, None) => ("", i18n.text(lang, "live-writing-somebody")),
        ([one], _) => (one.name.as_str(), i18n.text(lang, "live-writing-one")),
        ([first, more @ ..], _) => (first.name.as_str(), i18n.text_with(lang, "live-writing-more", &[("count", Arg::Number(more.len() as i64))])),
    };
    json!({ "name": name, "words": words })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOPIC: TopicId = TopicId(1);

    #[test]
    fn who_writes_is_news_once_and_forgotten_when_they_stop() {
        let (mut writing, start) = (Writing::default(), Instant::now());
        let after = |seconds| start + Duration::from_secs(seconds);
        assert!(writing.is_news(TOPIC, MemberId(1), start));
        assert!(!writing.is_news(TOPIC, MemberId(1), after(1)), "said a moment ago");
        assert!(writing.is_news(TOPIC, MemberId(2), after(1)));
        assert!(writing.is_news(TOPIC, MemberId(1), after(4)));
        assert!(writing.note(TOPIC, MemberId(1), "Ann", start));
        assert!(!writing.note(TOPIC, MemberId(1), "Ann", after(4)));
        assert!(writing.expire(after(13)).is_empty());
        assert_eq!(writing.expire(after(14)), BTreeSet::from([TOPIC]));
        assert!(writing.of(TOPIC).is_empty());
        writing.note(TOPIC, MemberId(2), "Ben", after(20));
        assert!(writing.is_news(TOPIC, MemberId(2), after(20)));
        assert!(writing.forget(TOPIC));
        assert!(!writing.forget(TOPIC));
        assert!(writing.is_news(TOPIC, MemberId(2), after(20)), "said again after the reply that was written");
    }

    #[test]
    fn strangers_learn_no_names_and_nobody_their_own() {
        let i18n = I18n::load().unwrap();
        let writer = |number, name: &str| Writer { member: MemberId(number), name: name.into(), until: Instant::now() };
        let (ann, ben, cid) = (writer(1, "Ann"), writer(2, "Ben"), writer(3, "Cid"));
        let told = |writers: &[Writer], reader: Option<i64>| {
            let told = words(&i18n, Lang::FIRST, writers, reader.map(MemberId));
            format!("{} {}", told["name"].as_str().unwrap(), told["words"].as_str().unwrap())
        };
        assert_eq!(told(std::slice::from_ref(&ann), Some(9)), "Ann is writing");
        assert_eq!(told(std::slice::from_ref(&ann), Some(1)), " ");
        assert_eq!(told(&[ann.clone(), ben.clone()], Some(1)), "Ben is writing");
        assert_eq!(told(&[ann.clone(), ben.clone(), cid], Some(9)), "Ann and 2 others are writing");
        assert_eq!(told(&[ann, ben], None), " Somebody is writing");
        assert_eq!(told(&[], None), " ");
    }
}
