//! Topics with their posts and comments. A topic that fits into a batch is written at once, with everything that follows
//! from its posts; of a longer one every part leaves it whole.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Met, Run, Unit};
use crate::accounts::MemberId;
use crate::forum::bulk::numbered::{NumberedPost, NumberedTopic};
use crate::forum::bulk::{self, PastPost, PastTopic, store};
use crate::forum::tags::store::TagId;
use crate::forum::texts::{self, Composed, Known, Tongue};
use crate::forum::{AcceptedBy, Audience, PostId, PostState, TopicId, TopicKind, counts, old_urls, tags};
use crate::import::stackexchange::ImportError;
use crate::import::stackexchange::scratch::Scratch;
use crate::import::stackexchange::scratch::store::Item;
use crate::import::stackexchange::texts::{of_html, source};
use crate::platform::db::{Result as DbResult, Timestamp, Tx};
use crate::platform::text::{MarkdownSource, mention_candidates};

/// Posts and comments read and rendered together.
const BATCH: i64 = 200;
/// Fewer when their texts are long: in bytes, so that a batch is some MB at most and a transaction of a long topic stays short.
const TEXTS: usize = 400_000;

/// A topic, or a part of a long one.
struct Part {
    place: i64,
    topic: TopicId,
    head: Option<Head>,
    posts: Vec<Post>,
}

/// What is written with the first post.
struct Head {
    past: PastTopic,
    tags: Vec<String>,
    number: i64,
}

/// A post with everything that hangs on it.
struct Post {
    id: PostId,
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
        let items = scratch.items(after, BATCH, TEXTS)?;
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
                parts.push(Part { place: 0, topic, head: None, posts: Vec::new() });
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
        let mentioned: HashSet<String> = sources.iter().flat_map(|(source, _)| mention_candidates(source.as_str())).collect();
        let mentioned: Vec<String> = mentioned.into_iter().collect();
        let members = self.db.read_blocking(move |conn| texts::store::mentionable(conn, &mentioned))?;
        let links = Known { members, base_url: self.base_url };
        let tongue = Tongue { chosen: None, offered: self.settings.languages.clone(), fallback: self.settings.language() };
        Ok(sources.into_iter().map(|(source, mended)| (texts::compose_among(&links, source, &tongue), mended)).collect())
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
        let id = PostId(self.import.post_base + item.id);
        let past = PastPost {
            id: Some(id),
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
        Post { id, past, text, answer: item.position.map(|_| item.id), accepted, removed, votes, mended }
    }
}

fn state(item: &Item) -> PostState {
    if item.deleted_at.is_some() { PostState::Deleted } else { PostState::Visible }
}

fn write(tx: &mut Tx<'_>, parts: &[Part]) -> DbResult<Met> {
    let posts: Vec<Vec<NumberedPost<'_>>> = parts.iter().map(Part::numbered).collect();
    write_heads(tx, parts, &posts)?;
    store::insert_posts(tx, &posts.concat())?;
    let leads: Vec<(String, String)> = parts.iter().flat_map(Part::leads).collect();
    old_urls::store::insert_new(tx, &leads)?;
    for part in parts {
        part.write_quotes(tx)?;
    }
    for part in parts.iter().filter(|part| part.head.is_none()) {
        part.finish(tx)?;
    }
    Ok(Met { renamed: 0, mended: parts.iter().flat_map(|part| &part.posts).filter(|post| post.mended).count() as i64 })
}

/// Writes the topics that begin here, each with the figures of the posts that it gets now.
fn write_heads(tx: &mut Tx<'_>, parts: &[Part], posts: &[Vec<NumberedPost<'_>>]) -> DbResult<()> {
    let staff: HashSet<MemberId> = counts::store::staff(tx.conn())?.into_iter().collect();
    let names: Vec<&str> = parts.iter().filter_map(|part| part.head.as_ref()).flat_map(|head| &head.tags).map(String::as_str).collect();
    let tags = tags::store::find_or_make(tx, &names)?;
    let mut topics = Vec::new();
    for (part, posts) in parts.iter().zip(posts) {
        let Some(head) = &part.head else { continue };
        // Two names may lead to one tag.
        let worn: BTreeSet<TagId> = head.tags.iter().map(|name| tags[name.as_str()]).collect();
        topics.push(NumberedTopic::new(part.topic, &head.past, worn.into_iter().collect(), 0, posts, &staff));
    }
    store::insert_topics(tx, &topics)
}

impl Part {
    fn numbered(&self) -> Vec<NumberedPost<'_>> {
        let mut comments: HashMap<PostId, i64> = HashMap::new();
        for parent in self.posts.iter().filter_map(|post| post.past.parent) {
            *comments.entry(parent).or_default() += 1;
        }
        let numbered = |post| Post::numbered(post, comments.get(&post.id).copied().unwrap_or(0));
        self.posts.iter().map(numbered).collect()
    }

    /// Where old addresses lead.
    fn leads(&self) -> Vec<(String, String)> {
        let topic = |head: &Head| ["questions", "q"].map(|kind| (format!("/{kind}/{}", head.number), format!("/t/{}", self.topic)));
        let answer = |post: &Post| post.answer.map(|answer| (format!("/a/{answer}"), format!("/p/{}", post.id)));
        self.head.iter().flat_map(topic).chain(self.posts.iter().filter_map(answer)).collect()
    }

    /// Writes which posts are quoted: such as came before, wherever one transaction ends and the next begins.
    fn write_quotes(&self, tx: &mut Tx<'_>) -> DbResult<()> {
        for post in &self.posts {
            let before = |quoted: &(TopicId, i64)| *quoted < (self.topic, post.past.number);
            let quoted: Vec<(TopicId, i64)> = post.text.quotes.iter().copied().filter(before).collect();
            texts::store::write_quotes(tx, post.id, &quoted)?;
        }
        Ok(())
    }

    /// Counts a topic anew that was begun before this part of it, and comments under its earlier posts.
    fn finish(&self, tx: &mut Tx<'_>) -> DbResult<()> {
        let here: HashSet<PostId> = self.posts.iter().map(|post| post.id).collect();
        let mut comments: HashMap<PostId, i64> = HashMap::new();
        for parent in self.posts.iter().filter_map(|post| post.past.parent).filter(|parent| !here.contains(parent)) {
            *comments.entry(parent).or_default() += 1;
        }
        comments.into_iter().try_for_each(|(post, more)| store::add_comments(tx, post, more))?;
        bulk::finish_topic(tx, self.topic)
    }
}

impl Post {
    fn numbered(&self, comments: i64) -> NumberedPost<'_> {
        NumberedPost {
            id: self.id,
            past: self.past.clone(),
            text: &self.text,
            comments,
            votes: self.votes.clone(),
            accepted: self.accepted.iter().map(|&(asker, at)| (AcceptedBy::Asker, asker, at)).collect(),
            removal: self.removed.map(|(by, at)| (by, "", at)),
        }
    }
}
