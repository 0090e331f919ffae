//! What others see: name, biography, website.

use serde::{Deserialize, Serialize};

use crate::accounts::pages::{Mistakes, refused};
use crate::accounts::profiles::{self, Introduction};
use crate::accounts::settings::{Profile, ProfileRefused, change_profile};
use crate::accounts::visit::pages::{Seen, Visit};
use crate::accounts::{Acting, profile_url};
use crate::platform::i18n::Arg;
use crate::platform::text::website::WEBSITE_MAX;
use crate::platform::text::{TextError, Website, WebsiteError};
use crate::platform::web::forms::{Form, is_on};
use crate::platform::web::{Markup, PageError, PageResult};

const PAGE: &str = "/settings";
const FIELDS: &[&str] = &["name", "biography", "website"];

#[derive(Serialize)]
struct Page {
    tab: &'static str,
    form: ProfileForm,
}

#[derive(Serialize)]
struct ProfileForm {
    url: String,
    name: String,
    biography: String,
    website: String,
    preview: Markup<'static>,
    #[serde(flatten)]
    mistakes: Mistakes,
}

/// What the form sends.
#[derive(Clone, Debug, Deserialize)]
pub struct Typed {
    name: String,
    #[serde(default)]
    biography: String,
    #[serde(default)]
    website: String,
    preview: Option<String>,
}

fn page(visit: &Visit, seen: &Seen, typed: Typed, preview: Markup<'static>, mistakes: Mistakes) -> PageResult {
    let status = mistakes.status();
    let url = seen.viewer.account().map(|account| profile_url(&account.username)).unwrap_or_default();
    let form = ProfileForm { url, name: typed.name, biography: typed.biography, website: typed.website, preview, mistakes };
    visit.page_with_status(seen, status, "accounts/settings.html", &Page { tab: "profile", form })
}

/// `GET /settings`.
pub async fn show(visit: Visit) -> PageResult {
    let (seen, kept) = visit
        .read(|conn, seen| match seen.viewer.account() {
            Some(account) => Ok(Some((account.name.clone(), profiles::store::find(conn, account.id)?))),
            None => Ok::<_, PageError>(None),
        })
        .await?;
    let (name, kept) = kept.ok_or_else(|| PageError::SignIn(PAGE.into()))?;
    let present = Typed { name, biography: kept.biography, website: kept.website, preview: None };
    page(&visit, &seen, present, Markup::default(), Mistakes::none(FIELDS))
}

/// `POST /settings`.
pub async fn save(visit: Visit, Form(typed): Form<Typed>) -> PageResult {
    let (member, seen) = visit.member(PAGE).await?;
    let mut mistakes = Mistakes::none(FIELDS);
    let said = introduction(&visit, &seen, &typed, &mut mistakes);
    if is_on(&typed.preview) {
        let preview = said.biography.html.into();
        return page(&visit, &seen, typed, preview, mistakes);
    }
    if !mistakes.is_empty() {
        return page(&visit, &seen, typed, Markup::default(), mistakes);
    }
    let profile = Profile { name: typed.name.clone(), said };
    match visit.web.db().write(Acting::Member(member), move |tx, by| change_profile(tx, by, member, &profile)).await {
        Ok(()) => Ok(visit.see_other(PAGE, Some("accounts-notice-saved"))),
        Err(failure) => match refused(failure)? {
            ProfileRefused::Name(reason) => {
                mistakes.add("name", seen.text(&visit.web, reason.key()));
                page(&visit, &seen, typed, Markup::default(), mistakes)
            }
            ProfileRefused::Denied(denied) => Err(PageError::Forbidden(denied.key())),
            ProfileRefused::TooOften(too_often) => Err(too_often.into()),
        },
    }
}

/// What was typed, as far as it is fine.
fn introduction(visit: &Visit, seen: &Seen, typed: &Typed, mistakes: &mut Mistakes) -> Introduction {
    let mut said = Introduction::default();
    match profiles::biography(&typed.biography, visit.web.origin()) {
        Ok(biography) => said.biography = biography,
        Err(error) => mistakes.add("biography", biography_mistake(visit, seen, error)),
    }
    match Website::parse(&typed.website) {
        _ if typed.website.trim().is_empty() => {}
        Ok(website) => said.website = Some(website),
        Err(WebsiteError::TooLong) => {
            mistakes.add("website", seen.text_with(&visit.web, "accounts-error-website-long", &[("max", Arg::Number(WEBSITE_MAX as i64))]));
        }
        Err(WebsiteError::Invalid) => mistakes.add("website", seen.text(&visit.web, "accounts-error-website-invalid")),
    }
    said
}

fn biography_mistake(visit: &Visit, seen: &Seen, error: TextError) -> String {
    match error {
        TextError::TooLong { max } => seen.text_with(&visit.web, "accounts-error-biography-long", &[("max", Arg::Number(max as i64))]),
        // Nothing is too short for a biography.
        TextError::TooNested | TextError::TooShort { .. } | TextError::NoLetters => seen.text(&visit.web, "accounts-error-biography-nested"),
    }
}
