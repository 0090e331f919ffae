//! How one reads: languages, clock, colours, mail.

use serde::{Deserialize, Serialize};

use crate::accounts::reading::pages::{ReadingChoice, Ticked, reading_choices};
use crate::accounts::settings::{Preferences, change_preferences, store};
use crate::accounts::visit::pages::{Seen, Visit};
use crate::accounts::{Acting, Theme, reading};
use crate::platform::i18n::Zone;
use crate::platform::web::forms::{Choice, Form, is_on};
use crate::platform::web::{PageError, PageResult, offered};

const PAGE: &str = "/settings/preferences";

#[derive(Serialize)]
struct Page {
    tab: &'static str,
    form: PreferencesForm,
}

#[derive(Serialize)]
struct PreferencesForm {
    languages: Vec<Choice>,
    reads: Vec<ReadingChoice>,
    regions: Vec<Region>,
    themes: Vec<Choice>,
    answer_mail: bool,
    now: String,
}

/// The time zones of a part of the world.
#[derive(Serialize)]
struct Region {
    name: String,
    zones: Vec<Choice>,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    lang: String,
    #[serde(default)]
    zone: String,
    #[serde(default)]
    theme: String,
    answer_mail: Option<String>,
    #[serde(flatten)]
    ticked: Ticked,
}

/// `GET /settings/preferences`.
pub async fn show_preferences(visit: Visit) -> PageResult {
    let (seen, wanted) = visit
        .read(|conn, seen| match seen.viewer.account() {
            Some(account) => Ok(Some((account.clone(), store::wants_answer_mail(conn, account.id)?))),
            None => Ok::<_, PageError>(None),
        })
        .await?;
    let (account, answer_mail) = wanted.ok_or_else(|| PageError::SignIn(PAGE.into()))?;
    let lang = account.lang.unwrap_or(seen.lang);
    let choice = |value: &str, name: &str, selected: bool| Choice { value: value.to_owned(), name: name.to_owned(), selected };
    let form = PreferencesForm {
        languages: seen.settings.languages.iter().map(|offered| choice(offered.tag(), offered.language().name, *offered == lang)).collect(),
        reads: reading_choices(&seen, &account.reads),
        regions: regions(&visit, &seen, account.zone.name()),
        themes: Theme::ALL.iter().map(|theme| choice(theme.as_str(), &theme_name(&visit, &seen, *theme), *theme == account.theme)).collect(),
        answer_mail,
        now: seen.moment(seen.now).text,
    };
    visit.page(&seen, "accounts/preferences.html", &Page { tab: "preferences", form })
}

fn theme_name(visit: &Visit, seen: &Seen, theme: Theme) -> String {
    let key = match theme {
        Theme::System => "accounts-theme-system",
        Theme::Light => "accounts-theme-light",
        Theme::Dark => "accounts-theme-dark",
    };
    seen.text(&visit.web, key)
}

/// Every zone under the part of the world it is in, both as people write them.
fn regions(visit: &Visit, seen: &Seen, chosen: &str) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    let mut last = "";
    for zone in Zone::names() {
        let (region, place) = zone.split_once('/').unwrap_or(("", zone));
        if region != last {
            last = region;
            regions.push(Region { name: region_name(visit, seen, region), zones: Vec::new() });
        }
        let name = place.replace('_', " ").replace('/', ", ");
        if let Some(region) = regions.last_mut() {
            region.zones.push(Choice { value: zone.clone(), name, selected: zone == chosen });
        }
    }
    regions
}

fn region_name(visit: &Visit, seen: &Seen, region: &str) -> String {
    let key = match region {
        "Africa" => "accounts-zone-africa",
        "America" => "accounts-zone-america",
        "Antarctica" => "accounts-zone-antarctica",
        "Arctic" => "accounts-zone-arctic",
        "Asia" => "accounts-zone-asia",
        "Atlantic" => "accounts-zone-atlantic",
        "Australia" => "accounts-zone-australia",
        "Europe" => "accounts-zone-europe",
        "Indian" => "accounts-zone-indian",
        "Pacific" => "accounts-zone-pacific",
        other => return other.to_owned(),
    };
    seen.text(&visit.web, key)
}

/// `POST /settings/preferences`.
pub async fn save_preferences(visit: Visit, Form(typed): Form<Typed>) -> PageResult {
    let (member, seen) = visit.member(PAGE).await?;
    let lang = offered(&seen.settings, &typed.lang).ok_or(PageError::Bad("error-detail-language"))?;
    let zone = if typed.zone.is_empty() { Some(Zone::default()) } else { Zone::parse(&typed.zone) };
    let theme = if typed.theme.is_empty() { Some(Theme::System) } else { Theme::parse(&typed.theme) };
    let (zone, theme) = (zone.ok_or(PageError::Bad("error-detail-form"))?, theme.ok_or(PageError::Bad("error-detail-form"))?);
    let reads = reading::narrowed(&typed.ticked.languages(), &seen.settings.languages);
    let preferences = Preferences { lang, reads, zone, theme, answer_mail: is_on(&typed.answer_mail) };
    visit.web.db().write(Acting::Member(member), move |tx, _| change_preferences(tx, member, &preferences)).await?;
    Ok(visit.see_other(PAGE, Some("accounts-notice-saved")))
}
