//! Texts, and whom and what they name.

use diesel::prelude::*;
use guildhall_schema::{members, mentions, moved_posts, post_texts, posts, quotes, topics};

use super::{Composed, Rerendered};
use crate::accounts::{MemberId, profile_url};
use crate::forum::visibility::{PostFacts, TopicFacts};
use crate::forum::{Audience, CategoryId, PostId, PostState, TopicId, quotations};
use crate::platform::db::{Backend, Connection, Result, Tx};
use crate::platform::text::names::username_key;
use crate::platform::text::{Member, RENDERER, mention_candidates};

/// Places that are looked up by one query: texts seldom quote more.
const PLACES_TOGETHER: usize = 50;

/// The members behind mention keys; closed accounts are not mentioned.
pub fn mentionable(conn: &mut Connection, keys: &[String]) -> Result<Vec<(String, Member)>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, MemberId, String)> = members::table
        .filter(members::username_key.eq_any(keys))
        .filter(members::state.ne("closed"))
        .select((members::username_key, members::id, members::username))
        .load(conn)?;
    Ok(rows.into_iter().map(|(key, id, username)| (key, Member { id: id.0, url: profile_url(&username), username })).collect())
}

/// Writes the text of a new post.
pub fn insert(tx: &mut Tx<'_>, post: PostId, text: &Composed) -> Result<()> {
    diesel::insert_into(post_texts::table)
        .values((post_texts::post.eq(post), post_texts::source.eq(&text.source), post_texts::html.eq(text.html.as_str()), post_texts::renderer.eq(RENDERER)))
        .execute(tx.conn())?;
    write_names(tx, post, text)
}

/// Writes a changed text over the old one.
pub fn replace(tx: &mut Tx<'_>, post: PostId, text: &Composed) -> Result<()> {
    diesel::update(post_texts::table.find(post))
        .set((post_texts::source.eq(&text.source), post_texts::html.eq(text.html.as_str()), post_texts::renderer.eq(RENDERER)))
        .execute(tx.conn())?;
    // What it quoted before stands in its revisions still.
    delete_mentions(tx, post)?;
    write_names(tx, post, text)
}

/// Whom a post's mentions meant, by the keys of what was typed, as they are called now; those who left are not among them.
pub fn mentioned(conn: &mut Connection, post: PostId) -> Result<Vec<(String, Member)>> {
    let rows: Vec<(String, MemberId, String)> = mentions::table
        .inner_join(members::table)
        .filter(mentions::post.eq(post))
        .filter(members::state.ne("closed"))
        .select((mentions::typed, members::id, members::username))
        .load(conn)?;
    Ok(rows.into_iter().map(|(typed, id, username)| (username_key(&typed), Member { id: id.0, url: profile_url(&username), username })).collect())
}

/// Writes what a text looks like now, unless it was edited meanwhile: then it looks like that already.
pub fn put_html(tx: &mut Tx<'_>, post: PostId, text: &Rerendered) -> Result<()> {
    diesel::update(post_texts::table.find(post).filter(post_texts::source.eq(&text.source)))
        .set((post_texts::html.eq(text.html.as_str()), post_texts::renderer.eq(RENDERER)))
        .execute(tx.conn())?;
    write_quotes(tx, post, &text.quotes).map(|_| ())
}

/// Writes a text over the one that `was` there, in other words that mean the same; false when it was edited meanwhile.
/// A form that was made from the text before is a stale one.
pub fn reword(tx: &mut Tx<'_>, post: PostId, was: &str, text: &Rerendered) -> Result<bool> {
    let changed = diesel::update(post_texts::table.find(post).filter(post_texts::source.eq(was)))
        .set((post_texts::source.eq(&text.source), post_texts::html.eq(text.html.as_str()), post_texts::renderer.eq(RENDERER)))
        .execute(tx.conn())?;
    if changed > 0 {
        diesel::update(posts::table.find(post)).set(posts::version.eq(posts::version + 1)).execute(tx.conn())?;
    }
    Ok(changed > 0)
}

/// What was typed to mention a member, each once.
pub fn typed_for(conn: &mut Connection, member: MemberId) -> Result<Vec<String>> {
    Ok(mentions::table.filter(mentions::member.eq(member)).select(mentions::typed).distinct().load(conn)?)
}

/// Says that a post's mention of a member was typed so.
pub fn rename_mention(tx: &mut Tx<'_>, post: PostId, member: MemberId, typed: &str) -> Result<()> {
    diesel::delete(mentions::table.filter(mentions::post.eq(post)).filter(mentions::member.eq(member))).execute(tx.conn())?;
    diesel::insert_into(mentions::table).values((mentions::post.eq(post), mentions::member.eq(member), mentions::typed.eq(typed))).execute(tx.conn())?;
    Ok(())
}

/// Takes the text away for good; the row stays so that joins find one.
pub fn erase(tx: &mut Tx<'_>, post: PostId) -> Result<()> {
    diesel::update(post_texts::table.find(post)).set((post_texts::source.eq(""), post_texts::html.eq(""))).execute(tx.conn())?;
    diesel::delete(quotes::table.filter(quotes::post.eq(post))).execute(tx.conn())?;
    delete_mentions(tx, post)
}

/// Forgets whom words mentioned that stand in the source no more.
pub fn forget_mentions(tx: &mut Tx<'_>, post: PostId, source: &str) -> Result<()> {
    let typed: Vec<String> = mentions::table.filter(mentions::post.eq(post)).select(mentions::typed).load(tx.conn())?;
    let candidates = mention_candidates(source);
    for typed in typed.into_iter().filter(|typed| !candidates.contains(&username_key(typed))) {
        diesel::delete(mentions::table.filter(mentions::post.eq(post)).filter(mentions::typed.eq(typed))).execute(tx.conn())?;
    }
    Ok(())
}

