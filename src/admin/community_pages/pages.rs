//! Where an admin writes the pages about the community: all of them here; below, the form of one and its history.

pub mod edit;
pub mod history;

use serde::Serialize;

use crate::admin::visit::pages::AdminVisit;
use crate::forum::visit::pages::ForumSeen;
use crate::platform::community_pages::{CommunityPage, store};
use crate::platform::db::Connection;
use crate::platform::i18n::Lang;
use crate::platform::i18n::format::Moment;
use crate::platform::web::{PageError, PageResult};

/// The context of `admin/pages/list.html`.
#[derive(Serialize)]
struct ListPage {
    tab: &'static str,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    /// Where everybody reads it, or nothing.
    url: String,
    address: String,
    languages: Vec<Text>,
}

/// A page in one language.
#[derive(Serialize)]
struct Text {
    lang: &'static str,
    language: &'static str,
    edit_url: String,
    edited: Option<Moment>,
}

/// The address of the form of a page in a language.
fn edit_url(page: CommunityPage, lang: Lang) -> String {
    format!("/admin/pages/{}/{}", page.as_str(), lang.tag())
}

/// The page and the language that an address names.
fn named((page, lang): &(String, String)) -> Result<(CommunityPage, Lang), PageError> {
    CommunityPage::parse(page).zip(Lang::parse(lang)).ok_or(PageError::NotFound)
}

/// `GET /admin/pages`.
pub async fn list(visit: AdminVisit) -> PageResult {
    let web = visit.web.clone();
    let task = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Vec<Row>, PageError> {
        let mut rows = Vec::new();
        for page in CommunityPage::ALL.iter().copied() {
            let languages = seen.settings.languages.iter().map(|lang| text(conn, seen, page, *lang)).collect::<Result<_, PageError>>()?;
            let url = if seen.settings.pages.has(page) { page.url() } else { String::new() };
            rows.push(Row { name: seen.text(&web, page.key()), url, address: page.url(), languages });
        }
        Ok(rows)
    };
    let (seen, rows) = visit.look(task).await?;
    visit.show(&seen, "admin/pages/list.html", &ListPage { tab: "pages", rows })
}

fn text(conn: &mut Connection, seen: &ForumSeen, page: CommunityPage, lang: Lang) -> Result<Text, PageError> {
    let written = if seen.settings.pages.has_in(page, lang) { store::find(conn, page, lang)? } else { None };
    Ok(Text { lang: lang.tag(), language: lang.language().name, edit_url: edit_url(page, lang), edited: written.map(|written| seen.date(written.edited_at)) })
}
