//! A moderator decided about what members flagged: they are told what became of it.

use std::sync::Arc;

use serde::Deserialize;

use super::write::{News, tell};
use super::{Reason, Reasons};
use crate::forum::posts;
use crate::forum::visit::ForumMemory;
use crate::moderation::DecisionId;
use crate::moderation::decisions::{listing, store};
use crate::platform::db::{Db, Error};
use crate::platform::jobs::{Job, Kind, Lane};

/// The job that does so.
pub static FLAGGED: Kind = Kind::usual("notifications.flagged", Lane::Notices);

#[derive(Deserialize)]
struct About {
    decision: DecisionId,
}

/// Tells everybody whose flag was settled, whether or not they see the post any more.
pub fn flagged(db: &Db, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let id = job.read::<About>()?.decision;
    let found = db.read_blocking(move |conn| {
        let Some(decision) = store::find(conn, id)?.filter(|decision| decision.undone_by.is_none()) else { return Ok::<_, Error>(Vec::new()) };
        let mut found = Vec::new();
        for (member, post, state) in listing::flaggers(conn, &decision.before.flags)? {
            found.extend(posts::store::find(conn, post)?.map(|row| (member, row, state)));
        }
        Ok(found)
    })?;
    for (member, row, state) in found {
        let news = News { facts: None, actor: None, detail: state.as_str().to_owned(), renews: true, ..News::of(&row) };
        tell(db, memory, &news, vec![(member, Reasons::one(Reason::Flagged))])?;
    }
    Ok(())
}
