//! What a page of a topic is made of and that is the same for whoever looks: read once for all, and kept while nothing of it
//! changed. What of it a viewer gets is decided afterwards, for each.
//!
//! As with kept pages, that is known and not guessed by age: every change in a topic counts one of its two versions up; names of
//! tags have a generation; each change of a member's face is noted.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

use super::order::Order;
use super::{Acceptance, PostLine, Topic, listing};
use crate::accounts::{MemberId, faces};
use crate::forum::{PostId, TopicId, tags};
use crate::platform::db::{Connection, Db, Generation, Result};
use crate::platform::web::compress::{pack, unpack};
use crate::platform::web::kept_pages::{Found, KeptPages, PageName};

/// What stands on a page, whoever may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// The topic's tags.
    pub tags: Vec<String>,
    /// What solved it.
    pub accepted: Vec<Acceptance>,
    /// The posts, by their numbers: the question (on the first page), the accepted answers, the replies.
    pub posts: Vec<PostLine>,
    /// The comments below them.
    pub comments: Vec<PostLine>,
}

/// What of the state of rows is not the topic's own. Taken before the database is looked at: what changes in between makes the
/// rows too old, never too new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Around {
    tags: i64,
    faces: i64,
}

impl Around {
    /// As it is now.
    pub fn now(db: &Db) -> Self {
        Self { tags: db.generation(Generation::Tags), faces: db.generation(Generation::Faces) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct State {
    version: i64,
    staff_version: i64,
    around: Around,
}

/// Rows that were found before it is known whether they are as they were.
pub struct FoundRows {
    found: Found<State>,
    /// What they were.
    pub rows: Rows,
}

/// The rows of many pages.
pub struct KeptRows(KeptPages<State>);

impl KeptRows {
    /// Room for so many bytes below a folder; none keeps nothing.
    pub fn within(folder: PathBuf, room: u64) -> Self {
        Self(KeptPages::within(folder, room))
    }

    /// Whether rows of such a page may be found again.
    pub fn keeps(&self, order: Order) -> bool {
        self.0.has_room() && matches!(order, Order::Oldest(_))
    }

    /// How often rows were found again.
    pub fn found(&self) -> u64 {
        self.0.sent()
    }

    /// The rows of a page that were kept, if there are any.
    pub fn find(&self, topic: TopicId, order: Order) -> Option<FoundRows> {
        let Order::Oldest(page) = order else { return None };
        let found = self.0.find(&name(topic, page))?;
        let rows = self.0.read(&found).and_then(|bytes| unpack(&bytes)).and_then(|bytes| postcard::from_bytes(&bytes).ok())?;
        Some(FoundRows { found, rows })
    }

    /// The rows of a page as this snapshot has them: those that were found, or those that `read` gives.
    pub fn of(
        &self,
        conn: &mut Connection,
        (topic, order): (&Topic, Order),
        around: Around,
        found: Option<FoundRows>,
        read: impl Fn(&mut Connection) -> Result<Rows>,
    ) -> Result<Rows> {
        let Order::Oldest(page) = order else { return read(conn) };
        if !self.0.has_room() {
            return read(conn);
        }
        let (name, state) = (name(topic.id, page), State { version: topic.version, staff_version: topic.staff_version, around });
        if let Some(found) = found.or_else(|| self.find(topic.id, order))
            && let Some(rows) = self.same(conn, found, state)?
        {
            // Every test that looks at a topic twice looks whether this is so.
            debug_assert!(rows == read(conn)?, "rows of topic {} that were kept are not as they are", topic.id);
            self.0.count_sent();
            return Ok(rows);
        }
        let rows = read(conn)?;
        if let Some(bytes) = postcard::to_stdvec(&rows).ok().and_then(|bytes| pack(&bytes).ok()) {
            self.0.keep(name, state, &bytes);
        }
        Ok(rows)
    }

    /// What was found, if nothing of it has changed.
    fn same(&self, conn: &mut Connection, FoundRows { found, rows }: FoundRows, now: State) -> Result<Option<Rows>> {
        let was = found.state;
        if (State { around: Around { faces: now.around.faces, ..was.around }, ..was }) != now {
            return Ok(None);
        }
        if was.around.faces != now.around.faces {
            if faces::store::changed_since(conn, &rows.members(), was.around.faces)? {
                return Ok(None);
            }
            // Not asked about these changes again.
            self.0.holds_in(&found, now);
        }
        Ok(Some(rows))
    }
}

impl Rows {
    /// Reads them. Comments that only some see are left out where nobody asks for them: `all` says who does.
    pub fn read(conn: &mut Connection, topic: &Topic, order: Order, ranked: &[PostId], all: bool) -> Result<Self> {
        let tags = tags::store::of_topic(conn, topic.id)?;
        let accepted = listing::accepted(conn, topic)?;
        let (places, others) = (order.places(), others(&accepted, ranked));
        let posts = listing::posts_of_page(conn, topic.id, places, &others)?;
        // Those that are counted are those that everybody sees.
        let has_comments = all || posts.iter().any(|post| post.comments > 0);
        let comments = if has_comments { listing::comments(conn, topic.id, places, &others)? } else { Vec::new() };
        Ok(Self { tags, accepted, posts, comments })
    }

    /// The posts that stand on the page for another reason than their place.
    pub fn others(&self, ranked: &[PostId]) -> Vec<PostId> {
        others(&self.accepted, ranked)
    }

    /// Everybody whose face is on the page.
    pub fn members(&self) -> Vec<MemberId> {
        let authors = self.posts.iter().chain(&self.comments).map(|post| post.author);
        let mut members: Vec<MemberId> = authors.chain(self.accepted.iter().map(|acceptance| acceptance.member)).collect();
        members.sort_unstable();
        members.dedup();
        members
    }
}

fn others(accepted: &[Acceptance], ranked: &[PostId]) -> Vec<PostId> {
    accepted.iter().map(|acceptance| acceptance.post).chain(ranked.iter().copied()).collect()
}

fn name(topic: TopicId, page: i64) -> PageName {
    let mut name = PageName::default();
    name[..8].copy_from_slice(&topic.0.to_le_bytes());
    name[8..].copy_from_slice(&page.to_le_bytes());
    name
}

/// HTML on its way through a file that nobody but this process writes.
pub(super) mod html {
    use crate::platform::text::PostHtml;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(html: &PostHtml, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(html.as_str())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PostHtml, D::Error> {
        String::deserialize(deserializer).map(PostHtml::from_store)
    }
}
