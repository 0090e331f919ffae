//! Sends pages again that were made before for other visitors; `show/kept.rs` says while which state lasts.

use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::http::header;
use actix_web::web::Bytes;
use percent_encoding::{CONTROLS, utf8_percent_encode};

use crate::accounts::{MemberId, faces as changes};
use crate::forum::TopicId;
use crate::forum::topics::show::Read;
use crate::forum::topics::show::kept::{KeptTopics, State};
use crate::forum::topics::show::order::Order;
use crate::forum::topics::topic_url;
use crate::forum::visit::ForumMemory;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::{Connection, Db, Generation, Result};
use crate::platform::i18n::Lang;
use crate::platform::web::compress::{Coding, accepted};
use crate::platform::web::kept_pages::{Found, PageName};
use crate::platform::web::{KeptPage, asked_language, is_plain, language};

/// A page that may be kept, before it is known whether it is.
pub struct Wish {
    here: String,
    lang: Lang,
    coding: Option<Coding>,
    around: u64,
    faces: i64,
}

impl Wish {
    /// What a request wishes for, if it is a stranger's, for the page as everybody gets it. Taken before the database is
    /// looked at: what changes in between makes the page too old, never too new.
    pub fn of(visit: &ForumVisit, order: Order) -> Option<Self> {
        let is_strangers = visit.token().is_none() && is_plain(&visit.web, &visit.req);
        if !is_strangers || !matches!(order, Order::Oldest(_)) {
            return None;
        }
        let here = visit.req.uri().path_and_query()?.as_str().to_owned();
        let (around, faces) = now(visit.web.db());
        let (cookie, accepts) = asked_language(&visit.web, &visit.req);
        let lang = language(&visit.web.last_settings(), None, cookie, accepts.as_deref());
        Some(Self { here, lang, coding: accepted(&visit.req), around, faces })
    }

    fn name(&self) -> PageName {
        let coding = self.coding.map_or("", Coding::as_str);
        let digest = blake3::hash(format!("{}\n{coding}\n{}", self.lang.tag(), self.here).as_bytes());
        digest.as_bytes()[..16].try_into().expect("a digest is longer")
    }
}

/// The state of everything but topics.
fn now(db: &Db) -> (u64, i64) {
    let shown_everywhere = [Generation::Categories, Generation::Settings, Generation::Badges, Generation::Tags].map(|generation| db.generation(generation));
    let mut hasher = blake3::Hasher::new();
    for number in shown_everywhere {
        hasher.update(&number.to_le_bytes());
    }
    let around = u64::from_le_bytes(hasher.finalize().as_bytes()[..8].try_into().expect("a digest is longer"));
    (around, db.generation(Generation::Faces))
}

/// The page that was kept, if it is the one that would be made now. What keeps that from being known, a fault of the database
/// for one, is met again where it is made.
pub async fn find(visit: &ForumVisit, wish: &Wish, topic: TopicId) -> Option<KeptPage> {
    let found = visit.memory().topics.find(&wish.name()).filter(|found| found.state.around == wish.around)?;
    let (memory, faces) = (visit.memory().clone(), wish.faces);
    let page = visit.memory().versions.ask(visit.web.db(), topic, move |conn, version| same(conn, &memory.topics, &found, version, faces)).await.ok()??;
    visit.memory().topics.count_sent();
    Some(KeptPage { lang: wish.lang, coding: wish.coding.filter(|_| page.is_encoded), body: page.body })
}

/// What was kept, if neither the topic changed since nor the face of anybody who is on it.
fn same(conn: &mut Connection, kept: &KeptTopics, found: &Found<State>, version: Option<i64>, faces: i64) -> Result<Option<Page>> {
    if version != Some(found.state.version) {
        return Ok(None);
    }
    let Some(page) = kept.read(found).and_then(Page::parse) else { return Ok(None) };
    if found.state.faces != faces {
        if changes::store::changed_since(conn, &page.members, found.state.faces)? {
            return Ok(None);
        }
        // Not asked about these changes again.
        kept.holds_in(found, State { faces, ..found.state });
    }
    Ok(Some(page))
}

/// Keeps a page that was made, where its state can be told, and gives it back. Only the address that the page has itself is
/// kept: any other that leads to it would be kept for nobody else.
pub fn keep(response: HttpResponse, memory: &ForumMemory, seen: &ForumSeen, wish: &Wish, read: &Read) -> HttpResponse {
    let address = read.order.address(&topic_url(&read.topic.slug, read.topic.id));
    // As browsers send it.
    let address = utf8_percent_encode(&address, CONTROLS).to_string();
    // Where it was asked before is another topic's title.
    if read.topic.repeats || seen.viewer.account().is_some() || seen.lang != wish.lang || wish.here != address {
        return response;
    }
    let (head, body) = response.into_parts();
    match body.try_into_bytes() {
        Ok(body) => {
            let state = State { version: read.topic.version, around: wish.around, faces: wish.faces };
            let page = Page { is_encoded: head.headers().contains_key(header::CONTENT_ENCODING), members: members(read), body };
            memory.topics.keep(wish.name(), state, &page.bytes());
            head.set_body(page.body).map_into_boxed_body()
        }
        Err(body) => head.set_body(body),
    }
}

/// Everybody whose face is on a page.
fn members(read: &Read) -> Vec<MemberId> {
    let mut members = read.rows.members();
    members.push(read.topic.author);
    members
}

/// A page as it stands in the file: whether it is encoded, how many members are on it, their numbers, the body.
struct Page {
    is_encoded: bool,
    members: Vec<MemberId>,
    body: Bytes,
}

impl Page {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(5 + 8 * self.members.len() + self.body.len());
        bytes.push(u8::from(self.is_encoded));
        bytes.extend((self.members.len() as u32).to_le_bytes());
        self.members.iter().for_each(|member| bytes.extend(member.0.to_le_bytes()));
        bytes.extend(&self.body);
        bytes
    }

    fn parse(bytes: Vec<u8>) -> Option<Self> {
        let (is_encoded, rest) = bytes.split_first()?;
        let (count, rest) = rest.split_first_chunk::<4>()?;
        let count = u32::from_le_bytes(*count) as usize;
        let (members, _) = rest.split_at_checked(8 * count)?;
        let members = members.as_chunks::<8>().0.iter().map(|member| MemberId(i64::from_le_bytes(*member))).collect();
        Some(Self { is_encoded: *is_encoded == 1, members, body: Bytes::from(bytes).slice(5 + 8 * count..) })
    }
}
