//! The rows of members: who they are, what roles and groups they have.

use diesel::dsl::exists;
use diesel::prelude::*;
use guildhall_schema::{
    address_health, former_usernames, group_members, groups, member_addresses, member_counts, member_roles, member_settings, members, sessions,
};
use std::collections::{HashMap, HashSet};

use super::deliveries;
use super::sessions::store::SessionId;
use super::{Account, CategoryId, MemberId, MemberState, Role, Theme, Viewer, reading, uploads};
use crate::platform::db::{Connection, Result, Timestamp, Tx};
use crate::platform::i18n::{Lang, Zone};
use crate::platform::text::names::{skeleton, username_key};
use crate::platform::text::{EmailAddress, Username};
use crate::{columns, each_backend};

/// A session, when it was last used, when it ends at the latest, and the viewer its member is now.
pub type FoundSession = (SessionId, Timestamp, Timestamp, Viewer);

type AccountRow =
    ((MemberId, String, String, MemberState, Option<Timestamp>, i32, String), (Timestamp, String, i64), Option<(String, String, Theme)>, (bool, bool, bool));

/// A silence or suspension that ran out is over, whether or not upkeep has noticed.
pub fn present_state(state: MemberState, until: Option<Timestamp>, now: Timestamp) -> MemberState {
    match (state, until) {
        (MemberState::Silenced | MemberState::Suspended, Some(until)) if until <= now => MemberState::Active,
        _ => state,
    }
}

macro_rules! account_columns {
    () => {
        (
            (members::id, members::username, members::name, members::state, members::state_until, members::trust, members::lang),
            (members::created_at, members::picture, members::unread),
            (member_settings::reads, member_settings::zone, member_settings::theme).nullable(),
            // Most members have neither: what is not there is not asked for.
            (
                exists(member_roles::table.filter(member_roles::member.eq(members::id))),
                exists(group_members::table.filter(group_members::member.eq(members::id))),
                exists(address_health::table.filter(address_health::member.eq(members::id)).filter(address_health::score.le(0_i64))),
            ),
        )
    };
}

columns! {
    /// What is read of a session.
    SESSION = sessions::id, sessions::seen_at, sessions::expires_at;
}

macro_rules! sessions_with_members {
    () => {
        sessions::table.inner_join(members::table.left_join(member_settings::table))
    };
}

fn account((facts, more, settings, (_, _, mail_stopped)): AccountRow, now: Timestamp) -> Account {
    let (id, username, name, state, until, trust, lang) = facts;
    let (created_at, picture, unread) = more;
    let (reads, zone, theme) = settings.unwrap_or_else(|| (String::new(), String::new(), Theme::System));
    let (reads, zone, lang) = (reading::parse(&reads), Zone::stored(&zone), Lang::parse(&lang));
    Account { id, username, name, state: present_state(state, until, now), trust, lang, reads, zone, theme, picture, created_at, unread, mail_stopped }
}

/// The viewer a member is now; a visitor when the member does not exist.
pub fn viewer(conn: &mut Connection, member: MemberId, now: Timestamp) -> Result<Viewer> {
    let query = members::table.left_join(member_settings::table).filter(members::id.eq(member)).select(account_columns!());
    let row: Option<AccountRow> = each_backend!(conn, conn => query.first(conn)).optional()?;
    row.map_or(Ok(Viewer::visitor()), |row| viewer_from(conn, row, now))
}

/// A session by the hash of its token. In one question: every page of a member begins with it.
pub fn viewer_of_session(conn: &mut Connection, token_hash: &str, now: Timestamp) -> Result<Option<FoundSession>> {
    let query = sessions_with_members!().filter(sessions::token_hash.eq(token_hash)).select((SESSION, account_columns!()));
    let row: Option<((SessionId, Timestamp, Timestamp), AccountRow)> = each_backend!(conn, conn => query.first(conn)).optional()?;
    let Some(((session, seen_at, expires_at), row)) = row else { return Ok(None) };
    Ok(Some((session, seen_at, expires_at, viewer_from(conn, row, now)?)))
}

/// The same for some at once, each with its hash; what is not there is left out.
pub fn viewers_of_sessions(conn: &mut Connection, token_hashes: &[&str], now: Timestamp) -> Result<Vec<(String, FoundSession)>> {
    let query = sessions_with_members!().filter(sessions::token_hash.eq_any(token_hashes)).select((sessions::token_hash, SESSION, account_columns!()));
    let rows: Vec<(String, (SessionId, Timestamp, Timestamp), AccountRow)> = query.load(conn)?;
    let whose = |(hash, (session, seen_at, expires_at), row)| Ok((hash, (session, seen_at, expires_at, viewer_from(conn, row, now)?)));
    rows.into_iter().map(whose).collect()
}

fn viewer_from(conn: &mut Connection, row: AccountRow, now: Timestamp) -> Result<Viewer> {
    let (member, (has_roles, has_groups, _)) = (row.0.0, row.3);
    let roles = if has_roles { roles_of(conn, member)? } else { Vec::new() };
    let groups = if has_groups { groups_of(conn, member)? } else { Vec::new() };
    Ok(Viewer::member(account(row, now), roles, groups))
}

