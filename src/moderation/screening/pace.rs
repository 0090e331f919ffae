//! Whether a text was sent sooner than a person writes. Pure.

use crate::forum::screening::{Filter, Finding, Shown};
use crate::platform::db::Timestamp;

/// Whoever writes beforehand and pastes it still reads the form; nobody pastes faster than this many characters a second.
const PASTED: i64 = 200;
/// However long a text is, nobody is expected to need longer for pasting it.
const LONGEST: i64 = 10;

/// The finding about a text that came too soon; `least` is in seconds, 0 where nobody minds.
pub fn finding(shown: Shown, plain: &str, least: i64) -> Option<Finding> {
    if least == 0 {
        return None;
    }
    let needed = (least + plain.chars().count() as i64 / PASTED).min(LONGEST.max(least));
    match shown {
        Shown::Unknown => None,
        Shown::Never => Some(Finding::new(Filter::Pace, "")),
        Shown::For(micros) => {
            let seconds = micros / Timestamp::SECOND;
            (seconds < needed).then(|| Finding::new(Filter::Pace, format!("{seconds} s")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn open_for(seconds: i64) -> Shown {
        Shown::For(seconds * Timestamp::SECOND)
    }

    #[test]
    fn nobody_writes_in_no_time() {
        let is_held = |shown, text: &str| finding(shown, text, 3).is_some();
        assert!(is_held(open_for(1), "Thank you, that was it!"));
        assert!(!is_held(open_for(3), "Thank you, that was it!"));
        assert!(is_held(Shown::Never, "Thank you, that was it!"), "no form of ours");
        assert!(!is_held(Shown::Unknown, "Thank you, that was it!"));
    }

    #[test]
    fn what_is_pasted_needs_a_moment_and_never_more_than_ten_seconds() {
        let (long, endless) = ("x".repeat(1_000), "x".repeat(30_000));
        assert!(finding(open_for(5), &long, 3).is_some() && finding(open_for(8), &long, 3).is_none());
        assert!(finding(open_for(9), &endless, 3).is_some() && finding(open_for(10), &endless, 3).is_none());
        assert!(finding(open_for(0), &endless, 0).is_none(), "nobody minds");
        assert!(finding(open_for(15), "short", 20).is_some(), "as the admin says");
    }
}
