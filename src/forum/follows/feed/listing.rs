//! The topics of a feed: what went on lately in all that a member follows.

use diesel::prelude::*;
use guildhall_schema::{follows, topic_tags, topics};

use crate::accounts::MemberId;
use crate::forum::categories::Categories;
use crate::forum::follows::{Level, What};
use crate::forum::visibility::{Sight, visible_topics};
use crate::forum::{CategoryId, TopicId};
use crate::platform::db::{Connection, Result, Timestamp};

/// So far back: a walk through everything that was bumped since, whoever it is for.
const LATELY: i64 = 30 * Timestamp::DAY;
/// Follows of a kind that are looked at, the newest: more than a person reads.
const MOST: i64 = 500;

/// What a member follows of a kind, or mutes.
fn subjects(conn: &mut Connection, member: MemberId, what: What, levels: &[Level]) -> Result<Vec<i64>> {
    let rows = follows::table.filter(follows::member.eq(member)).filter(follows::what.eq(what)).filter(follows::level.eq_any(levels.to_vec()));
    Ok(rows.order(follows::subject.desc()).limit(MOST).select(follows::subject).load(conn)?)
}

/// The topics that went on lately where a member follows, the last one first. Of a followed member those that they opened.
pub fn news(conn: &mut Connection, sight: &Sight, categories: &Categories, member: MemberId, now: Timestamp, limit: i64) -> Result<Vec<TopicId>> {
    let heard = [Level::All, Level::First];
    let mut of = |what: What, levels: &[Level]| subjects(conn, member, what, levels);
    let (own, tags, authors) = (of(What::Topic, &heard)?, of(What::Tag, &heard)?, of(What::Member, &heard)?);
    let followed = of(What::Category, &heard)?;
    let (silent, silent_tags, silent_authors) = (of(What::Topic, &[Level::Muted])?, of(What::Tag, &[Level::Muted])?, of(What::Member, &[Level::Muted])?);
    let silent_categories = of(What::Category, &[Level::Muted])?;
    let within: Vec<CategoryId> = categories
        .all()
        .iter()
        .filter(|category| followed.contains(&category.id.0) || category.parent.is_some_and(|parent| followed.contains(&parent.0)))
        .map(|category| category.id)
        .filter(|category| !silent_categories.contains(&category.0))
        .collect();
    let tagged = |tags: Vec<i64>| topic_tags::table.filter(topic_tags::topic.eq(topics::id)).filter(topic_tags::tag.eq_any(tags));
    let around = (topics::category + 0_i64).eq_any(within).or(topics::author.eq_any(authors)).or(diesel::dsl::exists(tagged(tags)));
    let is_silent = diesel::dsl::exists(tagged(silent_tags)).or(topics::category.eq_any(silent_categories)).or(topics::author.eq_any(silent_authors));
    Ok(topics::table
        .filter(visible_topics::<topics::table>(sight))
        .filter(topics::bumped_at.gt(now.plus(-LATELY)))
        .filter(topics::id.eq_any(own).or(around.and(diesel::dsl::not(is_silent))))
        .filter(topics::id.ne_all(silent))
        .order((topics::bumped_at.desc(), topics::id.desc()))
        .limit(limit)
        .select(topics::id)
        .load(conn)?)
}
