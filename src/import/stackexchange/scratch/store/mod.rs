//! The working file's own tables, and how they are written. They belong to no community.

mod figures;
mod plan;
mod read;
pub mod rows;
mod tables;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error;
use std::path::Path;

pub use read::Item;
use rows::{Badge, Comment, Event, Link, Post, Tag, User, Vote};
use tables::{
    staged_badges, staged_comments, staged_facts, staged_history, staged_links, staged_posts, staged_tags, staged_tags_of, staged_users, staged_votes,
};

/// What went wrong with the working file.
#[derive(Debug, thiserror::Error)]
#[error("the working file {path}: {cause}")]
pub struct ScratchError {
    path: String,
    cause: String,
}

/// Whether a row was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// Kept.
    New,
    /// Another row has its number.
    Doubled,
}

/// The working file, opened. Memory is bounded: sorting goes through files.
pub struct Scratch {
    conn: SqliteConnection,
    path: String,
}

/// Pages kept in memory, in KB: enough for sorted inserts, far below what an import may take.
const CACHE: &str = "PRAGMA cache_size = -8000; PRAGMA temp_store = FILE; PRAGMA mmap_size = 0;";

impl Scratch {
    /// Makes a new file. Nothing of it is kept unless [`Scratch::commit`] is reached: no journal is needed.
    pub fn create(path: &Path) -> Result<Self, ScratchError> {
        let mut scratch = Self::establish(path)?;
        let settings = format!("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; {CACHE}");
        scratch.run(&format!("{settings} {} BEGIN;", tables::TABLES))?;
        Ok(scratch)
    }

    /// Opens a file that is complete.
    pub fn open(path: &Path) -> Result<Self, ScratchError> {
        let mut scratch = Self::establish(path)?;
        scratch.run(&format!("PRAGMA query_only = ON; {CACHE}"))?;
        Ok(scratch)
    }

    fn establish(path: &Path) -> Result<Self, ScratchError> {
        let path = path.display().to_string();
        match SqliteConnection::establish(&path) {
            Ok(conn) => Ok(Self { conn, path }),
            Err(error) => Err(ScratchError { path, cause: error.to_string() }),
        }
    }

    /// Ends the making.
    pub fn commit(mut self) -> Result<(), ScratchError> {
        self.run("COMMIT")
    }

    fn run(&mut self, sql: &str) -> Result<(), ScratchError> {
        let outcome = self.conn.batch_execute(sql);
        outcome.map_err(|cause| self.failed(&cause))
    }

    fn failed(&self, cause: &Error) -> ScratchError {
        ScratchError { path: self.path.clone(), cause: cause.to_string() }
    }

    fn put(&self, outcome: QueryResult<usize>) -> Result<Put, ScratchError> {
        match outcome {
            Ok(0) => Ok(Put::Doubled),
            Ok(_) => Ok(Put::New),
            Err(cause) => Err(self.failed(&cause)),
        }
    }

    /// Reads a fact about the whole.
    pub fn fact(&mut self, name: &str) -> Result<Option<String>, ScratchError> {
        let found = staged_facts::table.find(name).select(staged_facts::value).first(&mut self.conn).optional();
        found.map_err(|cause| self.failed(&cause))
    }

    /// Writes a fact about the whole.
    pub fn put_fact(&mut self, name: &str, value: &str) -> Result<(), ScratchError> {
        let done = diesel::replace_into(staged_facts::table).values((staged_facts::name.eq(name), staged_facts::value.eq(value))).execute(&mut self.conn);
        self.put(done).map(|_| ())
    }

    /// Adds to a number among the facts.
    pub fn add(&mut self, name: &str, more: u64) -> Result<(), ScratchError> {
        let before: u64 = self.fact(name)?.and_then(|value| value.parse().ok()).unwrap_or(0);
        self.put_fact(name, &(before + more).to_string())
    }

    /// How many rows a file had, and how many of them had a number that came before.
    pub fn count_rows(&mut self, file: &str, read: u64, doubled: u64) -> Result<(), ScratchError> {
        self.put_fact(&format!("read {file}"), &read.to_string())?;
        self.put_fact(&format!("doubled {file}"), &doubled.to_string())
    }

    /// Keeps a user.
    pub fn put_user(&mut self, user: &User<'_>) -> Result<Put, ScratchError> {
        let values = (staged_users::id.eq(user.id), staged_users::name.eq(user.name), staged_users::created_at.eq(user.created_at));
        let done = diesel::insert_or_ignore_into(staged_users::table).values(values).execute(&mut self.conn);
        self.put(done)
    }

