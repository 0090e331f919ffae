//! Words that mean the same: an admin writes them, every process knows them.

use diesel::prelude::*;
use guildhall::platform::log::Via;
use guildhall::platform::log::store::newest;
use guildhall_schema::generations;

use crate::support::{Client, TestApp};

const LIST: &str = "/admin/search-words";

/// What means the same as a word, as a process knows it.
async fn alternatives(app: &TestApp, word: &'static str, lang: &'static str) -> Vec<String> {
    let (kept, db) = (app.parts.search.synonyms().clone(), app.db().clone());
    app.read(move |conn| Ok(kept.get(&db, conn)?.alternatives(word, lang).into_iter().map(str::to_owned).collect())).await
}

async fn done(ada: &Client, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = ada.post(path, fields).await.expect(303);
    ada.follow(answer).await.expect(200).text(".flash p")
}

/// Notices what another process changed, as the program does every second.
async fn notice(app: &TestApp) {
    let numbers = app.read(|conn| Ok(generations::table.select((generations::name, generations::value)).load::<(String, i64)>(conn)?)).await;
    for (name, number) in numbers {
        app.db().seen().advance_to(guildhall::platform::db::Generation::parse(&name).unwrap(), number);
    }
}

#[actix_web::test]
async fn words_are_added_changed_and_removed_everywhere() {
    let app = TestApp::start().await;
    let other = app.another_process().await;
    let ada = app.admin("ada").await;
    assert!(alternatives(&app, "refund", "en").await.is_empty() && alternatives(&other, "refund", "en").await.is_empty());
    assert_eq!(done(&ada, LIST, &[("words", "Refund,  money back"), ("lang", "")]).await, "The words are added.");
    assert_eq!(done(&ada, LIST, &[("words", "mva、merverdiavgift"), ("lang", "nb")]).await, "The words are added.");
    let page = ada.get(LIST).await.expect(200);
    assert_eq!(page.texts("tbody th a"), ["mva, merverdiavgift", "Refund, money back"]);
    assert_eq!(page.texts("tbody td:nth-child(2)"), ["Norsk bokmål", "All languages"]);
    let refund = page.attributes("tbody th a", "href").remove(1);
    assert_eq!(alternatives(&app, "refund", "nb").await, ["money back"]);
    assert!(alternatives(&app, "mva", "en").await.is_empty());
    assert!(alternatives(&other, "refund", "nb").await.is_empty(), "until it hears of it");
    notice(&other).await;
    assert_eq!(alternatives(&other, "refund", "nb").await, ["money back"]);

    let page = ada.get(&refund).await.expect(200);
    assert_eq!(page.text("#words"), "Refund, money back");
    assert_eq!(done(&ada, &refund, &[("words", "refund\nmoney back\nchargeback"), ("lang", "en")]).await, "The words are saved.");
    done(&ada, &refund, &[("words", "refund, money back, chargeback"), ("lang", "en")]).await;
    assert_eq!(alternatives(&app, "chargeback", "en").await, ["refund", "money back"]);
    assert_eq!(done(&ada, &format!("{refund}/remove"), &[]).await, "The words are removed.");
    assert!(alternatives(&app, "chargeback", "en").await.is_empty());
    for gone in [refund.clone(), format!("{LIST}/987654321")] {
        ada.get(&gone).await.expect(404);
        ada.post(&gone, &[("words", "a, b"), ("lang", "")]).await.expect(404);
        ada.post(&format!("{gone}/remove"), &[]).await.expect(404);
    }
    let mut entries = app.read(|conn| newest(conn, &Default::default(), 100)).await;
    entries.retain(|entry| entry.via == Via::Web);
    let facts: Vec<_> = entries.iter().map(|entry| (entry.act.as_str(), entry.before.as_str(), entry.after.as_str())).collect();
    let expected = [
        ("synonym.remove", "en: refund, money back, chargeback", ""),
        ("synonym.change", "Refund, money back", "en: refund, money back, chargeback"),
        ("synonym.add", "", "nb: mva, merverdiavgift"),
        ("synonym.add", "", "Refund, money back"),
    ];
    assert_eq!(facts, expected);
    assert!(ada.get("/admin/log").await.expect(200).body.contains("Removed words that mean the same"));
}

#[actix_web::test]
async fn what_is_no_group_comes_back_with_what_is_wrong() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    done(&ada, LIST, &[("words", "refund, money back"), ("lang", "")]).await;
    let group = ada.get(LIST).await.attributes("tbody th a", "href").remove(0);
    let many = (0..21).map(|number| number.to_string()).collect::<Vec<_>>().join(", ");
    let long = format!("{}, b", "x".repeat(51));
    let wrong =
        [("", "", "words"), ("refund, Refund", "", "words"), (&many, "nb", "words"), (&long, "", "words"), ("refund, ?", "", "words"), ("a, b", "tlh", "lang")];
    for (words, lang, field) in wrong {
        for path in [LIST, &group] {
            let page = ada.post(path, &[("words", words), ("lang", lang)]).await.expect(422);
            assert_eq!(page.text("#words"), words, "{path}");
            assert_eq!(page.attributes("#errors a", "href"), [format!("#{field}")]);
        }
    }
    assert_eq!(ada.get(LIST).await.texts("tbody th a"), ["refund, money back"]);
    assert_eq!(alternatives(&app, "refund", "en").await, ["money back"]);
}
