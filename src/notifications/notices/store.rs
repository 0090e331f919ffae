//! The rows of notices. The number of unread ones stands with each member: whatever writes here counts.

use diesel::prelude::*;
use guildhall_schema::{notices, posts};

use super::{News, Reason, Reasons};
use crate::accounts::{MemberId, unread};
use crate::forum::{PostId, PostState, TopicId};
use crate::platform::db::{Connection, Result, Timestamp, Tx};
use crate::{columns, insert_rows};

/// A notice as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Its number.
    pub id: i64,
    /// Of which post it tells.
    pub post: PostId,
    /// Who is told.
    pub member: MemberId,
    /// The reason that is read.
    pub reason: Reason,
    /// All reasons.
    pub reasons: Reasons,
    /// Whose act it was.
    pub actor: Option<MemberId>,
    /// What the sentence needs to know: the state of a moderated post, `asker` or `staff` of an accepted answer, `own` where
    /// the solved question is one's own.
    pub detail: String,
    /// So many had found the post helpful when that was told.
    pub milestone: i64,
    /// Stands on the page, and is counted there. Else it is for mail alone.
    pub on_page: bool,
    /// Was read.
    pub is_seen: bool,
    /// When it was mailed.
    pub mailed_at: Option<Timestamp>,
    /// Its post is not there for others any more.
    pub is_gone: bool,
}

impl Noted {
    /// Is it counted in the header?
    pub fn is_unread(&self) -> bool {
        self.on_page && !self.is_seen && !self.is_gone
    }

    /// Is there something to mail, for whoever wants to hear of it so?
    pub fn is_to_be_mailed(&self) -> bool {
        !self.is_seen && !self.is_gone && self.mailed_at.is_none()
    }
}

type Columns = (i64, PostId, MemberId, Reason, i64, Option<MemberId>, String, i64, bool, Option<Timestamp>, Option<Timestamp>, bool);

columns! {
    /// The columns of a [`Noted`].
    COLUMNS = notices::id, notices::post, notices::member, notices::reason, notices::reasons, notices::actor, notices::detail, notices::milestone, notices::on_page,
        notices::seen_at, notices::mailed_at, notices::gone;
}

fn noted((id, post, member, reason, reasons, actor, detail, milestone, on_page, seen_at, mailed_at, is_gone): Columns) -> Noted {
    Noted { id, post, member, reason, reasons: Reasons(reasons), actor, detail, milestone, on_page, is_seen: seen_at.is_some(), mailed_at, is_gone }
}

/// A notice about to be written.
pub struct Row {
    /// Who is told.
    pub member: MemberId,
    /// The reason that is read.
    pub reason: Reason,
    /// All reasons.
    pub reasons: Reasons,
    /// Stands on the page.
    pub on_page: bool,
}

/// The notices that members have of posts, locked: who reads them meanwhile is waited for.
pub fn lock(tx: &mut Tx<'_>, posts: &[PostId], members: &[MemberId]) -> Result<Vec<Noted>> {
    let rows = notices::table.filter(notices::post.eq_any(posts.to_vec())).filter(notices::member.eq_any(members.to_vec()));
    let rows: Vec<Columns> = diesel::update(rows).set(notices::at.eq(notices::at)).returning(COLUMNS).get_results(tx.conn())?;
    Ok(rows.into_iter().map(noted).collect())
}

/// Writes notices, each of something.
pub fn insert(tx: &mut Tx<'_>, rows: &[(&News, Row)]) -> Result<()> {
    let now = tx.now();
    let row = |(news, row): &(&News, Row)| {
        (
            notices::member.eq(row.member),
            notices::reason.eq(row.reason),
            notices::reasons.eq(row.reasons.0),
            notices::topic.eq(news.topic),
            notices::post.eq(news.post),
            notices::actor.eq(news.actor),
            notices::detail.eq(news.detail.clone()),
            notices::at.eq(now),
            notices::milestone.eq(news.milestone),
            notices::on_page.eq(row.on_page),
        )
    };
    insert_rows!(tx.conn(), notices, rows.iter().map(row));
    Ok(())
}

