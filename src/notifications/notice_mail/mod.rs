//! Notices by mail, at once: a while after a notice was written, unless its member has read the post meanwhile.
//!
//! A notice is mailed once. What a member may see is asked again when its mail is sent, as is whether they want it.

mod letter;
mod listing;
mod names;
mod policy;
mod send;

pub use names::Names;
pub use policy::{A_DAY, WAIT_MINUTES};
pub use send::send;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::notices::Reasons;
use super::notices::ways::Ways;
use crate::accounts::MemberId;
use crate::accounts::mails::mail_kind;
use crate::forum::PostId;
use crate::platform::db::{Result, Timestamp, Tx};
use crate::platform::jobs::{Kind, Lane, NewJob};

/// The job that mails a notice.
pub static MAIL: Kind = Kind { lane: Lane::News, ..mail_kind("notifications.notice-mail") };

/// The mail's name: of its templates, and in the delivery log.
pub const NAME: &str = "notice";

/// Whose notice of which post.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct About {
    post: PostId,
    member: MemberId,
}

/// Somebody who is told of a post, for these reasons, by the ways they chose.
pub struct Mailed<'a> {
    /// Of which.
    pub post: PostId,
    /// Who.
    pub member: MemberId,
    /// Why.
    pub reasons: Reasons,
    /// How they want to hear of it.
    pub ways: &'a Ways,
}

/// Writes the jobs that mail notices, some hundred at once. `wait` is in minutes.
pub fn soon(tx: &mut Tx<'_>, told: &[Mailed<'_>], wait: i64) -> Result<()> {
    let now = tx.now();
    let job = |Mailed { post, member, reasons, ways }: &Mailed<'_>| {
        let mailed = policy::mailed(*reasons, ways);
        let run_at = if policy::is_urgent(mailed) { now } else { now.plus(wait * Timestamp::MINUTE) };
        let about = About { post: *post, member: *member };
        let is_any = mailed != Reasons::default();
        is_any.then(|| NewJob {
            kind: &MAIL,
            key: format!("{post}-{member}"),
            payload: json!(about),
            run_at: Some(Timestamp(run_at.0 - run_at.0.rem_euclid(1_000))),
        })
    };
    tx.enqueue_all(&told.iter().filter_map(job).collect::<Vec<_>>())
}
