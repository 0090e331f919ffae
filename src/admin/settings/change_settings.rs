//! An admin changes the community's settings.

use super::{SettingsDraft, SettingsError};
use crate::accounts::Viewer;
use crate::admin::administers;
use crate::platform::db::{Failure, Generation, Tx};
use crate::platform::log::Act;
use crate::platform::settings::Settings;

/// Changes the settings; what stays as it is is not logged.
pub fn change_settings(tx: &mut Tx<'_>, by: &Viewer, draft: &SettingsDraft) -> Result<(), Failure<SettingsError>> {
    administers::<SettingsError>(by)?;
    let (name, languages) = draft.checked()?;
    let origin_days = draft.checked_days()?;
    let (mail_wait, mails_a_day) = draft.checked_mail()?;
    // The generation's row is the lock: of two changes at once the log tells both.
    tx.bump(Generation::Settings)?;
    let before = Settings::load(tx.conn())?;
    let after = Settings { name, languages, sign_up_open: draft.sign_up_open, origin_days, mail_wait, mails_a_day, ..before.clone() };
    if before == after {
        return Ok(());
    }
    after.save(tx)?;
    tx.log(&Act { act: "settings.change", subject_kind: "community", before: facts(&before), after: facts(&after), ..Act::default() })?;
    Ok(())
}

fn facts(settings: &Settings) -> String {
    let languages = settings.languages.iter().map(|lang| lang.tag()).collect::<Vec<_>>().join(",");
    let Settings { name, sign_up_open, origin_days, mail_wait, mails_a_day, .. } = settings;
    format!("name={name}; languages={languages}; sign_up_open={sign_up_open}; origin_days={origin_days}; mail_wait={mail_wait}; mails_a_day={mails_a_day}")
}
