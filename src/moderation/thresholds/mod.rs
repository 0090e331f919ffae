//! From where on the program acts by itself, and other figures of moderation that an admin may set. What is not set is usual;
//! where Discourse has such a figure, that is what is usual.

mod change_thresholds;
mod store;

pub use change_thresholds::{ThresholdError, change_thresholds};

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::platform::db::{Connection, Result};
use crate::text_enum;

text_enum! {
    /// A figure that can be set.
    Threshold {
        /// Flags of a post that weigh so much, in hundredths, hide it until a moderator looks.
        HideAt = "hide_at",
        /// Flags of all posts of a topic that weigh so much, in hundredths, close it for a while.
        CloseAt = "close_at",
        /// By at least so many members.
        CloseFlaggers = "close_flaggers",
        /// For so many hours.
        CloseHours = "close_hours",
        /// Flags of a new member that weigh so much, in hundredths, silence them until a moderator looks.
        SilenceAt = "silence_at",
        /// By at least so many members.
        SilenceFlaggers = "silence_flaggers",
        /// Flags that a member of trust 1 may put in a day.
        FlagsADay = "flags_a_day",
        /// Posts of a new member that moderators look at; 0 for none.
        FirstPosts = "first_posts",
        /// For so many minutes a case is claimed.
        ClaimMinutes = "claim_minutes",
        /// Within so many days an appeal is decided.
        AppealDays = "appeal_days",
        /// Links in a post of a new member that nobody looks at first.
        NewLinks = "new_links",
        /// Seconds that a new member needs at least for any post; 0 where nobody minds.
        PaceSeconds = "pace_seconds",
        /// Posts within [`Threshold::BurstMinutes`] after which more of them wait; 0 where nobody minds.
        BurstPosts = "burst_posts",
        /// In so many minutes.
        BurstMinutes = "burst_minutes",
        /// Texts that have so much in common, in hundredths, are alike; 0 where nobody minds.
        Alike = "alike",
        /// Whether what the team's decisions taught holds posts: 1 or 0.
        Classifier = "classifier",
        /// Posts that must have been decided before it does.
        LearnFrom = "learn_from",
    }
}

