//! The extractor of the forum's pages.

use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use serde::Serialize;
use std::future::{Ready, ready};
use std::ops::Deref;
use std::sync::Arc;

use super::ForumMemory;
use super::menu::Readers;
use crate::accounts::badges::Badges;
use crate::accounts::origins::Origin;
use crate::accounts::rights::Place;
use crate::accounts::sessions::store::Open;
use crate::accounts::visit::pages::{Seen, Visit};
use crate::accounts::{Acting, CategoryId, MemberId, Viewer};
use crate::forum::categories::{Categories, Category};
use crate::forum::participant::{Participant, Refusal};
use crate::forum::tags::store::TagNames;
use crate::forum::visibility::Sight;
use crate::forum::writing::pages::Desk;
use crate::platform::db::{Connection, Db, Failure, FromDatabase, Result, Tx};
use crate::platform::limits::{Limit, TooOften};
use crate::platform::web::{Frame, PageError, PageResult, Web, respond};

/// A request on its way to a page of the forum.
#[derive(Clone)]
pub struct ForumVisit {
    visit: Visit,
    memory: Arc<ForumMemory>,
}

/// What one snapshot says: who looks, and what of the forum they see.
#[derive(Clone)]
pub struct ForumSeen {
    seen: Seen,
    /// All categories.
    pub categories: Arc<Categories>,
    /// Who wears which badge.
    pub badges: Arc<Badges>,
    /// What tags are called in other languages.
    pub tags: Arc<TagNames>,
    /// What the viewer sees.
    pub sight: Sight,
}

impl Deref for ForumSeen {
    type Target = Seen;

    fn deref(&self) -> &Seen {
        &self.seen
    }
}

impl Deref for ForumVisit {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl ForumSeen {
    /// A category as the table of rights wants it, before any topic.
    pub fn place(&self, category: &Category) -> Place {
        Place { category: Some(category.id), right: self.categories.right(&self.viewer, category.id), category_closed: category.closed, ..Place::default() }
    }

    /// The way from the first page to a category: names, and addresses with scheme and host.
    pub fn trail(&self, web: &Web, category: &Category) -> Vec<(String, String)> {
        let step = |category: &Category| (category.name(self.lang, self.settings.language()).to_owned(), web.address(&category.url()));
        let mut trail = vec![(self.settings.name.clone(), web.address("/"))];
        trail.extend(category.parent.and_then(|parent| self.categories.get(parent)).map(step));
        trail.push(step(category));
        trail
    }

    /// May everybody read the category? What stands there has feeds, and programs may find it.
    pub fn is_public(&self, category: CategoryId) -> bool {
        self.categories.right(&Viewer::visitor(), category).is_some()
    }
}

impl FromRequest for ForumVisit {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let memory = req.app_data::<web::Data<ForumMemory>>().map(|memory| memory.clone().into_inner());
        let visit = Visit::from_request(req, payload).into_inner();
        ready(visit.and_then(|visit| memory.map(|memory| Self { visit, memory }).ok_or_else(|| anyhow::anyhow!("no forum state").into())))
    }
}

impl ForumVisit {
    /// Reads who looks and what the page needs, in one snapshot.
    pub async fn look<T, E, F>(&self, work: F) -> Result<(ForumSeen, T), E>
    where
        F: FnOnce(&mut Connection, &ForumSeen) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        self.visit.read(self.looking(work)).await.map(|(_, value)| value)
    }

    /// The same for what is not made for anybody in particular: what a visitor sees, in the community's own language.
    pub async fn look_as_visitor<T, E, F>(&self, work: F) -> Result<(ForumSeen, T), E>
    where
        F: FnOnce(&mut Connection, &ForumSeen) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        self.visit.read_as_visitor(self.looking(work)).await.map(|(_, value)| value)
    }

    /// The same for whoever is read together with others: with their session, and what else was found.
    pub fn look_with<K, T, E, F>(
        &self,
        work: F,
    ) -> impl FnOnce(&mut Connection, Option<Open>, K) -> Result<(ForumSeen, T), E> + Send + 'static + use<K, T, E, F>
    where
        F: FnOnce(&mut Connection, &ForumSeen, K) -> Result<T, E> + Send + 'static,
        E: FromDatabase,
    {
        let (seeing, memory, db) = (self.visit.seeing(), self.memory.clone(), self.web.db().clone());
        move |conn, open, known| {
            let seen = seeing(conn, open)?;
            let seen = in_forum(&memory, &db, conn, &seen)?;
            let value = work(conn, &seen, known)?;
            Ok((seen, value))
        }
    }

    fn looking<T, E, F>(&self, work: F) -> impl FnOnce(&mut Connection, &Seen) -> Result<(ForumSeen, T), E> + Send + 'static
    where
        F: FnOnce(&mut Connection, &ForumSeen) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        let (memory, db) = (self.memory.clone(), self.web.db().clone());
        move |conn: &mut Connection, seen: &Seen| {
            let seen = in_forum(&memory, &db, conn, seen)?;
            let value = work(conn, &seen)?;
            Ok((seen, value))
        }
    }

    /// What looks at texts that this request brings.
    pub fn desk(&self) -> Desk {
        Desk { web: self.web.clone(), screening: self.memory.screening.clone(), network: self.client().network() }
    }

    /// What the forum keeps in memory.
    pub fn memory(&self) -> &Arc<ForumMemory> {
        &self.memory
    }

    /// The frame of a page: the layout with the categories this viewer may read.
    pub fn forum_frame(&self, seen: &ForumSeen, current: Option<&Category>) -> Frame {
        let mut frame = self.visit.frame(seen);
        let readers = Readers { lang: seen.lang, own: seen.settings.language(), readable: seen.sight.readable.clone() };
        frame.categories = match self.memory.menus.get(&seen.categories, readers) {
            Ok(menu) => Some(menu),
            Err(error) => {
                tracing::error!(%error, "the menu of categories could not be written");
                None
            }
        };
        frame.category_here = current.map(Category::url).unwrap_or_default();
        frame
    }

    /// Sends a page of the forum.
    pub fn forum_page<P: Serialize>(&self, seen: &ForumSeen, status: StatusCode, template: &str, page: &P) -> PageResult {
        respond(&self.web, &self.req, status, &self.forum_frame(seen, None), template, page)
    }
}

