//! Topics with their posts and comments. A topic that fits into a batch is written at once, with everything that follows
//! from its posts; of a longer one every part leaves it whole.

use std::collections::HashMap;

use super::{Met, Run, Unit};
use crate::accounts::MemberId;
use crate::forum::bulk::{self, PastPost, PastTopic, store};
use crate::forum::texts::{self, Composed, Tongue};
use crate::forum::{AcceptedBy, Audience, PostId, PostState, TopicId, TopicKind, counts, old_urls, tags};
use crate::import::stackexchange::ImportError;
use crate::import::stackexchange::scratch::Scratch;
use crate::import::stackexchange::scratch::store::Item;
use crate::import::stackexchange::texts::{of_html, source};
use crate::platform::db::{Result as DbResult, Timestamp, Tx};
use crate::platform::text::MarkdownSource;

/// Posts and comments read and rendered together: some MB at most, and a transaction of a long topic stays short.
const BATCH: i64 = 32;

/// A topic, or a part of a long one.
struct Part {
    place: i64,
    topic: TopicId,
    head: Option<Head>,
    posts: Vec<Post>,
    keeps_numbers: bool,
}

/// What is written with the first post.
struct Head {
    past: PastTopic,
    tags: Vec<String>,
    number: i64,
}

/// A post with everything that hangs on it.
struct Post {
    past: PastPost,
    text: Composed,
    /// An answer's number there.
    answer: Option<i64>,
    accepted: Option<(MemberId, Timestamp)>,
    removed: Option<(Option<MemberId>, Timestamp)>,
    votes: Vec<(MemberId, i32, Timestamp)>,
    mended: bool,
}

impl Unit for Part {
    fn place(&self) -> i64 {
        self.place
    }

    fn size(&self) -> u64 {
        self.posts.len() as u64
    }
}

impl Run<'_> {
    /// Writes every topic.
    pub(super) fn posts(&mut self) -> Result<(), ImportError> {
        let posts = self.prepared.open()?.figures()?.posts;
        self.progress.stage("posts", posts as u64);
        self.progress.done(self.import.place as u64);
        self.step(|run, scratch, after| run.parts(scratch, after), write)
    }

    fn parts(&self, scratch: &mut Scratch, after: i64) -> Result<Vec<Part>, ImportError> {
        let items = scratch.items(after, BATCH)?;
        let (Some(first), Some(last)) = (items.first(), items.last()) else { return Ok(Vec::new()) };
        let mut votes: HashMap<i64, Vec<(MemberId, i32, Timestamp)>> = HashMap::new();
        for vote in scratch.votes(first.place, last.place)? {
            votes.entry(vote.post).or_default().push((self.member(vote.member), vote.value, Timestamp(vote.at)));
        }
        let texts = self.compose(&items)?;
        let mut parts: Vec<Part> = Vec::new();
        for (item, (text, mended)) in items.into_iter().zip(texts) {
            let topic = TopicId(self.import.topic_base + item.topic);
            if parts.last().is_none_or(|part| part.topic != topic) {
                parts.push(Part { place: 0, topic, head: None, posts: Vec::new(), keeps_numbers: self.import.keeps_numbers() });
            }
            let part = parts.last_mut().expect("one was just pushed");
            if item.number == 1 {
                part.head = Some(self.head(&item, &text));
            }
            part.place = item.place;
            let votes = if item.parent.is_none() { votes.remove(&item.id).unwrap_or_default() } else { Vec::new() };
            part.posts.push(self.post(&item, text, mended, votes));
        }
        Ok(parts)
    }

    fn member(&self, id: i64) -> MemberId {
        MemberId(self.import.member_base + id)
    }

    /// Renders texts with the members they mention: all members are there already.
    fn compose(&self, items: &[Item]) -> Result<Vec<(Composed, bool)>, ImportError> {
        let sources: Vec<(MarkdownSource, bool)> = items
            .iter()
            .map(|item| match (&item.typed, &item.html) {
                (Some(typed), _) => source(typed),
                (None, Some(html)) => source(&of_html(html)),
                (None, None) => source(""),
            })
            .collect();
        let tongue = Tongue { chosen: None, offered: self.settings.languages.clone(), fallback: self.settings.language() };
        let base_url = self.base_url.to_owned();
        Ok(self.db.read_blocking(move |conn| {
            let compose = |(source, mended)| texts::compose(conn, &base_url, source, &tongue).map(|text| (text, mended));
            sources.into_iter().map(compose).collect::<DbResult<Vec<_>>>()
        })?)
    }

    fn head(&self, item: &Item, text: &Composed) -> Head {
        let past = PastTopic {
            id: Some(TopicId(self.import.topic_base + item.topic)),
            category: self.import.category,
            author: self.member(item.author),
            kind: TopicKind::Question,
            title: item.title.clone(),
            lang: text.lang.clone(),
            state: state(item),
            closed: item.closed,
            pinned: false,
            created_at: Timestamp(item.created_at),
        };
        Head { past, tags: item.tags.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect(), number: item.topic }
    }

    fn post(&self, item: &Item, text: Composed, mended: bool, votes: Vec<(MemberId, i32, Timestamp)>) -> Post {
        let past = PastPost {
            id: Some(PostId(self.import.post_base + item.id)),
            topic: TopicId(self.import.topic_base + item.topic),
            number: item.number,
            parent: item.parent.map(|parent| PostId(self.import.post_base + parent)),
            position: item.position,
            author: self.member(item.author),
            state: state(item),
            audience: Audience::Everyone,
            lang: text.lang.clone(),
            created_at: Timestamp(item.created_at),
            edited_at: item.edited_at.map(Timestamp),
            version: item.version,
            vote_base: item.score - votes.iter().map(|(_, value, _)| i64::from(*value)).sum::<i64>(),
        };
        let accepted = item.accepted_by.zip(item.accepted_at).map(|(by, at)| (self.member(by), Timestamp(at)));
        let removed = item.deleted_at.map(|at| (item.deleted_by.map(|by| self.member(by)), Timestamp(at)));
        Post { past, text, answer: item.position.map(|_| item.id), accepted, removed, votes, mended }
    }
}

