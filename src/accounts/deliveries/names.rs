//! The names of mails: what stands before the `@` of a Message-ID. A name ends with a signature or cannot be guessed: what
//! comes back is believed only with a name that we gave.

/// The hexadecimal digits of a signature: 64 bits, of which nobody can try many.
const DIGITS: usize = 16;
/// What names begin with that are chance alone.
pub(super) const UNGUESSABLE: &str = "a";

/// A name with its signature: the same for the same mail, whenever it is sent.
pub fn sign(secret: &str, name: &str) -> String {
    let signature = blake3::derive_key("guildhall 2026-11-22 names of mails", format!("{secret}\0{name}").as_bytes());
    let digits: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{name}.{}", &digits[..DIGITS])
}

/// Did we give a mail this name? That there is such a mail is still to be looked up.
pub fn is_ours(secret: &str, name: &str) -> bool {
    let is_chance = name.strip_prefix(UNGUESSABLE).is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    is_chance || name.rsplit_once('.').is_some_and(|(plain, _)| sign(secret, plain) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_each_time_and_cannot_be_made_up() {
        let name = sign("secret", "p3-7-11");
        assert_eq!(name, sign("secret", "p3-7-11"));
        assert!(name.starts_with("p3-7-11.") && name.len() == "p3-7-11.".len() + DIGITS);
        assert!(is_ours("secret", &name) && !is_ours("another", &name));
        assert!(!is_ours("secret", &name.replace("p3-7", "p3-8")) && !is_ours("secret", "p3-7-11") && !is_ours("secret", ""));
        assert!(is_ours("secret", "a00112233445566778899aabbccddeeff") && !is_ours("secret", "a0011"));
    }
}
