//! The page of one's own data, and the archive itself.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};

use super::{ExportFolder, ask, store};
use crate::accounts::Acting;
use crate::accounts::pages::{Mistakes, refused, secret};
use crate::accounts::settings::pages::confirmed;
use crate::accounts::visit::pages::{Seen, Visit};
use crate::platform::i18n::format::Moment;
use crate::platform::web::forms::Form;
use crate::platform::web::{FileBody, PageError, PageResult};

const PAGE: &str = "/settings/own-data";
const FIELDS: &[&str] = &["password"];

#[derive(Serialize)]
struct Page {
    tab: &'static str,
    archives: Vec<Line>,
    form: AskForm,
}

#[derive(Serialize)]
struct Line {
    asked_at: Moment,
    ends_at: Moment,
    /// Empty while it is made.
    url: String,
}

#[derive(Serialize)]
struct AskForm {
    username: String,
    #[serde(flatten)]
    mistakes: Mistakes,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    password: String,
}

async fn page(visit: &Visit, folder: &ExportFolder, mistakes: Mistakes) -> PageResult {
    let (seen, found) = visit
        .read(|conn, seen| match seen.viewer.account() {
            Some(account) => Ok(Some((account.username.clone(), store::of_member(conn, account.id, seen.now)?))),
            None => Ok::<_, PageError>(None),
        })
        .await?;
    let (username, rows) = found.ok_or_else(|| PageError::SignIn(PAGE.into()))?;
    // A backup holds no archives: what a restored row names may be gone.
    let kept = rows.into_iter().filter(|row| row.made_at.is_none() || folder.archive(&row.file).is_file());
    let archives = kept.map(|row| line(&seen, &row)).collect();
    let status = mistakes.status();
    visit.page_with_status(&seen, status, "accounts/own_data.html", &Page { tab: "account", archives, form: AskForm { username, mistakes } }).map(secret)
}

fn line(seen: &Seen, row: &store::ExportRow) -> Line {
    let url = row.made_at.map(|_| format!("{PAGE}/{}", row.file)).unwrap_or_default();
    Line { asked_at: seen.moment(row.asked_at), ends_at: seen.moment(row.ends_at), url }
}

/// `GET /settings/own-data`.
pub async fn show(visit: Visit, folder: Data<ExportFolder>) -> PageResult {
    page(&visit, &folder, Mistakes::none(FIELDS)).await
}

/// `POST /settings/own-data`: asks for an archive; needs the password.
pub async fn send(visit: Visit, folder: Data<ExportFolder>, Form(typed): Form<Typed>) -> PageResult {
    let (member, seen) = visit.member(PAGE).await?;
    if confirmed(&visit, member, typed.password).await?.is_none() {
        let mut mistakes = Mistakes::none(FIELDS);
        mistakes.add("password", seen.text(&visit.web, "accounts-error-present-password"));
        return page(&visit, &folder, mistakes).await;
    }
    match visit.web.db().write(Acting::Member(member), move |tx, _| ask(tx, member)).await {
        Ok(_) => Ok(visit.see_other(PAGE, Some("accounts-notice-own-data"))),
        Err(failure) => {
            let too_often = refused(failure)?;
            let mut mistakes = Mistakes::none(FIELDS);
            mistakes.add("", seen.text(&visit.web, too_often.limit.key()));
            page(&visit, &folder, mistakes).await
        }
    }
}

/// `GET /settings/own-data/{file}`: the archive, to its owner alone.
pub async fn fetch(visit: Visit, folder: Data<ExportFolder>, file: Path<String>) -> PageResult {
    let name = file.into_inner();
    let back = format!("{PAGE}/{name}");
    let (seen, row) = visit
        .read(move |conn, seen| match seen.viewer.account() {
            Some(account) => Ok(Some(store::ready(conn, account.id, &name, seen.now)?)),
            None => Ok::<_, PageError>(None),
        })
        .await?;
    let row = row.ok_or(PageError::SignIn(back))?.ok_or(PageError::NotFound)?;
    let Ok(body) = FileBody::open(&folder.archive(&row.file)) else { return Err(PageError::NotFound) };
    let day = &row.asked_at.rfc3339()[..10];
    let username = seen.viewer.account().map(|account| account.id.to_string()).unwrap_or_default();
    let shown = format!("attachment; filename=\"own-data-{username}-{day}.zip\"");
    Ok(secret(HttpResponse::Ok().insert_header((CONTENT_TYPE, "application/zip")).insert_header((CONTENT_DISPOSITION, shown)).body(body)))
}
