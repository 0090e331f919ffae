//! The queries of lists. Each page is found along an index; what a page shows is read by number.

use diesel::dsl::sql;
use diesel::helper_types::{InnerJoinQuerySource, IntoBoxed};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use guildhall_schema::{accepted, members, posts, tags, topic_counts, topic_tags, topic_titles, topics};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{CHANGED_MOST, Cursor, FOUND_MOST, PER_PAGE, PINNED_MOST, Page, Person, Place, TopicLine, Which};
use crate::accounts::MemberId;
use crate::forum::tags::store::TagId;
use crate::forum::topics::titles;
use crate::forum::visibility::{Sight, visible_topics};
use crate::forum::{CategoryId, PostState, TopicId, TopicKind};
use crate::platform::db::{Backend, Connection, Result, Timestamp};

type Topics = IntoBoxed<'static, topics::table, Backend>;
type Tagged = InnerJoinQuerySource<topic_tags::table, topics::table>;
type Titled = InnerJoinQuerySource<topic_titles::table, topics::table>;

/// A page of a list. `as_of` is the time of the first page, where this is not the first.
pub fn page(conn: &mut Connection, sight: &Sight, which: &Which, place: Place, as_of: Option<Timestamp>) -> Result<Page> {
    let pinned = if which.shows_pinned() { pinned(conn, sight, which)? } else { Vec::new() };
    let on_top: &[Cursor] = if place == Place::First { &pinned } else { &[] };
    let left_out: Vec<TopicId> = pinned.iter().map(|cursor| cursor.topic).collect();
    let room = PER_PAGE - on_top.len();
    let mut cursors = cursors(conn, sight, which, place, as_of, &left_out, room + 1)?;
    let more = cursors.len() > room;
    if matches!(place, Place::After(_)) {
        cursors.truncate(room);
        cursors.reverse();
    }
    cursors.truncate(room);
    let (older, newer) = match place {
        Place::First => (more, false),
        Place::Before(_) => (more, true),
        Place::After(_) => (true, more),
    };
    let latest = || on_top.iter().chain(&cursors).map(|cursor| cursor.bumped_at).max().unwrap_or_default();
    let as_of = as_of.unwrap_or_else(latest);
    let changed = if place == Place::First { 0 } else { changed(conn, sight, which, as_of)? };
    Ok(Page {
        older: cursors.last().copied().filter(|_| older),
        newer: cursors.first().copied().filter(|_| newer),
        topics: lines(conn, &[on_top, &cursors].concat())?,
        as_of,
        changed,
    })
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
        .map(cursor)
        .collect();
    let more = cursors.len() > FOUND_MOST;
    cursors.truncate(FOUND_MOST);
    Ok((lines(conn, &cursors)?, more))
}

/// The newest topics of a member that the viewer sees.
pub fn of_author(conn: &mut Connection, sight: &Sight, author: MemberId, limit: i64) -> Result<Vec<TopicLine>> {
    let rows: Vec<(Timestamp, TopicId)> = topics::table
        .filter(visible_topics::<topics::table>(sight))
        .filter(topics::author.eq(author))
        .order(topics::id.desc())
        .limit(limit)
        .select((topics::bumped_at, topics::id))
        .load(conn)?;
    let cursors: Vec<Cursor> = rows.into_iter().map(cursor).collect();
    lines(conn, &cursors)
}

fn cursor((bumped_at, topic): (Timestamp, TopicId)) -> Cursor {
    Cursor { bumped_at, topic }
}

/// Values that a partial index fixes stand as literals: a bound value would not be recognised.
fn literal(conn: &Connection, sqlite: &'static str, postgres: &'static str) -> diesel::expression::SqlLiteral<Bool> {
    if matches!(conn, Connection::Sqlite(_)) { sql::<Bool>(sqlite) } else { sql::<Bool>(postgres) }
}

