//! A topic's page for programs: schema.org's words for what stands on it. Made for visitors alone, of what they see;
//! it is read from what the page was made of, and asks nothing more.

use serde::{Serialize, Serializer};
use std::fmt::{self, Display};

use super::view::Shown;
use super::{PostLine, Read};
use crate::forum::TopicKind;
use crate::forum::categories::Category;
use crate::forum::topics::topic_url;
use crate::forum::visibility::Presence;
use crate::forum::visit::pages::ForumSeen;
use crate::platform::db::Timestamp;
use crate::platform::text::stored_html::Words;
use crate::platform::web::json_ld::{Breadcrumbs, Graph, JsonLd, Text};
use crate::platform::web::{Address, Web};

/// About what a post takes besides its text.
const POST_BYTES: usize = 640;

/// What is said of a page for programs.
pub struct Structured {
    /// For the head of the page.
    pub json_ld: JsonLd,
    /// The words of the first post on the page.
    pub words: String,
}

/// Anything that somebody wrote: a question, an answer, a discussion, a comment. What a kind does not have is left out.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Work<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'a str>,
    url: Place<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Said<'a>>,
    date_published: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<Moment>,
    author: Option<Person<'a>>,
    /// Votes for and against together: below zero where more were against.
    #[serde(skip_serializing_if = "Option::is_none")]
    upvote_count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interaction_statistic: Option<Counter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer_count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment_count: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    accepted_answer: Vec<Work<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggested_answer: Vec<Work<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    comment: Vec<Work<'a>>,
}

#[derive(Serialize)]
struct Person<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Address<'a>>,
}

/// Where a work stands: a page, and the post on it.
#[derive(Clone, Copy, Default)]
struct Place<'a> {
    page: &'a str,
    post: Option<i64>,
}

impl Display for Place<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.page)?;
        self.post.map_or(Ok(()), |number| write!(out, "#post-{number}"))
    }
}

impl Serialize for Place<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a work says. A later page of a discussion does not hold what it began with: its title stands for that.
#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
enum Said<'a> {
    Words(Text<'a>),
    Title(&'a str),
}

impl<'a> Said<'a> {
    fn of(post: &'a PostLine) -> Self {
        Self::Words(Text(Words(&post.html)))
    }
}

#[derive(Clone, Copy, Default)]
struct Moment(Timestamp);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.rfc3339())
    }
}

/// How many found a discussion or a comment helpful; questions and answers have a word of their own for it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Counter {
    #[serde(rename = "@type")]
    kind: &'static str,
    interaction_type: &'static str,
    user_interaction_count: i64,
}

impl Counter {
    /// Likes are counted from zero on; imported votes may be below.
    fn likes(score: i64) -> Self {
        Self { kind: "InteractionCounter", interaction_type: "https://schema.org/LikeAction", user_interaction_count: score.max(0) }
    }
}

/// A page that is about one question.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct QaPage<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    main_entity: Work<'a>,
}

/// What a visitor's page of a topic says to programs; `page` is its address with scheme and host.
pub fn structured(web: &Web, seen: &ForumSeen, category: &Category, read: &Read, shown: &Shown<'_>, page: &str) -> anyhow::Result<Structured> {
    let topic = web.address(&topic_url(&read.topic.slug, read.topic.id));
    let writer = Writer { web, read, shown, topic: &topic, page };
    let texts: usize = shown.whole.iter().map(|post| post.html.as_str().len() + POST_BYTES).sum();
    let mut trail = seen.trail(web, category);
    trail.push((read.topic.title.clone(), topic.clone()));
    let breadcrumbs = Breadcrumbs::along(&trail);
    let main = writer.topic();
    let words = writer.posts().next().map(|post| Words(&post.html).to_string()).unwrap_or_default();
    let json_ld = if read.topic.kind == TopicKind::Question {
        JsonLd::of(&Graph::of((QaPage { kind: "QAPage", main_entity: main }, breadcrumbs)), texts)
    } else {
        JsonLd::of(&Graph::of((main, breadcrumbs)), texts)
    }?;
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
    /// The topic with what of it stands on this page. A discussion must have a text: later pages show its title alone.
    fn topic(&self) -> Work<'a> {
        let topic = &self.read.topic;
        let is_question = topic.kind == TopicKind::Question;
        let opening = self.posts().find(|post| post.number == 1);
        let (accepted, others): (Vec<&PostLine>, Vec<&PostLine>) =
            self.posts().filter(|post| post.position.is_some()).partition(|post| self.read.accepted.iter().any(|acceptance| acceptance.post == post.id));
        let mut work = Work {
            kind: if is_question { "Question" } else { "DiscussionForumPosting" },
            name: is_question.then_some(topic.title.as_str()),
            headline: (!is_question).then_some(topic.title.as_str()),
            url: Place { page: self.topic, post: None },
            in_language: &topic.lang,
            text: opening.map(Said::of).or((!is_question).then_some(Said::Title(&topic.title))),
            date_published: Moment(topic.created_at),
            date_modified: opening.and_then(|post| post.edited_at).map(Moment),
            author: opening
                .map(|post| (&post.name, &post.profile))
                .or(self.read.opener.as_ref().map(|(name, profile)| (name, profile)))
                .map(|who| self.person(who)),
            comment: opening.map(|post| self.comments(post)).unwrap_or_default(),
            ..Work::default()
        };
        if is_question {
            work.upvote_count = opening.map(|post| post.score);
            work.answer_count = Some(topic.replies);
            // What was accepted stands on the first page, wherever its own place is.
            work.accepted_answer = accepted.into_iter().filter(|_| self.read.order.is_first()).map(|post| self.said("Answer", post)).collect();
            work.suggested_answer = others.into_iter().map(|post| self.said("Answer", post)).collect();
        } else {
            work.interaction_statistic = opening.map(|post| Counter::likes(post.score));
            work.comment_count = Some(topic.replies);
            work.comment.extend(others.into_iter().map(|post| self.said("Comment", post)));
        }
        work
    }

    /// The posts that stand whole on the page.
    fn posts(&self) -> impl Iterator<Item = &'a PostLine> {
        self.shown.posts.iter().filter(|(_, presence)| *presence == Presence::Whole).map(|(post, _)| *post)
    }

    fn said(&self, kind: &'static str, post: &'a PostLine) -> Work<'a> {
        let is_answer = kind == "Answer";
        Work {
            kind,
            url: Place { page: self.page, post: Some(post.number) },
            text: Some(Said::of(post)),
            date_published: Moment(post.created_at),
            date_modified: post.edited_at.map(Moment),
            author: Some(self.person((&post.name, &post.profile))),
            upvote_count: is_answer.then_some(post.score),
            interaction_statistic: (!is_answer).then(|| Counter::likes(post.score)),
            comment: self.comments(post),
            ..Work::default()
        }
    }

    fn comments(&self, post: &PostLine) -> Vec<Work<'a>> {
        let comments = self.shown.comments.get(&post.id).map(Vec::as_slice).unwrap_or_default();
        comments.iter().filter(|(_, presence)| *presence == Presence::Whole).map(|(comment, _)| self.said("Comment", comment)).collect()
    }

    fn person(&self, (name, profile): (&'a String, &'a String)) -> Person<'a> {
        Person { kind: "Person", name, url: (!profile.is_empty()).then(|| self.web.address_of(profile)) }
    }
}
