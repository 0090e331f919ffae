//! The rows of mails, and of what is known of addresses.

use diesel::prelude::*;
use guildhall_schema::{address_health, deliveries};

use super::Outcome;
use super::policy::{self, Fault};
use crate::accounts::MemberId;
use crate::platform::db::{Connection, Result, Timestamp, Tx};

/// A mail to note.
#[derive(Clone, Debug)]
pub struct Noted {
    /// Names it.
    pub key: String,
    /// To whom; none for somebody who is no member.
    pub member: Option<MemberId>,
    /// Where it goes.
    pub address: String,
    /// The address as it is compared.
    pub address_key: String,
    /// The mail's name.
    pub kind: &'static str,
    /// How often it was tried, this time included.
    pub attempts: i64,
}

/// What became of a mail; none where it was never tried.
pub fn outcome(conn: &mut Connection, key: &str) -> Result<Option<Outcome>> {
    Ok(deliveries::table.filter(deliveries::key.eq(key)).select(deliveries::outcome).first(conn).optional()?)
}

/// Writes what became of a mail, or that it is about to leave.
pub fn put(tx: &mut Tx<'_>, mail: &Noted, outcome: Outcome, answer: &str) -> Result<()> {
    let now = tx.now();
    let row = deliveries::table.filter(deliveries::key.eq(&mail.key));
    let set = (deliveries::outcome.eq(outcome), deliveries::answer.eq(answer), deliveries::attempts.eq(mail.attempts), deliveries::changed_at.eq(now));
    if diesel::update(row).set(set).execute(tx.conn())? > 0 {
        return Ok(());
    }
    diesel::insert_into(deliveries::table)
        .values((
            deliveries::key.eq(&mail.key),
            deliveries::member.eq(mail.member),
            deliveries::address.eq(&mail.address),
            deliveries::address_key.eq(&mail.address_key),
            deliveries::kind.eq(mail.kind),
            set,
            deliveries::created_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// The key of the newest mail of a kind to an address that is to be tried again.
pub fn waiting_key(conn: &mut Connection, address_key: &str, kind: &str) -> Result<Option<String>> {
    let rows = deliveries::table.filter(deliveries::address_key.eq(address_key)).filter(deliveries::kind.eq(kind));
    Ok(rows.filter(deliveries::outcome.eq(Outcome::Later)).order(deliveries::id.desc()).select(deliveries::key).first(conn).optional()?)
}

/// How many mails of a kind went to a member since a moment.
pub fn count_since(conn: &mut Connection, member: MemberId, kind: &str, since: Timestamp) -> Result<i64> {
    let rows = deliveries::table.filter(deliveries::member.eq(member)).filter(deliveries::created_at.gt(since));
    Ok(rows.filter(deliveries::kind.eq(kind)).filter(deliveries::outcome.ne(Outcome::Later)).count().get_result(conn)?)
}

/// Notes that something went wrong with a member's address.
pub fn fault(tx: &mut Tx<'_>, member: MemberId, fault: Fault) -> Result<()> {
    let now = tx.now();
    let row = address_health::table.find(member);
    let before: Option<(i64, Timestamp)> = row.select((address_health::score, address_health::changed_at)).first(tx.conn()).optional()?;
    let set = (address_health::score.eq(policy::after(before, now, fault)), address_health::changed_at.eq(now));
    if diesel::update(row).set(set).execute(tx.conn())? == 0 {
        diesel::insert_into(address_health::table).values((address_health::member.eq(member), set)).execute(tx.conn())?;
    }
    Ok(())
}

/// Forgets what was wrong with a member's address: it was confirmed, or is another one.
pub fn forgive(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(address_health::table.find(member)).execute(tx.conn())?;
    Ok(())
}

/// Does nothing but what was asked for go to a member's address?
pub fn is_dead(conn: &mut Connection, member: MemberId) -> Result<bool> {
    let score: Option<i64> = address_health::table.find(member).select(address_health::score).first(conn).optional()?;
    Ok(score.is_some_and(policy::is_dead))
}

/// Of these members those to whose address nothing but what was asked for goes.
pub fn dead(conn: &mut Connection, these: &[MemberId]) -> Result<Vec<MemberId>> {
    let rows = address_health::table.filter(address_health::member.eq_any(these.to_vec())).filter(address_health::score.le(0_i64));
    Ok(rows.select(address_health::member).load(conn)?)
}

/// Forgets every mail to a member who leaves, also those that went to the address before it was theirs.
pub fn forget(tx: &mut Tx<'_>, member: MemberId, address_key: Option<&str>) -> Result<()> {
    diesel::delete(deliveries::table.filter(deliveries::member.eq(member))).execute(tx.conn())?;
    if let Some(key) = address_key {
        diesel::delete(deliveries::table.filter(deliveries::address_key.eq(key))).execute(tx.conn())?;
    }
    forgive(tx, member)
}

/// Deletes at most so many mails that are older than a moment.
pub fn delete_before(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<usize> {
    let ids: Vec<i64> =
        deliveries::table.filter(deliveries::created_at.lt(before)).order(deliveries::created_at).limit(limit).select(deliveries::id).load(tx.conn())?;
    Ok(diesel::delete(deliveries::table.filter(deliveries::id.eq_any(ids))).execute(tx.conn())?)
}

/// A mail that was sent.
#[derive(Clone, Debug, Queryable)]
pub struct Sent {
    /// Its number.
    pub id: i64,
    /// To whom; none for somebody who is no member.
    pub member: Option<MemberId>,
    /// What became of it.
    pub outcome: Outcome,
}

/// The mail of this name.
pub fn by_key(conn: &mut Connection, key: &str) -> Result<Option<Sent>> {
    let row = deliveries::table.filter(deliveries::key.eq(key));
    Ok(row.select((deliveries::id, deliveries::member, deliveries::outcome)).first(conn).optional()?)
}

/// The last mail that went to an address, after a moment.
pub fn last_to(conn: &mut Connection, address_key: &str, since: Timestamp) -> Result<Option<Sent>> {
    let rows = deliveries::table.filter(deliveries::address_key.eq(address_key)).filter(deliveries::created_at.gt(since));
    Ok(rows.order(deliveries::id.desc()).select((deliveries::id, deliveries::member, deliveries::outcome)).first(conn).optional()?)
}

/// Sets what became of a mail later on.
pub fn set_outcome(tx: &mut Tx<'_>, id: i64, outcome: Outcome, answer: &str) -> Result<()> {
    let now = tx.now();
    let set = (deliveries::outcome.eq(outcome), deliveries::answer.eq(answer), deliveries::changed_at.eq(now));
    diesel::update(deliveries::table.find(id)).set(set).execute(tx.conn())?;
    Ok(())
}
