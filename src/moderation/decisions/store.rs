//! The rows of decisions.

use diesel::dsl::max;
use diesel::prelude::*;
use guildhall_schema::{decisions, origins, post_removals, posts, spam_blocks};

use std::collections::HashMap;

use super::{Before, Decide, Verdict};
use crate::accounts::{CategoryId, MemberId, store as accounts};
use crate::forum::{PostId, PostState, texts};
use crate::insert_rows;
use crate::moderation::cases::CaseRow;
use crate::moderation::cases::likeness::{domain, links};
use crate::moderation::flags::FlagReason;
use crate::moderation::{CaseId, DecisionId};
use crate::platform::db::{Connection, Generation, Result, Timestamp, Tx};

/// A spammer's domains and address are noted for so long.
const BLOCKED: i64 = 90 * Timestamp::DAY;
/// A network is others' soon.
const NETWORK_BLOCKED: i64 = 14 * Timestamp::DAY;
/// The newest sign-ins and posts among which others of a network are looked for.
const LATELY: i64 = 10_000;
/// The newest networks of a spammer.
const NETWORKS: i64 = 10;

/// A decision as it stands.
#[derive(Clone, Debug)]
pub struct DecisionRow {
    /// Its number.
    pub id: DecisionId,
    /// Of which case.
    pub case: CaseId,
    /// About whom.
    pub member: MemberId,
    /// By whom.
    pub moderator: MemberId,
    /// Where.
    pub category: Option<CategoryId>,
    /// What.
    pub verdict: Verdict,
    /// By which rule.
    pub rule: FlagReason,
    /// What the member reads.
    pub letter: String,
    /// What was before.
    pub before: Before,
    /// So many posts are gone through afterwards.
    pub total: i64,
    /// And so many were already.
    pub done: i64,
    /// When.
    pub at: Timestamp,
    /// Who undid it.
    pub undone_by: Option<MemberId>,
}

type Own = (DecisionId, CaseId, MemberId, MemberId, Option<CategoryId>, Verdict, FlagReason);
type Rest = (String, String, i64, i64, Timestamp, Option<MemberId>);

macro_rules! all_columns {
    () => {
        (
            (decisions::id, decisions::case_id, decisions::member, decisions::moderator, decisions::category, decisions::verdict, decisions::rule),
            (decisions::letter, decisions::undo, decisions::total, decisions::done, decisions::at, decisions::undone_by),
        )
    };
}

fn row(((id, case, member, moderator, category, verdict, rule), (letter, undo, total, done, at, undone_by)): (Own, Rest)) -> DecisionRow {
    // What cannot be read any more is not brought back.
    let before = serde_json::from_str(&undo).unwrap_or_default();
    DecisionRow { id, case, member, moderator, category, verdict, rule, letter, before, total, done, at, undone_by }
}

/// A decision.
pub fn find(conn: &mut Connection, id: DecisionId) -> Result<Option<DecisionRow>> {
    Ok(decisions::table.find(id).select(all_columns!()).first::<(Own, Rest)>(conn).optional()?.map(row))
}

/// A decision, locked.
pub fn lock(tx: &mut Tx<'_>, id: DecisionId) -> Result<Option<DecisionRow>> {
    diesel::update(decisions::table.find(id)).set(decisions::done.eq(decisions::done)).execute(tx.conn())?;
    find(tx.conn(), id)
}

/// The decisions of a case, the oldest first.
pub fn of_case(conn: &mut Connection, case: CaseId) -> Result<Vec<DecisionRow>> {
    let rows = decisions::table.filter(decisions::case_id.eq(case)).order(decisions::id);
    Ok(rows.select(all_columns!()).load::<(Own, Rest)>(conn)?.into_iter().map(row).collect())
}

/// The newest decisions about a member.
pub fn of_member(conn: &mut Connection, member: MemberId, limit: i64) -> Result<Vec<DecisionRow>> {
    let rows = decisions::table.filter(decisions::member.eq(member)).order(decisions::id.desc()).limit(limit);
    Ok(rows.select(all_columns!()).load::<(Own, Rest)>(conn)?.into_iter().map(row).collect())
}

/// The newest decisions of all.
pub fn newest(conn: &mut Connection, limit: i64) -> Result<Vec<DecisionRow>> {
    let rows = decisions::table.order(decisions::id.desc()).limit(limit);
    Ok(rows.select(all_columns!()).load::<(Own, Rest)>(conn)?.into_iter().map(row).collect())
}

/// A decision about to be written.
pub struct New<'a> {
    /// The case, as it was.
    pub case: &'a CaseRow,
    /// About whom.
    pub member: MemberId,
    /// By whom.
    pub moderator: MemberId,
    /// What.
    pub what: &'a Decide,
    /// What the member reads.
    pub letter: &'a str,
    /// What was before.
    pub before: &'a Before,
}

/// Writes a decision.
pub fn insert(tx: &mut Tx<'_>, new: &New<'_>) -> Result<DecisionId> {
    let now = tx.now();
    let undo = serde_json::to_string(new.before).unwrap_or_default();
    let total = if new.what.verdict == Verdict::Spammer { new.before.posts.len() as i64 } else { 0 };
    Ok(diesel::insert_into(decisions::table)
        .values((
            (decisions::case_id.eq(new.case.id), decisions::member.eq(new.member), decisions::moderator.eq(new.moderator)),
            (decisions::category.eq(new.case.category), decisions::verdict.eq(new.what.verdict), decisions::rule.eq(new.what.rule)),
            (decisions::letter.eq(new.letter), decisions::undo.eq(undo), decisions::total.eq(total), decisions::at.eq(now)),
        ))
        .returning(decisions::id)
        .get_result(tx.conn())?)
}

