//! The rows of blocked words and of what decisions taught, and what filters look up.

use diesel::prelude::*;
use guildhall_schema::{blocked_words, case_marks, post_texts, posts, spam_blocks, spam_models};

use super::blocks::{BlockId, BlockKind, BlockRow};
use super::words::{WordAct, WordId, WordRow};
use crate::accounts::MemberId;
use crate::forum::PostId;
use crate::platform::db::{Connection, Generation, Result, Timestamp, Tx};

/// What somebody wrote within this is compared with what they write now.
const LATELY: i64 = Timestamp::DAY;
/// So many posts of theirs are.
const COMPARED: i64 = 20;
/// Posts with the same words that are looked at: the oldest.
const SAME_MOST: i64 = 20;

/// Every blocked word, the newest first.
pub fn words(conn: &mut Connection) -> Result<Vec<WordRow>> {
    let columns = (blocked_words::id, blocked_words::pattern, blocked_words::is_regex, blocked_words::act);
    let rows: Vec<(WordId, String, bool, WordAct)> = blocked_words::table.order(blocked_words::id.desc()).select(columns).load(conn)?;
    Ok(rows.into_iter().map(|(id, pattern, is_regex, act)| WordRow { id, pattern, is_regex, act }).collect())
}

/// Writes a blocked word. Every process hears of it, as of all other changes here.
pub fn insert_word(tx: &mut Tx<'_>, pattern: &str, is_regex: bool, act: WordAct) -> Result<WordId> {
    tx.bump(Generation::Screening)?;
    let now = tx.now();
    let row = (blocked_words::pattern.eq(pattern), blocked_words::is_regex.eq(is_regex), blocked_words::act.eq(act), blocked_words::at.eq(now));
    Ok(diesel::insert_into(blocked_words::table).values(row).returning(blocked_words::id).get_result(tx.conn())?)
}

/// Takes a blocked word away; gives it, if it was there.
pub fn delete_word(tx: &mut Tx<'_>, word: WordId) -> Result<Option<WordRow>> {
    let row = words(tx.conn())?.into_iter().find(|row| row.id == word);
    tx.bump(Generation::Screening)?;
    diesel::delete(blocked_words::table.find(word)).execute(tx.conn())?;
    Ok(row)
}

type BlockColumns = (BlockId, BlockKind, String, Option<i64>, Timestamp, Timestamp, String);

/// Every domain, address and network that is blocked or was lately, the newest first.
pub fn blocks(conn: &mut Connection) -> Result<Vec<BlockRow>> {
    let columns = (spam_blocks::id, spam_blocks::kind, spam_blocks::value, spam_blocks::decision, spam_blocks::at, spam_blocks::until, spam_blocks::reason);
    let rows: Vec<BlockColumns> = spam_blocks::table.order(spam_blocks::id.desc()).select(columns).load(conn)?;
    let row =
        |(id, kind, value, decision, at, until, reason): BlockColumns| BlockRow { id, kind, value, is_by_decision: decision.is_some(), at, until, reason };
    Ok(rows.into_iter().map(row).collect())
}

/// Blocks something until a moment.
pub fn insert_block(tx: &mut Tx<'_>, kind: BlockKind, value: &str, until: Timestamp, reason: &str) -> Result<BlockId> {
    tx.bump(Generation::Screening)?;
    let now = tx.now();
    Ok(diesel::insert_into(spam_blocks::table)
        .values((
            spam_blocks::kind.eq(kind),
            spam_blocks::value.eq(value),
            spam_blocks::at.eq(now),
            spam_blocks::until.eq(until),
            spam_blocks::reason.eq(reason),
        ))
        .returning(spam_blocks::id)
        .get_result(tx.conn())?)
}

/// Lifts a block; false where there is none.
pub fn delete_block(tx: &mut Tx<'_>, block: BlockId) -> Result<bool> {
    tx.bump(Generation::Screening)?;
    Ok(diesel::delete(spam_blocks::table.find(block)).execute(tx.conn())? > 0)
}

/// What decisions taught, as it is kept.
pub fn model(conn: &mut Connection) -> Result<Option<String>> {
    Ok(spam_models::table.find(1_i64).select(spam_models::model).first(conn).optional()?)
}

/// When they last taught something else than before.
pub fn learnt_at(conn: &mut Connection) -> Result<Option<Timestamp>> {
    Ok(spam_models::table.find(1_i64).select(spam_models::at).first(conn).optional()?)
}

/// Writes what decisions taught, unless that is what was known.
pub fn put_model(tx: &mut Tx<'_>, model: &str) -> Result<()> {
    if self::model(tx.conn())?.as_deref() == Some(model) {
        return Ok(());
    }
    tx.bump(Generation::Screening)?;
    let now = tx.now();
    diesel::delete(spam_models::table.find(1_i64)).execute(tx.conn())?;
    diesel::insert_into(spam_models::table).values((spam_models::id.eq(1_i64), spam_models::model.eq(model), spam_models::at.eq(now))).execute(tx.conn())?;
    Ok(())
}

/// The texts of the newest posts that somebody wrote lately, in whatever state they are.
pub fn written_lately(conn: &mut Connection, author: MemberId, now: Timestamp) -> Result<Vec<String>> {
    let newest = posts::table.filter(posts::author.eq(author)).order(posts::id.desc()).limit(COMPARED).select((posts::id, posts::created_at));
    let lately: Vec<PostId> = newest.load::<(PostId, Timestamp)>(conn)?.into_iter().filter(|(_, at)| *at > now.plus(-LATELY)).map(|(post, _)| post).collect();
    Ok(post_texts::table.filter(post_texts::post.eq_any(lately)).select(post_texts::source).load(conn)?)
}

/// A post with the same words that somebody else wrote, among those that moderators looked at or will.
pub fn others_wrote(conn: &mut Connection, author: MemberId, mark: i64) -> Result<Option<PostId>> {
    let same = case_marks::table.filter(case_marks::kind.eq("text")).filter(case_marks::hash.eq(mark));
    let same: Vec<PostId> = same.order(case_marks::post).limit(SAME_MOST).select(case_marks::post).load(conn)?;
    Ok(posts::table.filter(posts::id.eq_any(same)).filter(posts::author.ne(author)).select(posts::id).first(conn).optional()?)
}
