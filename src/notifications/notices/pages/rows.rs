//! What a line of the page says.

use serde::Serialize;
use std::collections::HashMap;

use super::Group;
use crate::accounts::{MemberId, arms, uploads};
use crate::forum::bookmarks::listing as bookmarks;
use crate::forum::topics::topic_url;
use crate::forum::visit::pages::ForumSeen;
use crate::forum::{PostId, PostState};
use crate::notifications::notices::listing::{self, Line};
use crate::notifications::notices::{Reason, words};
use crate::platform::db::{Connection, Result};
use crate::platform::i18n::Arg;
use crate::platform::i18n::format::Moment;
use crate::platform::web::Web;

/// A line of the page of notices.
#[derive(Serialize)]
pub(super) struct Row {
    /// Who did it; nobody where that is not told.
    name: String,
    picture: String,
    division: &'static str,
    tint: i64,
    /// "and 3 others", or nothing.
    others: String,
    /// What they did, or what happened.
    words: String,
    icon: &'static str,
    title: String,
    lang: String,
    url: String,
    /// In a moderator's words.
    why: String,
    /// In one's own words, of what one wanted to be reminded of.
    note: String,
    at: Moment,
    unread: bool,
    /// Where the topic is muted; empty where that would silence nothing.
    mute: String,
}

/// The lines of a page, in their order.
pub(super) fn rows(conn: &mut Connection, web: &Web, seen: &ForumSeen, member: MemberId, groups: Vec<Group>) -> Result<Vec<Row>> {
    let actors = groups.iter().flat_map(|group| group.lines.iter()).filter_map(|line| line.actor).collect();
    let posts = |reason: Reason| -> Vec<PostId> {
        groups.iter().flat_map(|group| group.lines.iter()).filter(|line| line.reason == reason).map(|line| line.post).collect()
    };
    let why = listing::removal_reasons(conn, posts(Reason::Moderation))?;
    let notes = bookmarks::notes(conn, member, posts(Reason::Reminder))?;
    let known = Known { web, seen, names: listing::names(conn, actors)?, why, notes };
    Ok(groups.into_iter().filter_map(|group| known.row(group)).collect())
}

struct Known<'a> {
    web: &'a Web,
    seen: &'a ForumSeen,
    names: HashMap<MemberId, (String, String)>,
    why: HashMap<PostId, String>,
    notes: HashMap<PostId, String>,
}

impl Known<'_> {
    fn row(&self, group: Group) -> Option<Row> {
        let newest = group.lines.first()?;
        // One reads from where one stopped: the oldest of them.
        let oldest = group.lines.last()?;
        let mut actors: Vec<MemberId> = Vec::new();
        for actor in group.lines.iter().filter_map(|line| line.actor) {
            if !actors.contains(&actor) {
                actors.push(actor);
            }
        }
        let actor = actors.first().copied().filter(|_| newest.reason.names_somebody());
        let (name, picture) = actor.and_then(|actor| self.names.get(&actor).cloned()).unwrap_or_default();
        let (division, tint) = actor.map(|actor| arms(actor, self.seen.badges.is_staff(actor))).unwrap_or_default();
        let others = actors.len() as i64 - 1;
        let others = if others > 0 && actor.is_some() { self.text_with("notices-others", "count", others) } else { String::new() };
        let (title, slug, lang) = newest.title.clone();
        let of_flag = newest.reason == Reason::Flagged;
        let is_gone = newest.detail == PostState::Erased.as_str();
        Some(Row {
            picture: uploads::small_url(&picture),
            name,
            division,
            tint,
            others,
            words: self.words(newest),
            icon: icon(newest.reason),
            title: if of_flag { self.seen.text(self.web, "flags-own") } else { title },
            lang: if of_flag { self.seen.lang.tag().to_owned() } else { lang },
            url: if of_flag {
                "/flags".to_owned()
            } else if is_gone {
                topic_url(&slug, newest.topic)
            } else {
                format!("/p/{}", oldest.post)
            },
            why: if newest.reason == Reason::Moderation { self.why.get(&newest.post).cloned().unwrap_or_default() } else { String::new() },
            note: if newest.reason == Reason::Reminder { self.notes.get(&newest.post).cloned().unwrap_or_default() } else { String::new() },
            at: self.seen.moment(newest.at),
            unread: !newest.is_seen,
            mute: if newest.reason.is_silenced_by_muting() { format!("/t/{}/follow", newest.topic) } else { String::new() },
        })
    }

    fn words(&self, line: &Line) -> String {
        self.text_with(words::key(line.reason, &line.detail), "count", line.milestone)
    }

    fn text_with(&self, key: &str, name: &str, number: i64) -> String {
        self.seen.text_with(self.web, key, &[(name, Arg::Number(number))])
    }
}

fn icon(reason: Reason) -> &'static str {
    match reason {
        Reason::Moderation => "shield",
        Reason::Flagged => "flag",
        Reason::Reminder => "clock",
        Reason::Accepted | Reason::Solved => "check",
        Reason::Votes => "up",
        Reason::Quote => "quote",
        Reason::Topic => "plus",
        Reason::StaffAnswer | Reason::Mention | Reason::Comment | Reason::Reply | Reason::Followed => "chat",
    }
}
