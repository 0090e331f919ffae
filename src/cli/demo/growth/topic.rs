//! One invented topic: who wrote what in it, when, and what others did with it.

use super::chance::Chance;
use super::languages::{CATEGORIES, Grammars, LANGUAGES};
use super::people::{AGE, Crowd, Person};
use super::writing::{Frame, Voice, before_edit};
use crate::accounts::MemberId;
use crate::forum::bulk::PastTopic;
use crate::forum::bulk::whole::{WholePost, WholeTopic};
use crate::forum::posts::store::Revision;
use crate::forum::tags::store::TagId;
use crate::forum::texts::{self, Composed, Tongue};
use crate::forum::topics::show::quotation::quotation;
use crate::forum::{AcceptedBy, Audience, CategoryId, PostState, TopicId, TopicKind};
use crate::platform::db::Timestamp;
use crate::platform::i18n::Lang;
use crate::platform::text::slug::slug;
use crate::platform::text::{Limits, MarkdownSource};
use anyhow::Context;
use std::collections::HashMap;

/// Replies come one after the other within hours, some after weeks.
const BETWEEN_POSTS: i64 = 5 * Timestamp::HOUR;
const LONG_AFTER: i64 = 20 * Timestamp::DAY;
/// A vote comes so long after what it is for.
const BEFORE_A_VOTE: i64 = 9 * Timestamp::HOUR;
/// The newest topic is a few minutes old.
const NEWEST: i64 = 5 * Timestamp::MINUTE;
/// A quotation is as long as one reads at a glance.
const QUOTED: usize = 160;

const TOPIC: u64 = 4;
/// For a text that is not there.
const NOTHING: Limits = Limits { min: 0, min_han: 0, max: 0 };

/// Everything that topics are made of.
pub struct Workshop<'g> {
    pub grammars: &'g Grammars,
    pub crowd: Crowd,
    /// By their place in [`CATEGORIES`].
    pub categories: [CategoryId; CATEGORIES.len()],
    pub tags: HashMap<String, TagId>,
    pub now: Timestamp,
    pub tongues: Vec<Tongue>,
}

/// What a topic is to be.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// Its number among the invented ones.
    pub number: u64,
    /// Which title: the ones before were somebody else's.
    pub attempt: u64,
    /// Its number in the community.
    pub id: TopicId,
    /// How many posts it has.
    pub size: usize,
    /// How far on in the community's life it is opened, from 0 to 1.
    pub moment: f64,
}

/// The languages' answers to what a text is written in: what its topic is.
pub fn tongues() -> Vec<Tongue> {
    let tongue = |tag: &'static str| {
        let fallback = Lang::parse(tag).unwrap_or(Lang::FIRST);
        Tongue { chosen: Some(tag.to_owned()), offered: Lang::all().collect(), fallback }
    };
    LANGUAGES.iter().map(|language| tongue(language.tag)).collect()
}

impl Workshop<'_> {
    /// Makes a topic: the same one for the same order.
    pub fn make(&self, order: Order) -> anyhow::Result<WholeTopic> {
        let frame = Frame::of(self.grammars, order.number, order.attempt);
        let title = frame.title.as_ref().context("a title that was chosen is gone")?.as_str().to_owned();
        let opened = self.now.plus(-AGE + (order.moment.powf(0.85) * (AGE - NEWEST) as f64) as i64);
        let mut making = Making {
            shop: self,
            chance: Chance::of(TOPIC, order.number, 0),
            url: format!("/t/{}/{}", slug(&title), order.id),
            frame,
            posts: Vec::new(),
            title,
        };
        making.write(order.size, opened)?;
        Ok(making.finish(order.id, opened))
    }
}

struct Making<'w> {
    shop: &'w Workshop<'w>,
    chance: Chance,
    frame: Frame<'w>,
    title: String,
    url: String,
    posts: Vec<WholePost>,
}

