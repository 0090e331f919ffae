//! The administration: what an admin configures and looks after. The top layer: it calls the use cases of
//! the features below, and owns only what belongs to none of them.
//!
//! Every page of it is missing (404) for everybody else.

pub mod categories;
pub mod community_pages;
pub mod flags;
pub mod groups;
pub mod jobs;
pub mod log;
pub mod mail;
pub mod members;
pub mod overview;
pub mod screening;
pub mod search_words;
pub mod searches;
pub mod set_up;
pub mod settings;
pub mod visit;

use crate::accounts::Viewer;
use crate::accounts::rights::{Deed, Denied, Place, may};
use crate::platform::db::Failure;

/// The right to configure, asked inside the transaction.
fn administers<E>(by: &Viewer) -> Result<(), Failure<E>>
where
    Failure<E>: From<Denied>,
{
    may(by, Deed::Administer, &Place::default()).map(|_| ()).map_err(Failure::from)
}
