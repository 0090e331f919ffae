//! The rows of cases.

use diesel::dsl::{exists, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use guildhall_schema::{case_items, case_marks, case_notes, cases, posts};
use std::collections::HashSet;

use super::likeness::Mark;
use super::{CaseRow, CaseState, Why};
use crate::accounts::{CategoryId, MemberId};
use crate::forum::{PostId, PostState, TopicId};
use crate::moderation::CaseId;
use crate::platform::db::{Connection, Result, Timestamp, Tx, or_again};
use crate::{columns, insert_rows};

/// Posts with one mark that are looked up: the newest.
const ALIKE_MOST: i64 = 100;

columns! {
    /// The columns of a [`CaseRow`].
    pub COLUMNS = cases::id, cases::author, cases::category, cases::why, cases::state, cases::urgency, cases::opened_at, cases::claimed_by,
        cases::claimed_until, cases::not_for, cases::decided_at, cases::version, cases::second_for, cases::second_at;
}

/// The columns of a case as they are read.
pub(super) type Columns = (
    CaseId,
    MemberId,
    Option<CategoryId>,
    Why,
    CaseState,
    i64,
    Timestamp,
    Option<MemberId>,
    Option<Timestamp>,
    Option<MemberId>,
    Option<Timestamp>,
    i64,
    Option<MemberId>,
    Option<Timestamp>,
);

/// As the index of the queue has it.
pub(super) fn is_open() -> SqlLiteral<Bool> {
    sql("cases.state = 'open'")
}

/// Locks a case: whatever changes it begins here. On PostgreSQL this is the row lock. The row is as it was before.
pub fn lock(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<CaseRow>> {
    let row: Option<Columns> =
        diesel::update(cases::table.find(case)).set(cases::version.eq(cases::version + 1)).returning(COLUMNS).get_result(tx.conn()).optional()?;
    Ok(row.map(case_row).map(|row| CaseRow { version: row.version - 1, ..row }))
}

/// A case, for reading.
pub fn find(conn: &mut Connection, case: CaseId) -> Result<Option<CaseRow>> {
    Ok(cases::table.find(case).select(COLUMNS).first::<Columns>(conn).optional()?.map(case_row))
}

/// A case as it was read.
pub(super) fn case_row(columns: Columns) -> CaseRow {
    let (id, author, category, why, state, urgency, opened_at, claimed_by, claimed_until, not_for, decided_at, version, second_for, second_at) = columns;
    CaseRow { id, author, category, why, state, urgency, opened_at, claimed_by, claimed_until, not_for, decided_at, version, second_for, second_at }
}

/// Writes a new case.
pub fn insert(tx: &mut Tx<'_>, author: MemberId, category: Option<CategoryId>, why: Why, not_for: Option<MemberId>) -> Result<CaseId> {
    let now = tx.now();
    Ok(diesel::insert_into(cases::table)
        .values((
            cases::author.eq(author),
            cases::category.eq(category),
            cases::why.eq(why),
            cases::urgency.eq(1_i64),
            cases::opened_at.eq(now),
            cases::not_for.eq(not_for),
        ))
        .returning(cases::id)
        .get_result(tx.conn())?)
}

/// Puts a case before those who keep order in another category.
pub fn set_category(tx: &mut Tx<'_>, case: CaseId, category: CategoryId) -> Result<()> {
    diesel::update(cases::table.find(case)).set(cases::category.eq(category)).execute(tx.conn())?;
    Ok(())
}

/// The cases in which a post of a topic is looked at.
pub fn open_cases_about(conn: &mut Connection, topic: TopicId) -> Result<Vec<CaseId>> {
    let items = case_items::table.inner_join(posts::table).filter(posts::topic.eq(topic)).filter(case_items::is_open.eq(true));
    Ok(items.select(case_items::case_id).load(conn)?)
}

/// Writes why a case is looked at, and how soon.
pub fn set_urgency(tx: &mut Tx<'_>, case: CaseId, why: Why, urgency: i64) -> Result<()> {
    diesel::update(cases::table.find(case)).set((cases::why.eq(why), cases::urgency.eq(urgency))).execute(tx.conn())?;
    Ok(())
}

/// Claims a case for somebody until a moment, or for nobody.
pub fn set_claim(tx: &mut Tx<'_>, case: CaseId, claim: Option<(MemberId, Timestamp)>) -> Result<()> {
    let (by, until) = claim.unzip();
    diesel::update(cases::table.find(case)).set((cases::claimed_by.eq(by), cases::claimed_until.eq(until))).execute(tx.conn())?;
    Ok(())
}

/// Writes that somebody asks the others what they think, from now on.
pub fn set_second(tx: &mut Tx<'_>, case: CaseId, moderator: MemberId) -> Result<()> {
    let now = tx.now();
    diesel::update(cases::table.find(case)).set((cases::second_for.eq(Some(moderator)), cases::second_at.eq(Some(now)))).execute(tx.conn())?;
    Ok(())
}

/// Writes that a case is decided, or open again. What is decided is nobody's claim, and nobody waits for an opinion.
pub fn set_state(tx: &mut Tx<'_>, case: CaseId, state: CaseState) -> Result<()> {
    let decided_at = Some(tx.now()).filter(|_| state == CaseState::Decided);
    diesel::update(cases::table.find(case))
        .set((
            (cases::state.eq(state), cases::decided_at.eq(decided_at)),
            (cases::claimed_by.eq(None::<MemberId>), cases::claimed_until.eq(None::<Timestamp>)),
            (cases::second_for.eq(None::<MemberId>), cases::second_at.eq(None::<Timestamp>)),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Names a case after somebody else of those in it.
pub fn set_author(tx: &mut Tx<'_>, case: CaseId, author: MemberId) -> Result<()> {
    diesel::update(cases::table.find(case)).set(cases::author.eq(author)).execute(tx.conn())?;
    Ok(())
}

/// The open case of an author there that is not older than a moment; no appeal is among them.
pub fn open_case_of_author(conn: &mut Connection, author: MemberId, category: Option<CategoryId>, since: Timestamp) -> Result<Option<CaseId>> {
    let open = cases::table.filter(cases::author.eq(author)).filter(is_open()).filter(cases::opened_at.ge(since)).filter(cases::not_for.is_null());
    let open = open.order(cases::opened_at.desc()).select((cases::id, cases::category)).load::<(CaseId, Option<CategoryId>)>(conn)?;
    Ok(open.into_iter().find(|(_, place)| *place == category).map(|(case, _)| case))
}

/// The oldest open case of a category in which a post has one of these marks.
pub fn open_case_with_marks(conn: &mut Connection, category: CategoryId, wanted: &[(Mark, i64)]) -> Result<Option<CaseId>> {
    for (kind, hash) in wanted {
        let alike = case_marks::table.filter(case_marks::kind.eq(*kind)).filter(case_marks::hash.eq(*hash));
        let alike: Vec<PostId> = alike.order(case_marks::post.desc()).limit(ALIKE_MOST).select(case_marks::post).load(conn)?;
        let alike: Vec<Option<PostId>> = alike.into_iter().map(Some).collect();
        let items = case_items::table.inner_join(cases::table).filter(case_items::post.eq_any(alike)).filter(case_items::is_open.eq(true));
        let items = items.filter(is_open()).filter(cases::category.eq(category)).filter(cases::not_for.is_null());
        if let Some(case) = items.order(cases::id).select(cases::id).first(conn).optional()? {
            return Ok(Some(case));
        }
    }
    Ok(None)
}

/// Something about to stand in a case.
pub struct NewItem {
    /// Which.
    pub case: CaseId,
    /// Whose it is.
    pub author: MemberId,
    /// The post; none for the account.
    pub post: Option<PostId>,
    /// Why it is looked at.
    pub why: Why,
}

/// Writes it. Of two at once the second runs again, and finds the first.
pub fn insert_item(tx: &mut Tx<'_>, item: &NewItem) -> Result<()> {
    let now = tx.now();
    let row = (case_items::case_id.eq(item.case), case_items::author.eq(item.author), case_items::post.eq(item.post));
    let rest = (case_items::why.eq(item.why), case_items::added_at.eq(now));
    or_again(diesel::insert_into(case_items::table).values((row.0, row.1, row.2, rest.0, rest.1)).execute(tx.conn()))?;
    Ok(())
}

/// Where a post stands that is looked at: the item and its case.
pub fn open_item_of_post(conn: &mut Connection, post: PostId) -> Result<Option<(i64, CaseId)>> {
    let items = case_items::table.filter(case_items::post.eq(post)).filter(case_items::is_open.eq(true));
    Ok(items.select((case_items::id, case_items::case_id)).first(conn).optional()?)
}

/// Those of some posts that stand in an open case.
pub fn posts_in_open_cases(conn: &mut Connection, some: &[PostId]) -> Result<HashSet<PostId>> {
    let some: Vec<Option<PostId>> = some.iter().copied().map(Some).collect();
    let items = case_items::table.filter(case_items::post.eq_any(some)).filter(case_items::is_open.eq(true));
    Ok(items.select(case_items::post).load::<Option<PostId>>(conn)?.into_iter().flatten().collect())
}

/// The same for an account.
pub fn open_item_of_account(conn: &mut Connection, member: MemberId) -> Result<Option<(i64, CaseId)>> {
    let items = case_items::table.filter(case_items::author.eq(member)).filter(case_items::post.is_null()).filter(case_items::is_open.eq(true));
    Ok(items.select((case_items::id, case_items::case_id)).first(conn).optional()?)
}

/// Gives an item a stronger reason; a weaker one changes nothing.
pub fn strengthen(tx: &mut Tx<'_>, item: i64, why: Why) -> Result<()> {
    let row = case_items::table.find(item);
    let before: Why = row.select(case_items::why).first(tx.conn())?;
    if why < before || why == Why::Amended && before == Why::Flags {
        diesel::update(row).set(case_items::why.eq(why)).execute(tx.conn())?;
    }
    Ok(())
}

/// Something that stands in a case.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub author: MemberId,
    /// The post and its state; none for the account.
    pub post: Option<(PostId, PostState)>,
    /// Why it is looked at.
    pub why: Why,
}

type ItemRow = (i64, MemberId, Option<PostId>, Why, Option<PostState>);

/// What of a case is still open.
pub fn open_items(conn: &mut Connection, case: CaseId) -> Result<Vec<Item>> {
    items(conn, case, true)
}

/// What a case is about: what is open, or, once it is decided, what was.
pub fn items(conn: &mut Connection, case: CaseId, open: bool) -> Result<Vec<Item>> {
    let rows = case_items::table.left_join(posts::table).filter(case_items::case_id.eq(case)).filter(case_items::is_open.eq(open));
    let columns = (case_items::id, case_items::author, case_items::post, case_items::why, posts::state.nullable());
    let rows: Vec<ItemRow> = rows.order(case_items::id).select(columns).load(conn)?;
    Ok(rows.into_iter().map(|(id, author, post, why, state)| Item { id, author, post: post.zip(state), why }).collect())
}

/// Since when something is looked at.
pub fn added_at(conn: &mut Connection, item: i64) -> Result<Timestamp> {
    Ok(case_items::table.find(item).select(case_items::added_at).first(conn)?)
}

/// Opens or closes what stands in a case. What is opened again is looked at from now on.
pub fn set_items_open(tx: &mut Tx<'_>, ids: &[i64], open: bool) -> Result<()> {
    if open {
        let now = tx.now();
        diesel::update(case_items::table.filter(case_items::id.eq_any(ids.to_vec()))).set(case_items::added_at.eq(now)).execute(tx.conn())?;
    }
    let updated = diesel::update(case_items::table.filter(case_items::id.eq_any(ids.to_vec()))).set(case_items::is_open.eq(open)).execute(tx.conn());
    or_again(updated)?;
    Ok(())
}

/// Those of some closed items whose post or account is looked at nowhere else now.
pub fn free_items(conn: &mut Connection, ids: &[i64]) -> Result<Vec<i64>> {
    let rows = case_items::table.filter(case_items::id.eq_any(ids.to_vec())).filter(case_items::is_open.eq(false));
    let rows: Vec<(i64, MemberId, Option<PostId>)> = rows.select((case_items::id, case_items::author, case_items::post)).load(conn)?;
    let mut free = Vec::with_capacity(rows.len());
    for (id, author, post) in rows {
        let taken = match post {
            Some(post) => open_item_of_post(conn, post)?,
            None => open_item_of_account(conn, author)?,
        };
        free.extend(taken.is_none().then_some(id));
    }
    Ok(free)
}

/// Writes by what a post is found again.
pub fn put_marks(tx: &mut Tx<'_>, post: PostId, marks: impl Iterator<Item = (Mark, i64)>) -> Result<()> {
    diesel::delete(case_marks::table.filter(case_marks::post.eq(post))).execute(tx.conn())?;
    let row = |(kind, hash)| (case_marks::post.eq(post), case_marks::kind.eq(kind), case_marks::hash.eq(hash));
    insert_rows!(tx.conn(), case_marks, marks.map(row));
    Ok(())
}

/// Has a post ever stood in a case?
pub fn stood_in_case(conn: &mut Connection, post: PostId) -> Result<bool> {
    Ok(diesel::select(exists(case_items::table.filter(case_items::post.eq(post)))).get_result(conn)?)
}

/// Writes a note.
pub fn insert_note(tx: &mut Tx<'_>, case: CaseId, member: MemberId, body: &str) -> Result<()> {
    let now = tx.now();
    diesel::insert_into(case_notes::table)
        .values((case_notes::case_id.eq(case), case_notes::member.eq(member), case_notes::body.eq(body), case_notes::at.eq(now)))
        .execute(tx.conn())?;
    Ok(())
}
