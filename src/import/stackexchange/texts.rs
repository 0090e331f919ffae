//! The second reading: texts as they were typed, else as Markdown made of the HTML that was kept.

use std::path::Path;

use super::dump::{self, Row};
use super::outline::{COMMENTS, HISTORY, POSTS, Post};
use super::write::Plan;
use super::{ImportError, Progress};
use crate::accounts::Acting;
use crate::forum::bulk::{PastPost, store};
use crate::forum::texts::{self, Composed, Tongue};
use crate::forum::{Audience, PostId, PostState, TopicId, old_urls};
use crate::platform::db::{Error, Result as DbResult, in_pieces};
use crate::platform::settings::Settings;
use crate::platform::text::{Limits, MarkdownSource};

/// What was taken elsewhere is taken here: as short as it is, and longer than what is typed today.
const LIMITS: Limits = Limits { min: 0, min_han: 0, max: 120_000 };
/// Rendered and written together.
const BATCH: usize = 100;

/// Writes every post with its text.
pub(super) fn write(plan: &Plan<'_>, folder: &Path, base_url: &str, settings: &Settings, progress: &dyn Progress) -> Result<(), ImportError> {
    let tongue = Tongue { chosen: None, offered: settings.languages.clone(), fallback: settings.language() };
    let mut batch = Batch { plan, base_url, tongue, progress, waiting: Vec::new() };
    if plan.outline.has_history {
        dump::rows(folder, HISTORY, |row| {
            let id = row.number("Id")?;
            match plan.outline.posts.get(&row.number("PostId")?) {
                Some(post) if post.text_row.is_some_and(|(_, newest)| newest == id) => batch.add(row, post, row.text("Text")?),
                _ => Ok(()),
            }
        })?;
    }
    let converter = htmd::HtmlToMarkdown::builder().skip_tags(vec!["script", "style"]).build();
    dump::rows(folder, POSTS, |row| match plan.outline.posts.get(&row.number("Id")?) {
        Some(post) if post.text_row.is_none() => {
            let markdown = converter.convert(row.text("Body")?).map_err(|error| row.broken(format!("the body is no HTML: {error}")))?;
            batch.add(row, post, &markdown)
        }
        _ => Ok(()),
    })?;
    dump::rows(folder, COMMENTS, |row| match plan.outline.comments.get(&row.number("Id")?) {
        Some(comment) => batch.add(row, comment, row.text("Text")?),
        None => Ok(()),
    })?;
    batch.flush()
}

struct Batch<'a> {
    plan: &'a Plan<'a>,
    base_url: &'a str,
    tongue: Tongue,
    progress: &'a dyn Progress,
    waiting: Vec<(PastPost, MarkdownSource)>,
}

impl Batch<'_> {
    fn add(&mut self, row: &Row<'_>, post: &Post, text: &str) -> Result<(), ImportError> {
        let source = MarkdownSource::parse(text, LIMITS).map_err(|error| row.broken(format!("the text is refused: {error}")))?;
        let past = PastPost {
            id: Some(PostId(post.id)),
            topic: TopicId(post.topic),
            number: post.number,
            parent: post.under.map(PostId),
            position: post.position,
            author: self.plan.people.member(&post.writer),
            state: PostState::Visible,
            audience: Audience::Everyone,
            lang: String::new(),
            created_at: post.created_at,
            edited_at: post.edited_at,
            version: 1,
            vote_base: post.score,
        };
        self.waiting.push((past, source));
        if self.waiting.len() < BATCH { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), ImportError> {
        let waiting = std::mem::take(&mut self.waiting);
        let number = waiting.len() as u64;
        let (base_url, tongue) = (self.base_url.to_owned(), self.tongue.clone());
        let composed = self.plan.db.read_blocking(move |conn| {
            let compose = |(post, source): (PastPost, MarkdownSource)| {
                let text = texts::compose(conn, &base_url, source, &tongue)?;
                Ok((PastPost { lang: text.lang.clone(), ..post }, text))
            };
            waiting.into_iter().map(compose).collect::<DbResult<Vec<(PastPost, Composed)>>>()
        })?;
        in_pieces(self.plan.db, Acting::Command, composed, |tx, (post, text)| {
            let id = store::insert_post(tx, post)?;
            if post.number > 1 && post.parent.is_none() {
                old_urls::store::insert(tx, &format!("/a/{id}"), &format!("/p/{id}"))?;
            }
            texts::store::insert(tx, id, text)?;
            Ok::<_, Error>(())
        })?;
        self.progress.wrote(number);
        Ok(())
    }
}
