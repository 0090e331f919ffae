//! A member asks for an archive of their own data.

use serde_json::json;

use super::{ExportId, MAKE, TERM, store};
use crate::accounts::MemberId;
use crate::accounts::sessions::new_token;
use crate::platform::db::{Failure, Tx};
use crate::platform::jobs::NewJob;
use crate::platform::limits::{self, Limit, TooOften};

/// Writes that an archive is asked for, and the job that makes it: one a day. Suspended members ask too.
pub fn ask(tx: &mut Tx<'_>, member: MemberId) -> Result<ExportId, Failure<TooOften>> {
    limits::take(tx, Limit::OwnData, &member.to_string())?;
    let export = store::insert(tx, member, &new_token(), TERM)?;
    tx.enqueue(&NewJob::now(&MAKE, export.to_string(), json!({ "export": export })))?;
    Ok(export)
}
