//! The queries of lists. Each page is found along an index; what a page shows is read by number.

use diesel::dsl::exists;
use diesel::helper_types::InnerJoinQuerySource;
use diesel::prelude::*;
use guildhall_schema::{accepted, members, posts, tags, topic_counts, topic_tags, topic_titles, topics};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::walks::{self, Stretch};
use super::{Cursor, FOUND_MOST, List, Order, PER_PAGE, Page, Person, Place, TopicLine};
use crate::accounts::MemberId;
use crate::forum::periods;
use crate::forum::topics::titles;
use crate::forum::visibility::{Sight, visible_topics};
use crate::forum::{CategoryId, PostState, TopicId, TopicKind};
use crate::platform::db::{Backend, Connection, Result, Timestamp};

type Titled = InnerJoinQuerySource<topic_titles::table, topics::table>;

/// A page of a list. `as_of` is the time of the first page, where this is not the first.
pub fn page(conn: &mut Connection, sight: &Sight, list: &List, place: Place, as_of: Option<Timestamp>) -> Result<Page> {
    let sight = &heard_of(sight, list);
    let pinned = if list.which.shows_pinned() { walks::pinned(conn, sight, list)? } else { Vec::new() };
    let on_top: &[Cursor] = if place == Place::First { &pinned } else { &[] };
    let left_out: Vec<TopicId> = pinned.iter().map(|cursor| cursor.topic).collect();
    let room = PER_PAGE - on_top.len();
    let stretch = Stretch { place, until: as_of.unwrap_or(Timestamp(i64::MAX)), left_out: &left_out, limit: room + 1 };
    let mut cursors = walks::cursors(conn, sight, list, &stretch)?;
    let more = cursors.len() > room;
    cursors.truncate(room);
    if matches!(place, Place::After(_)) {
        cursors.reverse();
    }
    let (older, newer) = match place {
        Place::First => (more, false),
        Place::Before(_) => (more, true),
        Place::After(_) => (true, more),
    };
    let times = times(conn, sight, list, place, as_of, &[on_top, &cursors].concat())?;
    Ok(Page {
        older: cursors.last().copied().filter(|_| older),
        newer: cursors.first().copied().filter(|_| newer),
        topics: lines(conn, &[on_top, &cursors].concat())?,
        ..times
    })
}

/// The categories that are muted are as if they could not be read.
fn heard_of<'a>(sight: &'a Sight, list: &List) -> Cow<'a, Sight> {
    let muted = &list.mutes.categories;
    if muted.is_empty() {
        return Cow::Borrowed(sight);
    }
    let readable = sight.readable.iter().copied().filter(|category| !muted.contains(category)).collect();
    Cow::Owned(Sight { readable, ..sight.clone() })
}

/// Of which moment the page is, and what changed since the first one was shown.
fn times(conn: &mut Connection, sight: &Sight, list: &List, place: Place, as_of: Option<Timestamp>, shown: &[Cursor]) -> Result<Page> {
    let order = list.which.order();
    let refreshed_at = match order {
        Order::Gained(period) => periods::refreshed_at(conn, period)?,
        _ => None,
    };
    let as_of = match (as_of, order) {
        (Some(as_of), _) => as_of,
        (None, Order::Bumped) => Timestamp(shown.iter().map(|cursor| cursor.key).max().unwrap_or_default()),
        (None, Order::Gained(_)) => refreshed_at.unwrap_or_default(),
        (None, Order::Hot | Order::Voted) => walks::newest(conn, sight)?,
        (None, Order::Opened) => Timestamp::default(),
    };
    let changed = match order {
        Order::Bumped | Order::Hot | Order::Voted if place != Place::First => walks::changed(conn, sight, list, as_of)?.len(),
        _ => 0,
    };
    let is_reordered = place != Place::First && refreshed_at.is_some_and(|at| at > as_of);
    Ok(Page { as_of, changed, refreshed_at, is_reordered, ..Page::default() })
}

/// The topics of a list that were bumped after a moment, [`super::CHANGED_MOST`] at most; none twice.
pub fn changed_since(conn: &mut Connection, sight: &Sight, list: &List, since: Timestamp) -> Result<BTreeSet<TopicId>> {
    let sight = &heard_of(sight, list);
    Ok(walks::changed(conn, sight, list, since)?.into_iter().collect())
}

/// Is there anything in the list for this viewer, whatever the language?
pub fn is_empty(conn: &mut Connection, sight: &Sight, list: &List) -> Result<bool> {
    let stretch = Stretch { place: Place::First, until: Timestamp(i64::MAX), left_out: &[], limit: 1 };
    Ok(walks::cursors(conn, sight, list, &stretch)?.is_empty())
}

/// Topics found by their titles, newest first, at most [`FOUND_MOST`]; the flag says that there are more.
pub fn found(conn: &mut Connection, sight: &Sight, query: &str) -> Result<(Vec<TopicLine>, bool)> {
    let patterns = titles::patterns(query);
    if patterns.is_empty() {
        return Ok((Vec::new(), false));
    }
    let mut matching = topic_titles::table.inner_join(topics::table).filter(visible_topics::<Titled>(sight)).into_boxed::<Backend>();
    for pattern in patterns {
        matching = matching.filter(topic_titles::folded.like(pattern).escape('\\'));
    }
    let mut cursors: Vec<Cursor> = matching
        .order(topic_titles::topic.desc())
        .limit(FOUND_MOST as i64 + 1)
        .select((topics::bumped_at, topic_titles::topic))
        .load::<(Timestamp, TopicId)>(conn)?
        .into_iter()
        .map(|(at, topic)| Cursor { key: at.0, topic })
        .collect();
    let more = cursors.len() > FOUND_MOST;
    cursors.truncate(FOUND_MOST);
    Ok((lines(conn, &cursors)?, more))
}