impl Threshold {
    /// Those that are about flags, cases and appeals.
    pub const OF_FLAGS: &'static [Self] = &[
        Self::HideAt,
        Self::CloseAt,
        Self::CloseFlaggers,
        Self::CloseHours,
        Self::SilenceAt,
        Self::SilenceFlaggers,
        Self::FlagsADay,
        Self::FirstPosts,
        Self::ClaimMinutes,
        Self::AppealDays,
    ];

    /// Those that are about what is held.
    pub const OF_SCREENING: &'static [Self] =
        &[Self::NewLinks, Self::PaceSeconds, Self::BurstPosts, Self::BurstMinutes, Self::Alike, Self::Classifier, Self::LearnFrom];

    /// What it is where nobody set it.
    pub fn usual(self) -> i64 {
        match self {
            Self::HideAt => 830,
            Self::CloseAt => 3_100,
            Self::CloseFlaggers => 5,
            Self::CloseHours => 4,
            Self::SilenceAt => 250,
            Self::SilenceFlaggers => 3,
            Self::FlagsADay => 20,
            Self::FirstPosts => 1,
            Self::ClaimMinutes => 30,
            Self::AppealDays => 7,
            Self::NewLinks => 0,
            Self::PaceSeconds => 3,
            Self::BurstPosts => 6,
            Self::BurstMinutes => 5,
            Self::Alike => 80,
            Self::Classifier => 1,
            Self::LearnFrom => 100,
        }
    }

    /// What it may be.
    pub fn range(self) -> RangeInclusive<i64> {
        match self {
            Self::HideAt | Self::CloseAt | Self::SilenceAt => 100..=100_000,
            Self::CloseFlaggers | Self::SilenceFlaggers => 2..=100,
            Self::CloseHours => 1..=168,
            Self::FlagsADay => 1..=1_000,
            Self::FirstPosts => 0..=20,
            Self::ClaimMinutes => 5..=1_440,
            Self::AppealDays => 1..=60,
            Self::NewLinks => 0..=100,
            Self::PaceSeconds => 0..=60,
            Self::BurstPosts => 0..=1_000,
            Self::BurstMinutes => 1..=1_440,
            Self::Alike => 0..=100,
            Self::Classifier => 0..=1,
            Self::LearnFrom => 40..=5_000,
        }
    }

    /// Is it a weight? Those are stored in hundredths, and written with a point.
    pub fn is_weight(self) -> bool {
        matches!(self, Self::HideAt | Self::CloseAt | Self::SilenceAt)
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::HideAt => "flags-threshold-hide-at",
            Self::CloseAt => "flags-threshold-close-at",
            Self::CloseFlaggers => "flags-threshold-close-flaggers",
            Self::CloseHours => "flags-threshold-close-hours",
            Self::SilenceAt => "flags-threshold-silence-at",
            Self::SilenceFlaggers => "flags-threshold-silence-flaggers",
            Self::FlagsADay => "flags-threshold-flags-a-day",
            Self::FirstPosts => "flags-threshold-first-posts",
            Self::ClaimMinutes => "flags-threshold-claim-minutes",
            Self::AppealDays => "flags-threshold-appeal-days",
            Self::NewLinks => "screening-figure-new-links",
            Self::PaceSeconds => "screening-figure-pace-seconds",
            Self::BurstPosts => "screening-figure-burst-posts",
            Self::BurstMinutes => "screening-figure-burst-minutes",
            Self::Alike => "screening-figure-alike",
            Self::Classifier => "screening-figure-classifier",
            Self::LearnFrom => "screening-figure-learn-from",
        }
    }

    /// A value as an admin reads and types it: `8.3`, `5`.
    pub fn written(self, value: i64) -> String {
        match (self.is_weight(), value % 100) {
            (false, _) => value.to_string(),
            (true, 0) => (value / 100).to_string(),
            (true, rest) => format!("{}.{rest:02}", value / 100).trim_end_matches('0').to_owned(),
        }
    }

    /// A value as typed; none for what makes no sense. A comma is as good as a point.
    pub fn parse_value(self, typed: &str) -> Option<i64> {
        let value = match self.is_weight() {
            true => {
                let number: f64 = typed.trim().replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())?;
                (number * 100.0).round() as i64
            }
            false => typed.trim().parse().ok()?,
        };
        self.range().contains(&value).then_some(value)
    }
}

/// All figures as they are set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thresholds(BTreeMap<Threshold, i64>);

impl Thresholds {
    /// Reads them.
    pub fn load(conn: &mut Connection) -> Result<Self> {
        let rows = store::load(conn)?;
        Ok(Self(rows.into_iter().filter_map(|(name, value)| Some((Threshold::parse(&name)?, value))).collect()))
    }

    /// One of them.
    pub fn get(&self, threshold: Threshold) -> i64 {
        self.0.get(&threshold).copied().unwrap_or_else(|| threshold.usual())
    }

    /// As the log tells them.
    fn facts(&self) -> String {
        Threshold::ALL.iter().map(|threshold| format!("{}={}", threshold.as_str(), threshold.written(self.get(*threshold)))).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_written() {
        for (value, written) in [(830, "8.3"), (3_100, "31"), (250, "2.5"), (105, "1.05")] {
            assert_eq!((Threshold::HideAt.written(value), Threshold::HideAt.parse_value(written)), (written.to_owned(), Some(value)));
        }
        assert_eq!(Threshold::HideAt.parse_value(" 8,3 "), Some(830));
        for wrong in ["", "x", "-1", "0.5", "NaN", "inf", "99999999999"] {
            assert_eq!(Threshold::HideAt.parse_value(wrong), None, "{wrong}");
        }
        assert_eq!((Threshold::CloseFlaggers.parse_value("5"), Threshold::CloseFlaggers.parse_value("5.5")), (Some(5), None));
        assert!(Threshold::ALL.iter().all(|threshold| threshold.range().contains(&threshold.usual())));
    }
}
