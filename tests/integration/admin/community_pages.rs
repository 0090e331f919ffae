//! An admin writes terms, privacy, imprint, contact and rules; everybody reads them.

use super::{done, log};
use crate::support::TestApp;
use guildhall::platform::community_pages::{CommunityPage, store};
use guildhall::platform::i18n::Lang;

const EN: &str = "/admin/pages/terms/en";
const NB: &str = "/admin/pages/terms/nb";

fn lang(tag: &str) -> Lang {
    Lang::parse(tag).unwrap()
}

#[actix_web::test]
async fn a_page_is_there_once_it_is_written_and_everywhere_linked() {
    let app = TestApp::start().await;
    let (admin, visitor) = (app.admin("ada").await, app.visitor());
    for address in ["/terms", "/tos", "/sitemap/pages.xml"] {
        visitor.get(address).await.expect(404);
    }
    assert!(!visitor.get("/").await.has(".foot a[href='/terms']") && !visitor.get("/sign-up").await.has("main a[href='/terms']"));

    let text = "Be fair.\n\n## What is *forbidden*\n\nSpam, @ada. <script>alert(1)</script>";
    assert_eq!(done(&admin, EN, &[("version", "0"), ("text", text)]).await, "The page is saved.");
    let page = visitor.get("/terms").await.expect(200);
    assert_eq!(page.text("h1"), "Terms");
    assert!(page.has(".prose em") && !page.has(".prose script") && !page.has(".prose a"), "rendered as posts are, without names: {}", page.body);
    assert_eq!(page.attributes("link[rel=canonical]", "href"), ["http://127.0.0.1:8080/terms"]);
    assert!(!page.has("meta[name=robots]") && page.has("meta[property='og:title'][content='Terms']"));
    assert_eq!(page.attributes("main time", "datetime"), ["2026-11-21T14:06:00Z"]);
    for address in ["/", "/terms", "/sign-in", "/nowhere"] {
        assert_eq!(visitor.get(address).await.attributes(".foot a[href='/terms']", "href"), ["/terms"], "{address}");
    }
    let form = visitor.get("/sign-up").await;
    assert!(form.has("main a[href='/terms']") && !form.has("main a[href='/privacy']"));
    assert!(visitor.get("/sitemap.xml").await.body.contains("/sitemap/pages.xml"));
    let map = visitor.get("/sitemap/pages.xml").await.expect(200).body;
    assert!(map.contains("<loc>http://127.0.0.1:8080/terms</loc>") && !map.contains("/privacy"));
    assert_eq!(visitor.get("/tos").await.expect(301).location().unwrap(), "/terms");
    visitor.get("/faq").await.expect(404);
    done(&admin, "/admin/pages/rules/en", &[("version", "0"), ("text", "Be kind.")]).await;
    for old in ["/faq", "/guidelines"] {
        assert_eq!(visitor.get(old).await.expect(301).location().unwrap(), "/rules");
    }
    let entry = &log(&app).await[1];
    assert_eq!((entry.act.as_str(), entry.subject_kind.as_str()), ("page.change", "page"));
    assert_eq!(entry.before, "page=terms; lang=en; characters=0");
    assert_eq!(entry.after, format!("page=terms; lang=en; characters={}", text.chars().count()));
    assert!(admin.get("/admin/log").await.expect(200).has("tbody a[href='/admin/pages']"));
}

#[actix_web::test]
async fn readers_get_their_language_or_the_communitys_own() {
    let app = TestApp::start().await;
    let (admin, elsewhere) = (app.admin("ada").await, app.another_process().await);
    done(&admin, NB, &[("version", "0"), ("text", "Vær rimelig.")]).await;
    let read = |language: &'static str| {
        let app = &app;
        async move {
            let page = app.visitor().reading(language).get("/terms").await.expect(200);
            (page.text(".prose"), page.attributes(".prose", "lang")[0].clone(), page.text("h1"))
        }
    };
    let words = |text: &str, lang: &str, heading: &str| (text.to_owned(), lang.to_owned(), heading.to_owned());
    assert_eq!(read("en").await, words("Vær rimelig.", "nb", "Terms"), "the only language there is");
    done(&admin, EN, &[("version", "0"), ("text", "Be fair.")]).await;
    assert_eq!(read("nb").await, words("Vær rimelig.", "nb", "Vilkår"));
    assert_eq!(read("zh-Hant").await, words("Be fair.", "en", "服務條款"), "the community's own");
    // Another process hears of it with its next look at the generations.
    let seen = elsewhere.read(guildhall::platform::db::generations::load).await;
    assert!(seen.iter().any(|(name, number)| name == "settings" && *number >= 2), "{seen:?}");
    assert!(elsewhere.visitor().get("/").await.has(".foot a[href='/terms']"));

    let list = admin.get("/admin/pages").await.expect(200);
    assert_eq!(list.texts("tbody tr").len(), 5);
    assert_eq!(list.texts(".page-texts li").iter().filter(|line| line.ends_with("not written")).count(), 5 * 3 - 2);
    // A language that is not offered has no form, and no word is said of one that is none.
    for nowhere in ["/admin/pages/terms/fr", "/admin/pages/nothing/en", "/admin/pages/privacy/en/history"] {
        admin.get(nowhere).await.expect(404);
    }
}

