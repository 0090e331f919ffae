//! What a verdict does to posts, topics and members: always through the use cases of the forum and of accounts, which ask for
//! the right once more.

use super::decide::{Decide, DecideError};
use super::{Before, Verdict, store};
use crate::accounts::rights::Denied;
use crate::accounts::standing::{self, StandingError};
use crate::accounts::{MemberId, MemberState, Role, store as members};
use crate::forum::desk::DeskError;
use crate::forum::desk::change_category::change_category;
use crate::forum::duplicates::{DuplicateError, mark_duplicate};
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts::change_state::{StateChange, change_state, confirm_hidden};
use crate::forum::topics::close_topic::close_topic;
use crate::forum::{CategoryId, PostId, PostState, TopicId, posts, topics};
use crate::moderation::cases::store::Item;
use crate::moderation::cases::{CaseError, CaseRow, Why};
use crate::platform::db::{Failure, Timestamp, Tx};

/// More posts of one spammer are not taken together: a person looks again.
const SPAM_MOST: i64 = 10_000;

/// Closes the topic of the case's first post, moves it to another category, or says what it repeats.
pub(super) fn to_topic(tx: &mut Tx<'_>, who: &Participant, items: &[Item], what: &Decide, before: &mut Before) -> Result<(), Failure<DecideError>> {
    if !matches!(what.verdict, Verdict::Close | Verdict::Move | Verdict::Duplicate) {
        return Ok(());
    }
    let first = items.iter().find_map(|item| item.post).ok_or(DecideError::NoPost)?.0;
    let topic = posts::store::find(tx.conn(), first)?.ok_or(DecideError::NoPost)?.topic;
    if what.verdict == Verdict::Move {
        return to_category(tx, who, topic, what.category, before);
    }
    if what.verdict == Verdict::Duplicate {
        let original = what.original.ok_or(DecideError::Original(DuplicateError::NoOriginal))?;
        mark_duplicate(tx, who, topic, original).map_err(|failure| failure.map(DecideError::Original))?;
        before.duplicate = Some((topic, original));
    }
    if topics::store::find(tx.conn(), topic)?.is_some_and(|topic| !topic.closed) {
        close_topic(tx, who, topic, true)?;
        before.closed = Some(topic);
    }
    Ok(())
}

/// Moves the topic to where the moderator keeps order too.
fn to_category(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, to: Option<CategoryId>, before: &mut Before) -> Result<(), Failure<DecideError>> {
    let from = topics::store::find(tx.conn(), topic)?.ok_or(DecideError::NoPost)?.category;
    let to = to.filter(|to| *to != from).ok_or(DecideError::Category)?;
    change_category(tx, who, topic, to).map_err(|failure| {
        failure.map(|error| match error {
            DeskError::Refused(refusal @ Refusal::Denied(Denied::Suspended)) => DecideError::Case(CaseError::Refused(refusal)),
            _ => DecideError::Category,
        })
    })?;
    before.moved = Some((topic, from, to));
    Ok(())
}

/// Does to each post what the verdict says.
pub(super) fn to_posts(
    tx: &mut Tx<'_>,
    who: &Participant,
    items: &[Item],
    verdict: Verdict,
    letter: &str,
    before: &mut Before,
) -> Result<(), Failure<DecideError>> {
    for (post, state) in items.iter().filter_map(|item| item.post) {
        before.posts.push((post, state, posts::store::removal_reason(tx.conn(), post)?));
        to_post(tx, who, post, state, verdict, letter)?;
    }
    Ok(())
}

fn to_post(tx: &mut Tx<'_>, who: &Participant, post: PostId, state: PostState, verdict: Verdict, letter: &str) -> Result<(), Failure<DecideError>> {
    match (verdict, state) {
        (Verdict::KeepHidden | Verdict::Silence | Verdict::Suspend, PostState::Hidden) => confirm_hidden(tx, who, post, letter)?,
        (Verdict::KeepHidden | Verdict::Silence | Verdict::Suspend, _) => change_state(tx, who, post, StateChange::Hide, letter).map(|_| ())?,
        (Verdict::Delete | Verdict::Warn, _) => change_state(tx, who, post, StateChange::Delete, letter).map(|_| ())?,
        // A job takes away all that a spammer wrote.
        (Verdict::Spammer, _) => {}
        (_, PostState::Hidden) => change_state(tx, who, post, StateChange::Restore, "").map(|_| ())?,
        (_, PostState::Held) => change_state(tx, who, post, StateChange::Approve, "").map(|_| ())?,
        _ => {}
    }
    Ok(())
}

/// Silences or suspends an author in the case; where nothing was wrong, lifts what the program did until somebody looked.
pub(super) fn to_member(
    tx: &mut Tx<'_>,
    who: &Participant,
    case: &CaseRow,
    author: MemberId,
    what: &Decide,
    letter: &str,
    before: &mut Before,
) -> Result<(), Failure<DecideError>> {
    let clears = !what.verdict.is_against() && case.category.is_none() && case.why == Why::Suspect;
    if !what.verdict.is_for_all() && !clears {
        return Ok(());
    }
    let row = members::find(tx.conn(), author)?.ok_or(DecideError::Standing(StandingError::NoSuchMember))?;
    let until = Some(tx.now().plus(what.days * Timestamp::DAY)).filter(|_| what.days > 0);
    let done = match what.verdict {
        Verdict::Silence => standing::silence(tx, &who.viewer, author, until, letter),
        Verdict::Suspend => standing::suspend(tx, &who.viewer, author, until, letter),
        Verdict::Spammer => standing::suspend(tx, &who.viewer, author, None, letter),
        _ if row.state == MemberState::Silenced && who.viewer.is(Role::Moderator) => standing::lift(tx, &who.viewer, author, ""),
        _ => return Ok(()),
    };
    done.map_err(|failure| failure.map(DecideError::Standing))?;
    before.member = Some((author, row.state, row.state_until));
    if what.verdict == Verdict::Spammer {
        before.posts = store::all_posts(tx.conn(), author, SPAM_MOST)?;
    }
    Ok(())
}

/// Brings a post back to how it stood; what was erased meanwhile, or is not there for this moderator, stays.
pub(super) fn back(tx: &mut Tx<'_>, who: &Participant, (post, state, reason): &(PostId, PostState, String)) -> Result<(), Failure<Refusal>> {
    let now = match posts::store::find(tx.conn(), *post)? {
        Some(row) if row.state != *state && row.state != PostState::Erased && *state != PostState::Erased => row.state,
        _ => return Ok(()),
    };
    match now {
        PostState::Hidden | PostState::Deleted => change_state(tx, who, *post, StateChange::Restore, "").map(|_| ())?,
        PostState::Held => change_state(tx, who, *post, StateChange::Approve, "").map(|_| ())?,
        _ => {}
    }
    let change = match state {
        PostState::Held => StateChange::Hold,
        PostState::Hidden => StateChange::Hide,
        PostState::Deleted => StateChange::Delete,
        _ => return Ok(()),
    };
    change_state(tx, who, *post, change, reason).map(|_| ())
}
