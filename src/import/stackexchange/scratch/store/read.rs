//! Reading the plan in batches, each from behind the last row of the one before.

use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};

use super::{Scratch, ScratchError};

/// A member to be.
#[derive(Debug, QueryableByName)]
pub struct PlannedMember {
    /// Place in the order of writing.
    #[diesel(sql_type = BigInt)]
    pub place: i64,
    /// The number in an empty community.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// The user's number; none for somebody who left.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub owner: Option<i64>,
    /// As shown there.
    #[diesel(sql_type = Nullable<Text>)]
    pub name: Option<String>,
    /// Since when.
    #[diesel(sql_type = BigInt)]
    pub created_at: i64,
}

/// A post or comment to be, with its text. Numbers are those in an empty community.
#[derive(Debug, QueryableByName)]
pub struct Item {
    /// Place in the order of writing.
    #[diesel(sql_type = BigInt)]
    pub place: i64,
    /// Its topic.
    #[diesel(sql_type = BigInt)]
    pub topic: i64,
    /// Its number in the community.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// 1, 2, 3 .. in the topic.
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    /// 1, 2, 3 .. for replies.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub position: Option<i64>,
    /// The post it comments on.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub parent: Option<i64>,
    /// Who wrote it.
    #[diesel(sql_type = BigInt)]
    pub author: i64,
    /// When.
    #[diesel(sql_type = BigInt)]
    pub created_at: i64,
    /// When it was last edited.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub edited_at: Option<i64>,
    /// 1, and one more for each edit.
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    /// Votes up less votes down, whoever gave them.
    #[diesel(sql_type = BigInt)]
    pub score: i64,
    /// A question's title.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// A question's tags, parted by spaces.
    #[diesel(sql_type = Text)]
    pub tags: String,
    /// A question that takes no answers.
    #[diesel(sql_type = Bool)]
    pub closed: bool,
    /// The text as it was typed, if that is known.
    #[diesel(sql_type = Nullable<Text>)]
    pub typed: Option<String>,
    /// Else as HTML.
    #[diesel(sql_type = Nullable<Text>)]
    pub html: Option<String>,
    /// When it was accepted.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub accepted_at: Option<i64>,
    /// By the asker of its question.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub accepted_by: Option<i64>,
    /// When it was deleted.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub deleted_at: Option<i64>,
    /// By whom, if that is a user.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub deleted_by: Option<i64>,
}

/// A vote whose voter is known.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct SignedVote {
    /// On which post.
    #[diesel(sql_type = BigInt)]
    pub post: i64,
    /// Whose.
    #[diesel(sql_type = BigInt)]
    pub member: i64,
    /// 1 or -1.
    #[diesel(sql_type = Integer)]
    pub value: i32,
    /// When.
    #[diesel(sql_type = BigInt)]
    pub at: i64,
}

/// The state of a post before an edit.
#[derive(Debug, QueryableByName)]
pub struct Revised {
    /// Place in the order of writing.
    #[diesel(sql_type = BigInt)]
    pub place: i64,
    /// Which post.
    #[diesel(sql_type = BigInt)]
    pub post: i64,
    /// 1, 2, 3 .. for each post.
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    /// The text before.
    #[diesel(sql_type = Text)]
    pub text: String,
    /// The title before, for questions.
    #[diesel(sql_type = Nullable<Text>)]
    pub title: Option<String>,
    /// The tags before, for questions.
    #[diesel(sql_type = Nullable<Text>)]
    pub tags: Option<String>,
    /// Who edited.
    #[diesel(sql_type = BigInt)]
    pub editor: i64,
    /// Why.
    #[diesel(sql_type = Text)]
    pub note: String,
    /// When.
    #[diesel(sql_type = BigInt)]
    pub at: i64,
}

