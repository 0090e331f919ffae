//! The desk of those who keep order: to others nothing is there, and to them only what they may see.

use diesel::prelude::*;
use guildhall::forum::PostState;
use guildhall_schema::{case_items, cases};

use super::every_route::{assert_same, normalised};
use super::expected::moderates;
use super::routes::{Fields, NEVER};
use super::world::{Role, Thing, World};

/// Puts each thing that can be looked at into a case of its own.
async fn cases_of(world: &World) -> Vec<(Thing, i64)> {
    let mut all = Vec::new();
    for thing in world.things().into_iter().filter(|thing| thing.kind.state != PostState::Erased && thing.kind.topic_state != PostState::Erased) {
        let category = if thing.kind.is_in_closed_category { world.closed } else { world.open };
        let author = world.client(Role::Author).member();
        let case = world
            .app
            .rows(move |conn| {
                let row = (cases::author.eq(author), cases::category.eq(Some(category)), cases::why.eq("flags"));
                let row = (row.0, row.1, row.2, cases::urgency.eq(2_i64), cases::opened_at.eq(1_i64));
                let case: i64 = diesel::insert_into(cases::table).values(row).returning(cases::id).get_result(conn).unwrap();
                let item = (case_items::case_id.eq(case), case_items::author.eq(author), case_items::post.eq(Some(thing.post.0)));
                diesel::insert_into(case_items::table)
                    .values((item.0, item.1, item.2, case_items::why.eq("flags"), case_items::added_at.eq(1_i64)))
                    .execute(conn)
                    .unwrap();
                case
            })
            .await;
        all.push((thing, case));
    }
    all
}

#[actix_web::test]
async fn a_case_is_there_for_those_who_keep_order_where_it_stands() {
    let world = World::new().await;
    let all = cases_of(&world).await;
    for role in Role::ALL {
        let keeps_order = matches!(role, Role::Moderator | Role::CategoryModerator);
        let queue = world.ask(role, "GET", "/review", &Fields::new()).await;
        // An admin who is no moderator is told so, and of no case.
        let otherwise = if role == Role::Admin { 403 } else { 404 };
        assert_eq!(queue.status, if keeps_order { 200 } else { otherwise }, "{role:?}");
        for (thing, case) in &all {
            let (address, nowhere) = (format!("/review/{case}"), format!("/review/{NEVER}"));
            let page = world.ask(role, "GET", &address, &Fields::new()).await;
            let what = format!("{role:?}: the case of {:?}", thing.kind);
            if moderates(role, thing.kind) {
                assert_eq!(page.status, 200, "{what}");
                continue;
            }
            let nothing = world.ask(role, "GET", &nowhere, &Fields::new()).await.expect(404);
            assert_same(normalised(&page, &address), normalised(&nothing, &nowhere), &what);
            for act in ["claim", "release", "note", "second", "decide", "appeal"] {
                let fields: Fields = [("note", "x"), ("verdict", "no_action"), ("version", "1")].map(|(name, value)| (name, value.to_owned())).to_vec();
                let (address, nowhere) = (format!("{address}/{act}"), format!("{nowhere}/{act}"));
                let answer = world.ask(role, "POST", &address, &fields).await.expect(404);
                let nothing = world.ask(role, "POST", &nowhere, &fields).await;
                assert_same(normalised(&answer, &address), normalised(&nothing, &nowhere), &what);
            }
        }
        let answer = world.ask(role, "POST", "/decisions/1/undo", &Fields::new()).await;
        assert_eq!(answer.status, 404, "{role:?}: there is no decision");
    }
}