impl Making<'_> {
    fn write(&mut self, size: usize, opened: Timestamp) -> anyhow::Result<()> {
        let asker = self.somebody(opened);
        let source = self.frame.opening(&mut self.chance);
        let opening = self.post(&asker, opened, None, &source, Limits::BODY)?;
        self.posts.push(opening);
        let pace = BETWEEN_POSTS.min((self.shop.now.0 - opened.0) / size as i64).max(1);
        let mut at = opened;
        for place in 1..size {
            let pause = if self.chance.in_thousand(15) { LONG_AFTER } else { pace };
            at = at.plus(self.chance.wait(pause) + Timestamp::SECOND).min(self.shop.now);
            let under = if self.chance.in_thousand(180) { Some(self.commented()) } else { None };
            let post = match under {
                Some(under) => self.comment(place, at, under)?,
                None => self.reply(place, at)?,
            };
            self.posts.push(post);
        }
        Ok(())
    }

    fn somebody(&mut self, at: Timestamp) -> Person {
        self.shop.crowd.somebody(self.frame.language, at, &mut self.chance).clone()
    }

    fn asker(&self) -> MemberId {
        self.posts[0].author
    }

    /// The place of a post among the last few that can be commented on.
    fn commented(&mut self) -> usize {
        let open: Vec<usize> = (0..self.posts.len()).rev().filter(|&place| self.posts[place].under.is_none()).take(4).collect();
        *self.chance.pick(&open)
    }

    fn comment(&mut self, place: usize, at: Timestamp, under: usize) -> anyhow::Result<WholePost> {
        let writer = self.writer(at, 400);
        let before = self.speaking_to(150, self.posts[under].author);
        let source = self.frame.comment(&mut self.chance, place, &before);
        self.post(&writer, at, Some(under), &source, Limits::COMMENT)
    }

    fn reply(&mut self, place: usize, at: Timestamp) -> anyhow::Result<WholePost> {
        let staff = if self.chance.in_thousand(60) { self.shop.crowd.staff(self.frame.language, &mut self.chance).cloned() } else { None };
        let (writer, is_staff) = match staff {
            Some(staff) => (staff, true),
            None => (self.writer(at, 220), false),
        };
        let voice = if is_staff {
            Voice::Staff
        } else if writer.id == self.asker() {
            Voice::Asker
        } else {
            Voice::Other
        };
        let earlier = self.chance.below(place);
        let before = if self.chance.in_thousand(120) { self.quoting(earlier) } else { self.speaking_to(100, self.posts[earlier].author) };
        let source = self.frame.reply(&mut self.chance, place, voice, before);
        let mut post = self.post(&writer, at, None, &source, Limits::BODY)?;
        if is_staff && self.chance.in_thousand(60) {
            post.audience = Audience::Staff;
        } else if voice == Voice::Asker && self.chance.in_thousand(10) {
            post.audience = Audience::AuthorAndStaff;
        }
        Ok(post)
    }

    /// The asker so many times in a thousand, else anybody.
    fn writer(&mut self, at: Timestamp, asker: usize) -> Person {
        let is_asker = self.chance.in_thousand(asker);
        let asker = if is_asker { self.shop.crowd.find(self.asker()) } else { None };
        asker.cloned().unwrap_or_else(|| self.somebody(at))
    }

    /// A mention, so many times in a thousand.
    fn speaking_to(&mut self, often: usize, member: MemberId) -> String {
        if !self.chance.in_thousand(often) {
            return String::new();
        }
        self.shop.crowd.find(member).map_or_else(String::new, |person| format!("@{} ", person.username))
    }

    fn quoting(&self, place: usize) -> String {
        let post = &self.posts[place];
        let Some(person) = self.shop.crowd.find(post.author) else { return String::new() };
        let said = post.text.source.lines().find(|line| line.chars().next().is_some_and(char::is_alphanumeric));
        let Some(said) = said.filter(|_| post.is_visible()) else { return String::new() };
        let short: String = said.chars().take(QUOTED).collect();
        quotation(&person.username, &format!("{}/{}", self.url, place + 1), &short).trim_end().to_owned()
    }

    fn post(&mut self, writer: &Person, at: Timestamp, under: Option<usize>, source: &str, limits: Limits) -> anyhow::Result<WholePost> {
        let mut text = self.compose(source, limits)?;
        let opens = self.posts.is_empty();
        let state = self.state(opens);
        let is_edited = under.is_none() && state == PostState::Visible && self.chance.in_thousand(if opens { 40 } else { 15 });
        let earlier = if is_edited { vec![self.revision(writer.id, at, source, opens)] } else { Vec::new() };
        if state == PostState::Erased {
            text = Composed { source: String::new(), html: self.compose("", NOTHING)?.html, mentions: Vec::new(), quotes: Vec::new(), ..text };
        }
        let votes = if state == PostState::Visible { self.votes(writer.id, at) } else { Vec::new() };
        let vote_base = if self.chance.in_thousand(80) { self.chance.between(-2, 14) } else { 0 };
        let removal = matches!(state, PostState::Hidden | PostState::Deleted).then(|| self.removal(at)).flatten();
        Ok(WholePost { under, author: writer.id, state, audience: Audience::Everyone, at, text, earlier, votes, vote_base, removal })
    }

    fn compose(&self, source: &str, limits: Limits) -> anyhow::Result<Composed> {
        let source = MarkdownSource::parse(source, limits).with_context(|| source.to_owned())?;
        Ok(texts::compose_among(&self.shop.crowd, source, &self.shop.tongues[self.frame.language.place]))
    }

    fn state(&mut self, opens: bool) -> PostState {
        match (opens, self.chance.below(1_000)) {
            (_, 0..2) => PostState::Hidden,
            (_, 2..4) => PostState::Deleted,
            (_, 4..6) => PostState::Held,
            (false, 6..10) => PostState::Deleted,
            (false, 10..13) => PostState::Erased,
            _ => PostState::Visible,
        }
    }

    fn revision(&mut self, editor: MemberId, at: Timestamp, source: &str, opens: bool) -> Revision {
        Revision {
            number: 1,
            source: before_edit(source),
            title: opens.then(|| self.title.clone()),
            tags: opens.then(String::new),
            editor,
            reason: self.frame.reason(&mut self.chance),
            created_at: self.later(at, Timestamp::HOUR),
            erased_at: None,
        }
    }

    fn votes(&mut self, writer: MemberId, at: Timestamp) -> Vec<(MemberId, Timestamp)> {
        let count = if self.chance.in_thousand(250) { 1 + self.chance.below(3) } else { 0 };
        self.different(count, writer, at)
    }

    /// So many members, or somewhat fewer, each once and none of them the writer.
    fn different(&mut self, count: usize, writer: MemberId, at: Timestamp) -> Vec<(MemberId, Timestamp)> {
        let mut chosen: Vec<(MemberId, Timestamp)> = Vec::new();
        for _ in 0..count {
            let member = self.somebody(at).id;
            if member != writer && chosen.iter().all(|(other, _)| *other != member) {
                chosen.push((member, self.later(at, BEFORE_A_VOTE)));
            }
        }
        chosen
    }

    fn removal(&mut self, at: Timestamp) -> Option<(MemberId, String, Timestamp)> {
        let staff = self.shop.crowd.staff(self.frame.language, &mut self.chance)?.id;
        Some((staff, self.frame.why(&mut self.chance), self.later(at, Timestamp::HOUR)))
    }

    fn later(&mut self, at: Timestamp, mean: i64) -> Timestamp {
        at.plus(self.chance.wait(mean) + Timestamp::SECOND).min(self.shop.now)
    }

    fn finish(mut self, id: TopicId, opened: Timestamp) -> WholeTopic {
        let is_talk = super::languages::slug(self.frame.category) == "talk";
        let kind = if self.chance.in_thousand(if is_talk { 800 } else { 100 }) { TopicKind::Discussion } else { TopicKind::Question };
        let tags = self.tags();
        let me_too = if kind == TopicKind::Question && self.chance.in_thousand(300) { 1 + self.chance.below(5) } else { 0 };
        let me_too = self.different(me_too, self.asker(), opened);
        let accepted = if kind == TopicKind::Question { self.accepted() } else { Vec::new() };
        let (author, state) = (self.asker(), self.posts[0].state);
        let topic = PastTopic {
            id: Some(id),
            category: self.shop.categories[self.frame.category],
            author,
            kind,
            title: self.title,
            lang: self.frame.language.tag.to_owned(),
            state,
            closed: self.chance.in_thousand(12),
            pinned: false,
            created_at: opened,
        };
        WholeTopic { topic, tags, me_too, accepted, posts: self.posts }
    }

    fn tags(&mut self) -> Vec<TagId> {
        let mut names: Vec<String> = Vec::new();
        for _ in 0..self.chance.below(5) {
            let name = self.frame.tag(&mut self.chance);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.sort();
        let joined = names.join(" ");
        for revision in &mut self.posts[0].earlier {
            revision.tags = Some(joined.clone());
        }
        names.iter().filter_map(|name| self.shop.tags.get(name).copied()).collect()
    }

    fn accepted(&mut self) -> Vec<(AcceptedBy, usize, MemberId, Timestamp)> {
        let asker = self.asker();
        let answers = |place: &usize| {
            let post = &self.posts[*place];
            post.under.is_none() && post.is_visible() && post.author != asker
        };
        let answers: Vec<usize> = (1..self.posts.len()).filter(answers).take(12).collect();
        let mut accepted = Vec::new();
        if answers.is_empty() {
            return accepted;
        }
        if self.chance.in_thousand(450) {
            let place = *self.chance.pick(&answers);
            let at = self.later(self.posts[place].at, Timestamp::HOUR);
            accepted.push((AcceptedBy::Asker, place, asker, at));
        }
        if self.chance.in_thousand(120)
            && let Some(staff) = self.shop.crowd.staff(self.frame.language, &mut self.chance)
        {
            let (staff, place) = (staff.id, *self.chance.pick(&answers));
            let at = self.later(self.posts[place].at, Timestamp::HOUR);
            accepted.push((AcceptedBy::Staff, place, staff, at));
        }
        accepted
    }
}
