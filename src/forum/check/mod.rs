//! What the forum stores twice: counters, copied states, paths. Figures come from [`super::counts`], so that a
//! use case and a check cannot disagree about what they mean.

pub mod store;

use std::collections::HashMap;

use super::counts::MemberFigures;
use super::{CategoryId, PostId, TopicId, counts, topics};
use crate::accounts::MemberId;
use crate::platform::check::Check;
use crate::platform::db::{Connection, Generation, Result, Tx};
use store::post_facts::{PostFacts, facts_between};

/// Paths of categories, and groups that have rights but do not exist.
pub struct Categories;

impl Check for Categories {
    fn name(&self) -> &'static str {
        "category"
    }

    fn ids(&self, conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
        store::categories(conn, after, limit)
    }

    fn wrong(&self, conn: &mut Connection, id: i64) -> Result<Vec<String>> {
        let path = store::path(conn, CategoryId(id))?;
        let mut wrong = Vec::new();
        if path.stored != path.computed {
            wrong.push(format!("path {:?}, should be {:?}", path.stored, path.computed));
        }
        if path.too_deep {
            wrong.push("below a category that stands below another".into());
        }
        wrong.extend(store::strangers(conn, CategoryId(id))?.into_iter().map(|group| format!("a right for the group {group:?}, which does not exist")));
        Ok(wrong)
    }

    fn mend(&self, tx: &mut Tx<'_>, id: i64) -> Result<()> {
        let path = store::path(tx.conn(), CategoryId(id))?;
        if path.stored != path.computed {
            store::save_path(tx, CategoryId(id), &path.computed)?;
        }
        store::delete_strangers(tx, CategoryId(id))?;
        tx.bump(Generation::Categories).map(|_| ())
    }
}

/// Counters of posts, and what stands beside them.
pub struct Posts;

impl Check for Posts {
    fn name(&self) -> &'static str {
        "post"
    }

    fn ids(&self, conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
        store::posts(conn, after, limit)
    }

    fn wrong(&self, conn: &mut Connection, id: i64) -> Result<Vec<String>> {
        Ok(self.wrong_among(conn, &[id])?.into_iter().map(|(_, what)| what).collect())
    }

    fn wrong_among(&self, conn: &mut Connection, ids: &[i64]) -> Result<Vec<(i64, String)>> {
        let (Some(&first), Some(&last)) = (ids.first(), ids.last()) else { return Ok(Vec::new()) };
        let facts = facts_between(conn, PostId(first), PostId(last))?;
        Ok(facts.iter().flat_map(|post| wrong_in_post(post).into_iter().map(|what| (post.id.0, what))).collect())
    }

    fn mend(&self, tx: &mut Tx<'_>, id: i64) -> Result<()> {
        let post = PostId(id);
        let Some(facts) = facts_between(tx.conn(), post, post)?.pop() else { return Ok(()) };
        topics::store::lock_topic(tx, facts.topic)?;
        counts::store::refresh_votes(tx, post)?;
        counts::store::refresh_comments(tx, post)?;
        if facts.is_reply != facts.has_position {
            store::mend_position(tx, post, facts.is_reply)?;
        }
        if facts.removed_by_nobody {
            store::forget_remover(tx, post)?;
        }
        if facts.accepted_elsewhere {
            store::delete_accepted_elsewhere(tx, post)?;
        }
        Ok(())
    }
}

fn wrong_in_post(post: &PostFacts) -> Vec<String> {
    let mut wrong = Vec::new();
    differs(&mut wrong, "votes", &post.votes, &post.vote_sum);
    differs(&mut wrong, "comments", &post.comments, &post.visible_comments);
    if !post.has_text {
        wrong.push("text missing".into());
    }
    if post.parent_elsewhere {
        wrong.push("a comment on a post of another topic, or on a comment".into());
    }
    if post.is_reply != post.has_position {
        wrong.push(if post.is_reply { "a reply without a position" } else { "a position, which only replies have" }.into());
    }
    if post.removed_by_nobody {
        wrong.push("taken away by a member who does not exist".into());
    }
    if post.accepted_elsewhere {
        wrong.push("accepted in a topic it is no reply of".into());
    }
    wrong
}

/// Counters of topics, and what they copy from their first post.
pub struct Topics;

