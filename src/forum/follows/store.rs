//! The rows of follows.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guildhall_schema::{follows, member_settings};
use std::collections::HashMap;

use super::{Level, Subject, What};
use crate::accounts::MemberId;
use crate::forum::TopicId;
use crate::platform::db::{Connection, PreparedDsl, Result, Tx, or_again};

/// What a member chose about something, or what came of taking part.
pub fn level(conn: &mut Connection, member: MemberId, subject: Subject) -> Result<Option<Level>> {
    Ok(follows::table.find((member, subject.what(), subject.number())).select(follows::level).first(conn).optional()?)
}

/// Writes what a member chose about something.
pub fn put(tx: &mut Tx<'_>, member: MemberId, subject: Subject, level: Level) -> Result<()> {
    let now = tx.now();
    let row = follows::table.find((member, subject.what(), subject.number()));
    let changed = diesel::update(row).set((follows::level.eq(level), follows::chosen.eq(true))).execute(tx.conn())?;
    if changed == 0 {
        let row = (follows::member.eq(member), follows::what.eq(subject.what()), follows::subject.eq(subject.number()));
        let rest = (follows::level.eq(level), follows::chosen.eq(true), follows::created_at.eq(now));
        or_again(diesel::insert_into(follows::table).values((row.0, row.1, row.2, rest.0, rest.1, rest.2)).execute(tx.conn()))?;
    }
    Ok(())
}

/// Follows a topic for a member who takes part in it, if there is no row and the member wants so. One statement: the
/// topic's lock keeps nobody from choosing at the same time.
pub fn follow_by_doing(tx: &mut Tx<'_>, member: MemberId, topic: TopicId) -> Result<()> {
    let now = tx.now();
    let no = if matches!(tx.conn(), Connection::Sqlite(_)) { "0" } else { "FALSE" };
    diesel::sql_query(format!(
        "INSERT INTO follows (member, what, subject, level, chosen, created_at) SELECT members.id, 'topic', $1, 'all', {no}, $2 FROM members \
         WHERE members.id = $3 AND NOT EXISTS (SELECT 1 FROM member_settings WHERE member_settings.member = members.id AND NOT follows_by_doing) \
         ON CONFLICT (member, what, subject) DO NOTHING"
    ))
    .bind::<BigInt, _>(topic)
    .bind::<BigInt, _>(now)
    .bind::<BigInt, _>(member)
    .prepared()
    .execute(tx.conn())?;
    Ok(())
}

/// Whoever follows a topic and wrote what was moved out of it follows where that stands now.
pub fn writers_follow(tx: &mut Tx<'_>, from: TopicId, to: TopicId) -> Result<()> {
    let now = tx.now();
    diesel::sql_query(
        "INSERT INTO follows (member, what, subject, level, chosen, created_at) SELECT member, 'topic', $1, level, chosen, $2 FROM follows \
         WHERE what = 'topic' AND subject = $3 AND level <> 'muted' AND member IN (SELECT author FROM posts WHERE topic = $1) \
         ON CONFLICT (member, what, subject) DO NOTHING",
    )
    .bind::<BigInt, _>(to)
    .bind::<BigInt, _>(now)
    .bind::<BigInt, _>(from)
    .execute(tx.conn())?;
    Ok(())
}

/// Forgets what a member chose about something.
pub fn delete(tx: &mut Tx<'_>, member: MemberId, subject: Subject) -> Result<()> {
    diesel::delete(follows::table.find((member, subject.what(), subject.number()))).execute(tx.conn())?;
    Ok(())
}

/// Deletes at most so many of a member's, and of those who followed the member; answers how many.
pub fn delete_some(tx: &mut Tx<'_>, member: MemberId, limit: i64) -> Result<usize> {
    let own: Vec<(What, i64)> = follows::table.filter(follows::member.eq(member)).limit(limit).select((follows::what, follows::subject)).load(tx.conn())?;
    let mut deleted = 0;
    for what in What::ALL {
        let subjects: Vec<i64> = own.iter().filter(|(kind, _)| kind == what).map(|(_, subject)| *subject).collect();
        let rows = follows::table.filter(follows::member.eq(member)).filter(follows::what.eq(*what)).filter(follows::subject.eq_any(subjects));
        deleted += diesel::delete(rows).execute(tx.conn())?;
    }
    let followers = follows::table.filter(follows::what.eq(What::Member)).filter(follows::subject.eq(member.0));
    let followers: Vec<MemberId> = followers.limit(limit).select(follows::member).load(tx.conn())?;
    let rows = follows::table.filter(follows::what.eq(What::Member)).filter(follows::subject.eq(member.0)).filter(follows::member.eq_any(followers));
    Ok(deleted + diesel::delete(rows).execute(tx.conn())?)
}

/// Whoever follows the one follows the other, unless they have a row of that.
pub fn move_subject(tx: &mut Tx<'_>, from: Subject, into: Subject) -> Result<()> {
    let of = |subject: Subject| follows::table.filter(follows::what.eq(subject.what())).filter(follows::subject.eq(subject.number()));
    let has_both: Vec<MemberId> = of(into).select(follows::member).load(tx.conn())?;
    let double = follows::table.filter(follows::what.eq(from.what())).filter(follows::subject.eq(from.number())).filter(follows::member.eq_any(has_both));
    diesel::delete(double).execute(tx.conn())?;
    let rows = follows::table.filter(follows::what.eq(from.what())).filter(follows::subject.eq(from.number()));
    diesel::update(rows).set(follows::subject.eq(into.number())).execute(tx.conn())?;
    Ok(())
}

/// Does taking part in a topic follow it?
pub fn follows_by_doing(conn: &mut Connection, member: MemberId) -> Result<bool> {
    let row: Option<bool> = member_settings::table.find(member).select(member_settings::follows_by_doing).first(conn).optional()?;
    Ok(row.unwrap_or(true))
}

/// Everybody who chose something about these subjects, by subject, with what they chose.
pub fn followers(conn: &mut Connection, subjects: &[Subject]) -> Result<HashMap<Subject, Vec<(MemberId, Level)>>> {
    let mut all: HashMap<Subject, Vec<(MemberId, Level)>> = HashMap::new();
    for what in What::ALL.iter().copied() {
        let numbers: Vec<i64> = subjects.iter().filter(|subject| subject.what() == what).map(|subject| subject.number()).collect();
        if numbers.is_empty() {
            continue;
        }
        let rows = follows::table.filter(follows::what.eq(what)).filter(follows::subject.eq_any(numbers));
        let rows: Vec<(i64, MemberId, Level)> = rows.select((follows::subject, follows::member, follows::level)).load(conn)?;
        for (number, member, level) in rows {
            all.entry(Subject::of(what, number)).or_default().push((member, level));
        }
    }
    Ok(all)
}