/// Two posts, one of which points to the other.
#[derive(Debug, QueryableByName)]
pub struct Linked {
    /// Place in the order of writing.
    #[diesel(sql_type = BigInt)]
    pub place: i64,
    /// From where.
    #[diesel(sql_type = BigInt)]
    pub post: i64,
    /// To where.
    #[diesel(sql_type = BigInt)]
    pub related: i64,
    /// A question and the one that was asked before.
    #[diesel(sql_type = Bool)]
    pub is_duplicate: bool,
    /// Since when.
    #[diesel(sql_type = BigInt)]
    pub at: i64,
}

/// A topic that somebody keeps.
#[derive(Debug, QueryableByName)]
pub struct Bookmark {
    /// Place in the order of writing.
    #[diesel(sql_type = BigInt)]
    pub place: i64,
    /// Who.
    #[diesel(sql_type = BigInt)]
    pub member: i64,
    /// What.
    #[diesel(sql_type = BigInt)]
    pub topic: i64,
    /// Since when.
    #[diesel(sql_type = BigInt)]
    pub at: i64,
}

/// A badge that was awarded.
#[derive(Debug, QueryableByName)]
pub struct BadgeRow {
    /// Place in the order of writing.
    #[diesel(sql_type = BigInt)]
    pub place: i64,
    /// Whose.
    #[diesel(sql_type = BigInt)]
    pub member: i64,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// 1 gold, 2 silver, 3 bronze.
    #[diesel(sql_type = Integer)]
    pub class: i32,
    /// For answers under one tag.
    #[diesel(sql_type = Bool)]
    pub of_tag: bool,
    /// When.
    #[diesel(sql_type = BigInt)]
    pub at: i64,
}

const MEMBERS: &str = "SELECT place, id, owner, name, created_at FROM planned_members WHERE place > ? ORDER BY place LIMIT ?";

const ITEMS: &str = "SELECT p.place, p.topic, p.id, p.number, p.position, p.parent, p.author, coalesce(s.created_at, c.created_at) AS created_at, \
     coalesce(s.edited_at, o.edited_at) AS edited_at, coalesce(o.version, 1) AS version, coalesce(s.score, c.score) AS score, coalesce(s.title, '') AS title, \
     CASE WHEN p.number = 1 THEN coalesce((SELECT group_concat(t.name, ' ') FROM staged_tags_of t WHERE t.topic = p.topic), '') ELSE '' END AS tags, \
     p.number = 1 AND coalesce(o.closed, 0) AS closed, coalesce(h.body, c.body) AS typed, CASE WHEN h.id IS NULL THEN s.body END AS html, \
     a.at AS accepted_at, (SELECT q.author FROM planned q WHERE q.source = a.topic AND q.is_comment = 0) AS accepted_by, d.created_at AS deleted_at, (SELECT m.id FROM planned_members m WHERE m.owner = d.owner) AS deleted_by \
     FROM planned p \
     LEFT JOIN staged_posts s ON p.is_comment = 0 AND s.id = p.source \
     LEFT JOIN staged_comments c ON p.is_comment = 1 AND c.id = p.source \
     LEFT JOIN planned_posts o ON p.is_comment = 0 AND o.id = p.source \
     LEFT JOIN staged_history h ON h.id = o.text_row \
     LEFT JOIN staged_history d ON d.id = o.deletion \
     LEFT JOIN planned_accepted a ON p.is_comment = 0 AND a.answer = p.source \
     WHERE p.place > ? ORDER BY p.place LIMIT ?";

const VOTES: &str = "SELECT v.post, v.member, v.value, v.at FROM planned p CROSS JOIN planned_votes v ON v.post = p.source \
     WHERE p.place BETWEEN ? AND ? AND p.is_comment = 0 ORDER BY v.post, v.member";

