//! What somebody typed when the session had ended: carried through the sign-in form and shown again after it.

use serde::Serialize;
use std::collections::BTreeMap;

/// A form has no more fields than this.
const FIELDS: usize = 16;
/// Longer names are none of ours.
const NAME: usize = 32;
/// The longest text and what stands beside it.
const BYTES: usize = 200_000;
/// How the fields are named on their way.
const PREFIX: &str = "carried.";
/// How the path is named.
const PATH: &str = "carried_to";

/// Where texts are posted to, as patterns with `{..}` for one segment: nothing else is carried.
#[derive(Clone, Copy, Debug)]
pub struct CarriedPaths(pub &'static [&'static str]);

impl CarriedPaths {
    fn knows(self, path: &str) -> bool {
        let segments: Vec<&str> = path.split('/').collect();
        self.0.iter().any(|pattern| {
            let wanted: Vec<&str> = pattern.split('/').collect();
            wanted.len() == segments.len()
                && wanted
                    .iter()
                    .zip(&segments)
                    .all(|(w, s)| w == s || w.starts_with('{') && !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        })
    }
}

/// An interrupted form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Carried {
    /// Where it was going.
    pub path: String,
    /// What it holds.
    pub fields: Vec<CarriedField>,
}

/// One field of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CarriedField {
    /// Its name.
    pub name: String,
    /// What was typed.
    pub value: String,
}

impl Carried {
    /// A form that goes to a known path and is no larger than forms are; none otherwise.
    pub fn new(known: CarriedPaths, path: &str, fields: impl IntoIterator<Item = (String, String)>) -> Option<Self> {
        let fields: Vec<CarriedField> = fields.into_iter().take(FIELDS + 1).map(|(name, value)| CarriedField { name, value }).collect();
        let names_fit =
            fields.iter().all(|field| !field.name.is_empty() && field.name.len() <= NAME && field.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
        let bytes: usize = fields.iter().map(|field| field.value.len()).sum();
        let fits = known.knows(path) && names_fit && !fields.is_empty() && fields.len() <= FIELDS && bytes <= BYTES;
        fits.then(|| Self { path: path.to_owned(), fields })
    }

    /// The form inside a sign-in form, if there is one.
    pub fn unpack(known: CarriedPaths, mut rest: BTreeMap<String, String>) -> Option<Self> {
        let path = rest.remove(PATH)?;
        let fields = rest.into_iter().filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?.to_owned(), value)));
        Self::new(known, &path, fields)
    }

    /// As hidden fields of a sign-in form.
    pub fn pack(&self) -> Vec<CarriedField> {
        let path = CarriedField { name: PATH.into(), value: self.path.clone() };
        let fields = self.fields.iter().map(|field| CarriedField { name: format!("{PREFIX}{}", field.name), value: field.value.clone() });
        std::iter::once(path).chain(fields).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: CarriedPaths = CarriedPaths(&["/ask", "/t/{topic}/reply"]);

    fn fields(name: &str) -> Vec<(String, String)> {
        vec![(name.to_owned(), "text".to_owned())]
    }

    #[test]
    fn a_form_survives_the_way() {
        let carried = Carried::new(KNOWN, "/t/12/reply", fields("body")).unwrap();
        let packed = carried.pack().into_iter().map(|field| (field.name, field.value)).collect();
        assert_eq!(Carried::unpack(KNOWN, packed), Some(carried));
    }

    #[test]
    fn only_forms_of_ours_are_carried() {
        for path in ["/settings/close-account", "/t/1/2/reply", "/t//reply", "//evil.example", "https://evil.example/ask", "/t/a%2Fb/reply", "/ask?x=1"] {
            assert_eq!(Carried::new(KNOWN, path, fields("body")), None, "{path}");
        }
        for name in ["", "on click", "A", "a\"b", &"a".repeat(40)] {
            assert_eq!(Carried::new(KNOWN, "/ask", fields(name)), None, "{name}");
        }
        assert_eq!(Carried::new(KNOWN, "/ask", [("body".to_owned(), "x".repeat(BYTES + 1))]), None);
    }
}
