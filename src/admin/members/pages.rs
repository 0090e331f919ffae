//! The pages of the members.

mod origins;

use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::listing::{self, Before, MemberLine};
use crate::accounts::groups::{self, GroupError, GroupId, store::GroupRow};
use crate::accounts::hand_over::{self, HandOverError};
use crate::accounts::profiles::Parts;
use crate::accounts::roles::{self, Grant, RoleError};
use crate::accounts::sign_up::pages::address_key;
use crate::accounts::standing::{self, StandingError};
use crate::accounts::{CategoryId, MemberId, MemberState, Role, passwords, profile_url, profiles, uploads};
use crate::admin::visit::Fields;
use crate::admin::visit::pages::{AdminVisit, Choice, FieldError, error_of};
use crate::forum::counts::MemberFigures;
use crate::forum::counts::store::stored_member;
use crate::forum::members::pages::erase::{can_erase, erase_url};
use crate::forum::visit::pages::ForumSeen;
use crate::platform::db::Timestamp;
use crate::platform::i18n::format::{self, Moment};
use crate::platform::text::EmailAddress;
use crate::platform::text::normalise::{graphemes, single_line};
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

pub use origins::origins;

const LIST: &str = "/admin/members";
/// For how many days a silence or suspension can last; no number is for ever.
const TERMS: &[i64] = &[1, 3, 7, 30, 90, 365];
/// Longest reason: a few sentences.
const REASON_LENGTH: usize = 500;

/// What the search and the pager send.
#[derive(Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    before: String,
}

#[derive(Serialize)]
struct ListPage {
    tab: &'static str,
    rows: Vec<Row>,
    typed: String,
    older: String,
    newest: String,
}

#[derive(Serialize)]
struct Row {
    id: MemberId,
    username: String,
    name: String,
    picture: String,
    division: &'static str,
    tint: i64,
    badges: Vec<&'static str>,
    state: String,
    is_off: bool,
    trust: i32,
    joined: Moment,
}

/// `GET /admin/members`: newest first, or those whose name begins so.
pub async fn list(visit: AdminVisit, search: Query<Search>) -> PageResult {
    let typed: String = single_line(&search.q).trim_start_matches('@').chars().take(100).collect();
    let (wanted, before) = (typed.clone(), Before::parse(&search.before));
    let (seen, (lines, next)) = visit.look(move |conn, _| Ok(listing::page(conn, &wanted, before)?)).await?;
    let address = |before: Option<Before>| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if !typed.is_empty() {
            query.append_pair("q", &typed);
        }
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        format!("{LIST}?{}", query.finish()).trim_end_matches('?').to_owned()
    };
    let page = ListPage {
        tab: "members",
        older: next.map(|next| address(Some(next))).unwrap_or_default(),
        newest: before.map(|_| address(None)).unwrap_or_default(),
        rows: lines.iter().map(|line| row(&visit, &seen, line)).collect(),
        typed: typed.clone(),
    };
    visit.show(&seen, "admin/members/list.html", &page)
}

fn row(visit: &AdminVisit, seen: &ForumSeen, line: &MemberLine) -> Row {
    let state = line.state_at(seen.now);
    let (division, tint) = crate::accounts::arms(line.id, seen.badges.is_staff(line.id));
    Row {
        id: line.id,
        username: line.username.clone(),
        name: line.name.clone(),
        picture: uploads::small_url(&line.picture),
        division,
        tint,
        badges: seen.badges.of(line.id).iter().take(2).map(|badge| badge.as_str()).collect(),
        state: state_name(visit, seen, state),
        is_off: state != MemberState::Active,
        trust: line.trust,
        joined: seen.date(line.created_at),
    }
}

fn state_name(visit: &AdminVisit, seen: &ForumSeen, state: MemberState) -> String {
    visit.words(
        seen,
        match state {
            MemberState::Active => "admin-state-active",
            MemberState::Silenced => "admin-state-silenced",
            MemberState::Suspended => "admin-state-suspended",
            MemberState::Closed => "admin-state-closed",
        },
    )
}

