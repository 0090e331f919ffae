//! An admin changes the community's settings, and reads the log.

use super::{category, done, log};
use crate::support::TestApp;
use guildhall::platform::settings::{FormsKey, Settings};

#[actix_web::test]
async fn settings_are_changed_for_everybody_at_once() {
    let app = TestApp::start().await;
    let elsewhere = app.another_process().await;
    let admin = app.admin("ada").await;
    let fields =
        [("origin_days", "90"), ("mail_wait", "10"), ("mails_a_day", "50"), ("name", " Kontor  people "), ("own", "nb"), ("lang-nb", "1"), ("lang-en", "1")];
    assert_eq!(done(&admin, "/admin/settings", &fields).await, "The settings are saved.");
    let settings = app.read(Settings::load).await;
    assert_eq!(settings.name, "Kontor people");
    assert_eq!(settings.languages.iter().map(|lang| lang.tag()).collect::<Vec<_>>(), ["nb", "en"]);
    assert!(!settings.sign_up_open);
    let home = app.visitor().reading("zh-Hant").get("/").await.expect(200);
    assert_eq!(home.attributes("html", "lang"), ["nb"]);
    assert!(home.text("title").ends_with("Kontor people"));
    assert!(elsewhere.read(Settings::load).await.name == "Kontor people");
    let log = log(&app).await;
    assert_eq!(log[0].act, "settings.change");
    assert!(log[0].before.starts_with("name=Guildhall; languages=en,nb,zh-Hant; sign_up_open=true"));
    assert!(log[0].after.starts_with("name=Kontor people; languages=nb,en; sign_up_open=false"));

    done(&admin, "/admin/settings", &fields).await;
    assert_eq!(super::log(&app).await.len(), 1, "nothing changed, nothing is logged");
}

#[actix_web::test]
async fn settings_with_mistakes_come_back_as_typed() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    let page = admin
        .post("/admin/settings", &[("origin_days", "90"), ("mail_wait", "10"), ("mails_a_day", "50"), ("name", "Kontor"), ("own", "nb"), ("lang-en", "1")])
        .await
        .expect(422);
    assert_eq!(page.attributes("#name", "value"), ["Kontor"]);
    assert!(page.has("#own[aria-invalid]") && page.has("#lang-en[checked]") && !page.has("#lang-nb[checked]") && !page.has("#sign_up_open[checked]"));
    let long = "k".repeat(61);
    for name in ["", "   ", "\u{200b}\n", long.as_str()] {
        let page = admin
            .post("/admin/settings", &[("origin_days", "90"), ("mail_wait", "10"), ("mails_a_day", "50"), ("name", name), ("own", "en"), ("lang-en", "1")])
            .await
            .expect(422);
        assert!(page.has("#name[aria-invalid]"), "{name:?}");
    }
    admin
        .post("/admin/settings", &[("origin_days", "90"), ("mail_wait", "10"), ("mails_a_day", "50"), ("name", "Kontor"), ("own", "tlh"), ("lang-en", "1")])
        .await
        .expect(422);
    assert_eq!(Settings { forms_key: FormsKey::default(), ..app.read(Settings::load).await }, Settings::default());
}

#[actix_web::test]
async fn the_log_is_read_by_act_and_by_member() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.admin("ada").await, app.admin("bea").await);
    let id = category(&app, "payments").await;
    for number in 0..60 {
        let closed = if number % 2 == 0 { "true" } else { "false" };
        ada.post(&format!("/admin/categories/{id}/close"), &[("closed", closed)]).await.expect(303);
    }
    bea.post("/admin/settings", &[("origin_days", "90"), ("mail_wait", "10"), ("mails_a_day", "50"), ("name", "Kontor"), ("own", "en"), ("lang-en", "1")])
        .await
        .expect(303);

    let page = ada.get("/admin/log").await.expect(200);
    assert_eq!(page.texts("tbody tr").len(), 50);
    assert!(page.texts("tbody tr")[0].contains("@bea") && page.texts("tbody tr")[0].contains("Changed the settings"));
    let older = page.attributes("a[rel=next]", "href");
    let page = ada.get(&older[0]).await.expect(200);
    assert_eq!(page.texts("tbody tr").len(), 13);
    assert!(!page.has("a[rel=next]"));

    let page = ada.get("/admin/log?member=Bea").await;
    assert_eq!(page.texts("tbody tr").len(), 2, "what bea did, and the role given to her");
    let page = ada.get("/admin/log?act=category.close&member=ada").await;
    assert_eq!(page.texts("tbody tr").len(), 30);
    assert_eq!(page.attributes("#act option[selected]", "value"), ["category.close"]);
    let page = ada.get("/admin/log?member=%3Cscript%3E").await;
    assert!(page.texts("tbody tr").is_empty() && page.has("#member[aria-invalid]"));
    assert!(ada.get("/admin/log?act=no.such.act").await.expect(200).texts("tbody tr").len() == 50);
}

#[actix_web::test]
async fn the_log_leads_to_where_an_act_is_taken_back() {
    let (app, category) = crate::forum::scene::scene().await;
    let (admin, asker) = (app.admin("ada").await, app.member("asker").await);
    let topic = crate::forum::scene::ask(&asker, category).await;
    let post = crate::forum::scene::reply(&app, &asker, topic, "The bank answered me this morning.").await;
    app.give_role(admin.member(), guildhall::accounts::Role::Moderator, None).await;
    admin.post(&format!("/t/{topic}/close"), &[]).await.expect(303);
    admin.post(&format!("/p/{post}/delete"), &[("reason", "It was said before.")]).await.expect(303);
    let page = admin.get("/admin/log").await.expect(200);
    let links = page.attributes("td.what a", "href");
    let other = app.admin("bea").await;
    assert!(!other.get("/admin/log").await.has("td.what a[href$='/desk']"), "whoever is no moderator undoes nothing there");
    let (of_post, of_topic) = (format!("/p/{post}"), format!("/t/{topic}"));
    assert_eq!(links[..4], [of_post.clone(), of_post.clone(), of_topic.clone(), format!("{of_topic}/desk")], "the newest first, what and where to undo it");
    for link in &links[..4] {
        let answer = admin.get(link).await;
        assert!(answer.status == 200 || answer.status == 301, "{link} is there: {}", answer.status);
    }
}