/// Writes what became of a notice; `is_now` where it tells of something that just happened.
pub fn save(tx: &mut Tx<'_>, after: &Noted, is_now: bool) -> Result<()> {
    let now = tx.now();
    let row = notices::table.find(after.id);
    diesel::update(row)
        .set((
            notices::reason.eq(after.reason),
            notices::reasons.eq(after.reasons.0),
            notices::actor.eq(after.actor),
            notices::detail.eq(&after.detail),
            notices::milestone.eq(after.milestone),
            notices::on_page.eq(after.on_page),
            notices::gone.eq(after.is_gone),
            notices::mailed_at.eq(after.mailed_at),
        ))
        .execute(tx.conn())?;
    if !after.is_seen {
        diesel::update(row.filter(notices::seen_at.is_not_null())).set((notices::seen_at.eq(None::<Timestamp>), notices::at.eq(now))).execute(tx.conn())?;
    }
    if is_now {
        diesel::update(row).set(notices::at.eq(now)).execute(tx.conn())?;
    }
    Ok(())
}

/// Notes that a notice was mailed.
pub fn set_mailed(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    let now = tx.now();
    diesel::update(notices::table.find(id)).set(notices::mailed_at.eq(Some(now))).execute(tx.conn())?;
    Ok(())
}

/// Of these posts those of which a member was told, and did not read so.
pub fn unread_of(conn: &mut Connection, member: MemberId, posts: &[PostId]) -> Result<Vec<PostId>> {
    let rows = notices::table.filter(notices::member.eq(member)).filter(notices::post.eq_any(posts.to_vec())).filter(notices::seen_at.is_null());
    Ok(rows.select(notices::post).load(conn)?)
}

/// Marks notices of a member as read: those of these posts.
pub fn see(tx: &mut Tx<'_>, member: MemberId, posts: &[PostId]) -> Result<()> {
    let now = tx.now();
    let rows = notices::table.filter(notices::member.eq(member)).filter(notices::post.eq_any(posts.to_vec())).filter(notices::seen_at.is_null());
    let seen: Vec<(bool, bool)> =
        diesel::update(rows).set(notices::seen_at.eq(Some(now))).returning((notices::on_page, notices::gone)).get_results(tx.conn())?;
    unread::store::add(tx, &[member], -counted(&seen))
}

/// Marks all notices of a member as read.
pub fn see_all(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let now = tx.now();
    let rows = notices::table.filter(notices::member.eq(member)).filter(notices::seen_at.is_null());
    let seen: Vec<(bool, bool)> =
        diesel::update(rows).set(notices::seen_at.eq(Some(now))).returning((notices::on_page, notices::gone)).get_results(tx.conn())?;
    unread::store::add(tx, &[member], -counted(&seen))
}

fn counted(seen: &[(bool, bool)]) -> i64 {
    seen.iter().filter(|(on_page, gone)| *on_page && !gone).count() as i64
}

/// Takes reasons back that are true no more, from those who have not read of them. What is left of a notice stays.
pub fn take_back(tx: &mut Tx<'_>, post: PostId, reasons: Reasons, after: MemberId, limit: i64) -> Result<Option<MemberId>> {
    let rows = notices::table.filter(notices::post.eq(post)).filter(notices::member.gt(after)).filter(notices::seen_at.is_null());
    let members: Vec<MemberId> = rows.order(notices::member).limit(limit).select(notices::member).load(tx.conn())?;
    let mut fewer = Vec::new();
    for before in lock(tx, &[post], &members)?.into_iter().filter(|noted| !noted.is_seen && noted.reasons.without(reasons) != noted.reasons) {
        let left = before.reasons.without(reasons);
        match left.strongest() {
            Some(strongest) => {
                let reason = if reasons.has(before.reason) { strongest } else { before.reason };
                save(tx, &Noted { reason, reasons: left, detail: String::new(), ..before }, false)?;
            }
            None => {
                fewer.extend(before.is_unread().then_some(before.member));
                diesel::delete(notices::table.find(before.id)).execute(tx.conn())?;
            }
        }
    }
    unread::store::add(tx, &fewer, -1)?;
    Ok(members.last().copied().filter(|_| members.len() as i64 == limit))
}

