//! The rows of the forum that a member is given of their own data. What they may not see, such as a post that was deleted
//! or stands in a category that is closed to them, is named by its number alone.

use diesel::helper_types::InnerJoinQuerySource;
use diesel::prelude::*;
use guildhall_schema::{accepted, follows, me_too, mentions, post_bookmarks, post_removals, post_texts, posts, revisions, submissions, topics, votes};
use serde_json::{Value, json};
use std::collections::HashMap;

use crate::accounts::feature::{Asking, Exported, PART, Part};
use crate::accounts::store as members;
use crate::forum::categories;
use crate::forum::follows::What;
use crate::forum::posts::store::{Revision, revisions_of};
use crate::forum::visibility::{PostFacts, Sight, TopicFacts, can_see, visible_posts};
use crate::forum::{Audience, CategoryId, PostId, PostState, TopicId, TopicKind, screening, tags};
use crate::platform::db::{Connection, Result, Timestamp};

/// Each a file of the archive.
pub const EXPORTED: &[Exported] = &[
    Exported { file: "posts", columns: &["posts.author", "topics.author"], rows: written },
    Exported { file: "edits", columns: &["revisions.editor"], rows: edits },
    Exported { file: "votes", columns: &["votes.member"], rows: voted },
    Exported { file: "me-toos", columns: &["me_too.member"], rows: me_toos },
    Exported { file: "accepted", columns: &["accepted.member"], rows: acceptances },
    Exported { file: "bookmarks", columns: &["post_bookmarks.member"], rows: kept },
    Exported { file: "follows", columns: &["follows.member"], rows: followed },
    Exported { file: "mentions", columns: &["mentions.member"], rows: mentioned },
    Exported { file: "submissions", columns: &["submissions.member"], rows: submitted },
];

fn at(moment: Timestamp) -> String {
    moment.rfc3339()
}

fn address(post: PostId) -> String {
    format!("/p/{post}")
}

/// What the member sees. Suspended members are their own posts' authors still: it is their data.
fn sight(conn: &mut Connection, asking: &Asking) -> Result<Sight> {
    let viewer = members::viewer(conn, asking.member, asking.now)?;
    let categories = categories::store::load(conn)?;
    Ok(Sight { member: Some(asking.member), ..Sight::of(&viewer, &categories) })
}

type OwnRow = (PostId, TopicId, i64, Option<PostId>, PostState, Audience, String, Timestamp, Option<Timestamp>, i64, i64);
type TopicRow = (CategoryId, PostState, crate::accounts::MemberId, TopicKind, String);

/// Posts, each with its text and every earlier one.
fn written(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let sight = sight(conn, asking)?;
    let rows: Vec<(OwnRow, TopicRow, String)> = posts::table
        .inner_join(topics::table)
        .inner_join(post_texts::table)
        .filter(posts::author.eq(asking.member))
        .filter(posts::id.gt(PostId(after)))
        .order(posts::id)
        .limit(PART)
        .select((
            (
                posts::id,
                posts::topic,
                posts::number,
                posts::parent,
                posts::state,
                posts::audience,
                posts::lang,
                posts::created_at,
                posts::edited_at,
                posts::votes,
                posts::vote_base,
            ),
            (topics::category, topics::state, topics::author, topics::kind, topics::title),
            post_texts::source,
        ))
        .load(conn)?;
    let removals = removals(conn, rows.iter().map(|(own, ..)| own.0).collect())?;
    let mut part = Vec::with_capacity(rows.len());
    for (own, topic, source) in rows {
        let facts =
            PostFacts { topic: TopicFacts { category: topic.0, state: topic.1, author: topic.2 }, state: own.4, audience: own.5, author: asking.member };
        let id = own.0;
        let value = match can_see(&sight, &facts) {
            true => whole(conn, asking, own, topic, &source, removals.get(&id))?,
            false => json!({ "post": id, "address": address(id), "written": at(own.7), "state": own.4, "text": null }),
        };
        part.push((id.0, value));
    }
    Ok(Part::of(part))
}

