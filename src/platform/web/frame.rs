//! What stands around every page, and how a page is sent.

use actix_web::http::{StatusCode, header};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use std::cell::RefCell;
use tera::Context;

use super::assets::AssetUrls;
use super::compress::Coding;
use super::forms::encoded;
use super::{Head, PageResult, Part, Web, compress, cookies, notice, theme};
use crate::platform::community_pages::Named;
use crate::platform::i18n::Lang;
use crate::platform::i18n::format::Moment;
use crate::platform::settings::Settings;

/// The context of `templates/layout.html`.
#[derive(Clone, Serialize)]
pub struct Frame {
    /// Language of the page.
    pub lang: Lang,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    site: Site,
    assets: AssetUrls,
    languages: Vec<LanguageChoice>,
    /// Path and query of this page.
    pub here: String,
    sign_in_url: String,
    sign_up_url: Option<String>,
    /// What was searched for.
    pub search: String,
    /// Categories for the menu: a list of [`FrameCategory`], shared by all who may read the same.
    pub categories: Option<Part>,
    /// The category in which this page stands: its address, or nothing.
    pub category_here: String,
    flash: Option<Flash>,
    /// Who is signed in.
    pub viewer: Option<FrameViewer>,
    /// `light` or `dark` for whoever chose; empty for what the system has.
    pub theme: &'static str,
    /// The time zone that the reader chose, by its name; empty for the browser's own.
    pub zone: String,
    /// True on pages that cannot know who is signed in: nothing about accounts is shown.
    pub bare: bool,
    /// Which pages about the community there are.
    about: Named,
    /// What the page says to programs; none on pages that are not to be found.
    pub head: Option<Head>,
}

#[derive(Clone, Serialize)]
struct Site {
    name: String,
}

#[derive(Clone, Serialize)]
struct LanguageChoice {
    code: &'static str,
    name: &'static str,
}

#[derive(Clone, Serialize)]
struct Flash {
    kind: &'static str,
    text: String,
}

/// A category in the menu.
#[derive(Clone, Serialize)]
pub struct FrameCategory {
    /// Its name in the page's language.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Its icon.
    pub icon: String,
    /// The level below.
    pub children: Vec<FrameCategory>,
}

/// Who is signed in, for the account menu.
#[derive(Clone, Serialize)]
pub struct FrameViewer {
    /// Shown name.
    pub name: String,
    /// Address of the profile.
    pub url: String,
    /// Address of the picture; empty for none.
    pub picture: String,
    /// Which arms.
    pub division: &'static str,
    /// Which tint.
    pub tint: i64,
    /// Unread notices, as read; empty for none.
    pub unread: String,
    /// Whether the administration is shown.
    pub admin: bool,
    /// Whether mail to them was stopped because too much came back.
    pub mail_stopped: bool,
    /// Whether the queue of those who keep order is shown.
    pub moderates: bool,
    /// Why they may only read for now.
    pub suspension: Option<FrameSuspension>,
}

/// A suspension as its member reads of it.
#[derive(Clone, Serialize)]
pub struct FrameSuspension {
    /// When it ends; none where somebody has to lift it.
    pub until: Option<Moment>,
    /// Why; empty where nobody wrote it.
    pub reason: String,
}

impl Frame {
    /// The frame of a page at the request's own address.
    pub fn new(web: &Web, settings: &Settings, req: &HttpRequest, lang: Lang) -> Self {
        let here = req.uri().path_and_query().map_or_else(|| "/".to_owned(), |path| path.as_str().to_owned());
        let next = encoded(&here);
        let languages = settings.languages.iter().map(|offered| LanguageChoice { code: offered.tag(), name: offered.language().name }).collect();
        let flash = notice::take(web, req).map(|key| Flash { kind: "good", text: web.i18n().text(lang, &key) });
        Self {
            lang,
            dir: "ltr",
            site: Site { name: settings.name.clone() },
            assets: web.assets().urls(),
            languages,
            sign_in_url: format!("/sign-in?next={next}"),
            sign_up_url: (settings.set_up && settings.sign_up_open).then(|| format!("/sign-up?next={next}")),
            here,
            search: String::new(),
            categories: None,
            category_here: String::new(),
            flash,
            viewer: None,
            theme: "",
            zone: String::new(),
            bare: false,
            about: Named::from(&settings.pages),
            head: None,
        }
    }
}

/// The page's language: the account's, else the cookie's, else the best the browser asks for, else the community's own.
pub fn language(settings: &Settings, account: Option<Lang>, cookie: Option<Lang>, accept: Option<&str>) -> Lang {
    let offered = |lang: &Lang| settings.languages.contains(lang);
    let by_header = || Lang::negotiate(accept?, &settings.languages);
    account.filter(offered).or_else(|| cookie.filter(offered)).or_else(by_header).unwrap_or_else(|| settings.language())
}

