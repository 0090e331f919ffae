//! Which notices go by mail, and when.

use std::ops::RangeInclusive;

use crate::notifications::notices::ways::Ways;
use crate::notifications::notices::{Reason, Reasons};

/// For how many minutes a mail may wait.
pub const WAIT_MINUTES: RangeInclusive<i64> = 0..=1_440;
/// How many mails about notices a member may get in a day.
pub const A_DAY: RangeInclusive<i64> = 1..=1_000;

/// The reasons of which a member wants to hear by mail.
pub(super) fn mailed(reasons: Reasons, ways: &Ways) -> Reasons {
    reasons.each().filter(|reason| ways.of(*reason).mail).fold(Reasons::default(), Reasons::and)
}

/// What cannot wait: whoever asked the company waits for it, and whoever was moderated looks for their post.
pub(super) fn is_urgent(mailed: Reasons) -> bool {
    mailed.has(Reason::StaffAnswer) || mailed.has(Reason::Moderation)
}

/// What a topic brings forth is silent once the topic is muted; what happens to one's own posts is not.
pub(super) fn without_muted(mailed: Reasons) -> Reasons {
    mailed.each().filter(|reason| !reason.is_silenced_by_muting()).fold(Reasons::default(), Reasons::and)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notifications::notices::ways::Way;

    #[test]
    fn each_reason_is_asked_for_itself() {
        let mut ways = Ways::default();
        ways.set(Reason::Mention, Way { page: true, mail: false, digest: false });
        let reasons = Reasons::one(Reason::Mention).and(Reason::Reply).and(Reason::Votes);
        assert_eq!(mailed(reasons, &ways), Reasons::one(Reason::Reply));
        assert_eq!(mailed(Reasons::one(Reason::Mention), &ways), Reasons::default());
    }

    #[test]
    fn staff_and_moderators_do_not_wait() {
        assert!(is_urgent(Reasons::one(Reason::StaffAnswer).and(Reason::Reply)));
        assert!(is_urgent(Reasons::one(Reason::Moderation)) && !is_urgent(Reasons::one(Reason::Reply)));
        assert_eq!(without_muted(Reasons::one(Reason::Reply).and(Reason::Accepted)), Reasons::one(Reason::Accepted));
    }
}
