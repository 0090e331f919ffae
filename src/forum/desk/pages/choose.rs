//! `/t/{topic}/posts`: replies are chosen, and split off into a new topic or moved to another.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::view::{TopicHead, kinds};
use super::{admitted, desk_url, kept_in_order, topic_typed, trouble};
use crate::forum::desk::listing::{self, Reply};
use crate::forum::desk::move_posts::move_posts;
use crate::forum::desk::split_topic::{NewFromReplies, split_topic};
use crate::forum::desk::{DeskError, TOGETHER};
use crate::forum::participant::Participant;
use crate::forum::topics::{post_url, show::Topic, store::find, topic_url};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::writing::pages::text_mistake;
use crate::forum::{CategoryId, PostId, PostState, TopicId, TopicKind};
use crate::platform::db::{Connection, Failure, Tx};
use crate::platform::i18n::format::{Moment, count};
use crate::platform::text::Title;
use crate::platform::text::excerpt::excerpt_of_html;
use crate::platform::web::forms::{Choice, FieldErrors, Form};
use crate::platform::web::{PageError, PageResult};

/// As much of a reply as reminds of it.
const EXCERPT: usize = 200;
/// The name of a reply's box begins with this, its number follows.
const BOX: &str = "post-";
/// Goes into a new topic.
const NEW: &str = "new";

/// Where the list goes on.
#[derive(Deserialize)]
pub struct Asked {
    after: Option<i64>,
}

/// The form as typed.
#[derive(Clone, Debug, Default)]
struct Typed {
    chosen: Vec<PostId>,
    whither: String,
    title: String,
    category: String,
    kind: String,
    into: String,
    after: String,
}

impl Typed {
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "whither" => typed.whither = value,
                "title" => typed.title = value,
                "category" => typed.category = value,
                "kind" => typed.kind = value,
                "into" => typed.into = value,
                "after" => typed.after = value,
                name => typed.chosen.extend(name.strip_prefix(BOX).and_then(|id| id.parse().ok()).map(PostId)),
            }
        }
        typed.chosen.sort_unstable();
        typed.chosen.dedup();
        typed
    }
}

/// Where the chosen replies go.
#[derive(Clone, Debug)]
enum Whither {
    New(NewFromReplies),
    Into(TopicId),
}

/// The context of `templates/forum/desk/choose.html`.
#[derive(Serialize)]
struct ChoosePage {
    topic: TopicHead,
    form: ChooseForm,
    replies: Vec<ReplyView>,
    newest: String,
    older: String,
    back_url: String,
}

#[derive(Serialize)]
struct ChooseForm {
    action: String,
    after: String,
    is_new: bool,
    title: String,
    into: String,
    categories: Vec<Choice>,
    kinds: Vec<Choice>,
    most: i64,
    chosen_error: String,
    title_error: String,
    into_error: String,
    category_error: String,
    errors: FieldErrors,
}

#[derive(Serialize)]
struct ReplyView {
    name: String,
    number: i64,
    url: String,
    by: String,
    excerpt: String,
    lang: String,
    at: Moment,
    comments: String,
    state: &'static str,
    chosen: bool,
}

/// `GET /t/{topic}/posts`.
pub async fn show(visit: ForumVisit, topic: Path<i64>, asked: Query<Asked>) -> PageResult {
    let after = asked.after.filter(|after| *after > 0).map(|after| after.to_string()).unwrap_or_default();
    page(&visit, TopicId(*topic), StatusCode::OK, Typed { whither: NEW.to_owned(), after, ..Typed::default() }, FieldErrors::default()).await
}

/// `POST /t/{topic}/move`.
pub async fn send(visit: ForumVisit, topic: Path<i64>, Form(fields): Form<Vec<(String, String)>>) -> PageResult {
    let topic = TopicId(*topic);
    let member = visit.member_for(&format!("/t/{topic}/posts")).await?;
    let typed = Typed::of(fields);
    let (seen, ()) = visit.look(|_, _| Ok::<_, PageError>(())).await?;
    let mut errors = FieldErrors::default();
    let whither = checked(&visit, &seen, &typed, &mut errors);
    let Some(whither) = whither.filter(|_| errors.is_empty()) else {
        return page(&visit, topic, StatusCode::UNPROCESSABLE_ENTITY, typed, errors).await;
    };
    let chosen = typed.chosen.clone();
    let task = move |tx: &mut Tx<'_>, who: &Participant| {
        let to = match &whither {
            Whither::New(new) => split_topic(tx, who, topic, &chosen, new)?,
            Whither::Into(to) => move_posts(tx, who, topic, &chosen, *to).map(|()| *to)?,
        };
        Ok::<_, Failure<DeskError>>((to, find(tx.conn(), to)?.map(|row| row.slug).unwrap_or_default()))
    };
    match visit.write(member, task).await {
        Ok((to, slug)) => Ok(visit.see_other(&topic_url(&slug, to), Some("desk-notice-moved"))),
        Err(failure) => {
            let field = match &failure {
                Failure::Refused(DeskError::NoTarget | DeskError::Same) => "into",
                _ => "chosen",
            };
            errors.add(field, trouble(&visit, &seen, failure)?);
            page(&visit, topic, StatusCode::CONFLICT, typed, errors).await
        }
    }
}

