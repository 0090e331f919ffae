//! The rules that keep the program liveable, held against its own source.
//!
//! Each finding names the rule, the file and the line. The rules read lines, not syntax trees: the source is
//! formatted by rustfmt, which makes lines enough.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The longest file and the longest function.
const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 80;
/// Folders that belong together stand on one floor; imports go down only.
const FLOORS: &[&[&str]] = &[
    &["platform"],
    &["accounts"],
    &["forum", "help_centre", "academy", "partners", "support"],
    &["moderation"],
    &["notifications", "search", "live"],
    &["admin", "import"],
];
/// These put the program together and may import everything.
const TOP: &[&str] = &["app.rs", "routes.rs", "subscriptions.rs", "registry.rs", "lib.rs", "main.rs"];
/// Names that say nothing.
const NAMELESS: &[&str] = &["utils", "util", "helpers", "helper", "common", "manager", "misc"];
/// Parts of a page that stand in files of their own, because the page is long: they build what it shows.
const PARTS_OF_PAGES: &[&str] = &[
    "forum/listing/rows.rs",
    "forum/topics/show/page_links.rs",
    "forum/topics/show/personal.rs",
    "forum/topics/show/structured.rs",
    "forum/topics/show/view.rs",
];
/// Tables that two features write, each with its reason.
const SHARED_TABLES: &[(&str, &str)] =
    &[("member_counts", "accounts makes the row with the member, the forum counts in it"), ("settings", "platform/settings is the one store; admin calls it")];

struct Source {
    /// Below `src/`, with slashes.
    path: String,
    text: String,
}

impl Source {
    fn feature(&self) -> &str {
        self.path.split('/').next().unwrap_or("")
    }

    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or("")
    }

    fn is_top(&self) -> bool {
        TOP.contains(&self.path.as_str()) || self.feature() == "cli"
    }

    /// HTML or JSON for a request: `pages.rs`, `api.rs`, or a file in a folder `pages`.
    fn is_page(&self) -> bool {
        matches!(self.name(), "pages.rs" | "api.rs")
            || self.path.contains("/pages/")
            || self.path.contains("/api/")
            || PARTS_OF_PAGES.contains(&self.path.as_str())
    }

    fn is_store(&self) -> bool {
        self.name() == "store.rs" || self.path.contains("/store/")
    }

    /// Lines of code with their numbers, without comments and without tests.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self.text.find("#[cfg(test)]\nmod tests").unwrap_or(self.text.len());
        self.text[..end].lines().enumerate().map(|(index, line)| (index + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn within(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path == *place || self.path.starts_with(&format!("{place}/")))
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
                let relative = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.push(Source { path: relative, text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The program's own source; the crate of tables has nothing but tables.
fn sources() -> Vec<Source> {
    let mut all = files(&root().join("src"), &["rs"]);
    all.retain(|source| !source.path.starts_with("platform/db/schema/"));
    assert!(all.len() > 50, "the source was not found");
    all
}

fn floor(feature: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&feature))
}

/// Every path below `crate::` that a file names: `forum::visit::pages`. Groups in braces are spread out one level.
fn imports(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in source.code() {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let path: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':')).collect();
            let group = rest[path.len()..].strip_prefix('{').map(|rest| rest.split('}').next().unwrap_or(rest));
            match group {
                Some(group) => found.extend(group.split(',').map(|part| (number, format!("{path}{}", part.trim().trim_end_matches('{'))))),
                None => found.push((number, path)),
            }
        }
    }
    found
}

fn report(rule: &str, findings: Vec<String>) {
    assert!(findings.is_empty(), "{rule}:\n  {}\n", findings.join("\n  "));
}

#[test]
fn rule_1_imports_go_down_only() {
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| !source.is_top()) {
        let own = floor(source.feature()).unwrap_or_else(|| panic!("src/{} stands on no floor: add its folder to FLOORS", source.path));
        for (number, path) in imports(source) {
            let feature = path.split("::").next().unwrap_or("");
            let Some(other) = floor(feature) else { continue };
            let is_sideways = other == own && feature != source.feature();
            // A page may ask any feature's core, but for the platform, which knows no feature.
            let is_free = source.is_page() && own > 0;
            if (other > own || is_sideways) && !is_free {
                findings.push(format!("src/{}:{number} imports crate::{path}", source.path));
            }
        }
    }
    report("rule 1: imports go down only", findings);
}

