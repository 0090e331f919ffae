//! What search reads: of posts for their documents, and of hits for whoever looks.

use diesel::dsl::exists;
use diesel::prelude::*;
use guildhall_schema::{accepted, members, post_texts, posts, tags, topic_counts, topic_tags, topics};
use std::collections::{BTreeMap, HashMap, HashSet};

use super::document::{DocumentFacts, Status};
use crate::accounts::MemberId;
use crate::accounts::badges::Badges;
use crate::forum::visibility::{PostFacts, Sight, TopicFacts, visible_posts};
use crate::forum::{Audience, CategoryId, PostId, PostState, TopicId, TopicKind};
use crate::platform::db::{Connection, Result, Timestamp};
use crate::platform::text::PostHtml;
use crate::platform::text::stored_html::Words;

type TopicRow = (TopicId, CategoryId, MemberId, TopicKind, PostState, String, String, bool, bool);
type PostRow = (PostId, TopicId, i64, i64, PostState, Audience, MemberId, String, Timestamp, i64);

/// Topics by number, each with a figure that grows with every change of it, whoever sees that.
pub fn versions(conn: &mut Connection, after: TopicId, limit: i64) -> Result<Vec<(TopicId, i64)>> {
    let rows = topics::table.left_join(topic_counts::table).filter(topics::id.gt(after)).order(topics::id).limit(limit);
    let rows: Vec<(TopicId, i64, Option<i64>)> = rows.select((topics::id, topics::version, topic_counts::staff_version.nullable())).load(conn)?;
    Ok(rows.into_iter().map(|(topic, version, among_staff)| (topic, version + among_staff.unwrap_or(0))).collect())
}

/// How many topics there are.
pub fn topics(conn: &mut Connection) -> Result<i64> {
    Ok(topics::table.count().get_result(conn)?)
}

/// How many posts have documents: all but those that were erased, or whose topic was.
pub fn posts(conn: &mut Connection) -> Result<i64> {
    let kept = posts::table.inner_join(topics::table).filter(posts::state.ne("erased")).filter(topics::state.ne("erased"));
    Ok(kept.count().get_result(conn)?)
}

/// What documents say of every post of these topics, but for the words. Erased posts have none.
pub fn facts(conn: &mut Connection, badges: &Badges, wanted: &[TopicId]) -> Result<Vec<DocumentFacts>> {
    let columns = (topics::id, topics::category, topics::author, topics::kind, topics::state, topics::title, topics::lang, topics::solved, topics::answered);
    let rows: Vec<TopicRow> = topics::table.filter(topics::id.eq_any(wanted.to_vec())).select(columns).load(conn)?;
    let of_topics: HashMap<TopicId, TopicRow> = rows.into_iter().map(|row| (row.0, row)).collect();
    let mut tags_of: BTreeMap<TopicId, Vec<i64>> = BTreeMap::new();
    let query = topic_tags::table.filter(topic_tags::topic.eq_any(wanted.to_vec())).order(topic_tags::tag);
    for (topic, tag) in query.select((topic_tags::topic, topic_tags::tag)).load::<(TopicId, i64)>(conn)? {
        tags_of.entry(topic).or_default().push(tag);
    }
    let accepted: HashSet<PostId> = accepted::table.filter(accepted::topic.eq_any(wanted.to_vec())).select(accepted::post).load(conn)?.into_iter().collect();
    let rows: Vec<PostRow> = posts::table
        .filter(posts::topic.eq_any(wanted.to_vec()))
        .filter(posts::state.ne("erased"))
        .select((
            posts::id,
            posts::topic,
            posts::number,
            posts::version,
            posts::state,
            posts::audience,
            posts::author,
            posts::lang,
            posts::created_at,
            posts::votes + posts::vote_base,
        ))
        .load(conn)?;
    let made = rows.into_iter().filter_map(|row| {
        let topic = of_topics.get(&row.1)?;
        let tags = tags_of.get(&row.1).cloned().unwrap_or_default();
        Some(of_post(row, topic, tags, &accepted, badges))
    });
    Ok(made.collect())
}

