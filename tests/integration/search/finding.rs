//! What people type, and what they find.

use diesel::prelude::*;
use guildhall::accounts::{CategoryId, Right};
use guildhall::forum::posts::change_state::StateChange;

use crate::forum::scene::{ask, change, post, question, reply, scene, topic_in};
use crate::support::fixtures::insert_category;
use crate::support::{Answer, Client, TestApp};

async fn asks(client: &Client, category: CategoryId, title: &str, body: &str, tags: &str) -> guildhall::forum::TopicId {
    let category = category.to_string();
    let mut fields = question(&category, "");
    for field in &mut fields {
        match field.0 {
            "title" => field.1 = title,
            "body" => field.1 = body,
            "tags" => field.1 = tags,
            _ => {}
        }
    }
    topic_in(&client.post("/ask", &fields).await.expect(303))
}

fn titles(page: &Answer) -> Vec<String> {
    page.texts(".hit .row-title a")
}

async fn found(client: &Client, query: &str) -> Vec<String> {
    titles(&client.get(&format!("/search?q={}", encoded(query))).await.expect(200))
}

fn encoded(query: &str) -> String {
    url::form_urlencoded::byte_serialize(query.as_bytes()).collect()
}

#[actix_web::test]
async fn words_in_any_order_misspelt_and_in_other_forms() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    asks(&ann, category, "Payouts stopped after the bank changed our account", "Since Monday no payout has reached us. What do we have to do?", "").await;
    asks(&ann, category, "How do I print shipping labels in a batch?", "We send forty parcels a day and print each label alone.", "").await;
    asks(&ann, category, "Tax is not shown at the checkout", "Norwegian customers see prices without tax.", "").await;
    app.run_jobs();
    let visitor = app.visitor();
    for (query, first) in [
        ("bank payout", "Payouts"),
        ("account payouts stopped", "Payouts"),
        ("paoyuts", "Payouts"),
        ("shiping lables", "How do I print"),
        ("labels printing", "How do I print"),
        ("checkuot tax", "Tax"),
        ("parcels", "How do I print"),
        ("\"no payout has reached\"", "Payouts"),
        ("custom", "Tax"),
    ] {
        let titles = found(&visitor, query).await;
        assert!(titles.first().is_some_and(|title| title.starts_with(first)), "{query}: {titles:?}");
    }
    assert_eq!(found(&visitor, "payout -bank").await.len(), 0);
    assert_eq!(found(&visitor, "qqqqzzzz").await.len(), 0);
    let page = visitor.get("/search?q=%22payout+no+reached%22").await.expect(200);
    assert_eq!(titles(&page).len(), 1);
    assert!(page.text("#results").contains("one by one"), "{}", page.text("#results"));
}

#[actix_web::test]
async fn every_change_of_a_topic_reaches_the_index() {
    let (app, category) = scene().await;
    let (ann, bob, moderator) = (app.member("ann").await, app.member("bob").await, app.moderator("mia").await);
    let topic = ask(&ann, category).await;
    app.run_jobs();
    let visitor = app.visitor();
    assert_eq!(found(&visitor, "payouts bank").await.len(), 1);
    // A reply is found by its own words, under its topic's title.
    let answer = reply(&app, &bob, topic, "Please confirm your micro-deposit in the finance settings.").await;
    app.run_jobs();
    let page = visitor.get("/search?q=micro-deposit").await.expect(200);
    assert_eq!(page.attributes(".hit .row-title a", "href").first().map(|url| url.ends_with("/2")), Some(true));
    assert!(page.text(".hit .excerpt").contains("micro-deposit"));
    // Accepted: the topic is solved, and may be asked for as such.
    assert_eq!(found(&visitor, "payouts status:solved").await.len(), 0);
    ann.post(&format!("/p/{answer}/accept"), &[("by", "asker")]).await.expect(303);
    app.run_jobs();
    assert_eq!(found(&visitor, "payouts status:solved").await.len(), 1);
    // Hidden: gone for all but its author and moderators.
    change(&app, answer, StateChange::Hide).await;
    app.run_jobs();
    assert_eq!(found(&visitor, "micro-deposit").await.len(), 0);
    assert_eq!(found(&bob, "micro-deposit").await.len(), 1);
    assert_eq!(found(&moderator, "micro-deposit").await.len(), 1);
    assert_eq!(found(&visitor, "payouts status:solved").await.len(), 0);
    change(&app, answer, StateChange::Restore).await;
    // Not even before its job ran is something shown that may not be seen.
    assert_eq!(found(&visitor, "micro-deposit").await.len(), 0);
    app.run_jobs();
    assert_eq!(found(&visitor, "micro-deposit").await.len(), 1);
    let first = post(&app, topic, 1).await;
    change(&app, first, StateChange::Hide).await;
    assert_eq!(found(&visitor, "micro-deposit").await.len(), 0, "a hidden topic is gone at once");
    app.run_jobs();
    assert_eq!(found(&visitor, "payouts").await.len(), 0);
    assert_eq!(found(&ann, "payouts").await.len(), 1);
}

