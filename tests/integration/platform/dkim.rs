//! Signatures of mails: checked as a receiver does, with the public key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use guildhall::platform::mail::{MailError, Signer};
use rsa::pkcs1::{EncodeRsaPrivateKey, LineEnding};
use rsa::pkcs8::EncodePrivateKey;
use rsa::sha2::Digest as _;
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha2::{Digest as _, Sha256};
use std::path::PathBuf;

use super::smtp::{Does, Scripted, mailer, plain};
use crate::support::TestDatabase;

/// 1,024 bits: made in a moment, and long enough to be taken.
pub fn key() -> RsaPrivateKey {
    RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 1_024).unwrap()
}

pub fn file(database: &TestDatabase, name: &str, text: &str) -> PathBuf {
    let path = database.folder().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// The lines of a head, folded ones joined as they stand.
fn fields(head: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n") {
        match line.split_once(':') {
            Some((name, value)) if !line.starts_with([' ', '\t']) => fields.push((name.to_lowercase(), value.to_owned())),
            _ => fields.last_mut().unwrap().1.push_str(&format!("\r\n{line}")),
        }
    }
    fields
}

/// Canonical as "relaxed" has it (RFC 6376, 3.4.2).
fn relaxed(name: &str, value: &str) -> String {
    let value = value.replace("\r\n", "");
    format!("{name}:{}", value.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

fn relaxed_body(body: &str) -> String {
    let line = |line: &str| {
        let words = line.replace('\t', " ");
        let mut short = String::new();
        words.chars().for_each(|c| {
            if !(c == ' ' && short.ends_with(' ')) {
                short.push(c);
            }
        });
        short.trim_end().to_owned()
    };
    let lines: Vec<String> = body.split("\r\n").map(line).collect();
    format!("{}\r\n", lines.join("\r\n").trim_end_matches("\r\n"))
}

fn tag<'a>(signature: &'a str, name: &str) -> &'a str {
    signature.split(';').map(str::trim).find_map(|part| part.strip_prefix(name)?.strip_prefix('=')).unwrap_or_else(|| panic!("no {name} in {signature}"))
}

/// Is the mail as it was signed?
pub fn is_signed(raw: &str, key: &RsaPublicKey) -> bool {
    let (head, body) = raw.split_once("\r\n\r\n").unwrap();
    let fields = fields(head);
    let (_, signature) = fields.iter().find(|(name, _)| name == "dkim-signature").expect("a signature");
    let joined: String = signature.split("\r\n").collect();
    assert_eq!((tag(&joined, "d"), tag(&joined, "s"), tag(&joined, "a")), ("forum.example.com", "guildhall", "rsa-sha256"));
    let without_spaces = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    if STANDARD.encode(Sha256::digest(relaxed_body(body))) != without_spaces(tag(&joined, "bh")) {
        return false;
    }
    let mut signed = String::new();
    for name in tag(&joined, "h").split(':').map(str::trim) {
        if let Some((name, value)) = fields.iter().find(|(field, _)| field == name) {
            signed.push_str(&format!("{}\r\n", relaxed(name, value)));
        }
    }
    let own = tag(&joined, "b");
    signed.push_str(relaxed("dkim-signature", &joined.replace(own, "")).trim_end());
    let bytes = STANDARD.decode(without_spaces(own)).unwrap();
    key.verify(Pkcs1v15Sign::new::<rsa::sha2::Sha256>(), &rsa::sha2::Sha256::digest(signed), &bytes).is_ok()
}

#[test]
fn a_mail_is_signed_with_all_that_matters_and_nothing_can_be_changed() {
    let (_, database) = TestDatabase::fresh();
    let key = key();
    let forms = [key.to_pkcs1_pem(LineEnding::LF).unwrap().to_string(), key.to_pkcs8_pem(LineEnding::LF).unwrap().to_string()];
    for (number, pem) in forms.iter().enumerate() {
        let signer = Signer::load(&file(&database, &format!("key{number}.pem"), pem), "guildhall", "forum.example.com").unwrap();
        let server = Scripted::start("never", Does::Drops);
        let url = "https://forum.example.com/stop-mail/abc/reply";
        let mut mail = plain("ann@example.com");
        mail.stop_url = Some(url);
        mailer(&server.url, Some(signer)).send(&mail).unwrap();
        let raw = server.mails().remove(0);
        assert!(is_signed(&raw, &key.to_public_key()), "{raw}");
        for (from, to) in [("Subject: ", "Subject: Not "), ("/stop-mail/abc", "/stop-mail/abd"), ("This is a test", "This is no test"), ("To: ann", "To: eve")]
        {
            assert!(raw.contains(from), "{from} in {raw}");
            assert!(!is_signed(&raw.replace(from, to), &key.to_public_key()), "{to}");
        }
        let signature = raw.to_lowercase();
        for header in ["from", "subject", "message-id", "list-unsubscribe", "list-unsubscribe-post"] {
            assert!(signature.contains(&format!("{header}:")), "{header} is signed");
        }
    }
}

#[test]
fn a_key_that_cannot_be_used_is_refused_with_a_sentence() {
    let (_, database) = TestDatabase::fresh();
    let short = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 512).unwrap().to_pkcs1_pem(LineEnding::LF).unwrap();
    for (path, words) in [
        (database.folder().join("nowhere.pem"), "nowhere.pem"),
        (file(&database, "no-key.pem", "hello"), "openssl genrsa 2048"),
        (file(&database, "short.pem", &short), "too short"),
    ] {
        let Err(error) = Signer::load(&path, "guildhall", "forum.example.com") else { panic!("{} was taken", path.display()) };
        assert!(matches!(&error, MailError::Key(_)) && error.to_string().contains(words), "{error}");
    }
}
