//! A topic's page for programs: schema.org's words for what stands on it. Made for visitors alone, of what they see;
//! it is read from what the page was made of, and asks nothing more.

use std::fmt;

use super::view::Shown;
use super::{PostLine, Read};
use crate::forum::TopicKind;
use crate::forum::categories::Category;
use crate::forum::topics::topic_url;
use crate::forum::visibility::Presence;
use crate::forum::visit::pages::ForumSeen;
use crate::platform::text::stored_html::Words;
use crate::platform::web::Web;
use crate::platform::web::json_ld::{Fields, JsonLd, Things, breadcrumbs};

/// About what a post takes besides its text.
const POST_BYTES: usize = 640;

/// What is said of a page for programs.
pub struct Structured {
    /// For the head of the page.
    pub json_ld: JsonLd,
    /// The words of the first post on the page.
    pub words: String,
}

/// What a visitor's page of a topic says to programs; `page` is its address with scheme and host.
pub fn structured(web: &Web, seen: &ForumSeen, category: &Category, read: &Read, shown: &Shown<'_>, page: &str) -> anyhow::Result<Structured> {
    let topic = web.address(&topic_url(&read.topic.slug, read.topic.id));
    let mut trail = seen.trail(web, category);
    trail.push((read.topic.title.clone(), topic.clone()));
    let writer = Writer { web, read, shown, topic: &topic, page };
    let room: usize = shown.whole.iter().map(|post| post.html.as_str().len() + POST_BYTES).sum();
    let json_ld = JsonLd::graph(room, |things| {
        writer.topic(things)?;
        breadcrumbs(things, &trail)
    })?;
    let words = writer.posts().next().map(|post| Words(&post.html).to_string()).unwrap_or_default();
    Ok(Structured { json_ld, words })
}

struct Writer<'a> {
    web: &'a Web,
    read: &'a Read,
    shown: &'a Shown<'a>,
    topic: &'a str,
    page: &'a str,
}

impl<'a> Writer<'a> {
    /// The topic with what of it stands on this page.
    fn topic(&self, things: &mut Things<'_>) -> fmt::Result {
        match self.read.topic.kind {
            TopicKind::Question => things.thing("QAPage", |page| page.thing("mainEntity", "Question", |question| self.question(question))),
            _ => things.thing("DiscussionForumPosting", |discussion| self.discussion(discussion)),
        }
    }

    fn question(&self, fields: &mut Fields<'_>) -> fmt::Result {
        fields.text("name", &self.read.topic.title)?;
        self.opening(fields)?;
        if let Some(post) = self.first() {
            fields.number("upvoteCount", post.score)?;
        }
        fields.number("answerCount", self.read.topic.replies)?;
        let is_accepted = |post: &&PostLine| self.read.rows.accepted.iter().any(|acceptance| acceptance.post == post.id);
        let (accepted, others): (Vec<&PostLine>, Vec<&PostLine>) = self.replies().partition(is_accepted);
        // What was accepted stands on the first page, wherever its own place is.
        if self.read.order.is_first() {
            self.works(fields, "acceptedAnswer", "Answer", &accepted)?;
        }
        self.works(fields, "suggestedAnswer", "Answer", &others)?;
        self.works(fields, "comment", "Comment", &self.first().map(|post| self.comments(post)).unwrap_or_default())
    }

    fn discussion(&self, fields: &mut Fields<'_>) -> fmt::Result {
        fields.text("headline", &self.read.topic.title)?;
        self.opening(fields)?;
        if let Some(post) = self.first() {
            likes(fields, post.score)?;
        }
        fields.number("commentCount", self.read.topic.replies)?;
        let comments: Vec<&PostLine> = self.first().map(|post| self.comments(post)).unwrap_or_default().into_iter().chain(self.replies()).collect();
        self.works(fields, "comment", "Comment", &comments)
    }

    /// What a question and a discussion have in common.
    fn opening(&self, fields: &mut Fields<'_>) -> fmt::Result {
        let (topic, first) = (&self.read.topic, self.first());
        fields.text("url", self.topic)?;
        if !topic.lang.is_empty() {
            fields.text("inLanguage", &topic.lang)?;
        }
        match first {
            Some(post) => fields.words("text", Words(&post.html))?,
            None if topic.kind == TopicKind::Question => {}
            // A discussion must have a text: later pages show its title alone.
            None => fields.text("text", &topic.title)?,
        }
        fields.text("datePublished", topic.created_at.rfc3339())?;
        if let Some(at) = first.and_then(|post| post.edited_at) {
            fields.text("dateModified", at.rfc3339())?;
        }
        match (first, &self.read.opener) {
            (Some(post), _) => self.author(fields, &post.name, &post.profile),
            (None, Some((name, profile))) => self.author(fields, name, profile),
            (None, None) => Ok(()),
        }
    }

    /// The posts that stand whole on the page.
    fn posts(&self) -> impl Iterator<Item = &'a PostLine> {
        self.shown.posts.iter().filter(|(_, presence)| *presence == Presence::Whole).map(|(post, _)| *post)
    }

    fn first(&self) -> Option<&'a PostLine> {
        self.posts().find(|post| post.number == 1)
    }

    fn replies(&self) -> impl Iterator<Item = &'a PostLine> {
        self.posts().filter(|post| post.position.is_some())
    }

    fn comments(&self, post: &PostLine) -> Vec<&'a PostLine> {
        let comments = self.shown.comments.get(&post.id).map(Vec::as_slice).unwrap_or_default();
        comments.iter().filter(|(_, presence)| *presence == Presence::Whole).map(|(comment, _)| *comment).collect()
    }

    /// Answers or comments; nothing where there are none.
    fn works(&self, fields: &mut Fields<'_>, name: &'static str, kind: &'static str, posts: &[&PostLine]) -> fmt::Result {
        if posts.is_empty() {
            return Ok(());
        }
        fields.things(name, |things| posts.iter().try_for_each(|post| things.thing(kind, |fields| self.work(fields, kind, post))))
    }

    fn work(&self, fields: &mut Fields<'_>, kind: &'static str, post: &PostLine) -> fmt::Result {
        fields.text("url", format_args!("{}#post-{}", self.page, post.number))?;
        fields.words("text", Words(&post.html))?;
        fields.text("datePublished", post.created_at.rfc3339())?;
        if let Some(at) = post.edited_at {
            fields.text("dateModified", at.rfc3339())?;
        }
        self.author(fields, &post.name, &post.profile)?;
        // Votes for and against together: below zero where more were against.
        if kind == "Answer" {
            fields.number("upvoteCount", post.score)?
        } else {
            likes(fields, post.score)?
        }
        self.works(fields, "comment", "Comment", &self.comments(post))
    }

    fn author(&self, fields: &mut Fields<'_>, name: &str, profile: &str) -> fmt::Result {
        fields.thing("author", "Person", |person| {
            person.text("name", name)?;
            if profile.is_empty() { Ok(()) } else { person.text("url", self.web.address_of(profile)) }
        })
    }
}

/// How many found a discussion or a comment helpful; questions and answers have a word of their own for it. Likes are
/// counted from zero on; imported votes may be below.
fn likes(fields: &mut Fields<'_>, score: i64) -> fmt::Result {
    fields.thing("interactionStatistic", "InteractionCounter", |counter| {
        counter.text("interactionType", "https://schema.org/LikeAction")?;
        counter.number("userInteractionCount", score.max(0))
    })
}
