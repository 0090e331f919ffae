//! The image and the compose file set only what the program reads, and no secret has a value of its own.

use guildhall::platform::config::keys::KEYS;
use std::collections::BTreeSet;

fn file(name: &str) -> String {
    std::fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every `GUILDHALL_*` that a text names.
fn variables(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_uppercase() || c == '_';
    let starts = text.match_indices("GUILDHALL_").map(|(at, _)| at);
    starts.map(|at| text[at..].chars().take_while(|c| is_part(*c)).collect()).collect()
}

#[test]
fn what_they_set_is_what_the_program_reads() {
    let known: BTreeSet<String> = KEYS.iter().map(|key| key.variable()).collect();
    for name in ["Dockerfile", "docker-compose.yml"] {
        let set = variables(&file(name));
        assert!(set.len() >= 2, "{name} sets {set:?}");
        let unknown: Vec<_> = set.difference(&known).collect();
        assert!(unknown.is_empty(), "{name} sets what the program does not read: {unknown:?}");
    }
}

#[test]
fn the_readme_names_every_key_and_no_other() {
    let known: BTreeSet<String> = KEYS.iter().map(|key| key.variable()).collect();
    let readme = variables(&file("README.md"));
    let for_tests = ["GUILDHALL_SHARED_DATA", "GUILDHALL_BUILD_DIR"].map(String::from).into();
    assert_eq!(readme.difference(&for_tests).cloned().collect::<BTreeSet<_>>(), known);
}

#[test]
fn secrets_are_asked_for_and_never_given() {
    let compose = file("docker-compose.yml");
    let uses: Vec<&str> = compose.match_indices("${POSTGRES_PASSWORD").map(|(at, _)| &compose[at..]).collect();
    assert!(uses.len() >= 2);
    for used in uses {
        assert!(used.starts_with("${POSTGRES_PASSWORD:?"), "a missing password stops compose: {}", &used[..40]);
    }
    let image = file("Dockerfile");
    assert!(image.lines().any(|line| line.starts_with("USER ") && line != "USER root"), "the image runs as a user without rights");
    assert!(!image.contains("PASSWORD") && !image.contains("DATABASE_URL"), "no secret is in the image");
}
