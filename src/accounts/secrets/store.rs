//! The rows of all secrets of a kind.

use diesel::prelude::*;
use guildhall_schema::{address_changes, sessions, sign_ups, tokens};

use super::Secrets;
use crate::accounts::tokens::TokenKind;
use crate::platform::db::{Connection, Result, Timestamp, Tx};

/// How many secrets of a kind work now.
pub fn count(conn: &mut Connection, which: Secrets, now: Timestamp) -> Result<i64> {
    let stops_mail = || tokens::kind.eq(TokenKind::StopMail);
    let working = || tokens::table.filter(tokens::expires_at.gt(now)).filter(tokens::used_at.is_null());
    Ok(match which {
        Secrets::Sessions => sessions::table.filter(sessions::expires_at.gt(now)).count().get_result(conn)?,
        Secrets::StopMail => working().filter(stops_mail()).count().get_result(conn)?,
        Secrets::Links => {
            let single: i64 = working().filter(diesel::dsl::not(stops_mail())).count().get_result(conn)?;
            let sign_ups: i64 = sign_ups::table.filter(sign_ups::expires_at.gt(now)).count().get_result(conn)?;
            let changes: i64 = address_changes::table.filter(address_changes::expires_at.gt(now)).count().get_result(conn)?;
            single + sign_ups + changes
        }
    })
}

/// Ends them; answers how many rows went.
pub fn end(tx: &mut Tx<'_>, which: Secrets) -> Result<usize> {
    let conn = tx.conn();
    Ok(match which {
        Secrets::Sessions => diesel::delete(sessions::table).execute(conn)?,
        Secrets::StopMail => diesel::delete(tokens::table.filter(tokens::kind.eq(TokenKind::StopMail))).execute(conn)?,
        Secrets::Links => {
            let single = diesel::delete(tokens::table.filter(tokens::kind.ne(TokenKind::StopMail))).execute(conn)?;
            let sign_ups = diesel::delete(sign_ups::table).execute(conn)?;
            single + sign_ups + diesel::delete(address_changes::table).execute(conn)?
        }
    })
}
