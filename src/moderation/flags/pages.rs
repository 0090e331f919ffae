//! The form behind "Flag", and `GET /flags`: what one flagged, and what became of it.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::store::{self, FlagRow};
use super::{About, FlagError, FlagReason, FlagState, MESSAGE_MAX, NewFlag, What, listing, place_of_post, place_of_profile, put_flag, withdraw_flag};
use crate::accounts::rights::{Deed, may};
use crate::accounts::store::{Found, find_by_username};
use crate::accounts::{MemberState, Viewer, profile_url, store as members};
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts;
use crate::forum::topics::{self, post_url};
use crate::forum::visibility::can_see;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::{PostId, TopicId};
use crate::moderation::FlagId;
use crate::platform::db::{Connection, Failure};
use crate::platform::i18n::format::Moment;
use crate::platform::text::normalise::{graphemes, single_line};
use crate::platform::web::forms::{FieldErrors, Form};
use crate::platform::web::{PageError, PageResult};

const LIST: &str = "/flags";

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    message: String,
}

/// What is to be flagged, as an address names it.
#[derive(Clone, Debug)]
enum Named {
    Post(i64),
    Topic(i64),
    Profile(String),
}

impl Named {
    fn path(&self) -> String {
        match self {
            Self::Post(post) => format!("/p/{post}"),
            Self::Topic(topic) => format!("/t/{topic}"),
            Self::Profile(username) => profile_url(username),
        }
    }

    fn what(&self) -> What {
        match self {
            Self::Post(_) => What::Post,
            Self::Topic(_) => What::Topic,
            Self::Profile(_) => What::Profile,
        }
    }
}

/// A thing that may be flagged, with what stands above the form.
struct Flaggable {
    about: About,
    title: String,
    lang: String,
    url: String,
    own: Option<FlagRow>,
    /// Why the form would be of no use.
    denied: Option<&'static str>,
}

/// The context of `templates/moderation/flag.html`.
#[derive(Serialize)]
struct FlagPage {
    form: FlagForm,
}

#[derive(Serialize)]
struct FlagForm {
    action: String,
    what: &'static str,
    title: String,
    lang: String,
    url: String,
    reasons: Vec<ReasonChoice>,
    message: String,
    most: usize,
    reason_error: String,
    message_error: String,
    errors: FieldErrors,
    own: Option<OwnFlag>,
}

#[derive(Serialize)]
struct ReasonChoice {
    value: &'static str,
    name: String,
    hint: String,
    selected: bool,
}

#[derive(Serialize)]
struct OwnFlag {
    reason: String,
    message: String,
    state: String,
    is_open: bool,
    at: Moment,
}

/// `GET /p/{post}/flag`.
pub async fn post_form(visit: ForumVisit, post: Path<i64>) -> PageResult {
    form(visit, Named::Post(*post)).await
}

/// `GET /t/{topic}/flag`.
pub async fn topic_form(visit: ForumVisit, topic: Path<i64>) -> PageResult {
    form(visit, Named::Topic(*topic)).await
}

/// `GET /u/{username}/flag`.
pub async fn profile_form(visit: ForumVisit, username: Path<String>) -> PageResult {
    form(visit, Named::Profile(username.into_inner())).await
}

/// `POST /p/{post}/flag`.
pub async fn flag_post(visit: ForumVisit, post: Path<i64>, Form(typed): Form<Typed>) -> PageResult {
    send(visit, Named::Post(*post), typed).await
}

/// `POST /t/{topic}/flag`.
pub async fn flag_topic(visit: ForumVisit, topic: Path<i64>, Form(typed): Form<Typed>) -> PageResult {
    send(visit, Named::Topic(*topic), typed).await
}

/// `POST /u/{username}/flag`.
pub async fn flag_profile(visit: ForumVisit, username: Path<String>, Form(typed): Form<Typed>) -> PageResult {
    send(visit, Named::Profile(username.into_inner()), typed).await
}

/// `POST /p/{post}/flag/withdraw`: also of a topic, whose flag stands with its first post.
pub async fn withdraw_from_post(visit: ForumVisit, post: Path<i64>) -> PageResult {
    withdraw(visit, Named::Post(*post)).await
}

/// `POST /u/{username}/flag/withdraw`.
pub async fn withdraw_from_profile(visit: ForumVisit, username: Path<String>) -> PageResult {
    withdraw(visit, Named::Profile(username.into_inner())).await
}

async fn form(visit: ForumVisit, named: Named) -> PageResult {
    let asked = named.clone();
    let (seen, thing) = visit.look(move |conn, seen| flaggable(conn, seen, &asked)).await?;
    show(&visit, &seen, StatusCode::OK, &named, thing, &Typed::default(), FieldErrors::default())
}