/// The viewers that these members are now, some hundred at once; who does not exist is left out.
pub fn viewers(conn: &mut Connection, wanted: &[MemberId], now: Timestamp) -> Result<HashMap<MemberId, Viewer>> {
    let query = members::table.left_join(member_settings::table).filter(members::id.eq_any(wanted.to_vec())).select(account_columns!());
    let rows: Vec<AccountRow> = query.load(conn)?;
    let roles = member_roles::table.filter(member_roles::member.eq_any(wanted.to_vec()));
    let roles: Vec<(MemberId, Role, Option<CategoryId>)> = roles.select((member_roles::member, member_roles::role, member_roles::category)).load(conn)?;
    let groups = group_members::table.inner_join(groups::table).filter(group_members::member.eq_any(wanted.to_vec()));
    let groups: Vec<(MemberId, String)> = groups.select((group_members::member, groups::slug)).load(conn)?;
    let viewer = |row: AccountRow| {
        let account = account(row, now);
        let own_roles = roles.iter().filter(|(member, ..)| *member == account.id).map(|(_, role, category)| (*role, *category)).collect();
        let own_groups = groups.iter().filter(|(member, _)| *member == account.id).map(|(_, slug)| slug.clone()).collect();
        (account.id, Viewer::member(account, own_roles, own_groups))
    };
    Ok(rows.into_iter().map(viewer).collect())
}

/// Somebody of trust 1 is known after this: it takes a few posts, and programs write them within seconds.
const NEW: i64 = 30 * Timestamp::DAY;

/// Those of some members whom nobody knows yet: of trust 0, or of trust 1 and here for less than 30 days.
pub fn newcomers(conn: &mut Connection, wanted: &[MemberId], now: Timestamp) -> Result<HashSet<MemberId>> {
    let is_new = members::trust.eq(0).or(members::trust.eq(1).and(members::created_at.gt(now.plus(-NEW))));
    let query = members::table.filter(members::id.eq_any(wanted.to_vec())).filter(is_new);
    Ok(query.select(members::id).load::<MemberId>(conn)?.into_iter().collect())
}

fn roles_of(conn: &mut Connection, member: MemberId) -> Result<Vec<(Role, Option<CategoryId>)>> {
    Ok(member_roles::table.filter(member_roles::member.eq(member)).select((member_roles::role, member_roles::category)).load(conn)?)
}

fn groups_of(conn: &mut Connection, member: MemberId) -> Result<Vec<String>> {
    Ok(group_members::table.inner_join(groups::table).filter(group_members::member.eq(member)).select(groups::slug).load(conn)?)
}

/// Sets the language a member reads in.
pub fn set_language(tx: &mut Tx<'_>, member: MemberId, lang: Lang) -> Result<()> {
    diesel::update(members::table.find(member)).set(members::lang.eq(lang.tag())).execute(tx.conn())?;
    Ok(())
}

/// A member about to be.
#[derive(Clone, Debug)]
pub struct NewMember<'a> {
    /// For addresses and mentions.
    pub username: &'a Username,
    /// As shown.
    pub name: &'a str,
    /// Reads in this language.
    pub lang: Lang,
}

impl<'a> NewMember<'a> {
    /// A member who is shown by the username, as everybody is at first.
    pub fn named(username: &'a Username, lang: Lang) -> Self {
        Self { username, name: username.as_str(), lang }
    }
}

/// Writes a member with settings and counts. A taken username is [`crate::platform::db::Error::Unique`], and the transaction goes on.
pub fn insert(tx: &mut Tx<'_>, new: &NewMember<'_>) -> Result<MemberId> {
    let now = tx.now();
    tx.nested(|conn| {
        let id: MemberId = diesel::insert_into(members::table)
            .values((
                members::username.eq(new.username.as_str()),
                members::username_key.eq(new.username.key()),
                members::username_skeleton.eq(new.username.skeleton()),
                members::name.eq(new.name),
                members::name_skeleton.eq(skeleton(new.name)),
                members::lang.eq(new.lang.tag()),
                members::created_at.eq(now),
            ))
            .returning(members::id)
            .get_result(conn)?;
        diesel::insert_into(member_settings::table).values(member_settings::member.eq(id)).execute(conn)?;
        diesel::insert_into(member_counts::table).values(member_counts::member.eq(id)).execute(conn)?;
        Ok(id)
    })
}

/// A member's public facts.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct MemberRow {
    /// The member.
    pub id: MemberId,
    /// For addresses and mentions.
    pub username: String,
    /// As shown.
    pub name: String,
    /// As stored; [`present_state`] says what it is now.
    pub state: MemberState,
    /// When a silence or suspension ends.
    pub state_until: Option<Timestamp>,
    /// 0 to 4.
    pub trust: i32,
    /// Since when.
    pub created_at: Timestamp,
}

