//! How far the invented topics are: written in the transaction that wrote them, so that a demo that was interrupted goes on.

use serde::{Deserialize, Serialize};

use crate::accounts::MemberId;
use crate::platform::db::{Connection, Error, Result, Timestamp, Tx};
use crate::platform::settings::store;

/// One growth: from so many invented topics to so many.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// Invented topics there were before.
    pub before: u64,
    /// Invented topics there will be.
    pub until: u64,
    /// So many of them are written.
    pub made: u64,
    /// Posts to be written in all.
    pub posts: u64,
    /// When it began: what is invented is older.
    pub now: Timestamp,
    /// Who writes.
    pub first_member: MemberId,
    /// The last of them.
    pub last_member: MemberId,
    /// Members are counted too: nothing is left to do.
    pub is_whole: bool,
}

impl Record {
    /// The last growth; none in a demo that never grew.
    pub fn load(conn: &mut Connection) -> Result<Option<Self>> {
        let Some(text) = store::demo_growth(conn)? else { return Ok(None) };
        serde_json::from_str(&text).map(Some).map_err(|error| Error::Gone(format!("the demo's own record cannot be read: {error}")))
    }

    /// Writes it down.
    pub fn save(&self, tx: &mut Tx<'_>) -> Result<()> {
        let text = serde_json::to_string(self).map_err(|error| Error::Gone(error.to_string()))?;
        store::put_demo_growth(tx, &text)
    }
}
