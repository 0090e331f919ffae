//! Writing one topic of the invented community.

use anyhow::anyhow;

use super::content::{Comment, Earlier, Reply, Topic};
use super::fill::{Cast, write};
use crate::accounts::MemberId;
use crate::forum::bulk::{self, PastPost, PastTopic, store};
use crate::forum::posts::store::{Revision, insert_revision};
use crate::forum::tags;
use crate::forum::texts::{self, Composed, Tongue, Whereabouts};
use crate::forum::{AcceptedBy, Audience, PostId, PostState, TopicId, TopicKind, categories, counts};
use crate::platform::db::{Db, Result as DbResult, Timestamp, Tx};
use crate::platform::i18n::Lang;
use crate::platform::text::{Limits, MarkdownSource, TagName, Title};

/// Who takes posts away.
const MODERATOR: &str = "ylva";
/// An edit comes so long after its post.
const EDITED_AFTER: i64 = 40 * Timestamp::MINUTE;
/// A vote comes so long after the one before.
const BETWEEN_VOTES: i64 = 7 * Timestamp::MINUTE;
/// An answer is accepted so long after it was written.
const ACCEPTED_AFTER: i64 = 20 * Timestamp::MINUTE;

/// Writes a topic with everything in it, in one transaction. Gives its posts, each with when it was written.
pub(super) fn write_topic(db: &Db, base_url: &str, cast: &Cast, topic: &Topic) -> anyhow::Result<Vec<(PostId, Timestamp)>> {
    let opened = cast.now.plus(-(topic.hours_ago * Timestamp::HOUR as f64) as i64);
    let plan = Plan { db, base_url, cast, topic, opened };
    let past = PastTopic {
        id: None,
        category: cast.category(&topic.category)?,
        author: cast.member(&topic.author)?,
        kind: topic.kind,
        title: Title::parse(&topic.title)?.as_str().to_owned(),
        lang: topic.lang.clone(),
        state: topic.state,
        closed: topic.closed,
        pinned: topic.pinned,
        created_at: opened,
    };
    let tags: Vec<TagName> = topic.tags.iter().map(|tag| TagName::parse(tag)).collect::<Result<_, _>>()?;
    let me_too = topic.me_too.iter().map(|name| cast.member(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let posts = plan.posts()?;
    let (now, kind) = (cast.now, topic.kind);
    write(db, move |tx| {
        let id = store::insert_topic(tx, &past)?;
        write_tags(tx, id, &tags)?;
        let written = write_posts(tx, id, &posts, now, kind)?;
        for (place, member) in me_too.iter().enumerate() {
            store::insert_me_too(tx, id, *member, later(opened, place, now))?;
        }
        bulk::finish_topic(tx, id)?;
        Ok(written)
    })
}

/// A post with everything that hangs on it.
struct Post {
    /// Place of its parent in the list.
    under: Option<usize>,
    minutes_after: i64,
    author: MemberId,
    state: PostState,
    audience: Audience,
    at: Timestamp,
    text: Composed,
    earlier: Vec<Revision>,
    votes: Vec<MemberId>,
    accepted: Vec<(AcceptedBy, MemberId)>,
    removal: Option<(MemberId, String)>,
}

struct Plan<'a> {
    db: &'a Db,
    base_url: &'a str,
    cast: &'a Cast,
    topic: &'a Topic,
    opened: Timestamp,
}

impl Plan<'_> {
    /// The opening post, then replies and comments as they came.
    fn posts(&self) -> anyhow::Result<Vec<Post>> {
        let topic = self.topic;
        let opening = Post {
            state: topic.state,
            removal: self.removal(topic.state, &topic.reason)?,
            text: self.compose(&topic.body, Limits::BODY, Some(&topic.lang))?,
            earlier: self.revisions(&topic.earlier, &topic.author, 0, true)?,
            ..self.post(&topic.author, 0, &topic.votes, None)?
        };
        let mut posts = vec![opening];
        for comment in &topic.comment {
            posts.push(self.comment(comment, 0)?);
        }
        for reply in &topic.reply {
            posts.push(self.reply(reply)?);
            let under = posts.len() - 1;
            for comment in &reply.comment {
                posts.push(self.comment(comment, under)?);
            }
        }
        Ok(posts)
    }

    fn reply(&self, reply: &Reply) -> anyhow::Result<Post> {
        let mut text = self.compose(&reply.body, Limits::BODY, None)?;
        if reply.state == PostState::Erased {
            text = Composed { source: String::new(), html: self.compose("", NOTHING, None)?.html, mentions: Vec::new(), quotes: Vec::new(), ..text };
        }
        Ok(Post {
            state: reply.state,
            audience: reply.audience,
            text,
            earlier: self.revisions(&reply.earlier, &reply.author, reply.minutes_after, false)?,
            accepted: reply.accepted_by.iter().map(|by| self.accepter(by)).collect::<anyhow::Result<_>>()?,
            removal: self.removal(reply.state, &reply.reason)?,
            ..self.post(&reply.author, reply.minutes_after, &reply.votes, None)?
        })
    }

    fn comment(&self, comment: &Comment, under: usize) -> anyhow::Result<Post> {
        Ok(Post {
            text: self.compose(&comment.body, Limits::COMMENT, None)?,
            ..self.post(&comment.author, comment.minutes_after, &comment.votes, Some(under))?
        })
    }

    fn post(&self, author: &str, minutes_after: i64, votes: &[String], under: Option<usize>) -> anyhow::Result<Post> {
        Ok(Post {
            under,
            minutes_after,
            author: self.cast.member(author)?,
            state: PostState::Visible,
            audience: Audience::Everyone,
            at: self.at(minutes_after),
            text: self.compose("", NOTHING, None)?,
            earlier: Vec::new(),
            votes: votes.iter().map(|name| self.cast.member(name)).collect::<anyhow::Result<_>>()?,
            accepted: Vec::new(),
            removal: None,
        })
    }

    /// Who took a post away, and why.
    fn removal(&self, state: PostState, reason: &str) -> anyhow::Result<Option<(MemberId, String)>> {
        let is_removed = matches!(state, PostState::Hidden | PostState::Deleted | PostState::Held);
        Ok(if is_removed { Some((self.cast.member(MODERATOR)?, reason.to_owned())) } else { None })
    }

    fn at(&self, minutes_after: i64) -> Timestamp {
        self.opened.plus(minutes_after * Timestamp::MINUTE).min(self.cast.now)
    }

    fn compose(&self, body: &str, limits: Limits, chosen: Option<&str>) -> anyhow::Result<Composed> {
        let source = MarkdownSource::parse(body, limits)?;
        let fallback = Lang::parse(&self.topic.lang).ok_or_else(|| anyhow!("no such language {}", self.topic.lang))?;
        let tongue = Tongue { chosen: chosen.map(str::to_owned), offered: Lang::all().collect(), fallback };
        let base_url = self.base_url.to_owned();
        let category = self.cast.category(&self.topic.category)?;
        Ok(self.db.read_blocking(move |conn| {
            let categories = categories::store::load(conn)?;
            texts::compose(conn, &base_url, source, &tongue, &Whereabouts::in_category(&categories, category))
        })?)
    }

    fn revisions(&self, earlier: &[Earlier], author: &str, minutes_after: i64, opens: bool) -> anyhow::Result<Vec<Revision>> {
        let mut tags = self.topic.tags.clone();
        tags.sort();
        let revision = |(place, before): (usize, &Earlier)| {
            Ok(Revision {
                number: place as i64 + 1,
                source: MarkdownSource::parse(&before.body, Limits::BODY)?.into_string(),
                title: opens.then(|| before.title.clone().unwrap_or_else(|| self.topic.title.clone())),
                tags: opens.then(|| tags.join(" ")),
                editor: self.cast.member(author)?,
                reason: before.reason.clone(),
                created_at: self.at(minutes_after).plus((place as i64 + 1) * EDITED_AFTER).min(self.cast.now),
                erased_at: None,
            })
        };
        earlier.iter().enumerate().map(revision).collect()
    }

    /// `asker`, or `staff:` and who of them.
    fn accepter(&self, by: &str) -> anyhow::Result<(AcceptedBy, MemberId)> {
        match by.split_once(':') {
            None if by == "asker" => Ok((AcceptedBy::Asker, self.cast.member(&self.topic.author)?)),
            Some(("staff", username)) => Ok((AcceptedBy::Staff, self.cast.member(username)?)),
            _ => Err(anyhow!("nobody accepts as {by}")),
        }
    }
}

