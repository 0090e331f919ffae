//! What operators install: the image, the compose file and the unit of systemd set only what the program reads, hold all that
//! a build needs, and give the program one folder to write to and nothing else. No secret has a value of its own.

mod image;
mod unit;

use guildhall::platform::config::keys::KEYS;
use serde_yaml_ng::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn file(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every `GUILDHALL_*` that a text names.
fn variables(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_uppercase() || c == '_';
    let starts = text.match_indices("GUILDHALL_").map(|(at, _)| at);
    starts.map(|at| text[at..].chars().take_while(|c| is_part(*c)).collect()).collect()
}

fn compose() -> Value {
    serde_yaml_ng::from_str(&file("docker-compose.yml")).expect("the compose file parses")
}

/// The keys of a mapping, or the entries of a list.
fn names(value: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    match value {
        Value::Mapping(mapping) => mapping.keys().map(text).collect(),
        Value::Sequence(list) => list.iter().map(text).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn what_they_set_is_what_the_program_reads() {
    let known: BTreeSet<String> = KEYS.iter().map(|key| key.variable()).collect();
    for (name, least) in [("Dockerfile", 2), ("docker-compose.yml", 4), ("packaging/guildhall.env", 5), ("packaging/guildhall.service", 1)] {
        let set = variables(&file(name));
        assert!(set.len() >= least, "{name} sets {set:?}");
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
    for secret in ["POSTGRES_PASSWORD", "SITE_ADDRESS"] {
        let uses: Vec<&str> = compose.match_indices(&format!("${{{secret}")).map(|(at, _)| &compose[at..]).collect();
        assert!(uses.len() >= 2, "{secret}");
        for used in uses {
            assert!(used.starts_with(&format!("${{{secret}:?")), "what is missing stops compose: {}", &used[..40]);
        }
    }
    let image = file("Dockerfile");
    assert!(!image.contains("PASSWORD") && !image.contains("DATABASE_URL"), "no secret is in the image");
    for line in file("packaging/guildhall.env").lines().filter(|line| line.contains("password")) {
        assert!(line.starts_with('#'), "{line}");
    }
}

#[test]
fn a_new_env_has_a_password_that_nobody_knows_and_is_written_once() {
    let folder = std::env::temp_dir().join(format!("guildhall-packaging-{}", std::process::id()));
    let made: Vec<[String; 2]> = ["forum.example.com", "localhost"]
        .iter()
        .map(|address| {
            let _ = std::fs::remove_dir_all(&folder);
            std::fs::create_dir_all(folder.join("packaging")).unwrap();
            std::fs::copy(root().join("packaging/new-env"), folder.join("packaging/new-env")).unwrap();
            let run = |address: &str| Command::new("sh").arg(folder.join("packaging/new-env")).arg(address).output().unwrap();
            for strange in ["", "forum example", "a/../b", "$(id)", "-x"] {
                assert!(!run(strange).status.success() && !folder.join(".env").exists(), "{strange}");
            }
            assert!(run(address).status.success());
            let env = std::fs::read_to_string(folder.join(".env")).unwrap();
            assert!(!run(address).status.success(), "it is not written over");
            assert_eq!(std::fs::read_to_string(folder.join(".env")).unwrap(), env);
            assert_eq!(std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(folder.join(".env")).unwrap().permissions()) & 0o777, 0o600);
            assert!(env.starts_with(&format!("SITE_ADDRESS={address}\n")));
            let secret = |name: &str| env.lines().find_map(|line| line.strip_prefix(name)).expect(name).to_owned();
            [secret("POSTGRES_PASSWORD="), secret("MEILISEARCH_KEY=")]
        })
        .collect();
    let made: BTreeSet<String> = made.into_iter().flatten().collect();
    assert!(made.len() == 4 && made.iter().all(|password| password.len() == 48 && password.chars().all(|c| c.is_ascii_hexdigit())));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_compose_file_holds_together() {
    let compose = compose();
    let services = compose["services"].as_mapping().expect("services");
    assert_eq!(names(&compose["services"]), ["guildhall", "postgres", "meilisearch", "proxy", "mail"]);
    for (name, service) in services {
        let name = name.as_str().unwrap();
        let known = |list: &Value, of: &Value, what: &str| {
            for used in names(list) {
                assert!(names(of).contains(&used), "{name} uses the {what} {used}, which is not declared");
            }
        };
        known(&service["networks"], &compose["networks"], "network");
        known(&service["depends_on"], &compose["services"], "service");
        for volume in names(&service["volumes"]) {
            let source = volume.split(':').next().unwrap();
            match source.strip_prefix("./") {
                Some(path) => assert!(root().join(path).is_file(), "{name} mounts {path}"),
                None => assert!(names(&compose["volumes"]).contains(&source.to_owned()), "{name} uses the volume {source}"),
            }
        }
        if let Some(image) = service["image"].as_str() {
            assert!(image.split(':').nth(1).is_some_and(|tag| tag != "latest" && tag.starts_with(|c: char| c.is_ascii_digit() || c == 'v')), "{image}");
        }
        assert_eq!(service["restart"].as_str(), Some("unless-stopped"), "{name}");
        // Only the proxy is reached from elsewhere.
        for port in names(&service["ports"]) {
            assert!(name == "proxy" || port.starts_with("127.0.0.1:"), "{name} is open to everybody at {port}");
        }
    }
    assert_eq!(names(&compose["services"]["meilisearch"]["profiles"]), ["meilisearch"], "only whoever asks for it gets it");
    let guildhall = &compose["services"]["guildhall"];
    assert_eq!(guildhall["read_only"].as_bool(), Some(true));
    assert_eq!(names(&guildhall["cap_drop"]), ["ALL"]);
    assert_eq!(names(&guildhall["security_opt"]), ["no-new-privileges:true"]);
    let front = compose["networks"]["front"]["ipam"]["config"][0]["subnet"].as_str();
    assert_eq!(guildhall["environment"]["GUILDHALL_TRUSTED_PROXIES"].as_str(), front, "the proxy's network is the one that is trusted");
    assert!(!names(&compose["services"]["postgres"]["networks"]).contains(&"front".to_owned()), "the proxy does not reach the database");
}

/// What compose puts in place of `${NAME:-default}` and `${NAME:?complaint}`.
fn interpolated(text: &str, given: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (inside, after) = after.split_once('}').expect("a closing brace");
        let (name, other) = inside.split_at(inside.find(':').unwrap_or(inside.len()));
        let value = given.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        out.push_str(before);
        out.push_str(value.or_else(|| other.strip_prefix(":-")).unwrap_or_else(|| panic!("{name} is missing")));
        rest = after;
    }
    out + rest
}

#[test]
fn the_environment_that_compose_gives_is_a_configuration() {
    let compose = compose();
    let environment = compose["services"]["guildhall"]["environment"].as_mapping().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_guildhall"));
    command.arg("config").env_clear().current_dir(std::env::temp_dir());
    for (name, value) in environment {
        let value =
            interpolated(value.as_str().unwrap(), &[("SITE_ADDRESS", "forum.example.com"), ("POSTGRES_PASSWORD", "s3cret"), ("MEILISEARCH_KEY", "s3cret")]);
        command.env(name.as_str().unwrap(), value);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        printed.contains("base_url = \"https://forum.example.com\"") && printed.contains("@postgres/guildhall") && !printed.contains("s3cret"),
        "{printed}"
    );
}

#[test]
fn the_proxy_leads_to_the_program() {
    let caddyfile = file("packaging/Caddyfile");
    let (opened, closed) = (caddyfile.matches('{').count(), caddyfile.matches('}').count());
    assert_eq!(opened, closed, "braces match");
    assert!(caddyfile.contains("{$SITE_ADDRESS} {") && caddyfile.contains("reverse_proxy guildhall:8080"));
    assert!(file("Dockerfile").contains("GUILDHALL_LISTEN=0.0.0.0:8080"), "where the proxy leads");
    assert!(Path::new(&root().join("packaging/new-env")).exists());
}
