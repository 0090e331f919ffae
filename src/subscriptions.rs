//! What happens after each event: the one table, and the handlers of every job.

use crate::app::Parts;
use crate::platform::events::Subscriptions;
use crate::platform::jobs::Registry;

/// Which job follows which event.
pub fn subscriptions() -> Subscriptions {
    Subscriptions::default()
}

/// Who does which kind of job.
pub fn registry(_parts: &Parts) -> Registry {
    Registry::new()
}
