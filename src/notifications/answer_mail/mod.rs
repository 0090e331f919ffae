//! "Your question has an answer": a mail to whoever asked, for each reply by somebody else, ended by one click.

use serde::Deserialize;
use std::sync::Arc;

use crate::accounts::mails::mail_kind;
use crate::accounts::{Acting, MemberId, MemberState, settings as preferences, stop_mail, store as members};
use crate::forum::posts::{self, PostRow};
use crate::forum::topics::{self, post_url};
use crate::forum::visibility::{Sight, can_see};
use crate::forum::visit::ForumMemory;
use crate::forum::{Audience, PostId, PostState, TopicKind, texts};
use crate::platform::db::{Connection, Durability, Result, Timestamp};
use crate::platform::jobs::{Job, Kind};
use crate::platform::mail::{Context, Mail, Mailer};
use crate::platform::text::excerpt::excerpt;
use crate::platform::web::Web;

/// The job that mails it.
pub static MAIL: Kind = mail_kind("notifications.answer-mail");

/// So much of the reply stands in the mail, in characters.
const EXCERPT: usize = 400;

#[derive(Deserialize)]
struct Replied {
    post: PostId,
}

/// What the mail says, and to whom.
struct News {
    asker: MemberId,
    mailbox: members::Mailbox,
    title: String,
    path: String,
    author: String,
    excerpt: String,
    community: String,
}

/// Mails it, if the reply can still be seen by everybody and the asker still wants to know.
pub fn send(web: &Web, mailer: &Mailer, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let post = job.read::<Replied>()?.post;
    let (reader, memory, now) = (web.clone(), memory.clone(), web.db().now());
    let news = web.db().read_blocking(move |conn| news(conn, &reader, &memory, post, now))?;
    let Some(news) = news else { return Ok(()) };
    let (linking, asker) = (web.clone(), news.asker);
    // Not synced for itself: a link lost with the power is lost with a mail that nobody read yet, and the next one has its own.
    let stop_url = web.db().write_blocking(Acting::System, Durability::Soon, move |tx, _| stop_mail::link(&linking, tx, asker))?;
    let mut context = Context::new();
    context.insert("title", &news.title);
    context.insert("author", &news.author);
    context.insert("excerpt", &news.excerpt);
    context.insert("url", &web.absolute(&news.path));
    let mail = Mail {
        to: &news.mailbox.address,
        lang: news.mailbox.lang,
        name: "answer",
        community: &news.community,
        context,
        subject: &[("title", news.title.as_str().into())],
        stop_url: Some(&stop_url),
    };
    Ok(mailer.send_once(&mail)?)
}

/// What there is to tell now: hidden meanwhile, moved out of sight, mail ended or account left, and there is nothing.
fn news(conn: &mut Connection, web: &Web, memory: &ForumMemory, post: PostId, now: Timestamp) -> Result<Option<News>> {
    let Some(post) = posts::store::find(conn, post)?.filter(is_answer) else { return Ok(None) };
    let asker = post.topic_facts.author;
    let viewer = members::viewer(conn, asker, now)?;
    let takes_part = viewer.account().is_some_and(|account| account.state == MemberState::Active);
    let categories = memory.categories.get(web.db(), conn)?;
    let sight = Sight::of(&viewer, &categories);
    if !takes_part || !can_see(&sight, &post.facts()) || !preferences::store::wants_answer_mail(conn, asker)? {
        return Ok(None);
    }
    let (Some(mailbox), Some(topic)) = (members::mailbox(conn, asker)?, topics::store::find(conn, post.topic)?) else { return Ok(None) };
    let author = members::find(conn, post.author)?.map(|author| author.name).unwrap_or_default();
    let source = texts::store::source(conn, post.id)?;
    let source = texts::as_shown(conn, web.origin(), &categories, post.id, &source)?.unwrap_or(source);
    Ok(Some(News {
        asker,
        mailbox,
        path: post_url(&topic.slug, topic.id, post.number),
        title: topic.title,
        author,
        excerpt: excerpt(&source, EXCERPT),
        community: web.settings(conn)?.name.clone(),
    }))
}

/// A visible reply for everybody to somebody else's question.
fn is_answer(post: &PostRow) -> bool {
    let seen = post.state == PostState::Visible && post.audience == Audience::Everyone;
    seen && post.is_reply() && post.kind == TopicKind::Question && post.author != post.topic_facts.author
}
