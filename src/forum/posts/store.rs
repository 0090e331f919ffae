//! The rows of posts, revisions and submissions.

use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guildhall_schema::{post_removals, posts, revisions, submissions, topic_counts, topics};

use super::{PostRow, Posted};
use crate::accounts::MemberId;
use crate::columns;
use crate::forum::tags;
use crate::forum::visibility::TopicFacts;
use crate::forum::{Audience, CategoryId, PostId, PostState, TopicId, TopicKind};
use crate::platform::db::{Connection, PreparedDsl, Result, Timestamp, Tx, or_again};

type OwnColumns = (PostId, TopicId, i64, Option<PostId>, MemberId, PostState, Audience, Timestamp, Option<Timestamp>, i64);
type TopicColumns = (CategoryId, PostState, MemberId, TopicKind, bool);

columns! {
    /// What [`OwnColumns`] are.
    OWN = posts::id, posts::topic, posts::number, posts::parent, posts::author, posts::state, posts::audience, posts::created_at, posts::edited_at,
        posts::version;
}
columns! {
    /// What [`TopicColumns`] are.
    OF_TOPIC = topics::category, topics::state, topics::author, topics::kind, topics::closed;
}

/// A post and what its topic says of it.
pub fn find(conn: &mut Connection, post: PostId) -> Result<Option<PostRow>> {
    let found = posts::table.inner_join(topics::table).filter(posts::id.eq(post)).select((OWN, OF_TOPIC));
    let row: Option<(OwnColumns, TopicColumns)> = found.first(conn).optional()?;
    Ok(row.map(post_row))
}

/// The same for some posts, in no order; those that are not there are left out.
pub fn find_all(conn: &mut Connection, some: &[PostId]) -> Result<Vec<PostRow>> {
    let found = posts::table.inner_join(topics::table).filter(posts::id.eq_any(some.to_vec())).select((OWN, OF_TOPIC));
    let rows: Vec<(OwnColumns, TopicColumns)> = found.load(conn)?;
    Ok(rows.into_iter().map(post_row).collect())
}

fn post_row((own, topic): (OwnColumns, TopicColumns)) -> PostRow {
    let (id, topic_id, number, parent, author, state, audience, created_at, edited_at, version) = own;
    let (category, topic_state, topic_author, kind, topic_closed) = topic;
    PostRow {
        id,
        topic: topic_id,
        number,
        parent,
        author,
        state,
        audience,
        created_at,
        edited_at,
        version,
        topic_facts: TopicFacts { category, state: topic_state, author: topic_author },
        kind,
        topic_closed,
    }
}

/// The post that opens a topic.
pub fn first_of(conn: &mut Connection, topic: TopicId) -> Result<Option<PostId>> {
    Ok(posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(1_i64)).select(posts::id).first(conn).optional()?)
}

/// A post about to be written.
pub struct NewPost<'a> {
    /// Its topic, locked.
    pub topic: TopicId,
    /// The post it comments on.
    pub parent: Option<PostId>,
    /// Who writes.
    pub author: MemberId,
    /// Visible or held.
    pub state: PostState,
    /// Who it is for.
    pub audience: Audience,
    /// Its language.
    pub lang: &'a str,
}

/// Writes a post with the topic's next number, and the next position if it is a reply.
pub fn insert(tx: &mut Tx<'_>, post: &NewPost<'_>) -> Result<(PostId, i64)> {
    let (number, position) = next_place(tx, post.topic, post.parent.is_none())?;
    let now = tx.now();
    let id: PostId = diesel::insert_into(posts::table)
        .values((
            posts::topic.eq(post.topic),
            posts::number.eq(number),
            posts::parent.eq(post.parent),
            posts::position.eq(position),
            posts::author.eq(post.author),
            posts::state.eq(post.state),
            posts::audience.eq(post.audience),
            posts::lang.eq(post.lang),
            posts::created_at.eq(now),
        ))
        .returning(posts::id)
        .get_result(tx.conn())?;
    Ok((id, number))
}

