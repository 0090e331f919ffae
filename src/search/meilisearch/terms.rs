//! What was asked, as terms of the index, with what each of them counts.

use std::collections::BTreeSet;

use super::spelling::{demanded, spelt};
use crate::platform::text::words::{Word, WordKind, fold, words};
use crate::search::analysis::Languages;
use crate::search::asked;
use crate::search::engine::Wanted;
use crate::search::weights::{CHARACTERS, GOING_ON, HAN, MENDED, OTHER_TONGUE, PAIR, STEM, STOP, SYNONYM, WORD};

/// Where a term stands in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// As it was written.
    Words,
    /// Stemmed.
    Stems,
    /// In the title.
    Headline,
}

/// Terms that follow each other, and what it counts that they stand in a field.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Where.
    pub field: Field,
    /// The terms, spelt.
    pub terms: Vec<String>,
    /// What it counts.
    pub weight: f32,
    /// Of clauses with one number the best counts; of those without, each.
    pub rival: Option<Field>,
}

/// A word that was asked for.
#[derive(Clone, Debug)]
pub struct Group {
    /// In lower case, as it was typed.
    pub typed: String,
    /// Folded; none for what is no word of an alphabet.
    pub plain: Option<String>,
    /// Whether posts are found by it; else it only makes them fit better.
    pub finds: bool,
    /// Whether it ends the question.
    pub is_last: bool,
    /// Whether it may go on.
    pub goes_on: bool,
    /// What it counts.
    pub factor: f32,
    /// Terms that posts are found by, each alone; the first is the word's own.
    pub forms: Vec<Vec<String>>,
    /// What makes posts fit.
    pub clauses: Vec<Clause>,
}

/// A question.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Its words.
    pub groups: Vec<Group>,
    /// What must be there, each as terms that follow each other.
    pub phrases: Vec<Vec<String>>,
    /// What must not.
    pub without: BTreeSet<Vec<String>>,
    /// Stems that stand beside each other.
    pub neighbours: Vec<[String; 2]>,
}

/// The stems of a word, spelt, the own language's first.
fn stems(languages: &Languages, word: &str) -> Vec<String> {
    let mut stems: Vec<String> = Vec::new();
    for stem in languages.stems.iter().map(|stemmer| spelt(&stemmer.of(word)).into_owned()) {
        if !stems.contains(&stem) {
            stems.push(stem);
        }
    }
    stems
}

/// Its stem in the reader's own language, spelt.
fn own_stem(languages: &Languages, word: &str) -> String {
    spelt(&languages.stems[0].of(word)).into_owned()
}

/// Takes a question apart.
pub fn question(wanted: &Wanted) -> Question {
    let languages = Languages::of(&wanted.languages);
    let mut question = Question::default();
    let mut before: Option<String> = None;
    for (at, term) in wanted.asked.terms.iter().enumerate() {
        let found = words(&term.text);
        if term.is_phrase {
            question.phrases.extend(sequence(&found, wanted, &languages));
        }
        let by_dictionary = wanted.all_words && found.iter().any(|word| word.kind == WordKind::Han);
        for (place, word) in found.iter().enumerate() {
            let is_last = at + 1 == wanted.asked.terms.len() && place + 1 == found.len() && !term.is_phrase;
            let group = match word.kind {
                WordKind::Letters => letters(word, wanted, &languages, is_last),
                _ => dense(word, wanted, &languages, by_dictionary),
            };
            let own = (word.kind == WordKind::Letters).then(|| own_stem(&languages, &word.text));
            if let (Some(before), Some(own)) = (&before, &own) {
                question.neighbours.push([before.clone(), own.clone()]);
            }
            before = own;
            if question.groups.iter().all(|other| other.typed != group.typed) {
                question.groups.push(group);
            }
        }
    }
    question.without = wanted.asked.without.iter().flat_map(|term| unwanted(term, wanted, &languages)).collect();
    // A question of nothing but words that say little is asked by them.
    if question.groups.iter().all(|group| !group.finds) {
        question.groups.iter_mut().filter(|group| group.plain.is_some()).for_each(|group| group.finds = true);
    }
    if wanted.limits.in_title {
        question.groups.iter_mut().for_each(|group| group.clauses.retain(|clause| clause.field == Field::Headline));
    }
    question
}

impl Question {
    /// Nothing is looked for but what posts must be.
    pub fn has_no_words(&self) -> bool {
        self.phrases.is_empty() && !self.groups.iter().any(|group| group.finds)
    }

    /// What the neighbours of the question count.
    pub fn neighbour_weight() -> f32 {
        PAIR
    }
}

impl Group {
    /// Takes another word for one that the index does not have; `place` says how near it is, from 0.
    pub fn mend(&mut self, other: &str, place: usize, wanted: &Wanted) {
        let part = MENDED[place.min(MENDED.len() - 1)] * self.factor;
        let stem = own_stem(&Languages::of(&wanted.languages), other);
        self.other_word(other, &stem, part);
        if wanted.limits.in_title {
            self.clauses.retain(|clause| clause.field == Field::Headline);
        }
    }

