//! The rows of secrets.

use diesel::prelude::*;
use guildhall_schema::tokens;

use super::TokenKind;
use crate::accounts::MemberId;
use crate::accounts::sessions::{hash_token, new_token};
use crate::platform::db::{Connection, Result, Timestamp, Tx};

/// Makes a secret that works for `term` microseconds; those of the same kind and member before it work no longer.
pub fn make(tx: &mut Tx<'_>, kind: TokenKind, member: Option<MemberId>, term: i64) -> Result<String> {
    delete(tx, kind, member)?;
    let token = new_token();
    insert(tx, kind, member, &token, "", tx.now().plus(term))?;
    Ok(token)
}

fn insert(tx: &mut Tx<'_>, kind: TokenKind, member: Option<MemberId>, token: &str, payload: &str, expires_at: Timestamp) -> Result<()> {
    let now = tx.now();
    diesel::insert_into(tokens::table)
        .values((
            tokens::token_hash.eq(hash_token(token)),
            tokens::kind.eq(kind),
            tokens::member.eq(member),
            tokens::payload.eq(payload),
            tokens::created_at.eq(now),
            tokens::expires_at.eq(expires_at),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Whose secret this is, if it works: the inner none is a secret of the community itself.
pub fn find(conn: &mut Connection, kind: TokenKind, token: &str, now: Timestamp) -> Result<Option<Option<MemberId>>> {
    Ok(tokens::table
        .filter(tokens::token_hash.eq(hash_token(token)))
        .filter(tokens::kind.eq(kind))
        .filter(tokens::expires_at.gt(now))
        .filter(tokens::used_at.is_null())
        .select(tokens::member)
        .first(conn)
        .optional()?)
}

/// Uses a secret up; as [`find`], and of two at once only one gets it.
pub fn take(tx: &mut Tx<'_>, kind: TokenKind, token: &str) -> Result<Option<Option<MemberId>>> {
    let now = tx.now();
    Ok(diesel::update(
        tokens::table
            .filter(tokens::token_hash.eq(hash_token(token)))
            .filter(tokens::kind.eq(kind))
            .filter(tokens::expires_at.gt(now))
            .filter(tokens::used_at.is_null()),
    )
    .set(tokens::used_at.eq(now))
    .returning(tokens::member)
    .get_result(tx.conn())
    .optional()?)
}

/// The secret that ends a member's mails, the same in every mail. It is kept readable beside its hash:
/// all it does is end mails, and old mails must go on working.
pub fn stop_mail(tx: &mut Tx<'_>, member: MemberId) -> Result<String> {
    if let Some(token) = kept_stop_mail(tx.conn(), member)? {
        return Ok(token);
    }
    let token = new_token();
    insert(tx, TokenKind::StopMail, Some(member), &token, &token, Timestamp(i64::MAX))?;
    Ok(token)
}

/// That secret, where it was made.
pub fn kept_stop_mail(conn: &mut Connection, member: MemberId) -> Result<Option<String>> {
    let own = tokens::table.filter(tokens::member.eq(member)).filter(tokens::kind.eq(TokenKind::StopMail));
    Ok(own.select(tokens::payload).first(conn).optional()?)
}

/// Makes room for a secret that a mail will bring to an address, kept as its payload; those of the same kind and member
/// before it work no longer. Nobody has the secret until [`renew`] makes one.
pub fn promise(tx: &mut Tx<'_>, kind: TokenKind, member: MemberId, address: &str, term: i64) -> Result<()> {
    delete(tx, kind, Some(member))?;
    let expires_at = tx.now().plus(term);
    insert(tx, kind, Some(member), &new_token(), address, expires_at)
}

/// The address that a member's secret goes to, and until when it works; none when there is no such secret.
pub fn promised(conn: &mut Connection, kind: TokenKind, member: MemberId, now: Timestamp) -> Result<Option<(String, Timestamp)>> {
    Ok(tokens::table
        .filter(tokens::member.eq(member))
        .filter(tokens::kind.eq(kind))
        .filter(tokens::expires_at.gt(now))
        .filter(tokens::used_at.is_null())
        .select((tokens::payload, tokens::expires_at))
        .first(conn)
        .optional()?)
}

/// Makes a promised secret; the one before works no longer. False when it is no longer promised to this address.
pub fn renew(tx: &mut Tx<'_>, kind: TokenKind, member: MemberId, address: &str, token: &str) -> Result<bool> {
    let row = tokens::table.filter(tokens::member.eq(member)).filter(tokens::kind.eq(kind));
    let row = row.filter(tokens::payload.eq(address)).filter(tokens::used_at.is_null());
    Ok(diesel::update(row).set(tokens::token_hash.eq(hash_token(token))).execute(tx.conn())? > 0)
}

/// Whose promised secret this is and where it was mailed, if it works.
pub fn find_promised(conn: &mut Connection, kind: TokenKind, token: &str, now: Timestamp) -> Result<Option<(MemberId, String)>> {
    let row: Option<(Option<MemberId>, String)> = tokens::table
        .filter(tokens::token_hash.eq(hash_token(token)))
        .filter(tokens::kind.eq(kind))
        .filter(tokens::expires_at.gt(now))
        .filter(tokens::used_at.is_null())
        .select((tokens::member, tokens::payload))
        .first(conn)
        .optional()?;
    Ok(row.and_then(|(member, address)| Some((member?, address))))
}

/// Uses a promised secret up; as [`find_promised`], and of two at once only one gets it.
pub fn take_promised(tx: &mut Tx<'_>, kind: TokenKind, token: &str) -> Result<Option<(MemberId, String)>> {
    let now = tx.now();
    let found = find_promised(tx.conn(), kind, token, now)?;
    let taken = take(tx, kind, token)?;
    Ok(found.filter(|_| taken.is_some()))
}

/// Deletes the secrets of a kind and member.
pub fn delete(tx: &mut Tx<'_>, kind: TokenKind, member: Option<MemberId>) -> Result<()> {
    let rows = diesel::delete(tokens::table.filter(tokens::kind.eq(kind))).into_boxed();
    match member {
        Some(member) => rows.filter(tokens::member.eq(member)).execute(tx.conn())?,
        None => rows.filter(tokens::member.is_null()).execute(tx.conn())?,
    };
    Ok(())
}

/// Deletes every secret of a member.
pub fn delete_all(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(tokens::table.filter(tokens::member.eq(member))).execute(tx.conn())?;
    Ok(())
}

/// Deletes secrets that work no longer; run by upkeep.
pub fn delete_ended(tx: &mut Tx<'_>) -> Result<usize> {
    let now = tx.now();
    Ok(diesel::delete(tokens::table.filter(tokens::expires_at.le(now).or(tokens::used_at.is_not_null()))).execute(tx.conn())?)
}
