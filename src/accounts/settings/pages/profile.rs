//! What others see: name, biography, website.

use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::accounts::pages::{Mistakes, refused};
use crate::accounts::profiles::{self, Introduction};
use crate::accounts::settings::{Profile, ProfileRefused, change_profile};
use crate::accounts::visit::pages::{Seen, Visit};
use crate::accounts::{Acting, arms, profile_url, uploads};
use crate::platform::i18n::Arg;
use crate::platform::images::BYTES_MAX;
use crate::platform::text::website::WEBSITE_MAX;
use crate::platform::text::{TextError, Website, WebsiteError};
use crate::platform::web::forms::{Form, is_on};
use crate::platform::web::{Markup, PageError, PageResult};

const PAGE: &str = "/settings";
const FIELDS: &[&str] = &["picture", "name", "biography", "website"];

#[derive(Serialize)]
struct Page {
    tab: &'static str,
    form: ProfileForm,
}

#[derive(Serialize)]
struct ProfileForm {
    url: String,
    picture: String,
    division: &'static str,
    tint: i64,
    megabytes: usize,
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
    page_with_status(visit, seen, mistakes.status(), typed, preview, mistakes)
}

fn page_with_status(visit: &Visit, seen: &Seen, status: StatusCode, typed: Typed, preview: Markup<'static>, mistakes: Mistakes) -> PageResult {
    let account = seen.viewer.account().ok_or_else(|| PageError::SignIn(PAGE.into()))?;
    let (division, tint) = arms(account.id, seen.viewer.is_staff());
    let form = ProfileForm {
        url: profile_url(&account.username),
        picture: uploads::url(&account.picture),
        division,
        tint,
        megabytes: BYTES_MAX >> 20,
        name: typed.name,
        biography: typed.biography,
        website: typed.website,
        preview,
        mistakes,
    };
    visit.page_with_status(seen, status, "accounts/settings.html", &Page { tab: "profile", form })
}

/// `GET /settings`.
pub async fn show(visit: Visit) -> PageResult {
    let (seen, present) = present(&visit).await?;
    page(&visit, &seen, present, Markup::default(), Mistakes::none(FIELDS))
}

/// The page as it stands, with a mistake that was made elsewhere on it.
pub(super) async fn with_mistake(visit: &Visit, status: StatusCode, field: &'static str, text: String) -> PageResult {
    let (seen, present) = present(visit).await?;
    let mut mistakes = Mistakes::none(FIELDS);
    mistakes.add(field, text);
    page_with_status(visit, &seen, status, present, Markup::default(), mistakes)
}

async fn present(visit: &Visit) -> Result<(Seen, Typed), PageError> {
    let (seen, kept) = visit
        .read(|conn, seen| match seen.viewer.account() {
            Some(account) => Ok(Some((account.name.clone(), profiles::store::find(conn, account.id)?))),
            None => Ok::<_, PageError>(None),
        })
        .await?;
    let (name, kept) = kept.ok_or_else(|| PageError::SignIn(PAGE.into()))?;
    Ok((seen, Typed { name, biography: kept.biography, website: kept.website, preview: None }))
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
        Err(failure) => match refused(failure) {
            Ok(ProfileRefused::Name(reason)) => {
                mistakes.add("name", seen.text(&visit.web, reason.key()));
                page(&visit, &seen, typed, Markup::default(), mistakes)
            }
            Ok(ProfileRefused::Denied(denied)) => Err(PageError::Forbidden(denied.key())),
            Ok(ProfileRefused::TooOften(too_often)) => Err(too_often.into()),
            Err(PageError::Unavailable(error)) => {
                tracing::error!(%error, "a profile was not kept");
                mistakes.add("", seen.text(&visit.web, "accounts-unsaved-text"));
                page_with_status(&visit, &seen, StatusCode::SERVICE_UNAVAILABLE, typed, Markup::default(), mistakes)
            }
            Err(error) => Err(error),
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
