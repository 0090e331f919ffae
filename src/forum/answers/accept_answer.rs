//! Marking a reply as what solved the question, or moving the mark to another reply.

use super::store;
use crate::accounts::rights::Deed;
use crate::forum::counts;
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
    store::put(tx, post.topic, by, post.id, member)?;
    announce(tx, &post, by, "answer.accept", before)?;
    refresh_authors(tx, &post, before)?;
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

/// The topic's solved state, and the counts of whoever wrote the answer now and before.
pub(super) fn refresh_authors(tx: &mut Tx<'_>, post: &PostRow, before: Option<PostId>) -> DbResult<()> {
    counts::refresh_topic(tx, post.topic)?;
    counts::refresh_member(tx, post.author)?;
    if let Some(before) = before
        && let Some(before) = posts::store::find(tx.conn(), before)?
        && before.author != post.author
    {
        counts::refresh_member(tx, before.author)?;
    }
    Ok(())
}
