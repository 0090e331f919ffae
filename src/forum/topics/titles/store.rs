//! The rows of folded titles.

use diesel::prelude::*;
use guildhall_schema::topic_titles;

use super::fold_title;
use crate::forum::TopicId;
use crate::platform::db::{Result, Tx};

/// Writes a topic's title as it is searched; whoever writes `topics.title` calls this in the same transaction.
pub fn store_title(tx: &mut Tx<'_>, topic: TopicId, title: &str) -> Result<()> {
    let folded = fold_title(title);
    let changed = diesel::update(topic_titles::table.find(topic)).set(topic_titles::folded.eq(&folded)).execute(tx.conn())?;
    if changed == 0 {
        diesel::insert_into(topic_titles::table).values((topic_titles::topic.eq(topic), topic_titles::folded.eq(&folded))).execute(tx.conn())?;
    }
    Ok(())
}

/// Forgets the title of an erased topic.
pub fn delete_title(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    diesel::delete(topic_titles::table.find(topic)).execute(tx.conn())?;
    Ok(())
}
