//! Another shown name, another language, other languages in lists, mail about answers on or off.

use super::store;
use crate::accounts::events::AccountEvent;
use crate::accounts::names::{self, NameRefused, free_name};
use crate::accounts::{MemberId, store as members};
use crate::platform::db::{Failure, Tx};
use crate::platform::i18n::Lang;

/// What the settings page sends.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The shown name, as typed.
    pub name: String,
    /// The language to read in.
    pub lang: Lang,
    /// The languages of the topics that lists show; empty for all.
    pub reads: Vec<Lang>,
    /// Mail when a question gets an answer.
    pub answer_mail: bool,
}

/// Changes what differs. A name that did not change is not judged again: rules may have grown since.
pub fn change_profile(tx: &mut Tx<'_>, member: MemberId, profile: &Profile) -> Result<(), Failure<NameRefused>> {
    let present = members::find(tx.conn(), member)?.map(|row| row.name).unwrap_or_default();
    if profile.name.trim() != present {
        let name = free_name(tx.conn(), &profile.name, Some(member))?;
        names::store::set_name(tx, member, &name)?;
        tx.record(&AccountEvent::MemberRenamed(member))?;
        tx.bump(crate::platform::db::Generation::Badges)?;
    }
    members::set_language(tx, member, profile.lang)?;
    store::set_reads(tx, member, &profile.reads)?;
    store::set_answer_mail(tx, member, profile.answer_mail)?;
    Ok(())
}