fn checked(visit: &ForumVisit, seen: &ForumSeen, typed: &Typed, errors: &mut FieldErrors) -> Option<Whither> {
    if typed.chosen.is_empty() {
        errors.add("chosen", seen.text(&visit.web, "desk-error-nothing"));
    }
    if typed.whither != NEW {
        let into = topic_typed(&typed.into);
        if into.is_none() {
            errors.add("into", seen.text(&visit.web, "desk-error-no-target"));
        }
        return into.map(Whither::Into);
    }
    let title = Title::parse(&typed.title).map_err(|error| errors.add("title", text_mistake(&visit.web, seen, "title", error))).ok();
    let category = typed.category.parse().ok().map(CategoryId);
    if category.is_none() {
        errors.add("category", seen.text(&visit.web, "forum-error-category"));
    }
    let kind = TopicKind::parse(&typed.kind).unwrap_or(TopicKind::Question);
    Some(Whither::New(NewFromReplies { category: category?, kind, title: title? }))
}

async fn page(visit: &ForumVisit, topic: TopicId, status: StatusCode, typed: Typed, errors: FieldErrors) -> PageResult {
    let after = typed.after.parse().unwrap_or(0);
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<(Topic, Vec<Reply>, bool), PageError> {
        let topic = admitted(conn, seen, topic)?;
        let (replies, more) = listing::replies(conn, topic.id, &seen.sight, after)?;
        Ok((topic, replies, more))
    };
    let (seen, (topic, replies, more)) = visit.look(work).await?;
    let older = replies.last().filter(|_| more).map(|last| format!("/t/{}/posts?after={}", topic.id, last.number)).unwrap_or_default();
    let context = ChoosePage {
        topic: TopicHead::of(&topic),
        form: form(visit, &seen, &topic, &typed, errors),
        replies: replies.iter().map(|reply| view(&seen, &topic, &typed, reply)).collect(),
        newest: if after > 0 { format!("/t/{}/posts", topic.id) } else { String::new() },
        older,
        back_url: desk_url(topic.id),
    };
    visit.forum_page(&seen, status, "forum/desk/choose.html", &context)
}

fn form(visit: &ForumVisit, seen: &ForumSeen, topic: &Topic, typed: &Typed, errors: FieldErrors) -> ChooseForm {
    let kind = TopicKind::parse(&typed.kind).unwrap_or(if topic.kind == TopicKind::Question { TopicKind::Question } else { TopicKind::Discussion });
    ChooseForm {
        action: format!("/t/{}/move", topic.id),
        after: typed.after.clone(),
        is_new: typed.whither == NEW,
        title: typed.title.clone(),
        into: typed.into.clone(),
        categories: kept_in_order(seen, Some(typed.category.parse().map_or(topic.category, CategoryId))),
        kinds: kinds(visit, seen, kind, false),
        most: TOGETHER as i64,
        chosen_error: errors.of("chosen"),
        title_error: errors.of("title"),
        into_error: errors.of("into"),
        category_error: errors.of("category"),
        errors,
    }
}

fn view(seen: &ForumSeen, topic: &Topic, typed: &Typed, reply: &Reply) -> ReplyView {
    ReplyView {
        name: format!("{BOX}{}", reply.id),
        number: reply.number,
        url: post_url(&topic.slug, topic.id, reply.number),
        by: reply.by.clone(),
        excerpt: excerpt_of_html(&reply.html, EXCERPT),
        lang: reply.lang.clone(),
        at: seen.moment(reply.at),
        comments: if reply.comments > 0 { count(seen.lang, reply.comments) } else { String::new() },
        state: if reply.state == PostState::Visible { "" } else { reply.state.as_str() },
        chosen: typed.chosen.contains(&reply.id),
    }
}
