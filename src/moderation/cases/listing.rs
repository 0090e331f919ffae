//! The queue, and what stands on the page of a case.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use guildhall_schema::{case_items, case_marks, case_notes, cases, member_counts, members, post_texts, posts, topics};
use std::collections::HashMap;

use super::likeness::Mark;
use super::store::{COLUMNS, Columns, case_row, is_open};
use super::{CaseRow, Why};
use crate::accounts::{MemberId, MemberState, Role, Viewer};
use crate::forum::visibility::{PostFacts, Sight, TopicFacts};
use crate::forum::{Audience, CategoryId, PostId, PostState, TopicId};
use crate::moderation::CaseId;
use crate::platform::db::{Backend, Connection, Result, Timestamp};

/// Cases on a page of the queue.
pub const PER_PAGE: usize = 25;
/// Posts of an author that are compared with those of a case.
const COMPARED: i64 = 30;
/// Posts of others that are compared, the newest: near-identical texts come in waves.
const NEWEST: i64 = 300;
/// Posts of others that are alike.
const ALIKE_MOST: i64 = 20;

/// Which cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only those with this reason.
    pub why: Option<Why>,
    /// Only those that this member has claimed.
    pub claimed_by: Option<MemberId>,
}

/// A place in the queue: the most urgent first, of those the oldest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// 1 to 3.
    pub urgency: i64,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Its number.
    pub id: CaseId,
}

impl Place {
    /// Where a case stands.
    pub fn of(case: &CaseRow) -> Self {
        Self { urgency: case.urgency, opened_at: case.opened_at, id: case.id }
    }
}

/// The open cases after a place that the viewer may see, and whether more follow. Walks along the index of the queue.
pub fn page(conn: &mut Connection, viewer: &Viewer, sight: &Sight, wanted: Wanted, after: Option<Place>) -> Result<(Vec<CaseRow>, bool)> {
    let mut query = cases::table.filter(is_open()).select(COLUMNS).limit(PER_PAGE as i64 + 1).into_boxed::<Backend>();
    // Whoever keeps order everywhere reads every category but those that are closed to them: a filter, no index.
    let here = cases::category.eq_any(sight.moderated.iter().copied().map(Some).collect::<Vec<Option<CategoryId>>>());
    query = if viewer.is(Role::Moderator) { query.filter(here.or(cases::category.is_null())) } else { query.filter(here) };
    query = query.order((cases::urgency.desc(), cases::opened_at, cases::id));
    if let Some(why) = wanted.why {
        query = query.filter(cases::why.eq(why));
    }
    if let Some(member) = wanted.claimed_by {
        query = query.filter(cases::claimed_by.eq(member));
    }
    if let Some(at) = after {
        let later = cases::opened_at.ge(at.opened_at).and(cases::opened_at.gt(at.opened_at).or(cases::id.gt(at.id)));
        query = query.filter(cases::urgency.le(at.urgency).and(cases::urgency.lt(at.urgency).or(later)));
    }
    let mut rows: Vec<CaseRow> = query.load::<Columns>(conn)?.into_iter().map(case_row).collect();
    let more = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    Ok((rows, more))
}

/// What a line of the queue says of a case: its first post's topic, and how much stands in it.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The title of the topic of its first post; empty where it is about an account.
    pub title: String,
    /// In which language.
    pub lang: String,
    /// Open items.
    pub items: usize,
}

