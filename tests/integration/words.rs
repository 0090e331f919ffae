//! Every word that a person reads: each key is there in every language, with the same arguments, and is used.

use guildhall::accounts::rights::Denied;
use guildhall::accounts::viewer::COMPUTED_GROUPS;
use guildhall::admin::log::acts::{self, ACTS};
use guildhall::admin::set_up::starting::STARTING;
use guildhall::forum::canned::placeholders;
use guildhall::forum::categories::ICONS;
use guildhall::platform::i18n::{I18n, Lang};
use guildhall::platform::web::Templates;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Strings in the code that look like keys and are none: kinds of jobs, cookies, names of fields.
const NO_KEYS: &[&str] = &[LEADS_ON];

/// What can be wrong with a title or a body.
const TEXT_ERRORS: [&str; 4] = ["too-short", "too-long", "too-nested", "no-letters"];
/// Has no page: it leads to the sign-in page.
const LEADS_ON: &str = "error-sign-in";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn texts(folder: &Path, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(texts(&path, endings));
        } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
            found.push((path.strip_prefix(root()).unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// Each key of a language with the arguments it takes.
fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in texts(&root().join("assets/locales").join(lang.tag()), &["ftl"]) {
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with([' ', '}'])) {
                key = name.to_owned();
                assert!(found.insert(key.clone(), BTreeSet::new()).is_none(), "{path}: {key} stands twice");
            }
            for part in line.split('$').skip(1) {
                let argument: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                found.get_mut(&key).expect("a message begins before its arguments").insert(argument);
            }
        }
    }
    found
}

/// Every string in double quotes on one line of code.
fn strings(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| line.split('"').skip(1).step_by(2))
}

fn looks_like_a_key(text: &str, families: &BTreeSet<String>) -> bool {
    let is_kebab = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') && !text.ends_with('-');
    is_kebab && text.split('-').count() > 2 && text.split('-').next().is_some_and(|first| families.contains(first))
}

/// Keys that are put together when the program runs: how the code writes them, and all that can come out.
fn put_together() -> Vec<(&'static str, Vec<String>)> {
    vec![
        ("admin-icon-{icon}", ICONS.iter().map(|icon| format!("admin-icon-{icon}")).collect()),
        ("admin-start-{}-{part}", STARTING.iter().flat_map(|category| ["name", "about"].map(|part| category.key(part))).collect()),
        ("admin-group-{slug}", COMPUTED_GROUPS.iter().map(|group| format!("admin-group-{group}")).collect()),
        ("admin-act-{}", ACTS.iter().filter_map(|act| acts::key(act)).collect()),
        ("forum-{what}-{key}", ["body", "title"].iter().flat_map(|what| TEXT_ERRORS.map(|key| format!("forum-{what}-{key}"))).collect()),
        ("canned-placeholder-{word}", placeholders::ALL.iter().map(|word| format!("canned-placeholder-{word}")).collect()),
        ("mail-{}-subject", mails().iter().map(|mail| format!("mail-{mail}-subject")).collect()),
    ]
}

/// The mails there are: each has a template and a subject.
fn mails() -> Vec<String> {
    let names = texts(&root().join("templates/mail"), &["txt"]).into_iter();
    names.filter_map(|(path, _)| Some(path.rsplit('/').next()?.strip_suffix(".txt")?.to_owned())).filter(|name| name != "layout").collect()
}

/// The stems of error pages: each has a title and a text.
fn error_pages() -> Vec<String> {
    let source =
        fs::read_to_string(root().join("src/platform/web/errors.rs")).unwrap() + &fs::read_to_string(root().join("src/platform/web/guard.rs")).unwrap();
    let stems: BTreeSet<&str> =
        strings(&source).filter(|text| text.starts_with("error-") && !text.starts_with("error-detail-")).filter(|stem| *stem != LEADS_ON).collect();
    assert!(stems.len() > 8, "{stems:?}");
    stems.iter().flat_map(|stem| [format!("{stem}-title"), format!("{stem}-text")]).collect()
}

/// Everything that code and templates ask for, with the file that does.
fn used() -> BTreeMap<String, String> {
    let families: BTreeSet<String> = messages(Lang::FIRST).keys().filter_map(|key| key.split('-').next()).map(str::to_owned).collect();
    let known = messages(Lang::FIRST);
    let mut used = BTreeMap::new();
    for (path, text) in texts(&root().join("templates"), &["html", "txt"]) {
        for part in text.split("t(key=\"").skip(1) {
            used.insert(part.split('"').next().unwrap_or("").to_owned(), path.clone());
        }
    }
    let stems = error_pages();
    for (path, text) in texts(&root().join("src"), &["rs"]) {
        for string in strings(&text) {
            let is_key = known.contains_key(string) || looks_like_a_key(string, &families);
            let parts = ["heading", "text", "link"].map(|part| format!("{string}-{part}"));
            if parts.iter().all(|part| known.contains_key(part)) {
                // The name of a page with one heading, one sentence and one link.
                used.extend(parts.map(|part| (part, path.clone())));
                continue;
            }
            let is_stem = stems.iter().any(|stem| stem.strip_suffix("-title") == Some(string));
            if is_key && !is_stem && !NO_KEYS.contains(&string) {
                used.insert(string.to_owned(), path.clone());
            }
        }
    }
    for key in Denied::ALL.iter().map(|denied| denied.key().to_owned()).chain(stems) {
        used.insert(key, "an error".into());
    }
    for (_, keys) in put_together() {
        used.extend(keys.into_iter().map(|key| (key, "put together".to_owned())));
    }
    used
}

