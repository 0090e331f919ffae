//! Following something, muting it, or neither.

use super::{Level, Subject, store};
use crate::accounts::{MemberId, MemberState, store as members};
use crate::forum::TopicId;
use crate::forum::listing::{List, Which, listing};
use crate::forum::participant::{Participant, Refusal};
use crate::forum::{tags, topics};
use crate::platform::db::{Failure, Result as DbResult, Tx};
use crate::platform::limits::Limit;

/// Follows something at a level, in place of whatever was chosen before. What a member does not see is not there for
/// them, but what they follow already they can always leave.
pub fn choose(tx: &mut Tx<'_>, who: &Participant, subject: Subject, level: Level) -> Result<(), Failure<Refusal>> {
    let member = who.member()?;
    let has_row = store::level(tx.conn(), member, subject)?.is_some();
    if !subject.levels().contains(&level) || !has_row && !sees(tx, who, subject)? {
        return Err(Refusal::NotFound.into());
    }
    who.take(tx, Limit::Follow)?;
    match (subject, level) {
        (Subject::Category(_) | Subject::Tag(_) | Subject::Member(_), Level::None) => store::delete(tx, member, subject)?,
        _ => store::put(tx, member, subject, level)?,
    }
    Ok(())
}

/// Is it there for the participant? Nobody follows themselves.
fn sees(tx: &mut Tx<'_>, who: &Participant, subject: Subject) -> DbResult<bool> {
    Ok(match subject {
        Subject::Topic(topic) => topics::store::find(tx.conn(), topic)?.is_some_and(|topic| who.sees_topic(&topic.facts())),
        Subject::Category(category) => who.sight.readable.contains(&category),
        Subject::Tag(tag) => tags::store::name(tx.conn(), tag)?.is_some() && !listing::is_empty(tx.conn(), &who.sight, &List::all(Which::Tag(tag)))?,
        Subject::Member(member) => {
            let is_there = members::find(tx.conn(), member)?.is_some_and(|member| member.state != MemberState::Closed);
            is_there && who.viewer.id() != Some(member)
        }
    })
}

/// Whoever takes part in a topic follows it, unless they want to choose by themselves, or did about this one.
pub fn choose_by_doing(tx: &mut Tx<'_>, member: MemberId, topic: TopicId) -> DbResult<()> {
    store::follow_by_doing(tx, member, topic)
}
