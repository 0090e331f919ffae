//! The rows of sign-ups that wait for their confirmation.

use diesel::prelude::*;
use guildhall_schema::sign_ups;

use super::{NewSignUp, TERM};
use crate::accounts::sessions::hash_token;
use crate::columns;
use crate::id;
use crate::platform::db::{Connection, Result, Timestamp, Tx};

id! {
    /// The number of a sign-up.
    SignUpId
}

/// A sign-up that waits.
#[derive(Clone, Debug, Queryable)]
pub struct Waiting {
    /// Its number.
    pub id: SignUpId,
    /// The username wished for.
    pub username: String,
    /// Where the mail went.
    pub address: String,
    /// The password as it will be kept.
    pub phc: String,
    /// The language of the account.
    pub lang: String,
    /// Where the new member lands.
    pub return_to: String,
}

columns! {
    /// The columns of a [`Waiting`].
    COLUMNS = sign_ups::id, sign_ups::username, sign_ups::address, sign_ups::phc, sign_ups::lang, sign_ups::return_to;
}

/// Writes a sign-up; the mail's job gives it its secret.
pub fn insert(tx: &mut Tx<'_>, wish: &NewSignUp) -> Result<SignUpId> {
    let now = tx.now();
    Ok(diesel::insert_into(sign_ups::table)
        .values((
            sign_ups::username.eq(wish.username.as_str()),
            sign_ups::name.eq(wish.username.as_str()),
            sign_ups::address.eq(wish.address.as_str()),
            sign_ups::address_key.eq(wish.address.key()),
            sign_ups::phc.eq(&wish.phc),
            sign_ups::lang.eq(wish.lang.tag()),
            sign_ups::return_to.eq(&wish.return_to),
            sign_ups::created_at.eq(now),
            sign_ups::expires_at.eq(now.plus(TERM)),
        ))
        .returning(sign_ups::id)
        .get_result(tx.conn())?)
}

/// A sign-up by number, unless its term is over.
pub fn find(conn: &mut Connection, id: SignUpId, now: Timestamp) -> Result<Option<Waiting>> {
    Ok(sign_ups::table.find(id).filter(sign_ups::expires_at.gt(now)).select(COLUMNS).first(conn).optional()?)
}

/// The sign-up of a mailed secret, unless its term is over.
pub fn by_token(conn: &mut Connection, token: &str, now: Timestamp) -> Result<Option<Waiting>> {
    Ok(sign_ups::table.filter(sign_ups::token_hash.eq(hash_token(token))).filter(sign_ups::expires_at.gt(now)).select(COLUMNS).first(conn).optional()?)
}

/// Gives a sign-up the secret that is about to be mailed.
pub fn set_token(tx: &mut Tx<'_>, id: SignUpId, token: &str) -> Result<()> {
    diesel::update(sign_ups::table.find(id)).set(sign_ups::token_hash.eq(hash_token(token))).execute(tx.conn())?;
    Ok(())
}

/// Deletes every sign-up of an address: one of them became a member, or its owner has an account.
pub fn delete_of(tx: &mut Tx<'_>, address_key: &str) -> Result<()> {
    diesel::delete(sign_ups::table.filter(sign_ups::address_key.eq(address_key))).execute(tx.conn())?;
    Ok(())
}

/// Deletes sign-ups whose term is over; run by upkeep.
pub fn delete_ended(tx: &mut Tx<'_>) -> Result<usize> {
    let now = tx.now();
    Ok(diesel::delete(sign_ups::table.filter(sign_ups::expires_at.le(now))).execute(tx.conn())?)
}
