//! `GET /settings/follows`: everything one follows or muted, with what to change in place.

use actix_web::http::StatusCode;
use actix_web::web::Query;
use serde::{Deserialize, Serialize};

use super::FollowView;
use crate::accounts::settings::store::set_follows_by_doing;
use crate::accounts::{Acting, MemberId, profile_url};
use crate::forum::follows::listing::{self, Follow};
use crate::forum::follows::{Subject, What, feed, store};
use crate::forum::listing::pages::{tag_base, tag_url};
use crate::forum::topics::topic_url;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::{Connection, Walk, Walked};
use crate::platform::i18n::format::count;
use crate::platform::web::forms::{Form, is_on};
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/settings/follows";

/// Which kind of thing, and which page of it.
#[derive(Deserialize)]
pub struct Asked {
    what: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

impl Asked {
    fn what(&self) -> Result<What, PageError> {
        self.what.as_deref().map_or(Some(What::Topic), What::parse).ok_or(PageError::NotFound)
    }

    fn walk(&self) -> Result<Walk<i64>, PageError> {
        let number = |text: &str| text.parse::<i64>().map_err(|_| PageError::NotFound);
        match (&self.before, &self.after) {
            (Some(text), _) => Ok(Walk::Before(number(text)?)),
            (None, Some(text)) => Ok(Walk::After(number(text)?)),
            (None, None) => Ok(Walk::First),
        }
    }
}

/// The context of `templates/forum/follows/all.html`.
#[derive(Serialize)]
struct FollowsPage {
    tab: &'static str,
    what: &'static str,
    tabs: Vec<Tab>,
    here: String,
    rows: Vec<Row>,
    before: String,
    after: String,
    by_doing: bool,
    feed: String,
}

#[derive(Serialize)]
struct Tab {
    what: &'static str,
    url: String,
    count: String,
    current: bool,
}

#[derive(Serialize)]
struct Row {
    name: String,
    lang: String,
    url: String,
    follow: FollowView,
}

struct Read {
    follows: Walked<Follow>,
    rows: Vec<Row>,
    tabs: Vec<Tab>,
    by_doing: bool,
    token: Option<String>,
}

/// `GET /settings/follows`.
pub async fn show(visit: ForumVisit, asked: Query<Asked>) -> PageResult {
    let (what, walk) = (asked.what()?, asked.walk()?);
    let member = visit.member_for(PAGE).await?;
    let work = move |conn: &mut Connection, seen: &ForumSeen| read(conn, seen, member, what, walk);
    let (seen, Read { follows, rows, tabs, by_doing, token }) = visit.look(work).await?;
    let feed = token.map(|token| visit.web.address(&feed::pages::url(&token))).unwrap_or_default();
    let here = format!("{PAGE}?what={}", what.as_str());
    let address = |name: &str, follow: Option<&Follow>| follow.map(|follow| format!("{here}&{name}={}", follow.subject.number())).unwrap_or_default();
    let (before, after) = (address("before", follows.before()), address("after", follows.after()));
    let page = FollowsPage { tab: "notices", what: what.as_str(), tabs, here, rows, before, after, by_doing, feed };
    visit.forum_page(&seen, StatusCode::OK, "forum/follows/all.html", &page)
}

fn read(conn: &mut Connection, seen: &ForumSeen, member: MemberId, what: What, walk: Walk<i64>) -> Result<Read, PageError> {
    let follows = listing::page(conn, member, what, walk)?;
    let rows = rows(conn, seen, &follows.rows)?;
    let counts = listing::counts(conn, member)?;
    let tab = |kind: &What| Tab {
        what: kind.as_str(),
        url: format!("{PAGE}?what={}", kind.as_str()),
        count: count(seen.lang, counts.get(kind).copied().unwrap_or(0)),
        current: *kind == what,
    };
    let (by_doing, token) = (store::follows_by_doing(conn, member)?, feed::store::token(conn, member)?);
    Ok(Read { rows, tabs: What::ALL.iter().map(tab).collect(), by_doing, token, follows })
}

/// What is not there for the reader any more is left out.
fn rows(conn: &mut Connection, seen: &ForumSeen, follows: &[Follow]) -> Result<Vec<Row>, PageError> {
    let topics = listing::topics_seen(conn, &seen.sight, wanted(follows, |subject| if let Subject::Topic(topic) = subject { Some(topic) } else { None }))?;
    let tags = listing::tag_names(conn, wanted(follows, |subject| if let Subject::Tag(tag) = subject { Some(tag) } else { None }))?;
    let members = listing::member_names(conn, wanted(follows, |subject| if let Subject::Member(member) = subject { Some(member) } else { None }))?;
    let plain = |name: &str, url: String| (name.to_owned(), String::new(), url);
    let row = |follow: &Follow| {
        let ((name, lang, url), action) = match follow.subject {
            Subject::Topic(topic) => {
                let (title, slug, lang) = topics.get(&topic)?;
                ((title.clone(), lang.clone(), topic_url(slug, topic)), format!("/t/{topic}"))
            }
            Subject::Category(id) => {
                let category = seen.categories.get(id).filter(|category| seen.sight.readable.contains(&category.id))?;
                (plain(category.name(seen.lang, seen.settings.language()), category.url()), format!("/c/{id}"))
            }
            Subject::Tag(tag) => {
                let name = tags.get(&tag)?;
                (plain(seen.tags.shown(name, seen.lang), tag_url(name)), tag_base(name))
            }
            Subject::Member(member) => {
                let (name, username) = members.get(&member)?;
                (plain(name, profile_url(username)), profile_url(username))
            }
        };
        let has_first = follow.subject.what() != What::Topic;
        Some(Row { name, lang, url, follow: FollowView::new(format!("{action}/follow"), Some(follow.level), has_first) })
    };
    Ok(follows.iter().filter_map(row).collect())
}

fn wanted<T>(follows: &[Follow], number: impl Fn(Subject) -> Option<T>) -> Vec<T> {
    follows.iter().filter_map(|follow| number(follow.subject)).collect()
}

/// What the form about taking part sends.
#[derive(Deserialize)]
pub struct Typed {
    by_doing: Option<String>,
}

/// `POST /settings/follows`: whether taking part in a topic follows it.
pub async fn save(visit: ForumVisit, Form(typed): Form<Typed>) -> PageResult {
    let member = visit.member_for(PAGE).await?;
    let wanted = is_on(&typed.by_doing);
    visit.web.db().write(Acting::Member(member), move |tx, _| set_follows_by_doing(tx, member, wanted)).await?;
    Ok(visit.see_other(PAGE, Some("accounts-notice-saved")))
}
