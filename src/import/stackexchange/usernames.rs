//! A username for everybody who had only a name.

use std::collections::HashSet;

use crate::platform::text::names::{USERNAME_MAX, UsernameError};
use crate::platform::text::{ShownName, Username};

/// Room for a hyphen and a number behind a name.
const ROOM: usize = USERNAME_MAX - 8;
/// Namesakes up to here are told apart by small numbers, later ones by the number they had.
const NAMESAKES: u32 = 9;

/// Usernames that somebody could get, the best first.
pub(super) struct Candidates {
    bases: Vec<String>,
    number: u64,
}

impl Candidates {
    /// Those for a shown name and the number of its user.
    pub fn of(name: &str, number: i64) -> Self {
        let bases = [base(name, char::is_alphanumeric), base(name, |c| c.is_ascii_alphanumeric())];
        // A number behind a reserved word would not make it anybody's name.
        let is_of_use = |base: &String| !base.is_empty() && Username::parse(base) != Err(UsernameError::Reserved);
        Self { bases: bases.into_iter().filter(is_of_use).collect(), number: number.unsigned_abs() }
    }

    /// All of them: the last ones never end.
    pub fn all(&self) -> impl Iterator<Item = Username> + '_ {
        let number = self.number;
        let named = self.bases.iter().flat_map(move |base| {
            let namesakes = (2..=NAMESAKES).map(move |n| format!("{base}-{n}"));
            std::iter::once(base.clone()).chain(namesakes).chain([format!("{base}-{number}")])
        });
        // Somebody may have had just this name; behind it there is room for ever.
        let plain = (1_u64..).map(move |n| if n == 1 { format!("imported-{number}") } else { format!("imported-{number}-{n}") });
        named.chain(plain).filter_map(|typed| Username::parse(&typed).ok())
    }
}

/// The name as it was shown; none where nobody here may go by it. `wearers` are what the names of badge wearers look like.
pub(super) fn shown(name: &str, wearers: &HashSet<String>) -> Option<String> {
    let name = ShownName::parse(name).ok()?;
    let is_free = !name.lookalikes().iter().any(|look| wearers.contains(look));
    is_free.then(|| name.as_str().to_owned())
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
        let mut taken = HashSet::new();
        let mut made = |name: &str, id| {
            let username = Candidates::of(name, id).all().find(|username| !taken.contains(&username.skeleton())).unwrap();
            taken.insert(username.skeleton());
            username.as_str().to_owned()
        };
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
        let mut taken = HashSet::new();
        for id in 1..=300 {
            let username = Candidates::of("John", id).all().find(|username| !taken.contains(&username.key())).unwrap();
            taken.insert(username.key());
        }
        assert_eq!(taken.len(), 300);
    }

    #[test]
    fn nobody_is_shown_as_a_badge_wearer() {
        let wearers = HashSet::from([Username::parse("mateo").unwrap().skeleton()]);
        assert_eq!(shown("Máteo", &wearers), Some("Máteo".into()));
        assert_eq!((shown("MATEO", &wearers), shown("Admin", &wearers), shown("Ann  Lee", &wearers)), (None, None, Some("Ann Lee".into())));
    }
}
