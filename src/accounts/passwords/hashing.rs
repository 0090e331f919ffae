//! argon2id, bounded.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::OnceLock;
use tokio::sync::Semaphore;

/// How much a guess costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// 19 MiB, two passes, one lane: what OWASP's ASVS 5.0 asks for.
    Full,
    /// Next to nothing: tests only.
    Test,
}

impl Cost {
    /// What the program was put together with.
    pub fn of(is_fast: bool) -> Self {
        if is_fast { Self::Test } else { Self::Full }
    }

    fn params(self) -> Params {
        let (memory, passes) = match self {
            Self::Full => (19_456, 2),
            Self::Test => (Params::MIN_M_COST, 1),
        };
        Params::new(memory, passes, 1, Some(32)).expect("the parameters are in range")
    }

    fn argon2(self) -> Argon2<'static> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params())
    }
}

/// What came of comparing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Another password, or none at all.
    Wrong,
    /// The password.
    Right,
    /// The password, kept in a weaker form than today's: this one is to be kept instead.
    RightButWeak(String),
}

/// Hashes a password where blocking is allowed: commands, jobs.
pub fn hash_now(cost: Cost, password: &str) -> anyhow::Result<String> {
    let hashed: PasswordHash = cost.argon2().hash_password(password.as_bytes()).map_err(|error| anyhow::anyhow!("hashing: {error}"))?;
    Ok(hashed.to_string())
}

/// Hashes a password.
pub async fn hash(cost: Cost, password: String) -> anyhow::Result<String> {
    bounded(move || hash_now(cost, &password)).await
}

/// Compares a password with what is kept. Where nothing is, the work is the same and the answer no.
pub async fn verify(cost: Cost, password: String, kept: Option<String>) -> anyhow::Result<Verdict> {
    bounded(move || verify_now(cost, &password, kept.as_deref())).await
}

fn verify_now(cost: Cost, password: &str, kept: Option<&str>) -> anyhow::Result<Verdict> {
    let phc = kept.unwrap_or_else(|| stand_in(cost));
    let parsed = PasswordHash::new(phc).map_err(|error| anyhow::anyhow!("a kept password does not parse: {error}"))?;
    let fits = cost.argon2().verify_password(password.as_bytes(), &parsed).is_ok();
    if !fits || kept.is_none() {
        return Ok(Verdict::Wrong);
    }
    if is_weaker(&parsed, cost) { hash_now(cost, password).map(Verdict::RightButWeak) } else { Ok(Verdict::Right) }
}

fn is_weaker(kept: &PasswordHash, cost: Cost) -> bool {
    let today = cost.params();
    let is_other_kind = kept.algorithm.as_str() != "argon2id" || kept.version != Some(u32::from(Version::V0x13));
    is_other_kind || Params::try_from(kept).is_ok_and(|params| params.m_cost() < today.m_cost() || params.t_cost() < today.t_cost())
}

/// Compared with where there is no account, so that the answer takes as long.
fn stand_in(cost: Cost) -> &'static str {
    static FULL: OnceLock<String> = OnceLock::new();
    static TEST: OnceLock<String> = OnceLock::new();
    let slot = match cost {
        Cost::Full => &FULL,
        Cost::Test => &TEST,
    };
    slot.get_or_init(|| hash_now(cost, "nobody's").expect("a password can be hashed"))
}

/// Runs on a thread of its own, no more at once than there are processors: 19 MiB each.
async fn bounded<T: Send + 'static>(work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> anyhow::Result<T> {
    static PLACES: OnceLock<Semaphore> = OnceLock::new();
    let places = PLACES.get_or_init(|| Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)));
    let _place = places.acquire().await?;
    tokio::task::spawn_blocking(work).await?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kept_form_says_how_it_was_made() {
        let phc = hash_now(Cost::Full, "correct horse").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert_eq!(verify_now(Cost::Full, "correct horse", Some(&phc)).unwrap(), Verdict::Right);
        assert_eq!(verify_now(Cost::Full, "correct horsf", Some(&phc)).unwrap(), Verdict::Wrong);
    }

    #[test]
    fn a_weak_form_is_made_anew() {
        let weak = hash_now(Cost::Test, "correct horse").unwrap();
        let Verdict::RightButWeak(strong) = verify_now(Cost::Full, "correct horse", Some(&weak)).unwrap() else { panic!("it is weak") };
        assert_eq!(verify_now(Cost::Full, "correct horse", Some(&strong)).unwrap(), Verdict::Right);
    }

    #[test]
    fn nobody_has_no_password() {
        assert_eq!(verify_now(Cost::Test, "nobody's", None).unwrap(), Verdict::Wrong);
    }
}
