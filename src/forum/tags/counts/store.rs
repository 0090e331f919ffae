//! The rows of tags' counts.

use diesel::dsl::count_star;
use diesel::prelude::*;
use guildhall_schema::{tag_counts, tags, topic_tags, topics};
use std::collections::BTreeMap;

use crate::forum::tags::store::{Place, TagId, place};
use crate::forum::{CategoryId, PostState, TopicId};
use crate::platform::db::{Connection, Result, Tx, or_again};

/// Counts a topic in or out, if it is visible.
pub(in crate::forum::tags) fn add(tx: &mut Tx<'_>, tag: TagId, place: &Place, change: i64) -> Result<()> {
    if place.state == PostState::Visible { change_count(tx, tag, place.category, change) } else { Ok(()) }
}

/// Adds to the count of a tag in a category.
pub fn change_count(tx: &mut Tx<'_>, tag: TagId, category: CategoryId, change: i64) -> Result<()> {
    let row = tag_counts::table.find((tag, category));
    if diesel::update(row).set(tag_counts::topics.eq(tag_counts::topics + change)).execute(tx.conn())? > 0 {
        return Ok(());
    }
    let row = (tag_counts::tag.eq(tag), tag_counts::category.eq(category), tag_counts::topics.eq(change));
    or_again(diesel::insert_into(tag_counts::table).values(row).execute(tx.conn()))?;
    Ok(())
}

/// Counts a topic whose state changes out of its tags' counts, or in. Called before the change.
pub fn move_counts(tx: &mut Tx<'_>, topic: TopicId, state: PostState) -> Result<()> {
    let place = place(tx.conn(), topic)?;
    let change = i64::from(state == PostState::Visible) - i64::from(place.state == PostState::Visible);
    if change == 0 {
        return Ok(());
    }
    let carried: Vec<TagId> = topic_tags::table.filter(topic_tags::topic.eq(topic)).order(topic_tags::tag).select(topic_tags::tag).load(tx.conn())?;
    carried.into_iter().try_for_each(|tag| change_count(tx, tag, place.category, change))
}

/// Counts a topic that goes to another category there, and here no more. Called before the change.
pub fn move_counts_to(tx: &mut Tx<'_>, topic: TopicId, to: CategoryId) -> Result<()> {
    let here = place(tx.conn(), topic)?;
    let carried: Vec<TagId> = topic_tags::table.filter(topic_tags::topic.eq(topic)).order(topic_tags::tag).select(topic_tags::tag).load(tx.conn())?;
    for tag in carried {
        let mut changes = [(here.category, -1), (to, 1)];
        // In one order everywhere, so that two writers never wait for one another.
        changes.sort_unstable();
        for (category, change) in changes {
            add(tx, tag, &Place { category, ..here.clone() }, change)?;
        }
    }
    Ok(())
}

/// Takes a tag's counts away.
pub(in crate::forum::tags) fn delete(tx: &mut Tx<'_>, tag: TagId) -> Result<()> {
    diesel::delete(tag_counts::table.filter(tag_counts::tag.eq(tag))).execute(tx.conn())?;
    Ok(())
}

/// The next tags.
pub fn tags(conn: &mut Connection, after: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(tags::table.filter(tags::id.gt(after)).order(tags::id).limit(limit).select(tags::id).load(conn)?)
}

fn counted(conn: &mut Connection, tag: TagId) -> Result<BTreeMap<CategoryId, i64>> {
    let rows: Vec<(CategoryId, i64)> = topic_tags::table
        .inner_join(topics::table)
        .filter(topic_tags::tag.eq(tag))
        .filter(topics::state.eq("visible"))
        .group_by(topics::category)
        .select((topics::category, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Counts of a tag that differ from what its topics say: category, as stored, as it should be.
pub fn wrong_counts(conn: &mut Connection, tag: TagId) -> Result<Vec<(CategoryId, i64, i64)>> {
    let mut stored: BTreeMap<CategoryId, i64> =
        tag_counts::table.filter(tag_counts::tag.eq(tag)).select((tag_counts::category, tag_counts::topics)).load(conn)?.into_iter().collect();
    let mut wrong = Vec::new();
    for (category, wanted) in counted(conn, tag)? {
        let stored = stored.remove(&category).unwrap_or(0);
        if stored != wanted {
            wrong.push((category, stored, wanted));
        }
    }
    wrong.extend(stored.into_iter().filter(|(_, stored)| *stored != 0).map(|(category, stored)| (category, stored, 0)));
    Ok(wrong)
}

/// Counts a tag anew.
pub fn recount(tx: &mut Tx<'_>, tag: TagId) -> Result<()> {
    delete(tx, tag)?;
    for (category, topics) in counted(tx.conn(), tag)? {
        let row = (tag_counts::tag.eq(tag), tag_counts::category.eq(category), tag_counts::topics.eq(topics));
        diesel::insert_into(tag_counts::table).values(row).execute(tx.conn())?;
    }
    Ok(())
}
