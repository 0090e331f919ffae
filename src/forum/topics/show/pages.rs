//! The page of a topic, and every address that leads to it.

mod kept;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

use super::listing::{self, OwnMarks, Standing};
use super::looks::{Look, Looked};
use super::order::{Order, Rank, Ranked};
use super::personal::{PersonalView, personal};
use super::quotation::quotation;
use super::rows::{Around, FoundRows, KeptRows, Rows};
use super::structured::structured;
use super::view::{SharedView, Shown, shared};
use super::{DeskFacts, PER_PAGE, Read, Topic, page_of};
use crate::accounts::sessions::hash_token;
use crate::forum::canned::pages as canned;
use crate::forum::categories::Category;
use crate::forum::feeds::pages::Subject;
use crate::forum::listing::pages::moved;
use crate::forum::topics::{self, post_url, topic_url};
use crate::forum::visibility::{PostFacts, Presence, can_open_topic, can_see, presence};
use crate::forum::visit::ForumMemory;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::{Audience, PostId, PostState, TopicId, TopicKind, desk, screening, texts};
use crate::notifications::notices::reading::Read as Reading;
use crate::platform::db::{Connection, Walk};
use crate::platform::web::json_ld::JsonLd;
use crate::platform::web::{Head, PageError, PageResult, Web, notice, respond, respond_kept};
use kept::Wish;

/// What may stand behind the address.
#[derive(Clone, Default, Deserialize)]
pub struct Asked {
    page: Option<String>,
    order: Option<String>,
    after: Option<String>,
    before: Option<String>,
    quote: Option<String>,
}

impl Asked {
    /// Which page, in which order.
    fn order(&self) -> Result<Order, PageError> {
        match (self.order.as_deref(), &self.page) {
            (None, None) => Ok(Order::Oldest(1)),
            (None, Some(page)) => page.parse().ok().filter(|page| *page >= 1).map(Order::Oldest).ok_or(PageError::NotFound),
            (Some("votes"), None) => Ok(Order::Votes(self.walk()?)),
            (Some(_), _) => Err(PageError::NotFound),
        }
    }

    fn walk(&self) -> Result<Walk<Rank>, PageError> {
        let rank = |text: &str| Rank::parse(text).ok_or(PageError::NotFound);
        match (&self.before, &self.after) {
            (Some(text), _) => Ok(Walk::Before(rank(text)?)),
            (None, Some(text)) => Ok(Walk::After(rank(text)?)),
            (None, None) => Ok(Walk::First),
        }
    }
}

/// The context of `templates/forum/topics/show.html`.
#[derive(Serialize)]
struct TopicPage<'a> {
    #[serde(flatten)]
    shared: SharedView<'a>,
    personal: Option<PersonalView>,
    json_ld: Option<JsonLd>,
}

/// What an address turned out to be.
enum Found {
    Page(Box<Read>),
    Elsewhere(String),
    /// Nothing comes before this page by votes any more: its first page, with the question, stands at its own address.
    First(String),
}

/// `GET /t/{slug}/{topic}`
pub async fn show(visit: ForumVisit, path: Path<(String, i64)>, asked: Query<Asked>, reading: Data<Reading>) -> PageResult {
    let (slug, topic) = path.into_inner();
    let (topic, order) = (TopicId(topic), asked.order()?);
    let (wish, around) = (Wish::of(&visit, order), Around::now(visit.web.db()));
    if let Some(wish) = &wish
        && let Some(page) = kept::find(&visit, wish, topic).await
    {
        return Ok(respond_kept(page));
    }
    let wanted = Wanted { slug, topic, asked: asked.into_inner(), order, around, memory: visit.memory().clone(), web: visit.web.clone() };
    let (seen, found) = look(&visit, wanted).await?;
    let read = match found {
        Found::Elsewhere(url) => return Ok(moved(&url)),
        Found::First(url) => return Ok(HttpResponse::Found().insert_header(("Location", notice::local(&url))).finish()),
        Found::Page(read) => read,
    };
    let category = seen.categories.get(read.topic.category).ok_or(PageError::NotFound)?;
    let shown = Shown::of(&seen, &read);
    note_read(&reading, &seen, &shown);
    let personal = personal(&seen, category, &read, &shown);
    let (head, json_ld) = for_programs(&visit.web, &seen, category, &read, &shown)?;
    let page = TopicPage { shared: shared(&visit, &seen, category, &read, &shown), personal, json_ld };
    let mut frame = visit.forum_frame(&seen, Some(category));
    frame.head = head;
    let response = respond(&visit.web, &visit.req, StatusCode::OK, &frame, "forum/topics/show.html", &page)?;
    match wish {
        Some(wish) => Ok(kept::keep(response, visit.memory(), &seen, &wish, &read)),
        None => Ok(response),
    }
}

