//! The delivery log as an admin reads it, and how every mail looks.

use guildhall::platform::i18n::Lang;

use crate::forum::scene::{ask, reply, scene};
use crate::support::TestApp;

#[actix_web::test]
async fn mails_are_found_by_what_became_of_them_and_by_address() {
    let (app, category) = scene().await;
    let (ann, sigrid, admin) = (app.member("ann").await, app.staff("sigrid").await, app.admin("ada").await);
    let topic = ask(&ann, category).await;
    for number in 0..51 {
        reply(&app, &sigrid, topic, &format!("We have asked your bank about this, {number}.")).await;
        app.run_jobs();
    }
    app.visitor().post("/forgotten-password", &[("address", "sigrid@example.com")]).await.expect(303);
    app.run_jobs();
    let page = admin.get("/admin/mail").await.expect(200);
    let rows = page.texts("tbody tr");
    assert_eq!(rows.len(), 50);
    assert!(rows[0].contains("sigrid@example.com Password Sent") && rows[1].contains("ann@example.com Notice Sent"), "{:?}", &rows[..2]);
    let older = page.attributes("a[rel=next]", "href").remove(0);
    assert_eq!(admin.get(&older).await.expect(200).texts("tbody tr").len(), 1, "50 mails about notices a day, and one");
    let found = admin.get("/admin/mail?address=Sigrid%40Example.com").await.expect(200).texts("tbody tr");
    assert_eq!(found.len(), 1);
    assert!(admin.get("/admin/mail?address=igrid").await.expect(200).texts("tbody tr").is_empty(), "exactly");
    assert!(admin.get("/admin/mail?outcome=bounced").await.expect(200).texts("tbody tr").is_empty());
    let sent = admin.get("/admin/mail?outcome=sent&address=ann%40example.com").await.expect(200);
    assert_eq!(sent.texts("tbody tr").len(), 50);
    ann.get("/admin/mail").await.expect(404);
}

#[actix_web::test]
async fn every_mail_is_shown_in_every_language_in_a_frame_that_runs_nothing() {
    let app = TestApp::start().await;
    let (admin, ann) = (app.admin("ada").await, app.member("ann").await);
    let first = admin.get("/admin/mail/preview").await.expect(200);
    let mails = first.attributes("select[name=mail] option", "value");
    let templates = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/mail")).unwrap().flatten();
    let mut there: Vec<String> = templates.filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".txt").map(str::to_owned)).collect();
    there.retain(|name| name != "layout");
    there.sort();
    let mut listed: Vec<String> = mails.iter().filter(|mail| !mail.is_empty()).cloned().collect();
    listed.sort();
    assert_eq!(listed, there, "each mail that has a template");
    for mail in &there {
        for lang in Lang::all() {
            let page = admin.get(&format!("/admin/mail/preview?mail={mail}&lang={}", lang.tag())).await.expect(200);
            assert!(!page.text("pre").is_empty() && !page.text("main h2").contains("mail-"), "{mail} {}", lang.tag());
            assert_eq!(page.attributes("iframe", "sandbox"), [""]);
            assert!(page.header("content-security-policy").unwrap().ends_with("; frame-src 'self'"));
            let frame = page.attributes("iframe", "src").remove(0);
            let answer = admin.get(&frame).await.expect(200);
            let policy = answer.header("content-security-policy").unwrap().to_owned();
            assert!(policy.contains("default-src 'none'; style-src 'sha256-") && policy.ends_with("; sandbox") && !policy.contains("unsafe"), "{policy}");
            assert!(answer.body.starts_with("<!doctype html>") && !answer.body.contains("mail-notice"), "{}", answer.body);
            ann.get(&frame).await.expect(404);
        }
    }
    ann.get("/admin/mail/preview").await.expect(404);
    admin.get("/admin/mail/preview/layout/en").await.expect(404);
    admin.get("/admin/mail/preview/notice/tlh").await.expect(404);
}