/// For a text that is not there.
const NOTHING: Limits = Limits { min: 0, min_han: 0, max: 0 };

fn later(at: Timestamp, place: usize, now: Timestamp) -> Timestamp {
    at.plus((place as i64 + 1) * BETWEEN_VOTES).min(now)
}

fn write_tags(tx: &mut Tx<'_>, topic: TopicId, names: &[TagName]) -> DbResult<()> {
    let names: Vec<&str> = names.iter().map(TagName::as_str).collect();
    let ids: Vec<_> = tags::store::find_or_make(tx, &names)?.into_values().collect();
    let now = tx.now();
    tags::store::replace_of_topic(tx, topic, &ids, now)
}

/// Numbers go by time, whatever is a reply and whatever a comment.
fn write_posts(tx: &mut Tx<'_>, topic: TopicId, posts: &[Post], now: Timestamp, kind: TopicKind) -> DbResult<Vec<(PostId, Timestamp)>> {
    let mut order: Vec<usize> = (0..posts.len()).collect();
    order.sort_by_key(|&place| posts[place].minutes_after);
    let mut ids: Vec<Option<PostId>> = vec![None; posts.len()];
    let mut position = 0;
    for (before, &place) in order.iter().enumerate() {
        let post = &posts[place];
        let number = before as i64 + 1;
        let is_reply = number > 1 && post.under.is_none();
        position += i64::from(is_reply);
        let past = PastPost {
            id: None,
            topic,
            number,
            parent: post.under.and_then(|under| ids[under]),
            position: is_reply.then_some(position),
            author: post.author,
            state: post.state,
            audience: post.audience,
            lang: post.text.lang.clone(),
            created_at: post.at,
            edited_at: post.earlier.last().map(|revision| revision.created_at),
            version: post.earlier.len() as i64 + 1,
            vote_base: 0,
        };
        let id = store::insert_post(tx, &past)?;
        ids[place] = Some(id);
        texts::store::insert(tx, id, &post.text)?;
        write_around(tx, id, post, now)?;
        if kind == TopicKind::Question {
            for (by, member) in &post.accepted {
                store::insert_accepted(tx, topic, *by, id, *member, post.at.plus(ACCEPTED_AFTER).min(now))?;
            }
        }
    }
    ids.iter().flatten().try_for_each(|id| counts::store::refresh_comments(tx, *id))?;
    Ok(ids.iter().zip(posts).filter_map(|(id, post)| Some(((*id)?, post.at))).collect())
}

fn write_around(tx: &mut Tx<'_>, id: PostId, post: &Post, now: Timestamp) -> DbResult<()> {
    for revision in &post.earlier {
        insert_revision(tx, id, revision)?;
    }
    for (place, member) in post.votes.iter().enumerate() {
        store::insert_vote(tx, id, *member, later(post.at, place, now))?;
    }
    counts::store::refresh_votes(tx, id)?;
    if let Some((actor, reason)) = &post.removal {
        store::insert_removal(tx, id, *actor, reason, post.at.plus(BETWEEN_VOTES).min(now))?;
    }
    Ok(())
}