/// The next number, and the next position where that is a reply's: post 1 has none.
fn next_place(tx: &mut Tx<'_>, topic: TopicId, is_reply: bool) -> Result<(i64, Option<i64>)> {
    use topic_counts::{next_number, next_position};
    let further = case_when(next_number.gt(1_i64), i64::from(is_reply).into_sql::<BigInt>()).otherwise(0_i64);
    let after = diesel::update(topic_counts::table.find(topic))
        .set((next_number.eq(next_number + 1), next_position.eq(next_position + further)))
        .returning((next_number, next_position))
        .prepared();
    let (number, position): (i64, i64) = after.get_result(tx.conn())?;
    Ok((number - 1, (is_reply && number > 2).then_some(position - 1)))
}

/// Sets a post's state; post 1 carries its topic with it.
pub fn set_state(tx: &mut Tx<'_>, post: &PostRow, state: PostState) -> Result<()> {
    diesel::update(posts::table.find(post.id)).set(posts::state.eq(state)).prepared().execute(tx.conn())?;
    if post.opens_topic() {
        tags::store::move_counts(tx, post.topic, state)?;
        diesel::update(topics::table.find(post.topic)).set(topics::state.eq(state)).execute(tx.conn())?;
    }
    Ok(())
}

/// Notes who took a post away and why.
pub fn put_removal(tx: &mut Tx<'_>, post: PostId, actor: Option<MemberId>, reason: &str) -> Result<()> {
    delete_removal(tx, post)?;
    let now = tx.now();
    diesel::insert_into(post_removals::table)
        .values((post_removals::post.eq(post), post_removals::actor.eq(actor), post_removals::reason.eq(reason), post_removals::at.eq(now)))
        .execute(tx.conn())?;
    Ok(())
}

/// Forgets it again.
pub fn delete_removal(tx: &mut Tx<'_>, post: PostId) -> Result<()> {
    diesel::delete(post_removals::table.find(post)).execute(tx.conn())?;
    Ok(())
}

/// Who took a post away.
pub fn removed_by(conn: &mut Connection, post: PostId) -> Result<Option<MemberId>> {
    let row: Option<Option<MemberId>> = post_removals::table.find(post).select(post_removals::actor).first(conn).optional()?;
    Ok(row.flatten())
}

/// Who took a post away and when; none where nobody did.
pub fn removal(conn: &mut Connection, post: PostId) -> Result<Option<(Option<MemberId>, Timestamp)>> {
    Ok(post_removals::table.find(post).select((post_removals::actor, post_removals::at)).first(conn).optional()?)
}

/// Why a post was taken away; empty where it was not, or nobody wrote why.
pub fn removal_reason(conn: &mut Connection, post: PostId) -> Result<String> {
    Ok(post_removals::table.find(post).select(post_removals::reason).first(conn).optional()?.unwrap_or_default())
}

/// The first posts that an author wrote, so many of them.
pub fn first_by(conn: &mut Connection, author: MemberId, most: i64) -> Result<Vec<PostId>> {
    Ok(posts::table.filter(posts::author.eq(author)).order(posts::id).limit(most).select(posts::id).load(conn)?)
}

/// Did flags hide a post that its author has not changed since? Where a moderator took it away, it stands who.
pub fn is_amendable(conn: &mut Connection, post: &PostRow) -> Result<bool> {
    if post.state != PostState::Hidden {
        return Ok(false);
    }
    Ok(removal(conn, post.id)?.is_some_and(|(actor, at)| actor.is_none() && post.edited_at.is_none_or(|edited| edited < at)))
}

/// Marks a post as edited: a new version.
pub fn set_edited(tx: &mut Tx<'_>, post: PostId, lang: &str, quietly: bool) -> Result<()> {
    let now = tx.now();
    diesel::update(posts::table.find(post)).set((posts::version.eq(posts::version + 1), posts::lang.eq(lang))).prepared().execute(tx.conn())?;
    if !quietly {
        diesel::update(posts::table.find(post)).set(posts::edited_at.eq(Some(now))).prepared().execute(tx.conn())?;
    }
    Ok(())
}

/// The state of a post before an edit.
#[derive(Clone, Debug, Queryable)]
pub struct Revision {
    /// 1, 2, 3 .. for each post.
    pub number: i64,
    /// The text as it was.
    pub source: String,
    /// The title as it was, for post 1.
    pub title: Option<String>,
    /// The tags as they were, separated by spaces, for post 1.
    pub tags: Option<String>,
    /// Who edited.
    pub editor: MemberId,
    /// Why.
    pub reason: String,
    /// When.
    pub created_at: Timestamp,
    /// When its text, title and tags were destroyed, if they were.
    pub erased_at: Option<Timestamp>,
}

