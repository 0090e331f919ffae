//! Rows with a past.

use diesel::prelude::*;
use guildhall_schema::{former_usernames, group_members, groups, imported_badges, member_counts, member_settings, members};
use std::collections::HashSet;

use super::{PastBadge, PastMember};
use crate::accounts::badges::{self, Badge};
use crate::accounts::{MemberId, MemberState};
use crate::insert_rows;
use crate::platform::db::numbers::{count_on, lock_for_numbers, reserve};
use crate::platform::db::{Connection, Result, Timestamp, Tx};
use crate::platform::text::Username;
use crate::platform::text::names::{skeleton, username_key};

/// Is anybody a member already?
pub fn has_members(conn: &mut Connection) -> Result<bool> {
    Ok(members::table.select(members::id).first::<MemberId>(conn).optional()?.is_some())
}

/// Writes a member with settings and counts; gives the number.
pub fn insert(tx: &mut Tx<'_>, member: &PastMember) -> Result<MemberId> {
    Ok(insert_many(tx, std::slice::from_ref(member))?[0])
}

/// Writes many members with settings and counts, in order; gives their numbers.
pub fn insert_many(tx: &mut Tx<'_>, many: &[PastMember]) -> Result<Vec<MemberId>> {
    let MemberId(last) = last_member(tx.conn())?;
    let numbered: Vec<(MemberId, &PastMember)> = (last + 1..).map(MemberId).zip(many).collect();
    insert_numbered(tx, &numbered)?;
    count_on(tx.conn(), "members")?;
    Ok(numbered.into_iter().map(|(id, _)| id).collect())
}

/// Writes many members with settings and counts, with numbers that [`reserve_numbers`] gave.
pub fn insert_numbered(tx: &mut Tx<'_>, many: &[(MemberId, &PastMember)]) -> Result<()> {
    insert_rows!(tx.conn(), members, many.iter().map(|(id, member)| Row::of(*id, member)));
    insert_rows!(tx.conn(), member_settings, many.iter().map(|(id, _)| member_settings::member.eq(*id)));
    insert_rows!(tx.conn(), member_counts, many.iter().map(|(id, _)| member_counts::member.eq(*id)));
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = members, treat_none_as_default_value = false)]
struct Row<'a> {
    id: MemberId,
    username: &'a str,
    username_key: String,
    username_skeleton: String,
    name: &'a str,
    name_skeleton: String,
    state: MemberState,
    trust: i32,
    lang: &'a str,
    created_at: Timestamp,
}

impl<'a> Row<'a> {
    fn of(id: MemberId, member: &'a PastMember) -> Self {
        Self {
            id,
            username: &member.username,
            username_key: username_key(&member.username),
            username_skeleton: skeleton(&member.username),
            name: &member.name,
            name_skeleton: skeleton(&member.name),
            state: member.state,
            trust: member.trust,
            lang: member.lang,
            created_at: member.created_at,
        }
    }
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

/// Takes numbers of members out of the counting, as the forum does those of topics.
pub fn reserve_numbers(tx: &mut Tx<'_>, number: i64) -> Result<i64> {
    lock_for_numbers(tx.conn(), "members")?;
    let is_first = !has_members(tx.conn())?;
    reserve(tx.conn(), "members", number, is_first)
}

/// Keeps badges.
pub fn insert_badges<'a>(tx: &mut Tx<'_>, badges: impl Iterator<Item = &'a PastBadge>) -> Result<()> {
    let row = |badge: &'a PastBadge| {
        (
            imported_badges::member.eq(badge.member),
            imported_badges::name.eq(&badge.name),
            imported_badges::class.eq(badge.class),
            imported_badges::of_tag.eq(badge.of_tag),
            imported_badges::awarded_at.eq(badge.awarded_at),
        )
    };
    insert_rows!(tx.conn(), imported_badges, badges.map(row));
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

/// What of some usernames is taken: keys and looks that a member has, or had.
#[derive(Debug, Default)]
pub struct Taken {
    keys: HashSet<String>,
    looks: HashSet<String>,
}

impl Taken {
    /// Finds out for some usernames.
    pub fn among(conn: &mut Connection, usernames: &[Username]) -> Result<Self> {
        let keys: Vec<String> = usernames.iter().map(Username::key).collect();
        let looks: Vec<String> = usernames.iter().map(Username::skeleton).collect();
        let had = members::table.filter(members::username_key.eq_any(&keys).or(members::username_skeleton.eq_any(&looks)));
        let mut taken: Vec<(String, String)> = had.select((members::username_key, members::username_skeleton)).load(conn)?;
        let former = former_usernames::table.filter(former_usernames::username_key.eq_any(&keys).or(former_usernames::username_skeleton.eq_any(&looks)));
        taken.extend(former.select((former_usernames::username_key, former_usernames::username_skeleton)).load::<(String, String)>(conn)?);
        let (keys, looks) = taken.into_iter().unzip();
        Ok(Self { keys, looks })
    }

    /// Is this one, or one that looks like it, among those that are taken?
    pub fn has(&self, username: &Username) -> bool {
        self.keys.contains(&username.key()) || self.looks.contains(&username.skeleton())
    }

    /// Takes one more.
    pub fn add(&mut self, username: &Username) {
        self.keys.insert(username.key());
        self.looks.insert(username.skeleton());
    }
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
