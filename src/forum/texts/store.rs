//! Texts, and whom and what they name.

use diesel::prelude::*;
use guildhall_schema::{members, mentions, post_texts, posts, quotes};

use super::{Composed, Rerendered};
use crate::accounts::{MemberId, profile_url};
use crate::forum::{PostId, TopicId};
use crate::platform::db::{Connection, Result, Tx};
use crate::platform::text::names::username_key;
use crate::platform::text::{Member, RENDERER};

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
    delete_names(tx, post)?;
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
    Ok(())
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
    delete_names(tx, post)
}

fn delete_names(tx: &mut Tx<'_>, post: PostId) -> Result<()> {
    diesel::delete(mentions::table.filter(mentions::post.eq(post))).execute(tx.conn())?;
    diesel::delete(quotes::table.filter(quotes::post.eq(post))).execute(tx.conn())?;
    Ok(())
}

fn write_names(tx: &mut Tx<'_>, post: PostId, text: &Composed) -> Result<()> {
    for mention in &text.mentions {
        diesel::insert_into(mentions::table)
            .values((mentions::post.eq(post), mentions::member.eq(mention.member), mentions::typed.eq(&mention.typed)))
            .execute(tx.conn())?;
    }
    write_quotes(tx, post, text.quotes.iter().copied())
}

/// Writes which posts a post quotes, each by its topic and number, as far as they are there.
pub fn write_quotes(tx: &mut Tx<'_>, post: PostId, quoted: impl Iterator<Item = (TopicId, i64)>) -> Result<()> {
    for (topic, number) in quoted {
        let quoted: Option<PostId> =
            posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(number)).select(posts::id).first(tx.conn()).optional()?;
        if let Some(quoted) = quoted.filter(|quoted| *quoted != post) {
            diesel::insert_into(quotes::table).values((quotes::post.eq(post), quotes::quoted.eq(quoted))).execute(tx.conn())?;
        }
    }
    Ok(())
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