columns! {
    /// The columns of a [`Revision`].
    REVISION_COLUMNS = revisions::number, revisions::source, revisions::title, revisions::tags, revisions::editor, revisions::reason,
        revisions::created_at, revisions::erased_at;
}

/// Writes the state before an edit.
pub fn insert_revision(tx: &mut Tx<'_>, post: PostId, revision: &Revision) -> Result<()> {
    diesel::insert_into(revisions::table)
        .values((
            revisions::post.eq(post),
            revisions::number.eq(revision.number),
            revisions::source.eq(&revision.source),
            revisions::title.eq(&revision.title),
            revisions::tags.eq(&revision.tags),
            revisions::editor.eq(revision.editor),
            revisions::reason.eq(&revision.reason),
            revisions::created_at.eq(revision.created_at),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// How many revisions a post has.
pub fn count_revisions(conn: &mut Connection, post: PostId) -> Result<i64> {
    Ok(revisions::table.filter(revisions::post.eq(post)).count().get_result(conn)?)
}

/// A post's revisions, oldest first.
pub fn revisions_of(conn: &mut Connection, post: PostId) -> Result<Vec<Revision>> {
    Ok(revisions::table.filter(revisions::post.eq(post)).order(revisions::number).select(REVISION_COLUMNS).load(conn)?)
}

/// One revision of a post.
pub fn revision(conn: &mut Connection, post: PostId, number: i64) -> Result<Option<Revision>> {
    Ok(revisions::table.filter(revisions::post.eq(post)).filter(revisions::number.eq(number)).select(REVISION_COLUMNS).first(conn).optional()?)
}

/// Destroys what a revision kept; its place stays, and who edited when.
pub fn erase_revision(tx: &mut Tx<'_>, post: PostId, number: i64) -> Result<()> {
    let now = tx.now();
    let nothing = None::<String>;
    diesel::update(revisions::table.filter(revisions::post.eq(post)).filter(revisions::number.eq(number)))
        .set((
            revisions::source.eq(""),
            revisions::title.eq(&nothing),
            revisions::tags.eq(&nothing),
            revisions::reason.eq(""),
            revisions::erased_at.eq(Some(now)),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Destroys a post's revisions.
pub fn delete_revisions(tx: &mut Tx<'_>, post: PostId) -> Result<()> {
    diesel::delete(revisions::table.filter(revisions::post.eq(post))).execute(tx.conn())?;
    Ok(())
}

/// What a form's key made before, if the form was sent already.
pub fn submitted(conn: &mut Connection, member: MemberId, key: &str) -> Result<Option<Posted>> {
    let row: Option<(PostId, TopicId, i64, PostState)> = submissions::table
        .inner_join(posts::table)
        .filter(submissions::member.eq(member))
        .filter(submissions::key.eq(key))
        .select((posts::id, posts::topic, posts::number, posts::state))
        .first(conn)
        .optional()?;
    Ok(row.map(|(post, topic, number, state)| Posted { topic, post, number, held: state == PostState::Held }))
}

/// Remembers what a form's key made. Of two at once the second runs again and finds the first.
pub fn remember_submission(tx: &mut Tx<'_>, member: MemberId, key: &str, post: PostId) -> Result<()> {
    if key.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    let inserted = diesel::insert_into(submissions::table)
        .values((submissions::member.eq(member), submissions::key.eq(key), submissions::post.eq(post), submissions::at.eq(now)))
        .execute(tx.conn());
    or_again(inserted)?;
    Ok(())
}

/// Forgets the submissions of a member.
pub fn forget_submissions_of(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    diesel::delete(submissions::table.filter(submissions::member.eq(member))).execute(tx.conn())?;
    Ok(())
}

/// Forgets submissions older than a moment; run by upkeep.
pub fn forget_submissions(tx: &mut Tx<'_>, before: Timestamp) -> Result<usize> {
    Ok(diesel::delete(submissions::table.filter(submissions::at.lt(before))).execute(tx.conn())?)
}
