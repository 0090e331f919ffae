//! The page of the community's settings.

use serde::Serialize;

use super::{NAME_LENGTH, SettingsDraft, SettingsError, change_settings};
use crate::admin::visit::Fields;
use crate::admin::visit::pages::{AdminVisit, Choice, FieldError, error_of};
use crate::forum::visit::pages::ForumSeen;
use crate::platform::i18n::Lang;
use crate::platform::settings::Settings;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

#[derive(Serialize)]
struct SettingsPage {
    tab: &'static str,
    form: SettingsForm,
}

/// The fields of the settings, as the set-up page shows them too.
#[derive(Serialize)]
pub struct SettingsForm {
    /// The community's name.
    pub name: String,
    name_error: String,
    name_length: usize,
    own: Vec<Choice>,
    own_error: String,
    offered: Vec<Choice>,
    sign_up_open: bool,
    origin_days: String,
    origin_days_error: String,
    mail_wait: String,
    mail_wait_error: String,
    mails_a_day: String,
    mails_a_day_error: String,
    errors: Vec<FieldError>,
}

impl SettingsForm {
    /// The form of a draft with what is wrong with it.
    pub fn new(draft: &SettingsDraft, errors: Vec<FieldError>) -> Self {
        let own = draft.own.map_or("", Lang::tag);
        let offered = Lang::all().map(|lang| Choice {
            value: format!("lang-{}", lang.tag()),
            name: lang.language().name.to_owned(),
            selected: draft.offered.contains(&lang),
        });
        Self {
            name: draft.name.clone(),
            name_error: error_of(&errors, "name"),
            name_length: NAME_LENGTH,
            own: Lang::all().map(|lang| Choice::new(lang.tag(), lang.language().name, own)).collect(),
            own_error: error_of(&errors, "own"),
            offered: offered.collect(),
            sign_up_open: draft.sign_up_open,
            origin_days: draft.origin_days.clone(),
            origin_days_error: error_of(&errors, "origin_days"),
            mail_wait: draft.mail_wait.clone(),
            mail_wait_error: error_of(&errors, "mail_wait"),
            mails_a_day: draft.mails_a_day.clone(),
            mails_a_day_error: error_of(&errors, "mails_a_day"),
            errors,
        }
    }
}

/// What the fields say; the set-up page sends the same ones.
pub fn draft(fields: &Fields) -> SettingsDraft {
    SettingsDraft {
        name: fields.get("name").to_owned(),
        own: Lang::parse(fields.get("own")),
        offered: Lang::all().filter(|lang| fields.is_on(&format!("lang-{}", lang.tag()))).collect(),
        sign_up_open: fields.is_on("sign_up_open"),
        origin_days: fields.get("origin_days").to_owned(),
        mail_wait: fields.get("mail_wait").to_owned(),
        mails_a_day: fields.get("mails_a_day").to_owned(),
    }
}

/// The draft of the settings as they stand.
pub fn draft_of(settings: &Settings) -> SettingsDraft {
    SettingsDraft {
        name: settings.name.clone(),
        own: Some(settings.language()),
        offered: settings.languages.clone(),
        sign_up_open: settings.sign_up_open,
        origin_days: settings.origin_days.to_string(),
        mail_wait: settings.mail_wait.to_string(),
        mails_a_day: settings.mails_a_day.to_string(),
    }
}

/// `GET /admin/settings`.
pub async fn show(visit: AdminVisit) -> PageResult {
    let (seen, ()) = visit.look(|_, _| Ok(())).await?;
    let form = SettingsForm::new(&draft_of(&seen.settings), Vec::new());
    visit.show(&seen, "admin/settings.html", &SettingsPage { tab: "settings", form })
}

/// `POST /admin/settings`.
pub async fn change(visit: AdminVisit, Form(fields): Form<Fields>) -> PageResult {
    let draft = draft(&fields);
    let written = draft.clone();
    match visit.write(move |tx, by| change_settings(tx, by, &written)).await? {
        Ok(()) => visit.done("/admin/settings", "admin-notice-settings-changed"),
        Err(SettingsError::NotAllowed) => Err(PageError::NotFound),
        Err(error) => {
            let (seen, ()) = visit.look(|_, _| Ok(())).await?;
            let form = SettingsForm::new(&draft, vec![mistake(&visit, &seen, error)]);
            visit.show_mistakes(&seen, "admin/settings.html", &SettingsPage { tab: "settings", form })
        }
    }
}

fn mistake(visit: &AdminVisit, seen: &ForumSeen, error: SettingsError) -> FieldError {
    let text = visit.words_with(seen, error.key(), &[("most", (NAME_LENGTH as i64).into())]);
    FieldError { field: error.field().into(), text }
}
