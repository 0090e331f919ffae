//! The queries of a topic's page: each post by its place, nothing counted, nothing skipped over.

use diesel::alias;
use diesel::dsl::{auto_type, exists};
use diesel::helper_types::InnerJoinQuerySource;
use diesel::prelude::*;
use guildhall_schema::{
    accepted, duplicates, follows, me_too, members, post_bookmarks, post_removals, post_texts, posts, slow_topics, topic_counts, topic_timers, topics, votes,
};
use std::collections::{HashMap, HashSet};

use super::order::{Places, Rank, Ranked};
use super::{Acceptance, Original, PER_PAGE, PostLine, Removal, Topic};
use crate::accounts::{MemberId, MemberState, profile_url};
use crate::each_backend;
use crate::forum::follows::{Level, What};
use crate::forum::visibility::{Sight, visible_posts, visible_topics};
use crate::forum::{AcceptedBy, Audience, CategoryId, PostId, PostState, TopicId, TopicKind};
use crate::platform::db::{Backend, Connection, Result, Timestamp, Walk};
use crate::platform::text::PostHtml;

type PostsOfTopics = InnerJoinQuerySource<posts::table, topics::table>;

type TopicRow = (
    (TopicId, CategoryId, MemberId, TopicKind, String, String, String, PostState),
    (bool, bool, bool, bool, Timestamp, i64),
    (i64, i64, i64, i64),
    (bool, bool, bool),
);

macro_rules! topic_columns {
    () => {
        (
            (topics::id, topics::category, topics::author, topics::kind, topics::title, topics::slug, topics::lang, topics::state),
            (topics::closed, topics::pinned, topics::solved, topics::answered, topics::created_at, topics::version),
            (topic_counts::replies, topic_counts::me_too, topic_counts::next_position, topic_counts::staff_version),
            (
                exists(duplicates::table.filter(duplicates::topic.eq(topics::id))),
                exists(topic_timers::table.filter(topic_timers::topic.eq(topics::id))),
                exists(slow_topics::table.filter(slow_topics::topic.eq(topics::id))),
            ),
        )
    };
}

fn topic_from(row: TopicRow, own_me_too: bool, follow: Option<Level>) -> Topic {
    let ((id, category, author, kind, title, slug, lang, state), facts, counts, (repeats, has_timer, is_slow)) = row;
    let (closed, pinned, solved, answered, created_at, version) = facts;
    let (replies, me_too, next_position, staff_version) = counts;
    Topic {
        id,
        category,
        author,
        kind,
        title,
        slug,
        lang,
        state,
        closed,
        pinned,
        solved,
        answered,
        created_at,
        replies,
        me_too,
        last_position: next_position - 1,
        own_me_too,
        repeats,
        is_worked_on: has_timer || is_slow,
        version,
        staff_version,
        follow,
    }
}

/// A topic, whoever may see it, and whether this member has it too.
pub fn topic(conn: &mut Connection, id: TopicId, member: Option<MemberId>) -> Result<Option<Topic>> {
    let chosen = follows::table.find((member.unwrap_or(MemberId(0)), What::Topic, id.0)).select(follows::level).single_value();
    let own = me_too::table.filter(me_too::topic.eq(id)).filter(me_too::member.eq(member.unwrap_or(MemberId(0))));
    let query = topics::table.inner_join(topic_counts::table).filter(topics::id.eq(id)).select((topic_columns!(), exists(own), chosen));
    let row: Option<(TopicRow, bool, Option<Level>)> = each_backend!(conn, conn => query.first(conn)).optional()?;
    Ok(row.map(|(row, own_me_too, follow)| topic_from(row, own_me_too, follow)))
}

/// The same for some at once, each for a member, in their order.
pub fn topics_for(conn: &mut Connection, asked: &[(TopicId, Option<MemberId>)]) -> Result<Vec<Option<Topic>>> {
    let (wanted, numbers): (Vec<TopicId>, Vec<i64>) = asked.iter().map(|(topic, _)| (*topic, topic.0)).unzip();
    let members: Vec<MemberId> = asked.iter().filter_map(|(_, member)| *member).collect();
    let query = topics::table.inner_join(topic_counts::table).filter(topics::id.eq_any(&wanted)).select(topic_columns!());
    let rows: HashMap<TopicId, TopicRow> = query.load::<TopicRow>(conn)?.into_iter().map(|row| (row.0.0, row)).collect();
    let own = me_too::table.filter(me_too::topic.eq_any(&wanted)).filter(me_too::member.eq_any(&members)).select((me_too::topic, me_too::member));
    let own: HashSet<(TopicId, MemberId)> = own.load(conn)?.into_iter().collect();
    let chosen = follows::table.filter(follows::member.eq_any(&members)).filter(follows::what.eq(What::Topic)).filter(follows::subject.eq_any(numbers));
    let chosen: Vec<(i64, MemberId, Level)> = chosen.select((follows::subject, follows::member, follows::level)).load(conn)?;
    let chosen: HashMap<(TopicId, MemberId), Level> = chosen.into_iter().map(|(topic, member, level)| ((TopicId(topic), member), level)).collect();
    let topic = |(topic, member): &(TopicId, Option<MemberId>)| {
        let whose = (*topic, member.unwrap_or(MemberId(0)));
        rows.get(topic).map(|row| topic_from(row.clone(), own.contains(&whose), chosen.get(&whose).copied()))
    };
    Ok(asked.iter().map(topic).collect())
}

