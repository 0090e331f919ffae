//! `GET /u/{username}`, and what stands below it.

pub mod erase;
pub mod lists;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::Serialize;

use super::figures::store::Stored;
use super::{NEWEST, ReplyLine, figures, listing};
use crate::accounts::profiles::Parts;
use crate::accounts::rights::{Deed, Place, may};
use crate::accounts::store::{Found, MemberRow, find_by_username};
use crate::accounts::{MemberId, MemberState, arms, profile_url, reading, uploads};
use crate::forum::PostState;
use crate::forum::counts::MemberFigures;
use crate::forum::follows::pages::FollowView;
use crate::forum::follows::{self, Level, Subject};
use crate::forum::listing::pages::moved;
use crate::forum::listing::rows::{Named, Row, language_names, row};
use crate::forum::listing::{TopicLine, listing as topic_lists};
use crate::forum::topics::post_url;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::{Connection, Walk};
use crate::platform::i18n::format::{Moment, count};
use crate::platform::text::website::shown;
use crate::platform::web::{Markup, PageError, PageResult};

/// The context of `templates/forum/members/profile.html`.
#[derive(Serialize)]
struct ProfilePage<'a> {
    profile: Profile<'a>,
}

#[derive(Serialize)]
struct Profile<'a> {
    name: String,
    username: String,
    url: String,
    picture: String,
    division: &'static str,
    tint: i64,
    badges: Vec<&'static str>,
    joined: Moment,
    reads: String,
    biography: Option<Markup<'a>>,
    website: &'a str,
    website_shown: &'a str,
    is_own: bool,
    follow: Option<FollowView>,
    erase_url: String,
    flag_url: String,
    figures: FiguresView,
    topics: Vec<Row>,
    replies: Vec<ReplyView>,
}

#[derive(Serialize)]
struct FiguresView {
    topics: String,
    replies: String,
    comments: String,
    accepted: String,
    helpful: String,
}

#[derive(Serialize)]
struct ReplyView {
    title: String,
    lang: String,
    url: String,
    excerpt: String,
    withheld: &'static str,
    at: Moment,
}

/// What stands at a username.
enum Shown {
    Member(Box<Known>),
    Elsewhere(String),
}

struct Known {
    member: MemberRow,
    stored: Stored,
    can_erase: bool,
    figures: MemberFigures,
    topics: Vec<TopicLine>,
    replies: Vec<ReplyLine>,
    follow: Option<Option<Level>>,
}

/// The member of a username as typed in an address, or the username that it leads to. A closed account looks like none.
fn member_at(conn: &mut Connection, typed: &str) -> Result<Result<MemberRow, String>, PageError> {
    match find_by_username(conn, typed)? {
        Found::Member(member) if member.state != MemberState::Closed => Ok(if member.username == typed { Ok(member) } else { Err(member.username) }),
        Found::Moved(username) => Ok(Err(username)),
        _ => Err(PageError::NotFound),
    }
}

/// A member's page. Former usernames and other spellings lead there; a closed account looks like none.
pub async fn show(visit: ForumVisit, username: Path<String>) -> PageResult {
    let typed = username.into_inner();
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Shown, PageError> {
        let member = match member_at(conn, &typed)? {
            Ok(member) => member,
            Err(username) => return Ok(Shown::Elsewhere(profile_url(&username))),
        };
        let stored = figures::store::stored(conn, member.id)?;
        let has_all = seen.sight.readable.len() == seen.categories.all().len();
        let figures = figures::figures(conn, &seen.sight, has_all, member.id, stored.figures)?;
        let topics = topic_lists::of_author(conn, &seen.sight, member.id, NEWEST)?;
        let replies = listing::replies(conn, &seen.sight, member.id, Walk::First, NEWEST)?.rows;
        let can_erase = erase::can_erase(conn, &seen.viewer, member.id, parts(&stored))?;
        let other = seen.viewer.id().filter(|reader| *reader != member.id);
        let follow = other.map(|reader| follows::store::level(conn, reader, Subject::Member(member.id))).transpose()?;
        Ok(Shown::Member(Box::new(Known { follow, member, stored, can_erase, figures, topics, replies })))
    };
    let (seen, shown) = visit.look(work).await?;
    match shown {
        Shown::Elsewhere(url) => Ok(moved(&url)),
        Shown::Member(known) => {
            let mut known = *known;
            let stored = std::mem::take(&mut known.stored);
            visit.forum_page(&seen, StatusCode::OK, "forum/members/profile.html", &ProfilePage { profile: profile(&visit, &seen, known, &stored) })
        }
    }
}

/// What there is to take away.
fn parts(stored: &Stored) -> Parts {
    Parts { picture: !stored.picture.is_empty(), biography: !stored.biography.as_str().is_empty(), website: !stored.website.is_empty() }
}

fn profile<'a>(visit: &ForumVisit, seen: &ForumSeen, known: Known, stored: &'a Stored) -> Profile<'a> {
    let Known { member, can_erase, figures, topics, replies, follow, .. } = known;
    let (division, tint) = arms(member.id, seen.badges.is_staff(member.id));
    let number = |value| count(seen.lang, value);
    Profile {
        picture: uploads::url(&stored.picture),
        division,
        tint,
        badges: seen.badges.of(member.id).iter().map(|badge| badge.as_str()).collect(),
        joined: seen.date(member.created_at),
        reads: language_names(visit, seen, &reading::narrowed(&reading::parse(&stored.reads), &seen.settings.languages)),
        biography: Some(Markup::from(&stored.biography)).filter(|_| !stored.biography.as_str().is_empty()),
        website: &stored.website,
        website_shown: shown(&stored.website),
        is_own: seen.viewer.account().is_some_and(|account| account.id == member.id),
        follow: follow.map(|level| FollowView::new(format!("{}/follow", profile_url(&member.username)), level, true)),
        erase_url: if can_erase { erase::erase_url(&member.username) } else { String::new() },
        flag_url: if can_flag(seen, member.id) { format!("{}/flag", profile_url(&member.username)) } else { String::new() },
        figures: FiguresView {
            topics: number(figures.topics),
            replies: number(figures.replies),
            comments: number(figures.comments),
            accepted: number(figures.accepted),
            helpful: number(figures.helpful),
        },
        topics: topics.into_iter().map(|line| row(seen, line, None)).collect(),
        replies: replies.into_iter().map(|line| reply(seen, line)).collect(),
        name: member.name,
        url: profile_url(&member.username),
        username: member.username,
    }
}

/// Moderators are told of others, not of oneself.
fn can_flag(seen: &ForumSeen, member: MemberId) -> bool {
    let place = Place { own_post: seen.viewer.id() == Some(member), visible: true, ..Place::default() };
    may(&seen.viewer, Deed::Flag, &place).is_ok()
}

fn reply(seen: &ForumSeen, line: ReplyLine) -> ReplyView {
    ReplyView {
        url: post_url(&line.slug, line.topic, line.number),
        withheld: if line.state == PostState::Visible { "" } else { line.state.as_str() },
        at: seen.date(line.created_at),
        title: line.title,
        lang: line.lang,
        excerpt: line.excerpt,
    }
}