#[actix_web::test]
async fn what_was_typed_comes_back_as_a_preview_and_beside_what_another_wrote() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.admin("ada").await, app.admin("bea").await);
    let page = ada.post(EN, &[("version", "0"), ("text", "**Mine**"), ("preview", "1")]).await.expect(200);
    assert_eq!((page.text(".preview strong"), page.text("#text")), ("Mine".into(), "**Mine**".into()));
    app.visitor().get("/terms").await.expect(404);

    done(&bea, EN, &[("version", "0"), ("text", "Hers")]).await;
    let page = ada.post(EN, &[("version", "0"), ("text", "**Mine**")]).await.expect(409);
    assert_eq!((page.text("#text"), page.text(".now-text")), ("**Mine**".into(), "Hers".into()));
    assert_eq!(page.attributes("input[name=version]", "value"), ["1"]);
    assert_eq!(app.visitor().get("/terms").await.text(".prose"), "Hers");
    done(&ada, EN, &[("version", "1"), ("text", "Ours")]).await;

    let long = "x".repeat(32_001);
    for (version, text) in [("2", long.as_str()), ("none", "Ours again")] {
        let page = ada.post(EN, &[("version", version), ("text", text)]).await.expect(422);
        assert_eq!(page.text("#text"), text);
        assert!(page.text("title").starts_with("Error:"));
    }
    assert_eq!(app.visitor().get("/terms").await.text(".prose"), "Ours");

    let history = ada.get(&format!("{EN}/history")).await.expect(200);
    assert_eq!(history.texts(".revisions .name"), ["ada", "bea"]);
    assert_eq!(history.texts(".revisions ins"), ["Added: Ours", "Added: Hers"]);
    assert_eq!(history.texts(".revisions del"), ["Removed: Hers"]);
}

#[actix_web::test]
async fn a_page_without_text_goes_away_and_its_history_stays() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    done(&admin, EN, &[("version", "0"), ("text", "Be fair.")]).await;
    done(&admin, EN, &[("version", "1"), ("text", " \n ")]).await;
    app.visitor().get("/terms").await.expect(404);
    assert!(!app.visitor().get("/").await.has(".foot a[href='/terms']"));
    assert_eq!(admin.get(&format!("{EN}/history")).await.texts(".revisions del"), ["Removed: Be fair."]);
    let row = app.read(|conn| store::find(conn, CommunityPage::Terms, lang("en"))).await.unwrap();
    assert_eq!((row.version, row.source.as_str()), (2, ""));
    done(&admin, EN, &[("version", "2"), ("text", "Be fair again.")]).await;
    done(&admin, EN, &[("version", "3"), ("text", "Be fair again.")]).await;
    assert_eq!(app.read(|conn| store::find(conn, CommunityPage::Terms, lang("en"))).await.unwrap().version, 3, "nothing changed");
    assert_eq!(log(&app).await.len(), 3);
}

#[actix_web::test]
async fn an_older_renderers_pages_are_rendered_again() {
    use diesel::prelude::*;
    use guildhall_schema::community_pages;
    let app = TestApp::start().await;
    done(&app.admin("ada").await, EN, &[("version", "0"), ("text", "*Be* fair.")]).await;
    app.rows(|conn| {
        diesel::update(community_pages::table).set((community_pages::html.eq("old"), community_pages::renderer.eq(0))).execute(conn).unwrap();
    })
    .await;
    let (db, again) = (app.db().clone(), |db| guildhall::forum::rerender::outdated(&db, "http://127.0.0.1:8080").unwrap());
    assert_eq!(std::thread::spawn(move || again(db)).join().unwrap(), 1);
    assert_eq!(app.visitor().get("/terms").await.text(".prose em"), "Be");
    let db = app.db().clone();
    assert_eq!(std::thread::spawn(move || again(db)).join().unwrap(), 0);
}