/// What a request asks for, and where it is kept.
struct Wanted {
    slug: String,
    topic: TopicId,
    asked: Asked,
    order: Order,
    around: Around,
    memory: Arc<ForumMemory>,
    web: Web,
}

/// What was read before: the topic, rows that may be as they were, and what the member did with some posts.
#[derive(Default)]
struct Known {
    topic: Option<Option<Topic>>,
    rows: Option<FoundRows>,
    marks: Option<(Arc<[PostId]>, OwnMarks)>,
}

impl Wanted {
    /// What stands behind the address, for this viewer.
    fn find(self, conn: &mut Connection, seen: &ForumSeen, known: Known) -> Result<Found, PageError> {
        let topic = match known.topic {
            Some(topic) => topic,
            None => listing::topic(conn, self.topic, seen.viewer.id())?,
        };
        let Some(topic) = topic.filter(|topic| can_open_topic(&seen.sight, &topic.facts())) else {
            return Ok(Found::Elsewhere(moved_to(conn, seen, self.topic, 1)?));
        };
        if self.slug != topic.slug || self.asked.page.is_some() && self.order == Order::Oldest(1) {
            return Ok(Found::Elsewhere(page_url(&topic, self.order)));
        }
        let sources = Sources { kept: &self.memory.rows, around: self.around, rows: known.rows, marks: known.marks };
        let mut read = read(conn, seen, sources, topic, self.order)?;
        if let Some(number) = self.asked.quote.as_ref().and_then(|number| number.parse().ok()).filter(|_| seen.viewer.id().is_some()) {
            read.quotation = quoted(conn, self.web.origin(), seen, &read.topic, number)?;
        }
        if matches!(self.order, Order::Votes(Walk::Before(_))) && read.ranked.before.is_none() {
            return Ok(Found::First(page_url(&read.topic, Order::Votes(Walk::First))));
        }
        Ok(Found::Page(Box::new(read)))
    }
}

/// Reads it: a member's look is taken together with those of others, where the database is on the other end of a line and the rows
/// of the page are kept.
async fn look(visit: &ForumVisit, wanted: Wanted) -> Result<(ForumSeen, Found), PageError> {
    let db = visit.web.db();
    let token = visit.token().filter(|_| !db.location().is_sqlite());
    let Some((token, rows)) = token.and_then(|token| Some((token, visit.memory().rows.find(wanted.topic, wanted.order)?))) else {
        return visit.look(move |conn, seen| wanted.find(conn, seen, Known::default())).await;
    };
    let look = Look::at(&rows.rows, wanted.topic, hash_token(&token), db.now());
    let posts = look.posts.clone();
    let find = visit.look_with(move |conn, seen, known| wanted.find(conn, seen, known));
    let work = move |conn: &mut Connection, Looked { session, topic, marks }: Looked| {
        find(conn, session, Known { topic: Some(topic), rows: Some(rows), marks: Some((posts, marks)) })
    };
    visit.memory().looks.ask(db, look, work).await
}

/// Where a page's rows and marks come from.
struct Sources<'a> {
    kept: &'a KeptRows,
    around: Around,
    rows: Option<FoundRows>,
    marks: Option<(Arc<[PostId]>, OwnMarks)>,
}

/// Whoever has these posts before their eyes has read the notices of them. Written a moment later, by somebody else.
fn note_read(reading: &Reading, seen: &ForumSeen, shown: &Shown<'_>) {
    if let Some(account) = seen.viewer.account() {
        reading.note(account.id, shown.whole.iter().chain(&shown.lines).map(|line| line.id));
    }
}

/// What the page says to programs. Those that read it for strangers are never signed in: members get only its address.
/// In another order it says that all of it stands at the plain address.
fn for_programs(web: &Web, seen: &ForumSeen, category: &Category, read: &Read, shown: &Shown<'_>) -> Result<(Option<Head>, Option<JsonLd>), PageError> {
    let topic = &read.topic;
    if topic.state != PostState::Visible || !seen.is_public(category.id) {
        return Ok((None, None));
    }
    let is_plain = matches!(read.order, Order::Oldest(_));
    let page = web.address(&page_url(topic, if is_plain { read.order } else { Order::Oldest(1) }));
    let mut head = Head::at(page.clone());
    head.feed = Some(Subject::Topic(&topic.title).link(web, seen.lang, &topic_url(&topic.slug, topic.id)));
    if seen.viewer.account().is_some() || !is_plain {
        return Ok((Some(head), None));
    }
    let structured = structured(web, seen, category, read, shown, &page)?;
    Ok((Some(head.described(web, seen.lang, "article", &structured.words)), Some(structured.json_ld)))
}

