//! The names of mails about notices. The same notice has the same name whenever it is sent, so that a mail program knows a
//! double; every mail about a topic names the one that opens it, whether or not that was sent.

use crate::accounts::MemberId;
use crate::accounts::deliveries::names::sign;
use crate::forum::{PostId, TopicId};
use crate::platform::db::Timestamp;

/// Gives names, signed with the community's secret.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a>(pub &'a str);

impl Names<'_> {
    /// The mail that tells a member of a new topic: it opens the thread.
    pub fn opening(&self, topic: TopicId, member: MemberId) -> String {
        sign(self.0, &format!("t{topic}-{member}"))
    }

    /// A mail that tells a member of a post, as it stood at a moment.
    pub fn of_post(&self, post: PostId, member: MemberId, at: Timestamp) -> String {
        sign(self.0, &format!("p{post}-{member}-{}", at.0))
    }
}
