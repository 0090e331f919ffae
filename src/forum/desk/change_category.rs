//! Moving a topic to another category.

use super::{DeskError, kept_in_order, log, store};
use crate::accounts::rights::Deed;
use crate::forum::events::TopicMoved;
use crate::forum::members::figures;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::{CategoryId, TopicId, duplicates, quotations, tags};
use crate::platform::db::{Failure, Tx};

/// Moves a topic to a category in which the participant keeps order too. Who may not read there sees it no more from this
/// transaction on. Doing it twice does it once.
pub fn change_category(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, to: CategoryId) -> Result<(), Failure<DeskError>> {
    let row = kept_in_order(tx, who, topic, Deed::Move)?;
    let place = who.place(to);
    if place.right.is_none() && !who.viewer.is_system() {
        return Err(DeskError::Refused(Refusal::NotFound).into());
    }
    who.may(Deed::Move, &place)?;
    if row.category == to {
        return Ok(());
    }
    tags::store::move_counts_to(tx, topic, to)?;
    store::set_category(tx, topic, to)?;
    figures::forget_writers_in(tx, topic)?;
    duplicates::store::touch_repeating(tx, topic)?;
    quotations::topic_moved(tx, topic)?;
    tx.record(&TopicMoved(topic))?;
    Ok(log(tx, &row, "topic.category", row.category.to_string(), to.to_string())?)
}