fn page_url(topic: &Topic, order: Order) -> String {
    order.address(&topic_url(&topic.slug, topic.id))
}

/// A topic whose page the viewer may open; else it is not there.
pub fn openable(conn: &mut Connection, seen: &ForumSeen, topic: TopicId) -> Result<Topic, PageError> {
    let topic = listing::topic(conn, topic, seen.viewer.id())?.ok_or(PageError::NotFound)?;
    if can_open_topic(&seen.sight, &topic.facts()) { Ok(topic) } else { Err(PageError::NotFound) }
}

/// Reads what a page is made of. What nothing on the page needs is not asked for.
fn read(conn: &mut Connection, seen: &ForumSeen, sources: Sources<'_>, topic: Topic, order: Order) -> Result<Read, PageError> {
    let originals = if topic.repeats { listing::originals(conn, topic.id, &seen.sight)? } else { Vec::new() };
    let desk = if topic.is_worked_on { DeskFacts::read(conn, topic.id)? } else { DeskFacts::default() };
    let (last_position, ranked) = replies(conn, seen, &topic, order)?;
    // A visitor sees the comments that are counted; members may see others: their own that waits, what they moderate.
    let all = seen.viewer.account().is_some() || sources.kept.keeps(order);
    let rows = sources.kept.of(conn, (&topic, order), sources.around, sources.rows, |conn| Rows::read(conn, &topic, order, &ranked.posts, all))?;
    let ids = |wanted: fn(&super::PostLine) -> bool| -> Vec<PostId> {
        rows.posts.iter().chain(&rows.comments).filter(|post| wanted(post)).map(|post| post.id).collect()
    };
    let removed = ids(|post| matches!(post.state, PostState::Hidden | PostState::Deleted));
    let member = seen.viewer.id();
    let removals = if removed.is_empty() || member.is_none() { HashMap::new() } else { listing::removals(conn, &removed)? };
    let held = ids(|post| post.state == PostState::Held);
    let waiting = if held.is_empty() || member.is_none() { HashMap::new() } else { screening::store::reasons(conn, &held)? };
    let marks = match (member, sources.marks) {
        (None, _) => OwnMarks::default(),
        // The rows are those that it was asked about.
        (_, Some((posts, marks))) if posts.iter().copied().eq(rows.posts.iter().map(|post| post.id)) => marks,
        (Some(member), _) => listing::own_marks(conn, member, topic.id, order.places(), &rows.others(&ranked.posts))?,
    };
    // An answer by somebody else is the usual reason; only without one are all others looked for.
    let is_own = member == Some(topic.author) && topic.kind == TopicKind::Question;
    let others_replied = topic.answered || is_own && topics::store::others_replied(conn, topic.id, topic.author)?;
    let opener = if matches!(order, Order::Oldest(2..)) && member.is_none() { listing::opener(conn, topic.author)? } else { None };
    let canned = canned::offered(conn, seen, topic.category)?;
    let quotation = String::new();
    Ok(Read { topic, originals, desk, order, ranked, last_position, opener, rows, removals, waiting, marks, others_replied, quotation, canned })
}

/// Where the replies end, and which of them stand on the page where they are read by votes. A page beyond is not there.
fn replies(conn: &mut Connection, seen: &ForumSeen, topic: &Topic, order: Order) -> Result<(i64, Ranked), PageError> {
    match order {
        Order::Oldest(page) => {
            let last = match topic.last_position {
                last if last <= PER_PAGE => last,
                _ => listing::last_position(conn, topic.id, &seen.sight)?,
            };
            if page > page_of(last) { Err(PageError::NotFound) } else { Ok((last, Ranked::default())) }
        }
        Order::Votes(walk) => {
            let above: Vec<PostId> = listing::accepted(conn, topic)?.iter().map(|acceptance| acceptance.post).collect();
            let ranked = listing::by_votes(conn, topic.id, &seen.sight, walk, &above)?;
            let is_beyond = ranked.posts.is_empty() && matches!(walk, Walk::After(_));
            if is_beyond { Err(PageError::NotFound) } else { Ok((topic.last_position, ranked)) }
        }
    }
}