/// The heads of cases.
pub fn heads(conn: &mut Connection, ids: &[CaseId]) -> Result<HashMap<CaseId, Head>> {
    let items = case_items::table.filter(case_items::case_id.eq_any(ids.to_vec())).filter(case_items::is_open.eq(true));
    let items: Vec<(CaseId, Option<PostId>)> = items.order(case_items::id).select((case_items::case_id, case_items::post)).load(conn)?;
    let mut first: HashMap<PostId, CaseId> = HashMap::new();
    let mut heads: HashMap<CaseId, Head> = HashMap::new();
    for (case, post) in items {
        let head = heads.entry(case).or_default();
        if let (0, Some(post)) = (head.items, post) {
            first.insert(post, case);
        }
        head.items += 1;
    }
    let wanted: Vec<PostId> = first.keys().copied().collect();
    let titles = posts::table.inner_join(topics::table).filter(posts::id.eq_any(wanted));
    for (post, title, lang) in titles.select((posts::id, topics::title, topics::lang)).load::<(PostId, String, String)>(conn)? {
        if let Some(head) = first.get(&post).and_then(|case| heads.get_mut(case)) {
            (head.title, head.lang) = (title, lang);
        }
    }
    Ok(heads)
}

/// Name, username and picture of members.
pub fn names(conn: &mut Connection, wanted: Vec<MemberId>) -> Result<HashMap<MemberId, (String, String)>> {
    let rows = members::table.filter(members::id.eq_any(wanted)).select((members::id, members::name, members::username));
    Ok(rows.load::<(MemberId, String, String)>(conn)?.into_iter().map(|(id, name, username)| (id, (name, username))).collect())
}

/// A post of a case, with what is needed to read it where it stands.
#[derive(Clone, Debug)]
pub struct CasePost {
    /// The post.
    pub id: PostId,
    /// Its number in the topic.
    pub number: i64,
    /// Its text as shown; empty for an erased one.
    pub html: String,
    /// As typed.
    pub source: String,
    /// In which language.
    pub lang: String,
    /// When.
    pub created_at: Timestamp,
    /// Title, slug and language of its topic.
    pub topic: (TopicId, String, String, String),
    /// Who sees it.
    pub facts: PostFacts,
    /// The post it comments on.
    pub parent: Option<PostId>,
}

type PostColumns = (PostId, i64, Option<PostId>, MemberId, PostState, Audience, String, Timestamp);
type TopicColumns = (TopicId, CategoryId, MemberId, PostState, String, String, String);

/// Posts with their topics and texts, by their numbers.
pub fn posts_of(conn: &mut Connection, wanted: Vec<PostId>) -> Result<Vec<CasePost>> {
    let rows: Vec<(PostColumns, TopicColumns)> = posts::table
        .inner_join(topics::table)
        .filter(posts::id.eq_any(wanted.clone()))
        .order(posts::id)
        .select((
            (posts::id, posts::number, posts::parent, posts::author, posts::state, posts::audience, posts::lang, posts::created_at),
            (topics::id, topics::category, topics::author, topics::state, topics::title, topics::slug, topics::lang),
        ))
        .load(conn)?;
    let texts = post_texts::table.filter(post_texts::post.eq_any(wanted)).select((post_texts::post, post_texts::html, post_texts::source));
    let mut texts: HashMap<PostId, (String, String)> =
        texts.load::<(PostId, String, String)>(conn)?.into_iter().map(|(post, html, source)| (post, (html, source))).collect();
    let post = |(post, topic): (PostColumns, TopicColumns)| {
        let (id, number, parent, author, state, audience, lang, created_at) = post;
        let (topic_id, category, opener, topic_state, title, slug, topic_lang) = topic;
        let (html, source) = texts.remove(&id).unwrap_or_default();
        let facts = PostFacts { topic: TopicFacts { category, state: topic_state, author: opener }, state, audience, author };
        CasePost { id, number, html, source, lang, created_at, topic: (topic_id, title, slug, topic_lang), facts, parent }
    };
    Ok(rows.into_iter().map(post).collect())
}

/// The newest posts of an author, to be compared: those that are in no way part of the case are the caller's to leave out.
pub fn newest_of(conn: &mut Connection, author: MemberId) -> Result<Vec<PostId>> {
    Ok(posts::table.filter(posts::author.eq(author)).order(posts::id.desc()).limit(COMPARED).select(posts::id).load(conn)?)
}