#[test]
fn rule_1_pages_are_imported_by_pages_alone() {
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| !source.is_top() && !source.is_page()) {
        let of_feature = |path: &&(usize, String)| path.1.split("::").skip(1).any(|part| matches!(part, "pages" | "api")) && !path.1.starts_with("platform");
        findings.extend(imports(source).iter().filter(of_feature).map(|(number, path)| format!("src/{}:{number} imports crate::{path}", source.path)));
    }
    report("rule 1: only routes.rs, app.rs, subscriptions.rs, cli/ and other pages import pages", findings);
}

#[test]
fn rule_2_events_are_a_features_own() {
    let mut findings = Vec::new();
    for source in sources() {
        let is_events = source.name() == "events.rs" || source.within(&["platform/events"]);
        findings.extend(
            source
                .code()
                .filter(|(_, line)| line.contains("Event for ") && !is_events)
                .map(|(number, _)| format!("src/{}:{number} declares an event outside events.rs", source.path)),
        );
        if source.name() == "events.rs" {
            let bad = imports(&source).into_iter().filter(|(_, path)| {
                let feature = path.split("::").next().unwrap_or("");
                floor(feature).is_some() && feature != "platform" && feature != source.feature() && feature != "accounts"
            });
            findings.extend(bad.map(|(number, path)| format!("src/{}:{number} imports crate::{path}", source.path)));
        }
        if !source.is_top() {
            findings.extend(
                source
                    .code()
                    .filter(|(_, line)| line.contains("Subscriptions::new"))
                    .map(|(number, _)| format!("src/{}:{number} subscribes outside subscriptions.rs", source.path)),
            );
        }
    }
    report("rule 2: events stand in events.rs, subscriptions in subscriptions.rs", findings);
}

