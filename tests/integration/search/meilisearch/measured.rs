//! `guildhall search evaluate` on a server: in an index of its own, which is gone afterwards.

use guildhall::search::evaluate::{Evaluation, Judged};
use serde_json::{Value, json};
use std::path::Path;
use wiremock::{Request, Respond, ResponseTemplate};

use super::double::{Double, error, taken, task};
use crate::cli::program;
use crate::support::TestDatabase;

/// Answers every search with the document whose number the test says.
struct Finds(i64);

impl Respond for Finds {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: Value = serde_json::from_slice(&request.body).expect("JSON");
        if !body["federation"].is_null() {
            return ResponseTemplate::new(200).set_body_json(json!({ "hits": [], "estimatedTotalHits": 1 }));
        }
        let post = json!({ "id": self.0, "topic": self.0, "headline": "payout", "stems": "payout", "words": "payouts", "boost": 1_000 });
        let one = json!({ "hits": [post], "estimatedTotalHits": 1 });
        let results: Vec<Value> = body["queries"].as_array().expect("queries").iter().map(|_| one.clone()).collect();
        ResponseTemplate::new(200).set_body_json(json!({ "results": results }))
    }
}

const OWN: &str = "^/indexes/guildhall_posts_scratch_[0-9a-f]{8}(_[0-9a-f]{16})?";

/// A server that takes any index but the one in use.
fn willing() -> Double {
    let double = Double::empty();
    double.says("POST", "/indexes", [taken(1, "indexCreation")]);
    double.says_where("PATCH", &format!("{OWN}/settings$"), taken(2, "settingsUpdate"));
    double.says_where("POST", &format!("{OWN}/documents$"), taken(3, "documentAdditionOrUpdate"));
    double.says_where("GET", &format!("{OWN}/stats$"), ResponseTemplate::new(200).set_body_json(json!({ "numberOfDocuments": 2 })));
    double.says_where("GET", &format!("{OWN}$"), ResponseTemplate::new(200).set_body_json(json!({ "createdAt": "2026-11-22T12:00:00Z" })));
    double.says("POST", "/swap-indexes", [taken(4, "indexSwap")]);
    double.says_where("DELETE", &format!("{OWN}$"), taken(5, "indexDeletion"));
    double.says_where("GET", "^/tasks/", task("succeeded"));
    double
}

/// Two documents and two queries, of which the first document answers both.
fn write_set(folder: &Path) {
    let lines = |lines: &[Value]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let documents = [json!({ "_id": "1", "title": "Payouts", "text": "They are late." }), json!({ "_id": "2", "title": "Labels", "text": "They are torn." })];
    std::fs::write(folder.join("corpus.jsonl"), lines(&documents)).unwrap();
    std::fs::write(folder.join("queries.jsonl"), lines(&[json!({ "_id": "a", "text": "payouts" }), json!({ "_id": "b", "text": "late payouts" })])).unwrap();
    std::fs::write(folder.join("qrels.tsv"), "query-id\tcorpus-id\tscore\na\t1\t1\nb\t1\t1\n").unwrap();
}

/// What was deleted, and every index that was made or asked.
fn indexes(double: &Double) -> (Vec<String>, Vec<String>) {
    let (mut deleted, mut used) = (Vec::new(), Vec::new());
    for (path, body) in double.requests() {
        deleted.extend(path.strip_prefix("DELETE /indexes/").map(str::to_owned));
        used.extend(body["uid"].as_str().map(str::to_owned));
        let asked = body["queries"].as_array().into_iter().flatten().filter_map(|query| query["indexUid"].as_str().map(str::to_owned));
        used.extend(asked);
    }
    used.sort();
    used.dedup();
    deleted.sort();
    (deleted, used)
}

#[test]
fn it_is_measured_in_an_index_of_its_own() {
    let (double, (_, database)) = (willing(), TestDatabase::fresh());
    double.says_where("POST", "^/multi-search$", Finds(1));
    write_set(database.folder());
    let url = double.url();
    let args = ["search", "evaluate", ".", "--lang", "en", "--meilisearch-url", &url, "--meilisearch-key", "a-key-of-tests"];
    let run = |more: &[&str]| {
        let output = program(database.folder(), &[&args, more].concat()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let said = run(&[]);
    assert!(said.contains("2 queries") && said.contains("nDCG@10 1.0000") && said.contains("index guildhall_posts_scratch_"), "{said}");
    let (deleted, used) = indexes(&double);
    assert_eq!((deleted.len(), &deleted), (2, &used), "the one that was swapped out and the one that was measured, and no other was touched");
    assert!(run(&["--every", "2"]).contains("\n1 queries"), "a sample");
    let said = run(&["--engine", "embedded"]);
    assert!(said.contains("nDCG@10 1.0000") && !said.contains("scratch"), "{said}");
}

#[test]
fn it_is_gone_after_a_fault_too() {
    let (double, (_, database)) = (willing(), TestDatabase::fresh());
    double.says_where("POST", "^/multi-search$", error(500, "internal", "internal", "it broke"));
    write_set(database.folder());
    let (scratch, set) = (double.scratch(), Judged::read(database.folder()).unwrap());
    let outcome = Evaluation::load(&set, &*scratch, Some("en")).unwrap().run(None);
    assert!(outcome.is_err());
    let name = scratch.index().to_owned();
    drop(scratch);
    assert!(indexes(&double).0.contains(&name));
    // One that was never made is not there to be taken away.
    let double = Double::empty();
    double.says_where("DELETE", &format!("{OWN}$"), error(404, "index_not_found", "invalid_request", "not found"));
    drop(double.scratch());
}

#[test]
fn without_a_server_it_says_what_is_missing() {
    let (_, database) = TestDatabase::fresh();
    write_set(database.folder());
    let output = program(database.folder(), &["search", "evaluate", ".", "--engine", "meilisearch"]).output().unwrap();
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("set meilisearch_url"));
}
