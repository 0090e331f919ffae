//! An admin makes, changes, orders and closes categories.

use super::{category, done, log};
use crate::support::TestApp;
use guildhall::accounts::{CategoryId, Right};
use guildhall::forum::categories::{Categories, store};

async fn all(app: &TestApp) -> Categories {
    app.read(store::load).await
}

const PAYMENTS: &[(&str, &str)] = &[
    ("name-en", "  Payments\tand cards "),
    ("about-en", "Cards, wallets, refunds."),
    ("name-nb", "Betaling"),
    ("about-nb", ""),
    ("name-zh-Hant", "收款"),
    ("about-zh-Hant", "信用卡"),
    ("slug", ""),
    ("parent", ""),
    ("icon", "card"),
    ("access-everyone", "read"),
    ("access-members", "reply"),
    ("access-trust-1", "ask"),
    ("access-staff", "ask"),
    ("access-admins", ""),
];

/// The fields with some replaced.
fn with<'a>(fields: &[(&'a str, &'a str)], changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    kept.chain(changed).copied().collect()
}

#[actix_web::test]
async fn a_category_is_made_and_stands_in_the_menu() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    assert_eq!(done(&admin, "/admin/categories/new", PAYMENTS).await, "The category has been created.");
    let categories = all(&app).await;
    let made = categories.by_path("payments-and-cards").expect("made from the name");
    assert_eq!(made.names.len(), 3);
    assert!(made.names.contains(&("en".into(), "Payments and cards".into(), "Cards, wallets, refunds.".into())));
    assert_eq!(made.access.len(), 4);
    assert!(made.access.contains(&("trust-1".into(), Right::Ask)));
    assert!(app.visitor().get("/").await.expect(200).body.contains("Payments and cards"));
    assert!(app.visitor().reading("nb").get("/").await.body.contains("Betaling"));

    let log = log(&app).await;
    assert_eq!((log[0].act.as_str(), log[0].subject, log[0].actor), ("category.make", made.id.0, Some(admin.member().0)));
    assert!(log[0].after.contains("slug=payments-and-cards") && log[0].after.contains("access=everyone:read members:reply staff:ask trust-1:ask"), "{log:?}");
    assert!(log[0].before.is_empty());
}

#[actix_web::test]
async fn what_is_wrong_stands_beside_what_was_typed() {
    let app = TestApp::start().await;
    category(&app, "payments").await;
    let admin = app.admin("ada").await;
    let long = "a".repeat(61);
    let wrong = [
        ("name-en", ""),
        ("name-nb", long.as_str()),
        ("about-nb", "Om kort & lommebøker"),
        ("name-zh-Hant", "收款"),
        ("slug", "Payments"),
        ("icon", "../secret"),
        ("parent", "999"),
    ];
    let page = admin.post("/admin/categories/new", &wrong).await.expect(422);
    assert_eq!(page.texts("#errors li").len(), 6, "{:?}", page.texts("#errors li"));
    assert_eq!(page.attributes("#name-nb", "value"), [long.as_str()]);
    assert_eq!(page.attributes("#name-zh-Hant", "value"), ["收款"]);
    assert_eq!(page.text("#about-nb"), "Om kort & lommebøker");
    assert_eq!(page.attributes("#slug", "value"), ["Payments"]);
    assert_eq!(page.attributes("[aria-invalid]", "id").len(), 4);
    assert!(page.text("title").starts_with("Error:"));
    for anchor in page.attributes("#errors a", "href") {
        assert!(page.has(&anchor), "{anchor} leads nowhere");
    }
    assert_eq!(all(&app).await.all().len(), 1);
    assert!(log(&app).await.is_empty());
}

#[actix_web::test]
async fn a_lower_category_is_never_wider() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    let parent = category(&app, "payments").await;
    let below = parent.to_string();
    let page = admin.get(&format!("/admin/categories/new?parent={parent}")).await.expect(200);
    assert_eq!(page.attributes("#access-everyone option[selected]", "value"), ["read"]);
    assert_eq!(page.attributes("#parent option[selected]", "value"), [below.as_str()]);

    let fields = with(PAYMENTS, &[("parent", &below), ("slug", "payouts"), ("access-everyone", "reply"), ("access-members", "ask")]);
    let page = admin.post("/admin/categories/new", &fields).await.expect(422);
    assert!(page.text("#access-everyone-e").starts_with("“Everyone” may do less in the category above."));
    assert_eq!(page.texts("#errors li").len(), 1);
    let fields = with(&fields, &[("access-everyone", ""), ("access-trust-2", "ask")]);
    assert_eq!(done(&admin, "/admin/categories/new", &fields).await, "The category has been created.");
    assert!(all(&app).await.by_path("payments/payouts").is_some());

    // The one above cannot be narrowed below it, nor stand below another one while it has one itself.
    let other = category(&app, "orders").await.to_string();
    let narrow = with(PAYMENTS, &[("slug", "payments"), ("access-everyone", "read"), ("access-members", "read"), ("access-trust-1", ""), ("access-staff", "")]);
    let page = admin.post(&format!("/admin/categories/{parent}"), &narrow).await.expect(422);
    assert!(page.text("#errors li").contains("would be wider"), "{:?}", page.texts("#errors li"));
    let page = admin.post(&format!("/admin/categories/{parent}"), &with(PAYMENTS, &[("access-members", "ask"), ("parent", &other)])).await.expect(422);
    assert!(page.text("#parent-e").contains("must stay on top"));
    let unchanged = all(&app).await;
    assert_eq!(unchanged.get(parent).unwrap().access.len(), 2);
}

