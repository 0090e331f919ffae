//! The history of a post: what each edit changed, word by word.

use super::PostRow;
use super::store::{self, Revision};
use crate::forum::{tags, texts, topics};
use crate::platform::db::{Connection, Result};
use crate::platform::text::word_diff::{Piece, word_diff};

/// One edit: the state before against the state after.
#[derive(Clone, Debug)]
pub struct Change {
    /// What was kept of the state before: who, when, why.
    pub revision: Revision,
    /// The text, word by word.
    pub text: Vec<Piece>,
    /// The title, if it changed.
    pub title: Option<Vec<Piece>>,
    /// The tags, if they changed.
    pub tags: Option<Vec<Piece>>,
}

/// Every edit of a post, newest first.
pub fn history(conn: &mut Connection, post: &PostRow) -> Result<Vec<Change>> {
    let mut states = store::revisions_of(conn, post.id)?;
    let source = texts::store::source(conn, post.id)?;
    let (title, tag_names) = if post.opens_topic() {
        let title = topics::store::find(conn, post.topic)?.map(|topic| topic.title);
        (title, Some(tags::store::of_topic(conn, post.topic)?.join(" ")))
    } else {
        (None, None)
    };
    let mut after = (source, title, tag_names);
    let mut changes = Vec::with_capacity(states.len());
    while let Some(revision) = states.pop() {
        let before = (revision.source.clone(), revision.title.clone(), revision.tags.clone());
        changes.push(Change {
            text: word_diff(&before.0, &after.0),
            title: difference(before.1.as_deref(), after.1.as_deref()),
            tags: difference(before.2.as_deref(), after.2.as_deref()),
            revision,
        });
        after = (before.0, before.1.or(after.1), before.2.or(after.2));
    }
    Ok(changes)
}

fn difference(before: Option<&str>, after: Option<&str>) -> Option<Vec<Piece>> {
    match (before, after) {
        (Some(before), Some(after)) if before != after => Some(word_diff(before, after)),
        _ => None,
    }
}
