//! What happens after each event: the one table, and the handlers of every job.

use crate::platform::events::Subscriptions;

/// Which job follows which event.
pub fn subscriptions() -> Subscriptions {
    Subscriptions::default()
}
