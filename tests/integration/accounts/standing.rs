//! Roles, groups, silence and suspension: who may, what is logged, what others see.

use crate::support::TestApp;
use guildhall::accounts::groups::{self, GroupError, NewGroup};
use guildhall::accounts::roles::{Grant, RoleError, give_role, take_role};
use guildhall::accounts::standing::{StandingError, lift, set_trust, silence, suspend};
use guildhall::accounts::{Acting, MemberId, Role, set_up, store};
use guildhall::platform::db::{Failure, Timestamp, Tx};
use guildhall::platform::i18n::Lang;
use guildhall::platform::log;
use guildhall::platform::text::EmailAddress;

type Outcome<E> = Result<(), Failure<E>>;

async fn acts<E: Send + 'static>(
    app: &TestApp,
    who: MemberId,
    work: impl FnMut(&mut Tx<'_>, &guildhall::accounts::Viewer) -> Outcome<E> + Send + 'static,
) -> Option<E> {
    match app.db().write(Acting::Member(who), work).await {
        Ok(()) => None,
        Err(Failure::Refused(reason)) => Some(reason),
        Err(Failure::Database(error)) => panic!("{error}"),
    }
}

async fn log_lines(app: &TestApp) -> Vec<String> {
    let entries = app.read(|conn| log::store::newest(conn, &Default::default(), 50)).await;
    entries.into_iter().rev().map(|e| format!("{} {} {} {}>{}", e.via.as_str(), e.act, e.subject, e.before, e.after)).collect()
}

#[actix_web::test]
async fn admins_give_and_take_roles_and_the_log_says_so() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.admin("ada").await.member(), app.moderator("bob").await.member());
    let staff = Grant { member: bob, role: Role::Staff, category: None };
    assert_eq!(acts(&app, bob, move |tx, by| give_role(tx, by, &staff)).await, Some(RoleError::NotAllowed));
    for _ in 0..2 {
        assert_eq!(acts(&app, ada, move |tx, by| give_role(tx, by, &staff)).await, None);
    }
    assert_eq!(acts(&app, ada, move |tx, by| take_role(tx, by, &staff)).await, None);
    let own = Grant { member: ada, role: Role::Admin, category: None };
    assert_eq!(acts(&app, ada, move |tx, by| take_role(tx, by, &own)).await, Some(RoleError::LastAdmin));
    assert_eq!(acts(&app, ada, move |tx, by| suspend(tx, by, ada, None, "")).await, Some(StandingError::LastAdmin));
    let expected = [
        format!("command role.give {ada} >admin"),
        format!("command role.give {bob} >moderator"),
        format!("web role.give {bob} >staff"),
        format!("web role.take {bob} staff>"),
    ];
    assert_eq!(log_lines(&app).await, expected);
}

#[actix_web::test]
async fn moderators_silence_and_suspend_members_without_a_role() {
    let app = TestApp::start().await;
    let (bob, sara) = (app.moderator("bob").await.member(), app.staff("sara").await.member());
    let eve = app.member("eve").await;
    let member = eve.member();
    assert_eq!(acts(&app, bob, move |tx, by| suspend(tx, by, sara, None, "no")).await, Some(StandingError::NotAllowed));
    assert_eq!(acts(&app, member, move |tx, by| silence(tx, by, bob, None, "no")).await, Some(StandingError::NotAllowed));
    assert_eq!(acts(&app, bob, move |tx, by| set_trust(tx, by, member, 2)).await, Some(StandingError::NotAllowed));
    let until = crate::support::START.plus(Timestamp::DAY);
    assert_eq!(acts(&app, bob, move |tx, by| suspend(tx, by, member, Some(until), "advertising")).await, None);
    let viewer = app.read(move |conn| store::viewer(conn, member, crate::support::START)).await;
    assert!(viewer.id().is_none() && viewer.groups() == ["everyone"], "reads as a visitor");
    eve.get("/settings").await.expect(200);
    let viewer = app.read(move |conn| store::viewer(conn, member, until)).await;
    assert!(viewer.id().is_some(), "it ran out");
    assert_eq!(acts(&app, bob, move |tx, by| lift(tx, by, member, "appealed")).await, None);
    assert!(log_lines(&app).await.contains(&format!("web member.suspend {member} active>suspended until 2026-11-22T14:06:00Z")), "{:?}", log_lines(&app).await);
}

#[actix_web::test]
async fn a_group_gives_its_members_what_it_has() {
    let app = TestApp::start().await;
    let (ada, eve) = (app.admin("ada").await.member(), app.member("eve").await.member());
    let make = move |slug: &'static str| {
        move |tx: &mut Tx<'_>, by: &guildhall::accounts::Viewer| {
            groups::make(tx, by, &NewGroup { slug: slug.into(), name: "Fjord Agency".into(), is_partner: true }).map(|_| ())
        }
    };
    assert_eq!(acts(&app, eve, make("fjord")).await, Some(GroupError::NotAllowed));
    assert_eq!(acts(&app, ada, make("staff")).await, Some(GroupError::SlugTaken));
    assert_eq!(acts(&app, ada, make("no spaces")).await, Some(GroupError::BadSlug));
    assert_eq!(acts(&app, ada, make("fjord")).await, None);
    assert_eq!(acts(&app, ada, make("fjord")).await, Some(GroupError::SlugTaken));
    let group = app.read(groups::store::all).await[0].id;
    assert_eq!(acts(&app, ada, move |tx, by| groups::add_member(tx, by, group, eve)).await, None);
    let viewer = app.read(move |conn| store::viewer(conn, eve, crate::support::START)).await;
    assert!(viewer.is_in("fjord"));
    let imitates = app.read(|conn| Ok(guildhall::accounts::names::free_name(conn, "Eve", None).is_err())).await;
    assert!(imitates, "a partner's name is guarded");
    assert_eq!(acts(&app, ada, move |tx, by| groups::remove(tx, by, group).map(|_| ())).await, None);
    let viewer = app.read(move |conn| store::viewer(conn, eve, crate::support::START)).await;
    assert!(!viewer.is_in("fjord"));
}

#[actix_web::test]
async fn the_printed_link_makes_the_first_admin_once() {
    let app = TestApp::start().await;
    let db = app.db().clone();
    let path = std::thread::spawn(move || set_up::issue_link(&db)).join().unwrap().unwrap();
    let token = path.strip_prefix("/set-up/").unwrap().to_owned();
    let new =
        set_up::FirstAdmin { token, username: "ada".into(), address: EmailAddress::parse("ada@example.com").unwrap(), phc: "x".into(), lang: Lang::FIRST };
    let again = new.clone();
    let member = app.db().write(Acting::Visitor, move |tx, _| set_up::first_admin(tx, &new)).await.unwrap();
    let viewer = app.read(move |conn| store::viewer(conn, member, crate::support::START)).await;
    assert!(viewer.is_admin() && viewer.is_staff() && viewer.is(Role::Moderator));
    let second = app.db().write(Acting::Visitor, move |tx, _| set_up::first_admin(tx, &again)).await;
    assert!(matches!(second, Err(Failure::Refused(set_up::FirstAdminError::Ended))), "{second:?}");
}
