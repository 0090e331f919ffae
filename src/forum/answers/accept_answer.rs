//! Marking a reply as what solved the question, or moving the mark to another reply.

use super::store;
use crate::accounts::rights::Deed;
use crate::forum::counts::{self, MemberFigures, moves};
use crate::forum::events::ForumEvent;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts::{self, PostRow};
use crate::forum::topics::lock_seen;
use crate::forum::{AcceptedBy, Audience, PostId, TopicKind};
use crate::platform::db::{Failure, Result as DbResult, Tx};
use crate::platform::log::Act;

/// Marks a reply. The mark of the same side moves here from wherever it was; two clicks leave one mark.
pub fn accept_answer(tx: &mut Tx<'_>, who: &Participant, post: PostId, by: AcceptedBy) -> Result<PostRow, Failure<Refusal>> {
    let member = who.member()?;
    let post = answerable(tx, who, post)?;
    who.may(deed(by), &who.place_of_post(&post.facts(), post.topic_closed))?;
    let before = store::of_topic_by(tx.conn(), post.topic, by)?;
    if before == Some(post.id) {
        return Ok(post);
    }
    let moved_from = match before {
        Some(before) => posts::store::find(tx.conn(), before)?,
        None => None,
    };
    let marked: Vec<&PostRow> = [Some(&post), moved_from.as_ref()].into_iter().flatten().collect();
    recounted(tx, &marked, |tx| store::put(tx, post.topic, by, post.id, member))?;
    announce(tx, &post, by, "answer.accept", before)?;
    Ok(post)
}

/// A visible reply of a question, under the topic's lock.
pub(super) fn answerable(tx: &mut Tx<'_>, who: &Participant, post: PostId) -> Result<PostRow, Failure<Refusal>> {
    let topic = posts::store::find(tx.conn(), post)?.ok_or(Refusal::NotFound)?.topic;
    lock_seen(tx, who, topic)?;
    let can_answer = |post: &PostRow| post.is_reply() && post.kind == TopicKind::Question && post.audience == Audience::Everyone && who.sees(&post.facts());
    posts::store::find(tx.conn(), post)?.filter(can_answer).ok_or_else(|| Refusal::NotFound.into())
}

pub(super) fn deed(by: AcceptedBy) -> Deed {
    match by {
        AcceptedBy::Asker => Deed::Accept,
        AcceptedBy::Staff => Deed::Recommend,
    }
}

pub(super) fn announce(tx: &mut Tx<'_>, post: &PostRow, by: AcceptedBy, act: &str, before: Option<PostId>) -> DbResult<()> {
    if by == AcceptedBy::Staff {
        let before = before.map(|post| post.to_string()).unwrap_or_default();
        tx.log(&Act { act, subject_kind: "post", subject: post.id.0, category: Some(post.category().0), before, public: true, ..Act::default() })?;
    }
    tx.record(&ForumEvent::AnswerChanged(post.topic, post.id))
}

/// Changes marks, then the topic's solved state and the figures of whoever wrote the posts that gain or lose one.
pub(super) fn recounted(tx: &mut Tx<'_>, posts: &[&PostRow], change: impl FnOnce(&mut Tx<'_>) -> DbResult<()>) -> DbResult<()> {
    let given =
        |tx: &mut Tx<'_>, post: &PostRow| -> DbResult<MemberFigures> { Ok(moves::given_by(post, post.state, 0, store::is_accepted(tx.conn(), post.id)?)) };
    let before: Vec<MemberFigures> = posts.iter().map(|post| given(tx, post)).collect::<DbResult<_>>()?;
    change(tx)?;
    for (post, before) in posts.iter().zip(before) {
        let after = given(tx, post)?;
        moves::move_member(tx, post.author, &before, &after)?;
    }
    posts.first().map_or(Ok(()), |post| counts::refresh_topic(tx, post.topic).map(|_| ()))
}
