//! How the databases would walk through statements.

use diesel::connection::{Connection as _, InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use guildhall::accounts::Right;
use guildhall::platform::db::Connection;
use std::sync::{Arc, Mutex};

/// A category that all read and members write in.
pub const OPEN: &[(&str, Right)] = &[("everyone", Right::Read), ("members", Right::Ask)];

/// Tables that grow with the community: reading one whole is what no list may do.
const GROWING: &[&str] = &[
    "topics",
    "topic_counts",
    "topic_titles",
    "topic_tags",
    "topic_periods",
    "posts",
    "moved_posts",
    "topic_timers",
    "post_texts",
    "votes",
    "members",
    "member_counts",
    "tags",
    "tag_counts",
    "searches",
];
/// More rows than this are not sorted for one page: a few walks of a page each.
const SORTED_MOST: f64 = 200.0;

/// A statement with the steps in which its database would do it.
pub type Plan = (String, Vec<String>);

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    #[diesel(column_name = "QUERY PLAN")]
    line: String,
}

/// How the database would walk through every statement that `work` runs.
pub fn plans(conn: &mut Connection, work: impl FnOnce(&mut Connection)) -> Vec<Plan> {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = heard.clone();
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            ear.lock().unwrap().push(query.to_string());
        }
    });
    work(conn);
    let statements = std::mem::take(&mut *heard.lock().unwrap());
    conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
    statements.into_iter().filter(|statement| statement.contains("SELECT")).map(|statement| plan(conn, &statement)).collect()
}

fn plan(conn: &mut Connection, statement: &str) -> Plan {
    let (text, binds) = statement.split_once("-- binds:").unwrap_or((statement, "[]"));
    if matches!(conn, Connection::Sqlite(_)) {
        let steps = diesel::sql_query(format!("EXPLAIN QUERY PLAN {text}")).load::<Step>(conn).unwrap();
        return (text.to_owned(), steps.into_iter().map(|step| step.detail).collect());
    }
    // PostgreSQL chooses by the values: they stand where the statement binds them.
    let mut text = text.trim().to_owned();
    for (place, value) in literals(binds).into_iter().enumerate().rev() {
        text = text.replace(&format!("${}", place + 1), &value);
    }
    let lines = diesel::sql_query(format!("EXPLAIN {text}")).load::<Line>(conn).unwrap_or_else(|error| panic!("{error}: {text}\n{statement}"));
    (text, lines.into_iter().map(|line| line.line).collect())
}

/// Bound values, as they are printed for people, as literals of SQL: `[[CategoryId(1)], "visible", Week]`.
fn literals(binds: &str) -> Vec<String> {
    let inside = binds.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or("");
    split(inside).into_iter().map(literal).collect()
}

fn literal(value: &str) -> String {
    if let Some(list) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return format!("'{{{}}}'", split(list).into_iter().map(|item| literal(item).replace('\'', "")).collect::<Vec<_>>().join(","));
    }
    if let Some((_, inner)) = value.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
        return literal(inner);
    }
    match value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(text) => format!("'{}'", text.replace('\'', "''")),
        None if value.starts_with(|c: char| c.is_ascii_digit() || c == '-') => value.to_owned(),
        None => format!("'{}'", value.to_lowercase()),
    }
}

