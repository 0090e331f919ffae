//! How much a flag weighs, and how many a member may put in a day. Pure.

/// How earlier flags of a member were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// A moderator saw it the same way.
    pub agreed: i64,
    /// A moderator saw it otherwise.
    pub disagreed: i64,
}

/// Fewer settled flags than this say nothing about a member.
const TOO_FEW: i64 = 5;
/// So often a flagger is right who is neither better nor worse than most.
const USUAL: f64 = 0.7;
/// A flag of somebody who works here weighs so much more, in hundredths.
const WORKS_HERE: i64 = 500;
/// Nobody's flags weigh more, in hundredths: no one member hides what others wrote.
const MOST: i64 = 800;

impl Record {
    /// Right more often than wrong, as far as there is anything to say.
    fn is_bad(self) -> bool {
        self.agreed + self.disagreed >= TOO_FEW && self.disagreed > self.agreed
    }
}

/// What a flag weighs, in hundredths: one for the flag, one for each level of trust (five for those who work here), and more
/// or less by how often the flagger was right before.
///
/// The bonus follows Discourse (`ReviewableScore.calc_user_accuracy_bonus`): nothing up to five settled flags; then the
/// distance from being right in 70 % of all cases, as a part of what is possible to that side, times five for each fourfold
/// number of flags. It never weighs less than nothing, nor more than eight.
pub fn weight(trust: i32, works_here: bool, record: Record) -> i64 {
    let standing = if works_here { WORKS_HERE } else { i64::from(trust.clamp(0, 4)) * 100 };
    (100 + standing + bonus(record)).clamp(0, MOST)
}

fn bonus(record: Record) -> i64 {
    let total = record.agreed + record.disagreed;
    if total <= TOO_FEW {
        return 0;
    }
    let right = record.agreed as f64 / total as f64;
    let part = if right >= USUAL { (right - USUAL) / (1.0 - USUAL) } else { -(USUAL - right) / USUAL };
    (part * (total as f64).log(4.0) * 5.0 * 100.0).round() as i64
}

/// How many flags a member may put in 24 hours. `base` is what members of trust 1 may; new ones may half as many, those of
/// trust 2, 3 and 4 half as many more, twice and three times as many (as Discourse has it). Whoever was wrong more often
/// than right may half of that. At least one.
pub fn most_a_day(base: i64, trust: i32, record: Record) -> i64 {
    let halves = [1, 2, 3, 4, 6][trust.clamp(0, 4) as usize];
    let most = base * halves / 2;
    (if record.is_bad() { most / 2 } else { most }).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(agreed: i64, disagreed: i64) -> Record {
        Record { agreed, disagreed }
    }

    #[test]
    fn a_flag_weighs_by_trust_and_record() {
        assert_eq!(weight(0, false, Record::default()), 100);
        assert_eq!(weight(2, false, Record::default()), 300);
        assert_eq!(weight(0, true, Record::default()), 600);
        assert_eq!(weight(1, false, record(5, 0)), 200, "five say nothing");
        assert_eq!(weight(1, false, record(7, 3)), 200, "as good as most");
        // Sixteen flags, all right: all of what is possible, times five for each of two fourfold steps.
        assert_eq!(weight(1, false, record(16, 0)), 800, "no one member weighs more than eight");
        assert_eq!(weight(1, false, record(13, 3)), 200 + 375);
        assert_eq!(weight(4, false, record(0, 16)), 0, "never less than nothing");
        assert!(weight(3, false, record(5, 5)) < weight(3, false, record(7, 3)));
    }

    #[test]
    fn three_members_of_trust_2_weigh_what_hides_and_no_single_one_does() {
        assert!(3 * weight(2, false, Record::default()) > 830);
        const { assert!(MOST < 830) };
    }

    #[test]
    fn more_trust_allows_more_flags_and_a_bad_record_fewer() {
        let most = |trust, record| most_a_day(20, trust, record);
        assert_eq!([0, 1, 2, 3, 4, 9].map(|trust| most(trust, Record::default())), [10, 20, 30, 40, 60, 60]);
        assert_eq!(most(1, record(2, 3)), 10);
        assert_eq!(most(1, record(0, 4)), 20, "too few to say");
        assert_eq!(most(1, record(3, 3)), 20);
        assert_eq!(most_a_day(1, 0, record(0, 9)), 1);
    }
}