/// What a request says about language: the cookie's and the header's.
pub fn asked_language(web: &Web, req: &HttpRequest) -> (Option<Lang>, Option<String>) {
    let cookie = cookies::get(web, req, "lang").and_then(|tag| Lang::parse(&tag));
    let accept = req.headers().get("accept-language").and_then(|value| value.to_str().ok()).map(|value| value.chars().take(200).collect());
    (cookie, accept)
}

/// Marks an answer that has a body of its own, whatever its status: the guard puts no error page in its place.
#[derive(Clone, Copy, Debug)]
pub struct OwnPage;

/// Renders a page in its frame and sends it.
pub fn respond<P: Serialize>(web: &Web, req: &HttpRequest, status: StatusCode, frame: &Frame, template: &str, page: &P) -> PageResult {
    let serialised = |error| anyhow::anyhow!("{template}: {error}");
    let mut context = Context::from_serialize(page).map_err(serialised)?;
    context.extend(Context::from_serialize(frame).map_err(serialised)?);
    PAGE.with_borrow_mut(|html| {
        html.clear();
        web.templates().write(frame.lang, template, &context, html)?;
        let response = send(web, req, status, frame, html);
        html.shrink_to(compress::KEPT_MOST);
        Ok(response)
    })
}

/// Renders a part of a page, for a script that puts it where it belongs. Nobody keeps it.
pub fn respond_part<P: Serialize>(web: &Web, req: &HttpRequest, lang: Lang, template: &str, part: &P) -> PageResult {
    let context = Context::from_serialize(part).map_err(|error| anyhow::anyhow!("{template}: {error}"))?;
    let html = web.templates().render(lang, template, &context)?;
    let mut response = HttpResponse::Ok();
    response.insert_header(("Content-Type", "text/html; charset=utf-8")).insert_header(("Content-Language", lang.tag()));
    response.insert_header(("Cache-Control", "private, no-store"));
    Ok(compress::finish(response, req, html.as_bytes()))
}

thread_local! {
    /// Where a thread writes its pages, one after the other.
    static PAGE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn send(web: &Web, req: &HttpRequest, status: StatusCode, frame: &Frame, html: &[u8]) -> HttpResponse {
    let caching = match (status.is_success(), frame.viewer.is_some()) {
        (false, _) => "no-store",
        (true, true) => "private, no-cache",
        (true, false) => VISITORS_CACHING,
    };
    let mut response = head(status, frame.lang, caching);
    if frame.flash.is_some() {
        response.cookie(notice::forget(web));
    }
    if let Some(cookie) = theme::remembered(web, req, frame) {
        response.cookie(cookie);
    }
    let mut response = compress::finish(response, req, html);
    response.extensions_mut().insert(OwnPage);
    response
}

/// Visitors' browsers keep a page and ask each time whether it still holds.
const VISITORS_CACHING: &str = "no-cache";

fn head(status: StatusCode, lang: Lang, caching: &'static str) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response.insert_header(("Content-Type", "text/html; charset=utf-8"));
    response.insert_header(("Content-Language", lang.tag()));
    response.append_header(("Vary", "Cookie, Accept-Language"));
    response.insert_header(("Cache-Control", caching));
    response
}

/// Would the page be the same for every visitor who reads the language? Not where there is a notice to show, or a cookie to
/// be forgotten.
pub fn is_plain(web: &Web, req: &HttpRequest) -> bool {
    notice::take(web, req).is_none() && !theme::is_known(web, req)
}

/// A visitor's page as it was sent once.
pub struct KeptPage {
    /// Its language.
    pub lang: Lang,
    /// How the body is encoded.
    pub coding: Option<Coding>,
    /// What was sent.
    pub body: Bytes,
}

/// Sends a page again.
pub fn respond_kept(page: KeptPage) -> HttpResponse {
    let mut response = head(StatusCode::OK, page.lang, VISITORS_CACHING);
    response.append_header((header::VARY, "Accept-Encoding"));
    if let Some(coding) = page.coding {
        response.insert_header((header::CONTENT_ENCODING, coding.as_str()));
    }
    let mut response = response.body(page.body);
    response.extensions_mut().insert(OwnPage);
    response
}

/// The offered language of a tag, for the form in the footer.
pub fn offered(settings: &Settings, tag: &str) -> Option<Lang> {
    Lang::parse(tag).filter(|lang| settings.languages.contains(lang))
}