fn pinned(conn: &mut Connection, sight: &Sight, which: &Which) -> Result<Vec<Cursor>> {
    let is_pinned = literal(conn, "topics.pinned = 1", "topics.pinned = TRUE");
    let mut query = topics::table.filter(visible_topics::<topics::table>(sight)).filter(is_pinned).into_boxed::<Backend>();
    if let Which::Categories(categories) = which {
        query = query.filter((topics::category + 0_i64).eq_any(categories.clone()));
    }
    let newest = query.order((topics::bumped_at.desc(), topics::id.desc())).limit(PINNED_MOST as i64);
    Ok(newest.select((topics::bumped_at, topics::id)).load(conn)?.into_iter().map(cursor).collect())
}

/// One walk along an index for each category: a walk through several at once would have to sort.
fn walks(which: &Which) -> Vec<Option<CategoryId>> {
    match which {
        Which::Categories(categories) => categories.iter().copied().map(Some).collect(),
        _ => vec![None],
    }
}

fn topics_of(conn: &Connection, sight: &Sight, which: &Which, category: Option<CategoryId>) -> Topics {
    let query = topics::table.filter(visible_topics::<topics::table>(sight)).into_boxed::<Backend>();
    match which {
        Which::Unsolved => query.filter(literal(conn, "topics.kind = 'question' AND topics.solved = 0", "topics.kind = 'question' AND topics.solved = FALSE")),
        Which::Unanswered => {
            query.filter(literal(conn, "topics.kind = 'question' AND topics.answered = 0", "topics.kind = 'question' AND topics.answered = FALSE"))
        }
        _ => match category {
            Some(category) => query.filter(topics::category.eq(category)),
            None => query,
        },
    }
}

fn cursors(
    conn: &mut Connection,
    sight: &Sight,
    which: &Which,
    place: Place,
    as_of: Option<Timestamp>,
    left_out: &[TopicId],
    limit: usize,
) -> Result<Vec<Cursor>> {
    let mut all = Vec::new();
    if let Which::Tag(tag) = which {
        all = tagged(conn, sight, *tag, place, as_of, limit)?;
    } else {
        for category in walks(which) {
            let mut query = topics_of(conn, sight, which, category).limit(limit as i64);
            if !left_out.is_empty() {
                query = query.filter(topics::id.ne_all(left_out.to_vec()));
            }
            all.extend(at(query, place, as_of).select((topics::bumped_at, topics::id)).load(conn)?.into_iter().map(cursor));
        }
    }
    match place {
        Place::After(_) => all.sort_unstable(),
        _ => all.sort_unstable_by(|a, b| b.cmp(a)),
    }
    all.truncate(limit);
    Ok(all)
}

/// Where a page begins, and in which direction it is read.
fn at(query: Topics, place: Place, as_of: Option<Timestamp>) -> Topics {
    use topics::{bumped_at, id};
    match place {
        Place::First => query.order((bumped_at.desc(), id.desc())),
        Place::Before(row) => {
            query.filter(bumped_at.le(row.bumped_at).and(bumped_at.lt(row.bumped_at).or(id.lt(row.topic)))).order((bumped_at.desc(), id.desc()))
        }
        Place::After(row) => {
            let query = query.filter(bumped_at.ge(row.bumped_at).and(bumped_at.gt(row.bumped_at).or(id.gt(row.topic)))).order((bumped_at.asc(), id.asc()));
            match as_of {
                Some(as_of) => query.filter(bumped_at.le(as_of)),
                None => query,
            }
        }
    }
}

