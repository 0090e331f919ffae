//! The shared part of a topic's page, as its template wants it: every word, number and date is written here.

use serde::Serialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Not;

use super::order::Order;
use super::page_links::{Around, Orders, Pages, around, orders, pages};
use super::{Acceptance, PostLine, Read, page_of};
use crate::accounts::{self, MemberId, uploads};
use crate::forum::categories::Category;
use crate::forum::listing::pages::tag_url;
use crate::forum::listing::rows::Named;
use crate::forum::topics::{post_url_below, state_word, topic_url};
use crate::forum::visibility::{Presence, can_see, can_see_topic, presence};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::{AcceptedBy, Audience, PostId, PostState, TopicKind};
use crate::platform::i18n::Arg;
use crate::platform::i18n::format::{Moment, count};
use crate::platform::web::Markup;

/// More badges than this beside a name say nothing.
const BADGES_MOST: usize = 2;

/// The shared context of `templates/forum/topics/show.html`.
#[derive(Serialize)]
pub struct SharedView<'a> {
    topic: TopicView,
    question: Option<PostView<'a>>,
    accepted: Vec<AnswerView<'a>>,
    replies: Vec<PostView<'a>>,
    orders: Option<Orders>,
    pages: Option<Pages>,
    around: Option<Around>,
}

#[derive(Serialize)]
struct TopicView {
    id: String,
    version: i64,
    reply_count: i64,
    title: String,
    lang: String,
    url: String,
    kind: &'static str,
    state: &'static str,
    closed: bool,
    pinned: bool,
    category: CategoryView,
    tags: Vec<Named>,
    originals: Vec<OriginalView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    timers: Vec<TimerView>,
    #[serde(skip_serializing_if = "String::is_empty")]
    slow: String,
    iso: String,
    text: String,
    answer_url: String,
    solved: Option<Solved>,
    recommended: bool,
    me_too: String,
    replies: String,
    replies_heading: String,
}

#[derive(Serialize)]
struct OriginalView {
    title: String,
    lang: String,
    url: String,
}

/// What happens by itself, and when.
#[derive(Serialize)]
struct TimerView {
    what: &'static str,
    at: Moment,
}

#[derive(Serialize)]
struct CategoryView {
    name: String,
    url: String,
    icon: String,
    parent: Option<Named>,
}

#[derive(Serialize)]
struct Solved {
    iso: String,
    text: String,
    name: String,
}

#[derive(Serialize)]
struct AnswerView<'a> {
    post: PostView<'a>,
    asker: Option<Solved>,
    staff: Option<Solved>,
}

/// A post. What is empty or false is left out, which the template reads as "no": twenty posts have many of these.
#[derive(Serialize)]
struct PostView<'a> {
    #[serde(skip_serializing_if = "String::is_empty")]
    id: String,
    number: i64,
    url: String,
    class: Cow<'static, str>,
    by: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    by_url: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    picture: String,
    division: &'static str,
    tint: i64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    badges: Vec<&'static str>,
    #[serde(skip_serializing_if = "Not::not")]
    asker: bool,
    iso: String,
    text: String,
    #[serde(skip_serializing_if = "Not::not")]
    edited: bool,
    lang: &'a str,
    html: Option<Markup<'a>>,
    votes: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    me_too: String,
    #[serde(skip_serializing_if = "Not::not")]
    unusual: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    state: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    audience: &'static str,
    #[serde(skip_serializing_if = "Not::not")]
    note: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: Cow<'a, str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    line: &'static str,
    #[serde(skip_serializing_if = "Not::not")]
    gone: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    moved_to: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    comments: Vec<PostView<'a>>,
}