/// Parts at commas that stand in no bracket and no text.
fn split(list: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut is_text) = (Vec::new(), 0, 0, false);
    for (at, c) in list.char_indices() {
        match c {
            '"' => is_text = !is_text,
            '[' | '(' if !is_text => depth += 1,
            ']' | ')' if !is_text => depth -= 1,
            ',' if depth == 0 && !is_text => {
                parts.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(list[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// Fails on a step that reads a whole table or sorts more than a page.
pub fn assert_walks_along_indexes(what: &str, plans: &[Plan]) {
    for (statement, steps) in plans {
        assert_eq!(steps.iter().find(|step| is_bad(step)), None, "{what}: {steps:#?}\n{statement}");
    }
}

fn is_bad(step: &str) -> bool {
    if let Some(table) = step.split("Seq Scan on ").nth(1) {
        return GROWING.contains(&table.split(' ').next().unwrap_or(""));
    }
    if step.trim_start().trim_start_matches("->").trim_start().starts_with("Sort  (") {
        return step.split("rows=").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok()).is_none_or(|rows: f64| rows > SORTED_MOST);
    }
    // Walks along both sides from their beginnings.
    if step.contains("Merge ") && step.contains("Join  (") {
        return true;
    }
    // SQLite. What several walks found is read once more, a page of each.
    step.contains("TEMP B-TREE") || step.contains("SCAN") && !step.contains("USING") && !step.contains("CONSTANT") && !step.contains("SCAN walk_")
}

/// A community so large that a plan for it says something: numbers, categories 1 to 3, tag 1 on everything, tag 2 on
/// little, a rare language; one topic with thousands of replies, all by member 1.
pub fn fill(conn: &mut Connection, topics: i64) {
    let numbers = |most: i64| format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})");
    let lang = "CASE WHEN i % 500 = 0 THEN 'zh-Hant' WHEN i % 50 = 0 THEN 'nb' ELSE 'en' END";
    let (many, replies) = (numbers(topics), numbers(topics / 4));
    let statements = [
        format!(
            "{replies} INSERT INTO members (id, username, username_key, username_skeleton, name, name_skeleton, created_at) \
             SELECT i + 100, 'm' || i, 'm' || i, 'm' || i, 'm' || i, 'm' || i, 0 FROM n"
        ),
        format!("{replies} INSERT INTO member_counts (member) SELECT i + 100 FROM n"),
        format!("{many} INSERT INTO tags (id, name, created_at) SELECT i + 100, 't' || i, 0 FROM n"),
        format!(
            "{many} INSERT INTO topics (id, category, author, kind, title, slug, lang, state, created_at, bumped_at, hot) \
             SELECT i, i % 3 + 1, i % 2 + 1, CASE WHEN i % 5 = 0 THEN 'discussion' ELSE 'question' END, 'T', 't', {lang}, 'visible', i * 1000, i * 1000, i FROM n"
        ),
        format!("{many} INSERT INTO topic_counts (topic, votes, lang) SELECT i, i % 97, {lang} FROM n"),
        format!("{many} INSERT INTO topic_tags (topic, tag, bumped_at, lang) SELECT i, 1, i * 1000, {lang} FROM n"),
        format!("{many} INSERT INTO topic_tags (topic, tag, bumped_at, lang) SELECT i, 2, i * 1000, {lang} FROM n WHERE i % 1000 < 20"),
        format!("{many} INSERT INTO tag_counts (tag, category, topics) SELECT i + 100, 1, i FROM n"),
        format!("{many} INSERT INTO tag_counts (tag, category, topics) SELECT i + 100, 2, i FROM n"),
        format!("{many} INSERT INTO tag_counts (tag, category, topics) SELECT i + 100, 3, i FROM n"),
        format!("{many} INSERT INTO topic_periods (topic, period, score, lang) SELECT i, 'year', i % 89 + 1, {lang} FROM n"),
        format!("{many} INSERT INTO topic_periods (topic, period, score, lang) SELECT i, 'week', i % 7 + 1, {lang} FROM n WHERE i % 20 = 0"),
        format!("{many} INSERT INTO posts (topic, number, author, state, lang, created_at) SELECT i, 1, i % 2 + 1, 'visible', {lang}, i * 1000 FROM n"),
        format!(
            "{replies} INSERT INTO posts (topic, number, position, author, state, lang, created_at, votes) \
             SELECT 1, i + 1, i, 1, 'visible', 'en', i * 1000, i % 13 FROM n"
        ),
        "INSERT INTO post_texts (post, source, html, renderer) SELECT id, 'Text', '<p>Text</p>', 1 FROM posts".to_owned(),
        "UPDATE topics SET pinned = 1 = 1 WHERE id IN (3, 4)".to_owned(),
        "ANALYZE".to_owned(),
    ];
    for statement in statements {
        // SQLite's own choice, without statistics, is what runs.
        if statement == "ANALYZE" && matches!(conn, Connection::Sqlite(_)) {
            continue;
        }
        conn.batch_execute(&statement).unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
}