/// The words of a post that the viewer sees, as they may be read in the topic.
fn quoted(conn: &mut Connection, base_url: &str, seen: &ForumSeen, topic: &Topic, number: i64) -> Result<String, PageError> {
    let found = listing::source(conn, topic.id, number)?.filter(|(post, _)| can_see(&seen.sight, &post.facts(topic.facts())));
    let Some((post, source)) = found else { return Ok(String::new()) };
    let source = texts::as_shown(conn, base_url, &seen.categories, post.id, &source)?.unwrap_or(source);
    Ok(quotation(&post.name, &post_url(&topic.slug, topic.id, number), &source))
}

/// `GET /t/{topic}`: the short form.
pub async fn by_topic(visit: ForumVisit, topic: Path<i64>, asked: Query<Asked>) -> PageResult {
    let (id, order) = (TopicId(*topic), asked.order()?);
    let work = move |conn: &mut Connection, seen: &ForumSeen| match openable(conn, seen, id) {
        Err(PageError::NotFound) => moved_to(conn, seen, id, 1),
        topic => Ok(page_url(&topic?, order)),
    };
    let (_, url) = visit.look(work).await?;
    Ok(moved(&url))
}

/// `GET /t/{topic}/{number}`: the short form of a post's address.
pub async fn by_number(visit: ForumVisit, path: Path<(i64, i64)>) -> PageResult {
    let (topic, number) = path.into_inner();
    to_number(visit, TopicId(topic), number).await
}

/// `GET /t/{slug}/{topic}/{number}`: leads to the post's place.
pub async fn by_slug_and_number(visit: ForumVisit, path: Path<(String, i64, i64)>) -> PageResult {
    let (_, topic, number) = path.into_inner();
    to_number(visit, TopicId(topic), number).await
}

async fn to_number(visit: ForumVisit, topic: TopicId, number: i64) -> PageResult {
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<String, PageError> {
        match listing::by_number(conn, topic, number)? {
            Some(post) => {
                let topic = openable(conn, seen, topic)?;
                place(conn, seen, &topic, &post)
            }
            None => moved_to(conn, seen, topic, number),
        }
    };
    let (_, url) = visit.look(work).await?;
    Ok(moved(&url))
}

/// `GET /p/{post}`: leads to the post's place, wherever it was moved.
pub async fn by_post(visit: ForumVisit, post: Path<i64>) -> Result<HttpResponse, PageError> {
    let id = PostId(*post);
    let (_, url) = visit.look(move |conn, seen| place_of(conn, seen, id)).await?;
    Ok(moved(&url))
}

/// Where a post stands that was moved away from a number; nowhere for whoever does not see it there.
fn moved_to(conn: &mut Connection, seen: &ForumSeen, topic: TopicId, number: i64) -> Result<String, PageError> {
    let post = desk::store::moved(conn, topic, number)?.ok_or(PageError::NotFound)?;
    place_of(conn, seen, post)
}

fn place_of(conn: &mut Connection, seen: &ForumSeen, post: PostId) -> Result<String, PageError> {
    let post = listing::by_id(conn, post)?.ok_or(PageError::NotFound)?;
    let topic = openable(conn, seen, post.topic)?;
    place(conn, seen, &topic, &post)
}

/// The page and the anchor of a post. What the viewer gets nothing of is not there.
fn place(conn: &mut Connection, seen: &ForumSeen, topic: &Topic, post: &Standing) -> Result<String, PageError> {
    let facts = |post: &Standing| PostFacts { topic: topic.facts(), state: post.state, audience: post.audience, author: post.author };
    if post.number == 1 {
        return Ok(topic_url(&topic.slug, topic.id));
    }
    if presence(&seen.sight, &facts(post), false) == Presence::Nothing {
        return Err(PageError::NotFound);
    }
    // A comment stands where its post does, and only if that is at least a line.
    let stem = match post.parent {
        None => *post,
        Some(parent) => listing::by_id(conn, parent)?.ok_or(PageError::NotFound)?,
    };
    if presence(&seen.sight, &facts(&stem), true) == Presence::Nothing {
        return Err(PageError::NotFound);
    }
    let is_answer = |stem: &Standing| stem.state == PostState::Visible && stem.audience == Audience::Everyone;
    let is_above = is_answer(&stem) && listing::accepted(conn, topic)?.iter().any(|acceptance| acceptance.post == stem.id);
    let page = if is_above { 1 } else { stem.position.map_or(1, page_of) };
    Ok(format!("{}#post-{}", page_url(topic, Order::Oldest(page)), post.number))
}
