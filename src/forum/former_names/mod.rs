//! Taking the name of a member who left out of what others wrote: mentions, links, quotations, in the texts as they are
//! and as they were. Who wrote, and whom a mention meant, stays known by number.

pub mod store;

use std::collections::HashSet;
use std::sync::Arc;

use super::texts::{self, Rerendered};
use super::topics::{self, store::lock_topic};
use super::{PostId, TopicId, categories, desk, rerender};
use crate::accounts::feature::Leaving;
use crate::accounts::{Acting, MemberId};
use crate::platform::db::{Connection, Db, Durability, Result, in_pieces, read_in_pieces};
use crate::platform::text::names::{FORMER, username_key};
use crate::platform::text::{PostAddress, Unnamed, slug::slug};

/// A text that somebody edits meanwhile is looked at again, so often.
const ROUNDS: usize = 5;

/// Takes the name out of everything, and tells readers of the topics that something changed.
pub fn forget(leaving: &Leaving<'_>) -> anyhow::Result<()> {
    let Leaving { db, member, .. } = *leaving;
    let mut wrote: HashSet<(i64, i64)> = db.read_blocking(move |conn| store::places_of(conn, member))?.into_iter().collect();
    wrote.extend(db.read_blocking(move |conn| desk::store::former_places_of(conn, member))?);
    let former = format!("{FORMER}{member}");
    let wrote = |post: PostAddress| wrote.contains(&(post.topic, post.number));
    // Mentions know older usernames too, which are kept for a year only.
    let mut keys: Vec<String> = db.read_blocking(move |conn| texts::store::typed_for(conn, member))?.iter().map(|typed| username_key(typed)).collect();
    keys.extend(leaving.keys.iter().cloned());
    let unnamed = Unnamed { keys: &keys, wrote: &wrote, now: &former, base_url: leaving.origin };
    for _ in 0..ROUNDS {
        if in_posts(db, leaving.origin, &unnamed)? {
            break;
        }
    }
    in_revisions(db, &unnamed)?;
    in_titles(db, &unnamed)?;
    mentions(db, member, &former)?;
    rerender::of_member(db, leaving.origin, member)?;
    old_addresses(db, &keys)
}

/// Texts as they are; true when none was changed by somebody else meanwhile.
fn in_posts(db: &Db, origin: &str, unnamed: &Unnamed<'_>) -> Result<bool> {
    let categories = Arc::new(db.read_blocking(categories::store::load)?);
    let (mut after, mut is_whole) = (PostId(i64::MIN), true);
    loop {
        let Some((last, found)) = db.read_blocking(move |conn| store::texts(conn, after))? else { return Ok(is_whole) };
        after = last;
        let changed: Vec<(PostId, TopicId, String, String)> =
            found.into_iter().filter_map(|(post, topic, source)| Some((post, topic, unnamed.text(&source)?, source))).collect();
        let (origin, categories) = (origin.to_owned(), categories.clone());
        let again = move |conn: &mut Connection, (post, topic, source, was): &(PostId, TopicId, String, String)| {
            Ok((*post, *topic, texts::compose_from(conn, &origin, &categories, *post, source.clone())?, was.clone()))
        };
        let rendered: Vec<(PostId, TopicId, Rerendered, String)> = read_in_pieces(db, changed, again)?;
        let written = in_pieces(db, Acting::System, rendered, |tx, (post, topic, text, was)| {
            lock_topic(tx, *topic)?;
            texts::store::reword(tx, *post, was, text)
        })?;
        is_whole &= written.into_iter().all(|is_written| is_written);
    }
}

/// Texts as they were, with their titles and the notes of the edits. Nobody changes them.
fn in_revisions(db: &Db, unnamed: &Unnamed<'_>) -> Result<()> {
    let mut after = i64::MIN;
    loop {
        let Some((last, found)) = db.read_blocking(move |conn| store::revisions(conn, after))? else { return Ok(()) };
        after = last;
        let changed: Vec<store::RevisionWords> = found.into_iter().filter_map(|words| without(unnamed, words)).collect();
        in_pieces(db, Acting::System, changed, store::put_revision)?;
    }
}

fn without(unnamed: &Unnamed<'_>, words: store::RevisionWords) -> Option<store::RevisionWords> {
    let (source, reason) = (unnamed.text(&words.source), unnamed.text(&words.reason));
    let title = words.title.as_deref().and_then(|title| unnamed.text(title));
    let is_changed = source.is_some() || reason.is_some() || title.is_some();
    is_changed.then(|| store::RevisionWords {
        id: words.id,
        source: source.unwrap_or(words.source),
        title: title.or(words.title),
        reason: reason.unwrap_or(words.reason),
    })
}

fn in_titles(db: &Db, unnamed: &Unnamed<'_>) -> Result<()> {
    let mut after = TopicId(i64::MIN);
    loop {
        let Some((last, found)) = db.read_blocking(move |conn| store::titles(conn, after))? else { return Ok(()) };
        after = last;
        let changed = found.into_iter().filter_map(|(topic, title, lang)| Some((topic, unnamed.text(&title)?, lang))).collect();
        in_pieces(db, Acting::System, changed, |tx, (topic, title, lang): &(TopicId, String, String)| {
            lock_topic(tx, *topic)?;
            topics::store::set_title(tx, *topic, title, &slug(title), lang)?;
            topics::titles::store_title(tx, *topic, title)
        })?;
    }
}

/// Whom a mention meant stays, how they were called then does not.
fn mentions(db: &Db, member: MemberId, former: &str) -> Result<()> {
    let posts = db.read_blocking(move |conn| texts::store::posts_naming(conn, member))?;
    let former = former.to_owned();
    in_pieces(db, Acting::System, posts, move |tx, (post, _)| texts::store::rename_mention(tx, *post, member, &former))?;
    Ok(())
}

/// Addresses that a community had elsewhere lead to no page that is gone.
fn old_addresses(db: &Db, keys: &[String]) -> anyhow::Result<()> {
    let keys = keys.to_vec();
    let paths = db.read_blocking(move |conn| super::old_urls::store::leading_to_members(conn, &keys))?;
    Ok(db.write_blocking(Acting::System, Durability::Full, move |tx, _| super::old_urls::store::delete(tx, &paths))?)
}
