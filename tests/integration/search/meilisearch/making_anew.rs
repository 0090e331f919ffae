//! An index that is made beside the one in use.

use guildhall::search::engine::{Engine, EngineError};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::double::{Double, error, failed, taken, task};
use super::posts::post;

fn documents(numbers: std::ops::RangeInclusive<i64>) -> Vec<guildhall::search::document::Document> {
    numbers.map(|number| post(number, number, "Payouts stopped", "Nothing reached us.")).collect()
}

/// A server that does what it is asked, and has no index yet.
fn willing() -> Double {
    let double = Double::empty();
    double.says("GET", "/indexes/guildhall_posts", [error(404, "index_not_found", "invalid_request", "Index `guildhall_posts` not found.")]);
    double.says("POST", "/indexes", [taken(1, "indexCreation")]);
    double.says_where("PATCH", "^/indexes/guildhall_posts_[0-9a-f]{16}/settings$", taken(2, "settingsUpdate"));
    double.says_where("POST", "^/indexes/guildhall_posts_[0-9a-f]{16}/documents$", taken(3, "documentAdditionOrUpdate"));
    double.says_where("GET", "^/indexes/guildhall_posts_[0-9a-f]{16}/stats$", ResponseTemplate::new(200).set_body_json(json!({ "numberOfDocuments": 5 })));
    double.says_where(
        "GET",
        "^/indexes/guildhall_posts_[0-9a-f]{16}$",
        ResponseTemplate::new(200).set_body_json(json!({ "createdAt": "2026-11-22T12:00:00Z" })),
    );
    double.says("POST", "/swap-indexes", [taken(4, "indexSwap")]);
    double.says_where("DELETE", "^/indexes/guildhall_posts_[0-9a-f]{16}$", taken(5, "indexDeletion"));
    double
}

/// The requests, with the random ending of the new index taken for `NEW`, and without what was asked of tasks.
fn told(double: &Double) -> (Vec<String>, String) {
    let requests = double.requests();
    let new = requests[0].1["uid"].as_str().expect("an index is made first").to_owned();
    let paths = requests.iter().map(|(path, _)| path.replace(&new, "NEW")).filter(|path| !path.starts_with("GET /tasks/"));
    (paths.collect(), new)
}

#[test]
fn it_takes_the_place_of_the_other_whole() {
    let double = willing();
    double.says_where("GET", "^/tasks/", task("succeeded"));
    let engine = double.engine();
    let mut anew = engine.rebuild().unwrap();
    anew.add(documents(1..=3)).unwrap();
    anew.add(documents(4..=5)).unwrap();
    assert_eq!(anew.swap_in().unwrap(), 5);
    let (paths, new) = told(&double);
    let expected = [
        "POST /indexes",
        "PATCH /indexes/NEW/settings",
        "POST /indexes/NEW/documents",
        "POST /indexes/NEW/documents",
        "GET /indexes/NEW/stats",
        "GET /indexes/guildhall_posts",
        "POST /indexes",
        "GET /indexes/NEW",
        "POST /swap-indexes",
        "DELETE /indexes/NEW",
    ];
    assert_eq!(paths, expected);
    let bodies: Vec<_> =
        double.requests().into_iter().filter(|(path, _)| path == "POST /indexes" || path == "POST /swap-indexes").map(|(_, body)| body).collect();
    assert_eq!(bodies[0], json!({ "uid": new, "primaryKey": "id" }));
    assert_eq!(bodies[1], json!({ "uid": "guildhall_posts", "primaryKey": "id" }));
    assert_eq!(bodies[2], json!([{ "indexes": ["guildhall_posts", new] }]));
}

#[test]
fn a_key_that_is_not_told_of_the_swap_sees_the_index_change() {
    let double = willing();
    double.says("GET", "/tasks/4", [error(404, "task_not_found", "invalid_request", "Task `4` not found.")]);
    double.says_where("GET", "^/tasks/[1235]$", task("succeeded"));
    let index = |made: &str| ResponseTemplate::new(200).set_body_json(json!({ "uid": "guildhall_posts", "createdAt": made }));
    let old = || index("2026-01-01T12:00:00Z");
    // One that is there: none has to be made.
    double.says_first("GET", "/indexes/guildhall_posts", [old(), old(), index("2026-11-22T12:00:00Z")]);
    let engine = double.engine();
    assert_eq!(engine.rebuild().unwrap().swap_in().unwrap(), 5);
    let (paths, _) = told(&double);
    let in_use = "GET /indexes/guildhall_posts";
    assert_eq!(paths[2..], ["GET /indexes/NEW/stats", in_use, "GET /indexes/NEW", "POST /swap-indexes", in_use, in_use, "DELETE /indexes/NEW"]);
}

#[test]
fn given_up_it_is_gone() {
    let double = willing();
    double.says_where("GET", "^/tasks/", task("succeeded"));
    let engine = double.engine();
    let mut anew = engine.rebuild().unwrap();
    anew.add(documents(1..=3)).unwrap();
    drop(anew);
    let (paths, _) = told(&double);
    assert_eq!(paths, ["POST /indexes", "PATCH /indexes/NEW/settings", "POST /indexes/NEW/documents", "DELETE /indexes/NEW"]);
}

#[test]
fn what_is_not_written_whole_is_not_swapped_in() {
    let double = willing();
    double.says("GET", "/tasks/3", [failed("no_space_left_on_device", "system", "No space left on device")]);
    double.says_where("GET", "^/tasks/[1245]$", task("succeeded"));
    let engine = double.engine();
    let mut anew = engine.rebuild().unwrap();
    anew.add(documents(1..=3)).unwrap();
    assert!(matches!(anew.swap_in(), Err(EngineError::Away(message)) if message.contains("No space left")));
    let (paths, _) = told(&double);
    assert_eq!(paths, ["POST /indexes", "PATCH /indexes/NEW/settings", "POST /indexes/NEW/documents", "DELETE /indexes/NEW"]);
}
