//! The extractor that every page takes, and the one snapshot it reads in.

use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, web};
use serde::Serialize;
use std::collections::HashMap;
use std::future::{Ready, ready};
use std::sync::{Arc, Mutex};

use crate::accounts::sessions::{self, store::Open, store::SessionId};
use crate::accounts::standing::{self, Suspension};
use crate::accounts::{Acting, MemberId, MemberState, Role, Theme, Viewer, reading, uploads};
use crate::platform::db::{Connection, Db, Durability, FromDatabase, Result, Timestamp};
use crate::platform::i18n::format::{Moment, count};
use crate::platform::i18n::{Arg, Lang, Zone};
use crate::platform::settings::Settings;
use crate::platform::web::{Client, Frame, FrameSuspension, FrameViewer, PageError, PageResult, Web, asked_language, cookies, language, notice, respond};

/// Sessions seen since the last flush: no page read writes to the database.
#[derive(Clone, Default)]
pub struct SeenSessions(Arc<Mutex<HashMap<i64, Timestamp>>>);

impl SeenSessions {
    fn note(&self, session: SessionId, at: Timestamp) {
        self.0.lock().unwrap_or_else(|e| e.into_inner()).insert(session.0, at);
    }

    /// Writes what gathered since the last time; what cannot be written now is tried again.
    pub fn flush(&self, db: &Db) -> Result<()> {
        let seen = self.drain();
        if seen.is_empty() {
            return Ok(());
        }
        let rows = seen.clone();
        let written = db.write_blocking(Acting::System, Durability::Soon, move |tx, _| sessions::store::note_seen(tx, &rows));
        if written.is_err() {
            seen.into_iter().for_each(|(session, at)| self.note(session, at));
        }
        written
    }

    /// Takes what is to be written.
    pub fn drain(&self) -> Vec<(SessionId, Timestamp)> {
        self.0.lock().unwrap_or_else(|e| e.into_inner()).drain().map(|(id, at)| (SessionId(id), at)).collect()
    }
}

/// A request on its way to a page.
#[derive(Clone)]
pub struct Visit {
    /// The state.
    pub web: Web,
    /// The request.
    pub req: HttpRequest,
    seen: SeenSessions,
}

/// What one snapshot says of the visit, beside the page's own data.
#[derive(Clone)]
pub struct Seen {
    /// Who looks.
    pub viewer: Arc<Viewer>,
    /// By which session; none for visitors.
    pub session: Option<SessionId>,
    /// The community's settings.
    pub settings: Arc<Settings>,
    /// The language of the page.
    pub lang: Lang,
    /// The languages of the topics that lists show; empty for all.
    pub reads: Vec<Lang>,
    /// Where the reader's clock hangs; UTC for visitors.
    pub zone: Zone,
    /// The moment of the request.
    pub now: Timestamp,
    /// The viewer's own suspension.
    pub suspension: Option<Suspension>,
}

impl FromRequest for Visit {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let web = req.app_data::<web::Data<Web>>().map(|web| Web::clone(web));
        let seen = req.app_data::<web::Data<SeenSessions>>().map(|seen| SeenSessions::clone(seen)).unwrap_or_default();
        ready(web.map(|web| Self { web, req: req.clone(), seen }).ok_or_else(|| anyhow::anyhow!("no state").into()))
    }
}

impl Visit {
    /// The session's token, if the browser sent one.
    pub fn token(&self) -> Option<String> {
        cookies::get(&self.web, &self.req, sessions::COOKIE)
    }

    /// The other end.
    pub fn client(&self) -> Client {
        Client::of(&self.req, self.web.proxies())
    }

    /// The browser's own name, cut to what is worth keeping.
    pub fn browser(&self) -> String {
        self.req.headers().get("user-agent").and_then(|v| v.to_str().ok()).unwrap_or("").chars().take(200).collect()
    }

