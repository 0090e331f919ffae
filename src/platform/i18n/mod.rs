//! The words a person reads: Fluent messages in every language the program ships.

pub mod format;
mod zone;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use rust_embed::RustEmbed;
use std::sync::{Arc, OnceLock};

pub use zone::Zone;

/// Embedded in a release; read from the disk in a debug build.
#[derive(RustEmbed)]
#[folder = "assets/locales"]
#[include = "*.ftl"]
struct Locales;

/// A language that the program ships: its place in [`LANGUAGES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lang(usize);

/// What a page must know of a language.
pub struct Language {
    /// BCP 47: the value of `lang` attributes.
    pub tag: &'static str,
    /// Its own name for itself.
    pub name: &'static str,
    /// How it is named where there is little room.
    pub short: &'static str,
    /// With a country, for those who know no language without one.
    pub locale: &'static str,
}

/// Every language shipped; the first one is what all others fall back to.
pub const LANGUAGES: &[Language] = &[
    Language { tag: "en", name: "English", short: "en", locale: "en_GB" },
    Language { tag: "nb", name: "Norsk bokmål", short: "nb", locale: "nb_NO" },
    Language { tag: "zh-Hant", name: "繁體中文", short: "繁中", locale: "zh_TW" },
];

impl Lang {
    /// English: complete by definition.
    pub const FIRST: Self = Self(0);

    /// Every shipped language.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..LANGUAGES.len()).map(Self)
    }

    /// The language of a tag that is shipped, such as `zh-Hant`.
    pub fn parse(tag: &str) -> Option<Self> {
        LANGUAGES.iter().position(|language| language.tag == tag).map(Self)
    }

    /// Its place among all that are shipped, from 0.
    pub fn place(self) -> usize {
        self.0
    }

    /// Its tag.
    pub fn tag(self) -> &'static str {
        LANGUAGES[self.0].tag
    }

    /// Its entry.
    pub fn language(self) -> &'static Language {
        &LANGUAGES[self.0]
    }

    /// The best of `among` for an `Accept-Language` header; none when nothing fits.
    pub fn negotiate(accept: &str, among: &[Self]) -> Option<Self> {
        use fluent_langneg::{LanguageIdentifier, NegotiationStrategy, negotiate_languages};
        let wanted = accept.split(',').take(20).filter_map(|part| {
            let tag = part.split(';').next()?.trim();
            if tag.eq_ignore_ascii_case("no") {
                return "nb".parse().ok();
            }
            tag.parse::<LanguageIdentifier>().ok()
        });
        let wanted: Vec<LanguageIdentifier> = wanted.collect();
        let offered: Vec<LanguageIdentifier> = among.iter().filter_map(|lang| lang.tag().parse().ok()).collect();
        let best = negotiate_languages(&wanted, &offered, None, NegotiationStrategy::Lookup);
        Self::parse(&best.first()?.to_string())
    }
}

impl serde::Serialize for Lang {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.tag())
    }
}

/// A value for a placeable of a message.
#[derive(Clone, Debug)]
pub enum Arg<'a> {
    /// A text.
    Text(std::borrow::Cow<'a, str>),
    /// A number: chooses plural forms, is written as the language writes numbers.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

type Bundle = FluentBundle<FluentResource>;

/// All messages; cheap to clone. A language is read when it is first spoken: it takes more than a megabyte.
#[derive(Clone)]
pub struct I18n {
    /// None in place of a language whose files do not parse.
    bundles: Arc<[OnceLock<Option<Bundle>>]>,
}

impl I18n {
    /// Reads the messages of the first language. Fails on a file that does not parse or a key given twice.
    pub fn load() -> anyhow::Result<Self> {
        let bundles: Arc<[OnceLock<_>]> = Lang::all().map(|_| OnceLock::new()).collect();
        let _ = bundles[Lang::FIRST.place()].set(Some(load_bundle(Lang::FIRST)?));
        Ok(Self { bundles })
    }

    /// None where the files of the language do not parse, which the log says: the first language answers for it.
    fn bundle(&self, lang: Lang) -> Option<&Bundle> {
        let read = || load_bundle(lang).inspect_err(|error| tracing::error!(lang = lang.tag(), %error, "a language cannot be read")).ok();
        self.bundles[lang.place()].get_or_init(read).as_ref()
    }

    /// A message without arguments. An unknown key gives the key itself, so that a page still renders.
    pub fn text(&self, lang: Lang, key: &str) -> String {
        self.text_with(lang, key, &[])
    }

    /// A message with arguments.
    pub fn text_with(&self, lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.format(lang, key, args).or_else(|| self.format(Lang::FIRST, key, args)).unwrap_or_else(|| {
            tracing::error!(key, "a message is missing");
            key.to_owned()
        })
    }

    /// True when the language itself has the message.
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.bundle(lang).is_some_and(|bundle| bundle.has_message(key))
    }

    fn format(&self, lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let bundle = self.bundle(lang)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            match arg {
                Arg::Text(text) => values.set(*name, text.as_ref()),
                Arg::Number(number) => values.set(*name, *number),
            }
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(key, lang = lang.tag(), ?errors, "a message could not be filled in");
        }
        Some(text)
    }
}

fn load_bundle(lang: Lang) -> anyhow::Result<Bundle> {
    let mut bundle = FluentBundle::new_concurrent(vec![lang.tag().parse()?]);
    // Templates isolate names themselves with <bdi>; marks in plain text would end up in titles and mails.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang.tag() {
        "nb" => |value, _| format_number("nb", value),
        _ => |value, _| format_number("en", value),
    }));
    for path in Locales::iter().filter(|path| path.starts_with(&format!("{}/", lang.tag()))) {
        let file = Locales::get(&path).ok_or_else(|| anyhow::anyhow!("{path} vanished"))?;
        let source = String::from_utf8(file.data.into_owned())?;
        let resource = FluentResource::try_new(source).map_err(|(_, errors)| anyhow::anyhow!("{path}: {errors:?}"))?;
        bundle.add_resource(resource).map_err(|errors| anyhow::anyhow!("{path}: {errors:?}"))?;
    }
    Ok(bundle)
}

fn format_number(tag: &str, value: &fluent_bundle::FluentValue<'_>) -> Option<String> {
    match value {
        fluent_bundle::FluentValue::Number(number) => Some(format::grouped(tag, number.value as i64)),
        _ => None,
    }
}
