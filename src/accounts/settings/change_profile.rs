//! What others see: another shown name, another biography, another website.

use crate::accounts::events::AccountEvent;
use crate::accounts::names::{self, NameRefused, free_name};
use crate::accounts::profiles::{self, Introduction};
use crate::accounts::rights::{Deed, Denied, Place, may};
use crate::accounts::{MemberId, Viewer, store as members};
use crate::platform::db::{DomainError, Failure, Tx};
use crate::platform::limits::{self, Limit, TooOften};

/// What the profile's form sends.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The shown name, as typed.
    pub name: String,
    /// What the member says, checked.
    pub said: Introduction,
}

/// Why it stays as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileRefused {
    /// The name cannot be had.
    Name(NameRefused),
    /// Not now.
    Denied(Denied),
    /// Another name too often.
    TooOften(TooOften),
}

impl DomainError for ProfileRefused {}

/// Changes what differs. A name that did not change is not judged again: rules may have grown since.
pub fn change_profile(tx: &mut Tx<'_>, by: &Viewer, member: MemberId, profile: &Profile) -> Result<(), Failure<ProfileRefused>> {
    may(by, Deed::Introduce, &Place::default()).map_err(ProfileRefused::Denied)?;
    let present = members::find(tx.conn(), member)?.map(|row| row.name).unwrap_or_default();
    if profile.name.trim() != present {
        let name = free_name(tx.conn(), &profile.name, Some(member)).map_err(|failure| failure.map(ProfileRefused::Name))?;
        limits::take(tx, Limit::Introduce, &member.to_string()).map_err(|failure| failure.map(ProfileRefused::TooOften))?;
        names::store::set_name(tx, member, &name)?;
        tx.record(&AccountEvent::MemberRenamed(member))?;
    }
    profiles::store::put(tx, member, &profile.said)?;
    Ok(())
}
