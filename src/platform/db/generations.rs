//! What is kept in memory is checked, never timed: each such thing has a number that grows when it changes.

use diesel::prelude::*;
use guildhall_schema::generations;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, RwLock};

use super::Connection;
use super::transaction::is_writing;
use super::{Db, Result, or_again};
use crate::text_enum;

text_enum! {
    /// Things that live in memory and change rarely.
    Generation {
        /// Categories, their names and who may read them.
        Categories = "categories",
        /// The community's settings.
        Settings = "settings",
        /// Who wears which badge.
        Badges = "badges",
        /// What tags are called, in which language.
        Tags = "tags",
        /// Which words mean the same when somebody searches.
        Search = "search",
        /// Names, usernames and pictures of members.
        Faces = "faces",
        /// Words, domains, addresses and networks that are blocked, and what else keeps spam out.
        Screening = "screening",
    }
}

/// Adds one to a generation, in the transaction that changed what it stands for. Gives the new number.
pub fn bump(conn: &mut Connection, generation: Generation) -> Result<i64> {
    let row = generations::table.filter(generations::name.eq(generation.as_str()));
    let counted: Option<i64> =
        diesel::update(row).set(generations::value.eq(generations::value + 1)).returning(generations::value).get_result(conn).optional()?;
    if let Some(number) = counted {
        return Ok(number);
    }
    let row = (generations::name.eq(generation.as_str()), generations::value.eq(1_i64));
    or_again(diesel::insert_into(generations::table).values(row).execute(conn))?;
    Ok(1)
}

/// A generation as this snapshot has it.
fn number(conn: &mut Connection, generation: Generation) -> Result<i64> {
    let row = generations::table.filter(generations::name.eq(generation.as_str())).select(generations::value);
    Ok(row.first(conn).optional()?.unwrap_or(0))
}

/// All generations as the database has them.
pub fn load(conn: &mut Connection) -> Result<Vec<(String, i64)>> {
    Ok(generations::table.select((generations::name, generations::value)).load(conn)?)
}

/// The generations this process has seen.
#[derive(Default)]
pub struct Seen {
    numbers: [AtomicI64; Generation::ALL.len()],
}

impl Seen {
    /// Notes that a generation has at least this number: committed, here or elsewhere.
    pub fn advance_to(&self, generation: Generation, number: i64) {
        self.numbers[generation as usize].fetch_max(number, Ordering::AcqRel);
    }

    /// The number as far as it is known.
    pub fn now(&self, generation: Generation) -> i64 {
        self.numbers[generation as usize].load(Ordering::Acquire)
    }
}

/// A value kept in memory until its generation grows.
pub struct Kept<T> {
    generation: Generation,
    value: RwLock<Option<(i64, Arc<T>)>>,
}

impl<T> Kept<T> {
    /// Nothing kept yet.
    pub const fn new(generation: Generation) -> Self {
        Self { generation, value: RwLock::new(None) }
    }

    /// The value as last loaded, however old.
    pub fn last(&self) -> Option<Arc<T>> {
        self.value.read().unwrap_or_else(|e| e.into_inner()).as_ref().map(|(_, value)| value.clone())
    }

    /// The value: from memory, or loaded by `load` when it changed since. What is kept carries the number of the
    /// snapshot it was read in, so that an old snapshot never passes for new; inside a writing transaction nothing
    /// is kept that is not committed yet.
    pub fn get(&self, db: &Db, conn: &mut Connection, load: impl FnOnce(&mut Connection) -> Result<T>) -> Result<Arc<T>> {
        let known = db.seen().now(self.generation);
        if let Some((number, value)) = &*self.value.read().unwrap_or_else(|e| e.into_inner())
            && *number >= known
            && !(is_writing() && self.is_changed_here(conn, *number)?)
        {
            return Ok(value.clone());
        }
        let number = number(conn, self.generation)?;
        let value = Arc::new(load(conn)?);
        if !is_writing() {
            db.seen().advance_to(self.generation, number);
        }
        if number <= db.seen().now(self.generation) {
            self.keep(number, &value);
        }
        Ok(value)
    }

    fn keep(&self, number: i64, value: &Arc<T>) {
        let mut slot = self.value.write().unwrap_or_else(|e| e.into_inner());
        if slot.as_ref().is_none_or(|(kept, _)| *kept < number) {
            *slot = Some((number, value.clone()));
        }
    }

    /// True when this very transaction changed the thing: it must see its own change.
    fn is_changed_here(&self, conn: &mut Connection, kept: i64) -> Result<bool> {
        Ok(number(conn, self.generation)? > kept)
    }
}

/// Watches what other processes changed: asks the database every second (design: within 5 s everywhere).
pub fn watch(db: Db) {
    loop {
        std::thread::sleep(std::time::Duration::from_secs(1));
        let Ok(current) = db.read_blocking(load) else { continue };
        for (name, number) in &current {
            if let Some(generation) = Generation::parse(name) {
                db.seen().advance_to(generation, *number);
            }
        }
    }
}
