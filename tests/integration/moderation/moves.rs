//! Topics that are moved while, or because, they are looked at.

use diesel::prelude::*;
use guildhall::accounts::{CategoryId, Right, Role};
use guildhall::forum::{PostId, TopicId};
use guildhall_schema::{flags, topics};

use super::scene::{flag, trusted};
use crate::forum::scene::{ask, figures_are_right, reply, scene, state};
use crate::support::fixtures::insert_category;
use crate::support::{Answer, Client, TestApp};

const OFFER: &str = "Write to me, I sell what you need, see https://cheap.example/now and buy.";

async fn first_case(who: &Client) -> String {
    who.get("/review").await.expect(200).attributes("a.to-case", "href").remove(0)
}

async fn decides(who: &Client, case: &str, category: &str) -> Answer {
    let version = who.get(case).await.expect(200).attributes("form[data-decide] input[name=version]", "value").remove(0);
    let fields = [("version", version.as_str()), ("verdict", "move"), ("rule", "off_topic"), ("words", "It is about parcels."), ("category", category)];
    who.post(&format!("{case}/decide"), &fields).await
}

async fn flagged(app: &TestApp, category: CategoryId) -> (Client, TopicId, PostId) {
    let (ann, bob) = (trusted(app, "ann", 1).await, trusted(app, "bob", 1).await);
    let topic = ask(&ann, category).await;
    let offer = reply(app, &bob, topic, OFFER).await;
    for name in ["kim", "lee", "max"] {
        flag(&trusted(app, name, 2).await, offer, "promotion").await;
    }
    app.run_jobs();
    (bob, topic, offer)
}

async fn category_of(app: &TestApp, topic: TopicId) -> CategoryId {
    app.read(move |conn| Ok(topics::table.find(topic).select(topics::category).first(conn)?)).await
}

async fn another(app: &TestApp) -> CategoryId {
    app.rows(|conn| insert_category(conn, "shipping", None, &[("everyone", Right::Read), ("members", Right::Ask)])).await
}

#[actix_web::test]
async fn a_topic_is_moved_by_a_decision_with_a_letter_and_goes_back_when_that_is_undone() {
    let (app, here) = scene().await;
    let there = another(&app).await;
    let (bob, topic, offer) = flagged(&app, here).await;
    let (mia, kit) = (app.moderator("mia").await, app.member("kit").await);
    app.give_role(kit.member(), Role::Moderator, Some(here)).await;
    let case = first_case(&mia).await;
    for category in ["", "9999", &here.to_string()] {
        assert!(decides(&mia, &case, category).await.expect(422).has("#category[aria-invalid=true]"), "{category}");
    }
    assert!(decides(&kit, &case, &there.to_string()).await.expect(422).has("#category[aria-invalid=true]"), "both ends are theirs to keep");
    decides(&mia, &case, &there.to_string()).await.expect(303);
    app.run_jobs();
    assert_eq!((category_of(&app, topic).await, state(&app, offer).await.as_str()), (there, "visible"));
    assert!(bob.get("/decisions").await.text("main").contains("It is about parcels."));
    figures_are_right(&app, topic).await;
    let undo = mia.get(&case).await.attributes("form[action$='/undo']", "action").remove(0);
    mia.post(&undo, &[]).await.expect(303);
    app.run_jobs();
    assert_eq!((category_of(&app, topic).await, state(&app, offer).await.as_str()), (here, "hidden"));
    figures_are_right(&app, topic).await;
}

#[actix_web::test]
async fn what_is_looked_at_goes_along_with_its_topic() {
    let (app, here) = scene().await;
    let there = another(&app).await;
    let (_, topic, offer) = flagged(&app, here).await;
    let (mia, kit, pat) = (app.moderator("mia").await, app.member("kit").await, app.member("pat").await);
    app.give_role(kit.member(), Role::Moderator, Some(here)).await;
    app.give_role(pat.member(), Role::Moderator, Some(there)).await;
    let case = first_case(&kit).await;
    pat.get(&case).await.expect(404);
    mia.post(&format!("/t/{topic}/category"), &[("category", &there.to_string())]).await.expect(303);
    app.run_jobs();
    kit.get(&case).await.expect(404);
    assert_eq!(first_case(&pat).await, case);
    // Alone, its post is flagged where it stands now.
    let other = ask(&app.member("joe").await, here).await;
    mia.post(&format!("/p/{offer}/restore"), &[]).await.expect(303);
    let fields = [("whither", "existing".to_owned()), ("into", other.to_string()), (&*format!("post-{offer}"), "1".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    mia.post(&format!("/t/{topic}/move"), &fields).await.expect(303);
    app.run_jobs();
    let stand: Vec<Option<TopicId>> = app.read(move |conn| Ok(flags::table.filter(flags::post.eq(offer)).select(flags::topic).load(conn)?)).await;
    assert!(stand.len() == 3 && stand.iter().all(|topic| *topic == Some(other)), "{stand:?}");
    figures_are_right(&app, other).await;
}
