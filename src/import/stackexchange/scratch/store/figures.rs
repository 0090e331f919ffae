//! Numbers of the plan: how far the numbers go, and what became of every row.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{Scratch, ScratchError};
use crate::import::stackexchange::scratch::{BADGES, COMMENTS, HISTORY, LINKS, POSTS, TAGS, USERS, VOTES};

/// How much there is to write, and the highest numbers.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Figures {
    /// Members.
    #[diesel(sql_type = BigInt)]
    pub members: i64,
    /// Posts and comments.
    #[diesel(sql_type = BigInt)]
    pub posts: i64,
    /// Topics.
    #[diesel(sql_type = BigInt)]
    pub topics: i64,
    /// Revisions.
    #[diesel(sql_type = BigInt)]
    pub revisions: i64,
    /// Writers who are no users.
    #[diesel(sql_type = BigInt)]
    pub lost: i64,
    /// The highest number of a member.
    #[diesel(sql_type = BigInt)]
    pub last_member: i64,
    /// The highest number of a topic.
    #[diesel(sql_type = BigInt)]
    pub last_topic: i64,
    /// The highest number of a post or comment.
    #[diesel(sql_type = BigInt)]
    pub last_post: i64,
    /// Questions that name an accepted answer that is not there.
    #[diesel(sql_type = BigInt)]
    pub false_marks: i64,
}

const FIGURES: &str = "SELECT (SELECT count(*) FROM planned_members) AS members, (SELECT count(*) FROM planned) AS posts, \
     (SELECT count(*) FROM planned_posts WHERE id = topic) AS topics, (SELECT count(*) FROM planned_edits) AS revisions, \
     (SELECT count(*) FROM planned_members WHERE owner IS NULL) AS lost, (SELECT coalesce(max(id), 0) FROM planned_members) AS last_member, \
     (SELECT coalesce(max(topic), 0) FROM planned_posts) AS last_topic, (SELECT coalesce(max(id), 0) FROM planned) AS last_post, \
     (SELECT count(*) FROM staged_posts WHERE kind = 1 AND accepted IS NOT NULL AND accepted NOT IN (SELECT answer FROM planned_accepted)) AS false_marks";

/// What becomes of a row, by file: an expression that is NULL for rows that are written, else the reason.
const FATES: &[(&str, &str)] = &[
    (USERS, "SELECT NULL AS reason FROM staged_users"),
    (
        POSTS,
        "SELECT CASE WHEN id IN (SELECT id FROM planned_posts) THEN NULL WHEN kind IN (4, 5) THEN 'the description of a tag' \
           WHEN kind = 2 THEN 'its question is not in the dump' ELSE 'neither a question nor an answer' END AS reason FROM staged_posts",
    ),
    (
        COMMENTS,
        "SELECT CASE WHEN post IN (SELECT id FROM planned_posts) THEN NULL ELSE 'its post is not in the dump, or is no question or answer' END AS reason \
         FROM staged_comments",
    ),
    (
        TAGS,
        "SELECT CASE WHEN name IS NULL THEN 'no tag here can be called so' WHEN name IN (SELECT name FROM staged_tags_of) THEN NULL \
           ELSE 'on no question' END AS reason FROM staged_tags",
    ),
    (
        VOTES,
        "SELECT CASE WHEN post NOT IN (SELECT id FROM planned_posts) THEN 'its post is not in the dump, or is no question or answer' \
           WHEN kind IN (2, 3) THEN NULL WHEN kind = 1 THEN iif(post IN (SELECT answer FROM planned_accepted), NULL, 'the answer is no longer accepted') \
           WHEN kind = 5 AND id IN (SELECT row FROM planned_bookmarks) THEN NULL WHEN kind = 5 THEN 'a bookmark of nobody among the users, or one more' \
           ELSE 'of another kind: offers, closing, deleting, spam and the like' END AS reason FROM staged_votes",
    ),
    (
        HISTORY,
        "SELECT CASE WHEN post NOT IN (SELECT id FROM planned_posts) THEN 'its post is not in the dump, or is no question or answer' \
           WHEN kind BETWEEN 1 AND 9 THEN iif(body IS NULL, 'says nothing', NULL) WHEN kind BETWEEN 10 AND 13 THEN NULL \
           WHEN kind IN (14, 15) THEN 'locked or unlocked: posts are not locked here' ELSE 'other events: protected, tweeted, made a wiki and the like' END \
         AS reason FROM staged_history",
    ),
    (
        LINKS,
        "SELECT CASE WHEN id IN (SELECT row FROM planned_links) THEN NULL WHEN kind NOT IN (1, 3) THEN 'of another kind' \
           WHEN post IN (SELECT id FROM planned_posts) AND related IN (SELECT id FROM planned_posts) THEN 'one more of the same, or to itself' \
           ELSE 'one of its posts is not in the dump' END AS reason FROM staged_links",
    ),
    (BADGES, "SELECT CASE WHEN owner IN (SELECT id FROM staged_users) THEN NULL ELSE 'its owner is not among the users' END AS reason FROM staged_badges"),
];

#[derive(QueryableByName)]
struct Fate {
    #[diesel(sql_type = Text)]
    reason: String,
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

impl Scratch {
    /// The numbers of the plan.
    pub fn figures(&mut self) -> Result<Figures, ScratchError> {
        let found = diesel::sql_query(FIGURES).get_result(&mut self.conn);
        found.map_err(|cause| self.failed(&cause))
    }

    /// What becomes of a file's rows: how many for each reason to leave them out, "" for those that are written.
    pub fn fates(&mut self, file: &str) -> Result<Vec<(String, u64)>, ScratchError> {
        let Some((_, sql)) = FATES.iter().find(|(of, _)| *of == file) else { return Ok(Vec::new()) };
        let sql = format!("SELECT coalesce(reason, '') AS reason, count(*) AS rows FROM ({sql}) GROUP BY 1");
        let found: QueryResult<Vec<Fate>> = diesel::sql_query(sql).load(&mut self.conn);
        let found = found.map_err(|cause| self.failed(&cause))?;
        Ok(found.into_iter().map(|fate| (fate.reason, fate.rows as u64)).collect())
    }
}
