//! What members read of decisions: the rule in their own language, then the moderator's words. The rules are written
//! beforehand in every language: inside a transaction nothing is rendered.

use crate::accounts::{MemberId, store as members};
use crate::moderation::flags::FlagReason;
use crate::platform::db::{Result, Tx};
use crate::platform::i18n::{I18n, Lang};

/// The rules in every language.
#[derive(Clone)]
pub struct Letters(Vec<(Lang, FlagReason, String)>);

impl Letters {
    /// All of them.
    pub fn of(i18n: &I18n) -> Self {
        let all = Lang::all().flat_map(|lang| FlagReason::ALL.iter().map(move |rule| (lang, *rule)));
        Self(all.map(|(lang, rule)| (lang, rule, i18n.text(lang, rule.rule_key()))).collect())
    }

    /// The rule as a member reads it.
    pub fn rule(&self, rule: FlagReason, lang: Lang) -> &str {
        self.0.iter().find(|(known, of, _)| *known == lang && *of == rule).map_or("", |(.., text)| text)
    }

    /// A letter to a member.
    pub fn letter(&self, tx: &mut Tx<'_>, member: MemberId, rule: FlagReason, words: &str) -> Result<String> {
        let lang = members::language(tx.conn(), member)?.as_deref().and_then(Lang::parse).unwrap_or(Lang::FIRST);
        Ok([self.rule(rule, lang), words].join(" ").trim().to_owned())
    }
}
