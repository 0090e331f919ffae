//! An admin says which topic answers a search. Whoever waits for that is told.

use super::SearchError;
use crate::admin::administers;
use crate::forum::participant::Participant;
use crate::forum::topics;
use crate::forum::{PostState, TopicId};
use crate::platform::db::{Failure, Tx};
use crate::platform::log::Act;
use crate::search::queries::{SearchId, answered, store};

/// Notes the topic, which the admin must see and everybody there can see, and tells those who wait. A second answer takes
/// the place of the first, and tells those who wait since.
pub fn answer_search(tx: &mut Tx<'_>, who: &Participant, search: SearchId, topic: TopicId) -> Result<(), Failure<SearchError>> {
    administers::<SearchError>(&who.viewer)?;
    let row = store::find(tx.conn(), search)?.ok_or(SearchError::NotFound)?;
    let found = topics::store::find(tx.conn(), topic)?.filter(|topic| topic.state == PostState::Visible && who.sees_topic(&topic.facts()));
    let topic = found.ok_or(SearchError::NoSuchTopic)?.id;
    store::set_answer(tx, search, topic)?;
    let fact = |topic: TopicId| format!("topic={topic}");
    let before = row.answer.map(fact).unwrap_or_default();
    tx.log(&Act { act: "query.answer", subject_kind: "query", subject: search.0, before, after: fact(topic), ..Act::default() })?;
    Ok(answered::tell_waiting_soon(tx, search)?)
}
