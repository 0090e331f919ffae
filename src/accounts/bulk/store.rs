//! Rows with a past.

use diesel::prelude::*;
use guildhall_schema::{former_usernames, group_members, groups, imported_badges, member_counts, member_settings, members};
use std::collections::HashSet;

use super::{PastBadge, PastMember};
use crate::accounts::badges::{self, Badge};
use crate::accounts::{MemberId, MemberState};
use crate::each_backend;
use crate::platform::db::numbers::{count_on, lock_for_numbers, reserve};
use crate::platform::db::{Connection, Result, Timestamp, Tx};
use crate::platform::text::Username;
use crate::platform::text::names::{FORMER, skeleton, username_key};

/// Is anybody a member already?
pub fn has_members(conn: &mut Connection) -> Result<bool> {
    Ok(members::table.select(members::id).first::<MemberId>(conn).optional()?.is_some())
}

/// Writes a member with settings and counts.
pub fn insert(tx: &mut Tx<'_>, member: &PastMember) -> Result<MemberId> {
    insert_numbered(tx, None, member)
}

/// As [`insert`], with a number that [`reserve_numbers`] gave.
pub fn insert_numbered(tx: &mut Tx<'_>, id: Option<MemberId>, member: &PastMember) -> Result<MemberId> {
    let values = (
        members::username.eq(&member.username),
        members::username_key.eq(username_key(&member.username)),
        members::username_skeleton.eq(skeleton(&member.username)),
        members::name.eq(&member.name),
        members::name_skeleton.eq(skeleton(&member.name)),
        members::state.eq(member.state),
        members::trust.eq(member.trust),
        members::lang.eq(member.lang),
        members::created_at.eq(member.created_at),
    );
    let id: MemberId = match id {
        Some(id) => diesel::insert_into(members::table).values((members::id.eq(id), values)).returning(members::id).get_result(tx.conn())?,
        None => diesel::insert_into(members::table).values(values).returning(members::id).get_result(tx.conn())?,
    };
    diesel::insert_into(member_settings::table).values(member_settings::member.eq(id)).execute(tx.conn())?;
    diesel::insert_into(member_counts::table).values(member_counts::member.eq(id)).execute(tx.conn())?;
    Ok(id)
}

/// Rows to a statement: SQLite takes at most 32,766 values.
const ROWS: usize = 500;

/// Writes many members with settings and counts, in order; gives their numbers.
pub fn insert_many(tx: &mut Tx<'_>, many: &[PastMember]) -> Result<Vec<MemberId>> {
    let last: Option<i64> = members::table.select(diesel::dsl::max(members::id)).first(tx.conn())?;
    let first = last.unwrap_or(0) + 1;
    let ids: Vec<MemberId> = (first..).take(many.len()).map(MemberId).collect();
    let keys: Vec<[String; 3]> = many.iter().map(|member| [username_key(&member.username), skeleton(&member.username), skeleton(&member.name)]).collect();
    let rows: Vec<_> = (many.iter().zip(&keys).zip(&ids))
        .map(|((member, [key, username_skeleton, name_skeleton]), id)| {
            (
                members::id.eq(*id),
                members::username.eq(&member.username),
                members::username_key.eq(key),
                members::username_skeleton.eq(username_skeleton),
                members::name.eq(&member.name),
                members::name_skeleton.eq(name_skeleton),
                members::state.eq(member.state),
                members::trust.eq(member.trust),
                members::lang.eq(member.lang),
                members::created_at.eq(member.created_at),
            )
        })
        .collect();
    for some in rows.chunks(ROWS) {
        each_backend!(tx.conn(), conn => diesel::insert_into(members::table).values(some).execute(conn))?;
    }
    for some in ids.chunks(ROWS) {
        let settings: Vec<_> = some.iter().map(|id| member_settings::member.eq(*id)).collect();
        each_backend!(tx.conn(), conn => diesel::insert_into(member_settings::table).values(&settings).execute(conn))?;
        let counts: Vec<_> = some.iter().map(|id| member_counts::member.eq(*id)).collect();
        each_backend!(tx.conn(), conn => diesel::insert_into(member_counts::table).values(&counts).execute(conn))?;
    }
    count_on(tx.conn(), "members")?;
    Ok(ids)
}

/// The highest number that a member has.
pub fn last_member(conn: &mut Connection) -> Result<MemberId> {
    let last: Option<i64> = members::table.select(diesel::dsl::max(members::id)).first(conn)?;
    Ok(MemberId(last.unwrap_or(0)))
}

