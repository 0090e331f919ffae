//! A day came on which somebody wanted to be reminded of a post that they keep.

use std::sync::Arc;
use std::time::Duration;

use super::write::{News, tell};
use super::{Reason, Reasons};
use crate::accounts::Acting;
use crate::forum::bookmarks::{listing, store};
use crate::forum::posts;
use crate::forum::visit::ForumMemory;
use crate::platform::db::{Db, Durability};
use crate::platform::jobs::{Job, Kind, Lane};

/// The job that looks for reminders that are due.
pub static REMIND: Kind = Kind::long("notifications.remind", Lane::Notices);
/// It looks so often: a reminder is for a day.
pub const EVERY: Duration = Duration::from_secs(300);
/// Given between two looks at what is left.
const TOGETHER: i64 = 200;

/// Gives every reminder that is due: once, and to whoever still sees the post.
pub fn remind(db: &Db, memory: &Arc<ForumMemory>, _: &Job) -> anyhow::Result<()> {
    loop {
        let now = db.now();
        let due = db.read_blocking(move |conn| listing::due(conn, now, TOGETHER))?;
        if due.is_empty() {
            return Ok(());
        }
        for (member, post) in due.clone() {
            let Some(row) = db.read_blocking(move |conn| posts::store::find(conn, post))? else { continue };
            let news = News { actor: None, renews: true, ..News::of(&row) };
            tell(db, memory, &news, vec![(member, Reasons::one(Reason::Reminder))])?;
        }
        db.write_blocking(Acting::System, Durability::Soon, move |tx, _| store::set_reminded(tx, &due))?;
    }
}