/// Which table a line writes.
fn written(line: &str) -> Option<&str> {
    let verb = ["insert_into(", "update(", "delete("].iter().find_map(|verb| line.split_once(&format!("diesel::{verb}")))?.1;
    let table: &str = verb.split("::table").next()?;
    (verb.len() > table.len() && table.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')).then_some(table)
}

#[test]
fn rule_3_a_table_has_one_owner() {
    let mut writers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut findings = Vec::new();
    for source in sources() {
        for (number, line) in source.code() {
            let Some(table) = written(line) else { continue };
            writers.entry(table.to_owned()).or_default().insert(source.feature().to_owned());
            let may = source.is_store() || source.within(&["platform/db", "import", "cli/demo"]);
            if !may {
                findings.push(format!("src/{}:{number} writes {table}", source.path));
            }
        }
    }
    assert!(writers.len() > 15, "writes were not recognised: {writers:?}");
    for (table, features) in &writers {
        let features: Vec<&String> = features.iter().filter(|feature| !matches!(feature.as_str(), "import" | "cli")).collect();
        if features.len() > 1 && !SHARED_TABLES.iter().any(|(shared, _)| shared == table) {
            findings.push(format!("{table} is written by {features:?}"));
        }
    }
    let owner = |table: &str| writers.get(table)?.iter().filter_map(|feature| floor(feature)).max();
    for source in sources().iter().filter(|source| !source.is_top()) {
        let Some(own) = floor(source.feature()) else { continue };
        for (number, table) in tables(source) {
            let is_shared = SHARED_TABLES.iter().any(|(shared, _)| *shared == table);
            if !is_shared && owner(&table).is_some_and(|owner| owner > own) {
                findings.push(format!("src/{}:{number} reads {table}, which a feature above it owns", source.path));
            }
        }
    }
    report("rule 3: a table has one owner, and is read by what stands above it", findings);
}

/// The tables that a file imports from the schema.
fn tables(source: &Source) -> Vec<(usize, String)> {
    let Some(start) = source.text.find("use guildhall_schema::") else { return Vec::new() };
    let number = source.text[..start].lines().count() + 1;
    let list = source.text[start + "use guildhall_schema::".len()..].split(';').next().unwrap_or("");
    list.trim_matches(['{', '}']).split(',').map(|table| (number, table.trim().trim_matches(['{', '}']).to_owned())).filter(|(_, t)| !t.is_empty()).collect()
}

#[test]
fn rule_4_each_library_has_its_place() {
    type Allowed = fn(&Source) -> bool;
    let places: [(&str, Allowed, &str); 4] = [
        ("actix_web", |s| s.is_page() || s.is_top() || s.within(&["platform/web", "live"]), "pages, API, platform/web, app.rs, routes.rs"),
        (
            "diesel",
            |s| {
                let own = ["platform/db", "platform/events", "platform/jobs", "platform/log", "platform/settings", "platform/limits", "forum/visibility.rs"];
                s.is_store() || s.name() == "listing.rs" || s.path.contains("/listing/") || s.within(&own)
            },
            "stores, listings, platform/{db,events,jobs,log,settings,limits}, forum/visibility.rs",
        ),
        ("tera", |s| s.within(&["platform/web", "platform/mail"]), "platform/{web,mail}"),
        ("std::env", |s| s.within(&["platform/config"]), "platform/config"),
    ];
    let mut findings = Vec::new();
    for source in sources() {
        for (library, is_allowed, place) in places {
            if is_allowed(&source) {
                continue;
            }
            let uses = |line: &str| match library {
                "std::env" => line.contains("std::env") || line.contains(" env::var"),
                _ => line.contains(&format!("{library}::")) && !line.contains(&format!("_{library}::")),
            };
            findings.extend(
                source
                    .code()
                    .filter(|(_, line)| uses(line))
                    .map(|(number, _)| format!("src/{}:{number} uses {library}, which belongs in {place}", source.path)),
            );
        }
    }
    report("rule 4: each library has its place", findings);
}

#[test]
fn rule_5_names_say_something() {
    let mut findings = Vec::new();
    for source in sources() {
        let nameless = source.path.split('/').find(|part| NAMELESS.contains(&part.trim_end_matches(".rs")));
        findings.extend(nameless.map(|part| format!("src/{}: {part}", source.path)));
        for (number, line) in source.code() {
            let module = line.trim().trim_start_matches("pub ").strip_prefix("mod ").map(|rest| rest.trim_end_matches([';', ' ', '{']));
            findings.extend(module.filter(|name| NAMELESS.contains(name)).map(|name| format!("src/{}:{number}: mod {name}", source.path)));
        }
    }
    report("rule 5: no utils, helpers, common, manager", findings);
}

#[test]
fn rule_6_roles_are_a_set() {
    let mut findings = Vec::new();
    let orders = |line: &str| {
        ["Role::Staff", "Role::Moderator", "Role::Admin", "Role::Expert"]
            .iter()
            .any(|role| [" < ", " > ", " <= ", " >= "].iter().any(|sign| line.contains(&format!("{sign}{role}")) || line.contains(&format!("{role}{sign}"))))
    };
    for source in sources() {
        findings.extend(source.code().filter(|(_, line)| orders(line)).map(|(number, _)| format!("src/{}:{number} compares roles by order", source.path)));
    }
    report("rule 6: nothing compares roles by order", findings);
}

#[test]
fn rule_7_only_stores_execute() {
    let mut findings = Vec::new();
    for source in sources() {
        let may = source.is_store() || source.within(&["platform/db", "platform/jobs", "platform/log", "platform/settings", "platform/limits"]);
        if may {
            continue;
        }
        let runs = |line: &str| line.contains(".execute(") || line.contains("batch_execute(") || line.contains("open_connection(");
        findings.extend(source.code().filter(|(_, line)| runs(line)).map(|(number, _)| format!("src/{}:{number}", source.path)));
    }
    report("rule 7: `execute(` stands in stores only", findings);
}

#[test]
fn files_and_functions_have_an_end() {
    let mut findings = Vec::new();
    let tests = files(&root().join("tests"), &["rs"]).into_iter().map(|source| Source { path: format!("../tests/{}", source.path), ..source });
    for source in sources().into_iter().chain(tests) {
        let lines: Vec<&str> = source.text.lines().collect();
        if lines.len() > FILE_LINES {
            findings.push(format!("src/{} has {} lines", source.path, lines.len()));
        }
        for (index, line) in lines.iter().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let head = line.trim_start();
            let is_function =
                head.starts_with("fn ") || head.contains(" fn ") && (head.starts_with("pub") || head.starts_with("async") || head.starts_with("const"));
            if !is_function || head.ends_with(';') || head.ends_with('}') {
                continue;
            }
            let closing = format!("{}}}", " ".repeat(indent));
            let length = lines[index..].iter().position(|line| **line == closing).map_or(0, |end| end + 1);
            if length > FUNCTION_LINES {
                findings.push(format!("src/{}:{} is {length} lines long", source.path, index + 1));
            }
        }
    }
    report("files end at 500 lines, functions at 80", findings);
}

