//! The sentence of a notice, on the page and in mails.

use super::Reason;
use crate::forum::PostState;
use crate::moderation::flags::FlagState;

/// The key of the sentence; `detail` is that of [`super::store::Noted::detail`]. The one of votes takes a `count`.
pub fn key(reason: Reason, detail: &str) -> &'static str {
    match reason {
        Reason::Moderation => moderated(detail),
        Reason::Reminder => "notices-reminder",
        Reason::Accepted if detail == "staff" => "notices-accepted-staff",
        Reason::Accepted => "notices-accepted",
        Reason::Solved if detail == "own" => "notices-solved-own",
        Reason::Solved => "notices-solved",
        Reason::StaffAnswer => "notices-staff-answer",
        Reason::Mention => "notices-mention",
        Reason::Quote => "notices-quote",
        Reason::Comment => "notices-comment",
        Reason::Reply => "notices-reply",
        Reason::Votes => "notices-votes",
        Reason::Followed => "notices-followed",
        Reason::Topic => "notices-topic",
        Reason::Flagged => FlagState::parse(detail).unwrap_or(FlagState::Ignored).key(),
    }
}

fn moderated(state: &str) -> &'static str {
    match PostState::parse(state) {
        Some(PostState::Held) => "notices-held",
        Some(PostState::Hidden) => "notices-hidden",
        Some(PostState::Deleted) => "notices-deleted",
        Some(PostState::Erased) => "notices-erased",
        Some(PostState::Visible) | None => "notices-visible",
    }
}
