//! Which topics stand on a page: each list is one walk along an index, or a few walks in one statement.
//!
//! A walk goes through one category or all, and through one language or all; a list of several is put together from
//! a walk for each, because one walk through several would have to sort.

use diesel::dsl::sql;
use diesel::helper_types::{InnerJoinQuerySource, IntoBoxed};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use guildhall_schema::{topic_counts, topic_periods, topic_tags, topics};

use super::{CHANGED_MOST, Cursor, List, Order, PINNED_MOST, Place, Which};
use crate::forum::periods::Period;
use crate::forum::tags::store::TagId;
use crate::forum::visibility::{Sight, visible_topics};
use crate::forum::{CategoryId, TopicId};
use crate::platform::db::{Backend, Connection, MOST_TOGETHER, Result, Timestamp, Together};
use crate::platform::i18n::Lang;

type Topics = IntoBoxed<'static, topics::table, Backend>;
type Tagged = InnerJoinQuerySource<topic_tags::table, topics::table>;
type Gained = InnerJoinQuerySource<topic_periods::table, topics::table>;
type Voted = InnerJoinQuerySource<topic_counts::table, topics::table>;

/// Which part of a list is read.
pub(super) struct Stretch<'a> {
    /// Where it begins, and in which direction it is read.
    pub place: Place,
    /// Towards the first page, nothing that was bumped after this.
    pub until: Timestamp,
    /// Topics that stand elsewhere on the page.
    pub left_out: &'a [TopicId],
    /// At most so many.
    pub limit: usize,
}

/// One walk: a category or all, a language or all.
#[derive(Clone, Copy)]
struct Walk {
    category: Option<CategoryId>,
    lang: Option<Lang>,
}

fn walks(list: &List) -> Vec<Walk> {
    let categories: Vec<Option<CategoryId>> = match &list.which {
        Which::Categories(categories) => categories.iter().copied().map(Some).collect(),
        _ => vec![None],
    };
    let langs: Vec<Option<Lang>> = if list.languages.is_empty() { vec![None] } else { list.languages.iter().copied().map(Some).collect() };
    categories.iter().flat_map(|category| langs.iter().map(|lang| Walk { category: *category, lang: *lang })).collect()
}

/// Asks queries together, as many as one statement takes.
macro_rules! gather {
    ($row:ty, $conn:expr, $queries:expr) => {{
        let mut queries: Vec<_> = $queries;
        let mut rows: Vec<$row> = Vec::new();
        while !queries.is_empty() {
            let rest = queries.split_off(queries.len().min(MOST_TOGETHER));
            rows.extend(Together::new(queries).load::<$row>($conn)?);
            queries = rest;
        }
        rows
    }};
}

/// Puts a query in the order of a key and lets it begin at a place. `lt OR (eq AND lt)` would scan.
macro_rules! from_place {
    ($query:expr, $key:expr, $topic:expr, $stretch:expr, $value:expr) => {{
        let query = $query.limit($stretch.limit as i64);
        match $stretch.place {
            Place::First => query.order(($key.desc(), $topic.desc())),
            Place::Before(row) => {
                let at = $value(row.key);
                query.filter($key.le(at).and($key.lt(at).or($topic.lt(row.topic)))).order(($key.desc(), $topic.desc()))
            }
            Place::After(row) => {
                let at = $value(row.key);
                query.filter($key.ge(at).and($key.gt(at).or($topic.gt(row.topic)))).order(($key.asc(), $topic.asc()))
            }
        }
    }};
}

/// The rows of a stretch in the order in which it is read.
pub(super) fn cursors(conn: &mut Connection, sight: &Sight, list: &List, stretch: &Stretch<'_>) -> Result<Vec<Cursor>> {
    let mut all = match (&list.which, list.which.order()) {
        (Which::Tag(tag), _) => tagged(conn, sight, list, *tag, stretch)?,
        (_, Order::Bumped) => bumped(conn, sight, list, stretch)?,
        (_, Order::Hot) => hot(conn, sight, list, stretch)?,
        (_, Order::Gained(period)) => gained(conn, sight, list, period, stretch)?,
        (_, Order::Voted) => voted(conn, sight, list, stretch)?,
        (_, Order::Opened) => opened(conn, sight, list, stretch)?,
    };
    match stretch.place {
        Place::After(_) => all.sort_unstable(),
        _ => all.sort_unstable_by(|a, b| b.cmp(a)),
    }
    all.truncate(stretch.limit);
    Ok(all)
}

fn by_moment((at, topic): (Timestamp, TopicId)) -> Cursor {
    Cursor { key: at.0, topic }
}

fn by_number((key, topic): (i64, TopicId)) -> Cursor {
    Cursor { key, topic }
}

/// Values that a partial index fixes stand as literals: a bound value would not be recognised.
fn literal(conn: &Connection, sqlite: &'static str, postgres: &'static str) -> diesel::expression::SqlLiteral<Bool> {
    if matches!(conn, Connection::Sqlite(_)) { sql::<Bool>(sqlite) } else { sql::<Bool>(postgres) }
}