/// The topics that a topic repeats, oldest first: those that the viewer sees.
pub fn originals(conn: &mut Connection, topic: TopicId, sight: &Sight) -> Result<Vec<Original>> {
    type Originals = InnerJoinQuerySource<duplicates::table, topics::table>;
    let rows: Vec<(TopicId, String, String, String)> = duplicates::table
        .inner_join(topics::table)
        .filter(duplicates::topic.eq(topic))
        .filter(visible_topics::<Originals>(sight))
        .order(duplicates::original)
        .select((topics::id, topics::slug, topics::title, topics::lang))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, slug, title, lang)| Original { id, slug, title, lang }).collect())
}

/// What solved a topic: the asker's choice before staff's.
pub fn accepted(conn: &mut Connection, topic: &Topic) -> Result<Vec<Acceptance>> {
    if !topic.solved {
        return Ok(Vec::new());
    }
    let rows: Vec<(AcceptedBy, PostId, MemberId, String, Timestamp)> = accepted::table
        .inner_join(members::table)
        .filter(accepted::topic.eq(topic.id))
        .order(accepted::by)
        .select((accepted::by, accepted::post, members::id, members::name, accepted::at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(by, post, member, name, at)| Acceptance { by, post, member, name, at }).collect())
}

/// The last position of which the viewer gets something: a reply, or the line that stands for one.
pub fn last_position(conn: &mut Connection, topic: TopicId, sight: &Sight) -> Result<i64> {
    let with_comments = posts::comments.gt(0_i64).and(posts::audience.eq("everyone"));
    let own = posts::author.eq(sight.member.unwrap_or(MemberId(0)));
    let last: Option<Option<i64>> = posts::table
        .inner_join(topics::table)
        .filter(posts::topic.eq(topic))
        .filter(posts::position.is_not_null())
        .filter(visible_posts::<PostsOfTopics>(sight).or(with_comments).or(own))
        .order(posts::position.desc())
        .select(posts::position)
        .first(conn)
        .optional()?;
    Ok(last.flatten().unwrap_or(0))
}

/// Name and page of a member.
pub fn opener(conn: &mut Connection, member: MemberId) -> Result<Option<(String, String)>> {
    let row: Option<(String, String, MemberState)> =
        members::table.find(member).select((members::name, members::username, members::state)).first(conn).optional()?;
    Ok(row.map(|(name, username, state)| (name, profile(&username, state))))
}

/// The address of a member's page; a closed account has none.
fn profile(username: &str, state: MemberState) -> String {
    if state == MemberState::Closed { String::new() } else { profile_url(username) }
}

type PostRow = (
    (PostId, i64, Option<PostId>, Option<i64>, MemberId, PostState, Audience),
    (String, Timestamp, Option<Timestamp>, i64, i64),
    (String, String, MemberState, String),
    Option<String>,
);

macro_rules! post_columns {
    () => {
        (
            (posts::id, posts::number, posts::parent, posts::position, posts::author, posts::state, posts::audience),
            (posts::lang, posts::created_at, posts::edited_at, posts::votes + posts::vote_base, posts::comments),
            (members::name, members::username, members::state, members::picture),
            post_texts::html.nullable(),
        )
    };
}

fn post_line(row: PostRow) -> PostLine {
    let (
        (id, number, parent, position, author, state, audience),
        (lang, created_at, edited_at, score, comments),
        (name, username, member_state, picture),
        html,
    ) = row;
    PostLine {
        id,
        number,
        parent,
        position,
        author,
        name,
        picture,
        profile: profile(&username, member_state),
        state,
        audience,
        lang,
        created_at,
        edited_at,
        score,
        comments,
        html: PostHtml::from_store(html.unwrap_or_default()),
    }
}

