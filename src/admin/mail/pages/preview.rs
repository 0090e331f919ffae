//! How every mail looks, in every language: as text, and as HTML in a frame that runs nothing.

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_SECURITY_POLICY;
use actix_web::web::{Data, Path, Query};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::admin::mail::samples::{self, MAILS};
use crate::admin::visit::pages::{AdminVisit, Choice};
use crate::platform::i18n::Lang;
use crate::platform::mail::{Letter, Mailer};
use crate::platform::web::{ALONE, PageError, PageResult, own_frames};

/// Which mail, in which language.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    mail: String,
    #[serde(default)]
    lang: String,
}

/// The context of `templates/admin/mail/preview.html`.
#[derive(Serialize)]
struct PreviewPage {
    tab: &'static str,
    mails: Vec<Choice>,
    mail_languages: Vec<Choice>,
    subject: String,
    text: String,
    shown_lang: &'static str,
    frame: String,
}

/// `GET /admin/mail/preview`.
pub async fn show(visit: AdminVisit, asked: Query<Asked>, mailer: Data<Mailer>) -> PageResult {
    let (seen, ()) = visit.look(|_, _| Ok(())).await?;
    let mail = MAILS.iter().copied().find(|mail| *mail == asked.mail).unwrap_or(MAILS[0]);
    let lang = Lang::parse(&asked.lang).unwrap_or(seen.lang);
    let letter = letter(&mailer, mail, lang, &seen.settings.name)?;
    let page = PreviewPage {
        tab: "mail",
        mails: MAILS.iter().map(|each| Choice::new(*each, *each, mail)).collect(),
        mail_languages: Lang::all().map(|each| Choice::new(each.tag(), each.language().name, lang.tag())).collect(),
        subject: letter.subject,
        text: letter.text,
        shown_lang: lang.tag(),
        frame: format!("/admin/mail/preview/{mail}/{}", lang.tag()),
    };
    let mut response = visit.show(&seen, "admin/mail/preview.html", &page)?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, own_frames());
    Ok(response)
}

/// `GET /admin/mail/preview/{mail}/{lang}`: the HTML alone. Its own styles are named by their hash; nothing else is allowed.
pub async fn frame(visit: AdminVisit, path: Path<(String, String)>, mailer: Data<Mailer>) -> PageResult {
    let (seen, ()) = visit.look(|_, _| Ok(())).await?;
    let mail = MAILS.iter().copied().find(|mail| *mail == path.0).ok_or(PageError::NotFound)?;
    let lang = Lang::parse(&path.1).ok_or(PageError::NotFound)?;
    let html = letter(&mailer, mail, lang, &seen.settings.name)?.html;
    let style = html.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).map_or("", |(style, _)| style);
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox");
    // A frame that is shut off cannot be alone besides: browsers would say so.
    let mut response = HttpResponse::Ok();
    response.content_type("text/html; charset=utf-8").insert_header((CONTENT_SECURITY_POLICY, policy)).insert_header((ALONE, "?0"));
    Ok(response.body(html))
}

fn letter(mailer: &Mailer, mail: &'static str, lang: Lang, community: &str) -> Result<Letter, PageError> {
    samples::letter(mailer, mail, lang, community).map_err(|error| anyhow::anyhow!("{mail}: {error}").into())
}
