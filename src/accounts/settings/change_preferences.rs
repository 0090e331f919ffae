//! How one reads: another language, other languages in lists, another clock, light or dark, mail about answers on or off.

use super::store;
use crate::accounts::{MemberId, Theme, store as members};
use crate::platform::db::{Result, Tx};
use crate::platform::i18n::{Lang, Zone};

/// What the preferences' form sends, checked.
#[derive(Clone, Debug)]
pub struct Preferences {
    /// The language to read in.
    pub lang: Lang,
    /// The languages of the topics that lists show; empty for all.
    pub reads: Vec<Lang>,
    /// Where the clock hangs.
    pub zone: Zone,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// Mail when a question gets an answer.
    pub answer_mail: bool,
}

/// Keeps all of it.
pub fn change_preferences(tx: &mut Tx<'_>, member: MemberId, preferences: &Preferences) -> Result<()> {
    members::set_language(tx, member, preferences.lang)?;
    store::set_reads(tx, member, &preferences.reads)?;
    store::set_looks(tx, member, &preferences.zone, preferences.theme)?;
    store::set_answer_mail(tx, member, preferences.answer_mail)
}
