//! An admin makes groups, fills them, and removes them with what they were granted.

use super::{done, log};
use crate::support::{TestApp, fixtures};
use guildhall::accounts::{Right, store};

#[actix_web::test]
async fn a_group_opens_a_category_until_it_is_removed() {
    let app = TestApp::start().await;
    let (ada, ann) = (app.admin("ada").await, app.member("ann").await);
    let answer = ada.post("/admin/groups", &[("name", "Our partners"), ("slug", "partners"), ("partner", "1")]).await.expect(303);
    let group = answer.location().unwrap();
    app.rows(|conn| fixtures::insert_category(conn, "agencies", None, &[("partners", Right::Ask), ("staff", Right::Ask)])).await;
    ann.get("/c/agencies").await.expect(404);

    let refused = ada.post(&format!("{group}/join"), &[("username", "nobody")]).await.expect(422);
    assert_eq!(refused.attributes("#username", "value"), ["nobody"]);
    assert_eq!(refused.attributes("#name", "value"), ["Our partners"]);
    assert_eq!(done(&ada, &format!("{group}/join"), &[("username", "@Ann")]).await, "The member is in the group.");
    ann.get("/c/agencies").await.expect(200);
    assert_eq!(ada.get(&group).await.texts(".held a"), ["ann @ann"]);
    assert!(ada.get("/admin/categories").await.body.contains("Our partners: read, reply and ask"));

    let member = ann.member().to_string();
    done(&ada, &format!("{group}/leave"), &[("member", &member)]).await;
    ann.get("/c/agencies").await.expect(404);
    done(&ada, &format!("/admin/members/{member}/join"), &[("group", group.rsplit('/').next().unwrap())]).await;
    ann.get("/c/agencies").await.expect(200);

    ada.get(&format!("{group}/remove")).await.expect(200);
    assert_eq!(done(&ada, &format!("{group}/remove"), &[]).await, "The group is removed.");
    ann.get("/c/agencies").await.expect(404);
    ada.get(&group).await.expect(404);
    let again = ada.post("/admin/groups", &[("name", "Others"), ("slug", "partners")]).await.expect(303).location().unwrap();
    done(&ada, &format!("{again}/join"), &[("username", "ann")]).await;
    ann.get("/c/agencies").await.expect(404);
    let acts: Vec<String> = log(&app).await.into_iter().map(|entry| entry.act).collect();
    assert_eq!(acts, ["group.add", "group.make", "category.edit", "group.remove", "group.add", "group.remove-member", "group.add", "group.make"]);
    app.run_jobs();
}

#[actix_web::test]
async fn a_group_is_renamed_and_its_badge_changed() {
    let app = TestApp::start().await;
    let (ada, ann) = (app.admin("ada").await, app.member("ann").await);
    let group = ada.post("/admin/groups", &[("name", "Partners"), ("slug", "partners")]).await.expect(303).location().unwrap();
    done(&ada, &format!("{group}/join"), &[("username", "ann")]).await;
    assert_eq!(done(&ada, &group, &[("name", "Friends"), ("partner", "1")]).await, "The group is saved.");
    done(&ada, &group, &[("name", "Friends"), ("partner", "1")]).await;
    let entries = log(&app).await;
    assert_eq!(entries.len(), 3, "nothing changed, nothing is logged");
    assert_eq!((entries[0].before.as_str(), entries[0].after.as_str()), ("name=Partners; badge=none", "name=Friends; badge=partner"));
    let member = ann.member();
    let groups = app.read(move |conn| guildhall::accounts::groups::store::of_member(conn, member)).await;
    assert_eq!(groups[0].badge.as_deref(), Some("partner"));
    assert_eq!(app.read(move |conn| store::find(conn, member)).await.unwrap().username, "ann");
    app.run_jobs();
}

#[actix_web::test]
async fn words_of_groups_are_checked() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    for (name, slug) in [("Staff", "staff"), ("Everybody", "everyone"), ("", "testers"), ("Testers", "Te sters"), ("Testers", "-"), ("Testers", "")] {
        let page = ada.post("/admin/groups", &[("name", name), ("slug", slug)]).await.expect(422);
        assert_eq!(page.attributes("#name", "value"), [name]);
        assert_eq!(page.attributes("#slug", "value"), [slug]);
        assert_eq!(page.texts("#errors li").len(), 1);
    }
    assert!(log(&app).await.is_empty());
}
