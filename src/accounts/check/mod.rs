//! What is stored twice about members: the keys of their names, their pictures, and the rows that everybody has.

mod store;

use super::{MemberId, uploads};
use crate::platform::check::Check;
use crate::platform::db::{Connection, Result, Tx};

/// The keys of names, and settings that somebody is missing.
pub struct Members;

impl Check for Members {
    fn name(&self) -> &'static str {
        "member"
    }

    fn ids(&self, conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
        store::ids(conn, after, limit)
    }

    fn wrong(&self, conn: &mut Connection, id: i64) -> Result<Vec<String>> {
        let (stored, computed) = store::keys(conn, id)?;
        let compared = [
            ("username_key", &stored.username_key, &computed.username_key),
            ("username_skeleton", &stored.username_skeleton, &computed.username_skeleton),
            ("name_skeleton", &stored.name_skeleton, &computed.name_skeleton),
        ];
        let differing = compared.into_iter().filter(|(_, stored, computed)| stored != computed);
        let mut wrong: Vec<String> = differing.map(|(what, stored, computed)| format!("{what} {stored:?}, should be {computed:?}")).collect();
        if !store::has_settings(conn, id)? {
            wrong.push("settings missing".into());
        }
        let (picture, worn) = store::pictures(conn, id)?;
        if picture != worn {
            wrong.push(format!("picture {picture:?}, should be {worn:?}"));
        }
        Ok(wrong)
    }

    fn mend(&self, tx: &mut Tx<'_>, id: i64) -> Result<()> {
        let (stored, computed) = store::keys(tx.conn(), id)?;
        if stored != computed {
            store::save_keys(tx, id, &computed)?;
        }
        if !store::has_settings(tx.conn(), id)? {
            store::insert_settings(tx, id)?;
        }
        let (picture, worn) = store::pictures(tx.conn(), id)?;
        if picture != worn {
            uploads::store::set_worn(tx, MemberId(id), &worn)?;
        }
        Ok(())
    }
}
