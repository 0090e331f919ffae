//! What is written in a topic: paragraphs put together from the rules of its language.

use super::chance::Chance;
use super::grammar::{Grammar, Speech};
use super::languages::{self, Grammars, Language};
use crate::platform::text::Title;

/// A text with fewer choices than this in it gets a sentence with a number of its own: a million texts of 48 bits
/// come out twice once in hundreds of demos.
const BITS: f64 = 48.0;
/// Numbers of topics are scattered over the numbers below this prime, so that they look like those of orders.
const PRIME: u64 = 999_983;
const SCATTER: u64 = 48_271;

const FRAME: u64 = 3;

/// What all posts of a topic have in common.
pub struct Frame<'g> {
    pub number: u64,
    pub language: &'static Language,
    /// The place of its category.
    pub category: usize,
    /// None when the title came out too long: another attempt is needed.
    pub title: Option<Title>,
    speech: Speech<'g>,
}

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    Asker,
    Staff,
    Other,
}

impl<'g> Frame<'g> {
    /// The frame of an invented topic; another attempt gives another title.
    pub fn of(grammars: &'g Grammars, number: u64, attempt: u64) -> Self {
        let mut chance = Chance::of(FRAME, number, 0);
        let (language, category) = (Language::drawn(&mut chance), languages::category(&mut chance));
        let grammar: &Grammar = &grammars[language.place];
        let mut speech = Speech::new(grammar, languages::slug(category));
        let title = Title::parse(&speech.say(&mut Chance::of(FRAME, number, attempt + 1), "title")).ok();
        Self { number, language, category, title, speech }
    }

    /// A tag that fits the language.
    pub fn tag(&mut self, chance: &mut Chance) -> String {
        self.speech.say(chance, "tags")
    }

    /// Why a post was taken away.
    pub fn why(&mut self, chance: &mut Chance) -> String {
        self.speech.say(chance, "why")
    }

    /// Why a post was edited.
    pub fn reason(&mut self, chance: &mut Chance) -> String {
        self.speech.say(chance, "reason")
    }

    /// The question.
    pub fn opening(&mut self, chance: &mut Chance) -> String {
        self.begin(0);
        let mut paragraphs = Vec::new();
        let hello = if chance.in_thousand(350) { self.sentences(chance, &["hello"]) } else { String::new() };
        let cases = *chance.pick(&[1, 1, 2, 3]);
        let case = self.sentences(chance, &["case"; 3][..cases]);
        paragraphs.push(self.joined(&[hello, case]));
        self.extras(chance, &mut paragraphs, [200, 80, if self.is_technical() { 350 } else { 80 }, 120]);
        let tried = if chance.in_thousand(700) { self.sentences(chance, &["tried"]) } else { String::new() };
        let asks = self.sentences(chance, &["asks"]);
        let thanks = if chance.in_thousand(400) { self.sentences(chance, &["thanks"]) } else { String::new() };
        paragraphs.push(self.joined(&[tried, asks, thanks]));
        self.finished(chance, paragraphs)
    }

    /// A reply: what stands `before` it, such as a quotation or whom it speaks to, then what there is to say.
    pub fn reply(&mut self, chance: &mut Chance, place: usize, voice: Voice, before: String) -> String {
        self.begin(place);
        let rule = match (voice, chance.below(100)) {
            (Voice::Asker, 0..70) => "done",
            (Voice::Staff, 0..80) => "staff",
            (_, 0..55) => "advice",
            (_, 55..75) => "same",
            _ => "asking",
        };
        let greet = if chance.in_thousand(200) { self.sentences(chance, &["greet"]) } else { String::new() };
        let said = self.sentences(chance, &[rule]);
        let more = *chance.pick(&[0, 0, 1, 1, 2, 3]);
        let more = self.sentences(chance, &["more"; 3][..more]);
        let mut paragraphs = vec![before, self.joined(&[greet, said, more])];
        self.extras(chance, &mut paragraphs, [60, 40, if self.is_technical() { 150 } else { 40 }, 80]);
        if chance.in_thousand(150) {
            paragraphs.push(self.sentences(chance, &["advice", "evidence"]));
        }
        if chance.in_thousand(200) {
            paragraphs.push(self.sentences(chance, &["close"]));
        }
        self.finished(chance, paragraphs)
    }