    fn other_word(&mut self, word: &str, stem: &str, part: f32) {
        let clause = |field, term: &str, weight| Clause { field, terms: vec![spelt(term).into_owned()], weight, rival: None };
        self.clauses.push(clause(Field::Words, word, WORD * part));
        if self.forms.first().is_none_or(|own| own.as_slice() != [stem.to_owned()]) {
            self.clauses.push(clause(Field::Stems, stem, STEM * part));
            self.clauses.push(clause(Field::Headline, stem, STEM * part));
            self.add_form(vec![spelt(stem).into_owned()]);
        }
    }

    fn add_form(&mut self, form: Vec<String>) {
        if !form.is_empty() && !self.forms.contains(&form) {
            self.forms.push(form);
        }
    }

    fn add_synonyms(&mut self, word: &str, wanted: &Wanted, languages: &Languages) {
        for other in wanted.synonyms.get(word).into_iter().flatten() {
            let found = words(other);
            match found.as_slice() {
                [only] if only.kind == WordKind::Letters => {
                    let stem = own_stem(languages, &only.text);
                    self.other_word(&fold(&only.text), &stem, SYNONYM);
                }
                _ => {
                    let Some(terms) = sequence(&found, wanted, languages) else { continue };
                    let field = if wanted.limits.in_title { Field::Headline } else { Field::Words };
                    self.clauses.push(Clause { field, terms: terms.clone(), weight: SYNONYM, rival: None });
                    self.add_form(terms);
                }
            }
        }
    }
}

/// A word of an alphabet.
fn letters(word: &Word, wanted: &Wanted, languages: &Languages, is_last: bool) -> Group {
    let is_stop = languages.own.is_stop_word(&word.text);
    let factor = if is_stop { STOP } else { 1.0 };
    let plain = fold(&word.text);
    let mut group = Group {
        typed: word.text.clone(),
        plain: Some(plain.clone()),
        finds: !is_stop,
        is_last,
        goes_on: is_last && wanted.typing,
        factor,
        forms: Vec::new(),
        clauses: Vec::new(),
    };
    for (place, stem) in stems(languages, &word.text).into_iter().enumerate() {
        let weight = STEM * factor * if place == 0 { 1.0 } else { OTHER_TONGUE };
        for field in [Field::Stems, Field::Headline] {
            group.clauses.push(Clause { field, terms: vec![stem.clone()], weight, rival: Some(field) });
        }
        group.add_form(vec![stem]);
    }
    group.clauses.push(Clause { field: Field::Words, terms: vec![spelt(&plain).into_owned()], weight: WORD * factor, rival: None });
    group.add_synonyms(&plain, wanted, languages);
    group
}

/// A Chinese word, or a pair of characters. Where every word must be there, words by the dictionary stand for their
/// pairs, which go across words too; else the pairs find, for they find what the dictionary cuts otherwise.
fn dense(word: &Word, wanted: &Wanted, languages: &Languages, by_dictionary: bool) -> Group {
    let is_word = word.kind == WordKind::Han;
    let terms = vec![spelt(&word.text).into_owned()];
    let clause = |field, weight| Clause { field, terms: terms.clone(), weight, rival: None };
    let clauses = if is_word {
        vec![clause(Field::Stems, HAN), clause(Field::Headline, STEM)]
    } else {
        let field = if wanted.limits.in_title { Field::Headline } else { Field::Words };
        vec![clause(field, CHARACTERS)]
    };
    let finds = is_word == by_dictionary;
    // A word and a pair may be written alike.
    let typed = if is_word { format!("{} ", word.text) } else { word.text.clone() };
    let mut group = Group { typed, plain: None, finds, is_last: false, goes_on: false, factor: 1.0, forms: vec![terms], clauses };
    if is_word {
        group.add_synonyms(&word.text, wanted, languages);
        group.finds |= group.forms.len() > 1;
    }
    group
}

/// Words that must follow each other.
fn sequence(found: &[Word], wanted: &Wanted, languages: &Languages) -> Option<Vec<String>> {
    let term = |word: &Word| match word.kind {
        WordKind::Letters if wanted.limits.in_title => Some(own_stem(languages, &word.text)),
        WordKind::Letters => Some(spelt(&fold(&word.text)).into_owned()),
        WordKind::Han => None,
        WordKind::Pair => Some(spelt(&word.text).into_owned()),
    };
    let terms: Vec<String> = found.iter().filter_map(term).collect();
    (!terms.is_empty()).then_some(terms)
}

/// What a post must not have, in its text or in the title of its topic.
fn unwanted(term: &asked::Term, wanted: &Wanted, languages: &Languages) -> Vec<Vec<String>> {
    let found = words(&term.text);
    match found.as_slice() {
        [only] if only.kind == WordKind::Letters => {
            let stem = own_stem(languages, &only.text);
            vec![vec![stem], vec![spelt(&fold(&only.text)).into_owned()]]
        }
        _ => sequence(&found, wanted, languages).into_iter().collect(),
    }
}

/// What a word counts that goes on where the query ends: itself and its stem.
pub const GOES_ON: f32 = GOING_ON * (WORD + STEM);

/// How a form is named where its frequency is kept: as it is demanded.
pub fn name(form: &[String]) -> String {
    demanded(form)
}
