//! What an admin sets for the whole community.

mod change_settings;
pub mod pages;

pub use change_settings::change_settings;

use crate::accounts::origins;
use crate::accounts::rights::Denied;
use crate::notifications::notice_mail;
use crate::platform::db::{DomainError, Failure};
use crate::platform::i18n::Lang;

/// Longest name of a community: it stands in the header of a phone.
pub const NAME_LENGTH: usize = 60;

/// What an admin writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsDraft {
    /// The community's name.
    pub name: String,
    /// Its own language.
    pub own: Option<Lang>,
    /// The languages offered.
    pub offered: Vec<Lang>,
    /// Whether strangers may sign up.
    pub sign_up_open: bool,
    /// For how many days it is kept where sign-ins and posts came from, as typed.
    pub origin_days: String,
    /// For how many minutes mails about notices wait, as typed.
    pub mail_wait: String,
    /// How many of them a member gets in a day at most, as typed.
    pub mails_a_day: String,
}

/// Why the settings stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsError {
    /// Only admins configure.
    NotAllowed,
    /// No name.
    NameMissing,
    /// More than [`NAME_LENGTH`] characters.
    NameTooLong,
    /// The community's own language is not among those offered.
    OwnLanguageNotOffered,
    /// No number of days, or one that makes no sense.
    OriginDays,
    /// No number of minutes, or one that makes no sense.
    MailWait,
    /// No number of mails, or one that makes no sense.
    MailsADay,
}

impl DomainError for SettingsError {}

impl From<Denied> for Failure<SettingsError> {
    fn from(_: Denied) -> Self {
        Self::Refused(SettingsError::NotAllowed)
    }
}

impl SettingsError {
    /// The key of its message.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotAllowed => "rights-denied-role",
            Self::NameMissing => "admin-error-community-name",
            Self::NameTooLong => "admin-error-community-name-long",
            Self::OwnLanguageNotOffered => "admin-error-own-language",
            Self::OriginDays => "admin-error-origin-days",
            Self::MailWait => "admin-error-mail-wait",
            Self::MailsADay => "admin-error-mails-a-day",
        }
    }

    /// Which field it is about.
    pub fn field(self) -> &'static str {
        match self {
            Self::NotAllowed => "",
            Self::NameMissing | Self::NameTooLong => "name",
            Self::OwnLanguageNotOffered => "own",
            Self::OriginDays => "origin_days",
            Self::MailWait => "mail_wait",
            Self::MailsADay => "mails_a_day",
        }
    }
}

impl SettingsDraft {
    /// The name on one line, and the languages with the community's own first.
    pub fn checked(&self) -> Result<(String, Vec<Lang>), SettingsError> {
        use crate::platform::text::normalise::{graphemes, is_invisible, single_line};
        let name = single_line(&self.name);
        if name.chars().all(is_invisible) {
            return Err(SettingsError::NameMissing);
        }
        if graphemes(&name) > NAME_LENGTH {
            return Err(SettingsError::NameTooLong);
        }
        let own = self.own.filter(|own| self.offered.contains(own)).ok_or(SettingsError::OwnLanguageNotOffered)?;
        let others = self.offered.iter().copied().filter(|lang| *lang != own);
        Ok((name, std::iter::once(own).chain(others).collect()))
    }

    /// For how many days it is kept where sign-ins and posts came from.
    pub fn checked_days(&self) -> Result<i64, SettingsError> {
        self.origin_days.trim().parse().ok().filter(|days| origins::DAYS.contains(days)).ok_or(SettingsError::OriginDays)
    }

    /// For how many minutes mails about notices wait, and how many a member gets in a day.
    pub fn checked_mail(&self) -> Result<(i64, i64), SettingsError> {
        let wait = self.mail_wait.trim().parse().ok().filter(|minutes| notice_mail::WAIT_MINUTES.contains(minutes)).ok_or(SettingsError::MailWait)?;
        let a_day = self.mails_a_day.trim().parse().ok().filter(|mails| notice_mail::A_DAY.contains(mails)).ok_or(SettingsError::MailsADay)?;
        Ok((wait, a_day))
    }
}
