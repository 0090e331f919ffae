//! The tables of the working file: `staged_` as the dump has them, `planned_` as the community will.
#![allow(missing_docs)]

/// Every table. Numbers are keys, so that a number that came before is noticed.
pub const TABLES: &str = "
CREATE TABLE staged_facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE staged_users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL);
CREATE TABLE staged_posts (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, parent INTEGER, owner INTEGER, lost TEXT NOT NULL, created_at INTEGER NOT NULL,
  edited_at INTEGER, score INTEGER NOT NULL, title TEXT NOT NULL, accepted INTEGER, closed INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE staged_tags_of (topic INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (topic, name)) WITHOUT ROWID;
CREATE TABLE staged_comments (id INTEGER PRIMARY KEY, post INTEGER NOT NULL, owner INTEGER, lost TEXT NOT NULL, created_at INTEGER NOT NULL,
  score INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE staged_tags (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE staged_votes (id INTEGER PRIMARY KEY, post INTEGER NOT NULL, kind INTEGER NOT NULL, owner INTEGER, created_at INTEGER NOT NULL);
CREATE TABLE staged_history (id INTEGER PRIMARY KEY, post INTEGER NOT NULL, kind INTEGER NOT NULL, edit TEXT NOT NULL, owner INTEGER, lost TEXT NOT NULL,
  note TEXT NOT NULL, created_at INTEGER NOT NULL, body TEXT);
CREATE TABLE staged_links (id INTEGER PRIMARY KEY, post INTEGER NOT NULL, related INTEGER NOT NULL, kind INTEGER NOT NULL, created_at INTEGER NOT NULL);
CREATE TABLE staged_badges (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL, name TEXT NOT NULL, class INTEGER NOT NULL, of_tag INTEGER NOT NULL,
  created_at INTEGER NOT NULL);
";

diesel::table! {
    staged_facts (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    staged_users (id) {
        id -> BigInt,
        name -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    staged_posts (id) {
        id -> BigInt,
        kind -> BigInt,
        parent -> Nullable<BigInt>,
        owner -> Nullable<BigInt>,
        lost -> Text,
        created_at -> BigInt,
        edited_at -> Nullable<BigInt>,
        score -> BigInt,
        title -> Text,
        accepted -> Nullable<BigInt>,
        closed -> Bool,
        body -> Text,
    }
}

diesel::table! {
    staged_tags_of (topic, name) {
        topic -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    staged_comments (id) {
        id -> BigInt,
        post -> BigInt,
        owner -> Nullable<BigInt>,
        lost -> Text,
        created_at -> BigInt,
        score -> BigInt,
        body -> Text,
    }
}

diesel::table! {
    staged_tags (id) {
        id -> BigInt,
        name -> Nullable<Text>,
    }
}

diesel::table! {
    staged_votes (id) {
        id -> BigInt,
        post -> BigInt,
        kind -> BigInt,
        owner -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    staged_history (id) {
        id -> BigInt,
        post -> BigInt,
        kind -> BigInt,
        edit -> Text,
        owner -> Nullable<BigInt>,
        lost -> Text,
        note -> Text,
        created_at -> BigInt,
        body -> Nullable<Text>,
    }
}

diesel::table! {
    staged_links (id) {
        id -> BigInt,
        post -> BigInt,
        related -> BigInt,
        kind -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    staged_badges (id) {
        id -> BigInt,
        owner -> BigInt,
        name -> Text,
        class -> BigInt,
        of_tag -> Bool,
        created_at -> BigInt,
    }
}
