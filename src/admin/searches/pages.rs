//! The pages of searches.

use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::listing::{self, LISTED, Place, Searches, Show, Solved};
use super::{SearchError, Task, answer_search, assign_search, day_typed};
use crate::accounts::MemberId;
use crate::admin::members::listing::Names;
use crate::admin::visit::Fields;
use crate::admin::visit::pages::{AdminVisit, FieldError, error_of};
use crate::forum::TopicId;
use crate::forum::topics::{store as topics, topic_url};
use crate::forum::visibility::can_see_topic;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::{Connection, Failure, Timestamp};
use crate::platform::i18n::format::{self, Moment};
use crate::platform::i18n::{Arg, Lang, Zone};
use crate::platform::text::post_linked;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};
use crate::search::queries::SearchId;
use crate::search::queries::pages::search_url;
use crate::search::queries::store::{self, SearchRow};

const LIST: &str = "/admin/searches";
/// So many topics that solved something stand below the searches.
const SOLVED: i64 = 10;

/// A search in a list, here and on the overview.
#[derive(Serialize)]
pub struct Row {
    id: SearchId,
    query: String,
    lang: String,
    language: String,
    times: String,
    empty: String,
    clicks: String,
    waiting: i64,
    since: Option<Moment>,
    last: Moment,
    owner: Option<Link>,
    due: String,
    is_late: bool,
    is_answered: bool,
}

#[derive(Serialize)]
struct Link {
    name: String,
    url: String,
}

#[derive(Serialize)]
struct Tab {
    name: String,
    url: String,
    current: bool,
}

#[derive(Serialize)]
struct ListPage {
    tab: &'static str,
    shows: Vec<Tab>,
    list_about: String,
    rows: Vec<Row>,
    is_whole: bool,
    next: String,
    solved: Vec<SolvedTopic>,
}

#[derive(Serialize)]
struct SolvedTopic {
    title: String,
    lang: String,
    url: String,
    times: String,
}

/// Which list.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    show: String,
    #[serde(default)]
    after: String,
}

fn name_of(show: Show) -> &'static str {
    match show {
        Show::Frequent => "search-show-frequent",
        Show::Empty => "search-show-empty",
        Show::Unclicked => "search-show-unclicked",
        Show::Awaited => "search-show-awaited",
        Show::Owned => "search-show-owned",
    }
}

fn about(show: Show) -> &'static str {
    match show {
        Show::Frequent => "search-about-frequent",
        Show::Empty => "search-about-empty",
        Show::Unclicked => "search-about-unclicked",
        Show::Awaited => "search-about-awaited",
        Show::Owned => "search-about-owned",
    }
}

fn person(names: &Names, member: MemberId) -> Link {
    let name = names.get(&member).map_or_else(|| format!("#{member}"), |person| format!("@{}", person.username));
    Link { name, url: format!("/admin/members/{member}") }
}

/// Days are days wherever one reads of them.
fn due_in_words(seen: &ForumSeen, due: Option<Timestamp>) -> String {
    due.map(|due| format::date(seen.lang, &Zone::default(), due)).unwrap_or_default()
}

fn is_late(seen: &ForumSeen, row: &SearchRow) -> bool {
    row.answered_at.is_none() && row.due.is_some_and(|due| due.plus(Timestamp::DAY) <= seen.now)
}

/// Searches as rows, for this page and the overview.
pub fn rows(seen: &ForumSeen, Searches { rows, waiting, names, .. }: Searches) -> Vec<Row> {
    let number = |number: i64| format::count(seen.lang, number);
    let row = |row: SearchRow| Row {
        id: row.id,
        language: Lang::parse(&row.lang).map_or("", |lang| lang.language().name).to_owned(),
        times: number(row.times),
        empty: number(row.empty),
        clicks: number(row.clicks),
        waiting: waiting.get(&row.id).map_or(0, |waiting| waiting.number),
        since: waiting.get(&row.id).map(|waiting| seen.date(waiting.since)),
        last: seen.moment(row.last_at),
        owner: row.owner.map(|owner| person(&names, owner)),
        due: due_in_words(seen, row.due),
        is_late: is_late(seen, &row),
        is_answered: row.answered_at.is_some(),
        query: row.query,
        lang: row.lang,
    };
    rows.into_iter().map(row).collect()
}

