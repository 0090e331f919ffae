//! What the boxes offer while somebody types: the header's, and the browser's own.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Serialize;

use super::asking::{self, Answer};
use super::view;
use crate::forum::listing::TopicLine;
use crate::forum::topics::{state_word, topic_url};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Connection;
use crate::platform::limits::Limit;
use crate::platform::web::{PageError, PageResult};
use crate::search::engine::{Found, Wanted};
use crate::search::excerpt::{Highlighter, Piece};
use crate::search::question::{Parameters, Question};
use crate::search::{Search, find};

/// Topics that are suggested: what one takes in at a glance.
const MOST: usize = 6;

/// What the header's box gets.
#[derive(Default, Serialize)]
struct Suggestions {
    /// What the list is called.
    label: String,
    /// How many there are, in words.
    said: String,
    topics: Vec<Suggested>,
    /// The last entry: all results.
    all: Option<All>,
}

#[derive(Serialize)]
struct Suggested {
    title: Vec<Piece>,
    lang: String,
    url: String,
    state: &'static str,
    state_word: String,
}

#[derive(Serialize)]
struct All {
    text: String,
    url: String,
}

/// `GET /search/suggest?q=`: topics that fit what is typed so far.
pub async fn suggest(visit: ForumVisit, search: Data<Search>, parameters: Query<Parameters>) -> PageResult {
    let question = typed(&parameters);
    let (seen, highlighter, topics) = topics(&visit, &search, &question).await?;
    let mut suggestions = Suggestions::default();
    if !question.asked.is_empty() {
        let count = topics.len() as u64;
        suggestions.label = seen.text(&visit.web, "search-suggestions");
        suggestions.said = if count == 0 { seen.text(&visit.web, "search-empty") } else { view::count_words(&visit, &seen, count, false) };
        suggestions.all = Some(All { text: seen.text(&visit.web, "search-all-results"), url: parameters.url_with("/search", &[]) });
        suggestions.topics = topics.into_iter().map(|topic| suggested(&visit, &seen, highlighter.as_ref(), topic)).collect();
    }
    Ok(HttpResponse::Ok().insert_header(NOT_KEPT).json(suggestions))
}

/// `GET /search/opensearch-suggest?q=`: the same for the browser's box, in the form of the OpenSearch suggestions extension.
pub async fn opensearch_suggest(visit: ForumVisit, search: Data<Search>, parameters: Query<Parameters>) -> PageResult {
    let question = typed(&parameters);
    let (_, _, topics) = topics(&visit, &search, &question).await?;
    let titles: Vec<&str> = topics.iter().map(|topic| topic.title.as_str()).collect();
    let nothing = vec![""; titles.len()];
    let urls: Vec<String> = topics.iter().map(|topic| visit.web.address(&topic_url(&topic.slug, topic.id))).collect();
    let answer = serde_json::to_string(&(&parameters.q, titles, nothing, urls)).map_err(anyhow::Error::from)?;
    Ok(HttpResponse::Ok().insert_header(NOT_KEPT).content_type("application/x-suggestions+json").body(answer))
}

const NOT_KEPT: (&str, &str) = ("Cache-Control", "private, no-store");

/// The words alone, the last of which goes on.
fn typed(parameters: &Parameters) -> Question {
    Parameters { q: parameters.q.clone(), typing: "1".into(), ..Parameters::default() }.read()
}

async fn topics(visit: &ForumVisit, search: &Search, question: &Question) -> Result<(ForumSeen, Option<Highlighter>, Vec<TopicLine>), PageError> {
    visit.web.floods().take(Limit::Typing, &visit.client().network())?;
    let (seen, wanted) = super::wanted(visit, search, question).await?;
    let show = |conn: &mut Connection, seen: &ForumSeen, wanted: &Wanted, found: &Found| {
        let topics = find::topics_seen(conn, &seen.sight, &found.hits, MOST)?;
        Ok((Highlighter::new(wanted, found), topics))
    };
    // Where the engine is away the page itself looks at titles; suggestions are no help to anybody who is in trouble.
    Ok(match asking::answer(visit, search, seen, wanted, show).await? {
        (seen, Answer::Found((highlighter, topics))) => (seen, Some(highlighter), topics),
        (seen, _) => (seen, None, Vec::new()),
    })
}

fn suggested(visit: &ForumVisit, seen: &ForumSeen, highlighter: Option<&Highlighter>, topic: TopicLine) -> Suggested {
    let state = state_word(topic.kind, topic.closed, topic.solved, topic.answered);
    let plain = || vec![Piece { text: topic.title.clone(), marked: false }];
    Suggested {
        title: highlighter.map_or_else(plain, |highlighter| highlighter.mark(&topic.title)),
        url: topic_url(&topic.slug, topic.id),
        state,
        state_word: seen.text(&visit.web, state_key(state)),
        lang: topic.lang,
    }
}

fn state_key(state: &str) -> &'static str {
    match state {
        "solved" => "forum-state-solved",
        "answered" => "forum-state-answered",
        "unanswered" => "forum-state-unanswered",
        "discussion" => "forum-state-discussion",
        "announcement" => "forum-state-announcement",
        _ => "forum-state-closed",
    }
}
