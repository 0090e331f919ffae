//! What the invented members follow, keep and are told: so that every page has something to show.

use serde_json::json;
use std::sync::Arc;

use super::fill::{Cast, write};
use crate::accounts::MemberId;
use crate::forum::bookmarks::{keep::Kept, store as bookmarks};
use crate::forum::follows::{Level, Subject, store as follows};
use crate::forum::visit::ForumMemory;
use crate::forum::{PostId, tags};
use crate::notifications::notices;
use crate::platform::db::{Db, Timestamp};
use crate::platform::jobs::{Job, JobId};

/// Whoever signs in as a member finds something of everything.
const MEMBER: &str = "ingrid";
/// The company's people are told of all that is asked where they help.
const STAFF: &str = "mateo";
/// Members were told of what was written so recently.
const TOLD: i64 = 14 * Timestamp::DAY;
/// Of those posts at most so many: the newest.
const TOLD_MOST: usize = 60;
/// What the member keeps: a note, and in how many days to be reminded.
const KEPT: [(&str, Option<i64>); 3] = [("Try this before the next sale", Some(3)), ("", None), ("Ask the bank about it", Some(14))];

/// Lets members follow some things, keep some posts, and be told of what was written lately.
pub(super) fn take_up_habits(db: &Db, cast: &Cast, mut posts: Vec<(PostId, Timestamp)>) -> anyhow::Result<()> {
    posts.sort_unstable_by_key(|(post, at)| (*at, *post));
    posts.retain(|(_, at)| *at >= cast.now.plus(-TOLD));
    let recent: Vec<PostId> = posts.split_off(posts.len().saturating_sub(TOLD_MOST)).into_iter().map(|(post, _)| post).collect();
    follow(db, cast)?;
    keep(db, cast.member(MEMBER)?, cast.now, recent.iter().rev().step_by(4).copied().collect())?;
    let memory = Arc::<ForumMemory>::default();
    for post in recent {
        let job = Job { id: JobId(0), key: post.to_string(), payload: json!({ "post": post }), attempts: 0 };
        notices::new_posts(db, &memory, std::slice::from_ref(&job)).into_iter().collect::<anyhow::Result<()>>()?;
        notices::answered(db, &memory, &job)?;
    }
    Ok(())
}

fn follow(db: &Db, cast: &Cast) -> anyhow::Result<()> {
    let (member, staff, followed) = (cast.member(MEMBER)?, cast.member(STAFF)?, cast.member("ylva")?);
    let (payments, shipping) = (cast.category("payments")?, cast.category("shipping")?);
    write(db, move |tx| {
        let tag = tags::store::find(tx.conn(), "bookkeeping")?;
        let mut all = vec![(member, Subject::Category(payments), Level::First), (member, Subject::Member(followed), Level::All)];
        all.extend(tag.map(|tag| (member, Subject::Tag(tag), Level::All)));
        all.extend([(staff, Subject::Category(payments), Level::All), (staff, Subject::Category(shipping), Level::First)]);
        all.into_iter().try_for_each(|(member, subject, level)| follows::put(tx, member, subject, level))
    })
}

fn keep(db: &Db, member: MemberId, now: Timestamp, posts: Vec<PostId>) -> anyhow::Result<()> {
    write(db, move |tx| {
        posts.iter().zip(KEPT).try_for_each(|(post, (note, days))| {
            let kept = Kept { note: note.to_owned(), remind_at: days.map(|days| now.plus(days * Timestamp::DAY)) };
            bookmarks::put(tx, member, *post, &kept)
        })
    })
}