/// `GET /admin/searches?show=&after=`: the most frequent where the address names no list. What is awaited goes on behind a
/// place.
pub async fn list(visit: AdminVisit, wanted: Query<Wanted>) -> PageResult {
    let show = if wanted.show.is_empty() { Show::Frequent } else { Show::parse(&wanted.show).ok_or(PageError::NotFound)? };
    let after = place(&wanted.after);
    let look = move |conn: &mut Connection, seen: &ForumSeen| Ok((listing::list(conn, show, after)?, listing::solved(conn, &seen.sight, SOLVED)?));
    let (seen, (found, solved)) = visit.look(look).await?;
    let tab = |other: &Show| Tab { name: visit.words(&seen, name_of(*other)), url: url_of(*other), current: *other == show };
    let is_whole = show == Show::Awaited || (found.rows.len() as i64) < LISTED;
    let page = ListPage {
        tab: "searches",
        shows: Show::ALL.iter().map(tab).collect(),
        list_about: visit.words(&seen, about(show)),
        next: found.next.map(|place| format!("{}&after={}-{}", url_of(show), place.since.0, place.search)).unwrap_or_default(),
        rows: rows(&seen, found),
        is_whole,
        solved: solved.into_iter().map(|topic| solved_topic(&seen, topic)).collect(),
    };
    visit.show(&seen, "admin/searches/list.html", &page)
}

/// The place in an address; what is none is the beginning.
fn place(typed: &str) -> Place {
    let read = |(since, search): (&str, &str)| Some(Place { since: Timestamp(since.parse().ok()?), search: SearchId(search.parse().ok()?) });
    typed.split_once('-').and_then(read).unwrap_or(Place::FIRST)
}

fn url_of(show: Show) -> String {
    if show == Show::Frequent { LIST.to_owned() } else { format!("{LIST}?show={}", show.as_str()) }
}

fn solved_topic(seen: &ForumSeen, topic: Solved) -> SolvedTopic {
    SolvedTopic { url: topic_url(&topic.slug, topic.id), title: topic.title, lang: topic.lang, times: format::count(seen.lang, topic.times) }
}

#[derive(Serialize)]
struct SearchPage {
    tab: &'static str,
    sought: Row,
    search_url: String,
    waiting: String,
    answer: Option<Link>,
    answered_at: Option<Moment>,
    form: SearchForm,
}

/// What was typed into the two forms, and what is wrong with it.
#[derive(Default, Serialize)]
struct SearchForm {
    username: String,
    username_error: String,
    due: String,
    due_error: String,
    address: String,
    address_error: String,
    errors: Vec<FieldError>,
}

/// What was sent, and what is wrong with it.
enum Sent {
    Task(Task, SearchError),
    Answer(String, SearchError),
}

/// `GET /admin/searches/{search}`.
pub async fn show(visit: AdminVisit, id: Path<i64>) -> PageResult {
    let (seen, page) = search_page(&visit, SearchId(*id), None).await?;
    visit.show(&seen, "admin/searches/show.html", &page)
}