/// What of the posts that were read this viewer gets.
pub struct Shown<'a> {
    /// Posts and comments shown whole.
    pub whole: Vec<&'a PostLine>,
    /// Posts and comments of which one line stands.
    pub lines: Vec<&'a PostLine>,
    /// The topic itself is seen; else its author sees that it was deleted, and no more.
    pub is_open: bool,
    /// Comments that stand on the page, whole or as a line, by the post above them.
    pub comments: HashMap<PostId, Vec<(&'a PostLine, Presence)>>,
    /// Posts, likewise.
    pub posts: Vec<(&'a PostLine, Presence)>,
}

impl<'a> Shown<'a> {
    /// Asks the table of truth about every post.
    pub fn of(seen: &ForumSeen, read: &'a Read) -> Self {
        let facts = read.topic.facts();
        let is_open = can_see_topic(&seen.sight, &facts);
        let mut comments: HashMap<PostId, Vec<(&PostLine, Presence)>> = HashMap::new();
        for comment in &read.rows.comments {
            let presence = presence(&seen.sight, &comment.facts(facts), false);
            if let (Some(parent), true) = (comment.parent, presence != Presence::Nothing) {
                comments.entry(parent).or_default().push((comment, presence));
            }
        }
        let mut posts = Vec::new();
        for post in &read.rows.posts {
            let presence = presence(&seen.sight, &post.facts(facts), comments.contains_key(&post.id));
            // Whoever deleted their own question may open its page, and reads there that it was.
            let is_own_gone = !is_open && post.number == 1;
            match (presence, is_own_gone) {
                (Presence::Nothing, true) => posts.push((post, Presence::Line)),
                (Presence::Nothing, false) => {
                    comments.remove(&post.id);
                }
                (presence, _) => posts.push((post, presence)),
            }
        }
        let all = || posts.iter().chain(comments.values().flatten());
        let with = |wanted: Presence| all().filter(move |(_, presence)| *presence == wanted).map(|(post, _)| *post).collect();
        Self { whole: with(Presence::Whole), lines: with(Presence::Line), is_open, comments, posts }
    }
}

/// Writes the shared part.
pub fn shared<'a>(visit: &'a ForumVisit, seen: &'a ForumSeen, category: &Category, read: &'a Read, shown: &'a Shown<'a>) -> SharedView<'a> {
    let writer = Writer { visit, seen, read, shown, url: topic_url(&read.topic.slug, read.topic.id) };
    let answers = writer.answers();
    let question = shown.posts.iter().find(|(post, _)| post.number == 1).map(|(post, presence)| writer.post(post, *presence));
    let replies = writer.replies(&answers);
    let topic = writer.topic(category, &answers, &replies);
    let below = read.topic.replies - answers.len() as i64;
    let (orders, pages, around) = (orders(&writer.url, read, below), pages(visit, seen, &writer.url, read), around(&writer.url, read));
    let accepted = if read.order.is_first() { answers.iter().map(|answer| writer.answer(answer)).collect() } else { Vec::new() };
    SharedView { topic, question, accepted, replies, orders, pages, around }
}

/// A reply that was accepted, and by whom.
struct Answer<'a> {
    post: &'a PostLine,
    acceptances: Vec<&'a Acceptance>,
}

struct Writer<'a> {
    visit: &'a ForumVisit,
    seen: &'a ForumSeen,
    read: &'a Read,
    shown: &'a Shown<'a>,
    url: String,
}

