//! The rows of what members say of themselves: none for whoever says nothing.

use diesel::prelude::*;
use guildhall_schema::member_profiles;

use super::{Biography, Introduction, Parts};
use crate::accounts::MemberId;
use crate::platform::db::{Connection, Result, Tx};
use crate::platform::text::{PostHtml, RENDERER};

/// What is kept of an introduction.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// The biography as typed.
    pub biography: String,
    /// The biography as shown.
    pub html: PostHtml,
    /// The website; empty when there is none.
    pub website: String,
}

/// What a member says; nothing for those who say nothing.
pub fn find(conn: &mut Connection, member: MemberId) -> Result<Kept> {
    let columns = (member_profiles::biography, member_profiles::html, member_profiles::website);
    let row: Option<(String, String, String)> = member_profiles::table.find(member).select(columns).first(conn).optional()?;
    Ok(row.map(|(biography, html, website)| Kept { biography, html: PostHtml::from_store(html), website }).unwrap_or_default())
}

/// Keeps what a member says in place of what they said.
pub fn put(tx: &mut Tx<'_>, member: MemberId, said: &Introduction) -> Result<()> {
    delete(tx, member)?;
    let website = said.website.as_ref().map_or("", |website| website.as_str());
    if said.biography.source.is_empty() && website.is_empty() {
        return Ok(());
    }
    diesel::insert_into(member_profiles::table)
        .values((
            member_profiles::member.eq(member),
            member_profiles::biography.eq(&said.biography.source),
            member_profiles::html.eq(said.biography.html.as_str()),
            member_profiles::renderer.eq(RENDERER),
            member_profiles::website.eq(website),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Forgets what a member said.
pub fn delete(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(member_profiles::table.find(member)).execute(tx.conn())?;
    Ok(())
}

/// Forgets parts of what a member said; the rest stays as it is.
pub fn forget(tx: &mut Tx<'_>, member: MemberId, parts: Parts) -> Result<()> {
    let kept = find(tx.conn(), member)?;
    let is_left = !kept.biography.is_empty() && !parts.biography || !kept.website.is_empty() && !parts.website;
    if !is_left {
        return delete(tx, member);
    }
    let row = member_profiles::table.find(member);
    if parts.biography {
        diesel::update(row).set((member_profiles::biography.eq(""), member_profiles::html.eq(""))).execute(tx.conn())?;
    }
    if parts.website {
        diesel::update(row).set(member_profiles::website.eq("")).execute(tx.conn())?;
    }
    Ok(())
}

/// The next biographies in which the name of another could stand, after the one of a member.
pub fn naming(conn: &mut Connection, after: MemberId, limit: i64) -> Result<Vec<(MemberId, String)>> {
    let could_name = member_profiles::biography.like("%@%").or(member_profiles::biography.like("%/u/%"));
    let rows = member_profiles::table.filter(member_profiles::member.gt(after)).filter(could_name).order(member_profiles::member).limit(limit);
    Ok(rows.select((member_profiles::member, member_profiles::biography)).load(conn)?)
}

/// Writes a biography in other words, unless it was changed meanwhile.
pub fn reword(tx: &mut Tx<'_>, member: MemberId, was: &str, biography: &Biography) -> Result<()> {
    diesel::update(member_profiles::table.find(member).filter(member_profiles::biography.eq(was)))
        .set((member_profiles::biography.eq(&biography.source), member_profiles::html.eq(biography.html.as_str()), member_profiles::renderer.eq(RENDERER)))
        .execute(tx.conn())?;
    Ok(())
}

/// Some biographies that an older renderer rendered.
pub fn outdated(conn: &mut Connection, limit: i64) -> Result<Vec<(MemberId, String)>> {
    let rows = member_profiles::table.filter(member_profiles::renderer.lt(RENDERER)).order(member_profiles::member).limit(limit);
    Ok(rows.select((member_profiles::member, member_profiles::biography)).load(conn)?)
}

/// Writes what a biography looks like now, unless it was changed meanwhile: then it looks like that already.
pub fn put_html(tx: &mut Tx<'_>, member: MemberId, biography: &Biography) -> Result<()> {
    diesel::update(member_profiles::table.find(member).filter(member_profiles::biography.eq(&biography.source)))
        .set((member_profiles::html.eq(biography.html.as_str()), member_profiles::renderer.eq(RENDERER)))
        .execute(tx.conn())?;
    Ok(())
}