columns! {
    /// The columns of a [`MemberRow`].
    MEMBER_COLUMNS = members::id, members::username, members::name, members::state, members::state_until, members::trust, members::created_at;
}

/// What stands at a username.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A member.
    Member(MemberRow),
    /// Its owner goes by this username now.
    Moved(String),
    /// Nobody.
    None,
}

/// Who goes, or went, by a username as typed in an address.
pub fn find_by_username(conn: &mut Connection, typed: &str) -> Result<Found> {
    let key = username_key(typed);
    if let Some(row) = members::table.filter(members::username_key.eq(&key)).select(MEMBER_COLUMNS).first(conn).optional()? {
        return Ok(Found::Member(row));
    }
    let moved: Option<String> = former_usernames::table
        .inner_join(members::table)
        .filter(former_usernames::username_key.eq(&key))
        .filter(members::state.ne("closed"))
        .select(members::username)
        .first(conn)
        .optional()?;
    Ok(moved.map_or(Found::None, Found::Moved))
}

/// A member by number.
pub fn find(conn: &mut Connection, member: MemberId) -> Result<Option<MemberRow>> {
    Ok(members::table.find(member).select(MEMBER_COLUMNS).first(conn).optional()?)
}

/// Writes the confirmed address of a member; an address that another has is [`crate::platform::db::Error::Unique`], and the transaction goes on.
pub fn insert_address(tx: &mut Tx<'_>, member: MemberId, address: &EmailAddress) -> Result<()> {
    let now = tx.now();
    tx.nested(|conn| {
        diesel::insert_into(member_addresses::table)
            .values((
                member_addresses::member.eq(member),
                member_addresses::address.eq(address.as_str()),
                member_addresses::address_key.eq(address.key()),
                member_addresses::confirmed_at.eq(now),
            ))
            .execute(conn)?;
        Ok(())
    })
}

/// As [`insert_address`], in place of one that the member had.
pub fn put_address(tx: &mut Tx<'_>, member: MemberId, address: &EmailAddress) -> Result<()> {
    diesel::delete(member_addresses::table.find(member)).execute(tx.conn())?;
    deliveries::store::forgive(tx, member)?;
    insert_address(tx, member, address)
}

/// The tag of the language a member reads in.
pub fn language(conn: &mut Connection, member: MemberId) -> Result<Option<String>> {
    Ok(members::table.find(member).select(members::lang).first(conn).optional()?)
}

/// Who has an address.
pub fn by_address(conn: &mut Connection, address: &EmailAddress) -> Result<Option<MemberId>> {
    Ok(member_addresses::table.filter(member_addresses::address_key.eq(address.key())).select(member_addresses::member).first(conn).optional()?)
}

/// Where a member's mail goes, and in which language; none for closed accounts and members without an address.
pub fn mailbox(conn: &mut Connection, member: MemberId) -> Result<Option<Mailbox>> {
    let zone = member_settings::table.filter(member_settings::member.eq(members::id)).select(member_settings::zone).single_value();
    let row: Option<(String, String, String, String, Option<String>)> = member_addresses::table
        .inner_join(members::table)
        .filter(member_addresses::member.eq(member))
        .filter(members::state.ne("closed"))
        .select((member_addresses::address, members::name, members::username, members::lang, zone))
        .first(conn)
        .optional()?;
    Ok(row.map(|(address, name, username, lang, zone)| Mailbox {
        address,
        name,
        username,
        lang: Lang::parse(&lang).unwrap_or(Lang::FIRST),
        zone: Zone::stored(&zone.unwrap_or_default()),
    }))
}

/// Where a member's mail goes.
#[derive(Clone, Debug)]
pub struct Mailbox {
    /// The address.
    pub address: String,
    /// Whom the mail greets.
    pub name: String,
    /// For addresses.
    pub username: String,
    /// The language of the mail.
    pub lang: Lang,
    /// Where its reader's clock hangs.
    pub zone: Zone,
}

/// A member's shown name and the address of the profile.
pub fn name_and_url(conn: &mut Connection, member: MemberId) -> Result<(String, String)> {
    let (name, username): (String, String) = members::table.find(member).select((members::name, members::username)).first(conn)?;
    Ok((name, super::profile_url(&username)))
}

/// How a member is shown beside what they did.
#[derive(Clone, Debug)]
pub struct Face {
    /// As shown.
    pub name: String,
    /// The address of the profile; empty for a closed account.
    pub url: String,
    /// The address of the picture; empty when there is none.
    pub picture: String,
}

/// A member's shown name, the address of the profile, and the picture at the size of lists.
pub fn face(conn: &mut Connection, member: MemberId) -> Result<Face> {
    let columns = (members::name, members::username, members::state, members::picture);
    let (name, username, state, picture): (String, String, MemberState, String) = members::table.find(member).select(columns).first(conn)?;
    let url = if state == MemberState::Closed { String::new() } else { super::profile_url(&username) };
    Ok(Face { name, url, picture: uploads::small_url(&picture) })
}
