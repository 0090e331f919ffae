//! `/u/{username}/erase`: a moderator takes picture, biography or website away. Asked once more, with a reason.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};

use super::member_at;
use crate::accounts::profiles::{Parts, erase_introduction, store::find};
use crate::accounts::standing::{StandingError, may_change};
use crate::accounts::store::MemberRow;
use crate::accounts::{Acting, MemberId, Role, Viewer, arms, profile_url, uploads};
use crate::forum::listing::pages::moved;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::{Connection, Failure};
use crate::platform::text::excerpt::excerpt;
use crate::platform::text::normalise::{graphemes, single_line};
use crate::platform::web::forms::{FieldErrors, Form, is_on};
use crate::platform::web::{PageError, PageResult};

/// Reasons are read by the member and stand in the log: a paragraph at most.
const REASON_MAX: usize = 500;
/// As much of a biography as reminds of it.
const EXCERPT: usize = 300;

/// The form as typed.
#[derive(Clone, Default, Deserialize)]
pub struct EraseForm {
    picture: Option<String>,
    biography: Option<String>,
    website: Option<String>,
    #[serde(default)]
    reason: String,
}

impl EraseForm {
    fn parts(&self) -> Parts {
        Parts { picture: is_on(&self.picture), biography: is_on(&self.biography), website: is_on(&self.website) }
    }
}

/// The context of `forum/members/erase.html`.
#[derive(Serialize)]
struct ErasePage {
    erase: Erase,
}

#[derive(Serialize)]
struct Erase {
    name: String,
    url: String,
    action: String,
    picture: String,
    division: &'static str,
    tint: i64,
    biography: String,
    website: String,
    is_there: There,
    is_meant: There,
    reason: String,
    reason_error: String,
    parts_error: String,
    errors: FieldErrors,
}

#[derive(Serialize)]
struct There {
    picture: bool,
    biography: bool,
    website: bool,
}

impl From<Parts> for There {
    fn from(Parts { picture, biography, website }: Parts) -> Self {
        Self { picture, biography, website }
    }
}

/// Where it is asked.
pub fn erase_url(username: &str) -> String {
    format!("{}/erase", profile_url(username))
}

/// Is there something that the viewer may take away? Asks the database only for those who keep order.
pub fn can_erase(conn: &mut Connection, viewer: &Viewer, member: MemberId, parts: Parts) -> Result<bool, PageError> {
    let keeps_order = viewer.is_admin() || viewer.is(Role::Moderator);
    if !keeps_order || !parts.any() {
        return Ok(false);
    }
    match may_change(conn, viewer, member) {
        Ok(()) => Ok(true),
        Err(Failure::Refused(_)) => Ok(false),
        Err(Failure::Database(error)) => Err(error.into()),
    }
}

/// The member, if the viewer may do this to them; else the address that a former username leads to.
fn subject(conn: &mut Connection, seen: &ForumSeen, typed: &str) -> Result<Result<MemberRow, String>, PageError> {
    if seen.viewer.account().is_none() {
        return Err(PageError::SignIn(erase_url(typed)));
    }
    let member = match member_at(conn, typed)? {
        Ok(member) => member,
        Err(username) => return Ok(Err(erase_url(&username))),
    };
    match may_change(conn, &seen.viewer, member.id) {
        Ok(()) => Ok(Ok(member)),
        Err(Failure::Refused(StandingError::NoSuchMember)) => Err(PageError::NotFound),
        Err(Failure::Refused(refused)) => Err(PageError::Forbidden(refused.key())),
        Err(Failure::Database(error)) => Err(error.into()),
    }
}

/// `GET /u/{username}/erase`.
pub async fn erase_form(visit: ForumVisit, username: Path<String>) -> PageResult {
    page(&visit, username.into_inner(), None, FieldErrors::default(), StatusCode::OK).await
}

/// The page; an untouched form means everything that is there.
async fn page(visit: &ForumVisit, username: String, typed: Option<EraseForm>, errors: FieldErrors, status: StatusCode) -> PageResult {
    let task = move |conn: &mut Connection, seen: &ForumSeen| {
        let member = match subject(conn, seen, &username)? {
            Ok(member) => member,
            Err(elsewhere) => return Ok::<_, PageError>(Err(elsewhere)),
        };
        let (said, picture) = (find(conn, member.id)?, uploads::store::worn(conn, member.id)?);
        let there = Parts::of(&said, &picture);
        let meant = typed.as_ref().map_or(there, EraseForm::parts).and(there);
        let (division, tint) = arms(member.id, seen.badges.is_staff(member.id));
        Ok(Ok(Erase {
            url: profile_url(&member.username),
            action: erase_url(&member.username),
            name: member.name,
            picture: uploads::url(&picture),
            division,
            tint,
            biography: excerpt(&said.biography, EXCERPT),
            website: said.website,
            is_there: there.into(),
            is_meant: meant.into(),
            reason: typed.map(|typed| typed.reason).unwrap_or_default(),
            reason_error: errors.of("reason"),
            parts_error: errors.of("parts"),
            errors,
        }))
    };
    let (seen, found) = visit.look(task).await?;
    match found {
        Ok(erase) => visit.forum_page(&seen, status, "forum/members/erase.html", &ErasePage { erase }),
        Err(elsewhere) => Ok(moved(&elsewhere)),
    }
}

/// `POST /u/{username}/erase`.
pub async fn erase(visit: ForumVisit, username: Path<String>, Form(form): Form<EraseForm>) -> PageResult {
    let username = username.into_inner();
    let asked = username.clone();
    let (seen, found) = visit.look(move |conn, seen| subject(conn, seen, &asked)).await?;
    let (Ok(member), Some(by)) = (found, seen.viewer.id()) else { return Err(PageError::NotFound) };
    let reason = single_line(&form.reason);
    let errors = mistakes(&visit, &seen, &reason);
    if !errors.is_empty() {
        return page(&visit, username, Some(form), errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let (id, parts) = (member.id, form.parts());
    let erased = visit.web.db().write(Acting::Member(by), move |tx, by| erase_introduction(tx, by, id, parts, &reason)).await;
    match erased {
        Ok(()) => Ok::<HttpResponse, _>(visit.see_other(&profile_url(&member.username), Some("forum-notice-introduction-erased"))),
        Err(Failure::Refused(refused)) => {
            let mut errors = FieldErrors::default();
            errors.add("parts", seen.text(&visit.web, refused.key()));
            page(&visit, username, Some(form), errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Failure::Database(error)) => Err(error.into()),
    }
}

fn mistakes(visit: &ForumVisit, seen: &ForumSeen, reason: &str) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if reason.is_empty() {
        errors.add("reason", seen.text(&visit.web, "forum-reason-missing"));
    } else if graphemes(reason) > REASON_MAX {
        errors.add("reason", seen.text_with(&visit.web, "forum-reason-too-long", &[("max", (REASON_MAX as i64).into())]));
    }
    errors
}