/// Looks for the thing: who does not see it finds nothing, who is not signed in is asked to.
fn flaggable(conn: &mut Connection, seen: &ForumSeen, named: &Named) -> Result<Flaggable, PageError> {
    let thing = match named {
        Named::Post(post) => of_post(conn, seen, PostId(*post))?,
        Named::Topic(topic) => {
            let first = posts::store::first_of(conn, TopicId(*topic))?.ok_or(PageError::NotFound)?;
            of_post(conn, seen, first)?
        }
        Named::Profile(username) => of_profile(conn, seen, username)?,
    };
    let Some(account) = seen.viewer.account() else { return Err(PageError::SignIn(format!("{}/flag", named.path()))) };
    let own = store::own(conn, account.id, thing.about)?;
    if let Some(denied) = thing.denied.filter(|_| own.is_none()) {
        return Err(PageError::Forbidden(denied));
    }
    Ok(Flaggable { own, ..thing })
}

fn of_post(conn: &mut Connection, seen: &ForumSeen, post: PostId) -> Result<Flaggable, PageError> {
    let row = posts::store::find(conn, post)?.filter(|row| can_see(&seen.sight, &row.facts())).ok_or(PageError::NotFound)?;
    let topic = topics::store::find(conn, row.topic)?.ok_or(PageError::NotFound)?;
    let who = Participant { viewer: Viewer::clone(&seen.viewer), categories: seen.categories.clone(), sight: seen.sight.clone(), origin: None };
    let denied = may(&seen.viewer, Deed::Flag, &place_of_post(&who, &row)).err().map(|denied| denied.key());
    let url = post_url(&topic.slug, topic.id, row.number);
    Ok(Flaggable { about: About::Post(post), title: topic.title, lang: topic.lang, url, own: None, denied })
}

fn of_profile(conn: &mut Connection, seen: &ForumSeen, username: &str) -> Result<Flaggable, PageError> {
    let Found::Member(row) = find_by_username(conn, username)? else { return Err(PageError::NotFound) };
    if row.state == MemberState::Closed {
        return Err(PageError::NotFound);
    }
    let denied = may(&seen.viewer, Deed::Flag, &place_of_profile(seen.viewer.id(), row.id)).err().map(|denied| denied.key());
    Ok(Flaggable { about: About::Profile(row.id), title: row.name, lang: String::new(), url: profile_url(&row.username), own: None, denied })
}

async fn send(visit: ForumVisit, named: Named, typed: Typed) -> PageResult {
    let asked = named.clone();
    let (seen, thing) = visit.look(move |conn, seen| flaggable(conn, seen, &asked)).await?;
    let mut errors = FieldErrors::default();
    let message = single_line(&typed.message);
    let reason = FlagReason::parse(&typed.reason);
    if reason.is_none() {
        errors.add("reason", seen.text(&visit.web, "flags-error-reason"));
    }
    if graphemes(&message) > MESSAGE_MAX {
        errors.add("message", seen.text_with(&visit.web, "flags-error-message-long", &[("most", (MESSAGE_MAX as i64).into())]));
    }
    let Some(reason) = reason.filter(|_| errors.is_empty()) else {
        return show(&visit, &seen, StatusCode::UNPROCESSABLE_ENTITY, &named, thing, &typed, errors);
    };
    let new = NewFlag { what: named.what(), about: thing.about, reason, message };
    let account = seen.viewer.account().map(|account| account.id).ok_or(PageError::NotFound)?;
    match visit.write(account, move |tx, who| put_flag(tx, who, &new)).await {
        Ok(_) => Ok(visit.see_other(&thing.url, Some("flags-notice-put"))),
        Err(failure) => refused(&visit, &seen, &named, thing, &typed, failure),
    }
}

