//! What is known of a language's words: how they are stemmed, and which of them say little.

use rust_stemmers::{Algorithm, Stemmer};
use std::collections::HashSet;
use std::sync::LazyLock;

use crate::platform::text::words::fold;

/// A language as far as search knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tongue {
    /// English.
    English,
    /// Norwegian, both written forms.
    Norwegian,
    /// Any other: words are found as they are written.
    Other,
}

impl Tongue {
    /// The tongue of a language tag.
    pub fn of(tag: &str) -> Self {
        match tag.split('-').next().unwrap_or_default() {
            "en" => Self::English,
            "nb" | "nn" | "no" => Self::Norwegian,
            _ => Self::Other,
        }
    }

    /// Whether a word, in lower case, says little in this language.
    pub fn is_stop_word(self, word: &str) -> bool {
        match self {
            Self::English => ENGLISH.contains(word),
            Self::Norwegian => NORWEGIAN.contains(word),
            Self::Other => false,
        }
    }

    /// Its stemmer.
    pub fn stems(self) -> Stems {
        Stems(match self {
            Self::English => Some(Stemmer::create(Algorithm::English)),
            Self::Norwegian => Some(Stemmer::create(Algorithm::Norwegian)),
            Self::Other => None,
        })
    }
}

/// Makes stems.
pub struct Stems(Option<Stemmer>);

impl Stems {
    /// The stem of a word in lower case, folded: stemmed as it was written, for ø and å tell stems apart.
    pub fn of(&self, word: &str) -> String {
        let owner = word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word);
        let plain = owner.replace(['\'', '\u{2019}'], "");
        match &self.0 {
            Some(stemmer) => fold(&stemmer.stem(&plain)),
            None => fold(&plain),
        }
    }
}

static ENGLISH: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "a about after again all also am an and any are as at be because been before being both but by can could did do does doing don't for from further get got \
     had has have having he her here hers him his how i i'm if in into is isn't it it's its just let like me more most my no nor not now of off on once only \
     or other our out over own s same she should so some such t than that that's the their them then there these they this those through to too under until \
     up use using very was way we were what what's when where which while who whom why will with would you your"
        .split_whitespace()
        .collect()
});

static NORWEGIAN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "alle andre at av bare begge ble blei bli blir blitt både da de deg dei deim deira deires dem den denne der dere deres det dette di din disse ditt du dykk \
     dykkar då eg ein eit eitt eller elles en enn er et ett etter for fordi fra før ha hadde han hans har hennar henne hennes her hjå ho hoe honom hos hoss \
     hun hva hvem hver hvilke hvilken hvilket hvis hvor hvordan hvorfor i ikke ikkje ingen ingi inkje inn inni ja jeg kan kom korleis korso kun kunne kva kvar \
     kvarhelst kven kvi kvifor man mange me med medan meg meget mellom men mi min mine mitt mot mykje ned no noe noen noka noko nokon nokor nokre nå når og \
     også om opp oss over på samme seg selv si sia sidan siden sin sine sitt sjøl skal skulle slik so som somme somt så sånn til um upp ut uten var vart varte \
     ved vere verte vi vil ville vore vors vort vår være vært å"
        .split_whitespace()
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_meet() {
        let english = Tongue::English.stems();
        assert_eq!(english.of("refunds"), english.of("refunding"));
        assert_eq!(english.of("customer's"), english.of("customers"));
        let norwegian = Tongue::of("nb").stems();
        assert_eq!(norwegian.of("nettbutikken"), norwegian.of("nettbutikk"));
        assert_eq!(Tongue::of("zh-Hant").stems().of("blåbær"), "blabaer");
    }

    #[test]
    fn stop_words() {
        assert!(Tongue::English.is_stop_word("don't") && Tongue::Norwegian.is_stop_word("å"));
        assert!(!Tongue::Other.is_stop_word("the"));
    }
}
