//! The job that mails a notice.

use std::sync::Arc;

use super::listing::{self, News};
use super::{About, MAIL, NAME, Names, letter};
use crate::accounts::deliveries::{self, Parcel};
use crate::forum::visit::ForumMemory;
use crate::notifications::notices::store as notices;
use crate::notifications::stop_mail::{self, Stop};
use crate::platform::jobs::Job;
use crate::platform::mail::{Mail, Mailer, Thread};
use crate::platform::web::Web;

/// Mails it, if there is something to tell now.
pub fn send(web: &Web, mailer: &Mailer, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let about: About = job.read()?;
    let (reader, memory) = (web.clone(), memory.clone());
    let Some(news) = web.db().read_blocking(move |conn| listing::news(conn, &reader, &memory, about))? else { return Ok(()) };
    let (secret, token) = stop_mail::secrets(web, about.member, news.secret.clone())?;
    let thread = thread(&Names(&secret), about, &news);
    let stop_url = web.absolute(&Stop::Reason(news.reason).path(&token));
    let further = [("mail-stop-topic", web.absolute(&Stop::Topic(news.line.topic).path(&token))), ("mail-stop-all", web.absolute(&Stop::All.path(&token)))];
    let title = letter::title(&news);
    let mail = Mail {
        to: &news.mailbox.address,
        lang: news.mailbox.lang,
        name: NAME,
        community: &news.community,
        context: letter::context(web, &news),
        subject: &[("title", title.as_str().into())],
        stop_url: Some(&stop_url),
        further_stops: if news.reason.is_silenced_by_muting() { &further } else { &further[1..] },
        thread: None,
    };
    let parcel = Parcel { job, kind: &MAIL, member: about.member, key: thread.id.clone(), thread, mail };
    let notice = news.told.id;
    deliveries::send_once(web.db(), mailer, &parcel, move |tx| notices::set_mailed(tx, notice))
}

fn thread(names: &Names<'_>, about: About, news: &News) -> Thread {
    let opening = names.opening(news.line.topic, about.member);
    if news.opens_thread() {
        return Thread { id: opening, opening: None };
    }
    Thread { id: names.of_post(about.post, about.member, news.told.at), opening: Some(opening) }
}
