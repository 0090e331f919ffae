//! Signing mails, so that others know that they come from us (DKIM).

use lettre::Message;
use lettre::message::dkim::{DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey};
use lettre::message::header::HeaderName;
use rsa::RsaPrivateKey;
use rsa::pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey, LineEnding};
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;
use std::path::Path;

use super::MailError;

/// Signed where they are there; where they are not, nobody can add them. One-click unsubscribing asks for its two. The type of
/// the content belongs to the body for lettre, which would take it for missing.
const HEADERS: [&str; 12] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Auto-Submitted",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];
/// Shorter keys are refused by those who look.
const SHORTEST_BITS: usize = 1_024;

/// Signs with a key.
pub struct Signer(DkimConfig);

impl Signer {
    /// With the RSA key of a PEM file (PKCS#1 or PKCS#8), for a domain; `selector` names the key in the domain's DNS.
    pub fn load(file: &Path, selector: &str, domain: &str) -> Result<Self, MailError> {
        let trouble = |what: &str| MailError::Key(format!("{}: {what}", file.display()));
        let pem = std::fs::read_to_string(file).map_err(|error| trouble(&error.to_string()))?;
        let key = RsaPrivateKey::from_pkcs8_pem(&pem).ok().or_else(|| RsaPrivateKey::from_pkcs1_pem(&pem).ok());
        let key = key.ok_or_else(|| trouble("this is no RSA private key in PEM form; `openssl genrsa 2048` makes one"))?;
        if key.size() * 8 < SHORTEST_BITS {
            return Err(trouble("the key is too short; `openssl genrsa 2048` makes one that is long enough"));
        }
        let pem = key.to_pkcs1_pem(LineEnding::LF).map_err(|error| trouble(&error.to_string()))?;
        let key = DkimSigningKey::new(&pem, DkimSigningAlgorithm::Rsa).map_err(|error| trouble(&error.to_string()))?;
        let relaxed = DkimCanonicalization { header: DkimCanonicalizationType::Relaxed, body: DkimCanonicalizationType::Relaxed };
        let headers = HEADERS.map(HeaderName::new_from_ascii_str).to_vec();
        Ok(Self(DkimConfig::new(selector.to_owned(), domain.to_owned(), key, headers, relaxed)))
    }

    pub(super) fn sign(&self, message: &mut Message) {
        message.sign(&self.0);
    }
}
