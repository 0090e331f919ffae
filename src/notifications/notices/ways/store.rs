//! The rows of what members chose. Mail about replies to one's own questions is a setting of the account, which links at
//! the end of mails change too: it is read and written there.

use diesel::prelude::*;
use guildhall_schema::{member_settings, notice_ways};
use std::collections::HashMap;

use super::{Way, Ways, usual};
use crate::accounts::MemberId;
use crate::accounts::settings::store::set_answer_mail;
use crate::insert_rows;
use crate::notifications::notices::Reason;
use crate::platform::db::{Connection, Result, Tx};

/// What these members chose.
pub fn of_members(conn: &mut Connection, members: &[MemberId]) -> Result<HashMap<MemberId, Ways>> {
    let mut all: HashMap<MemberId, Ways> = HashMap::new();
    let columns = (notice_ways::member, notice_ways::reason, notice_ways::page, notice_ways::mail, notice_ways::digest);
    let rows: Vec<(MemberId, Reason, bool, bool, bool)> = notice_ways::table.filter(notice_ways::member.eq_any(members.to_vec())).select(columns).load(conn)?;
    for (member, reason, page, mail, digest) in rows {
        all.entry(member).or_default().set(reason, Way { page, mail, digest });
    }
    let settings = member_settings::table.filter(member_settings::member.eq_any(members.to_vec()));
    let mails: Vec<(MemberId, bool)> = settings.select((member_settings::member, member_settings::answer_mail)).load(conn)?;
    for (member, mail) in mails {
        let ways = all.entry(member).or_default();
        ways.set(Reason::Reply, Way { mail, ..ways.of(Reason::Reply) });
        // Whoever wants no mail about answers wants none about those of staff, unless they said so.
        if !mail && !ways.is_chosen(Reason::StaffAnswer) {
            ways.set(Reason::StaffAnswer, Way { mail, ..ways.of(Reason::StaffAnswer) });
        }
    }
    Ok(all)
}

/// What a member chose.
pub fn of_member(conn: &mut Connection, member: MemberId) -> Result<Ways> {
    Ok(of_members(conn, &[member])?.remove(&member).unwrap_or_default())
}

/// Writes what a member chose; what is as usual follows what is usual later on.
pub fn put(tx: &mut Tx<'_>, member: MemberId, ways: &Ways) -> Result<()> {
    forget(tx, member)?;
    // No mail about replies would take that about staff's along: then it is written down.
    let is_plain = |reason: Reason, way: Way| way == usual(reason) && (reason != Reason::StaffAnswer || ways.of(Reason::Reply).mail);
    let all = Reason::ALL.iter().map(|reason| (*reason, ways.of(*reason)));
    let chosen: Vec<(Reason, Way)> = all.filter(|(reason, way)| !is_plain(*reason, *way)).collect();
    let row = |(reason, way): &(Reason, Way)| {
        (
            notice_ways::member.eq(member),
            notice_ways::reason.eq(*reason),
            notice_ways::page.eq(way.page),
            notice_ways::mail.eq(way.mail),
            notice_ways::digest.eq(way.digest),
        )
    };
    insert_rows!(tx.conn(), notice_ways, chosen.iter().map(row));
    set_answer_mail(tx, member, ways.of(Reason::Reply).mail)
}

/// Forgets what a member chose.
pub fn forget(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(notice_ways::table.filter(notice_ways::member.eq(member))).execute(tx.conn())?;
    Ok(())
}
