//! Passwords: which are taken, how they are kept.
//!
//! Kept as argon2id in PHC form. Hashing is slow by intent, so it runs on threads of its own, no more at
//! once than there are processors.

mod hashing;
mod policy;
pub mod store;

pub use hashing::{Cost, Verdict, hash, hash_now, verify};
pub use policy::{PasswordError, check};

/// A password for somebody who will soon choose another: 20 letters and digits, 100 bits.
pub fn generate() -> String {
    use rand::{Rng, SeedableRng};
    // 32 characters, without those that are read for one another.
    const CHARACTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut random = rand::rngs::StdRng::from_os_rng();
    (0..20).map(|_| CHARACTERS[random.random_range(0..CHARACTERS.len())] as char).collect()
}
