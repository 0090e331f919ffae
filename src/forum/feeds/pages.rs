//! The addresses of feeds. Nobody is signed in here: everybody gets what a visitor sees.

mod followed;

use actix_web::HttpRequest;
use actix_web::web::{Path, Query};
use serde::Deserialize;
use url::Url;

use super::{Author, Entry, Feed, FeedPost, Label, atom, listing};
use crate::forum::TopicId;
use crate::forum::categories::Category;
use crate::forum::listing::pages::{moved, readable, tag_url};
use crate::forum::listing::{Cursor, List, Page, Place, TopicLine, Which, listing as lists};
use crate::forum::topics::show::{Topic, listing as topic_pages};
use crate::forum::topics::{post_url, topic_url};
use crate::forum::visibility::can_see_topic;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::{desk, tags};
use crate::platform::db::Connection;
use crate::platform::i18n::{Arg, Lang};
use crate::platform::text::TagName;
use crate::platform::text::stored_html::read_elsewhere;
use crate::platform::web::{FeedLink, PageError, PageResult, Web, conditional};

pub use followed::followed;

/// The address of a page's feed.
pub fn feed_url(page: &str) -> String {
    if page == "/" { "/latest.atom".to_owned() } else { format!("{}.atom", page.trim_end_matches('/')) }
}

