//! The control that follows something, wherever it stands, and the page of all that one follows.

mod all;

use actix_web::web::Path;
use serde::{Deserialize, Serialize};

pub use all::{save, show};

use super::{Level, Subject, choose};
use crate::accounts::store::{Found, find_by_username};
use crate::accounts::{CategoryId, profile_url};
use crate::forum::TopicId;
use crate::forum::listing::pages::tag_url;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::tags;
use crate::forum::visit::pages::ForumVisit;
use crate::platform::db::{Failure, Tx};
use crate::platform::text::TagName;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

/// The context of `templates/parts/follow.html`.
#[derive(Serialize)]
pub struct FollowView {
    action: String,
    level: &'static str,
    first: bool,
}

impl FollowView {
    /// A control that sends to `action`; `has_first` where topics are opened in what it follows.
    pub fn new(action: String, level: Option<Level>, has_first: bool) -> Self {
        Self { action, level: level.unwrap_or(Level::None).as_str(), first: has_first }
    }
}

/// What the control sends, and where it leads back; empty for the thing itself.
#[derive(Deserialize)]
pub struct Chosen {
    level: String,
    #[serde(default)]
    next: String,
}

impl Chosen {
    fn level(&self) -> Result<Level, PageError> {
        Level::parse(&self.level).ok_or(PageError::Bad("error-detail-form"))
    }
}

fn said(level: Level) -> &'static str {
    match level {
        Level::All => "follows-notice-all",
        Level::First => "follows-notice-first",
        Level::None => "follows-notice-none",
        Level::Muted => "follows-notice-muted",
    }
}

/// Follows what `find` finds, and leads back.
async fn follow(
    visit: ForumVisit,
    chosen: Chosen,
    back: String,
    find: impl Fn(&mut Tx<'_>, &Participant) -> Result<Subject, Failure<Refusal>> + Send + 'static,
) -> PageResult {
    let level = chosen.level()?;
    let member = visit.member_for(&back).await?;
    let work = move |tx: &mut Tx<'_>, who: &Participant| {
        let subject = find(tx, who)?;
        choose(tx, who, subject, level)
    };
    visit.write(member, work).await?;
    let next = if chosen.next.is_empty() { &back } else { &chosen.next };
    Ok(visit.see_other(next, Some(said(level))))
}

/// `POST /t/{topic}/follow`.
pub async fn topic(visit: ForumVisit, topic: Path<i64>, Form(chosen): Form<Chosen>) -> PageResult {
    let topic = TopicId(*topic);
    follow(visit, chosen, format!("/t/{topic}"), move |_, _| Ok(Subject::Topic(topic))).await
}

/// `POST /c/{category}/follow`.
pub async fn category(visit: ForumVisit, category: Path<i64>, Form(chosen): Form<Chosen>) -> PageResult {
    let category = CategoryId(*category);
    follow(visit, chosen, format!("/c/{category}"), move |_, _| Ok(Subject::Category(category))).await
}

/// `POST /tag/{tag}/follow`: under any name that leads to the tag.
pub async fn tag(visit: ForumVisit, typed: Path<String>, Form(chosen): Form<Chosen>) -> PageResult {
    let name = TagName::parse(&typed).map_err(|_| PageError::NotFound)?;
    let back = tag_url(name.as_str());
    let find = move |tx: &mut Tx<'_>, _: &Participant| Ok(Subject::Tag(tags::store::find(tx.conn(), name.as_str())?.ok_or(Refusal::NotFound)?));
    follow(visit, chosen, back, find).await
}

/// `POST /u/{username}/follow`.
pub async fn member(visit: ForumVisit, username: Path<String>, Form(chosen): Form<Chosen>) -> PageResult {
    let username = username.into_inner();
    let back = profile_url(&username);
    let find = move |tx: &mut Tx<'_>, _: &Participant| match find_by_username(tx.conn(), &username)? {
        Found::Member(member) => Ok(Subject::Member(member.id)),
        _ => Err(Refusal::NotFound.into()),
    };
    follow(visit, chosen, back, find).await
}
