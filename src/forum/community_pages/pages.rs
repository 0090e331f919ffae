//! `GET /terms` and the like.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::forum::listing::pages::moved;
use crate::forum::old_urls;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::community_pages::{CommunityPage, Written, store};
use crate::platform::db::Connection;
use crate::platform::i18n::Lang;
use crate::platform::i18n::format::Moment;
use crate::platform::text::stored_html::Words;
use crate::platform::web::{Head, Markup, PageError, PageResult, respond};

/// The context of `forum/pages/show.html`.
#[derive(Serialize)]
struct CommunityPageView {
    name: String,
    text_lang: &'static str,
    html: Markup<'static>,
    edited: Moment,
}

/// `GET /{page}`: in the reader's language, else in the first of the community's that it is written in.
pub async fn show(visit: ForumVisit, typed: Path<String>, req: HttpRequest) -> PageResult {
    let page = CommunityPage::parse(&typed).ok_or(PageError::NotFound)?;
    let task = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Option<(Lang, Written)>, PageError> {
        let Some(lang) = seen.settings.pages.best(page, seen.lang, &seen.settings.languages) else { return Ok(None) };
        Ok(store::find(conn, page, lang)?.map(|written| (lang, written)))
    };
    let (seen, found) = visit.look(task).await?;
    // A community that moved here may have had something else at this address.
    let Some((text_lang, written)) = found else { return old_urls::pages::find(visit, req).await };
    let mut frame = visit.forum_frame(&seen, None);
    let head = Head::at(visit.web.address(&page.url()));
    let mut words = String::new();
    frame.head = Some(match seen.viewer.account() {
        // Writing into a text does not fail.
        None if Words(&written.html).write_to(&mut words).is_ok() => head.described(&visit.web, text_lang, "article", &words),
        _ => head,
    });
    let view = CommunityPageView {
        name: seen.text(&visit.web, page.key()),
        text_lang: text_lang.tag(),
        edited: seen.date(written.edited_at),
        html: written.html.into(),
    };
    respond(&visit.web, &visit.req, StatusCode::OK, &frame, "forum/pages/show.html", &view)
}

/// `GET /tos`, `/faq`, `/guidelines`: as Discourse has them. They lead on where such a page is written.
pub async fn moved_here(visit: ForumVisit, typed: Path<String>, req: HttpRequest) -> Result<HttpResponse, PageError> {
    let page = if *typed == "tos" { CommunityPage::Terms } else { CommunityPage::Rules };
    let (_, is_written) = visit.look(move |_, seen| Ok::<_, PageError>(seen.settings.pages.has(page))).await?;
    if is_written { Ok(moved(&page.url())) } else { old_urls::pages::find(visit, req).await }
}