/// A topic that its reader did not mute, nor any of its tags. Looked up for each row that a walk meets: rows are few, and
/// what is muted may be large.
macro_rules! heard {
    ($query:expr, $list:expr) => {{
        let (mut query, mutes) = ($query, &$list.mutes);
        if mutes.topics {
            query = query.filter(
                sql::<Bool>("NOT EXISTS (SELECT 1 FROM follows WHERE follows.member = ")
                    .bind::<BigInt, _>(mutes.member)
                    .sql(" AND follows.what = 'topic' AND follows.subject = topics.id AND follows.level = 'muted')"),
            );
        }
        if mutes.tags {
            query = query.filter(
                sql::<Bool>("NOT EXISTS (SELECT 1 FROM topic_tags AS carried INNER JOIN follows ON follows.subject = carried.tag AND follows.member = ")
                    .bind::<BigInt, _>(mutes.member)
                    .sql(" AND follows.what = 'tag' AND follows.level = 'muted' WHERE carried.topic = topics.id)"),
            );
        }
        query
    }};
}

/// The topics that a walk goes through.
fn topics_along(conn: &Connection, sight: &Sight, list: &List, walk: Walk) -> Topics {
    let mut query = heard!(topics::table.filter(visible_topics::<topics::table>(sight)).into_boxed::<Backend>(), list);
    if let Some(lang) = walk.lang {
        query = query.filter(topics::lang.eq(lang.tag()));
    }
    if let Some(category) = walk.category {
        query = query.filter(topics::category.eq(category));
    }
    match list.which {
        Which::Unsolved => query.filter(literal(conn, "topics.kind = 'question' AND topics.solved = 0", "topics.kind = 'question' AND topics.solved = FALSE")),
        Which::Unanswered => {
            query.filter(literal(conn, "topics.kind = 'question' AND topics.answered = 0", "topics.kind = 'question' AND topics.answered = FALSE"))
        }
        _ => query,
    }
}

fn bumped(conn: &mut Connection, sight: &Sight, list: &List, stretch: &Stretch<'_>) -> Result<Vec<Cursor>> {
    let query = |walk: Walk| {
        let mut query = from_place!(topics_along(conn, sight, list, walk), topics::bumped_at, topics::id, stretch, Timestamp);
        if !stretch.left_out.is_empty() {
            query = query.filter(topics::id.ne_all(stretch.left_out.to_vec()));
        }
        if matches!(stretch.place, Place::After(_)) {
            query = query.filter(topics::bumped_at.le(stretch.until));
        }
        query.select((topics::bumped_at, topics::id))
    };
    let queries = walks(list).into_iter().map(query).collect();
    Ok(gather!((Timestamp, TopicId), conn, queries).into_iter().map(by_moment).collect())
}

fn hot(conn: &mut Connection, sight: &Sight, list: &List, stretch: &Stretch<'_>) -> Result<Vec<Cursor>> {
    let query = |walk: Walk| from_place!(topics_along(conn, sight, list, walk), topics::hot, topics::id, stretch, heat).select((topics::hot, topics::id));
    let queries = walks(list).into_iter().map(query).collect();
    let rows = gather!((f64, TopicId), conn, queries);
    Ok(rows.into_iter().map(|(hot, topic)| Cursor { key: hot.to_bits() as i64, topic }).collect())
}

/// The bits of positive numbers are in the numbers' own order. What somebody made up is no number at all.
fn heat(bits: i64) -> f64 {
    let hot = f64::from_bits(bits as u64);
    if hot.is_finite() { hot } else { 0.0 }
}

fn opened(conn: &mut Connection, sight: &Sight, list: &List, stretch: &Stretch<'_>) -> Result<Vec<Cursor>> {
    let Which::Author(author) = &list.which else { return Ok(Vec::new()) };
    let query = topics::table.filter(visible_topics::<topics::table>(sight)).filter(topics::author.eq(*author)).into_boxed::<Backend>();
    let query = query.limit(stretch.limit as i64).select(topics::id);
    let query = match stretch.place {
        Place::First => query.order(topics::id.desc()),
        Place::Before(row) => query.filter(topics::id.lt(row.topic)).order(topics::id.desc()),
        Place::After(row) => query.filter(topics::id.gt(row.topic)).order(topics::id.asc()),
    };
    let rows: Vec<TopicId> = query.load(conn)?;
    Ok(rows.into_iter().map(|topic| Cursor { key: topic.0, topic }).collect())
}

