//! The table `search_solved`.

use diesel::prelude::*;
use guildhall_schema::search_solved;

use crate::forum::TopicId;
use crate::platform::db::{Result, Tx, or_again};

/// Counts one more for a topic.
pub fn count(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    let row = search_solved::table.find(topic);
    if diesel::update(row).set(search_solved::times.eq(search_solved::times + 1)).execute(tx.conn())? == 0 {
        let row = (search_solved::topic.eq(topic), search_solved::times.eq(1_i64));
        or_again(diesel::insert_into(search_solved::table).values(row).execute(tx.conn()))?;
    }
    Ok(())
}