/// A member as bulk paths know them: number, username, language, since when.
pub type Known = (MemberId, String, String, Timestamp);

/// The members with these numbers, in order.
pub fn members_between(conn: &mut Connection, first: MemberId, last: MemberId) -> Result<Vec<Known>> {
    let rows = members::table.filter(members::id.between(first, last)).order(members::id);
    Ok(rows.select((members::id, members::username, members::lang, members::created_at)).load(conn)?)
}

/// Writes an account that is closed already, such as that of somebody who wrote and left: `former-<id>`.
pub fn insert_former(tx: &mut Tx<'_>, id: MemberId, lang: &'static str, created_at: Timestamp) -> Result<()> {
    let name = format!("{FORMER}{id}");
    insert_numbered(tx, Some(id), &PastMember { username: name.clone(), name, lang, state: MemberState::Closed, trust: 0, created_at })?;
    Ok(())
}

/// Takes numbers of members out of the counting, as the forum does those of topics.
pub fn reserve_numbers(tx: &mut Tx<'_>, number: i64) -> Result<i64> {
    lock_for_numbers(tx.conn(), "members")?;
    let is_first = !has_members(tx.conn())?;
    reserve(tx.conn(), "members", number, is_first)
}

/// Keeps a badge.
pub fn insert_badge(tx: &mut Tx<'_>, badge: &PastBadge) -> Result<()> {
    diesel::insert_into(imported_badges::table)
        .values((
            imported_badges::member.eq(badge.member),
            imported_badges::name.eq(&badge.name),
            imported_badges::class.eq(badge.class),
            imported_badges::of_tag.eq(badge.of_tag),
            imported_badges::awarded_at.eq(badge.awarded_at),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Writes a group whose members wear the partner badge.
pub fn insert_partners(tx: &mut Tx<'_>, slug: &str, name: &str) -> Result<i64> {
    let now = tx.now();
    Ok(diesel::insert_into(groups::table)
        .values((groups::slug.eq(slug), groups::name.eq(name), groups::badge.eq(Some("partner")), groups::created_at.eq(now)))
        .returning(groups::id)
        .get_result(tx.conn())?)
}

/// Makes somebody a member of a group.
pub fn join(tx: &mut Tx<'_>, group: i64, member: MemberId) -> Result<()> {
    diesel::insert_into(group_members::table).values((group_members::group_id.eq(group), group_members::member.eq(member))).execute(tx.conn())?;
    Ok(())
}

/// Is a username nobody's, and was nobody's, nor one that looks like it?
pub fn is_free(conn: &mut Connection, username: &Username) -> Result<bool> {
    let (key, look) = (username.key(), username.skeleton());
    let had = members::table.filter(members::username_key.eq(&key).or(members::username_skeleton.eq(&look))).select(members::id);
    if had.first::<MemberId>(conn).optional()?.is_some() {
        return Ok(false);
    }
    let former = former_usernames::table.filter(former_usernames::username_key.eq(&key).or(former_usernames::username_skeleton.eq(&look)));
    Ok(former.select(former_usernames::member).first::<MemberId>(conn).optional()?.is_none())
}

/// What the names of those look like who wear the staff or partner badge: nobody else's may.
pub fn names_of_badge_wearers(conn: &mut Connection) -> Result<HashSet<String>> {
    let badges = badges::store::load(conn)?;
    let wearers: Vec<MemberId> =
        badges.wearers().filter(|(_, worn)| worn.iter().any(|badge| matches!(badge, Badge::Staff | Badge::Partner))).map(|(id, _)| id).collect();
    let names: Vec<(String, String)> =
        members::table.filter(members::id.eq_any(wearers)).select((members::username_skeleton, members::name_skeleton)).load(conn)?;
    Ok(names.into_iter().flat_map(|(username, name)| [username, name]).collect())
}

/// Usernames that somebody has or had: their keys, and what they look like.
pub fn names_taken(conn: &mut Connection) -> Result<HashSet<String>> {
    let members: Vec<(String, String)> = members::table.select((members::username_key, members::username_skeleton)).load(conn)?;
    let former: Vec<(String, String)> = former_usernames::table.select((former_usernames::username_key, former_usernames::username_skeleton)).load(conn)?;
    Ok(members.into_iter().chain(former).flat_map(|(key, look)| [key, look]).collect())
}
