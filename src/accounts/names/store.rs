//! What names are taken.

use diesel::prelude::*;
use guildhall_schema::{former_usernames, group_members, groups, member_roles, members, reserved_usernames};

use crate::accounts::{MemberId, Role, faces};
use crate::platform::db::{Connection, Result, Timestamp, Tx};
use crate::platform::settings;
use crate::platform::text::{ShownName, Username};

/// A former username is free for nobody else for so long.
pub const KEPT: i64 = 365 * Timestamp::DAY;

/// Has anybody but `member` this username, one that looks the same, or had it within a year?
pub fn username_is_taken(conn: &mut Connection, key: &str, looks: &[String], member: Option<MemberId>, now: Timestamp) -> Result<bool> {
    let nobody = MemberId(0);
    let present: i64 = members::table
        .filter(members::username_key.eq(key).or(members::username_skeleton.eq_any(looks)))
        .filter(members::id.ne(member.unwrap_or(nobody)))
        .count()
        .get_result(conn)?;
    let former: i64 = former_usernames::table
        .filter(former_usernames::username_key.eq(key).or(former_usernames::username_skeleton.eq_any(looks)))
        .filter(former_usernames::kept_until.gt(now))
        .filter(former_usernames::member.ne(member.unwrap_or(nobody)))
        .count()
        .get_result(conn)?;
    if present + former > 0 {
        return Ok(true);
    }
    let Some(secret) = settings::store::names_key(conn)? else { return Ok(false) };
    let hashes: Vec<String> = std::iter::once(hashed(&secret, KEY, key)).chain(looks.iter().map(|look| hashed(&secret, LOOK, look))).collect();
    let reserved: i64 =
        reserved_usernames::table.filter(reserved_usernames::hash.eq_any(hashes)).filter(reserved_usernames::free_from.gt(now)).count().get_result(conn)?;
    Ok(reserved > 0)
}

/// Of which text of a name a hash is.
const KEY: &str = "key";
const LOOK: &str = "look";

/// What is kept of the name of somebody who left: whoever types it is refused, and nobody reads it.
fn hashed(secret: &str, what: &str, text: &str) -> String {
    let key = blake3::derive_key("guildhall 2026-11-22 names of those who left", secret.as_bytes());
    blake3::keyed_hash(&key, format!("{what} {text}").as_bytes()).to_hex().to_string()
}

/// Would this be read for a name or username of somebody with the staff or partner badge, other than `member`?
pub fn looks_like_badge_wearer(conn: &mut Connection, looks: &[String], member: Option<MemberId>) -> Result<bool> {
    let alike: Vec<MemberId> = members::table
        .filter(members::name_skeleton.eq_any(looks).or(members::username_skeleton.eq_any(looks)))
        .filter(members::id.ne(member.unwrap_or(MemberId(0))))
        .select(members::id)
        .load(conn)?;
    if alike.is_empty() {
        return Ok(false);
    }
    let staff: i64 = member_roles::table
        .filter(member_roles::member.eq_any(&alike))
        .filter(member_roles::role.eq(Role::Staff))
        .filter(member_roles::category.is_null())
        .count()
        .get_result(conn)?;
    let partners: i64 = group_members::table
        .inner_join(groups::table)
        .filter(group_members::member.eq_any(&alike))
        .filter(groups::badge.eq("partner"))
        .count()
        .get_result(conn)?;
    Ok(staff + partners > 0)
}

/// Shows a member by another name.
pub fn set_name(tx: &mut Tx<'_>, member: MemberId, name: &ShownName) -> Result<()> {
    diesel::update(members::table.find(member)).set((members::name.eq(name.as_str()), members::name_skeleton.eq(name.skeleton()))).execute(tx.conn())?;
    faces::changed(tx, member)
}

/// Gives a member another username, which is no former one of theirs any more. A taken one is
/// [`crate::platform::db::Error::Unique`], and the transaction goes on.
pub fn set_username(tx: &mut Tx<'_>, member: MemberId, username: &Username) -> Result<()> {
    tx.nested(|conn| {
        diesel::update(members::table.find(member))
            .set((members::username.eq(username.as_str()), members::username_key.eq(username.key()), members::username_skeleton.eq(username.skeleton())))
            .execute(conn)?;
        diesel::delete(former_usernames::table.find(username.key())).execute(conn)?;
        Ok(())
    })?;
    faces::changed(tx, member)
}

/// When a member last gave a username up, as far as it is kept.
pub fn last_given_up(conn: &mut Connection, member: MemberId) -> Result<Option<Timestamp>> {
    let rows = former_usernames::table.filter(former_usernames::member.eq(member)).order(former_usernames::kept_until.desc());
    let kept_until: Option<Timestamp> = rows.select(former_usernames::kept_until).first(conn).optional()?;
    Ok(kept_until.map(|until| until.plus(-KEPT)))
}

/// Keeps a username that its owner gives up.
pub fn keep_former(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let kept_until = tx.now().plus(KEPT);
    let (key, skeleton): (String, String) = members::table.find(member).select((members::username_key, members::username_skeleton)).first(tx.conn())?;
    diesel::delete(former_usernames::table.find(&key)).execute(tx.conn())?;
    diesel::insert_into(former_usernames::table)
        .values((
            former_usernames::username_key.eq(key),
            former_usernames::username_skeleton.eq(skeleton),
            former_usernames::member.eq(member),
            former_usernames::kept_until.eq(kept_until),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// The keys of the usernames that a member gave up.
pub fn former_keys(conn: &mut Connection, member: MemberId) -> Result<Vec<String>> {
    Ok(former_usernames::table.filter(former_usernames::member.eq(member)).select(former_usernames::username_key).load(conn)?)
}

/// Leaves of the usernames of a member who left nothing but what keeps others from them for as long as it was.
pub fn reserve_former(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let rows: Vec<(String, String, Timestamp)> = former_usernames::table
        .filter(former_usernames::member.eq(member))
        .select((former_usernames::username_key, former_usernames::username_skeleton, former_usernames::kept_until))
        .load(tx.conn())?;
    if rows.is_empty() {
        return Ok(());
    }
    let secret = settings::store::make_names_key(tx)?;
    for (key, skeleton, kept_until) in rows {
        for hash in [hashed(&secret, KEY, &key), hashed(&secret, LOOK, &skeleton)] {
            reserve(tx, &hash, kept_until)?;
        }
    }
    diesel::delete(former_usernames::table.filter(former_usernames::member.eq(member))).execute(tx.conn())?;
    Ok(())
}

/// Two who left one after the other may have looked the same: the later end counts.
fn reserve(tx: &mut Tx<'_>, hash: &str, until: Timestamp) -> Result<()> {
    let row = reserved_usernames::table.find(hash);
    let before: Option<Timestamp> = row.select(reserved_usernames::free_from).first(tx.conn()).optional()?;
    diesel::delete(row).execute(tx.conn())?;
    diesel::insert_into(reserved_usernames::table)
        .values((reserved_usernames::hash.eq(hash), reserved_usernames::free_from.eq(before.map_or(until, |before| before.max(until)))))
        .execute(tx.conn())?;
    Ok(())
}

/// Forgets former usernames whose year is over; run by upkeep.
pub fn forget_former(tx: &mut Tx<'_>) -> Result<usize> {
    let now = tx.now();
    diesel::delete(reserved_usernames::table.filter(reserved_usernames::free_from.le(now))).execute(tx.conn())?;
    Ok(diesel::delete(former_usernames::table.filter(former_usernames::kept_until.le(now))).execute(tx.conn())?)
}
