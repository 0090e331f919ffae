//! The rows that only their owner changes.

use diesel::prelude::*;
use guildhall_schema::{imported_badges, member_addresses, member_settings, members};

use crate::accounts::{MemberId, MemberState, Theme, faces, reading};
use crate::platform::db::{Connection, Result, Tx};
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