/// The newest topics of a member that the viewer sees.
pub fn of_author(conn: &mut Connection, sight: &Sight, author: MemberId, limit: usize) -> Result<Vec<TopicLine>> {
    let stretch = Stretch { place: Place::First, until: Timestamp(i64::MAX), left_out: &[], limit };
    let newest = walks::cursors(conn, sight, &List::all(super::Which::Author(author)), &stretch)?;
    lines(conn, &newest)
}

/// What a list says of these topics, in their order. Whether they may be seen was asked before.
pub fn lines_of(conn: &mut Connection, topics: &[TopicId]) -> Result<Vec<TopicLine>> {
    lines(conn, &topics.iter().map(|topic| Cursor { key: 0, topic: *topic }).collect::<Vec<_>>())
}

type TopicRow = (TopicId, CategoryId, MemberId, TopicKind, String, String, String, PostState, (bool, bool, bool, bool), Timestamp, Timestamp, CountRow, bool);
type CountRow = (i64, i64, i64, Option<MemberId>, Timestamp);

/// What a list says of these topics, in their order.
fn lines(conn: &mut Connection, order: &[Cursor]) -> Result<Vec<TopicLine>> {
    let ids: Vec<TopicId> = order.iter().map(|cursor| cursor.topic).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // A recommendation of a reply that was taken away since says nothing.
    let recommended =
        accepted::table.inner_join(posts::table).filter(accepted::topic.eq(topics::id)).filter(accepted::by.eq("staff")).filter(posts::state.eq("visible"));
    let rows: Vec<TopicRow> = topics::table
        .inner_join(topic_counts::table)
        .filter(topics::id.eq_any(ids.clone()))
        .select((
            topics::id,
            topics::category,
            topics::author,
            topics::kind,
            topics::title,
            topics::slug,
            topics::lang,
            topics::state,
            (topics::closed, topics::pinned, topics::solved, topics::answered),
            topics::created_at,
            topics::bumped_at,
            (topic_counts::replies, topic_counts::me_too, topic_counts::staff_replies, topic_counts::last_author, topic_counts::last_at),
            exists(recommended),
        ))
        .load(conn)?;
    let names = names(conn, &rows)?;
    let mut tags = tags_of(conn, &ids)?;
    let mut lines: HashMap<TopicId, TopicLine> = rows
        .into_iter()
        .map(|row| {
            let id = row.0;
            (id, line(row, &names, tags.remove(&id).unwrap_or_default()))
        })
        .collect();
    Ok(ids.iter().filter_map(|id| lines.remove(id)).collect())
}

fn line(row: TopicRow, names: &Names, tags: Vec<String>) -> TopicLine {
    let (id, category, author, kind, title, slug, lang, state, (closed, pinned, solved, answered), created_at, bumped_at, counts, recommended) = row;
    let (replies, me_too, staff_replies, last_author, last_at) = counts;
    let person = |id: MemberId| {
        let (name, picture) = names.get(&id).cloned().unwrap_or_default();
        Person { id: Some(id), name, picture }
    };
    TopicLine {
        id,
        category,
        kind,
        title,
        slug,
        lang,
        state,
        closed,
        pinned,
        solved,
        answered,
        bumped_at,
        replies,
        me_too,
        staff_replied: staff_replies > 0,
        recommended,
        author: person(author),
        last: person(last_author.unwrap_or(author)),
        last_at: if last_author.is_some() { last_at } else { created_at },
        tags,
    }
}

/// Names and pictures.
type Names = HashMap<MemberId, (String, String)>;

fn names(conn: &mut Connection, rows: &[TopicRow]) -> Result<Names> {
    let wanted: BTreeSet<MemberId> = rows.iter().flat_map(|row| [Some(row.2), row.11.3]).flatten().collect();
    let query = members::table.filter(members::id.eq_any(wanted.into_iter().collect::<Vec<_>>()));
    let rows: Vec<(MemberId, String, String)> = query.select((members::id, members::name, members::picture)).load(conn)?;
    Ok(rows.into_iter().map(|(id, name, picture)| (id, (name, picture))).collect())
}

fn tags_of(conn: &mut Connection, ids: &[TopicId]) -> Result<BTreeMap<TopicId, Vec<String>>> {
    let rows: Vec<(TopicId, String)> =
        topic_tags::table.inner_join(tags::table).filter(topic_tags::topic.eq_any(ids.to_vec())).select((topic_tags::topic, tags::name)).load(conn)?;
    let mut by_topic: BTreeMap<TopicId, Vec<String>> = BTreeMap::new();
    for (topic, name) in rows {
        by_topic.entry(topic).or_default().push(name);
    }
    by_topic.values_mut().for_each(|names| names.sort_unstable());
    Ok(by_topic)
}
