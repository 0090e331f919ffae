//! What mails and their outcomes are called where people read of them.

use super::Outcome;

/// The key of what a mail is, by its name.
pub fn kind(name: &str) -> &'static str {
    match name {
        "notice" => "deliveries-kind-notice",
        "digest" | "digest-asked" => "deliveries-kind-digest",
        "confirm" | "have-account" => "deliveries-kind-sign-up",
        "reset" | "password-changed" => "deliveries-kind-password",
        "address-confirm" | "address-changed" | "address-taken" => "deliveries-kind-address",
        "hand-over" => "deliveries-kind-hand-over",
        "own-data" => "deliveries-kind-own-data",
        "search-answer" => "deliveries-kind-search",
        _ => "deliveries-kind-other",
    }
}

/// The key of what became of it.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Sending => "deliveries-sending",
        Outcome::Sent => "deliveries-sent",
        Outcome::Later => "deliveries-later",
        Outcome::Refused => "deliveries-refused",
        Outcome::Rejected => "deliveries-rejected",
        Outcome::InDoubt => "deliveries-in-doubt",
        Outcome::GivenUp => "deliveries-given-up",
        Outcome::Bounced => "deliveries-bounced",
    }
}