const REVISIONS: &str = "SELECT e.place, e.post, e.number, t.body AS text, \
     CASE WHEN o.id = o.topic THEN coalesce(i.body, q.title) END AS title, CASE WHEN o.id = o.topic THEN coalesce(g.body, '') END AS tags, \
     (SELECT m.id FROM planned_members m WHERE m.place = coalesce((SELECT place FROM planned_members k WHERE k.owner = r.owner), \
       (SELECT place FROM planned_members k WHERE k.lost = CASE WHEN r.owner IS NULL THEN 'n' || r.lost ELSE 'u' || r.owner END))) AS editor, \
     r.note, r.created_at AS at \
     FROM planned_edits e \
     JOIN planned_posts o ON o.id = e.post JOIN staged_posts q ON q.id = e.post \
     JOIN staged_history r ON r.id = e.row JOIN staged_history t ON t.id = e.text_row \
     LEFT JOIN staged_history i ON i.id = e.title_row LEFT JOIN staged_history g ON g.id = e.tags_row \
     WHERE e.place > ? ORDER BY e.place LIMIT ?";

const LINKS: &str = "SELECT row AS place, post, related, is_duplicate, at FROM planned_links WHERE row > ? ORDER BY row LIMIT ?";

const BOOKMARKS: &str = "SELECT row AS place, member, topic, at FROM planned_bookmarks WHERE row > ? ORDER BY row LIMIT ?";

const BADGES: &str = "SELECT b.id AS place, m.id AS member, b.name, b.class, b.of_tag, b.created_at AS at \
     FROM staged_badges b JOIN planned_members m ON m.owner = b.owner WHERE b.id > ? ORDER BY b.id LIMIT ?";

impl Scratch {
    fn batch<T>(&mut self, sql: &str, after: i64, limit: i64) -> Result<Vec<T>, ScratchError>
    where
        T: QueryableByName<diesel::sqlite::Sqlite> + 'static,
    {
        let found = diesel::sql_query(sql).bind::<BigInt, _>(after).bind::<BigInt, _>(limit).load(&mut self.conn);
        found.map_err(|cause| self.failed(&cause))
    }

    /// The next members.
    pub fn members(&mut self, after: i64, limit: i64) -> Result<Vec<PlannedMember>, ScratchError> {
        self.batch(MEMBERS, after, limit)
    }

    /// The next posts and comments, topic by topic: no more when their texts have so many bytes together.
    pub fn items(&mut self, after: i64, limit: i64, bytes: usize) -> Result<Vec<Item>, ScratchError> {
        let found = self.some_items(after, limit, bytes);
        found.map_err(|cause| self.failed(&cause))
    }

    fn some_items(&mut self, after: i64, limit: i64, bytes: usize) -> QueryResult<Vec<Item>> {
        let rows = diesel::sql_query(ITEMS).bind::<BigInt, _>(after).bind::<BigInt, _>(limit);
        let (mut items, mut read) = (Vec::new(), 0);
        for item in rows.load_iter::<Item, DefaultLoadingMode>(&mut self.conn)? {
            let item = item?;
            read += item.typed.as_ref().or(item.html.as_ref()).map_or(0, String::len);
            items.push(item);
            if read >= bytes {
                break;
            }
        }
        Ok(items)
    }

    /// The votes, with their voters, on the posts of some places.
    pub fn votes(&mut self, first: i64, last: i64) -> Result<Vec<SignedVote>, ScratchError> {
        self.batch(VOTES, first, last)
    }

    /// The next revisions.
    pub fn revisions(&mut self, after: i64, limit: i64) -> Result<Vec<Revised>, ScratchError> {
        self.batch(REVISIONS, after, limit)
    }

    /// The next duplicates and links.
    pub fn links(&mut self, after: i64, limit: i64) -> Result<Vec<Linked>, ScratchError> {
        self.batch(LINKS, after, limit)
    }

    /// The next bookmarks.
    pub fn bookmarks(&mut self, after: i64, limit: i64) -> Result<Vec<Bookmark>, ScratchError> {
        self.batch(BOOKMARKS, after, limit)
    }

    /// The next badges.
    pub fn badges(&mut self, after: i64, limit: i64) -> Result<Vec<BadgeRow>, ScratchError> {
        self.batch(BADGES, after, limit)
    }
}
