//! What every answer has in its head, whatever it answers.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use diesel::connection::SimpleConnection;
use guildhall::routes::{CROSS_SITE_EXEMPT, ROUTES};

use crate::support::{Answer, TestApp};

/// Every header of every answer.
const ALWAYS: &[(&str, &str)] = &[
    ("content-security-policy", "default-src 'none'; script-src 'self'; style-src 'self';"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=()"),
    ("cache-control", ""),
];

/// Fails where a header is missing, twice there, or lets in what it must not.
pub fn assert_on(answer: &Answer, what: &str) {
    for (name, begins) in ALWAYS {
        let values: Vec<_> = answer.headers.get_all(*name).collect();
        assert_eq!(values.len(), 1, "{what} ({}): {name} stands there {} times", answer.status, values.len());
        assert!(answer.header(name).unwrap().starts_with(begins), "{what}: {name} is {:?}", answer.header(name));
    }
    let policy = answer.header("content-security-policy").unwrap();
    assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{what}: {policy}");
    let caching = answer.header("cache-control").unwrap();
    let is_error = answer.status >= 400;
    assert!(!is_error || caching == "no-store", "{what}: an error that is kept: {caching}");
    assert!(!(caching.contains("public") && answer.headers.contains_key("set-cookie")), "{what}: a cookie in what everybody keeps");
    for cookie in answer.cookies() {
        assert!(cookie.http_only() == Some(true) && cookie.same_site().is_some(), "{what}: {cookie}");
    }
    let is_page = answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    assert!(!is_error || is_page || answer.body.is_empty() || answer.header("content-type").is_some_and(|kind| kind.starts_with("text/plain")), "{what}");
}

/// A route with something in every place.
pub fn filled(path: &str) -> String {
    let mut address = String::new();
    for part in path.split('/').skip(1) {
        address.push('/');
        address.push_str(match part {
            "{lang}" => "en",
            part if part.starts_with("{page") => "terms",
            part if part.starts_with('{') => "1",
            part => part,
        });
    }
    address
}

#[actix_web::test]
async fn every_answer_has_every_header_whatever_was_sent() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"].map(|method| Method::from_bytes(method.as_bytes()).unwrap());
    for (_, path) in ROUTES {
        let address = filled(path);
        for method in &methods {
            let plain = TestRequest::default().method(method.clone()).uri(&address);
            let own = TestRequest::default().method(method.clone()).uri(&address).insert_header(("sec-fetch-site", "same-origin"));
            for request in [plain, own] {
                let answer = ann.send(request).await;
                assert_on(&answer, &format!("{method} {address}"));
                assert!(answer.status < 500, "{method} {address}: {}", answer.status);
                let is_kept = matches!(*method, Method::GET | Method::HEAD | Method::POST | Method::OPTIONS);
                assert!(is_kept || answer.status >= 400, "{method} {address}: {}", answer.status);
            }
        }
    }
    app.run_jobs();
}

#[actix_web::test]
async fn a_form_that_is_no_form_is_refused_with_every_header() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    for (_, path) in ROUTES.iter().filter(|(method, _)| *method == "POST") {
        let address = filled(path);
        let post = || TestRequest::post().uri(&address).insert_header(("sec-fetch-site", "same-origin"));
        let form = || post().insert_header(("content-type", "application/x-www-form-urlencoded"));
        let bodies = [
            ("JSON", post().insert_header(("content-type", "application/json")).set_payload("{\"body\":1}")),
            ("no type", post().set_payload("a=b")),
            ("not UTF-8", form().set_payload(&b"body=%ff&key=%fe\xff"[..])),
            ("repeated", form().set_payload("value=1&value=0&by=asker&by=staff&body=a&body=b&key=1&key=2")),
            ("too long", form().set_payload(vec![b'a'; 600 * 1_024])),
            ("elsewhere", TestRequest::post().uri(&address).insert_header(("sec-fetch-site", "cross-site"))),
        ];
        for (name, request) in bodies {
            let answer = ann.send(request).await;
            assert_on(&answer, &format!("{name} to {address}"));
            assert!(answer.status < 500, "{name} to {address}: {}", answer.status);
            match name {
                // These bring a proof of their own.
                "elsewhere" if CROSS_SITE_EXEMPT.contains(path) => {}
                "elsewhere" => assert_eq!(answer.status, 403, "{address}"),
                // Whatever takes no fields does not look at them.
                "JSON" | "no type" | "too long" => assert!(answer.status >= 300, "{name} to {address}: {}", answer.status),
                _ => {}
            }
        }
    }
    app.run_jobs();
}

#[actix_web::test]
async fn a_fault_of_ours_is_a_page_with_every_header_and_the_number_of_the_request() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    app.write(|tx| Ok(tx.conn().batch_execute("ALTER TABLE topics RENAME TO topics_away")?)).await;
    let answer = ann.get("/").await;
    app.write(|tx| Ok(tx.conn().batch_execute("ALTER TABLE topics_away RENAME TO topics")?)).await;
    assert_eq!(answer.status, 500);
    assert_on(&answer, "a fault");
    assert!(!answer.body.contains("topics_away") && !answer.body.contains("no such table"), "{}", answer.body);
    assert!(answer.text("main").split_whitespace().any(|word| word.len() >= 16 && word.chars().all(|c| c.is_ascii_hexdigit())), "{}", answer.body);
    ann.get("/").await.expect(200);
}