impl<'a> Writer<'a> {
    /// Accepted replies that are there for all; the asker's choice first.
    fn answers(&self) -> Vec<Answer<'a>> {
        let mut answers: Vec<Answer<'a>> = Vec::new();
        for acceptance in &self.read.rows.accepted {
            let is_there = |post: &&PostLine| post.id == acceptance.post && post.state == PostState::Visible && post.audience == Audience::Everyone;
            let Some(post) = self.read.rows.posts.iter().find(is_there).filter(|post| can_see(&self.seen.sight, &post.facts(self.read.topic.facts()))) else {
                continue;
            };
            match answers.iter_mut().find(|answer| answer.post.id == post.id) {
                Some(answer) => answer.acceptances.push(acceptance),
                None => answers.push(Answer { post, acceptances: vec![acceptance] }),
            }
        }
        answers
    }

    fn answer(&self, answer: &Answer<'a>) -> AnswerView<'a> {
        let by = |by: AcceptedBy| {
            let acceptance = answer.acceptances.iter().find(|acceptance| acceptance.by == by)?;
            let at = self.seen.date(acceptance.at);
            Some(Solved { iso: at.iso, text: at.text, name: acceptance.name.clone() })
        };
        AnswerView { post: self.post(answer.post, Presence::Whole), asker: by(AcceptedBy::Asker), staff: by(AcceptedBy::Staff) }
    }

    /// The replies of the page in their order.
    fn replies(&self, answers: &[Answer<'_>]) -> Vec<PostView<'a>> {
        match self.read.order {
            Order::Oldest(page) => self.replies_as_they_came(page, answers),
            Order::Votes(_) => {
                let shown = |id: &PostId| self.shown.posts.iter().find(|(post, _)| post.id == *id);
                self.read.ranked.posts.iter().filter_map(shown).map(|(post, presence)| self.post(post, *presence)).collect()
            }
        }
    }

    /// An accepted reply stands above; a line in its old place points there.
    fn replies_as_they_came(&self, page: i64, answers: &[Answer<'_>]) -> Vec<PostView<'a>> {
        let first_page = self.first_page();
        let on_page = |post: &PostLine| post.position.is_some_and(|position| page_of(position) == page);
        let replies = self.shown.posts.iter().filter(|(post, _)| on_page(post));
        replies
            .map(|(post, presence)| match answers.iter().position(|answer| answer.post.id == post.id) {
                Some(place) => {
                    let anchor = if place == 0 { "#answer".to_owned() } else { format!("#answer-{}", place + 1) };
                    let mut view = self.post(post, Presence::Line);
                    (view.line, view.moved_to, view.gone) = ("moved", format!("{first_page}{anchor}"), false);
                    view.comments.clear();
                    view
                }
                None => self.post(post, *presence),
            })
            .collect()
    }

    fn topic(&self, category: &Category, answers: &[Answer<'_>], replies: &[PostView<'_>]) -> TopicView {
        let (topic, lang, own) = (&self.read.topic, self.seen.lang, self.seen.settings.language());
        let created = self.seen.date(topic.created_at);
        let solved = answers.first().map(|answer| {
            let at = self.seen.date(answer.acceptances[0].at);
            Solved { iso: at.iso, text: at.text, name: answer.post.name.clone() }
        });
        let first_page = self.first_page();
        let parent = category.parent.and_then(|parent| self.seen.categories.get(parent));
        let is_question = topic.kind == TopicKind::Question;
        TopicView {
            id: topic.id.to_string(),
            version: topic.version,
            reply_count: topic.replies,
            title: if self.shown.is_open { topic.title.clone() } else { self.say("forum-topic-deleted", &[]) },
            lang: if self.shown.is_open { topic.lang.clone() } else { lang.tag().to_owned() },
            kind: topic.kind.as_str(),
            state: state_word(topic.kind, topic.closed, topic.solved, topic.answered),
            closed: topic.closed,
            pinned: topic.pinned,
            category: CategoryView {
                name: category.name(lang, own).to_owned(),
                url: category.url(),
                icon: category.icon.clone(),
                parent: parent.map(|parent| Named { name: parent.name(lang, own).to_owned(), url: parent.url() }),
            },
            tags: self.read.rows.tags.iter().map(|tag| Named { name: self.seen.tags.shown(tag, lang).to_owned(), url: tag_url(tag) }).collect(),
            originals: self.originals(),
            timers: self.read.desk.timers.iter().map(|(timer, at)| TimerView { what: timer.as_str(), at: self.seen.moment(*at) }).collect(),
            slow: self.read.desk.slow.map(|seconds| self.slow(seconds)).unwrap_or_default(),
            iso: created.iso,
            text: created.text,
            answer_url: if answers.is_empty() { String::new() } else { format!("{first_page}#answer") },
            solved,
            recommended: answers.iter().any(|answer| answer.acceptances.iter().any(|acceptance| acceptance.by == AcceptedBy::Staff)),
            me_too: if is_question { count(lang, topic.me_too) } else { String::new() },
            replies: count(lang, topic.replies),
            replies_heading: self.heading(answers.len() as i64, replies),
            url: self.url.clone(),
        }
    }

    /// Where the question was asked before; a topic of which only a line is left says nothing of that.
    fn originals(&self) -> Vec<OriginalView> {
        let originals = self.read.originals.iter().filter(|_| self.shown.is_open);
        originals
            .map(|original| OriginalView { title: original.title.clone(), lang: original.lang.clone(), url: topic_url(&original.slug, original.id) })
            .collect()
    }

    /// "3 more replies"; empty when there is nothing below it but the place where an answer stood.
    fn heading(&self, answers: i64, replies: &[PostView<'_>]) -> String {
        let more = self.read.topic.replies - answers;
        if replies.iter().all(|reply| reply.line == "moved") && (more <= 0 || self.is_only_page()) {
            return String::new();
        }
        match (more > 0, answers > 0) {
            (true, true) => self.say("forum-topic-more-replies", &[("count", Arg::Number(more))]),
            (true, false) => self.say("forum-topic-replies", &[("count", Arg::Number(more))]),
            (false, _) => self.say("forum-row-replies", &[]),
        }
    }

    /// How often a member writes in a slow topic, in words.
    fn slow(&self, seconds: i64) -> String {
        let (key, count) = match seconds {
            86_400.. => ("forum-topic-slow-days", seconds / 86_400),
            3_600.. => ("forum-topic-slow-hours", seconds / 3_600),
            _ => ("forum-topic-slow-minutes", seconds / 60),
        };
        self.say(key, &[("count", Arg::Number(count))])
    }

    fn post(&self, post: &'a PostLine, presence: Presence) -> PostView<'a> {
        let (topic, lang) = (&self.read.topic, self.seen.lang);
        let is_whole = presence == Presence::Whole;
        let is_staff = self.seen.badges.is_staff(post.author);
        let (division, tint) = accounts::arms(post.author, is_staff);
        let at = self.seen.moment(post.created_at);
        let is_asked = post.number == 1 && topic.kind == TopicKind::Question;
        let unusual = post.state != PostState::Visible || post.audience != Audience::Everyone;
        let is_told = unusual || !is_whole;
        let comments = self.shown.comments.get(&post.id).map(Vec::as_slice).unwrap_or_default();
        let badges = if is_whole { self.badges(post.author) } else { Vec::new() };
        let has_id = self.seen.viewer.account().is_some() || post.edited_at.is_some();
        PostView {
            id: if has_id { post.id.to_string() } else { String::new() },
            number: post.number,
            url: post_url_below(&self.url, post.number),
            class: class(post, is_whole, is_staff),
            by: &post.name,
            by_url: &post.profile,
            picture: uploads::small_url(&post.picture),
            division,
            tint,
            asker: is_whole && badges.len() < BADGES_MOST && self.is_askers(post),
            badges,
            iso: at.iso,
            text: at.text,
            edited: post.edited_at.is_some(),
            lang: &post.lang,
            html: is_whole.then(|| Markup::from(&post.html)),
            votes: count(lang, post.score),
            me_too: if is_asked { count(lang, topic.me_too) } else { String::new() },
            unusual,
            state: if is_told { post.state.as_str() } else { "" },
            note: post.audience == Audience::Staff,
            audience: if is_told { post.audience.as_str() } else { "" },
            reason: if is_whole { self.reason(post) } else { Cow::Borrowed("") },
            line: if is_whole { "" } else { "gone" },
            gone: !is_whole,
            moved_to: String::new(),
            comments: comments.iter().map(|(comment, presence)| self.post(comment, *presence)).collect(),
        }
    }

    /// Why the post is not simply there.
    fn reason(&self, post: &PostLine) -> Cow<'a, str> {
        match (self.read.waiting.get(&post.id), self.read.removals.get(&post.id)) {
            (Some(filter), _) => self.say(filter.author_key(), &[]).into(),
            (None, Some(removal)) => Cow::Borrowed(&removal.reason),
            (None, None) => Cow::Borrowed(""),
        }
    }

    fn badges(&self, author: MemberId) -> Vec<&'static str> {
        self.seen.badges.of(author).iter().map(|badge| badge.as_str()).take(BADGES_MOST).collect()
    }

    /// Whether whoever asked the question says more here.
    fn is_askers(&self, post: &PostLine) -> bool {
        let topic = &self.read.topic;
        post.author == topic.author && post.number > 1 && topic.kind == TopicKind::Question
    }

    /// Where the question and the answers stand: here, or at the topic's own address.
    fn first_page(&self) -> &str {
        if self.read.order.is_first() { "" } else { &self.url }
    }

    fn is_only_page(&self) -> bool {
        match self.read.order {
            Order::Oldest(page) => page == 1 && page_of(self.read.last_position) == 1,
            Order::Votes(_) => self.read.ranked.before.is_none() && self.read.ranked.after.is_none(),
        }
    }

    fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.seen.text_with(&self.visit.web, key, args)
    }
}

fn class(post: &PostLine, is_whole: bool, is_staff: bool) -> Cow<'static, str> {
    let by = if is_staff { "post by-staff" } else { "post" };
    match post.state {
        PostState::Visible if is_whole && post.audience == Audience::Staff => format!("{by} is-note").into(),
        _ if !is_whole => "post is-gone".into(),
        PostState::Held => format!("{by} is-held").into(),
        PostState::Hidden => format!("{by} is-hidden").into(),
        PostState::Deleted => format!("{by} is-deleted").into(),
        PostState::Visible | PostState::Erased => by.into(),
    }
}