/// What of the forum a viewer sees.
fn in_forum(memory: &ForumMemory, db: &Db, conn: &mut Connection, seen: &Seen) -> Result<ForumSeen> {
    let categories = memory.categories.get(db, conn)?;
    let badges = memory.badges.get(db, conn)?;
    let tags = memory.tags.get(db, conn)?;
    let sight = Sight::of(&seen.viewer, &categories);
    Ok(ForumSeen { seen: seen.clone(), categories, badges, tags, sight })
}

impl ForumVisit {
    /// Changes something in the forum as this member; rights, categories and limits are read inside the transaction.
    pub async fn write<T, E, F>(&self, member: MemberId, mut work: F) -> Result<T, Failure<E>>
    where
        F: FnMut(&mut Tx<'_>, &Participant) -> Result<T, Failure<E>> + Send + 'static,
        T: Send + 'static,
        E: Send + 'static,
    {
        let (memory, db) = (self.memory.clone(), self.web.db().clone());
        let origin = Origin { network: self.client().network(), browser: self.browser() };
        let task = move |tx: &mut Tx<'_>, viewer: &Viewer| {
            let who = Participant { origin: Some(origin.clone()), ..Participant::new(&memory, &db, tx.conn(), viewer)? };
            work(tx, &who)
        };
        self.web.db().write(Acting::Member(member), task).await
    }

    /// What a person reads when a use case said no, with its status; none when the thing is not there for them.
    pub fn trouble(&self, seen: &Seen, failure: &Failure<Refusal>) -> Option<(StatusCode, String)> {
        let words = self.web.i18n();
        match failure {
            Failure::Refused(Refusal::NotFound) => None,
            Failure::Refused(Refusal::Denied(denied)) => Some((StatusCode::FORBIDDEN, words.text(seen.lang, denied.key()))),
            Failure::Refused(Refusal::TooOften(too_often)) => {
                let minutes = (too_often.retry_after + 59) / 60;
                Some((StatusCode::TOO_MANY_REQUESTS, words.text_with(seen.lang, "forum-error-too-often", &[("minutes", minutes.into())])))
            }
            Failure::Refused(Refusal::Slow(seconds)) => {
                let (key, count) = if *seconds > 90 { ("forum-error-slow-minutes", (seconds + 59) / 60) } else { ("forum-error-slow-seconds", *seconds) };
                Some((StatusCode::TOO_MANY_REQUESTS, words.text_with(seen.lang, key, &[("count", count.into())])))
            }
            Failure::Database(error) => {
                tracing::error!(%error, "a post was not kept");
                Some((StatusCode::SERVICE_UNAVAILABLE, words.text(seen.lang, "forum-error-not-kept")))
            }
        }
    }

    /// The member behind a form that changes something; a visitor is led to the sign-in page and back to `back`.
    pub async fn member_for(&self, back: &str) -> Result<MemberId, PageError> {
        self.visit.member(back).await.map(|(member, _)| member)
    }
}

impl From<Failure<Refusal>> for PageError {
    fn from(failure: Failure<Refusal>) -> Self {
        match failure {
            Failure::Refused(Refusal::NotFound) => Self::NotFound,
            Failure::Refused(Refusal::Denied(denied)) => Self::Forbidden(denied.key()),
            Failure::Refused(Refusal::TooOften(too_often)) => Self::TooOften(too_often),
            Failure::Refused(Refusal::Slow(retry_after)) => Self::TooOften(TooOften { limit: Limit::Reply, retry_after }),
            Failure::Database(error) => error.into(),
        }
    }
}
