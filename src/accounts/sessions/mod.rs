//! Sessions: a random token in a cookie, its hash in the database. Ending one counts on its next request,
//! in every process.

mod browser;
pub mod store;

pub use browser::browser_name;

use crate::platform::db::Timestamp;

/// The name of the session's cookie.
pub const COOKIE: &str = "sid";
/// A session ends so long after it began, however busy.
pub const LONGEST: i64 = 90 * Timestamp::DAY;
/// A member's session ends after so long without a request.
pub const IDLE: i64 = 14 * Timestamp::DAY;
/// Staff, moderators and admins hold more: their sessions end sooner.
pub const IDLE_WITH_ROLE: i64 = 12 * Timestamp::HOUR;
/// Requests note that a session was used at most so often.
pub const NOTE_EVERY: i64 = 10 * Timestamp::MINUTE;

/// A new secret of 256 random bits, for cookies and mailed links: 43 characters of base64url.
pub fn new_token() -> String {
    use rand::TryRngCore;
    let mut bytes = [0_u8; 32];
    // The system's generator does not fail once the machine is up; without it nothing safe can be made.
    rand::rngs::OsRng.try_fill_bytes(&mut bytes).expect("the system's random generator works");
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::with_capacity(43);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(byte);
        held += 8;
        while held >= 6 {
            held -= 6;
            out.push(alphabet[(bits >> held) as usize & 63] as char);
        }
    }
    out.push(alphabet[(bits << (6 - held)) as usize & 63] as char);
    out
}

/// What is stored of a secret.
pub fn hash_token(token: &str) -> String {
    blake3::hash(token.as_bytes()).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_differ() {
        let (a, b) = (new_token(), new_token());
        assert_eq!(a.len(), 43);
        assert_ne!(a, b);
        assert_ne!(hash_token(&a), hash_token(&b));
    }
}