/// The replies of a page by votes: those that the viewer sees whole. `above` are the accepted ones: where they are
/// answers for all, they stand above the others and not among them.
pub fn by_votes(conn: &mut Connection, topic: TopicId, sight: &Sight, walk: Walk<Rank>, above: &[PostId]) -> Result<Ranked> {
    let score = || posts::votes + posts::vote_base;
    let mut query = posts::table
        .inner_join(topics::table)
        .filter(visible_posts::<PostsOfTopics>(sight))
        .filter(posts::topic.eq(topic))
        .filter(posts::position.is_not_null())
        .limit(PER_PAGE + 1)
        .into_boxed::<Backend>();
    query = match walk {
        Walk::First => query,
        Walk::After(rank) => query.filter(score().le(rank.score).and(score().lt(rank.score).or(posts::number.gt(rank.number)))),
        Walk::Before(rank) => query.filter(score().ge(rank.score).and(score().gt(rank.score).or(posts::number.lt(rank.number)))),
    };
    query = match walk {
        Walk::First | Walk::After(_) => query.order((score().desc(), posts::number.asc())),
        Walk::Before(_) => query.order((score().asc(), posts::number.desc())),
    };
    if !above.is_empty() {
        let is_below = posts::id.ne_all(above.to_vec()).or(posts::state.ne("visible")).or(posts::audience.ne("everyone"));
        query = query.filter(is_below);
    }
    let rows: Vec<(PostId, i64, i64)> = query.select((posts::id, score(), posts::number)).load(conn)?;
    let found = rows.into_iter().map(|(post, score, number)| (post, Rank { score, number })).collect();
    Ok(walk.page(found, PER_PAGE as usize).into())
}

/// Whether a post stands on a page. Each alternative names the topic, so that each walks along an index of its own.
#[auto_type(no_type_alias)]
fn of_page(topic: TopicId, places: Places) -> _ {
    let (first, last, opening): (i64, i64, i64) = (places.first, places.last, places.opening);
    posts::topic.eq(topic).and(posts::position.between(first, last)).or(posts::topic.eq(topic).and(posts::number.eq(opening)))
}

/// The posts of a page by their places, and these others wherever they stand.
pub fn posts_of_page(conn: &mut Connection, topic: TopicId, places: Places, others: &[PostId]) -> Result<Vec<PostLine>> {
    let query = posts::table.inner_join(members::table).left_join(post_texts::table).filter(of_page(topic, places)).select(post_columns!());
    // A statement without a list in it is prepared once.
    let rows: Vec<PostRow> = match others {
        [] => each_backend!(conn, conn => query.load(conn))?,
        others => query.or_filter(posts::id.eq_any(others.to_vec())).load(conn)?,
    };
    Ok(in_order(rows))
}

/// The comments under the posts of a page, and under these others, in order.
pub fn comments(conn: &mut Connection, topic: TopicId, places: Places, others: &[PostId]) -> Result<Vec<PostLine>> {
    let Places { first, last, opening } = places;
    let stems = alias!(posts as stems);
    let of_page = stems
        .filter(stems.field(posts::topic).eq(topic).and(stems.field(posts::position).between(first, last)))
        .or_filter(stems.field(posts::topic).eq(topic).and(stems.field(posts::number).eq(opening)));
    let below = posts::table.inner_join(members::table).left_join(post_texts::table).select(post_columns!());
    // One question, whatever stands above: two alternatives here would have PostgreSQL look at every post there is.
    let rows: Vec<PostRow> = match others {
        [] => {
            let query = below.filter(posts::parent.eq_any(of_page.select(stems.field(posts::id).nullable())));
            each_backend!(conn, conn => query.load(conn))?
        }
        others => {
            let of_page = of_page.or_filter(stems.field(posts::id).eq_any(others.to_vec()));
            below.filter(posts::parent.eq_any(of_page.select(stems.field(posts::id).nullable()))).load(conn)?
        }
    };
    Ok(in_order(rows))
}

fn in_order(rows: Vec<PostRow>) -> Vec<PostLine> {
    let mut lines: Vec<PostLine> = rows.into_iter().map(post_line).collect();
    lines.sort_unstable_by_key(|line| line.number);
    lines
}

/// Why posts are not visible.
pub fn removals(conn: &mut Connection, posts: &[PostId]) -> Result<HashMap<PostId, Removal>> {
    let rows: Vec<(PostId, Option<MemberId>, String, Timestamp)> = post_removals::table
        .filter(post_removals::post.eq_any(posts.to_vec()))
        .select((post_removals::post, post_removals::actor, post_removals::reason, post_removals::at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(post, actor, reason, at)| (post, Removal { actor, reason, at })).collect())
}

