//! What is compared about posts, read for many at once.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guildhall_schema::{accepted, members, post_removals, post_texts, posts, votes};
use std::collections::{HashMap, HashSet};

use crate::accounts::MemberId;
use crate::forum::{PostId, TopicId};
use crate::platform::db::{Connection, Result};

/// What is compared about a post.
pub struct PostFacts {
    /// Its number in the community.
    pub id: PostId,
    /// Its topic.
    pub topic: TopicId,
    /// As stored.
    pub votes: i64,
    /// Of their rows.
    pub vote_sum: i64,
    /// As stored.
    pub comments: i64,
    /// Of their rows.
    pub visible_comments: i64,
    /// Neither the opening post nor a comment.
    pub is_reply: bool,
    /// Stands somewhere on the pages of its topic.
    pub has_position: bool,
    /// Has a row of text, empty when erased.
    pub has_text: bool,
    /// Comments on what it cannot.
    pub parent_elsewhere: bool,
    /// The removal names somebody who is not there.
    pub removed_by_nobody: bool,
    /// A mark of another topic points here.
    pub accepted_elsewhere: bool,
}

type Row = (PostId, TopicId, i64, i64, i64, Option<PostId>, Option<i64>);

/// Reads what is compared about the posts with these numbers, in order.
pub fn facts_between(conn: &mut Connection, first: PostId, last: PostId) -> Result<Vec<PostFacts>> {
    let rows: Vec<Row> = posts::table
        .filter(posts::id.between(first, last))
        .order(posts::id)
        .select((posts::id, posts::topic, posts::number, posts::votes, posts::comments, posts::parent, posts::position))
        .load(conn)?;
    let around = Around::read(conn, first, last, &rows)?;
    Ok(rows.into_iter().map(|row| around.facts(row)).collect())
}

/// What stands beside the posts.
struct Around {
    votes: HashMap<PostId, i64>,
    comments: HashMap<PostId, i64>,
    texts: HashSet<PostId>,
    parents: HashMap<PostId, (TopicId, Option<PostId>)>,
    removed_by_nobody: HashSet<PostId>,
    accepted: Vec<(PostId, TopicId)>,
}

impl Around {
    fn read(conn: &mut Connection, first: PostId, last: PostId, rows: &[Row]) -> Result<Self> {
        let votes: Vec<(PostId, i64)> = votes::table
            .filter(votes::post.between(first, last))
            .group_by(votes::post)
            .select((votes::post, sql::<BigInt>("CAST(COALESCE(SUM(value), 0) AS BIGINT)")))
            .load(conn)?;
        let texts: Vec<PostId> = post_texts::table.filter(post_texts::post.between(first, last)).select(post_texts::post).load(conn)?;
        let accepted = accepted::table.filter(accepted::post.between(first, last)).select((accepted::post, accepted::topic)).load(conn)?;
        Ok(Self {
            votes: votes.into_iter().collect(),
            comments: comments(conn, first, last)?,
            texts: texts.into_iter().collect(),
            parents: parents(conn, rows)?,
            removed_by_nobody: removed_by_nobody(conn, first, last)?,
            accepted,
        })
    }

    fn facts(&self, (id, topic, number, votes, comments, parent, position): Row) -> PostFacts {
        let is_reply = number > 1 && parent.is_none();
        PostFacts {
            id,
            topic,
            votes,
            vote_sum: self.votes.get(&id).copied().unwrap_or(0),
            comments,
            visible_comments: self.comments.get(&id).copied().unwrap_or(0),
            is_reply,
            has_position: position.is_some(),
            has_text: self.texts.contains(&id),
            parent_elsewhere: parent.is_some_and(|parent| self.parents.get(&parent) != Some(&(topic, None))),
            removed_by_nobody: self.removed_by_nobody.contains(&id),
            accepted_elsewhere: self.accepted.iter().any(|(post, mark)| *post == id && (*mark != topic || !is_reply)),
        }
    }
}

fn comments(conn: &mut Connection, first: PostId, last: PostId) -> Result<HashMap<PostId, i64>> {
    let visible = posts::table.filter(posts::state.eq("visible")).filter(posts::audience.eq("everyone"));
    let counted: Vec<(Option<PostId>, i64)> =
        visible.filter(posts::parent.between(first, last)).group_by(posts::parent).select((posts::parent, diesel::dsl::count_star())).load(conn)?;
    Ok(counted.into_iter().filter_map(|(parent, count)| Some((parent?, count))).collect())
}

fn parents(conn: &mut Connection, rows: &[Row]) -> Result<HashMap<PostId, (TopicId, Option<PostId>)>> {
    let wanted: Vec<PostId> = rows.iter().filter_map(|(.., parent, _)| *parent).collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(PostId, TopicId, Option<PostId>)> =
        posts::table.filter(posts::id.eq_any(wanted)).select((posts::id, posts::topic, posts::parent)).load(conn)?;
    Ok(found.into_iter().map(|(id, topic, parent)| (id, (topic, parent))).collect())
}

fn removed_by_nobody(conn: &mut Connection, first: PostId, last: PostId) -> Result<HashSet<PostId>> {
    let removed: Vec<(PostId, Option<MemberId>)> =
        post_removals::table.filter(post_removals::post.between(first, last)).select((post_removals::post, post_removals::actor)).load(conn)?;
    let removed: Vec<(PostId, MemberId)> = removed.into_iter().filter_map(|(post, actor)| Some((post, actor?))).collect();
    if removed.is_empty() {
        return Ok(HashSet::new());
    }
    let actors: Vec<MemberId> = removed.iter().map(|(_, actor)| *actor).collect();
    let known: HashSet<MemberId> = members::table.filter(members::id.eq_any(actors)).select(members::id).load(conn)?.into_iter().collect();
    Ok(removed.into_iter().filter(|(_, actor)| !known.contains(actor)).map(|(post, _)| post).collect())
}
