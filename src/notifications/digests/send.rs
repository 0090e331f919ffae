//! The job that mails a digest: what it tells is read, and rights are asked, when it is written.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

use super::Rhythm;
use super::listing::{self, Titled};
use super::run::is_told;
use crate::accounts::deliveries::{self, Parcel, names::sign};
use crate::accounts::mails::mail_kind;
use crate::accounts::{MemberId, store as members};
use crate::forum::TopicId;
use crate::forum::topics::topic_url;
use crate::forum::visibility::{Sight, can_see_topic};
use crate::forum::visit::ForumMemory;
use crate::notifications::notices::listing::{self as notices, Line};
use crate::notifications::notices::ways::store as ways;
use crate::notifications::notices::words;
use crate::notifications::stop_mail::{self, Stop};
use crate::platform::db::{Connection, Result, Timestamp};
use crate::platform::i18n::{Arg, I18n, Lang};
use crate::platform::jobs::{Job, Kind, Lane};
use crate::platform::mail::{Context, Mail, Mailer, Thread};
use crate::platform::settings::store as settings;
use crate::platform::web::Web;

/// The job that mails one.
pub static MAIL: Kind = Kind { lane: Lane::News, ..mail_kind("notifications.digest-mail") };
/// The mail's name.
pub const NAME: &str = "digest";
/// The name of the last question.
const ASKING: &str = "digest-asked";
/// Topics in one digest; the page of notices tells the rest.
const TOPICS: usize = 15;
/// Notices that are looked at for one.
const LOOKED_AT: i64 = 300;

/// Whose digest of what.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct About {
    pub member: MemberId,
    pub from: Timestamp,
    pub until: Timestamp,
    pub questions: Vec<TopicId>,
    pub asks: bool,
}

/// What it says of a topic.
#[derive(Clone, Serialize)]
struct Item {
    title: String,
    url: String,
    actor: String,
    words: String,
    others: String,
}

/// What it says.
struct News {
    mailbox: members::Mailbox,
    items: Vec<Item>,
    has_more: bool,
    questions: Vec<Item>,
    community: String,
    secret: Option<String>,
}

/// Mails it, if there still is something to tell.
pub fn send(web: &Web, mailer: &Mailer, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let about: About = job.read()?;
    let (reader, kept, asked) = (web.clone(), memory.clone(), about.clone());
    let Some(news) = web.db().read_blocking(move |conn| news(conn, &reader, &kept, &asked))? else { return Ok(()) };
    let (secret, token) = stop_mail::secrets(web, about.member, news.secret.clone())?;
    let key = sign(&secret, &format!("d{}-{}", about.member, about.until.0));
    let stop_url = web.absolute(&Stop::Digest.path(&token));
    let further = [("mail-stop-all", web.absolute(&Stop::All.path(&token)))];
    let mut context = Context::new();
    context.insert("items", &news.items);
    context.insert("has_more", &news.has_more);
    context.insert("questions", &news.questions);
    context.insert("notices_url", &web.absolute("/notices"));
    context.insert("settings_url", &web.absolute("/settings/notices"));
    context.insert("url", &web.absolute(&Stop::GoOn.path(&token)));
    let mail = Mail {
        to: &news.mailbox.address,
        lang: news.mailbox.lang,
        name: if about.asks { ASKING } else { NAME },
        community: &news.community,
        context,
        subject: &[("community", news.community.as_str().into())],
        stop_url: Some(&stop_url),
        further_stops: &further,
        thread: None,
    };
    let thread = Thread { id: key.clone(), opening: None };
    deliveries::send_once(web.db(), mailer, &Parcel { job, kind: &MAIL, member: about.member, key, thread, mail }, |_| Ok(()))
}

fn news(conn: &mut Connection, web: &Web, memory: &ForumMemory, about: &About) -> Result<Option<News>> {
    let member = about.member;
    let viewer = members::viewer(conn, member, web.db().now())?;
    let wanted = if about.asks { &[Rhythm::Asked][..] } else { &[Rhythm::Daily, Rhythm::Weekly] };
    let goes = wanted.contains(&listing::rhythm(conn, member)?) && viewer.id().is_some() && !deliveries::store::is_dead(conn, member)?;
    let Some(mailbox) = members::mailbox(conn, member)?.filter(|_| goes) else { return Ok(None) };
    let sight = Sight::of(&viewer, &*memory.categories.get(web.db(), conn)?);
    let (items, has_more) = if about.asks { (Vec::new(), false) } else { items(conn, web, about, &sight, mailbox.lang)? };
    let questions = questions(conn, web, about, &sight)?;
    if items.is_empty() && questions.is_empty() && !about.asks {
        return Ok(None);
    }
    Ok(Some(News { mailbox, items, has_more, questions, community: web.settings(conn)?.name.clone(), secret: settings::mail_key(conn)? }))
}

/// What the member was told and has not read, a line for each topic; whether there is more.
fn items(conn: &mut Connection, web: &Web, about: &About, sight: &Sight, lang: Lang) -> Result<(Vec<Item>, bool)> {
    let ways = ways::of_member(conn, about.member)?;
    let lines = notices::untold(conn, about.member, (about.from, about.until), LOOKED_AT)?;
    let lines = lines.into_iter().filter(|(reasons, line)| is_told(*reasons, &ways) && line.may_be_seen(sight)).map(|(_, line)| line);
    let mut topics: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match topics.iter_mut().find(|topic| topic[0].topic == line.topic) {
            Some(topic) => topic.push(line),
            None => topics.push(vec![line]),
        }
    }
    let has_more = topics.len() > TOPICS;
    topics.truncate(TOPICS);
    let actors = topics.iter().flatten().filter_map(|line| line.actor).collect();
    let names = notices::names(conn, actors)?.into_iter().map(|(member, (name, _))| (member, name)).collect();
    Ok((topics.iter().map(|lines| item(web, lang, lines, &names)).collect(), has_more))
}

/// The strongest reason is what is read; one reads on from the oldest post.
fn item(web: &Web, lang: Lang, lines: &[Line], names: &HashMap<MemberId, String>) -> Item {
    let strongest = lines.iter().min_by_key(|line| line.reason).unwrap_or(&lines[0]);
    let oldest = lines.last().unwrap_or(strongest);
    let actor = strongest.actor.filter(|_| strongest.reason.names_somebody()).and_then(|actor| names.get(&actor).cloned()).unwrap_or_default();
    let more = lines.len() as i64 - 1;
    Item {
        title: strongest.title.0.clone(),
        url: web.absolute(&format!("/p/{}", oldest.post)),
        actor,
        words: sentence(web.i18n(), lang, strongest),
        others: if more > 0 { web.i18n().text_with(lang, "mail-digest-more", &[("count", Arg::Number(more))]) } else { String::new() },
    }
}

fn sentence(i18n: &I18n, lang: Lang, line: &Line) -> String {
    i18n.text_with(lang, words::key(line.reason, &line.detail), &[("count", Arg::Number(line.milestone))])
}

/// The questions that still wait and can be seen.
fn questions(conn: &mut Connection, web: &Web, about: &About, sight: &Sight) -> Result<Vec<Item>> {
    let waiting = listing::titles(conn, &about.questions)?.into_iter().filter(|titled| !titled.is_answered && can_see_topic(sight, &titled.facts));
    let item = |titled: Titled| Item {
        url: web.absolute(&topic_url(&titled.slug, titled.topic)),
        title: titled.title,
        actor: String::new(),
        words: String::new(),
        others: String::new(),
    };
    Ok(waiting.map(item).collect())
}
