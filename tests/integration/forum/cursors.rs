//! Whatever stands in an address: a page, or that there is none; never a fault.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::scene::{ask, reply, scene, topic_in};

/// Places in lists and what else an address may say; `{}` is what is tried.
const PLACES: &[&str] = &[
    "/?before={}",
    "/?after={}",
    "/?before={}&as_of={}",
    "/?after=1-1&as_of={}",
    "/hot?before={}&as_of={}",
    "/hot?after={}",
    "/top?period={}",
    "/top?period=all&before={}&as_of={}",
    "/unsolved?before={}",
    "/unanswered?after={}",
    "/c/payments?before={}",
    "/c/{}?before={}",
    "/tag/a?before={}",
    "/tags?before={}",
    "/latest.atom?before={}",
    "/c/payments.atom?before={}",
    "/t/{topic}.atom?before={}",
    "/t/x/{topic}?page={}",
    "/t/x/{topic}?order=votes&before={}",
    "/t/x/{topic}?order=votes&after={}",
    "/t/x/{topic}?order={}",
    "/t/x/{topic}/{}",
    "/t/{}/{topic}",
    "/u/ann?before={}",
    "/u/ann/topics?before={}",
    "/u/ann/topics?after={}",
    "/u/ann/replies?before={}",
    "/u/ann/replies?after={}",
    "/search?q={}",
    "/sitemap/{}.xml",
    "/p/{}",
    "/p/{}/history",
    "/p/{}/edit",
    "/admin/log?before={}",
    "/admin/members?q={}&before={}&after={}",
    "/ask?category={}",
    "/sign-in?next={}",
    "/assets/{}/{}",
];

fn numbers() -> impl Strategy<Value = String> {
    let ends = vec![
        0,
        1,
        -1,
        20,
        i64::from(i32::MAX),
        i64::from(i32::MAX) + 1,
        i64::MAX - 1,
        i64::MAX,
        i64::MIN,
        i64::MIN + 1,
        0x7FF0_0000_0000_0000,
        0x7FF8_0000_0000_0000,
    ];
    prop_oneof![
        select(ends).prop_map(|number| number.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        select(vec!["9223372036854775808", "18446744073709551616", "1e9", "0x10", "+1", "٣", "１", "1.5", "", "00000000000000000000001", "NaN"])
            .prop_map(str::to_owned),
    ]
}

fn tried() -> impl Strategy<Value = String> {
    prop_oneof![
        numbers(),
        (numbers(), numbers()).prop_map(|(one, other)| format!("{one}-{other}")),
        (numbers(), numbers(), numbers()).prop_map(|(one, other, third)| format!("{one}-{other}-{third}")),
        "\\PC{0,12}",
        select(vec![
            "..",
            "../../etc/passwd",
            "%00",
            "%ff",
            "%",
            "a%2fb",
            "'",
            "\";--",
            "{}",
            "[]",
            "\u{0}",
            "//evil.example",
            "/\\evil",
            "all",
            "votes",
            "week"
        ])
        .prop_map(str::to_owned),
    ]
}

fn encoded(text: &str) -> String {
    // Some are sent as they stand: they are percent-encoded already, or nearly.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[actix_web::test]
async fn no_address_is_a_fault() {
    let (app, category) = scene().await;
    let (ann, admin) = (app.member("ann").await, app.admin("ada").await);
    let topic = ask(&ann, category).await;
    for number in 0..3 {
        reply(&app, &ann, topic, &format!("This is reply number {number} of them all.")).await;
    }
    app.run_jobs();
    let mut runner = TestRunner::deterministic();
    let visitor = app.visitor();
    let (mut pages, mut none) = (0, 0);
    for round in 0..40 {
        for (index, place) in PLACES.iter().enumerate() {
            let mut path = place.replace("{topic}", &topic.to_string());
            while path.contains("{}") {
                let tried = tried().new_tree(&mut runner).unwrap().current();
                path = path.replacen("{}", &encoded(&tried.replace("{}", "{ }")), 1);
            }
            let client = [&visitor, &ann, &admin][(round + index) % 3];
            let answer = client.get(&path).await;
            match answer.status {
                200 => pages += 1,
                // Too many searches in a minute.
                301 | 302 | 303 | 307 | 308 | 400 | 401 | 403 | 404 | 422 | 429 => none += 1,
                status => panic!("{status} for {path}"),
            }
            if let Some(leads) = answer.location() {
                let page: url::Url = "http://127.0.0.1:8080/".parse().unwrap();
                assert_eq!(page.join(&leads).map(|url| url.origin()), Ok(page.origin()), "{path} leads to {leads}");
            }
        }
    }
    assert!(pages > 100 && none > 100, "{pages} pages, {none} none");
}

/// PostgreSQL takes no text with a NUL, and not every field is made uniform before it is looked up.
#[actix_web::test]
async fn a_nul_in_a_form_is_as_if_it_were_not_there() {
    let (app, category) = scene().await;
    let (ann, admin) = (app.member("ann").await, app.admin("ada").await);
    let category = format!("{category}\0");
    let fields = [
        ("key", "a\0b"),
        ("title", "Which shop\0 has the best name?"),
        ("category", category.as_str()),
        ("tags", ""),
        ("body", "I look for\0 one that people remember."),
    ];
    let topic = topic_in(&ann.post("/ask", &fields).await.expect(303));
    let again = ann.post("/ask", &[("key", "ab"), fields[1], fields[2], fields[3], fields[4]]).await.expect(303);
    assert_eq!(topic_in(&again), topic, "the same form");
    ann.post(&format!("/t/{topic}/reply"), &[("key", "\0"), ("body", "%00 and %%0000 stay\0, they are letters.")]).await.expect(303);
    let page = ann.follow(ann.get(&format!("/t/{topic}")).await).await.expect(200);
    assert_eq!(page.text("h1"), "Which shop has the best name?");
    assert!(page.body.contains("%00 and %%0000 stay, they"), "{}", page.body);
    for (path, name) in [("/sign-in", "identity"), ("/sign-up", "username"), ("/forgotten-password", "address"), ("/admin/groups", "slug")] {
        let answer = admin.post(path, &[(name, "a\0"), ("identity", "a\0"), ("password", "\0"), ("address", "\0"), ("username", "\0"), ("name", "\0")]).await;
        assert!(answer.status < 500, "{path}: {}", answer.status);
    }
    for path in ["/tags?before=%00", "/u/%00", "/search?q=a%00", "/%00"] {
        ann.get(path).await.expect(404);
    }
    app.run_jobs();
}
