//! The history of a post: what each edit changed, word by word.

use super::PostRow;
use super::store::{self, Revision};
use crate::forum::categories::Categories;
use crate::forum::texts::{Quotes, Whereabouts};
use crate::forum::{tags, texts, topics};
use crate::platform::db::{Connection, Result};
use crate::platform::text::word_diff::{Piece, word_diff};

/// One edit: the state before against the state after.
#[derive(Clone, Debug)]
pub struct Change {
    /// What was kept of the state before: who, when, why.
    pub revision: Revision,
    /// The text, word by word; none where the text before or after was destroyed.
    pub text: Option<Vec<Piece>>,
    /// The title, if it changed.
    pub title: Option<Vec<Piece>>,
    /// The tags, if they changed.
    pub tags: Option<Vec<Piece>>,
}

/// What a post was at one time; nothing is known of a state that was destroyed.
#[derive(Clone, Default)]
struct State {
    source: Option<String>,
    title: Option<String>,
    tags: Option<String>,
}

/// Every edit of a post, newest first. Of what it quotes, nothing is told that not all may see who see the post.
pub fn history(conn: &mut Connection, base_url: &str, categories: &Categories, post: &PostRow) -> Result<Vec<Change>> {
    let mut states = store::revisions_of(conn, post.id)?;
    let mut source = texts::store::source(conn, post.id)?;
    let quotes = Quotes::of(conn, base_url, states.iter().map(|revision| revision.source.as_str()).chain([source.as_str()]))?;
    let at = Whereabouts::of_post(categories, post);
    for text in states.iter_mut().map(|revision| &mut revision.source).chain([&mut source]) {
        if let Some(cut) = quotes.as_typed(text, &at) {
            *text = cut;
        }
    }
    let mut after = State { source: Some(source), ..State::default() };
    if post.opens_topic() {
        after.title = topics::store::find(conn, post.topic)?.map(|topic| topic.title);
        after.tags = Some(tags::store::of_topic(conn, post.topic)?.join(" "));
    }
    let mut changes = Vec::with_capacity(states.len());
    while let Some(revision) = states.pop() {
        let is_kept = revision.erased_at.is_none();
        let before = State { source: is_kept.then(|| revision.source.clone()), title: revision.title.clone(), tags: revision.tags.clone() };
        changes.push(Change {
            text: before.source.as_deref().zip(after.source.as_deref()).map(|(before, after)| word_diff(before, after)),
            title: difference(before.title.as_deref(), after.title.as_deref()),
            tags: difference(before.tags.as_deref(), after.tags.as_deref()),
            revision,
        });
        // A change of the text alone kept no title: it was what it is after. Of a destroyed state nobody knows.
        let known = |before: Option<String>, after: Option<String>| before.or(after.filter(|_| is_kept));
        after = State { title: known(before.title, after.title), tags: known(before.tags, after.tags), source: before.source };
    }
    Ok(changes)
}

fn difference(before: Option<&str>, after: Option<&str>) -> Option<Vec<Piece>> {
    match (before, after) {
        (Some(before), Some(after)) if before != after => Some(word_diff(before, after)),
        _ => None,
    }
}