fn state(item: &Item) -> PostState {
    if item.deleted_at.is_some() { PostState::Deleted } else { PostState::Visible }
}

fn write(tx: &mut Tx<'_>, part: &Part) -> DbResult<Met> {
    if let Some(head) = &part.head {
        write_head(tx, head, part.keeps_numbers)?;
    }
    let mut commented: HashMap<PostId, i64> = HashMap::new();
    for post in &part.posts {
        write_post(tx, post, part)?;
        if let Some(parent) = post.past.parent {
            *commented.entry(parent).or_default() += 1;
        }
    }
    for (post, comments) in commented {
        store::add_comments(tx, post, comments)?;
    }
    bulk::finish_topic(tx, part.topic)?;
    Ok(Met { renamed: 0, mended: part.posts.iter().filter(|post| post.mended).count() as i64 })
}

fn write_head(tx: &mut Tx<'_>, head: &Head, keeps: bool) -> DbResult<()> {
    let id = store::insert_topic(tx, &head.past)?;
    let mut worn = Vec::with_capacity(head.tags.len());
    for name in &head.tags {
        worn.push(match tags::store::find(tx.conn(), name)? {
            Some(tag) => tag,
            None => tags::store::insert(tx, name)?,
        });
    }
    if !worn.is_empty() {
        tags::store::replace_of_topic(tx, id, &worn, head.past.created_at)?;
    }
    for old in [format!("/questions/{}", head.number), format!("/q/{}", head.number)] {
        lead(tx, &old, &format!("/t/{id}"), keeps)?;
    }
    Ok(())
}

/// Writes where an old address leads. Where another community's stands already, that one stays.
fn lead(tx: &mut Tx<'_>, old: &str, target: &str, keeps: bool) -> DbResult<()> {
    if keeps || old_urls::store::longest(tx.conn(), &[old.to_owned()])?.is_none() {
        old_urls::store::insert(tx, old, target)?;
    }
    Ok(())
}

fn write_post(tx: &mut Tx<'_>, post: &Post, part: &Part) -> DbResult<()> {
    let id = store::insert_post(tx, &post.past)?;
    texts::store::insert(tx, id, &post.text)?;
    if let Some(answer) = post.answer {
        lead(tx, &format!("/a/{answer}"), &format!("/p/{id}"), part.keeps_numbers)?;
    }
    for (member, value, at) in &post.votes {
        store::insert_signed_vote(tx, id, *member, *value, *at)?;
    }
    if !post.votes.is_empty() {
        counts::store::refresh_votes(tx, id)?;
    }
    if let Some((by, at)) = post.removed {
        store::insert_removal(tx, id, by, "", at)?;
    }
    if let Some((asker, at)) = post.accepted {
        store::insert_accepted(tx, part.topic, AcceptedBy::Asker, id, asker, at)?;
    }
    Ok(())
}