    /// Reads who looks and what the page needs in one snapshot.
    pub async fn read<T, E, F>(&self, work: F) -> Result<(Seen, T), E>
    where
        F: FnOnce(&mut Connection, &Seen) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        self.read_as(self.token(), self.asked(), work).await
    }

    /// Makes of a session, wherever it was read, what this visit sees: for whoever reads many together.
    pub fn seeing(&self) -> impl FnOnce(&mut Connection, Option<Open>) -> Result<Seen> + Send + 'static + use<> {
        let (web, sessions_seen) = (self.web.clone(), self.seen.clone());
        let asked = self.asked();
        move |conn: &mut Connection, open: Option<Open>| seen(&web, conn, open, &asked, &sessions_seen)
    }

    fn asked(&self) -> Asked {
        Asked { language: asked_language(&self.web, &self.req), reads: cookies::get(&self.web, &self.req, reading::COOKIE) }
    }

    /// Reads what anybody gets who asks without a session and speaks the community's own language: the same for all.
    pub async fn read_as_visitor<T, E, F>(&self, work: F) -> Result<(Seen, T), E>
    where
        F: FnOnce(&mut Connection, &Seen) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        self.read_as(None, Asked::default(), work).await
    }

    async fn read_as<T, E, F>(&self, token: Option<String>, asked: Asked, work: F) -> Result<(Seen, T), E>
    where
        F: FnOnce(&mut Connection, &Seen) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: FromDatabase + Send + 'static,
    {
        let web = self.web.clone();
        let sessions_seen = self.seen.clone();
        let task = move |conn: &mut Connection| -> Result<(Seen, T), E> {
            let open = match token {
                Some(token) => sessions::store::open(conn, &token, web.db().now())?,
                None => None,
            };
            let seen = seen(&web, conn, open, &asked, &sessions_seen)?;
            let value = work(conn, &seen)?;
            Ok((seen, value))
        };
        self.web.db().read(task).await
    }

    /// Who looks, when the page needs nothing else.
    pub async fn seen(&self) -> Result<Seen, PageError> {
        self.read(|_, _| Ok::<_, PageError>(())).await.map(|(seen, ())| seen)
    }

    /// The member who acts. A visitor is led to the sign-in page and back to `back`.
    pub async fn member(&self, back: &str) -> Result<(MemberId, Seen), PageError> {
        let seen = self.seen().await?;
        match seen.viewer.account() {
            Some(account) => Ok((account.id, seen)),
            None => Err(PageError::SignIn(back.to_owned())),
        }
    }

    /// The member who acts, as the doors want it.
    pub async fn acting(&self, back: &str) -> Result<Acting, PageError> {
        self.member(back).await.map(|(id, _)| Acting::Member(id))
    }

    /// The frame of this visit's page.
    pub fn frame(&self, seen: &Seen) -> Frame {
        let mut frame = Frame::new(&self.web, &seen.settings, &self.req, seen.lang);
        frame.viewer = seen.viewer.account().map(|account| FrameViewer {
            name: account.name.clone(),
            url: crate::accounts::profile_url(&account.username),
            picture: uploads::small_url(&account.picture),
            division: crate::accounts::arms(account.id, seen.viewer.is_staff()).0,
            tint: crate::accounts::arms(account.id, seen.viewer.is_staff()).1,
            unread: if account.unread > 0 { count(seen.lang, account.unread) } else { String::new() },
            admin: seen.viewer.is_admin(),
            mail_stopped: account.mail_stopped,
            moderates: seen.viewer.is(Role::Moderator) || !seen.viewer.moderated().is_empty(),
            suspension: seen
                .suspension
                .as_ref()
                .map(|suspension| FrameSuspension { until: suspension.until.map(|until| seen.moment(until)), reason: suspension.reason.clone() }),
        });
        if let Some(account) = seen.viewer.account() {
            frame.theme = if account.theme == Theme::System { "" } else { account.theme.as_str() };
            frame.zone = account.zone.name().to_owned();
        }
        frame
    }

    /// Sends a page in its frame.
    pub fn page<P: Serialize>(&self, seen: &Seen, template: &str, page: &P) -> PageResult {
        self.page_with_status(seen, StatusCode::OK, template, page)
    }

    /// Sends a page with another status, such as 422 for a form with mistakes.
    pub fn page_with_status<P: Serialize>(&self, seen: &Seen, status: StatusCode, template: &str, page: &P) -> PageResult {
        respond(&self.web, &self.req, status, &self.frame(seen), template, page)
    }

    /// Leads on after a change, with one line about what went right.
    pub fn see_other(&self, path: &str, notice: Option<&str>) -> HttpResponse {
        notice::see_other(&self.web, path, notice)
    }
}

impl Seen {
    /// A moment with its time of day, as the reader writes and lives it.
    pub fn moment(&self, at: Timestamp) -> Moment {
        Moment::new(self.lang, &self.zone, at)
    }

    /// The date of a moment alone, likewise.
    pub fn date(&self, at: Timestamp) -> Moment {
        Moment::date(self.lang, &self.zone, at)
    }

    /// A message in the page's language.
    pub fn text(&self, web: &Web, key: &str) -> String {
        web.i18n().text(self.lang, key)
    }

    /// A message with arguments.
    pub fn text_with(&self, web: &Web, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        web.i18n().text_with(self.lang, key, args)
    }
}

/// What a request says of languages: that of the pages, by cookie and header, and those of the topics.
#[derive(Default)]
struct Asked {
    language: (Option<Lang>, Option<String>),
    reads: Option<String>,
}

fn seen(web: &Web, conn: &mut Connection, open: Option<Open>, asked: &Asked, sessions_seen: &SeenSessions) -> Result<Seen> {
    let now = web.db().now();
    let settings = web.settings(conn)?;
    if let Some(open) = open.as_ref().filter(|open| open.seen_at.plus(sessions::NOTE_EVERY) <= now) {
        sessions_seen.note(open.id, now);
    }
    let session = open.as_ref().map(|open| open.id);
    let viewer = Arc::new(open.map_or_else(Viewer::visitor, |open| open.viewer));
    let account = viewer.account().and_then(|account| account.lang);
    let lang = language(&settings, account, asked.language.0, asked.language.1.as_deref());
    let of_visitor = || asked.reads.as_deref().map(reading::parse).unwrap_or_default();
    let reads = viewer.account().map_or_else(of_visitor, |account| account.reads.clone());
    let reads = reading::narrowed(&reads, &settings.languages);
    let zone = viewer.account().map(|account| account.zone.clone()).unwrap_or_default();
    let suspended = viewer.account().filter(|account| account.state == MemberState::Suspended);
    let suspension = suspended.map(|account| standing::suspension(conn, account.id)).transpose()?;
    Ok(Seen { viewer, session, settings, lang, reads, zone, now, suspension })
}