fn role_name(visit: &AdminVisit, seen: &ForumSeen, role: Role) -> String {
    visit.words(
        seen,
        match role {
            Role::Staff => "admin-role-staff",
            Role::Moderator => "admin-role-moderator",
            Role::Admin => "admin-role-admin",
            Role::Expert => "admin-role-expert",
        },
    )
}

#[derive(Serialize)]
struct MemberPage {
    tab: &'static str,
    member: Row,
    url: String,
    until: Option<Moment>,
    last_seen: Option<Moment>,
    figures: Vec<(String, String)>,
    is_open: bool,
    is_restricted: bool,
    roles: Vec<HeldRole>,
    groups: Vec<Choice>,
    is_owned: bool,
    handed: Option<Handed>,
    erase_url: String,
    form: MemberForm,
}

/// An account on its way to its owner.
#[derive(Serialize)]
struct Handed {
    address: String,
    until: Moment,
}

#[derive(Serialize)]
struct HeldRole {
    role: &'static str,
    name: String,
    category: String,
    place: String,
}

#[derive(Serialize)]
struct MemberForm {
    roles: Vec<Choice>,
    places: Vec<Choice>,
    trusts: Vec<Choice>,
    groups: Vec<Choice>,
    states: Vec<Choice>,
    terms: Vec<Choice>,
    reason: String,
    address: String,
    address_error: String,
    errors: Vec<FieldError>,
    role_error: String,
    reason_error: String,
    state_error: String,
    trust_error: String,
}

/// `GET /admin/members/{member}`.
pub async fn show(visit: AdminVisit, id: Path<i64>) -> PageResult {
    let (seen, page) = member_page(&visit, MemberId(*id), &Fields::default(), None).await?;
    visit.show(&seen, "admin/members/show.html", &page)
}

/// What a refused form is told: which field, and the key of the sentence.
type Refused = (&'static str, &'static str);

async fn member_page(visit: &AdminVisit, id: MemberId, typed: &Fields, refused: Option<Refused>) -> Result<(ForumSeen, MemberPage), PageError> {
    let (seen, (line, figures, roles, own, all, ((is_owned, handed), can_erase))) = visit
        .look(move |conn, seen| {
            let line = listing::find(conn, id)?.ok_or(PageError::NotFound)?;
            let roles = roles::store::of_member(conn, id)?;
            let owner = (passwords::store::of_member(conn, id)?.is_some(), hand_over::waiting(conn, id, seen.now)?);
            let parts = Parts::of(&profiles::store::find(conn, id)?, &line.picture);
            let can_erase = can_erase(conn, &seen.viewer, id, parts)?;
            Ok((line, stored_member(conn, id)?, roles, groups::store::of_member(conn, id)?, groups::store::all(conn)?, (owner, can_erase)))
        })
        .await?;
    let state = line.state_at(seen.now);
    let errors: Vec<FieldError> = refused.map(|(field, key)| FieldError { field: field.into(), text: visit.words(&seen, key) }).into_iter().collect();
    let page = MemberPage {
        tab: "members",
        url: profile_url(&line.username),
        until: line.until.filter(|_| matches!(state, MemberState::Silenced | MemberState::Suspended)).map(|until| seen.moment(until)),
        last_seen: Some(line.seen_at).filter(|at| at.0 > 0).map(|at| seen.moment(at)),
        figures: figures_in_words(visit, &seen, figures),
        is_open: state != MemberState::Closed,
        is_restricted: matches!(state, MemberState::Silenced | MemberState::Suspended),
        roles: roles.iter().map(|(role, place)| held(visit, &seen, *role, *place)).collect(),
        groups: own.iter().map(|group| Choice::new(group.id.to_string(), &group.name, "")).collect(),
        is_owned,
        erase_url: if can_erase { erase_url(&line.username) } else { String::new() },
        handed: handed.map(|(address, until)| Handed { address, until: seen.moment(until) }),
        form: form(visit, &seen, &line, &own, &all, typed, errors),
        member: row(visit, &seen, &line),
    };
    Ok((seen, page))
}