/// Where something becomes markup that a template shows as it stands.
const MARKUP: &str = "platform/web/part.rs";

#[test]
fn only_a_type_says_what_is_shown_unescaped() {
    let mut findings = Vec::new();
    for template in files(&root().join("templates"), &["html"]) {
        for (index, line) in template.text.lines().enumerate() {
            if line.contains("| safe") || line.contains("|safe") {
                findings.push(format!("templates/{}:{} marks something as safe", template.path, index + 1));
            }
        }
    }
    for source in sources().iter().filter(|source| source.path != MARKUP) {
        let marks = |line: &str| ["safe_string", "mark_safe", "autoescape_on(vec![])"].iter().any(|word| line.contains(word));
        findings.extend(source.code().filter(|(_, line)| marks(line)).map(|(line, _)| format!("src/{}:{line} makes markup", source.path)));
    }
    report("what is shown unescaped is a `Markup`, made of post HTML and JSON-LD alone", findings);
}

/// A drawing that is not there leaves a hole that no other test sees.
#[test]
fn every_icon_that_is_named_is_drawn() {
    let drawn: BTreeSet<String> = files(&root().join("assets/icons"), &["svg"]).into_iter().map(|icon| icon.path.trim_end_matches(".svg").to_owned()).collect();
    let mut findings: Vec<String> =
        guildhall::forum::categories::ICONS.iter().filter(|icon| !drawn.contains(**icon)).map(|icon| format!("categories: {icon}")).collect();
    let mut seen = 0;
    for template in files(&root().join("templates"), &["html"]) {
        for rest in template.text.split("href=\"#i-").skip(1) {
            let name = rest.split('"').next().unwrap_or_default();
            seen += 1;
            // What is put together when a page is written comes from lists in the code.
            if !name.contains('{') && !drawn.contains(name) {
                findings.push(format!("templates/{}: {name}", template.path));
            }
        }
    }
    assert!(seen > 100, "the icons in templates were not found");
    report("every icon that is named stands in assets/icons", findings);
}

#[test]
fn templates_hold_no_inline_style_script_or_handler() {
    let mut findings = Vec::new();
    let handlers = ["onclick=", "onload=", "onsubmit=", "onchange=", "oninput=", "onerror=", "onfocus=", "onblur=", "onkeydown=", "onmouseover="];
    for template in files(&root().join("templates"), &["html"]) {
        // Mails are read outside the site: there is no stylesheet to link to, and no policy that forbids one inside.
        let is_mail = template.path.starts_with("mail/");
        for (index, line) in template.text.lines().enumerate() {
            let lower = line.to_lowercase();
            let has_style = !is_mail && (lower.contains(" style=") || lower.contains("<style"));
            let has_script = lower.contains("<script") && !lower.contains("<script type=\"module\" src=") && !lower.contains("application/ld+json");
            if has_style || has_script || handlers.iter().any(|handler| lower.contains(&format!(" {handler}"))) || lower.contains("javascript:") {
                findings.push(format!("templates/{}:{}", template.path, index + 1));
            }
        }
    }
    report("templates hold no inline style, script or handler", findings);
}