async fn search_page(visit: &AdminVisit, id: SearchId, sent: Option<Sent>) -> Result<(ForumSeen, SearchPage), PageError> {
    let (seen, (row, sought, topic)) = visit
        .look(move |conn, seen| {
            let row = store::find(conn, id)?.ok_or(PageError::NotFound)?;
            let sought = listing::beside(conn, vec![row.clone()])?;
            let topic = row.answer.map(|topic| topics::find(conn, topic)).transpose()?.flatten();
            Ok((row, sought, topic.filter(|topic| can_see_topic(&seen.sight, &topic.facts()))))
        })
        .await?;
    let number = sought.waiting.get(&id).map_or(0, |waiting| waiting.number);
    let stored = SearchForm {
        username: row.owner.and_then(|owner| sought.names.get(&owner)).map(|owner| owner.username.clone()).unwrap_or_default(),
        due: row.due.map(day_typed).unwrap_or_default(),
        ..SearchForm::default()
    };
    let page = SearchPage {
        tab: "searches",
        search_url: search_url(&row.query),
        waiting: visit.words_with(&seen, "search-waiting", &[("count", Arg::Number(number))]),
        answer: topic.map(|topic| Link { url: topic_url(&topic.slug, topic.id), name: topic.title }),
        answered_at: row.answered_at.map(|at| seen.moment(at)),
        form: filled(visit, &seen, stored, sent),
        sought: rows(&seen, sought).remove(0),
    };
    Ok((seen, page))
}

/// The forms as they were sent, where one was, with what is wrong.
fn filled(visit: &AdminVisit, seen: &ForumSeen, stored: SearchForm, sent: Option<Sent>) -> SearchForm {
    let (form, error) = match sent {
        None => return stored,
        Some(Sent::Task(task, error)) => (SearchForm { username: task.username, due: task.due, ..stored }, error),
        Some(Sent::Answer(address, error)) => (SearchForm { address, ..stored }, error),
    };
    let errors: Vec<FieldError> =
        error.mistake().into_iter().map(|(field, key)| FieldError { field: field.to_owned(), text: visit.words(seen, key) }).collect();
    SearchForm {
        username_error: error_of(&errors, "username"),
        due_error: error_of(&errors, "due"),
        address_error: error_of(&errors, "address"),
        errors,
        ..form
    }
}

/// `POST /admin/searches/{search}/owner`: who is to find an answer, and until when.
pub async fn assign(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let id = SearchId(*id);
    let username = fields.get("username").trim().trim_start_matches('@').chars().take(100).collect();
    let task = Task { username, due: fields.get("due").trim().chars().take(20).collect() };
    let wanted = task.clone();
    let outcome = visit.write(move |tx, by| assign_search(tx, by, id, &wanted)).await?;
    answer_with(&visit, id, outcome, "search-notice-assigned", |error| Sent::Task(task, error)).await
}

/// `POST /admin/searches/{search}/answer`: the address of the topic that answers it.
pub async fn answer(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let id = SearchId(*id);
    let address: String = fields.get("address").trim().chars().take(500).collect();
    // Whoever is no admin learns nothing, not even that an address is none.
    let (seen, ()) = visit.look(|_, _| Ok(())).await?;
    let admin = seen.viewer.id().ok_or(PageError::NotFound)?;
    let outcome = match post_linked(&address, visit.web.origin()) {
        None => Err(SearchError::NoSuchTopic),
        Some(at) => match ForumVisit::write(&visit, admin, move |tx, who| answer_search(tx, who, id, TopicId(at.topic))).await {
            Ok(()) => Ok(()),
            Err(Failure::Refused(refusal)) => Err(refusal),
            Err(Failure::Database(error)) => return Err(error.into()),
        },
    };
    answer_with(&visit, id, outcome, "search-notice-answered", |error| Sent::Answer(address, error)).await
}

async fn answer_with(visit: &AdminVisit, id: SearchId, outcome: Result<(), SearchError>, notice: &str, sent: impl FnOnce(SearchError) -> Sent) -> PageResult {
    match outcome {
        Ok(()) => visit.done(&format!("{LIST}/{id}"), notice),
        Err(SearchError::NotAllowed | SearchError::NotFound) => Err(PageError::NotFound),
        Err(error) => {
            let (seen, page) = search_page(visit, id, Some(sent(error))).await?;
            visit.show_mistakes(&seen, "admin/searches/show.html", &page)
        }
    }
}
