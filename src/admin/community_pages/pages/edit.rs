//! The form of one page about the community, in one language.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};

use super::{edit_url, named};
use crate::admin::community_pages::{LIMITS, PageDraft, PageRefusal, change_page};
use crate::admin::visit::pages::AdminVisit;
use crate::forum::visit::pages::ForumSeen;
use crate::forum::writing::pages::text_mistake;
use crate::platform::community_pages::{CommunityPage, rendered, store};
use crate::platform::db::Connection;
use crate::platform::i18n::Lang;
use crate::platform::text::MarkdownSource;
use crate::platform::web::forms::{FieldErrors, Form, is_on};
use crate::platform::web::{Markup, PageError, PageResult};

/// The form as typed.
#[derive(Clone, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    version: String,
    #[serde(default)]
    text: String,
    preview: Option<String>,
}

/// The context of `admin/pages/edit.html`.
#[derive(Serialize)]
struct EditPage {
    tab: &'static str,
    name: String,
    lang_of_text: &'static str,
    language: &'static str,
    url: String,
    history_url: String,
    form: EditForm,
}

#[derive(Serialize)]
struct EditForm {
    action: String,
    version: String,
    text: String,
    text_error: String,
    errors: FieldErrors,
    is_stale: bool,
    now: String,
    preview: Markup<'static>,
}

/// What a form that comes back shows besides what was typed.
#[derive(Default)]
struct Extra {
    errors: FieldErrors,
    stale: Option<String>,
    preview: Markup<'static>,
}

/// Where the form is: which page, in which language.
#[derive(Clone, Copy)]
struct Here {
    page: CommunityPage,
    lang: Lang,
}

/// `GET /admin/pages/{page}/{lang}`.
pub async fn show(visit: AdminVisit, address: Path<(String, String)>) -> PageResult {
    let here = here(&visit, &address).await?;
    let (seen, written) = visit.look(move |conn: &mut Connection, _| Ok(store::find(conn, here.page, here.lang)?)).await?;
    let (version, text) = written.map_or((0, String::new()), |written| (written.version, written.source));
    let typed = Typed { version: version.to_string(), text, preview: None };
    page(&visit, &seen, StatusCode::OK, here, &typed, Extra::default())
}

/// `POST /admin/pages/{page}/{lang}`: saves, or shows how it would look.
pub async fn change(visit: AdminVisit, address: Path<(String, String)>, Form(typed): Form<Typed>) -> PageResult {
    let here = here(&visit, &address).await?;
    let (seen, ()) = visit.look(|_, _| Ok(())).await?;
    let mut errors = FieldErrors::default();
    let source = MarkdownSource::parse(&typed.text, LIMITS);
    if let Err(error) = source {
        errors.add("text", text_mistake(&visit.web, &seen, "body", error));
    }
    let version: Option<i64> = typed.version.parse().ok();
    if version.is_none() {
        errors.add("", visit.words(&seen, "error-detail-form"));
    }
    let (Ok(source), Some(version)) = (source, version) else {
        return page(&visit, &seen, StatusCode::UNPROCESSABLE_ENTITY, here, &typed, Extra { errors, ..Extra::default() });
    };
    let html = rendered(source.as_str(), visit.web.base_url().as_str());
    if is_on(&typed.preview) {
        return page(&visit, &seen, StatusCode::OK, here, &typed, Extra { preview: html.into(), ..Extra::default() });
    }
    let draft = PageDraft { page: here.page, lang: here.lang, version, source, html };
    match visit.write(move |tx, by| change_page(tx, by, &draft)).await {
        Ok(Ok(())) => visit.done("/admin/pages", "admin-notice-page-changed"),
        Ok(Err(PageRefusal::NotAllowed)) => Err(PageError::NotFound),
        Ok(Err(PageRefusal::Stale { version, source })) => {
            let typed = Typed { version: version.to_string(), ..typed };
            page(&visit, &seen, StatusCode::CONFLICT, here, &typed, Extra { stale: Some(source), ..Extra::default() })
        }
        Err(PageError::Unavailable(error)) => {
            tracing::error!(%error, "a page about the community was not kept");
            errors.add("", visit.words(&seen, "forum-error-not-kept"));
            page(&visit, &seen, StatusCode::SERVICE_UNAVAILABLE, here, &typed, Extra { errors, ..Extra::default() })
        }
        Err(error) => Err(error),
    }
}

/// The page that an address names, to admins; a language that the community does not offer has none.
async fn here(visit: &AdminVisit, address: &(String, String)) -> Result<Here, PageError> {
    let (page, lang) = named(address)?;
    let (seen, ()) = visit.look(|_, _| Ok(())).await?;
    if seen.settings.languages.contains(&lang) { Ok(Here { page, lang }) } else { Err(PageError::NotFound) }
}

fn page(visit: &AdminVisit, seen: &ForumSeen, status: StatusCode, here: Here, typed: &Typed, extra: Extra) -> PageResult {
    let action = edit_url(here.page, here.lang);
    let context = EditPage {
        tab: "pages",
        name: seen.text(&visit.web, here.page.key()),
        lang_of_text: here.lang.tag(),
        language: here.lang.language().name,
        url: if seen.settings.pages.has_in(here.page, here.lang) { here.page.url() } else { String::new() },
        history_url: if typed.version == "0" { String::new() } else { format!("{action}/history") },
        form: EditForm {
            action,
            version: typed.version.clone(),
            text: typed.text.clone(),
            text_error: extra.errors.of("text"),
            errors: extra.errors,
            is_stale: extra.stale.is_some(),
            now: extra.stale.unwrap_or_default(),
            preview: extra.preview,
        },
    };
    visit.forum_page(seen, status, "admin/pages/edit.html", &context)
}