/// What a member did with the posts of a page, and with these others.
#[derive(Clone, Debug, Default)]
pub struct OwnMarks {
    /// Found helpful.
    pub voted: HashSet<PostId>,
    /// Kept.
    pub kept: HashSet<PostId>,
}

/// Which posts of a page, and which of these others, a member found helpful, and which they keep: in one question.
pub fn own_marks(conn: &mut Connection, member: MemberId, topic: TopicId, places: Places, others: &[PostId]) -> Result<OwnMarks> {
    let is_helpful = || exists(votes::table.filter(votes::post.eq(posts::id)).filter(votes::member.eq(member)).filter(votes::value.eq(1)));
    let is_kept = || exists(post_bookmarks::table.filter(post_bookmarks::post.eq(posts::id)).filter(post_bookmarks::member.eq(member)));
    let columns = || (posts::id, is_helpful(), is_kept());
    let found: Vec<(PostId, bool, bool)> = match others {
        [] => each_backend!(conn, conn => posts::table.filter(of_page(topic, places)).select(columns()).load(conn))?,
        others => posts::table.filter(of_page(topic, places).or(posts::id.eq_any(others.to_vec()))).select(columns()).load(conn)?,
    };
    let with = |mark: fn(&(PostId, bool, bool)) -> bool| found.iter().filter(|row| mark(row)).map(|(post, ..)| *post).collect();
    Ok(OwnMarks { voted: with(|(_, voted, _)| *voted), kept: with(|(.., kept)| *kept) })
}

/// Which of these posts some members found helpful, and which they keep; who did neither is left out.
pub fn marks_of(conn: &mut Connection, members: &[MemberId], posts: &[PostId]) -> Result<HashMap<MemberId, OwnMarks>> {
    let mut marks: HashMap<MemberId, OwnMarks> = HashMap::new();
    if members.is_empty() {
        return Ok(marks);
    }
    let voted = votes::table.filter(votes::post.eq_any(posts)).filter(votes::member.eq_any(members)).filter(votes::value.eq(1));
    for (member, post) in voted.select((votes::member, votes::post)).load(conn)? {
        marks.entry(member).or_default().voted.insert(post);
    }
    let kept = post_bookmarks::table.filter(post_bookmarks::post.eq_any(posts)).filter(post_bookmarks::member.eq_any(members));
    for (member, post) in kept.select((post_bookmarks::member, post_bookmarks::post)).load(conn)? {
        marks.entry(member).or_default().kept.insert(post);
    }
    Ok(marks)
}

/// A post by its number, with its source, for a quotation.
pub fn source(conn: &mut Connection, topic: TopicId, number: i64) -> Result<Option<(PostLine, String)>> {
    let row: Option<(PostRow, Option<String>)> = posts::table
        .inner_join(members::table)
        .left_join(post_texts::table)
        .filter(posts::topic.eq(topic))
        .filter(posts::number.eq(number))
        .select((post_columns!(), post_texts::source.nullable()))
        .first(conn)
        .optional()?;
    Ok(row.map(|(row, source)| (post_line(row), source.unwrap_or_default())))
}

/// Where a post stands: topic, number, position.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// The post.
    pub id: PostId,
    /// Its topic.
    pub topic: TopicId,
    /// Its number there.
    pub number: i64,
    /// The post it comments on.
    pub parent: Option<PostId>,
    /// Its place among the replies.
    pub position: Option<i64>,
    /// Its state.
    pub state: PostState,
    /// Who it is for.
    pub audience: Audience,
    /// Who wrote it.
    pub author: MemberId,
}

type StandingRow = (PostId, TopicId, i64, Option<PostId>, Option<i64>, PostState, Audience, MemberId);

fn standing((id, topic, number, parent, position, state, audience, author): StandingRow) -> Standing {
    Standing { id, topic, number, parent, position, state, audience, author }
}

macro_rules! standing_columns {
    () => {
        (posts::id, posts::topic, posts::number, posts::parent, posts::position, posts::state, posts::audience, posts::author)
    };
}

/// Where the post of a number stands.
pub fn by_number(conn: &mut Connection, topic: TopicId, number: i64) -> Result<Option<Standing>> {
    let query = posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(number));
    Ok(query.select(standing_columns!()).first(conn).optional()?.map(standing))
}

/// Where a post stands.
pub fn by_id(conn: &mut Connection, post: PostId) -> Result<Option<Standing>> {
    Ok(posts::table.find(post).select(standing_columns!()).first(conn).optional()?.map(standing))
}