/// Which part of a community a feed is about, in words.
#[derive(Clone, Copy)]
pub enum Subject<'a> {
    /// All topics.
    Latest,
    /// A category's, by its name.
    Category(&'a str),
    /// A tag's, by its name.
    Tag(&'a str),
    /// The posts of a topic, by its title.
    Topic(&'a str),
    /// What somebody follows.
    Follows,
}

impl Subject<'_> {
    fn title(self, web: &Web, lang: Lang) -> String {
        let words = web.i18n();
        let with = |key: &str, name: &str| words.text_with(lang, key, &[("name", Arg::from(name))]);
        match self {
            Self::Latest => words.text(lang, "forum-feed-latest"),
            Self::Category(name) => with("forum-feed-category", name),
            Self::Tag(name) => with("forum-feed-tag", name),
            Self::Topic(title) => with("forum-feed-topic", title),
            Self::Follows => words.text(lang, "follows-heading"),
        }
    }

    /// The feed as its page offers it.
    pub fn link(self, web: &Web, lang: Lang, page: &str) -> FeedLink {
        FeedLink { title: self.title(web, lang), url: feed_url(page) }
    }
}

/// Which page of a feed: none of these is the first.
#[derive(Deserialize)]
pub struct Asked {
    before: Option<String>,
}

impl Asked {
    fn place(&self) -> Result<Place, PageError> {
        match &self.before {
            Some(text) => Cursor::parse(text).map(Place::Before).ok_or(PageError::NotFound),
            None => Ok(Place::First),
        }
    }

    fn number(&self) -> Result<Option<i64>, PageError> {
        self.before.as_deref().map(|text| text.parse().map_err(|_| PageError::NotFound)).transpose()
    }
}

/// A list with the posts that open its topics.
type Listed = (Page, Vec<(TopicLine, FeedPost)>);

fn read_list(conn: &mut Connection, seen: &ForumSeen, which: Which, place: Place) -> Result<Listed, PageError> {
    let mut page = lists::page(conn, &seen.sight, &List::all(which), place, None)?;
    let mut lines = std::mem::take(&mut page.topics);
    // Pinned topics have their place in time here like all others.
    lines.sort_by_key(|line| std::cmp::Reverse((line.bumped_at, line.id)));
    let ids: Vec<TopicId> = lines.iter().map(|line| line.id).collect();
    let mut openings = listing::openings(conn, &seen.sight, &ids)?;
    let entries = lines.into_iter().filter_map(|line| openings.remove(&line.id).map(|post| (line, post))).collect();
    Ok((page, entries))
}

/// `GET /latest.atom`
pub async fn latest(visit: ForumVisit, asked: Query<Asked>) -> PageResult {
    let place = asked.place()?;
    let work = move |conn: &mut Connection, seen: &ForumSeen| read_list(conn, seen, Which::Latest, place);
    let (seen, listed) = visit.look_as_visitor(work).await?;
    let writer = Writer { web: &visit.web, seen: &seen };
    let id = writer.web.address("/latest.atom");
    writer.send(&visit.req, writer.list(id, Subject::Latest, "/", place, listed)?)
}

/// `GET /c/{path}.atom`; every form of a category's address leads to the canonical one.
pub async fn category(visit: ForumVisit, path: Path<String>, asked: Query<Asked>) -> PageResult {
    let place = asked.place()?;
    let path = path.into_inner();
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<(Category, Option<Listed>), PageError> {
        let category = readable(conn, seen, &path)?;
        if category.path != path {
            return Ok((category, None));
        }
        let which = Which::Categories(seen.categories.with_children(&seen.viewer, category.id));
        let listed = read_list(conn, seen, which, place)?;
        Ok((category, Some(listed)))
    };
    let (seen, (category, listed)) = visit.look_as_visitor(work).await?;
    let url = category.url();
    let Some(listed) = listed else { return Ok(moved(&feed_url(&url))) };
    let writer = Writer { web: &visit.web, seen: &seen };
    let id = writer.web.address(&format!("/c/{}", category.id));
    let subject = Subject::Category(category.name(seen.lang, seen.settings.language()));
    writer.send(&visit.req, writer.list(id, subject, &url, place, listed)?)
}

/// `GET /tag/{tag}.atom`: not there where the tag's page is not.
pub async fn tag(visit: ForumVisit, typed: Path<String>, asked: Query<Asked>) -> PageResult {
    let place = asked.place()?;
    let typed = typed.into_inner();
    let name = TagName::parse(&typed).map_err(|_| PageError::NotFound)?;
    let url = tag_url(name.as_str());
    let wanted = name.clone();
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Option<Listed>, PageError> {
        if let Some(tag) = tags::store::find(conn, wanted.as_str())? {
            let listed = read_list(conn, seen, Which::Tag(tag), place)?;
            if !listed.1.is_empty() {
                return Ok(Some(listed));
            }
        }
        // Where there is no such feed, the tag may be meant whose whole name this is.
        match tags::store::find(conn, &feed_url(wanted.as_str()))? {
            Some(tag) if !lists::is_empty(conn, &seen.sight, &List::all(Which::Tag(tag)))? => Ok(None),
            _ => Err(PageError::NotFound),
        }
    };
    let (seen, listed) = visit.look_as_visitor(work).await?;
    let Some(listed) = listed else { return Ok(moved(&tag_url(&feed_url(name.as_str())))) };
    if typed != name.as_str() {
        return Ok(moved(&feed_url(&url)));
    }
    let writer = Writer { web: &visit.web, seen: &seen };
    let id = writer.web.address(&url);
    writer.send(&visit.req, writer.list(id, Subject::Tag(name.as_str()), &url, place, listed)?)
}

/// `GET /t/{slug}/{topic}.atom`: what was said in a topic, newest first.
pub async fn topic(visit: ForumVisit, path: Path<(String, i64)>, asked: Query<Asked>) -> PageResult {
    let (slug, id) = path.into_inner();
    posts(visit, TopicId(id), Some(slug), asked.number()?).await
}

/// `GET /t/{topic}.atom`: the short form.
pub async fn by_topic(visit: ForumVisit, topic: Path<i64>, asked: Query<Asked>) -> PageResult {
    posts(visit, TopicId(*topic), None, asked.number()?).await
}

type Posts = (Vec<FeedPost>, Option<i64>);

async fn posts(visit: ForumVisit, id: TopicId, slug: Option<String>, before: Option<i64>) -> PageResult {
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<(Topic, Option<Posts>), PageError> {
        let Some(topic) = seen_by_all(conn, seen, id)? else { return Ok((merged_into(conn, seen, id)?, None)) };
        if slug.as_deref() != Some(topic.slug.as_str()) {
            return Ok((topic, None));
        }
        let posts = listing::newest(conn, &seen.sight, id, topic.facts(), before)?;
        Ok((topic, Some(posts)))
    };
    let (seen, (topic, posts)) = visit.look_as_visitor(work).await?;
    let Some(posts) = posts else { return Ok(moved(&feed_url(&topic_url(&topic.slug, topic.id)))) };
    let writer = Writer { web: &visit.web, seen: &seen };
    writer.send(&visit.req, writer.topic(&topic, before, posts)?)
}

fn seen_by_all(conn: &mut Connection, seen: &ForumSeen, id: TopicId) -> Result<Option<Topic>, PageError> {
    Ok(topic_pages::topic(conn, id, None)?.filter(|topic| can_see_topic(&seen.sight, &topic.facts())))
}

/// The topic in which the first post of one stands that was merged.
fn merged_into(conn: &mut Connection, seen: &ForumSeen, id: TopicId) -> Result<Topic, PageError> {
    let post = desk::store::moved(conn, id, 1)?.ok_or(PageError::NotFound)?;
    let into = topic_pages::by_id(conn, post)?.ok_or(PageError::NotFound)?.topic;
    seen_by_all(conn, seen, into)?.ok_or(PageError::NotFound)
}

/// `GET ….rss`: where communities that move here had their feeds.
pub async fn from_rss(req: HttpRequest) -> PageResult {
    let page = req.uri().path().strip_suffix(".rss").ok_or(PageError::NotFound)?;
    Ok(moved(&format!("{page}.atom")))
}

/// Makes feeds of what was read.
struct Writer<'a> {
    web: &'a Web,
    seen: &'a ForumSeen,
}

