//! The rows of members' figures for each category.

use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guildhall_schema::{accepted, member_category_counts, member_counts, member_profiles, member_settings, members, posts, topics};
use std::collections::BTreeMap;

use crate::accounts::MemberId;
use crate::forum::counts::MemberFigures;
use crate::forum::counts::store::{FIGURES, Sums, stored_member};
use crate::forum::{CategoryId, PostId, TopicId};
use crate::platform::db::{Connection, Result, Tx};
use crate::platform::text::PostHtml;

/// Figures for each category.
pub type ByCategory = BTreeMap<CategoryId, MemberFigures>;

/// What is stored once for each member: by one query.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    /// The figures in all categories, as counted with each post.
    pub figures: MemberFigures,
    /// The languages that the member reads, as they are stored.
    pub reads: String,
    /// The biography as shown.
    pub biography: PostHtml,
    /// The website; empty when there is none.
    pub website: String,
    /// The public id of the picture; empty when there is none.
    pub picture: String,
}

/// What a profile shows beside posts.
pub fn stored(conn: &mut Connection, member: MemberId) -> Result<Stored> {
    let reads = member_settings::table.filter(member_settings::member.eq(member_counts::member)).select(member_settings::reads).single_value();
    let said = (member_profiles::html, member_profiles::website).nullable();
    let query = member_counts::table.left_join(member_profiles::table.on(member_profiles::member.eq(member_counts::member)));
    let picture = members::table.filter(members::id.eq(member_counts::member)).select(members::picture).single_value();
    type Row = (Sums, Option<String>, Option<(String, String)>, Option<String>);
    let row: Option<Row> = query.filter(member_counts::member.eq(member)).select((FIGURES, reads, said, picture)).first(conn).optional()?;
    let Some((sums, reads, said, picture)) = row else { return Ok(Stored::default()) };
    let (html, website) = said.unwrap_or_default();
    let (reads, picture) = (reads.unwrap_or_default(), picture.unwrap_or_default());
    Ok(Stored { figures: sums.into(), reads, biography: PostHtml::from_store(html), website, picture })
}

macro_rules! sums {
    () => {
        (
            sql::<BigInt>("CAST(COALESCE(SUM(topics), 0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(replies), 0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(comments), 0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(accepted), 0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(helpful), 0) AS BIGINT)"),
        )
    };
}

/// A member's figures in these categories.
pub fn sum(conn: &mut Connection, member: MemberId, categories: &[CategoryId]) -> Result<MemberFigures> {
    let rows = member_category_counts::table.filter(member_category_counts::member.eq(member));
    let sums: Sums = rows.filter(member_category_counts::category.eq_any(categories.to_vec())).select(sums!()).first(conn)?;
    Ok(sums.into())
}

/// Whether the figures for each category add up to those of all.
pub fn is_current(conn: &mut Connection, member: MemberId) -> Result<bool> {
    let all: Sums = member_category_counts::table.filter(member_category_counts::member.eq(member)).select(sums!()).first(conn)?;
    Ok(MemberFigures::from(all) == stored_member(conn, member)?)
}

/// The next members who wrote more than so many posts.
pub fn heavy(conn: &mut Connection, after: MemberId, more_than: i64, limit: i64) -> Result<Vec<MemberId>> {
    Ok(member_counts::table
        .filter(member_counts::member.gt(after))
        .filter((member_counts::topics + member_counts::replies + member_counts::comments).gt(more_than))
        .order(member_counts::member)
        .limit(limit)
        .select(member_counts::member)
        .load(conn)?)
}

/// Counts the next posts of a member; gives the last of them.
pub fn count(conn: &mut Connection, member: MemberId, after: PostId, limit: i64) -> Result<(Option<PostId>, ByCategory)> {
    type Row = (PostId, CategoryId, i64, Option<i64>, Option<PostId>, i64, bool);
    let is_accepted = exists(accepted::table.filter(accepted::post.eq(posts::id)));
    let rows: Vec<Row> = posts::table
        .inner_join(topics::table)
        .filter(posts::author.eq(member))
        .filter(posts::id.gt(after))
        .filter(posts::state.eq("visible"))
        .filter(posts::audience.eq("everyone"))
        .order(posts::id)
        .limit(limit)
        .select((posts::id, topics::category, posts::number, posts::position, posts::parent, posts::votes + posts::vote_base, is_accepted))
        .load(conn)?;
    let mut counted = ByCategory::new();
    for (_, category, number, position, parent, score, is_accepted) in &rows {
        let sum = counted.entry(*category).or_default();
        sum.topics += i64::from(*number == 1);
        sum.replies += i64::from(position.is_some());
        sum.comments += i64::from(parent.is_some());
        sum.accepted += i64::from(*is_accepted);
        sum.helpful += score;
    }
    Ok((rows.last().map(|row| row.0), counted))
}

/// Forgets the figures of whoever wrote in a topic: they are counted anew.
pub fn forget_writers_in(tx: &mut Tx<'_>, topic: TopicId) -> Result<()> {
    let statement = "DELETE FROM member_category_counts WHERE member IN (SELECT author FROM posts WHERE topic = $1)";
    diesel::sql_query(statement).bind::<BigInt, _>(topic).execute(tx.conn())?;
    Ok(())
}

/// Stores a member's figures for each category.
pub fn replace(tx: &mut Tx<'_>, member: MemberId, counted: &ByCategory) -> Result<()> {
    diesel::delete(member_category_counts::table.filter(member_category_counts::member.eq(member))).execute(tx.conn())?;
    for (category, figures) in counted {
        diesel::insert_into(member_category_counts::table)
            .values((
                member_category_counts::member.eq(member),
                member_category_counts::category.eq(*category),
                member_category_counts::topics.eq(figures.topics),
                member_category_counts::replies.eq(figures.replies),
                member_category_counts::comments.eq(figures.comments),
                member_category_counts::accepted.eq(figures.accepted),
                member_category_counts::helpful.eq(figures.helpful),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}