#[test]
fn every_language_has_every_message_with_the_same_arguments() {
    let first = messages(Lang::FIRST);
    assert!(first.len() > 200);
    for lang in Lang::all().skip(1) {
        let other = messages(lang);
        let missing: Vec<&String> = first.keys().filter(|key| !other.contains_key(*key)).collect();
        let unknown: Vec<&String> = other.keys().filter(|key| !first.contains_key(*key)).collect();
        assert!(missing.is_empty() && unknown.is_empty(), "{}: missing {missing:?}, unknown {unknown:?}", lang.tag());
        for (key, arguments) in &first {
            let theirs = &other[key];
            // A language without plural forms may do without the number.
            let is_same = theirs.is_subset(arguments) && arguments.iter().all(|argument| argument == "count" || theirs.contains(argument));
            assert!(is_same, "{}: {key} takes {theirs:?}, not {arguments:?}", lang.tag());
        }
    }
}

#[test]
fn every_used_key_has_words() {
    let known = messages(Lang::FIRST);
    let missing: Vec<(String, String)> = used().into_iter().filter(|(key, _)| !known.contains_key(key)).collect();
    assert!(missing.is_empty(), "no words for {missing:#?}");
}

#[test]
fn every_language_can_be_read() {
    let i18n = I18n::load().unwrap();
    let templates = Templates::load(&i18n, "").unwrap();
    for lang in Lang::all() {
        assert!(messages(lang).keys().all(|key| i18n.has(lang, key)), "{}: a message does not parse", lang.tag());
        let error = templates.render(lang, "no.html", &tera::Context::new()).unwrap_err().to_string();
        assert!(error.starts_with("no.html"), "only this one is not there: {error}");
    }
}

#[test]
fn every_key_is_used() {
    let used = used();
    let unused: Vec<String> = messages(Lang::FIRST).into_keys().filter(|key| !used.contains_key(key)).collect();
    assert!(unused.is_empty(), "nobody says {unused:#?}");
}

#[test]
fn keys_put_together_are_listed() {
    let listed = put_together();
    let families: BTreeSet<String> = messages(Lang::FIRST).keys().filter_map(|key| key.split('-').next()).map(str::to_owned).collect();
    for (path, text) in texts(&root().join("src"), &["rs"]) {
        for string in strings(&text).filter(|string| string.contains("-{")) {
            let is_family = string.split('-').next().is_some_and(|first| families.contains(first)) && string.split('-').count() > 2 && !string.contains(' ');
            assert!(!is_family || listed.iter().any(|(pattern, _)| *pattern == string), "{path} puts {string} together: list it in put_together()");
        }
    }
    for (path, text) in texts(&root().join("templates"), &["html", "txt"]) {
        assert!(!text.contains("t(key=") || text.matches("t(key=").count() == text.matches("t(key=\"").count(), "{path} puts a key together");
    }
}

#[test]
fn every_act_of_the_log_has_words() {
    let things = [
        "account",
        "backup",
        "canned",
        "case",
        "category",
        "community",
        "group",
        "job",
        "mail",
        "member",
        "page",
        "post",
        "query",
        "role",
        "secret",
        "settings",
        "synonym",
        "tag",
        "topic",
        "word",
        "block",
    ];
    let mut written = BTreeSet::new();
    for (_, text) in texts(&root().join("src"), &["rs"]).into_iter().filter(|(path, _)| !path.ends_with("log/acts.rs")) {
        let is_act = |string: &&str| {
            string.split_once('.').is_some_and(|(thing, verb)| {
                things.contains(&thing) && !verb.is_empty() && verb.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_'))
            })
        };
        written.extend(strings(&text).filter(is_act).filter(|string| !string.ends_with(".rs") && !string.ends_with(".html")).map(str::to_owned));
    }
    let listed: BTreeSet<String> = ACTS.iter().map(|act| (*act).to_owned()).collect();
    let missing: Vec<&String> = written.difference(&listed).collect();
    let unknown: Vec<&String> = listed.difference(&written).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "acts without words: {missing:?}; words without acts: {unknown:?}");
}
