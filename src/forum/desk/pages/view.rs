//! The page of the desk: its forms, filled with what is or with what was typed, and what was done.

use actix_web::http::StatusCode;
use serde::Serialize;
use std::collections::HashMap;

use super::{DAY, DeskForm, SPANS, admitted, kept_in_order};
use crate::accounts::MemberId;
use crate::forum::desk::listing::{self, MoveLine};
use crate::forum::desk::store::MoveKind;
use crate::forum::desk::{slow_mode, state_facts, undo};
use crate::forum::topics::show::{DeskFacts, Topic};
use crate::forum::topics::topic_url;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::{CategoryId, TopicId, TopicKind, tags};
use crate::platform::db::Connection;
use crate::platform::i18n::format::Moment;
use crate::platform::log::store::{Entry, of_subject};
use crate::platform::web::forms::{Choice, FieldErrors};
use crate::platform::web::{PageError, PageResult};

/// Acts that are shown.
const ACTS: i64 = 20;

/// The context of `templates/forum/desk/show.html`.
#[derive(Serialize)]
struct DeskPage {
    topic: TopicHead,
    desk: DeskView,
    acts: Vec<ActView>,
    errors: FieldErrors,
}

/// The topic that a page is about.
#[derive(Clone, Serialize)]
pub(super) struct TopicHead {
    pub id: String,
    pub title: String,
    pub lang: String,
    pub url: String,
}

impl TopicHead {
    pub fn of(topic: &Topic) -> Self {
        Self { id: topic.id.to_string(), title: topic.title.clone(), lang: topic.lang.clone(), url: topic_url(&topic.slug, topic.id) }
    }
}

#[derive(Serialize)]
struct DeskView {
    title: String,
    tags: String,
    categories: Vec<Choice>,
    kinds: Vec<Choice>,
    slows: Vec<Choice>,
    spans: Vec<Choice>,
    day: String,
    into: String,
    closed: bool,
    pinned: bool,
    title_error: String,
    tags_error: String,
    category_error: String,
    kind_error: String,
    day_error: String,
    into_error: String,
}

/// Something that was done.
#[derive(Serialize)]
struct ActView {
    what: String,
    detail: String,
    by: String,
    at: Moment,
    /// The field and the number that undo it; an empty field where nothing does.
    field: &'static str,
    number: String,
    undone: bool,
}

/// Everything that the page reads.
struct Read {
    topic: Topic,
    tags: String,
    facts: DeskFacts,
    acts: Vec<Entry>,
    moves: Vec<MoveLine>,
    names: HashMap<MemberId, String>,
}

fn read(conn: &mut Connection, seen: &ForumSeen, topic: TopicId) -> Result<Read, PageError> {
    let topic = admitted(conn, seen, topic)?;
    let acts = of_subject(conn, "topic", topic.id.0, ACTS)?;
    let moves = listing::moves(conn, topic.id)?;
    let actors = acts.iter().filter_map(|act| act.actor.map(MemberId)).chain(moves.iter().filter_map(|line| line.moderator)).collect();
    let names = listing::names(conn, actors)?;
    let tags = tags::store::of_topic(conn, topic.id)?.join(" ");
    Ok(Read { tags, facts: DeskFacts::read(conn, topic.id)?, acts, moves, names, topic })
}

/// Shows the desk.
pub(super) async fn page(visit: &ForumVisit, topic: TopicId, status: StatusCode, form: &DeskForm, errors: FieldErrors) -> PageResult {
    let (seen, read) = visit.look(move |conn, seen| read(conn, seen, topic)).await?;
    let page = DeskPage { topic: TopicHead::of(&read.topic), desk: desk(visit, &seen, &read, form, &errors), acts: acts(visit, &seen, &read), errors };
    visit.forum_page(&seen, status, "forum/desk/show.html", &page)
}

fn desk(visit: &ForumVisit, seen: &ForumSeen, read: &Read, form: &DeskForm, errors: &FieldErrors) -> DeskView {
    let topic = &read.topic;
    let category = form.category.as_deref().and_then(|id| id.parse().ok()).map_or(topic.category, CategoryId);
    let kind = form.kind.as_deref().and_then(TopicKind::parse).unwrap_or(topic.kind);
    let slow = form.seconds.as_deref().map_or(read.facts.slow, |typed| typed.parse().ok());
    DeskView {
        title: form.title.clone().unwrap_or_else(|| topic.title.clone()),
        tags: form.tags.clone().unwrap_or_else(|| read.tags.clone()),
        categories: kept_in_order(seen, Some(category)),
        kinds: kinds(visit, seen, kind, seen.viewer.is_staff() || topic.kind == TopicKind::Announcement),
        slows: slow_mode::CHOICES.iter().map(|seconds| span(visit, seen, *seconds, slow == Some(*seconds))).collect(),
        spans: spans(visit, seen, form.span.as_deref().unwrap_or_default()),
        day: form.day.clone().unwrap_or_default(),
        into: form.into.clone().unwrap_or_default(),
        closed: topic.closed,
        pinned: topic.pinned,
        title_error: errors.of("title"),
        tags_error: errors.of("tags"),
        category_error: errors.of("category"),
        kind_error: errors.of("kind"),
        day_error: errors.of("day"),
        into_error: errors.of("into"),
    }
}

