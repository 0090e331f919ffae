//! What is kept in memory is checked, never timed: each such thing has a number that grows when it changes.

use diesel::prelude::*;
use guildhall_schema::generations;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, RwLock};

use super::Connection;
use super::{Db, Result};
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
    }
}

/// Adds one to a generation, in the transaction that changed what it stands for.
pub fn bump(conn: &mut Connection, generation: Generation) -> Result<()> {
    let row = generations::table.filter(generations::name.eq(generation.as_str()));
    let changed = diesel::update(row).set(generations::value.eq(generations::value + 1)).execute(conn)?;
    if changed == 0 {
        diesel::insert_into(generations::table).values((generations::name.eq(generation.as_str()), generations::value.eq(1_i64))).execute(conn)?;
    }
    Ok(())
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
    /// Notes that this process changed something itself.
    pub fn advance(&self, generation: Generation) {
        self.numbers[generation as usize].fetch_add(1, Ordering::AcqRel);
    }

    fn now(&self, generation: Generation) -> i64 {
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

    /// The value: from memory, or loaded by `load` when it changed since.
    pub fn get(&self, db: &Db, conn: &mut Connection, load: impl FnOnce(&mut Connection) -> Result<T>) -> Result<Arc<T>> {
        let now = db.seen().now(self.generation);
        if let Some((number, value)) = &*self.value.read().unwrap_or_else(|e| e.into_inner())
            && *number == now
        {
            return Ok(value.clone());
        }
        let value = Arc::new(load(conn)?);
        *self.value.write().unwrap_or_else(|e| e.into_inner()) = Some((now, value.clone()));
        Ok(value)
    }
}

/// Watches what other processes changed: asks the database every second (design: within 5 s everywhere).
pub fn watch(db: Db) {
    let mut known: Vec<(String, i64)> = Vec::new();
    loop {
        std::thread::sleep(std::time::Duration::from_secs(1));
        let Ok(current) = db.read_blocking(load) else { continue };
        for (name, value) in &current {
            let is_new = known.iter().find(|(n, _)| n == name).is_none_or(|(_, v)| v != value);
            if let (true, Some(generation)) = (is_new, Generation::parse(name)) {
                db.seen().advance(generation);
            }
        }
        known = current;
    }
}