fn of_post(row: PostRow, topic: &TopicRow, tags: Vec<i64>, accepted: &HashSet<PostId>, badges: &Badges) -> DocumentFacts {
    let (post, _, number, version, state, audience, author, lang, created_at, votes) = row;
    let (id, category, opener, kind, topic_state, ref title, ref topic_lang, solved, answered) = *topic;
    let facts = TopicFacts { category, state: topic_state, author: opener };
    DocumentFacts {
        post,
        number,
        version,
        topic: id,
        title: title.clone(),
        tags,
        category,
        kind,
        status: status(kind, solved, answered),
        topic_lang: topic_lang.clone(),
        lang,
        author,
        by_staff: badges.is_staff(author),
        accepted: accepted.contains(&post),
        votes,
        created_at,
        sight: PostFacts { topic: facts, state, audience, author },
    }
}

fn status(kind: TopicKind, solved: bool, answered: bool) -> Status {
    match (kind, solved, answered) {
        (TopicKind::Question, true, _) => Status::Solved,
        (TopicKind::Question, false, true) => Status::Unsolved,
        (TopicKind::Question, false, false) => Status::Unanswered,
        _ => Status::None,
    }
}

/// The words of posts: a few hundred at most.
pub fn texts(conn: &mut Connection, wanted: &[PostId]) -> Result<HashMap<PostId, String>> {
    let rows: Vec<(PostId, String)> =
        post_texts::table.filter(post_texts::post.eq_any(wanted.to_vec())).select((post_texts::post, post_texts::html)).load(conn)?;
    Ok(rows.into_iter().map(|(post, html)| (post, Words(&PostHtml::from_store(html)).to_string())).collect())
}

/// What tags are called, by number.
pub fn tag_names(conn: &mut Connection, wanted: &[i64]) -> Result<HashMap<i64, String>> {
    Ok(tags::table.filter(tags::id.eq_any(wanted.to_vec())).select((tags::id, tags::name)).load(conn)?.into_iter().collect())
}

/// A post that was found, as whoever looks may see it.
#[derive(Clone, Debug)]
pub struct FoundPost {
    /// The post.
    pub id: PostId,
    /// Its topic.
    pub topic: TopicId,
    /// Its number there.
    pub number: i64,
    /// Who wrote it.
    pub author: MemberId,
    /// As shown.
    pub author_name: String,
    /// When.
    pub created_at: Timestamp,
    /// Its score.
    pub votes: i64,
    /// Its language.
    pub lang: String,
    /// Whether it solved the question.
    pub accepted: bool,
}

/// Of these posts those that the viewer sees, by number: the index may be a moment behind.
pub fn visible(conn: &mut Connection, sight: &Sight, wanted: &[PostId]) -> Result<HashMap<PostId, FoundPost>> {
    type Row = (PostId, TopicId, i64, MemberId, Timestamp, i64, String, bool);
    let solving = accepted::table.filter(accepted::post.eq(posts::id));
    let rows: Vec<Row> = posts::table
        .inner_join(topics::table)
        .filter(posts::id.eq_any(wanted.to_vec()))
        .filter(visible_posts(sight))
        .select((posts::id, posts::topic, posts::number, posts::author, posts::created_at, posts::votes + posts::vote_base, posts::lang, exists(solving)))
        .load(conn)?;
    let made = rows.into_iter().map(|(id, topic, number, author, created_at, votes, lang, accepted)| {
        (id, FoundPost { id, topic, number, author, author_name: String::new(), created_at, votes, lang, accepted })
    });
    Ok(made.collect())
}

/// What the authors of these posts are called.
pub fn name_authors(conn: &mut Connection, posts: &mut [FoundPost]) -> Result<()> {
    let authors: Vec<MemberId> = posts.iter().map(|post| post.author).collect();
    let names: HashMap<MemberId, String> =
        members::table.filter(members::id.eq_any(authors)).select((members::id, members::name)).load(conn)?.into_iter().collect();
    for post in posts {
        post.author_name = names.get(&post.author).cloned().unwrap_or_default();
    }
    Ok(())
}

/// The posts that were accepted in these topics: by the asker where both chose.
pub fn answers(conn: &mut Connection, wanted: &[TopicId]) -> Result<HashMap<TopicId, PostId>> {
    // "staff" comes before "asker" in this order: of two rows the last one stays.
    let query = accepted::table.filter(accepted::topic.eq_any(wanted.to_vec())).order(accepted::by.desc());
    Ok(query.select((accepted::topic, accepted::post)).load::<(TopicId, PostId)>(conn)?.into_iter().collect())
}