/// The kinds of topics; announcements where they may be chosen.
pub(super) fn kinds(visit: &ForumVisit, seen: &ForumSeen, chosen: TopicKind, with_announcement: bool) -> Vec<Choice> {
    let kinds = TopicKind::ALL.iter().filter(|kind| **kind != TopicKind::Announcement || with_announcement);
    let name = |kind: TopicKind| match kind {
        TopicKind::Question => "forum-ask-kind-question",
        TopicKind::Discussion => "forum-ask-kind-discussion",
        TopicKind::Announcement => "forum-ask-kind-announcement",
    };
    kinds.map(|kind| Choice { value: kind.as_str().to_owned(), name: seen.text(&visit.web, name(*kind)), selected: *kind == chosen }).collect()
}

/// For how long: for good, some spans, until a day.
fn spans(visit: &ForumVisit, seen: &ForumSeen, chosen: &str) -> Vec<Choice> {
    let forever = Choice { value: String::new(), name: seen.text(&visit.web, "desk-for-good"), selected: chosen.is_empty() };
    let day = Choice { value: DAY.to_owned(), name: seen.text(&visit.web, "desk-until-day"), selected: chosen == DAY };
    let some = SPANS.iter().map(|seconds| span(visit, seen, *seconds, chosen == seconds.to_string()));
    std::iter::once(forever).chain(some).chain([day]).collect()
}

/// A span of time in its largest unit.
fn span(visit: &ForumVisit, seen: &ForumSeen, seconds: i64, selected: bool) -> Choice {
    let (key, count) = match seconds {
        86_400.. => ("desk-span-days", seconds / 86_400),
        3_600.. => ("desk-span-hours", seconds / 3_600),
        _ => ("desk-span-minutes", seconds / 60),
    };
    Choice { value: seconds.to_string(), name: seen.text_with(&visit.web, key, &[("count", count.into())]), selected }
}

/// Acts and moves, the newest first.
fn acts(visit: &ForumVisit, seen: &ForumSeen, read: &Read) -> Vec<ActView> {
    let moved = [MoveKind::Merge, MoveKind::Split, MoveKind::Move].map(MoveKind::act);
    // A move has a line of its own, which knows more than the log.
    let acts = read.acts.iter().filter(|act| !moved.contains(&act.act.as_str()));
    let mut views: Vec<_> = acts.map(|act| (act.at, act_view(visit, seen, read, act))).collect();
    views.extend(read.moves.iter().map(|line| (line.at, move_view(visit, seen, read, line))));
    views.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    views.into_iter().map(|(_, view)| view).collect()
}

fn act_view(visit: &ForumVisit, seen: &ForumSeen, read: &Read, act: &Entry) -> ActView {
    let key = format!("admin-act-{}", act.act.replace(['.', '_'], "-"));
    // Of the acts that change one thing only the last is undone.
    let is_last =
        undo::group(&act.act).is_some_and(|group| read.acts.iter().find(|other| group.contains(&other.act.as_str())).is_some_and(|last| last.id == act.id));
    ActView {
        what: if visit.web.i18n().has(seen.lang, &key) { seen.text(&visit.web, &key) } else { act.act.clone() },
        detail: detail(seen, act),
        by: act.actor.and_then(|actor| read.names.get(&MemberId(actor)).cloned()).unwrap_or_else(|| seen.text(&visit.web, "desk-by-itself")),
        at: seen.moment(act.at),
        field: if is_last { "act" } else { "" },
        number: act.id.to_string(),
        undone: false,
    }
}

/// From where to where, in words that this reader may read.
fn detail(seen: &ForumSeen, act: &Entry) -> String {
    let category = |fact: &str| {
        let id = fact.parse().ok().map(CategoryId).filter(|id| seen.sight.readable.contains(id))?;
        Some(seen.categories.get(id)?.name(seen.lang, seen.settings.language()).to_owned())
    };
    match act.act.as_str() {
        "topic.category" => category(&act.before).zip(category(&act.after)).map(|(from, to)| format!("{from} → {to}")).unwrap_or_default(),
        "topic.close" | "topic.reopen" | "topic.timer" | "topic.pin" => {
            state_facts::read(&act.after).1.map(|until| format!("→ {}", seen.moment(until).text)).unwrap_or_default()
        }
        "topic.tags" => format!("{} → {}", act.before, act.after),
        _ => String::new(),
    }
}

fn move_view(visit: &ForumVisit, seen: &ForumSeen, read: &Read, line: &MoveLine) -> ActView {
    let way = match (line.kind, line.came) {
        (MoveKind::Merge, _) => "desk-did-merge",
        (MoveKind::Split, true) => "desk-did-split-off",
        (MoveKind::Split, false) => "desk-did-split",
        (MoveKind::Move, true) => "desk-did-move-in",
        (MoveKind::Move, false) => "desk-did-move-out",
    };
    ActView {
        what: seen.text_with(&visit.web, way, &[("count", line.posts.into()), ("topic", line.other.to_string().into())]),
        detail: String::new(),
        by: line.moderator.and_then(|moderator| read.names.get(&moderator).cloned()).unwrap_or_default(),
        at: seen.moment(line.at),
        field: if line.is_undone { "" } else { "moved" },
        number: line.id.to_string(),
        undone: line.is_undone,
    }
}
