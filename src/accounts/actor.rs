//! Who writes. Rights are read anew inside the transaction, whatever the page believed.

use super::{MemberId, Viewer, store};
use crate::platform::db::{Actor, Connection, Result, Timestamp};
use crate::platform::log::Via;

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acting {
    /// A member, on a page or through the API.
    Member(MemberId),
    /// Nobody signed in: signing up, resetting a password.
    Visitor,
    /// Jobs and upkeep.
    System,
    /// Whoever holds the command line.
    Command,
}

impl Actor for Acting {
    type Rights = Viewer;

    fn rights(&self, conn: &mut Connection, now: Timestamp) -> Result<Viewer> {
        match self {
            Self::Member(member) => store::viewer(conn, *member, now),
            Self::Visitor => Ok(Viewer::visitor()),
            Self::System | Self::Command => Ok(Viewer::system()),
        }
    }

    fn member(&self) -> Option<i64> {
        match self {
            Self::Member(member) => Some(member.0),
            _ => None,
        }
    }

    fn via(&self) -> Via {
        match self {
            Self::Member(_) | Self::Visitor => Via::Web,
            Self::System => Via::System,
            Self::Command => Via::Command,
        }
    }
}
