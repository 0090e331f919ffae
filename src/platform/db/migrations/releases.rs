//! Which migrations run when: in two phases, so that a community is upgraded without a pause.
//!
//! A release first only **adds** to the tables: new tables, columns with a default, indexes. The release before does not
//! notice, and runs on while one node after the other is replaced. What only that release needed (an old column, a
//! looser rule) is taken away by migrations that **finish** the upgrade: they wait for `guildhall migrate --finish`, or for
//! the start of the release after. So release N runs on the tables of N and of N + 1, never on those of N + 2, and not on
//! those of N + 1 once that is finished.
//!
//! The folder's name says which it is, up to the first `_`: `0012-r3_titles` adds for release 3, `0014-r3-finish_titles`
//! finishes it. Programs that do not know a migration read its release from there. The first ones have no mark.

use super::Until;

/// This program's release: goes up by one with each release that brings migrations.
pub const RELEASE: u32 = 3;

/// Migrations without a mark: the last one of each release.
const UNMARKED: &[(u32, u32)] = &[(6, 1), (9, 2)];
/// Marks one that finishes.
const FINISH: &str = "finish";

/// What a migration's version says of it; dashes are left out there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which release it belongs to.
    pub release: u32,
    /// Takes away what only the release before needed.
    pub finishes: bool,
}

impl Step {
    /// Reads a version such as `0006`, `0012r3` or `0014r3finish`; none for what is no version of ours.
    pub fn of(version: &str) -> Option<Self> {
        let end = version.find(|c: char| !c.is_ascii_digit()).unwrap_or(version.len());
        let number: u32 = version[..end].parse().ok()?;
        let Some(mark) = version[end..].strip_prefix('r') else {
            let release = UNMARKED.iter().find(|(last, _)| number <= *last)?.1;
            return (end == version.len()).then_some(Self { release, finishes: false });
        };
        let (release, finishes) = mark.strip_suffix(FINISH).map_or((mark, false), |release| (release, true));
        Some(Self { release: release.parse().ok()?, finishes })
    }
}

/// True for a migration that a program of a release runs now.
pub fn is_due(version: &str, release: u32, until: Until) -> bool {
    match Step::of(version) {
        Some(step) if step.finishes => step.release < release || until == Until::Finished,
        _ => true,
    }
}

/// True for a migration of the next release, unknown here, that only added something: this program runs on.
pub fn is_of_next(version: &str, release: u32) -> bool {
    Step::of(version) == Some(Step { release: release + 1, finishes: false })
}