    /// Keeps a question, an answer or whatever else calls itself a post.
    pub fn put_post(&mut self, post: &Post<'_>) -> Result<Put, ScratchError> {
        let values = (
            (staged_posts::id.eq(post.id), staged_posts::kind.eq(post.kind), staged_posts::parent.eq(post.parent)),
            (staged_posts::owner.eq(post.writer.owner), staged_posts::lost.eq(&post.writer.lost), staged_posts::created_at.eq(post.created_at)),
            (staged_posts::edited_at.eq(post.edited_at), staged_posts::score.eq(post.score), staged_posts::title.eq(&post.title)),
            (staged_posts::accepted.eq(post.accepted), staged_posts::closed.eq(post.closed), staged_posts::body.eq(post.body)),
        );
        let done = diesel::insert_or_ignore_into(staged_posts::table).values(values).execute(&mut self.conn);
        self.put(done)
    }

    /// Keeps that a question wears a tag; once.
    pub fn put_tag_of(&mut self, topic: i64, name: &str) -> Result<(), ScratchError> {
        let values = (staged_tags_of::topic.eq(topic), staged_tags_of::name.eq(name));
        let done = diesel::insert_or_ignore_into(staged_tags_of::table).values(values).execute(&mut self.conn);
        self.put(done).map(|_| ())
    }

    /// Keeps a comment.
    pub fn put_comment(&mut self, comment: &Comment<'_>) -> Result<Put, ScratchError> {
        let values = (
            (staged_comments::id.eq(comment.id), staged_comments::post.eq(comment.post), staged_comments::owner.eq(comment.writer.owner)),
            (staged_comments::lost.eq(&comment.writer.lost), staged_comments::created_at.eq(comment.created_at)),
            (staged_comments::score.eq(comment.score), staged_comments::body.eq(comment.body)),
        );
        let done = diesel::insert_or_ignore_into(staged_comments::table).values(values).execute(&mut self.conn);
        self.put(done)
    }

    /// Keeps a tag of the list of tags.
    pub fn put_tag(&mut self, tag: &Tag<'_>) -> Result<Put, ScratchError> {
        let values = (staged_tags::id.eq(tag.id), staged_tags::name.eq(tag.name));
        let done = diesel::insert_or_ignore_into(staged_tags::table).values(values).execute(&mut self.conn);
        self.put(done)
    }

    /// Keeps a vote.
    pub fn put_vote(&mut self, vote: &Vote) -> Result<Put, ScratchError> {
        let values = (
            (staged_votes::id.eq(vote.id), staged_votes::post.eq(vote.post), staged_votes::kind.eq(vote.kind)),
            (staged_votes::owner.eq(vote.owner), staged_votes::created_at.eq(vote.created_at)),
        );
        let done = diesel::insert_or_ignore_into(staged_votes::table).values(values).execute(&mut self.conn);
        self.put(done)
    }

    /// Keeps an event of a post's history.
    pub fn put_event(&mut self, event: &Event<'_>) -> Result<Put, ScratchError> {
        let values = (
            (staged_history::id.eq(event.id), staged_history::post.eq(event.post), staged_history::kind.eq(event.kind)),
            (staged_history::edit.eq(event.edit), staged_history::owner.eq(event.writer.owner), staged_history::lost.eq(&event.writer.lost)),
            (staged_history::note.eq(&event.note), staged_history::body.eq(event.body), staged_history::created_at.eq(event.created_at)),
        );
        let done = diesel::insert_or_ignore_into(staged_history::table).values(values).execute(&mut self.conn);
        self.put(done)
    }

    /// Keeps a link between posts.
    pub fn put_link(&mut self, link: &Link) -> Result<Put, ScratchError> {
        let values = (
            (staged_links::id.eq(link.id), staged_links::post.eq(link.post), staged_links::related.eq(link.related)),
            (staged_links::kind.eq(link.kind), staged_links::created_at.eq(link.created_at)),
        );
        let done = diesel::insert_or_ignore_into(staged_links::table).values(values).execute(&mut self.conn);
        self.put(done)
    }

    /// Keeps a badge.
    pub fn put_badge(&mut self, badge: &Badge) -> Result<Put, ScratchError> {
        let values = (
            (staged_badges::id.eq(badge.id), staged_badges::owner.eq(badge.owner), staged_badges::name.eq(&badge.name)),
            (staged_badges::class.eq(badge.class), staged_badges::of_tag.eq(badge.of_tag), staged_badges::created_at.eq(badge.created_at)),
        );
        let done = diesel::insert_or_ignore_into(staged_badges::table).values(values).execute(&mut self.conn);
        self.put(done)
    }
}
