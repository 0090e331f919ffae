//! Name, languages, mail.

use serde::{Deserialize, Serialize};

use crate::accounts::pages::{Mistakes, refused};
use crate::accounts::reading::pages::{ReadingChoice, Ticked, reading_choices};
use crate::accounts::settings::{Profile, change_profile, store};
use crate::accounts::visit::pages::{Seen, Visit};
use crate::accounts::{Acting, reading, store as members};
use crate::platform::i18n::Lang;
use crate::platform::web::forms::{Form, is_on};
use crate::platform::web::{PageError, PageResult, offered};

#[derive(Serialize)]
struct Page {
    tab: &'static str,
    form: ProfileForm,
}

#[derive(Serialize)]
struct ProfileForm {
    username: String,
    address: String,
    name: String,
    languages: Vec<Choice>,
    reads: Vec<ReadingChoice>,
    answer_mail: bool,
    #[serde(flatten)]
    mistakes: Mistakes,
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    name: &'static str,
    selected: bool,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    name: String,
    lang: String,
    answer_mail: Option<String>,
    #[serde(flatten)]
    ticked: Ticked,
}

async fn present(visit: &Visit) -> Result<(Seen, ProfileForm), PageError> {
    let (seen, row) = visit
        .read(|conn, seen| {
            let Some(account) = seen.viewer.account() else { return Ok::<_, PageError>(None) };
            let address = members::mailbox(conn, account.id)?.map(|mailbox| mailbox.address).unwrap_or_default();
            Ok(Some((account.clone(), address, store::wants_answer_mail(conn, account.id)?)))
        })
        .await?;
    let (account, address, answer_mail) = row.ok_or_else(|| PageError::SignIn("/settings".into()))?;
    let languages = choices(&seen, account.lang.unwrap_or(seen.lang));
    let reads = reading_choices(&seen, &account.reads);
    let form = ProfileForm { username: account.username, address, name: account.name, languages, reads, answer_mail, mistakes: Mistakes::none(&["name"]) };
    Ok((seen, form))
}

fn choices(seen: &Seen, chosen: Lang) -> Vec<Choice> {
    seen.settings.languages.iter().map(|lang| Choice { value: lang.tag(), name: lang.language().name, selected: *lang == chosen }).collect()
}

/// `GET /settings`.
pub async fn show(visit: Visit) -> PageResult {
    let (seen, form) = present(&visit).await?;
    visit.page(&seen, "accounts/settings.html", &Page { tab: "profile", form })
}

/// `POST /settings`.
pub async fn save(visit: Visit, Form(typed): Form<Typed>) -> PageResult {
    let (member, seen) = visit.member("/settings").await?;
    let lang = offered(&seen.settings, &typed.lang).ok_or(PageError::Bad("error-detail-language"))?;
    let reads = reading::narrowed(&typed.ticked.languages(), &seen.settings.languages);
    let profile = Profile { name: typed.name.clone(), lang, reads: reads.clone(), answer_mail: is_on(&typed.answer_mail) };
    let wanted = profile.answer_mail;
    match visit.web.db().write(Acting::Member(member), move |tx, _| change_profile(tx, member, &profile)).await {
        Ok(()) => Ok(visit.see_other("/settings", Some("accounts-notice-saved"))),
        Err(failure) => {
            let reason = refused(failure)?;
            let (seen, mut form) = present(&visit).await?;
            form.mistakes.add("name", seen.text(&visit.web, reason.key()));
            form = ProfileForm { name: typed.name, languages: choices(&seen, lang), reads: reading_choices(&seen, &reads), answer_mail: wanted, ..form };
            visit.page_with_status(&seen, form.mistakes.status(), "accounts/settings.html", &Page { tab: "profile", form })
        }
    }
}
