//! The rows that only their owner changes.

use diesel::prelude::*;
use guildhall_schema::{imported_badges, member_addresses, member_settings, members};

use crate::accounts::{MemberId, MemberState, Theme, faces, reading};
use crate::platform::db::{Connection, Result, Timestamp, Tx};
use crate::platform::i18n::{Lang, Zone};

/// Does the member want mail about answers?
pub fn wants_answer_mail(conn: &mut Connection, member: MemberId) -> Result<bool> {
    Ok(member_settings::table.find(member).select(member_settings::answer_mail).first(conn).optional()?.unwrap_or(false))
}

/// Turns mail about answers on or off.
pub fn set_answer_mail(tx: &mut Tx<'_>, member: MemberId, wanted: bool) -> Result<()> {
    diesel::update(member_settings::table.find(member)).set(member_settings::answer_mail.eq(wanted)).execute(tx.conn())?;
    Ok(())
}

/// Sets the languages that a member reads.
pub fn set_reads(tx: &mut Tx<'_>, member: MemberId, reads: &[Lang]) -> Result<()> {
    diesel::update(member_settings::table.find(member)).set(member_settings::reads.eq(reading::write(reads))).execute(tx.conn())?;
    Ok(())
}

/// Sets a member's clock and colours.
pub fn set_looks(tx: &mut Tx<'_>, member: MemberId, zone: &Zone, theme: Theme) -> Result<()> {
    diesel::update(member_settings::table.find(member)).set((member_settings::zone.eq(zone.name()), member_settings::theme.eq(theme))).execute(tx.conn())?;
    Ok(())
}

/// Chooses how often a member gets the digest, or that they were asked; it is planned anew.
pub fn set_digest(tx: &mut Tx<'_>, member: MemberId, rhythm: &str) -> Result<()> {
    let row = member_settings::table.filter(member_settings::member.eq(member)).filter(member_settings::digest.ne(rhythm));
    diesel::update(row).set((member_settings::digest.eq(rhythm), member_settings::digest_at.eq(0_i64))).execute(tx.conn())?;
    Ok(())
}

/// Plans every digest anew: those that were due may have been sent already.
pub fn plan_digests_anew(tx: &mut Tx<'_>) -> Result<()> {
    diesel::update(member_settings::table).set(member_settings::digest_at.eq(0_i64)).execute(tx.conn())?;
    Ok(())
}

/// Moves the digests of members on that are due at a moment: the next one is at another, and tells of what comes from now
/// on. Answers whose it was to move: what another process moved meanwhile is due no more.
pub fn move_digests(tx: &mut Tx<'_>, these: &[MemberId], due: Timestamp, next: Timestamp) -> Result<Vec<MemberId>> {
    let rows = member_settings::table.filter(member_settings::member.eq_any(these.to_vec())).filter(member_settings::digest_at.le(due));
    let set = (member_settings::digest_at.eq(next), member_settings::digest_from.eq(due));
    Ok(diesel::update(rows).set(set).returning(member_settings::member).get_results(tx.conn())?)
}

/// Leaves of a member nothing but the number.
pub fn close(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let former = format!("{}{member}", crate::platform::text::names::FORMER);
    let skeleton = crate::platform::text::names::skeleton(&former);
    diesel::delete(member_addresses::table.find(member)).execute(tx.conn())?;
    diesel::delete(member_settings::table.find(member)).execute(tx.conn())?;
    diesel::delete(imported_badges::table.filter(imported_badges::member.eq(member))).execute(tx.conn())?;
    diesel::update(members::table.find(member))
        .set((
            members::username.eq(&former),
            members::username_key.eq(&former),
            members::username_skeleton.eq(&skeleton),
            members::name.eq(&former),
            members::name_skeleton.eq(&skeleton),
            members::state.eq(MemberState::Closed),
            members::state_until.eq(None::<crate::platform::db::Timestamp>),
            members::trust.eq(0),
            members::trust_set.eq(true),
            members::lang.eq(crate::platform::i18n::Lang::FIRST.tag()),
            members::seen_at.eq(0_i64),
            members::picture.eq(""),
        ))
        .execute(tx.conn())?;
    faces::changed(tx, member)
}

/// Sets whether taking part in a topic follows it.
pub fn set_follows_by_doing(tx: &mut Tx<'_>, member: MemberId, wanted: bool) -> Result<()> {
    diesel::update(member_settings::table.find(member)).set(member_settings::follows_by_doing.eq(wanted)).execute(tx.conn())?;
    Ok(())
}
