//! The pages on which posts are written, changed and taken away.

pub mod compose;
pub mod edit;
pub mod erase_revision;
pub mod history;
pub mod remove;

use serde::Serialize;

use super::PostRow;
use super::store;
use crate::accounts::Viewer;
use crate::forum::PostId;
use crate::forum::participant::Participant;
use crate::forum::topics::{self, store::TopicRow, topic_url};
use crate::forum::visibility::can_see;
use crate::forum::visit::pages::ForumSeen;
use crate::platform::db::Connection;
use crate::platform::web::PageError;

/// The topic above a form.
#[derive(Clone, Serialize)]
struct TopicHead {
    title: String,
    lang: String,
    url: String,
}

impl TopicHead {
    fn of(topic: &TopicRow) -> Self {
        Self { title: topic.title.clone(), lang: topic.lang.clone(), url: topic_url(&topic.slug, topic.id) }
    }
}

/// A post that the viewer sees, and its topic; else not found.
fn seen_post(conn: &mut Connection, seen: &ForumSeen, post: PostId) -> Result<(PostRow, TopicRow), PageError> {
    let row = store::find(conn, post)?.filter(|row| can_see(&seen.sight, &row.facts())).ok_or(PageError::NotFound)?;
    let topic = topics::store::find(conn, row.topic)?.ok_or(PageError::NotFound)?;
    Ok((row, topic))
}

/// The viewer as the table of rights is asked about them.
fn participant(seen: &ForumSeen) -> Participant {
    Participant { viewer: Viewer::clone(&seen.viewer), categories: seen.categories.clone(), sight: seen.sight.clone(), origin: None }
}
