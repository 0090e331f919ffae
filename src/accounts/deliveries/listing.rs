//! The delivery log, newest first.

use diesel::prelude::*;
use guildhall_schema::deliveries;

use super::Outcome;
use crate::accounts::MemberId;
use crate::columns;
use crate::platform::db::{Backend, Connection, Result, Timestamp};

/// A mail as the log has it.
#[derive(Clone, Debug, Queryable)]
pub struct Delivery {
    /// Its number.
    pub id: i64,
    /// To whom; none for somebody who is no member.
    pub member: Option<MemberId>,
    /// Where it went.
    pub address: String,
    /// The mail's name.
    pub kind: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The server's number, or a few words that say why.
    pub answer: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was first tried.
    pub created_at: Timestamp,
}

columns! {
    /// The columns of a [`Delivery`].
    COLUMNS = deliveries::id, deliveries::member, deliveries::address, deliveries::kind, deliveries::outcome, deliveries::answer, deliveries::attempts,
        deliveries::created_at;
}

/// Which mails.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only those to a member.
    pub member: Option<MemberId>,
    /// Only those to an address, as it is compared.
    pub address_key: Option<String>,
    /// Only those of which this became.
    pub outcome: Option<Outcome>,
    /// Only those before the one with this number.
    pub before: Option<i64>,
}

/// A page of mails, and the number to go on from.
pub fn page(conn: &mut Connection, wanted: &Wanted, limit: i64) -> Result<(Vec<Delivery>, Option<i64>)> {
    let mut query = deliveries::table.select(COLUMNS).order(deliveries::id.desc()).limit(limit + 1).into_boxed::<Backend>();
    if let Some(member) = wanted.member {
        query = query.filter(deliveries::member.eq(member));
    }
    if let Some(key) = &wanted.address_key {
        query = query.filter(deliveries::address_key.eq(key.clone()));
    }
    if let Some(outcome) = wanted.outcome {
        query = query.filter(deliveries::outcome.eq(outcome));
    }
    if let Some(before) = wanted.before {
        query = query.filter(deliveries::id.lt(before));
    }
    let mut rows: Vec<Delivery> = query.load(conn)?;
    let has_more = rows.len() as i64 > limit;
    rows.truncate(limit as usize);
    let older = rows.last().filter(|_| has_more).map(|row| row.id);
    Ok((rows, older))
}
