//! The languages that a text may be in at once: the reader's own, and the others of the community.

use super::tongue::{Stems, Tongue};

/// Tongues with their stemmers, each once, the reader's own first.
pub struct Languages {
    /// The reader's own.
    pub own: Tongue,
    /// How words are stemmed, in the same order; one at least.
    pub stems: Vec<Stems>,
    tongues: Vec<Tongue>,
}

impl Languages {
    /// Those of language tags. Without any, words are found as they are written.
    pub fn of(tags: &[String]) -> Self {
        let mut tongues: Vec<Tongue> = Vec::new();
        for tongue in tags.iter().map(|tag| Tongue::of(tag)) {
            if !tongues.contains(&tongue) {
                tongues.push(tongue);
            }
        }
        if tongues.is_empty() {
            tongues.push(Tongue::Other);
        }
        Self { own: tongues[0], stems: tongues.iter().map(|tongue| tongue.stems()).collect(), tongues }
    }

    /// Whether a word, in lower case, says little in any of them.
    pub fn is_stop_word(&self, word: &str) -> bool {
        self.tongues.iter().any(|tongue| tongue.is_stop_word(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_is_spoken_once() {
        let of = |tags: &[&str]| Languages::of(&tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>());
        let both = of(&["nb", "en", "no", "zh-Hant", "ja"]);
        assert_eq!((both.own, both.stems.len()), (Tongue::Norwegian, 3));
        assert!(both.is_stop_word("ikke") && both.is_stop_word("the") && !both.is_stop_word("payout"));
        let none = of(&[]);
        assert_eq!((none.own, none.stems[0].of("payouts")), (Tongue::Other, "payouts".into()));
    }
}