fn removals(conn: &mut Connection, posts: Vec<PostId>) -> Result<HashMap<PostId, String>> {
    let rows: Vec<(PostId, String)> =
        post_removals::table.filter(post_removals::post.eq_any(posts)).select((post_removals::post, post_removals::reason)).load(conn)?;
    Ok(rows.into_iter().collect())
}

fn whole(conn: &mut Connection, asking: &Asking, own: OwnRow, topic: TopicRow, source: &str, removal: Option<&String>) -> Result<Value> {
    let (id, topic_id, number, parent, state, audience, lang, created_at, edited_at, votes, vote_base) = own;
    let (category, _, _, kind, title) = topic;
    let earlier: Vec<Value> = revisions_of(conn, id)?.into_iter().map(|revision| earlier(asking, revision)).collect();
    // That it was held is told, not how: who sends spam would learn from it.
    let screened = screening::store::of_posts(conn, &[id])?.remove(&id).unwrap_or_default();
    let original = Some(&screened.original).filter(|original| !original.is_empty());
    let tags = if number == 1 { Some(tags::store::of_topic(conn, topic_id)?) } else { None };
    Ok(json!({
        "post": id,
        "address": address(id),
        "topic": { "number": topic_id, "title": title, "kind": kind, "category": category, "tags": tags },
        "number": number,
        "comment_on": parent,
        "state": state,
        "why_not_visible": removal,
        "held_by_filters": screened.holds(),
        "text_before_masking": original,
        "audience": audience,
        "language": lang,
        "written": at(created_at),
        "edited": edited_at.map(at),
        "votes": votes + vote_base,
        "text": source,
        "earlier": earlier,
    }))
}

/// The state before an edit. Who else edited is another's.
fn earlier(asking: &Asking, revision: Revision) -> Value {
    json!({
        "number": revision.number,
        "text": revision.source,
        "title": revision.title,
        "tags": revision.tags,
        "edited": at(revision.created_at),
        "edited_by_you": revision.editor == asking.member,
        "why": revision.reason,
        "erased": revision.erased_at.map(at),
    })
}

/// The member's edits of what others wrote: that they were made, and why. The text is the other's.
fn edits(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<(i64, PostId, i64, Timestamp, String)> = revisions::table
        .inner_join(posts::table)
        .filter(revisions::editor.eq(asking.member))
        .filter(posts::author.ne(asking.member))
        .filter(revisions::id.gt(after))
        .order(revisions::id)
        .limit(PART)
        .select((revisions::id, revisions::post, revisions::number, revisions::created_at, revisions::reason))
        .load(conn)?;
    let row = |(id, post, number, moment, reason)| (id, json!({ "post": address(post), "number": number, "at": at(moment), "why": reason }));
    Ok(Part::of(rows.into_iter().map(row).collect()))
}

fn voted(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<(PostId, i32, Timestamp)> = votes::table
        .filter(votes::member.eq(asking.member))
        .filter(votes::post.gt(PostId(after)))
        .order(votes::post)
        .limit(PART)
        .select((votes::post, votes::value, votes::created_at))
        .load(conn)?;
    Ok(Part::of(rows.into_iter().map(|(post, value, moment)| (post.0, json!({ "post": address(post), "value": value, "at": at(moment) }))).collect()))
}

fn me_toos(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<(TopicId, Timestamp)> = me_too::table
        .filter(me_too::member.eq(asking.member))
        .filter(me_too::topic.gt(TopicId(after)))
        .order(me_too::topic)
        .limit(PART)
        .select((me_too::topic, me_too::created_at))
        .load(conn)?;
    Ok(Part::of(rows.into_iter().map(topic_at).collect()))
}

fn kept(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<(PostId, String, Option<Timestamp>, Timestamp)> = post_bookmarks::table
        .filter(post_bookmarks::member.eq(asking.member))
        .filter(post_bookmarks::post.gt(PostId(after)))
        .order(post_bookmarks::post)
        .limit(PART)
        .select((post_bookmarks::post, post_bookmarks::note, post_bookmarks::remind_at, post_bookmarks::created_at))
        .load(conn)?;
    let row = |(post, note, remind_at, moment): (PostId, String, Option<Timestamp>, Timestamp)| {
        (post.0, json!({ "post": address(post), "note": note, "remind": remind_at.map(at), "at": at(moment) }))
    };
    Ok(Part::of(rows.into_iter().map(row).collect()))
}

