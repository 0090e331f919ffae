//! The key of a form says when it was shown and to whom, signed: whoever sends it cannot say otherwise. It needs no script, and
//! whatever keeps a form's key (a draft, the page that asks to sign in again) keeps that too.

use super::Shown;
use crate::accounts::MemberId;
use crate::accounts::sessions::new_token;
use crate::platform::db::Timestamp;

/// Enough of a random secret: two forms of one member must not be taken for one.
const RANDOM: usize = 22;
/// Of the signature: nobody tries so often.
const SIGNATURE: usize = 20;

/// A new form's key.
pub fn form_key(secret: &str, member: Option<MemberId>, now: Timestamp) -> String {
    let random = &new_token()[..RANDOM];
    let seconds = now.0.div_euclid(Timestamp::SECOND);
    format!("{random}.{seconds}.{}", signature(secret, member, random, seconds))
}

/// How long the form with this key was open. A page with several forms adds the number of what each is about, behind a hyphen.
pub fn shown(secret: &str, member: MemberId, key: &str, now: Timestamp) -> Shown {
    if secret.is_empty() {
        return Shown::Unknown;
    }
    let told = || {
        let mut parts = key.splitn(3, '.');
        let (random, seconds, rest) = (parts.next()?, parts.next()?.parse::<i64>().ok()?, parts.next()?);
        let is_ours = rest.split('-').next() == Some(signature(secret, Some(member), random, seconds).as_str());
        is_ours.then_some(now.0 - seconds.checked_mul(Timestamp::SECOND)?)
    };
    told().map_or(Shown::Never, Shown::For)
}

fn signature(secret: &str, member: Option<MemberId>, random: &str, seconds: i64) -> String {
    let key = blake3::derive_key("guildhall 2026-11-23 keys of forms", secret.as_bytes());
    let member = member.map_or(0, |member| member.0);
    blake3::keyed_hash(&key, format!("{member} {random} {seconds}").as_bytes()).to_hex()[..SIGNATURE].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_269_960_000_000);
    const ANN: MemberId = MemberId(7);

    #[test]
    fn a_key_says_how_long_its_form_was_open() {
        let key = form_key("a secret", Some(ANN), NOW);
        let later = NOW.plus(90 * Timestamp::SECOND);
        assert_eq!(shown("a secret", ANN, &key, later), Shown::For(90 * Timestamp::SECOND));
        assert_eq!(shown("a secret", ANN, &format!("{key}-12"), later), Shown::For(90 * Timestamp::SECOND));
        assert!(key.len() < 80, "{key}");
    }

    #[test]
    fn nobody_says_otherwise() {
        let key = form_key("a secret", Some(ANN), NOW);
        let earlier = key.replace(&format!(".{}.", NOW.0 / Timestamp::SECOND), &format!(".{}.", NOW.0 / Timestamp::SECOND - 600));
        assert_ne!(earlier, key);
        for wrong in ["", "x", "a.b.c", &earlier, &key[..key.len() - 1]] {
            assert_eq!(shown("a secret", ANN, wrong, NOW), Shown::Never, "{wrong}");
        }
        assert_eq!(shown("a secret", MemberId(8), &key, NOW), Shown::Never, "another's form");
        assert_eq!(shown("another secret", ANN, &key, NOW), Shown::Never);
        assert_eq!(shown("", ANN, &key, NOW), Shown::Unknown, "nothing was ever signed");
    }
}