fn refused(visit: &ForumVisit, seen: &ForumSeen, named: &Named, thing: Flaggable, typed: &Typed, failure: Failure<FlagError>) -> PageResult {
    let mut errors = FieldErrors::default();
    let status = match failure {
        Failure::Database(error) => return Err(error.into()),
        Failure::Refused(FlagError::Refused(refusal)) => return Err(Failure::<Refusal>::Refused(refusal).into()),
        // The page says so, with what was flagged.
        Failure::Refused(FlagError::Already) => return Ok(visit.see_other(&format!("{}/flag", named.path()), None)),
        Failure::Refused(FlagError::TooMany { most }) => {
            errors.add("", seen.text_with(&visit.web, "flags-error-too-many", &[("count", most.into())]));
            StatusCode::TOO_MANY_REQUESTS
        }
        Failure::Refused(FlagError::NoMessage) => {
            errors.add("message", seen.text(&visit.web, "flags-error-message"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Failure::Refused(FlagError::DoesNotFit) => {
            errors.add("reason", seen.text(&visit.web, "flags-error-reason"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    show(visit, seen, status, named, thing, typed, errors)
}

fn show(visit: &ForumVisit, seen: &ForumSeen, status: StatusCode, named: &Named, thing: Flaggable, typed: &Typed, errors: FieldErrors) -> PageResult {
    let what = named.what();
    let reasons = FlagReason::ALL.iter().filter(|reason| reason.fits(what)).map(|reason| ReasonChoice {
        value: reason.as_str(),
        name: seen.text(&visit.web, reason.key()),
        hint: seen.text(&visit.web, reason.hint_key()),
        selected: typed.reason == reason.as_str(),
    });
    let own = thing.own.filter(|own| own.state != FlagState::Withdrawn);
    let action = match thing.about {
        About::Post(post) if own.is_some() => format!("/p/{post}/flag/withdraw"),
        About::Profile(_) if own.is_some() => format!("{}/flag/withdraw", named.path()),
        _ => format!("{}/flag", named.path()),
    };
    let form = FlagForm {
        action,
        what: what.as_str(),
        reasons: reasons.collect(),
        message: typed.message.clone(),
        most: MESSAGE_MAX,
        reason_error: errors.of("reason"),
        message_error: errors.of("message"),
        own: own.map(|own| OwnFlag {
            reason: seen.text(&visit.web, own.reason.key()),
            state: seen.text(&visit.web, own.state.key()),
            is_open: own.state == FlagState::Open,
            at: seen.moment(own.created_at),
            message: own.message,
        }),
        errors,
        title: thing.title,
        lang: thing.lang,
        url: thing.url,
    };
    visit.forum_page(seen, status, "moderation/flag.html", &FlagPage { form })
}

/// What one flagged oneself is taken back, seen or not: flags may have hidden it.
async fn withdraw(visit: ForumVisit, named: Named) -> PageResult {
    let member = visit.member_for(&named.path()).await?;
    let work = move |conn: &mut Connection, _: &ForumSeen| -> Result<About, PageError> {
        match named {
            Named::Post(post) | Named::Topic(post) => Ok(About::Post(PostId(post))),
            Named::Profile(username) => match find_by_username(conn, &username)? {
                Found::Member(row) => Ok(About::Profile(row.id)),
                _ => Err(PageError::NotFound),
            },
        }
    };
    let (_, about) = visit.look(work).await?;
    visit.write(member, move |tx, who| withdraw_flag(tx, who, about)).await?;
    Ok(visit.see_other(LIST, Some("flags-notice-withdrawn")))
}

/// From where on.
#[derive(Deserialize)]
pub struct Asked {
    before: Option<i64>,
}

/// The context of `templates/moderation/flags.html`.
#[derive(Serialize)]
struct ListPage {
    rows: Vec<Row>,
    older: String,
    newest: String,
}

#[derive(Serialize)]
struct Row {
    what: &'static str,
    title: String,
    url: String,
    reason: String,
    message: String,
    state: String,
    withdraw: String,
    at: Moment,
}

/// `GET /flags`: what one flagged, the newest first.
pub async fn list(visit: ForumVisit, asked: Query<Asked>) -> PageResult {
    let before = asked.before.map(FlagId);
    let member = visit.member_for(LIST).await?;
    let work = move |conn: &mut Connection, _: &ForumSeen| -> Result<_, PageError> {
        let (flags, more) = listing::of_member(conn, member, before)?;
        let mut rows = Vec::with_capacity(flags.len());
        for flag in flags {
            let profile = flag.profile.map(|profile| members::find(conn, profile)).transpose()?.flatten();
            rows.push((flag, profile.filter(|profile| profile.state != MemberState::Closed)));
        }
        Ok((rows, more))
    };
    let (seen, (flags, more)) = visit.look(work).await?;
    let older = flags.last().filter(|_| more).map(|(flag, _)| format!("{LIST}?before={}", flag.id)).unwrap_or_default();
    let row = |(flag, profile): (FlagRow, Option<members::MemberRow>)| {
        let path = match (flag.post, &profile) {
            (Some(post), _) => format!("/p/{post}"),
            (None, Some(profile)) => profile_url(&profile.username),
            (None, None) => String::new(),
        };
        Row {
            what: flag.what.as_str(),
            title: profile.map(|profile| profile.name).unwrap_or_default(),
            reason: seen.text(&visit.web, flag.reason.key()),
            message: flag.message,
            state: seen.text(&visit.web, flag.state.key()),
            withdraw: if flag.state == FlagState::Open && !path.is_empty() { format!("{path}/flag/withdraw") } else { String::new() },
            at: seen.moment(flag.created_at),
            url: path,
        }
    };
    let newest = if before.is_some() { LIST.to_owned() } else { String::new() };
    let page = ListPage { rows: flags.into_iter().map(row).collect(), older, newest };
    visit.forum_page(&seen, StatusCode::OK, "moderation/flags.html", &page)
}
