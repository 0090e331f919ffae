//! The page of a search, and its twin for programs.

mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::Search;
use super::engine::{Found, Wanted};
use super::excerpt::Highlighter;
use super::find::{self, Asker, Loosened, Seen};
use super::question::{Parameters, Question};
use crate::forum::listing::listing as lists;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Connection;
use crate::platform::i18n::Arg;
use crate::platform::limits::Limit;
use crate::platform::web::{Head, PageError, PageResult, respond};
use view::{ResultPage, Shown};

/// What a search came to.
enum Outcome {
    /// Nothing was asked.
    Nothing,
    /// The engine answered.
    Answered { wanted: Box<Wanted>, found: Box<Found>, loosened: Loosened, hits: Vec<Seen>, more: bool, tags: Vec<(i64, String)> },
    /// The engine is away: titles alone were looked at.
    Limited { topics: Vec<crate::forum::listing::TopicLine>, more: bool },
    /// The engine is away, and too many ask at once.
    Busy,
}

/// `GET /search?q=`
pub async fn search(visit: ForumVisit, search: web::Data<Search>, parameters: web::Query<Parameters>) -> PageResult {
    let question = parameters.read();
    let (seen, outcome) = outcome(&visit, &search, &question).await?;
    let shown = shown(&visit, &seen, &parameters, &question, outcome);
    let mut frame = visit.forum_frame(&seen, None);
    if question.typed.is_empty() {
        frame.head = Some(head(&visit, &seen));
    }
    frame.search = question.typed;
    respond(&visit.web, &visit.req, StatusCode::OK, &frame, "search/show.html", &ResultPage { found: shown })
}

/// What the empty form says to programs: what found something is not to be found itself.
fn head(visit: &ForumVisit, seen: &ForumSeen) -> Head {
    let head = Head::at(visit.web.address("/search"));
    if seen.viewer.account().is_some() {
        return head;
    }
    let community = ("community", Arg::from(seen.settings.name.clone()));
    head.described(&visit.web, seen.lang, "website", &seen.text_with(&visit.web, "forum-about", &[community]))
}

/// `GET /search.json?q=`: the same, for programs.
pub async fn search_json(visit: ForumVisit, search: web::Data<Search>, parameters: web::Query<Parameters>) -> PageResult {
    let question = parameters.read();
    let (seen, outcome) = outcome(&visit, &search, &question).await?;
    let shown = shown(&visit, &seen, &parameters, &question, outcome);
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "private, no-store")).json(shown))
}

async fn outcome(visit: &ForumVisit, search: &Search, question: &Question) -> Result<(ForumSeen, Outcome), PageError> {
    if question.asked.is_empty() {
        let (seen, ()) = visit.look(|_, _| Ok::<_, PageError>(())).await?;
        return Ok((seen, Outcome::Nothing));
    }
    visit.web.floods().take(Limit::Search, &visit.client().network())?;
    let asked = question.clone();
    let (seen, wanted) = visit.look(move |conn, seen| Ok::<_, PageError>(wanted(conn, seen, &asked)?)).await?;
    match search.ask(wanted).await {
        Ok((wanted, found, loosened)) => answered(visit, question.page, wanted, found, loosened).await,
        Err(error) => {
            tracing::warn!(%error, "the search engine did not answer; titles are looked at instead");
            limited(visit, search, seen, question).await
        }
    }
}

fn wanted(conn: &mut Connection, seen: &ForumSeen, question: &Question) -> crate::platform::db::Result<Wanted> {
    let asker = Asker { sight: &seen.sight, categories: &seen.categories, lang: seen.lang, languages: &seen.settings.languages };
    find::wanted(conn, &asker, question)
}

async fn answered(visit: &ForumVisit, page: usize, wanted: Wanted, found: Found, loosened: Loosened) -> Result<(ForumSeen, Outcome), PageError> {
    let hits = found.hits.clone();
    let tags: Vec<i64> = found.counts.tags.keys().filter_map(|tag| tag.parse().ok()).take(view::TAGS_COUNTED).collect();
    let look = move |conn: &mut Connection, seen: &ForumSeen| {
        let (hits, more) = find::seen(conn, &seen.sight, &hits, page)?;
        let tags: Vec<(i64, String)> = super::listing::tag_names(conn, &tags)?.into_iter().collect();
        Ok::<_, PageError>((hits, more, tags))
    };
    let (seen, (hits, more, tags)) = visit.look(look).await?;
    Ok((seen, Outcome::Answered { wanted: Box::new(wanted), found: Box::new(found), loosened, hits, more, tags }))
}

/// Titles, newest first, for as long as the engine is away.
async fn limited(visit: &ForumVisit, search: &Search, seen: ForumSeen, question: &Question) -> Result<(ForumSeen, Outcome), PageError> {
    let Some(_turn) = search.plain_turn() else { return Ok((seen, Outcome::Busy)) };
    let words: Vec<String> = question.asked.terms.iter().map(|term| term.text.clone()).collect();
    let (seen, (topics, more)) = visit.look(move |conn, seen| Ok::<_, PageError>(lists::found(conn, &seen.sight, &words.join(" "))?)).await?;
    Ok((seen, Outcome::Limited { topics, more }))
}

fn shown(visit: &ForumVisit, seen: &ForumSeen, parameters: &Parameters, question: &Question, outcome: Outcome) -> Shown {
    let mut shown = Shown::of(parameters, question);
    match outcome {
        Outcome::Nothing => {}
        Outcome::Busy => (shown.limited, shown.busy) = (true, true),
        Outcome::Limited { topics, more } => {
            shown.limited = true;
            shown.count_words = view::count_words(visit, seen, topics.len() as u64, more);
            shown.hits = topics.into_iter().map(|topic| view::plain_hit(visit, seen, topic)).collect();
        }
        Outcome::Answered { wanted, found, loosened, hits, more, tags } => {
            let highlighter = Highlighter::new(&wanted, &found);
            (shown.loosened_phrases, shown.loosened_words) = (loosened.phrases, loosened.words);
            shown.count_words = view::count_words(visit, seen, found.topics, false);
            shown.total = found.topics.min(view::COUNTED_MOST);
            shown.hits = hits.into_iter().map(|hit| view::hit(visit, seen, &highlighter, hit)).collect();
            shown.instead = view::instead(parameters, question, &found);
            shown.choices = view::choices(visit, seen, parameters, &question.asked.filters, &found.counts, &tags);
            shown.turn_pages(parameters, question.page, more);
        }
    }
    shown
}