/// Notes how many posts were gone through.
pub fn set_done(tx: &mut Tx<'_>, id: DecisionId, done: i64) -> Result<()> {
    diesel::update(decisions::table.find(id)).set(decisions::done.eq(done)).execute(tx.conn())?;
    Ok(())
}

/// Notes who undid a decision. What a job did is to be gone through once more.
pub fn set_undone(tx: &mut Tx<'_>, id: DecisionId, by: MemberId) -> Result<()> {
    let now = tx.now();
    diesel::update(decisions::table.find(id))
        .set((decisions::undone_by.eq(Some(by)), decisions::undone_at.eq(Some(now)), decisions::done.eq(0_i64)))
        .execute(tx.conn())?;
    diesel::delete(spam_blocks::table.filter(spam_blocks::decision.eq(id))).execute(tx.conn())?;
    tx.bump(Generation::Screening)?;
    Ok(())
}

/// Everything that a member wrote and that is not erased: each post with its state and why it is in it.
pub fn all_posts(conn: &mut Connection, member: MemberId, limit: i64) -> Result<Vec<(PostId, PostState, String)>> {
    let all = posts::table.left_join(post_removals::table).filter(posts::author.eq(member)).filter(posts::state.ne("erased"));
    let rows: Vec<(PostId, PostState, Option<String>)> =
        all.order(posts::id).limit(limit).select((posts::id, posts::state, post_removals::reason.nullable())).load(conn)?;
    Ok(rows.into_iter().map(|(post, state, reason)| (post, state, reason.unwrap_or_default())).collect())
}

/// What is noted of a spammer: the domains of the links in these posts, the address, the newest networks.
pub fn origins_of(conn: &mut Connection, member: MemberId, from: &[PostId], own_host: &str) -> Result<Vec<(&'static str, String)>> {
    let mut found: Vec<(&'static str, String)> = Vec::new();
    for post in from {
        let source = texts::store::source(conn, *post)?;
        found.extend(links(&source, own_host).iter().map(|url| ("domain", domain(url))));
    }
    found.extend(accounts::mailbox(conn, member)?.map(|mailbox| ("address", mailbox.address.to_lowercase())));
    let networks = origins::table.filter(origins::member.eq(member)).order(origins::id.desc()).limit(NETWORKS).select(origins::network);
    found.extend(networks.load::<String>(conn)?.into_iter().filter(|network| !network.is_empty()).map(|network| ("network", network)));
    found.sort();
    found.dedup();
    Ok(found)
}

/// How many others came from each of these networks, as far as the newest sign-ins and posts tell; a network of theirs alone has
/// none.
pub fn others_from(conn: &mut Connection, networks: &[String], but: &[MemberId]) -> Result<HashMap<String, i64>> {
    let newest: Option<i64> = origins::table.select(max(origins::id)).first(conn)?;
    let rows: Vec<(String, MemberId)> = origins::table
        .filter(origins::id.gt(newest.unwrap_or(0) - LATELY))
        .filter(origins::network.eq_any(networks.to_vec()))
        .filter(origins::member.ne_all(but.to_vec()))
        .select((origins::network, origins::member))
        .distinct()
        .load(conn)?;
    let mut others = HashMap::new();
    for (network, _) in rows {
        *others.entry(network).or_default() += 1;
    }
    Ok(others)
}

/// What a form calls an origin.
pub fn name_of(kind: &str, value: &str) -> String {
    format!("block-{kind}-{value}")
}

/// Notes where a spammer came from, for a term: what the moderator chose of it.
pub fn block_origins(tx: &mut Tx<'_>, decision: DecisionId, spammer: MemberId, before: &Before, what: &Decide) -> Result<()> {
    let now = tx.now();
    let texts: Vec<PostId> = before.posts.iter().map(|(post, ..)| *post).take(100).collect();
    let mut found = origins_of(tx.conn(), spammer, &texts, &what.own_host)?;
    found.retain(|(kind, value)| what.blocks.as_ref().is_none_or(|chosen| chosen.contains(&name_of(kind, value))));
    let row = |(kind, value): &(&'static str, String)| {
        let until = now.plus(if *kind == "network" { NETWORK_BLOCKED } else { BLOCKED });
        (
            spam_blocks::kind.eq(*kind),
            spam_blocks::value.eq(value.clone()),
            spam_blocks::decision.eq(Some(decision)),
            spam_blocks::at.eq(now),
            spam_blocks::until.eq(until),
        )
    };
    insert_rows!(tx.conn(), spam_blocks, found.iter().map(row));
    tx.bump(Generation::Screening).map(|_| ())
}

/// Forgets what is noted no longer; run by upkeep.
pub fn forget_ended_blocks(tx: &mut Tx<'_>) -> Result<()> {
    let now = tx.now();
    diesel::delete(spam_blocks::table.filter(spam_blocks::until.le(now))).execute(tx.conn())?;
    Ok(())
}