impl Writer<'_> {
    fn send(&self, req: &HttpRequest, feed: Feed) -> PageResult {
        let body = atom::write(&feed).map_err(anyhow::Error::from)?;
        Ok(conditional::send(req, atom::KIND, body))
    }

    fn feed(&self, id: String, subject: Subject<'_>, url: &str, entries: Vec<Entry>) -> Feed {
        let lang = self.seen.lang;
        Feed {
            id,
            title: format!("{} · {}", subject.title(self.web, lang), self.seen.settings.name),
            lang: lang.tag(),
            page: self.web.address(url),
            own: self.web.address(&feed_url(url)),
            older: None,
            entries,
        }
    }

    fn list(&self, id: String, subject: Subject<'_>, url: &str, place: Place, (page, topics): Listed) -> Result<Feed, PageError> {
        let entries = topics.into_iter().map(|(line, post)| self.of_topic(line, post)).collect::<Result<_, _>>()?;
        let mut feed = self.feed(id, subject, url, entries);
        feed.older = page.older.map(|cursor| format!("{}?before={cursor}", feed.own));
        if let Place::Before(cursor) = place {
            feed.own = format!("{}?before={cursor}", feed.own);
        }
        Ok(feed)
    }

    fn topic(&self, topic: &Topic, before: Option<i64>, (posts, older): Posts) -> Result<Feed, PageError> {
        let entries = posts.into_iter().map(|post| self.of_post(topic, post)).collect::<Result<_, _>>()?;
        let id = self.web.address(&format!("/t/{}.atom", topic.id));
        let mut feed = self.feed(id, Subject::Topic(&topic.title), &topic_url(&topic.slug, topic.id), entries);
        feed.older = older.map(|number| format!("{}?before={number}", feed.own));
        if let Some(before) = before {
            feed.own = format!("{}?before={before}", feed.own);
        }
        Ok(feed)
    }

    fn of_topic(&self, line: TopicLine, post: FeedPost) -> Result<Entry, PageError> {
        let url = topic_url(&line.slug, line.id);
        let own = self.seen.settings.language();
        let label = |kind: &str, term: String, name: String| Label { scheme: self.web.address(kind), term, name };
        let category = self.seen.categories.get(line.category).map(|category| label("/c/", category.path.clone(), category.name(own, own).to_owned()));
        let tags = line.tags.into_iter().map(|tag| label("/tag/", tag.clone(), tag));
        Ok(Entry {
            id: self.web.address(&format!("/t/{}", line.id)),
            title: line.title,
            page: self.web.address(&url),
            replies: Some(self.web.address(&feed_url(&url))),
            html: self.html(&post, &url)?,
            lang: line.lang,
            author: self.author(post.author),
            published: post.created_at,
            updated: line.bumped_at.max(post.edited_at.unwrap_or_default()),
            labels: category.into_iter().chain(tags).collect(),
        })
    }

    fn of_post(&self, topic: &Topic, post: FeedPost) -> Result<Entry, PageError> {
        let url = post_url(&topic.slug, topic.id, post.number);
        let said =
            |key: &str| self.seen.text_with(self.web, key, &[("name", Arg::from(post.author.name.as_str())), ("title", Arg::from(topic.title.as_str()))]);
        let title = match post.number {
            1 => topic.title.clone(),
            _ if post.is_comment => said("forum-feed-commented"),
            _ => said("forum-feed-replied"),
        };
        Ok(Entry {
            id: self.web.address(&format!("/p/{}", post.id)),
            title,
            page: self.web.address(&url),
            replies: None,
            html: self.html(&post, &url)?,
            lang: post.lang,
            author: self.author(post.author),
            published: post.created_at,
            updated: post.edited_at.unwrap_or(post.created_at).max(post.created_at),
            labels: Vec::new(),
        })
    }

    fn html(&self, post: &FeedPost, url: &str) -> Result<String, PageError> {
        let page = Url::parse(&self.web.address(url)).map_err(anyhow::Error::from)?;
        Ok(read_elsewhere(&post.html, &page))
    }

    fn author(&self, author: Author) -> Author {
        let page = if author.page.is_empty() { author.page } else { self.web.address(&author.page) };
        Author { page, ..author }
    }
}
