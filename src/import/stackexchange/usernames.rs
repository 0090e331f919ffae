//! A username for everybody who had only a name.

use std::collections::HashSet;

use crate::platform::text::names::{USERNAME_MAX, UsernameError};
use crate::platform::text::{ShownName, Username};

/// Room for a hyphen and a number behind a name.
const ROOM: usize = USERNAME_MAX - 8;
/// Namesakes up to here are told apart by small numbers, later ones by the number they had.
const NAMESAKES: u32 = 9;

/// The names that are given already.
#[derive(Default)]
pub(super) struct Taken {
    /// Keys of usernames, former ones too.
    pub keys: HashSet<String>,
    /// What usernames look like.
    pub skeletons: HashSet<String>,
    /// What the names of badge wearers look like: nobody else's may.
    pub badge_wearers: HashSet<String>,
}

impl Taken {
    /// Makes a username of a shown name, and takes it.
    pub fn username(&mut self, name: &str, id: i64) -> Username {
        let bases = [base(name, char::is_alphanumeric), base(name, |c| c.is_ascii_alphanumeric())];
        let number = id.unsigned_abs();
        // A number behind a reserved word would not make it anybody's name.
        for base in bases.iter().filter(|base| !base.is_empty() && Username::parse(base) != Err(UsernameError::Reserved)) {
            let namesakes = (2..=NAMESAKES).map(|n| format!("{base}-{n}"));
            for typed in std::iter::once(base.clone()).chain(namesakes).chain([format!("{base}-{number}")]) {
                if let Some(username) = self.take(&typed) {
                    return username;
                }
            }
        }
        // Somebody may have had just this name; behind it there is room for ever.
        let mut plain = (1_u64..).map(|n| if n == 1 { format!("imported-{number}") } else { format!("imported-{number}-{n}") });
        plain.find_map(|typed| self.take(&typed)).expect("there is always a further number")
    }

    fn take(&mut self, typed: &str) -> Option<Username> {
        let username = Username::parse(typed).ok()?;
        let looks_taken = self.skeletons.contains(&username.skeleton()) || username.lookalikes().iter().any(|look| self.badge_wearers.contains(look));
        if looks_taken || self.keys.contains(&username.key()) {
            return None;
        }
        self.keys.insert(username.key());
        self.skeletons.insert(username.skeleton());
        Some(username)
    }

    /// The name as it was shown; none where nobody here may go by it.
    pub fn shown(&self, name: &str) -> Option<String> {
        let name = ShownName::parse(name).ok()?;
        let is_free = !name.lookalikes().iter().any(|look| self.badge_wearers.contains(look));
        is_free.then(|| name.as_str().to_owned())
    }
}

/// What of a name can stand in a username: words joined by hyphens.
fn base(name: &str, is_kept: impl Fn(char) -> bool) -> String {
    let words: Vec<String> = name.split(|c| !is_kept(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let base: String = words.join("-").chars().take(ROOM).collect();
    base.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_usernames() {
        let mut taken = Taken::default();
        let mut made = |name: &str, id| taken.username(name, id).as_str().to_owned();
        assert_eq!(made("Adam Lear", 1), "Adam-Lear");
        assert_eq!(made("adam lear", 2), "adam-lear-2");
        assert_eq!(made("Bjørn Ødegård", 3), "Bjørn-Ødegård");
        assert_eq!(made("王小明", 4), "王小明");
        assert_eq!(made("Al", 5), "Al-2");
        assert_eq!(made("Community", -1), "imported-1");
        assert_eq!(made("", 7), "imported-7");
        assert_eq!(made("\u{202e}...\u{200b}", 8), "imported-8");
        assert_eq!(made(&"x".repeat(60), 9), "x".repeat(ROOM));
        assert_eq!(made("imported-7", 10), "imported-7-2");
    }

    #[test]
    fn a_hundred_namesakes_are_told_apart() {
        let mut taken = Taken::default();
        let names: HashSet<String> = (1..=300).map(|id| taken.username("John", id).key()).collect();
        assert_eq!(names.len(), 300);
    }

    #[test]
    fn nobody_imitates_a_badge_wearer() {
        let mut taken = Taken::default();
        taken.badge_wearers.insert(Username::parse("mateo").unwrap().skeleton());
        assert_eq!(taken.username("Mateo", 1).as_str(), "Mateo-2");
        assert_eq!(taken.shown("Máteo"), Some("Máteo".into()));
        assert_eq!((taken.shown("MATEO"), taken.shown("Admin"), taken.shown("Ann  Lee")), (None, None, Some("Ann Lee".into())));
    }
}
