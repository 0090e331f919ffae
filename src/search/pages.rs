//! The page of a search, and its twin for programs.

mod asking;
pub mod opensearch;
pub mod related;
pub mod similar;
pub mod suggest;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::Search;
use super::asked::{Asked, Filters, Term};
use super::engine::{Choices, Found, Hit, Limits, Sort, Wanted};
use super::excerpt::Highlighter;
use super::find::{self, Asker, Loosened, Seen};
use super::queries::{self, QUERY_LENGTH, QueryLog};
use super::question::{Parameters, Question};
use crate::forum::listing::{TopicLine, listing as lists};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Connection;
use crate::platform::i18n::Arg;
use crate::platform::limits::Limit;
use crate::platform::web::{Head, PageError, PageResult, respond};
use view::{ResultPage, Shown};

/// Topics that are shown where filters alone left nothing.
const UNFILTERED_MOST: usize = 5;

/// What a search came to.
enum Outcome {
    /// Nothing was asked.
    Nothing,
    /// The engine answered.
    Answered(Box<Answered>),
    /// The engine is away: titles alone were looked at.
    Limited { topics: Vec<TopicLine>, more: bool },
    /// The engine is away, and too many ask at once.
    Busy,
}

/// What the engine answered, and what of it the viewer sees.
struct Answered {
    wanted: Wanted,
    found: Found,
    loosened: Loosened,
    hits: Vec<Seen>,
    more: bool,
    tags: Vec<(i64, String)>,
    /// Whether the viewer is to be told of an answer; none where nobody can be, or need be.
    told: Option<bool>,
    /// Topics that have the words, where it was the filters that left nothing.
    unfiltered: Vec<TopicLine>,
}

/// `GET /search?q=`
pub async fn search(visit: ForumVisit, search: web::Data<Search>, log: web::Data<QueryLog>, parameters: web::Query<Parameters>) -> PageResult {
    let question = parameters.read();
    let (seen, outcome) = outcome(&visit, &search, &question).await?;
    remember(&log, &seen, &question, &outcome);
    let shown = shown(&visit, &seen, &parameters, &question, outcome);
    let mut frame = visit.forum_frame(&seen, None);
    if question.typed.is_empty() {
        frame.head = Some(head(&visit, &seen));
    }
    frame.search = question.typed;
    respond(&visit.web, &visit.req, StatusCode::OK, &frame, "search/show.html", &ResultPage { found: shown })
}

/// Remembers what was asked, once: not each letter that was typed, no later page, and nothing that was answered by titles alone.
fn remember(log: &QueryLog, seen: &ForumSeen, question: &Question, outcome: &Outcome) {
    if let Outcome::Answered(answered) = outcome
        && !question.typing
        && question.page == 1
    {
        log.note(&question.typed, seen.lang.tag(), answered.found.topics);
    }
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
    // Whoever types sends a request for every few letters, and must still be able to send the form.
    let limit = if question.typing { Limit::Typing } else { Limit::Search };
    visit.web.floods().take(limit, &visit.client().network())?;
    let (seen, wanted) = wanted(visit, search, question).await?;
    match search.ask(wanted).await {
        Some((wanted, found, loosened)) => {
            let others = unfiltered(search, question, &wanted, &found).await;
            answered(visit, question, (wanted, found, loosened), others).await
        }
        None => limited(visit, search, seen, question).await,
    }
}

/// What the engine is asked for a question.
async fn wanted(visit: &ForumVisit, search: &Search, question: &Question) -> Result<(ForumSeen, Wanted), PageError> {
    let question = question.clone();
    asking::look(visit, search, move |conn, seen, synonyms| Ok(find::wanted(conn, &asker(seen), synonyms, &question)?)).await
}

/// Who asks, as the core of the search wants it.
fn asker(seen: &ForumSeen) -> Asker<'_> {
    Asker { sight: &seen.sight, categories: &seen.categories, lang: seen.lang, languages: &seen.settings.languages }
}

/// Where filters alone left nothing: what there is with any of the words and without the filters.
async fn unfiltered(search: &Search, question: &Question, wanted: &Wanted, found: &Found) -> Vec<Hit> {
    if found.topics > 0 || question.asked.terms.is_empty() || question.asked.filters == Filters::default() {
        return Vec::new();
    }
    let terms = question.asked.terms.iter().map(|term| Term { is_phrase: false, ..term.clone() }).collect();
    let asked = Asked { terms, without: question.asked.without.clone(), ..Asked::default() };
    let plain = Wanted { asked, all_words: false, limits: Limits::default(), choices: Choices::default(), sort: Sort::Relevance, ..wanted.clone() };
    search.ask(plain).await.map(|(_, found, _)| found.hits).unwrap_or_default()
}

async fn answered(visit: &ForumVisit, question: &Question, answer: (Wanted, Found, Loosened), others: Vec<Hit>) -> Result<(ForumSeen, Outcome), PageError> {
    let (wanted, found, loosened) = answer;
    let (page, whole, is_empty) = (question.page, question.whole.clone(), found.topics == 0);
    let hits = found.hits.clone();
    let offered = view::tags_offered(&found.counts, &wanted.choices.tags);
    let look = move |conn: &mut Connection, seen: &ForumSeen| {
        let (hits, more) = find::seen(conn, &seen.sight, &hits, page)?;
        let mut names = super::listing::tag_names(conn, &offered)?;
        let tags: Vec<(i64, String)> = offered.iter().filter_map(|tag| Some((*tag, names.remove(tag)?))).collect();
        let unfiltered = find::topics_seen(conn, &seen.sight, &others, UNFILTERED_MOST)?;
        let told = if is_empty { told(conn, seen, &whole)? } else { None };
        Ok::<_, PageError>((hits, more, tags, unfiltered, told))
    };
    let (seen, (hits, more, tags, unfiltered, told)) = visit.look(look).await?;
    Ok((seen, Outcome::Answered(Box::new(Answered { wanted, found, loosened, hits, more, tags, told, unfiltered }))))
}

/// Is the viewer to be told when there is an answer? A visitor would be asked to sign in. What is cut would ask for more.
fn told(conn: &mut Connection, seen: &ForumSeen, whole: &str) -> Result<Option<bool>, PageError> {
    let is_kept = whole.chars().count() <= QUERY_LENGTH;
    let Some(key) = queries::key(whole, seen.lang.tag()).filter(|_| is_kept) else { return Ok(None) };
    Ok(Some(match seen.viewer.id() {
        Some(member) => queries::store::is_waiting(conn, member, &key)?,
        None => false,
    }))
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
        Outcome::Answered(answered) => {
            let Answered { wanted, found, loosened, hits, more, tags, told, unfiltered } = *answered;
            let highlighter = Highlighter::new(&wanted, &found);
            (shown.loosened_phrases, shown.loosened_words) = (loosened.phrases, loosened.words);
            shown.count_words = view::count_words(visit, seen, found.topics, false);
            shown.total = found.topics.min(view::COUNTED_MOST);
            shown.hits = hits.into_iter().map(|hit| view::hit(visit, seen, &highlighter, hit)).collect();
            shown.instead = view::instead(parameters, question, &found);
            shown.choices = view::choices(visit, seen, parameters, &question.asked.filters, &found.counts, &tags);
            shown.unfiltered = unfiltered.into_iter().map(|topic| view::plain_hit(visit, seen, topic)).collect();
            (shown.tell, shown.told) = (told == Some(false), told == Some(true));
            shown.turn_pages(parameters, question.page, more);
        }
    }
    shown
}