fn figures_in_words(visit: &AdminVisit, seen: &ForumSeen, figures: MemberFigures) -> Vec<(String, String)> {
    let MemberFigures { topics, replies, comments, accepted, helpful } = figures;
    let named = [
        ("admin-figure-topics", topics),
        ("admin-figure-replies", replies),
        ("admin-figure-comments", comments),
        ("admin-figure-accepted", accepted),
        ("admin-figure-helpful", helpful),
    ];
    named.into_iter().map(|(key, number)| (visit.words(seen, key), format::count(seen.lang, number))).collect()
}

fn category_name(seen: &ForumSeen, id: CategoryId) -> String {
    seen.categories.get(id).map_or_else(|| id.to_string(), |category| category.name(seen.lang, seen.settings.language()).to_owned())
}

fn held(visit: &AdminVisit, seen: &ForumSeen, role: Role, place: Option<CategoryId>) -> HeldRole {
    HeldRole {
        role: role.as_str(),
        name: role_name(visit, seen, role),
        category: place.map(|id| id.to_string()).unwrap_or_default(),
        place: place.map_or_else(|| visit.words(seen, "admin-role-everywhere"), |id| category_name(seen, id)),
    }
}

fn form(visit: &AdminVisit, seen: &ForumSeen, line: &MemberLine, own: &[GroupRow], all: &[GroupRow], typed: &Fields, errors: Vec<FieldError>) -> MemberForm {
    let free = all.iter().filter(|group| !own.iter().any(|had| had.id == group.id));
    let places = seen.categories.all().iter().map(|category| Choice::new(category.id.to_string(), category_name(seen, category.id), typed.get("category")));
    let trust = line.trust.to_string();
    let terms = TERMS.iter().map(|days| {
        let name = visit.words_with(seen, "admin-standing-days", &[("count", (*days).into())]);
        Choice::new(days.to_string(), name, typed.get("term"))
    });
    let states = [("silenced", "admin-standing-silence"), ("suspended", "admin-standing-suspend")];
    MemberForm {
        roles: Role::ALL.iter().map(|role| Choice::new(role.as_str(), role_name(visit, seen, *role), typed.get("role"))).collect(),
        places: places.collect(),
        trusts: (0..=4).map(|level: i32| Choice::new(level.to_string(), level.to_string(), &trust)).collect(),
        groups: free.map(|group| Choice::new(group.id.to_string(), &group.name, typed.get("group"))).collect(),
        states: states.into_iter().map(|(value, key)| Choice::new(value, visit.words(seen, key), typed.get("state"))).collect(),
        terms: terms.collect(),
        reason: typed.get("reason").to_owned(),
        address: typed.get("address").to_owned(),
        address_error: error_of(&errors, "address"),
        role_error: error_of(&errors, "role"),
        reason_error: error_of(&errors, "reason"),
        state_error: error_of(&errors, "state"),
        trust_error: error_of(&errors, "trust"),
        errors,
    }
}

async fn answer(visit: AdminVisit, id: MemberId, typed: &Fields, outcome: Result<(), Refused>, notice: &str) -> PageResult {
    match outcome {
        Ok(()) => visit.done(&format!("{LIST}/{id}"), notice),
        Err(refused) => {
            let (seen, page) = member_page(&visit, id, typed, Some(refused)).await?;
            visit.show_mistakes(&seen, "admin/members/show.html", &page)
        }
    }
}

fn grant(id: MemberId, fields: &Fields) -> Result<Grant, PageError> {
    let role = Role::parse(fields.get("role")).ok_or(PageError::Bad("error-detail-form"))?;
    Ok(Grant { member: id, role, category: fields.number("category").map(CategoryId) })
}

/// `POST /admin/members/{member}/give-role`.
pub async fn give_role(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let id = MemberId(*id);
    let grant = admitted(&visit, grant(id, &fields)).await?;
    let (seen, ()) = visit.look(|_, _| Ok(())).await?;
    if grant.category.is_some_and(|category| seen.categories.get(category).is_none()) {
        return Err(PageError::NotFound);
    }
    let outcome = visit.write(move |tx, by| roles::give_role(tx, by, &grant)).await?;
    answer(visit, id, &fields, outcome.map_err(|error: RoleError| ("role", error.key())), "admin-notice-role-given").await
}

