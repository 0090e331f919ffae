//! The rows of the pages that an admin writes.

use diesel::prelude::*;
use guildhall_schema::{community_page_revisions, community_pages};

use super::{CommunityPage, Written, WrittenPages};
use crate::platform::db::{Connection, Result, Timestamp, Tx, or_again};
use crate::platform::i18n::Lang;
use crate::platform::text::{PostHtml, RENDERER};

/// The text before a change, and who made the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The version that this text was.
    pub version: i64,
    /// As typed; empty before the first change.
    pub source: String,
    /// Who changed it.
    pub editor: i64,
    /// When.
    pub at: Timestamp,
}

/// Which pages have a text. A language that the program does not know has none.
pub fn written(conn: &mut Connection) -> Result<WrittenPages> {
    let rows: Vec<(CommunityPage, String)> = community_pages::table
        .filter(community_pages::source.ne(""))
        .order(community_pages::id)
        .select((community_pages::page, community_pages::lang))
        .load(conn)?;
    Ok(WrittenPages(rows.into_iter().filter_map(|(page, lang)| Some((page, Lang::parse(&lang)?))).collect()))
}

/// A page in one language; none if it was never written.
pub fn find(conn: &mut Connection, page: CommunityPage, lang: Lang) -> Result<Option<Written>> {
    let row: Option<(i64, String, String, i64, Timestamp)> = community_pages::table
        .filter(community_pages::page.eq(page))
        .filter(community_pages::lang.eq(lang.tag()))
        .select((community_pages::id, community_pages::source, community_pages::html, community_pages::version, community_pages::edited_at))
        .first(conn)
        .optional()?;
    Ok(row.map(|(id, source, html, version, edited_at)| Written { id, source, html: PostHtml::from_store(html), version, edited_at }))
}

/// Writes a page for the first time; answers its number.
pub fn insert(tx: &mut Tx<'_>, page: CommunityPage, lang: Lang, source: &str, html: &PostHtml) -> Result<i64> {
    let now = tx.now();
    or_again(
        diesel::insert_into(community_pages::table)
            .values((
                community_pages::page.eq(page),
                community_pages::lang.eq(lang.tag()),
                community_pages::source.eq(source),
                community_pages::html.eq(html.as_str()),
                community_pages::renderer.eq(RENDERER),
                community_pages::version.eq(1_i64),
                community_pages::edited_at.eq(now),
            ))
            .returning(community_pages::id)
            .get_result(tx.conn()),
    )
}

/// Writes a page over the text that stands there.
pub fn replace(tx: &mut Tx<'_>, page: i64, source: &str, html: &PostHtml) -> Result<()> {
    let now = tx.now();
    diesel::update(community_pages::table.find(page))
        .set((
            community_pages::source.eq(source),
            community_pages::html.eq(html.as_str()),
            community_pages::renderer.eq(RENDERER),
            community_pages::version.eq(community_pages::version + 1),
            community_pages::edited_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Keeps the text before a change.
pub fn keep(tx: &mut Tx<'_>, page: i64, version: i64, source: &str, editor: i64) -> Result<()> {
    let now = tx.now();
    diesel::insert_into(community_page_revisions::table)
        .values((
            community_page_revisions::page.eq(page),
            community_page_revisions::version.eq(version),
            community_page_revisions::source.eq(source),
            community_page_revisions::editor.eq(editor),
            community_page_revisions::created_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// What was kept of a page, newest first, at most `limit` of it.
pub fn revisions(conn: &mut Connection, page: i64, limit: i64) -> Result<Vec<Revision>> {
    let rows: Vec<(i64, String, i64, Timestamp)> = community_page_revisions::table
        .filter(community_page_revisions::page.eq(page))
        .order(community_page_revisions::version.desc())
        .limit(limit)
        .select((community_page_revisions::version, community_page_revisions::source, community_page_revisions::editor, community_page_revisions::created_at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(version, source, editor, at)| Revision { version, source, editor, at }).collect())
}

/// The pages that an older renderer rendered: number and text.
pub fn outdated(conn: &mut Connection) -> Result<Vec<(i64, String)>> {
    let rows = community_pages::table.filter(community_pages::renderer.lt(RENDERER)).order(community_pages::id);
    Ok(rows.select((community_pages::id, community_pages::source)).load(conn)?)
}

/// Writes what a text looks like now, unless it was changed meanwhile: then it looks like that already.
pub fn put_html(tx: &mut Tx<'_>, page: i64, source: &str, html: &PostHtml) -> Result<()> {
    diesel::update(community_pages::table.find(page).filter(community_pages::source.eq(source)))
        .set((community_pages::html.eq(html.as_str()), community_pages::renderer.eq(RENDERER)))
        .execute(tx.conn())?;
    Ok(())
}
