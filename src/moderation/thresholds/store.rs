//! The rows of figures that are set otherwise than it is usual.

use diesel::prelude::*;
use guildhall_schema::flag_thresholds;

use super::Threshold;
use crate::platform::db::{Connection, Result, Tx};

/// All of them.
pub(super) fn load(conn: &mut Connection) -> Result<Vec<(String, i64)>> {
    Ok(flag_thresholds::table.select((flag_thresholds::name, flag_thresholds::value)).load(conn)?)
}

/// Sets one.
pub(super) fn put(tx: &mut Tx<'_>, threshold: Threshold, value: i64) -> Result<()> {
    let name = threshold.as_str();
    if diesel::update(flag_thresholds::table.find(name)).set(flag_thresholds::value.eq(value)).execute(tx.conn())? == 0 {
        diesel::insert_into(flag_thresholds::table).values((flag_thresholds::name.eq(name), flag_thresholds::value.eq(value))).execute(tx.conn())?;
    }
    Ok(())
}
