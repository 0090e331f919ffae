//! Questions like the one that somebody is about to ask, and "this solved it".

use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};

use super::asker;
use super::asking::{self, Answer};
use crate::forum::TopicId;
use crate::forum::topics::{post_url, state_word, topic_url};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Connection;
use crate::platform::limits::Limit;
use crate::platform::text::excerpt::shorten;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult, respond_part};
use crate::search::Search;
use crate::search::engine::{Found, Wanted};
use crate::search::excerpt::{Highlighter, Piece};
use crate::search::similar::{self, Similar};
use crate::search::solved::solved_it;
use crate::search::synonyms::Synonyms;

/// So much of an answer is shown, in graphemes: enough to see whether it is the one.
const ANSWER_LENGTH: usize = 420;

/// One question in `templates/parts/similar.html`.
#[derive(Serialize)]
pub struct SimilarView {
    id: String,
    url: String,
    title: Vec<Piece>,
    lang: String,
    state: &'static str,
    answer: Option<AnswerView>,
}

#[derive(Serialize)]
struct AnswerView {
    url: String,
    author: String,
    lang: String,
    text: String,
}

/// The context of `templates/search/similar.html`.
#[derive(Serialize)]
pub(super) struct SimilarPart {
    pub similar: Vec<SimilarView>,
    pub asking: bool,
}

/// What is being typed.
#[derive(Deserialize)]
pub struct Title {
    #[serde(default)]
    title: String,
}

/// Which topic solved it.
#[derive(Deserialize)]
pub struct SolvedForm {
    #[serde(default)]
    topic: String,
}

impl SimilarView {
    /// The views of questions that were found for these words.
    pub(super) fn all(wanted: &Wanted, found: &Found, similar: Vec<Similar>) -> Vec<Self> {
        let highlighter = Highlighter::new(wanted, found);
        similar.into_iter().map(|similar| Self::of(&highlighter, similar)).collect()
    }

    fn of(highlighter: &Highlighter, Similar { seen, answer }: Similar) -> Self {
        let topic = seen.topic;
        let answer = answer.map(|(post, text)| AnswerView {
            url: post_url(&topic.slug, topic.id, post.number),
            author: post.author_name,
            lang: post.lang,
            text: shorten(&text, ANSWER_LENGTH),
        });
        Self {
            id: topic.id.to_string(),
            url: topic_url(&topic.slug, topic.id),
            title: highlighter.mark(&topic.title),
            lang: topic.lang,
            state: state_word(topic.kind, topic.closed, topic.solved, topic.answered),
            answer,
        }
    }

    fn is_answered(&self) -> bool {
        self.answer.is_some()
    }
}

/// `GET /search/similar?title=`: questions like the one whose title is being typed, as a part of the form; empty where there
/// are none, or nobody answers.
pub async fn similar(visit: ForumVisit, search: Data<Search>, typed: Query<Title>) -> PageResult {
    visit.web.floods().take(Limit::Typing, &visit.client().network())?;
    let (seen, similar) = answering(&visit, &search, &typed.title, true).await?;
    respond_part(&visit.web, &visit.req, seen.lang, "search/similar.html", &SimilarPart { similar, asking: true })
}

/// Solved questions that are like one about to be posted, for whoever saw none while typing. Nothing that goes wrong here
/// keeps anybody from posting.
pub async fn solved_before(visit: &ForumVisit, search: &Search, title: &str) -> Vec<SimilarView> {
    if visit.web.floods().take(Limit::Search, &visit.client().network()).is_err() {
        return Vec::new();
    }
    match answering(visit, search, title, false).await {
        Ok((_, similar)) => similar.into_iter().filter(SimilarView::is_answered).collect(),
        Err(error) => {
            tracing::warn!(%error, "similar questions were not looked for");
            Vec::new()
        }
    }
}

async fn answering(visit: &ForumVisit, search: &Search, title: &str, typing: bool) -> Result<(ForumSeen, Vec<SimilarView>), PageError> {
    let title = title.to_owned();
    let make = move |_: &mut Connection, seen: &ForumSeen, synonyms: &Synonyms| Ok(similar::wanted(&asker(seen), synonyms, &title, typing, None));
    let (seen, wanted) = asking::look(visit, search, make).await?;
    let show = |conn: &mut Connection, seen: &ForumSeen, wanted: &Wanted, found: &Found| {
        Ok(SimilarView::all(wanted, found, similar::answering(conn, &seen.sight, wanted, found)?))
    };
    let (seen, answer) = asking::answer(visit, search, seen, wanted, show).await?;
    let similar = if let Answer::Found(similar) = answer { similar } else { Vec::new() };
    Ok((seen, similar))
}

/// `POST /search/solved`: a topic solved what the member was about to ask; leads there.
pub async fn solved(visit: ForumVisit, Form(form): Form<SolvedForm>) -> PageResult {
    let topic = TopicId(form.topic.parse().map_err(|_| PageError::NotFound)?);
    let member = visit.member_for(&format!("/t/{topic}")).await?;
    visit.web.floods().take(Limit::Search, &visit.client().network())?;
    let slug = visit.write(member, move |tx, who| solved_it(tx, who, topic)).await?;
    Ok(visit.see_other(&topic_url(&slug, topic), Some("search-notice-solved")))
}