/// Sets which of these notices tell of something that is not there for others any more.
pub fn set_gone(tx: &mut Tx<'_>, ids: &[i64], gone: bool) -> Result<()> {
    let rows = notices::table
        .filter(notices::id.eq_any(ids.to_vec()))
        .filter(notices::gone.ne(gone))
        .filter(notices::reason.ne_all([Reason::Moderation, Reason::Flagged]));
    let changed: Vec<(MemberId, bool, Option<Timestamp>)> =
        diesel::update(rows).set(notices::gone.eq(gone)).returning((notices::member, notices::on_page, notices::seen_at)).get_results(tx.conn())?;
    // A member may have several: each counts.
    for (member, on_page, seen_at) in changed {
        if on_page && seen_at.is_none() {
            unread::store::add(tx, &[member], if gone { -1 } else { 1 })?;
        }
    }
    Ok(())
}

/// Deletes at most so many notices of a member who left.
pub fn delete_some(tx: &mut Tx<'_>, member: MemberId, limit: i64) -> Result<usize> {
    let ids: Vec<i64> = notices::table.filter(notices::member.eq(member)).limit(limit).select(notices::id).load(tx.conn())?;
    let deleted = diesel::delete(notices::table.filter(notices::id.eq_any(ids))).execute(tx.conn())?;
    recount(tx, member)?;
    Ok(deleted)
}

/// Deletes at most so many that are older than a moment.
pub fn delete_before(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<usize> {
    let ids: Vec<i64> = notices::table.filter(notices::at.lt(before)).order(notices::at).limit(limit).select(notices::id).load(tx.conn())?;
    let rows = notices::table.filter(notices::id.eq_any(ids));
    let deleted: Vec<Columns> = diesel::delete(rows).returning(COLUMNS).get_results(tx.conn())?;
    for noted in deleted.iter().cloned().map(noted).filter(Noted::is_unread) {
        unread::store::add(tx, &[noted.member], -1)?;
    }
    Ok(deleted.len())
}

/// How many unread notices a member has, by the rows.
pub fn count_unread(conn: &mut Connection, member: MemberId) -> Result<i64> {
    let rows = notices::table.filter(notices::member.eq(member)).filter(notices::seen_at.is_null()).filter(notices::on_page.eq(true));
    Ok(rows.filter(notices::gone.eq(false)).count().get_result(conn)?)
}

/// Stores how many there are.
pub fn recount(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let unread = count_unread(tx.conn(), member)?;
    unread::store::set(tx, member, unread)
}

/// The notices of a post, those after one.
pub fn of_post(conn: &mut Connection, post: PostId, after: i64, limit: i64) -> Result<Vec<i64>> {
    let rows = notices::table.filter(notices::post.eq(post)).filter(notices::id.gt(after));
    Ok(rows.order(notices::id).limit(limit).select(notices::id).load(conn)?)
}

/// Says of the notices of these posts in which topic they stand.
pub fn put_into(tx: &mut Tx<'_>, topic: TopicId, these: &[PostId]) -> Result<()> {
    let rows = notices::table.filter(notices::post.eq_any(these.to_vec())).filter(notices::topic.ne(topic));
    diesel::update(rows).set(notices::topic.eq(topic)).execute(tx.conn())?;
    Ok(())
}

/// The posts of a topic after one, each with whether it is there for others.
pub fn posts_of(conn: &mut Connection, topic: TopicId, after: PostId, limit: i64) -> Result<Vec<(PostId, bool)>> {
    let rows = posts::table.filter(posts::topic.eq(topic)).filter(posts::id.gt(after)).order(posts::id).limit(limit);
    let rows: Vec<(PostId, PostState)> = rows.select((posts::id, posts::state)).load(conn)?;
    Ok(rows.into_iter().map(|(post, state)| (post, state == PostState::Visible)).collect())
}