fn tagged(conn: &mut Connection, sight: &Sight, tag: TagId, place: Place, as_of: Option<Timestamp>, limit: usize) -> Result<Vec<Cursor>> {
    use topic_tags::{bumped_at, topic};
    let query = topic_tags::table
        .inner_join(topics::table)
        .filter(topic_tags::tag.eq(tag))
        .filter(visible_topics::<Tagged>(sight))
        .limit(limit as i64)
        .into_boxed::<Backend>();
    let query = match place {
        Place::First => query.order((bumped_at.desc(), topic.desc())),
        Place::Before(row) => {
            query.filter(bumped_at.le(row.bumped_at).and(bumped_at.lt(row.bumped_at).or(topic.lt(row.topic)))).order((bumped_at.desc(), topic.desc()))
        }
        Place::After(row) => query
            .filter(bumped_at.ge(row.bumped_at).and(bumped_at.gt(row.bumped_at).or(topic.gt(row.topic))))
            .filter(bumped_at.le(as_of.unwrap_or(Timestamp(i64::MAX))))
            .order((bumped_at.asc(), topic.asc())),
    };
    Ok(query.select((bumped_at, topic)).load(conn)?.into_iter().map(cursor).collect())
}

/// How many topics moved above what the first page showed.
fn changed(conn: &mut Connection, sight: &Sight, which: &Which, as_of: Timestamp) -> Result<usize> {
    let most = CHANGED_MOST as i64;
    if let Which::Tag(tag) = which {
        let newer = topic_tags::table.inner_join(topics::table).filter(visible_topics::<Tagged>(sight));
        let newer = newer.filter(topic_tags::tag.eq(*tag)).filter(topic_tags::bumped_at.gt(as_of)).select(topic_tags::topic);
        return Ok(newer.limit(most).load::<TopicId>(conn)?.len());
    }
    let mut count = 0;
    for category in walks(which) {
        let newer = topics_of(conn, sight, which, category).filter(topics::bumped_at.gt(as_of));
        count += newer.select(topics::id).limit(most).load::<TopicId>(conn)?.len();
    }
    Ok(count.min(CHANGED_MOST))
}

type TopicRow = (TopicId, CategoryId, MemberId, TopicKind, String, String, String, PostState, (bool, bool, bool, bool), Timestamp, Timestamp, CountRow);
type CountRow = (i64, i64, i64, Option<MemberId>, Timestamp);

/// What a list says of these topics, in their order.
fn lines(conn: &mut Connection, order: &[Cursor]) -> Result<Vec<TopicLine>> {
    let ids: Vec<TopicId> = order.iter().map(|cursor| cursor.topic).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
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
        ))
        .load(conn)?;
    let names = names(conn, &rows)?;
    let mut tags = tags_of(conn, &ids)?;
    let recommended = recommended(conn, &ids)?;
    let mut lines: HashMap<TopicId, TopicLine> = rows
        .into_iter()
        .map(|row| {
            let id = row.0;
            (id, line(row, &names, tags.remove(&id).unwrap_or_default(), recommended.contains(&id)))
        })
        .collect();
    Ok(ids.iter().filter_map(|id| lines.remove(id)).collect())
}

fn line(row: TopicRow, names: &HashMap<MemberId, String>, tags: Vec<String>, recommended: bool) -> TopicLine {
    let (id, category, author, kind, title, slug, lang, state, (closed, pinned, solved, answered), created_at, bumped_at, counts) = row;
    let (replies, me_too, staff_replies, last_author, last_at) = counts;
    let person = |id: MemberId| Person { id: Some(id), name: names.get(&id).cloned().unwrap_or_default() };
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

fn names(conn: &mut Connection, rows: &[TopicRow]) -> Result<HashMap<MemberId, String>> {
    let wanted: BTreeSet<MemberId> = rows.iter().flat_map(|row| [Some(row.2), row.11.3]).flatten().collect();
    let query = members::table.filter(members::id.eq_any(wanted.into_iter().collect::<Vec<_>>()));
    Ok(query.select((members::id, members::name)).load::<(MemberId, String)>(conn)?.into_iter().collect())
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

/// A recommendation of a reply that was taken away since says nothing.
fn recommended(conn: &mut Connection, ids: &[TopicId]) -> Result<BTreeSet<TopicId>> {
    let rows: Vec<TopicId> = accepted::table
        .inner_join(posts::table)
        .filter(accepted::topic.eq_any(ids.to_vec()))
        .filter(accepted::by.eq("staff"))
        .filter(posts::state.eq("visible"))
        .select(accepted::topic)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