/// The newest posts of everybody else.
pub fn newest_of_others(conn: &mut Connection, author: MemberId) -> Result<Vec<PostId>> {
    Ok(posts::table.filter(posts::author.ne(author)).order(posts::id.desc()).limit(NEWEST).select(posts::id).load(conn)?)
}

/// Posts of others that stood in cases and have the text, a link or a domain of this one, the newest first.
pub fn alike(conn: &mut Connection, post: PostId) -> Result<Vec<(PostId, Mark)>> {
    let own: Vec<(Mark, i64)> = case_marks::table.filter(case_marks::post.eq(post)).select((case_marks::kind, case_marks::hash)).load(conn)?;
    let mut found: Vec<(PostId, Mark)> = Vec::new();
    for (kind, hash) in own {
        let others = case_marks::table.filter(case_marks::kind.eq(kind)).filter(case_marks::hash.eq(hash)).filter(case_marks::post.ne(post));
        for other in others.order(case_marks::post.desc()).limit(ALIKE_MOST).select(case_marks::post).load::<PostId>(conn)? {
            if !found.iter().any(|(known, _)| *known == other) {
                found.push((other, kind));
            }
        }
    }
    Ok(found)
}

/// A note of the team.
pub type Note = (MemberId, String, Timestamp);

/// The notes of a case, the oldest first.
pub fn notes(conn: &mut Connection, case: CaseId) -> Result<Vec<Note>> {
    let rows = case_notes::table.filter(case_notes::case_id.eq(case)).order(case_notes::id);
    Ok(rows.select((case_notes::member, case_notes::body, case_notes::at)).load(conn)?)
}

/// What is known of a member who is looked at.
#[derive(Clone, Debug)]
pub struct Standing {
    /// As shown.
    pub name: String,
    /// For addresses.
    pub username: String,
    /// As stored.
    pub state: MemberState,
    /// When that ends.
    pub until: Option<Timestamp>,
    /// 0 to 4.
    pub trust: i32,
    /// The language they read in.
    pub lang: String,
    /// Since when.
    pub joined: Timestamp,
    /// Visible topics, replies, comments; accepted answers; helpful votes.
    pub figures: (i64, i64, i64, i64, i64),
}

/// How a member stands.
pub fn standing(conn: &mut Connection, member: MemberId) -> Result<Standing> {
    type Facts = (String, String, MemberState, Option<Timestamp>, i32, String, Timestamp);
    let facts = (members::name, members::username, members::state, members::state_until, members::trust, members::lang, members::created_at);
    let (name, username, state, until, trust, lang, joined): Facts = members::table.find(member).select(facts).first(conn)?;
    let figures = (member_counts::topics, member_counts::replies, member_counts::comments, member_counts::accepted, member_counts::helpful);
    let figures = member_counts::table.find(member).select(figures).first(conn).optional()?.unwrap_or_default();
    Ok(Standing { name, username, state, until, trust, lang, joined, figures })
}

/// Does anything wait for the viewer?
pub fn is_waiting(conn: &mut Connection, viewer: &Viewer, sight: &Sight) -> Result<bool> {
    Ok(!page(conn, viewer, sight, Wanted::default(), None)?.0.is_empty())
}

/// Open cases that the viewer may see, counted up to a hundred.
pub fn count_open(conn: &mut Connection, viewer: &Viewer, sight: &Sight) -> Result<i64> {
    let here = cases::category.eq_any(sight.moderated.iter().copied().map(Some).collect::<Vec<Option<CategoryId>>>());
    let account = sql::<Bool>(if viewer.is(Role::Moderator) { "cases.category IS NULL" } else { "1 = 0" });
    let open: Vec<CaseId> = cases::table.filter(is_open()).filter(here.or(account)).limit(100).select(cases::id).load(conn)?;
    Ok(open.len() as i64)
}
