//! Titles that nobody else has.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use super::languages::Grammars;
use super::writing::Frame;

/// For each invented topic below `until`: at which attempt its title is one that no topic before it has.
pub fn attempts(grammars: &Grammars, until: u64) -> Vec<u8> {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let mut seen = HashSet::new();
    (0..until)
        .map(|number| {
            let free = |attempt: &u8| Frame::of(grammars, number, u64::from(*attempt)).title.is_some_and(|title| seen.insert(hasher.hash_one(title.as_str())));
            (0..u8::MAX).find(free).unwrap_or(u8::MAX)
        })
        .collect()
}