fn delete_mentions(tx: &mut Tx<'_>, post: PostId) -> Result<()> {
    diesel::delete(mentions::table.filter(mentions::post.eq(post))).execute(tx.conn())?;
    Ok(())
}

fn write_names(tx: &mut Tx<'_>, post: PostId, text: &Composed) -> Result<()> {
    for mention in &text.mentions {
        diesel::insert_into(mentions::table)
            .values((mentions::post.eq(post), mentions::member.eq(mention.member), mentions::typed.eq(&mention.typed)))
            .execute(tx.conn())?;
    }
    let unseen = |quoted: &QuotedPost| quoted.facts.state != PostState::Visible || quoted.facts.topic.state != PostState::Visible;
    for quoted in write_quotes(tx, post, &text.quotes)?.iter().filter(|quoted| unseen(quoted)) {
        // It may have been seen still when the text was rendered.
        quotations::again(tx, quoted.id, quoted.facts.state)?;
    }
    Ok(())
}

/// Writes which posts a post quotes, each by its topic and number, as far as they are there. Gives back those.
pub fn write_quotes(tx: &mut Tx<'_>, post: PostId, places: &[(TopicId, i64)]) -> Result<Vec<QuotedPost>> {
    let mut found = quoted(tx.conn(), places)?;
    found.retain(|quoted| quoted.id != post);
    // One post, quoted by its old address and by its new one, is quoted once.
    found.sort_unstable_by_key(|quoted| quoted.id);
    found.dedup_by_key(|quoted| quoted.id);
    if found.is_empty() {
        return Ok(found);
    }
    let written: Vec<PostId> = quotes::table.filter(quotes::post.eq(post)).select(quotes::quoted).load(tx.conn())?;
    for quoted in found.iter().filter(|quoted| !written.contains(&quoted.id)) {
        diesel::insert_into(quotes::table).values((quotes::post.eq(post), quotes::quoted.eq(quoted.id))).execute(tx.conn())?;
    }
    Ok(found)
}

/// A post that is quoted, with what decides who sees it.
#[derive(Clone, Debug)]
pub struct QuotedPost {
    /// Its number in the community.
    pub id: PostId,
    /// Its topic.
    pub topic: TopicId,
    /// Where the text says that it stands: topic and number. It may have been moved since.
    pub place: (TopicId, i64),
    /// Who sees it.
    pub facts: PostFacts,
    /// What its author is called now.
    pub name: String,
}

type QuotedRow = ((PostId, TopicId, i64), (PostState, Audience, MemberId), (CategoryId, PostState, MemberId), String);

macro_rules! quoted_columns {
    () => {
        (
            (posts::id, posts::topic, posts::number),
            (posts::state, posts::audience, posts::author),
            (topics::category, topics::state, topics::author),
            members::name,
        )
    };
}

/// The posts at these places, by topic and number; those too that were moved from there.
pub fn quoted(conn: &mut Connection, places: &[(TopicId, i64)]) -> Result<Vec<QuotedPost>> {
    let mut found = Vec::with_capacity(places.len());
    for places in places.chunks(PLACES_TOGETHER) {
        let mut query = posts::table.inner_join(topics::table).inner_join(members::table).select(quoted_columns!()).into_boxed::<Backend>();
        for (topic, number) in places.iter().copied() {
            query = query.or_filter(posts::topic.eq(topic).and(posts::number.eq(number)));
        }
        found.extend(query.load::<QuotedRow>(conn)?.into_iter().map(quoted_post));
        let others: Vec<(TopicId, i64)> = places.iter().copied().filter(|place| !found.iter().any(|quoted| quoted.place == *place)).collect();
        if !others.is_empty() {
            found.extend(moved(conn, &others)?);
        }
    }
    Ok(found)
}

/// The posts that stood at these places once.
fn moved(conn: &mut Connection, places: &[(TopicId, i64)]) -> Result<Vec<QuotedPost>> {
    let mut query = moved_posts::table
        .inner_join(posts::table.inner_join(topics::table).inner_join(members::table))
        .select(((moved_posts::topic, moved_posts::number), quoted_columns!()))
        .into_boxed::<Backend>();
    for (topic, number) in places.iter().copied() {
        query = query.or_filter(moved_posts::topic.eq(topic).and(moved_posts::number.eq(number)));
    }
    let rows: Vec<((TopicId, i64), QuotedRow)> = query.load(conn)?;
    Ok(rows.into_iter().map(|(place, row)| QuotedPost { place, ..quoted_post(row) }).collect())
}

fn quoted_post(((id, topic, number), (state, audience, author), (category, topic_state, opener), name): QuotedRow) -> QuotedPost {
    let topic_facts = TopicFacts { category, state: topic_state, author: opener };
    QuotedPost { id, topic, place: (topic, number), facts: PostFacts { topic: topic_facts, state, audience, author }, name }
}

/// The source of a post.
pub fn source(conn: &mut Connection, post: PostId) -> Result<String> {
    Ok(post_texts::table.find(post).select(post_texts::source).first(conn)?)
}

/// Source and HTML of a post.
pub fn text(conn: &mut Connection, post: PostId) -> Result<(String, String)> {
    Ok(post_texts::table.find(post).select((post_texts::source, post_texts::html)).first(conn)?)
}

/// The posts whose HTML names a member, for rendering them again.
pub fn posts_naming(conn: &mut Connection, member: MemberId) -> Result<Vec<(PostId, TopicId)>> {
    Ok(mentions::table.inner_join(posts::table).filter(mentions::member.eq(member)).select((posts::id, posts::topic)).distinct().load(conn)?)
}
