//! A topic's page: the question, the accepted answers, the replies, twenty to a page, as they came or by votes.
//!
//! What all readers of a category share is read and written first; what is personal (own votes, own
//! buttons) is a view of its own, so that the shared part can be kept.

pub mod kept;
pub mod listing;
pub mod looks;
pub mod order;
mod page_links;
pub mod pages;
mod personal;
pub mod quotation;
pub mod rows;
mod structured;
mod view;

use crate::accounts::MemberId;
use crate::forum::canned::CannedId;
use crate::forum::desk::{store, timers::Timer};
use crate::forum::follows::Level;
use crate::forum::screening::Filter;
use crate::forum::visibility::{PostFacts, TopicFacts};
use crate::forum::{AcceptedBy, Audience, CategoryId, PostId, PostState, TopicId, TopicKind};
use crate::platform::db::{Connection, Result, Timestamp};
use crate::platform::text::PostHtml;
use listing::OwnMarks;
use order::{Order, Ranked};
use rows::Rows;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Replies on a page. Page n is the positions 20n-19 to 20n.
pub const PER_PAGE: i64 = 20;

/// The page on which a position stands.
pub fn page_of(position: i64) -> i64 {
    (position.max(1) - 1) / PER_PAGE + 1
}

/// A topic with what its page says of it.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its number.
    pub id: TopicId,
    /// Where it lives.
    pub category: CategoryId,
    /// Who opened it.
    pub author: MemberId,
    /// What it is.
    pub kind: TopicKind,
    /// Its title.
    pub title: String,
    /// The readable part of its address.
    pub slug: String,
    /// The language of its title.
    pub lang: String,
    /// That of its first post.
    pub state: PostState,
    /// Takes no replies.
    pub closed: bool,
    /// On top of its lists.
    pub pinned: bool,
    /// An accepted reply is visible.
    pub solved: bool,
    /// Somebody but the asker replied.
    pub answered: bool,
    /// When it was opened.
    pub created_at: Timestamp,
    /// Visible replies.
    pub replies: i64,
    /// How many have this too.
    pub me_too: i64,
    /// The last position given to a reply, seen or not.
    pub last_position: i64,
    /// The viewer has this too.
    pub own_me_too: bool,
    /// It was asked before, perhaps where this viewer does not see it.
    pub repeats: bool,
    /// It has a timer, or is slow.
    pub is_worked_on: bool,
    /// Grows with everything that changes what its page shows.
    pub version: i64,
    /// The same for what only staff see.
    pub staff_version: i64,
    /// How much of it the viewer wants to hear, if they chose or took part.
    pub follow: Option<Level>,
}

impl Topic {
    /// What decides who sees it.
    pub fn facts(&self) -> TopicFacts {
        TopicFacts { category: self.category, state: self.state, author: self.author }
    }
}

/// The topic in which a question was asked before.
#[derive(Clone, Debug)]
pub struct Original {
    /// Its number.
    pub id: TopicId,
    /// The readable part of its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The language of its title.
    pub lang: String,
}

/// What happens to a topic by itself, and how slow it is.
#[derive(Clone, Debug, Default)]
pub struct DeskFacts {
    /// Its timers.
    pub timers: Vec<(Timer, Timestamp)>,
    /// Seconds between two posts of a member.
    pub slow: Option<i64>,
}

impl DeskFacts {
    /// Reads them.
    pub fn read(conn: &mut Connection, topic: TopicId) -> Result<Self> {
        Ok(Self { timers: store::timers(conn, topic)?, slow: store::slow_seconds(conn, topic)? })
    }
}

/// A post as it stands in the database; what of it a viewer gets is decided afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostLine {
    /// Its number in the community.
    pub id: PostId,
    /// Its number in the topic.
    pub number: i64,
    /// The post it comments on.
    pub parent: Option<PostId>,
    /// Its place among the replies.
    pub position: Option<i64>,
    /// Who wrote it.
    pub author: MemberId,
    /// The author's name.
    pub name: String,
    /// The public id of their picture; empty for none.
    pub picture: String,
    /// The author's page; empty when the account is closed.
    pub profile: String,
    /// Whether it is there for others.
    pub state: PostState,
    /// Who it is for.
    pub audience: Audience,
    /// Its language.
    pub lang: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its text last changed, if it did.
    pub edited_at: Option<Timestamp>,
    /// Imported votes and those of members.
    pub score: i64,
    /// Comments below it that everybody sees who may read the topic.
    pub comments: i64,
    /// The renderer's HTML; empty for an erased post.
    #[serde(with = "rows::html")]
    pub html: PostHtml,
}

impl PostLine {
    /// What decides who sees it.
    pub fn facts(&self, topic: TopicFacts) -> PostFacts {
        PostFacts { topic, state: self.state, audience: self.audience, author: self.author }
    }
}

/// That a reply solved the question, and who says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Acceptance {
    /// On whose behalf.
    pub by: AcceptedBy,
    /// The reply.
    pub post: PostId,
    /// Whoever said so.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// Who took a post away, and the reason its author reads.
#[derive(Clone, Debug)]
pub struct Removal {
    /// Who.
    pub actor: Option<MemberId>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// Everything a page of a topic is made of.
pub struct Read {
    /// The topic.
    pub topic: Topic,
    /// Where it was asked before, as far as the viewer sees that.
    pub originals: Vec<Original>,
    /// What happens to it by itself, and how slow it is.
    pub desk: DeskFacts,
    /// Which page.
    pub order: Order,
    /// The replies of a page by votes; empty in any other order.
    pub ranked: Ranked,
    /// The last position that this viewer gets something of.
    pub last_position: i64,
    /// Name and page of whoever opened it, where that post stands on another page; for visitors.
    pub opener: Option<(String, String)>,
    /// What stands on it.
    pub rows: Rows,
    /// Why some of them are not visible.
    pub removals: HashMap<PostId, Removal>,
    /// What filters hold some of them for.
    pub waiting: HashMap<PostId, Filter>,
    /// Those the viewer found helpful, and those they keep.
    pub marks: OwnMarks,
    /// Somebody else replied: the question stays, whatever its author wants.
    pub others_replied: bool,
    /// What the reply begins with.
    pub quotation: String,
    /// Replies that are kept ready, for those who may use them here.
    pub canned: Vec<(CannedId, String)>,
}

#[cfg(test)]
mod tests {
    use super::page_of;

    #[test]
    fn pages_hold_twenty_positions() {
        assert_eq!([0, 1, 20, 21, 40, 41].map(page_of), [1, 1, 1, 2, 2, 3]);
    }
}