/// `POST /admin/members/{member}/take-role`.
pub async fn take_role(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let id = MemberId(*id);
    let grant = admitted(&visit, grant(id, &fields)).await?;
    let outcome = visit.write(move |tx, by| roles::take_role(tx, by, &grant)).await?;
    answer(visit, id, &fields, outcome.map_err(|error: RoleError| ("role", error.key())), "admin-notice-role-taken").await
}

/// What is wrong with a form is told to admins only.
async fn admitted<T>(visit: &AdminVisit, value: Result<T, PageError>) -> Result<T, PageError> {
    visit.look(|_, _| Ok(())).await?;
    value
}

/// `POST /admin/members/{member}/trust`.
pub async fn set_trust(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let id = MemberId(*id);
    let trust = fields.number("trust").and_then(|level| i32::try_from(level).ok()).unwrap_or(-1);
    let outcome = visit.write(move |tx, by| standing::set_trust(tx, by, id, trust)).await?;
    answer(visit, id, &fields, outcome.map_err(|error: StandingError| ("trust", error.key())), "admin-notice-trust-set").await
}

/// `POST /admin/members/{member}/restrict`: silences or suspends, with a reason and a term.
pub async fn restrict(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let id = MemberId(*id);
    let reason = single_line(fields.get("reason"));
    let refused = match (reason.is_empty(), graphemes(&reason) > REASON_LENGTH) {
        (true, _) => Some(("reason", "admin-error-reason")),
        (_, true) => Some(("reason", "admin-error-reason-long")),
        _ => None,
    };
    if let Some(refused) = refused {
        visit.look(|_, _| Ok(())).await?;
        return answer(visit, id, &fields, Err(refused), "").await;
    }
    let state = MemberState::parse(fields.get("state"));
    let days = fields.number("term").filter(|days| TERMS.contains(days));
    let outcome = visit
        .write(move |tx, by| {
            let until = days.map(|days| tx.now().plus(days * Timestamp::DAY));
            match state {
                Some(MemberState::Suspended) => standing::suspend(tx, by, id, until, &reason),
                Some(MemberState::Silenced) => standing::silence(tx, by, id, until, &reason),
                _ => Err(StandingError::NotAllowed.into()),
            }
        })
        .await?;
    answer(visit, id, &fields, outcome.map_err(|error: StandingError| ("state", error.key())), "admin-notice-restricted").await
}

/// `POST /admin/members/{member}/lift`.
pub async fn lift(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let id = MemberId(*id);
    let reason: String = single_line(fields.get("reason")).chars().take(REASON_LENGTH).collect();
    let outcome = visit.write(move |tx, by| standing::lift(tx, by, id, &reason)).await?;
    answer(visit, id, &fields, outcome.map_err(|error: StandingError| ("state", error.key())), "admin-notice-lifted").await
}

/// `POST /admin/members/{member}/hand-over`: mails a link to the address of the account's owner.
pub async fn hand_over(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let id = MemberId(*id);
    let address = match EmailAddress::parse(fields.get("address")) {
        Ok(address) => address,
        Err(error) => {
            visit.look(|_, _| Ok(())).await?;
            return answer(visit, id, &fields, Err(("address", address_key(error))), "").await;
        }
    };
    let outcome = visit.write(move |tx, by| hand_over::hand_over(tx, by, id, &address)).await?;
    answer(visit, id, &fields, outcome.map_err(|error: HandOverError| ("address", error.key())), "admin-notice-handed-over").await
}

/// `POST /admin/members/{member}/join`: a group.
pub async fn join(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let id = MemberId(*id);
    let group = GroupId(fields.number("group").unwrap_or(0));
    let outcome = visit.write(move |tx, by| groups::add_member(tx, by, group, id)).await?;
    answer(visit, id, &fields, outcome.map_err(|error: GroupError| ("", error.key())), "admin-notice-group-joined").await
}

/// `POST /admin/members/{member}/leave`: a group.
pub async fn leave(visit: AdminVisit, id: Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let id = MemberId(*id);
    let group = GroupId(fields.number("group").unwrap_or(0));
    let outcome = visit.write(move |tx, by| groups::remove_member(tx, by, group, id)).await?;
    answer(visit, id, &fields, outcome.map_err(|error: GroupError| ("", error.key())), "admin-notice-group-left").await
}