impl Check for Topics {
    fn name(&self) -> &'static str {
        "topic"
    }

    fn ids(&self, conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
        store::topics(conn, after, limit)
    }

    fn wrong(&self, conn: &mut Connection, id: i64) -> Result<Vec<String>> {
        let topic = TopicId(id);
        let Some(next) = store::next(conn, topic)? else { return Ok(vec!["counts missing".into()]) };
        let mut wrong = counts::wrong_in_topic(conn, topic)?;
        match store::opening(conn, topic)? {
            None if store::is_emptied(conn, topic)? => {}
            None => wrong.push("the opening post is missing".into()),
            Some((copied, opening)) => {
                differs(&mut wrong, "state", &copied.state.as_str(), &opening.state.as_str());
                differs(&mut wrong, "author", &copied.author, &opening.author);
                differs(&mut wrong, "lang", &copied.lang, &opening.lang);
            }
        }
        let highest = store::highest(conn, topic)?;
        for (what, next, highest) in [("next_number", next.0, highest.0), ("next_position", next.1, highest.1)] {
            if next <= highest {
                wrong.push(format!("{what} {next}, should be {}", highest + 1));
            }
        }
        let (folded, wanted) = store::title(conn, topic)?;
        if folded.as_deref() != Some(wanted.as_str()) {
            wrong.push(format!(
                "searched title {}, should be {}",
                folded.map_or_else(|| "none".into(), |folded| format!("{folded:?}")),
                format_args!("{wanted:?}")
            ));
        }
        let langs = store::stale_langs(conn, topic)?;
        wrong.extend(langs.into_iter().map(|(stored, wanted)| format!("language in lists {stored:?}, should be {wanted:?}")));
        let stale = store::stale_tags(conn, topic)?;
        wrong.extend(stale.into_iter().map(|(tag, stored, wanted)| format!("bumped_at of tag {tag} {}, should be {}", stored.0, wanted.0)));
        Ok(wrong)
    }

    fn mend(&self, tx: &mut Tx<'_>, id: i64) -> Result<()> {
        let topic = TopicId(id);
        topics::store::lock_topic(tx, topic)?;
        store::ensure_counts(tx, topic)?;
        if let Some((copied, opening)) = store::opening(tx.conn(), topic)?
            && copied != opening
        {
            store::copy_opening(tx, topic, &opening)?;
        }
        store::raise_next(tx, topic)?;
        store::mend_title(tx, topic)?;
        store::mend_langs(tx, topic)?;
        counts::refresh_topic(tx, topic)?;
        Ok(())
    }
}

/// Counters of members.
pub struct Authors;

impl Check for Authors {
    fn name(&self) -> &'static str {
        "posts of member"
    }

    fn ids(&self, conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
        store::members(conn, after, limit)
    }

    fn wrong(&self, conn: &mut Connection, id: i64) -> Result<Vec<String>> {
        Ok(self.wrong_among(conn, &[id])?.into_iter().map(|(_, what)| what).collect())
    }

    fn wrong_among(&self, conn: &mut Connection, ids: &[i64]) -> Result<Vec<(i64, String)>> {
        let (Some(&first), Some(&last)) = (ids.first(), ids.last()) else { return Ok(Vec::new()) };
        let stored = counts::store::stored_members(conn, MemberId(first), MemberId(last))?;
        let computed = counts::store::compute_members(conn, MemberId(first), MemberId(last))?;
        let of = |figures: &HashMap<MemberId, MemberFigures>, id: i64| figures.get(&MemberId(id)).copied().unwrap_or_default();
        let wrong = ids.iter().flat_map(|&id| wrong_in_member(&of(&stored, id), &of(&computed, id)).into_iter().map(move |what| (id, what)));
        Ok(wrong.collect())
    }

    fn mend(&self, tx: &mut Tx<'_>, id: i64) -> Result<()> {
        counts::refresh_member(tx, MemberId(id))
    }
}

fn wrong_in_member(stored: &MemberFigures, computed: &MemberFigures) -> Vec<String> {
    let mut wrong = Vec::new();
    differs(&mut wrong, "topics", &stored.topics, &computed.topics);
    differs(&mut wrong, "replies", &stored.replies, &computed.replies);
    differs(&mut wrong, "comments", &stored.comments, &computed.comments);
    differs(&mut wrong, "accepted", &stored.accepted, &computed.accepted);
    differs(&mut wrong, "helpful", &stored.helpful, &computed.helpful);
    wrong
}

fn differs<T: PartialEq + std::fmt::Display>(wrong: &mut Vec<String>, what: &str, stored: &T, computed: &T) {
    if stored != computed {
        wrong.push(format!("{what} {stored}, should be {computed}"));
    }
}
