//! How one reads: the clock, light or dark.

use crate::support::TestApp;
use crate::support::fixtures::*;
use guildhall::accounts::Right;

#[actix_web::test]
async fn times_are_those_of_the_zone_that_a_member_chose_without_a_script() {
    let app = TestApp::start().await;
    let (ann, bo) = (app.member("ann").await, app.member("bob").await);
    let id = bo.member();
    let topic = app
        .rows(move |conn| {
            let category = insert_category(conn, "payments", None, &[("everyone", Right::Ask)]);
            NewTopic::question(category, id, "Late in the evening").insert(conn)
        })
        .await;
    let address = format!("/t/{topic}");
    let times = |page: &crate::support::Answer| (page.texts("#post-1 time"), page.attributes("#post-1 time", "datetime"));
    let page = ann.follow(ann.get(&address).await).await;
    assert_eq!(times(&page), (vec!["21 Nov 2026, 14:06".into()], vec!["2026-11-21T14:06:00Z".into()]));
    assert_eq!(page.attributes("html", "data-zone"), [""; 0]);

    ann.post("/settings/preferences", &[("lang", "en"), ("zone", "Pacific/Auckland")]).await.expect(303);
    let page = ann.follow(ann.get(&address).await).await;
    assert_eq!(times(&page), (vec!["22 Nov 2026, 03:06".into()], vec!["2026-11-21T14:06:00Z".into()]), "for machines it stays UTC");
    assert_eq!(page.attributes("html", "data-zone"), ["Pacific/Auckland"]);
    assert_eq!(ann.get("/").await.texts(".row-last time"), ["22 Nov 2026"], "the next day already");
    assert_eq!(app.visitor().get("/").await.texts(".row-last time"), ["21 Nov 2026"]);
    let chosen = ann.get("/settings/preferences").await;
    assert_eq!(chosen.attributes("#zone option[selected]", "value"), ["Pacific/Auckland"]);
    assert!(chosen.text("#zone-h").ends_with("22 Nov 2026, 03:06"));
    assert!(chosen.attributes("#zone optgroup", "label").contains(&"Indian Ocean".to_owned()));

    ann.post("/settings/preferences", &[("lang", "en"), ("zone", "Europe/Nowhere")]).await.expect(400);
    assert_eq!(ann.get("/settings/preferences").await.attributes("#zone option[selected]", "value"), ["Pacific/Auckland"]);
    ann.post("/settings/preferences", &[("lang", "en"), ("zone", "")]).await.expect(303);
    assert_eq!(ann.get("/").await.attributes("html", "data-zone"), [""; 0]);
}

#[actix_web::test]
async fn a_chosen_theme_stands_on_every_page_of_its_member_alone() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let theme = |page: &crate::support::Answer| (page.attributes("html", "data-theme"), page.attributes("meta[name=color-scheme]", "content"));
    assert_eq!(theme(&ann.get("/").await), (vec![], vec!["light dark".into()]));
    for chosen in ["dark", "light"] {
        ann.post("/settings/preferences", &[("lang", "en"), ("theme", chosen)]).await.expect(303);
        for path in ["/", "/settings", "/u/ann", "/tags"] {
            assert_eq!(theme(&ann.get(path).await), (vec![chosen.into()], vec![chosen.into()]), "{path}");
        }
        assert_eq!(theme(&app.visitor().get("/").await), (vec![], vec!["light dark".into()]));
        assert_eq!(ann.get("/settings/preferences").await.attributes("#theme option[selected]", "value"), [chosen]);
    }
    ann.post("/settings/preferences", &[("lang", "en"), ("theme", "sepia")]).await.expect(400);
    ann.post("/settings/preferences", &[("lang", "en"), ("theme", "system")]).await.expect(303);
    assert_eq!(theme(&ann.get("/").await), (vec![], vec!["light dark".into()]));
}

#[actix_web::test]
async fn error_pages_have_the_theme_too_though_they_know_nobody() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let theme = |page: &crate::support::Answer| page.attributes("html", "data-theme");
    assert_eq!(theme(&ann.get("/nothing").await.expect(404)), [""; 0]);
    for chosen in ["dark", "light"] {
        let saved = ann.post("/settings/preferences", &[("lang", "en"), ("theme", chosen)]).await;
        ann.follow(saved).await.expect(200);
        assert_eq!(theme(&ann.get("/nothing").await.expect(404)), [chosen]);
        assert_eq!(theme(&ann.get("/admin").await.expect(404)), [chosen]);
        assert_eq!(theme(&ann.post_from_elsewhere("/sign-out", &[]).await.expect(403)), [chosen]);
        assert!(ann.get("/").await.cookies().is_empty(), "a browser that knows is not told again");
        assert_eq!(theme(&app.visitor().get("/nothing").await), [""; 0]);
    }
    // Another browser of the same member learns it by its first page.
    let elsewhere = app.signed_in(ann.member()).await;
    elsewhere.get("/").await.expect(200);
    assert_eq!(theme(&elsewhere.get("/nothing").await.expect(404)), ["light"]);
    elsewhere.follow(elsewhere.post("/sign-out", &[]).await.expect(303)).await.expect(200);
    assert_eq!((theme(&elsewhere.get("/nothing").await), elsewhere.cookie("theme")), (vec![], None), "whoever signed out leaves nothing");
    let saved = ann.post("/settings/preferences", &[("lang", "en"), ("theme", "system")]).await;
    ann.follow(saved).await.expect(200);
    assert_eq!((theme(&ann.get("/nothing").await), ann.cookie("theme")), (vec![], None));
    ann.keep("theme", "\"><script>");
    assert!(theme(&ann.get("/nothing").await.expect(404)).is_empty(), "a cookie is believed two words");
}

#[actix_web::test]
async fn preferences_leave_the_profile_alone_and_the_other_way_round() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    ann.post("/settings", &[("name", "Ann"), ("biography", "I sell yarn."), ("website", "garn.example")]).await.expect(303);
    ann.post("/settings/preferences", &[("lang", "nb"), ("zone", "Europe/Oslo"), ("theme", "dark"), ("answer_mail", "1"), ("reads-nb", "1")]).await.expect(303);
    ann.post("/settings", &[("name", "Ann B."), ("biography", "I sell yarn.")]).await.expect(303);
    let page = ann.get("/settings/preferences").await;
    let selected = |id: &str| page.attributes(&format!("{id} option[selected]"), "value");
    assert_eq!([selected("#lang"), selected("#zone"), selected("#theme")], [["nb"], ["Europe/Oslo"], ["dark"]]);
    assert!(page.has("#answer_mail[checked]"));
    let profile = ann.get("/settings").await;
    assert_eq!((profile.attributes("#name", "value"), profile.text("#biography")), (vec!["Ann B.".into()], "I sell yarn.".into()));
    app.run_jobs();
}