fn topic_at((topic, moment): (TopicId, Timestamp)) -> (i64, Value) {
    (topic.0, json!({ "topic": format!("/t/{topic}"), "at": at(moment) }))
}

/// A place among the follows of a kind, and which kind: numbers of things do not reach so far.
const OF_A_KIND: i64 = 1 << 60;

/// What they follow or muted, one kind after the other.
fn followed(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let after = after.max(0);
    let (kind, subject) = (after / OF_A_KIND, after % OF_A_KIND);
    let Some(what) = usize::try_from(kind).ok().and_then(|kind| What::ALL.get(kind)) else { return Ok(Part::default()) };
    let rows: Vec<(i64, String, bool, Timestamp)> = follows::table
        .filter(follows::member.eq(asking.member))
        .filter(follows::what.eq(*what))
        .filter(follows::subject.gt(subject))
        .order(follows::subject)
        .limit(PART)
        .select((follows::subject, follows::level, follows::chosen, follows::created_at))
        .load(conn)?;
    let next = if rows.len() as i64 >= PART { rows.last().map(|row| kind * OF_A_KIND + row.0) } else { Some((kind + 1) * OF_A_KIND) };
    let next = next.filter(|next| *next / OF_A_KIND < What::ALL.len() as i64);
    let row = |(number, level, chosen, moment)| json!({ "what": what, "number": number, "level": level, "chosen": chosen, "since": at(moment) });
    Ok(Part { rows: rows.into_iter().map(row).collect(), next, ..Part::default() })
}

fn acceptances(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<(TopicId, String, PostId, Timestamp)> = accepted::table
        .filter(accepted::member.eq(asking.member))
        .filter(accepted::topic.gt(TopicId(after)))
        .order(accepted::topic)
        .limit(PART)
        .select((accepted::topic, accepted::by, accepted::post, accepted::at))
        .load(conn)?;
    let row = |(topic, by, post, moment): (TopicId, String, PostId, Timestamp)| (topic.0, json!({ "post": address(post), "as": by, "at": at(moment) }));
    Ok(Part::of(rows.into_iter().map(row).collect()))
}

type PostsOfTopics = InnerJoinQuerySource<posts::table, topics::table>;

/// Where others mention the member, as far as they see it.
fn mentioned(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let sight = sight(conn, asking)?;
    let rows: Vec<PostId> = mentions::table
        .filter(mentions::member.eq(asking.member))
        .filter(mentions::post.gt(PostId(after)))
        .order(mentions::post)
        .limit(PART)
        .select(mentions::post)
        .load(conn)?;
    let next = rows.last().map(|post| post.0).filter(|_| rows.len() as i64 >= PART);
    let seen: Vec<(PostId, Timestamp)> = posts::table
        .inner_join(topics::table)
        .filter(posts::id.eq_any(rows))
        .filter(visible_posts::<PostsOfTopics>(&sight))
        .order(posts::id)
        .select((posts::id, posts::created_at))
        .load(conn)?;
    let rows = seen.into_iter().map(|(post, moment)| json!({ "post": address(post), "written": at(moment) })).collect();
    Ok(Part { rows, next, ..Part::default() })
}

/// Forms that were sent, kept for a week.
fn submitted(conn: &mut Connection, asking: &Asking, _: i64) -> Result<Part> {
    let rows: Vec<(String, PostId, Timestamp)> = submissions::table
        .filter(submissions::member.eq(asking.member))
        .order(submissions::at)
        .select((submissions::key, submissions::post, submissions::at))
        .load(conn)?;
    Ok(Part::whole(rows.into_iter().map(|(key, post, moment)| json!({ "form": key, "post": address(post), "at": at(moment) })).collect()))
}