#[actix_web::test]
async fn operators_and_the_form_narrow_down() {
    let (app, payments) = scene().await;
    let shipping = app.rows(|conn| insert_category(conn, "shipping", None, &[("everyone", Right::Read), ("members", Right::Ask)])).await;
    let (ann, sue) = (app.member("ann").await, app.staff("sue").await);
    app.rows(|conn| diesel::update(guildhall_schema::members::table).set(guildhall_schema::members::trust.eq(2)).execute(conn).expect("they are trusted"))
        .await;
    let late = asks(&ann, payments, "Refund is late this week", "The refund of order 12 has not arrived at the customer.", "refunds, bank").await;
    asks(&sue, shipping, "Refund for a lost parcel", "How does a refund for a lost parcel work with carriers?", "refunds").await;
    reply(&app, &sue, late, "Refunds take five days with this bank.").await;
    app.run_jobs();
    let visitor = app.visitor();
    for (query, count) in [
        ("refund", 2),
        ("refund category:shipping", 1),
        ("refund category:never", 0),
        ("refund tag:refunds", 2),
        ("refund tag:refunds tag:bank", 1),
        ("refund @ann", 1),
        ("refund by:staff", 2),
        ("refund @nobody", 0),
        ("status:unanswered", 1),
        ("refund status:unsolved", 1),
        ("in:title parcel", 1),
        ("in:title customer", 0),
        ("refund before:2020", 0),
        ("refund after:2020", 2),
        ("refund lang:en", 2),
        ("refund lang:nb", 0),
        ("@sue", 2),
    ] {
        assert_eq!(found(&visitor, query).await.len(), count, "{query}");
    }
    // Counts are those of the choice, whatever else of its kind is chosen.
    let page = visitor.get("/search?q=refund&category=shipping").await.expect(200);
    assert_eq!(titles(&page).len(), 1);
    let choices: Vec<String> = page.texts(".side.choices li a");
    assert!(choices.iter().any(|choice| choice.contains("Payments") || choice.contains("payments")), "{choices:?}");
    assert!(choices.iter().any(|choice| choice.starts_with("No answer") && choice.ends_with('1')), "{choices:?}");
    for sort in ["newest", "votes"] {
        assert_eq!(titles(&visitor.get(&format!("/search?q=refund&sort={sort}")).await.expect(200)).len(), 2);
    }
    let json: serde_json::Value = serde_json::from_str(&visitor.get("/search.json?q=refund").await.expect(200).body).expect("JSON");
    assert_eq!((json["total"].as_u64(), json["hits"].as_array().map(Vec::len)), (Some(2), Some(2)));
}

