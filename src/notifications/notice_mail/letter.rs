//! The words of a mail about a notice.

use super::listing::News;
use crate::forum::PostState;
use crate::forum::topics::{post_url, topic_url};
use crate::notifications::notices::{Reason, words};
use crate::platform::i18n::{Arg, I18n};
use crate::platform::mail::Context;
use crate::platform::web::Web;

/// What the templates `mail/notice` read.
pub(super) fn context(web: &Web, news: &News) -> Context {
    let mut context = Context::new();
    context.insert("title", &news.line.title.0);
    context.insert("actor", &news.actor);
    context.insert("words", &sentence(web.i18n(), news));
    context.insert("excerpt", &news.excerpt);
    context.insert("why", &news.why);
    context.insert("may_solve", &news.may_solve);
    context.insert("url", &web.absolute(&path(news)));
    context
}

fn sentence(i18n: &I18n, news: &News) -> String {
    let key = words::key(news.reason, &news.detail);
    i18n.text_with(news.mailbox.lang, key, &[("count", Arg::Number(news.line.milestone))])
}

fn path(news: &News) -> String {
    let (_, slug, _) = &news.line.title;
    if news.reason == Reason::Moderation && news.detail == PostState::Erased.as_str() {
        return topic_url(slug, news.line.topic);
    }
    post_url(slug, news.line.topic, news.number)
}

/// The subject: the same for all that is told of a topic, so that mail programs keep it together.
pub(super) fn title(news: &News) -> String {
    if news.opens_thread() { news.line.title.0.clone() } else { format!("Re: {}", news.line.title.0) }
}

impl News {
    /// Does the mail tell of a new topic? Then all others follow it.
    pub(super) fn opens_thread(&self) -> bool {
        self.reason == Reason::Topic
    }
}
