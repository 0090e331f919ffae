//! What members read of acts of the program: written beforehand in every language, since each reads in their own.

use crate::moderation::flags::FlagReason;
use crate::platform::i18n::{I18n, Lang};

/// The sentences.
pub(super) struct Words {
    hidden: Vec<(Lang, FlagReason, String)>,
    silenced: Vec<(Lang, String)>,
}

impl Words {
    /// All of them.
    pub fn of(i18n: &I18n) -> Self {
        let hidden = Lang::all().flat_map(|lang| FlagReason::ALL.iter().map(move |reason| (lang, *reason)));
        let sentence = |lang, reason: FlagReason| i18n.text_with(lang, "flags-hidden-why", &[("rule", i18n.text(lang, reason.rule_key()).into())]);
        Self {
            hidden: hidden.map(|(lang, reason)| (lang, reason, sentence(lang, reason))).collect(),
            silenced: Lang::all().map(|lang| (lang, i18n.text(lang, "flags-silenced-why"))).collect(),
        }
    }

    /// Why a post was hidden, and what its author can do.
    pub fn hidden(&self, reason: FlagReason, lang: Option<&str>) -> &str {
        let lang = read_by(lang);
        self.hidden.iter().find(|(known, why, _)| *known == lang && *why == reason).map_or("", |(.., sentence)| sentence)
    }

    /// Why a new member is silenced.
    pub fn silenced(&self, lang: Option<&str>) -> &str {
        let lang = read_by(lang);
        self.silenced.iter().find(|(known, _)| *known == lang).map_or("", |(_, sentence)| sentence)
    }
}

fn read_by(lang: Option<&str>) -> Lang {
    lang.and_then(Lang::parse).unwrap_or(Lang::FIRST)
}