    /// A comment: one sentence.
    pub fn comment(&mut self, chance: &mut Chance, place: usize, before: &str) -> String {
        self.begin(place);
        format!("{before}{}", self.speech.say(chance, "comment"))
    }

    fn begin(&mut self, place: usize) {
        self.speech.begin(reference(self.number, place));
    }

    fn is_technical(&self) -> bool {
        matches!(languages::slug(self.category), "apps" | "themes")
    }

    fn sentences(&mut self, chance: &mut Chance, rules: &[&str]) -> String {
        let said: Vec<String> = rules.iter().map(|rule| self.speech.say(chance, rule)).collect();
        self.joined(&said)
    }

    fn joined(&self, parts: &[String]) -> String {
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        parts.join(if self.language.is_han { "" } else { " " })
    }

    /// Lists, tables, code and links: each so many times in a thousand.
    fn extras(&mut self, chance: &mut Chance, paragraphs: &mut Vec<String>, often: [usize; 4]) {
        for (rule, often) in ["steps", "table", "snippet", "link"].into_iter().zip(often) {
            if chance.in_thousand(often) {
                paragraphs.push(self.speech.say(chance, rule));
            }
        }
    }

    fn finished(&mut self, chance: &mut Chance, mut paragraphs: Vec<String>) -> String {
        if self.speech.bits() < BITS {
            let evidence = self.sentences(chance, &["evidence"]);
            paragraphs.push(evidence);
        }
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        paragraphs.join("\n\n")
    }
}

/// A number that no other post has: of its topic, and of its place there.
fn reference(number: u64, place: usize) -> String {
    let (round, within) = (number / (PRIME - 1), number % (PRIME - 1) + 1);
    let scattered = within * SCATTER % PRIME;
    let round = if round == 0 { String::new() } else { round.to_string() };
    format!("{round}{scattered:06}-{}", place + 1)
}

/// What a post was before somebody added to it.
pub fn before_edit(source: &str) -> String {
    match source.rsplit_once("\n\n") {
        Some((before, _)) => before.to_owned(),
        None => source.chars().take(source.chars().count() * 3 / 4).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::demo::growth::languages::LANGUAGES;
    use std::collections::HashSet;

    #[test]
    fn every_rule_that_is_asked_for_is_there() {
        let grammars = languages::grammars().unwrap();
        let asked = [
            "first", "last", "shop", "title", "tags", "why", "reason", "hello", "case", "tried", "asks", "thanks", "steps", "table", "snippet", "link", "done",
            "staff", "advice", "same", "asking", "greet", "more", "evidence", "close", "comment",
        ];
        for (language, grammar) in LANGUAGES.iter().zip(&grammars) {
            for rule in asked {
                for number in 0..200 {
                    let text = Speech::new(grammar, "payments").say(&mut Chance::of(9, number, 0), rule);
                    assert!(!text.trim().is_empty() && !text.contains("{ref}"), "{} {rule}: {text:?}", language.tag);
                }
            }
        }
    }

    #[test]
    fn a_comment_has_a_number_of_its_own() {
        let grammars = languages::grammars().unwrap();
        for number in 0..600 {
            let mut frame = Frame::of(&grammars, number, 0);
            let comment = frame.comment(&mut Chance::of(9, number, 0), 4, "");
            assert!(comment.contains(&reference(number, 4)), "{comment}");
        }
    }

    #[test]
    fn references_differ() {
        let all: HashSet<String> = (0..2_000_000).step_by(7).map(|number| reference(number, 0)).collect();
        assert_eq!(all.len(), 2_000_000_usize.div_ceil(7));
        assert_ne!(reference(1, 11), reference(1, 1));
    }
}
