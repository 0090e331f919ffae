//! Who was about to ask, and found that a topic solved it.

use super::queries;
use crate::forum::TopicId;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::topics;
use crate::platform::db::{Failure, Tx};

/// Counts that a topic solved what a member was about to ask. Gives back the topic's slug. Suspended members ask nothing.
pub fn solved_it(tx: &mut Tx<'_>, who: &Participant, topic: TopicId) -> Result<String, Failure<Refusal>> {
    let row = topics::store::find(tx.conn(), topic)?.filter(|row| who.sees_topic(&row.facts())).ok_or(Failure::Refused(Refusal::NotFound))?;
    who.member().map_err(Failure::Refused)?;
    queries::store::note_solved(tx, topic)?;
    Ok(row.slug)
}