#[actix_web::test]
async fn words_of_hidden_posts_are_nobodys_suggestion() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    let topic = asks(&ann, category, "A question that will be hidden", "It speaks of the zanzibarian embargo.", "").await;
    asks(&ann, category, "An open question about taxes", "Which rate applies to digital goods that are sold abroad?", "").await;
    app.run_jobs();
    let visitor = app.visitor();
    assert!(visitor.get("/search?q=zanzibraian").await.body.contains("zanzibarian"));
    let first = post(&app, topic, 1).await;
    change(&app, first, StateChange::Hide).await;
    app.run_jobs();
    for query in ["zanzibraian", "zanzibarian", "zanz", "zanz&typing=1"] {
        let page = visitor.get(&format!("/search?q={query}")).await.expect(200);
        assert_eq!(titles(&page).len(), 0, "{query}");
        assert!(query.starts_with("zanzibarian") || !page.body.contains("zanzibarian"), "{query}");
    }
    assert!(ann.get("/search?q=zanzibraian").await.body.contains("zanzibarian"));
}

#[actix_web::test]
async fn chinese_in_both_scripts_and_japanese() {
    let (app, category) = scene().await;
    let ann = app.member("ann").await;
    asks(&ann, category, "超商取貨付款如何設定", "請問後台要在哪裡開啟超商取貨付款？", "").await;
    asks(&ann, category, "電子發票無法開立", "結帳後電子發票沒有自動開立，怎麼辦？", "").await;
    asks(&ann, category, "ログインできないときの対処", "パスワードを忘れてログインできません。設定を変更しました。", "").await;
    let bob = app.member("bob").await;
    asks(&bob, category, "送料を無料にする設定", "五千円以上の注文で送料を無料にしたいです。配送の設定はどこですか？", "").await;
    asks(&bob, category, "返金の手続きについて", "お客様への返金はカードの場合に何日かかりますか？", "").await;
    asks(&bob, category, "消費税の表示方法", "価格を税込みで表示する方法を教えてください。", "").await;
    asks(&ann, category, "Øreavrunding er feil i kassen", "Beløpet i nettbutikken blir avrundet feil.", "").await;
    app.run_jobs();
    let visitor = app.visitor();
    for (query, first) in [
        ("超商取貨", "超商"),
        ("超商取货付款", "超商"),
        ("怎么开电子发票", "電子發票"),
        ("電子發票", "電子發票"),
        ("请问后台", "超商"),
        ("在哪里开启超商", "超商"),
        ("取貨付款設定", "超商"),
        ("发票没有开立", "電子發票"),
        ("结帐后自动开立", "電子發票"),
        ("發票 怎麼辦", "電子發票"),
        ("ログイン", "ログイン"),
        ("パスワードを忘れ", "ログイン"),
        ("ﾛｸﾞｲﾝ", "ログイン"),
        ("ログインできません", "ログイン"),
        ("送料無料", "送料"),
        ("送料の設定", "送料"),
        ("返金", "返金"),
        ("カードの返金は何日", "返金"),
        ("消費税", "消費税"),
        ("税込み表示", "消費税"),
        ("oreavrunding", "Øreavrunding"),
        ("øreavrundingen", "Øreavrunding"),
        ("belop nettbutikk", "Øreavrunding"),
        ("in:title 電子發票", "電子發票"),
    ] {
        let titles = found(&visitor, query).await;
        assert!(titles.first().is_some_and(|title| title.starts_with(first)), "{query}: {titles:?}");
    }
}

#[actix_web::test]
async fn pages_follow_each_other_and_stay_full() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let author = ann.member();
    let category = app.rows(|conn| insert_category(conn, "payments", None, &[("everyone", Right::Read)])).await;
    let ids = app
        .rows(move |conn| {
            use crate::support::fixtures::NewTopic;
            (0..47).map(|number| NewTopic::question(category, author, &format!("Voucher number {number}")).insert(conn)).collect::<Vec<_>>()
        })
        .await;
    app.index();
    let visitor = app.visitor();
    // The index says that these may be seen still; nobody reads of them, and the page is full all the same.
    for topic in &ids[..5] {
        let first = post(&app, *topic, 1).await;
        change(&app, first, StateChange::Hide).await;
    }
    let mut seen = Vec::new();
    for (page, count) in [(1, 20), (2, 20), (3, 2), (4, 0)] {
        let answer = visitor.get(&format!("/search?q=voucher&page={page}")).await.expect(200);
        assert_eq!(titles(&answer).len(), count, "page {page}");
        seen.extend(titles(&answer));
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 42);
    app.run_jobs();
}