#[actix_web::test]
async fn a_changed_address_moves_what_stands_below() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    let parent = category(&app, "payments").await;
    let below = parent.to_string();
    let fields = with(PAYMENTS, &[("parent", &below), ("slug", "payouts"), ("access-members", "ask")]);
    done(&admin, "/admin/categories/new", &fields).await;
    let fields = with(PAYMENTS, &[("slug", "money"), ("access-members", "ask"), ("name-nb", "")]);
    assert_eq!(done(&admin, &format!("/admin/categories/{parent}"), &fields).await, "The category is saved.");
    let categories = all(&app).await;
    assert_eq!(categories.get(parent).unwrap().path, "money");
    assert!(categories.by_path("money/payouts").is_some());
    assert_eq!(categories.get(parent).unwrap().names.len(), 2);
    let log = log(&app).await;
    assert!(log[0].before.contains("slug=payments") && log[0].after.contains("slug=money") && !log[0].after.contains("parent="), "{:?}", log[0]);
    admin.get("/admin/categories/9999").await.expect(404);
    admin.post("/admin/categories/9999", &fields).await.expect(404);
    admin.get("/admin/categories/nonsense").await.expect(404);
}

#[actix_web::test]
async fn categories_move_and_close() {
    let app = TestApp::start().await;
    let admin = app.admin("ada").await;
    let (a, b, c) = (category(&app, "a").await, category(&app, "b").await, category(&app, "c").await);
    let order = |categories: &Categories| categories.all().iter().map(|category| category.id).collect::<Vec<CategoryId>>();
    done(&admin, &format!("/admin/categories/{c}/move"), &[("direction", "up")]).await;
    assert_eq!(order(&all(&app).await), [a, c, b]);
    done(&admin, &format!("/admin/categories/{a}/move"), &[("direction", "down")]).await;
    assert_eq!(order(&all(&app).await), [c, a, b]);
    done(&admin, &format!("/admin/categories/{c}/move"), &[("direction", "up")]).await;
    assert_eq!(order(&all(&app).await), [c, a, b]);
    assert_eq!(log(&app).await.len(), 2, "a move that moves nothing is no act");
    admin.post(&format!("/admin/categories/{c}/move"), &[("direction", "sideways")]).await.expect(400);

    assert_eq!(done(&admin, &format!("/admin/categories/{b}/close"), &[("closed", "true")]).await, "The category takes no new topics now.");
    done(&admin, &format!("/admin/categories/{b}/close"), &[("closed", "true")]).await;
    assert!(all(&app).await.get(b).unwrap().closed);
    assert_eq!(log(&app).await.len(), 3);
    done(&admin, &format!("/admin/categories/{b}/close"), &[("closed", "false")]).await;
    assert!(!all(&app).await.get(b).unwrap().closed);
    let page = admin.get("/admin/categories").await;
    assert_eq!(page.texts("tbody th a"), ["The c category", "The a category", "The b category"]);
}

#[actix_web::test]
async fn an_address_that_was_given_up_leads_on() {
    let app = TestApp::start().await;
    let (admin, visitor) = (app.admin("ada").await, app.visitor());
    let parent = category(&app, "payments").await;
    let below = parent.to_string();
    let fields = with(PAYMENTS, &[("parent", &below), ("slug", "payouts"), ("access-members", "ask")]);
    done(&admin, "/admin/categories/new", &fields).await;
    let renamed = async |id: CategoryId, slug: &str| {
        let fields = with(PAYMENTS, &[("slug", slug), ("access-members", "ask")]);
        done(&admin, &format!("/admin/categories/{id}"), &fields).await
    };
    let leads = async |address: &str| visitor.get(address).await.expect(301).location().unwrap();
    renamed(parent, "money").await;
    for (old, new) in [
        ("/c/payments", "/c/money"),
        ("/c/payments/", "/c/money"),
        ("/c/payments/payouts", "/c/money/payouts"),
        ("/c/payments.atom", "/c/money.atom"),
        ("/c/payments/payouts.atom", "/c/money/payouts.atom"),
    ] {
        assert_eq!(leads(old).await, new);
    }
    visitor.get("/c/money").await.expect(200);
    visitor.get("/c/money.atom").await.expect(200);
    renamed(parent, "cash").await;
    for (old, new) in [("/c/payments", "/c/cash"), ("/c/money", "/c/cash"), ("/c/payments/payouts", "/c/cash/payouts"), ("/c/money.atom", "/c/cash.atom")] {
        assert_eq!(leads(old).await, new, "at once, however often it was renamed");
    }

    // A new category has the address for itself; given up, the address leads to whoever had it last.
    let newer = category(&app, "payments").await;
    assert_eq!(visitor.get("/c/payments").await.expect(200).text("h1"), "The payments category");
    renamed(newer, "wallets").await;
    assert_eq!(leads("/c/payments").await, "/c/wallets");
    renamed(parent, "money").await;
    visitor.get("/c/money").await.expect(200);
    assert_eq!(leads("/c/cash").await, "/c/money", "named back, and the other way round");
    assert_eq!(leads("/c/cash/payouts").await, "/c/money/payouts");

    // What may not be read is not there, whatever it was called.
    let closed = with(PAYMENTS, &[("slug", "vault"), ("access-everyone", ""), ("access-members", ""), ("access-trust-1", "")]);
    done(&admin, &format!("/admin/categories/{newer}"), &closed).await;
    for address in ["/c/wallets", "/c/vault", "/c/payments", "/c/wallets.atom", "/c/never"] {
        visitor.get(address).await.expect(404);
    }
    assert_eq!(app.staff("sid").await.get("/c/wallets").await.expect(301).location().as_deref(), Some("/c/vault"));
    // Nor does a closed one that took an address hide where the address led before.
    done(&admin, &format!("/admin/categories/{newer}"), &with(&closed, &[("slug", "cash")])).await;
    assert_eq!(leads("/c/cash").await, "/c/money");
}