fn tagged(conn: &mut Connection, sight: &Sight, list: &List, tag: TagId, stretch: &Stretch<'_>) -> Result<Vec<Cursor>> {
    let query = |walk: Walk| {
        let query = topic_tags::table.inner_join(topics::table).filter(topic_tags::tag.eq(tag)).filter(visible_topics::<Tagged>(sight));
        let mut query = from_place!(heard!(query.into_boxed::<Backend>(), list), topic_tags::bumped_at, topic_tags::topic, stretch, Timestamp);
        if let Some(lang) = walk.lang {
            query = query.filter(topic_tags::lang.eq(lang.tag()));
        }
        if matches!(stretch.place, Place::After(_)) {
            query = query.filter(topic_tags::bumped_at.le(stretch.until));
        }
        query.select((topic_tags::bumped_at, topic_tags::topic))
    };
    let queries = walks(list).into_iter().map(query).collect();
    Ok(gather!((Timestamp, TopicId), conn, queries).into_iter().map(by_moment).collect())
}

fn gained(conn: &mut Connection, sight: &Sight, list: &List, period: Period, stretch: &Stretch<'_>) -> Result<Vec<Cursor>> {
    let query = |walk: Walk| {
        let query = topic_periods::table.inner_join(topics::table).filter(topic_periods::period.eq(period)).filter(visible_topics::<Gained>(sight));
        let mut query = from_place!(heard!(query.into_boxed::<Backend>(), list), topic_periods::score, topic_periods::topic, stretch, i64::from);
        if let Some(lang) = walk.lang {
            query = query.filter(topic_periods::lang.eq(lang.tag()));
        }
        query.select((topic_periods::score, topic_periods::topic))
    };
    let queries = walks(list).into_iter().map(query).collect();
    Ok(gather!((i64, TopicId), conn, queries).into_iter().map(by_number).collect())
}

fn voted(conn: &mut Connection, sight: &Sight, list: &List, stretch: &Stretch<'_>) -> Result<Vec<Cursor>> {
    let query = |walk: Walk| {
        let query = topic_counts::table.inner_join(topics::table).filter(sql::<Bool>("topic_counts.votes > 0")).filter(visible_topics::<Voted>(sight));
        let mut query = from_place!(heard!(query.into_boxed::<Backend>(), list), topic_counts::votes, topic_counts::topic, stretch, i64::from);
        if let Some(lang) = walk.lang {
            query = query.filter(topic_counts::lang.eq(lang.tag()));
        }
        query.select((topic_counts::votes, topic_counts::topic))
    };
    let queries = walks(list).into_iter().map(query).collect();
    Ok(gather!((i64, TopicId), conn, queries).into_iter().map(by_number).collect())
}

/// What stands on top of the first page, newest first.
pub(super) fn pinned(conn: &mut Connection, sight: &Sight, list: &List) -> Result<Vec<Cursor>> {
    let is_pinned = literal(conn, "topics.pinned = 1", "topics.pinned = TRUE");
    let mut query = heard!(topics::table.filter(visible_topics::<topics::table>(sight)).filter(is_pinned).into_boxed::<Backend>(), list);
    // The sum, and the empty text, keep what is only a filter from being walked along, and then sorted.
    if let Which::Categories(categories) = &list.which {
        query = query.filter((topics::category + 0_i64).eq_any(categories.clone()));
    }
    if !list.languages.is_empty() {
        query = query.filter(topics::lang.concat("").eq_any(list.tags()));
    }
    let newest = query.order((topics::bumped_at.desc(), topics::id.desc())).limit(PINNED_MOST as i64);
    Ok(newest.select((topics::bumped_at, topics::id)).load(conn)?.into_iter().map(by_moment).collect())
}

/// When the newest topic of all was bumped: the time of a first page whose own order says nothing of time.
pub(super) fn newest(conn: &mut Connection, sight: &Sight) -> Result<Timestamp> {
    let newest = topics::table.filter(visible_topics::<topics::table>(sight)).order((topics::bumped_at.desc(), topics::id.desc()));
    Ok(newest.select(topics::bumped_at).first(conn).optional()?.unwrap_or_default())
}

/// The topics of the list that were bumped after a moment, [`CHANGED_MOST`] at most.
pub(super) fn changed(conn: &mut Connection, sight: &Sight, list: &List, as_of: Timestamp) -> Result<Vec<TopicId>> {
    let most = CHANGED_MOST as i64;
    let mut rows = if let Which::Tag(tag) = list.which {
        let query = |walk: Walk| {
            let newer = topic_tags::table.inner_join(topics::table).filter(visible_topics::<Tagged>(sight)).into_boxed::<Backend>();
            let mut newer = heard!(newer, list).filter(topic_tags::tag.eq(tag)).filter(topic_tags::bumped_at.gt(as_of)).limit(most);
            if let Some(lang) = walk.lang {
                newer = newer.filter(topic_tags::lang.eq(lang.tag()));
            }
            newer.select(topic_tags::topic)
        };
        gather!(TopicId, conn, walks(list).into_iter().map(query).collect())
    } else {
        let newer = |walk: Walk| topics_along(conn, sight, list, walk).filter(topics::bumped_at.gt(as_of)).limit(most).select(topics::id);
        gather!(TopicId, conn, walks(list).into_iter().map(newer).collect())
    };
    rows.truncate(CHANGED_MOST);
    Ok(rows)
}
