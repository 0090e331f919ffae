//! What was asked, as a query of the embedded index.

use std::collections::{BTreeMap, HashSet};
use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::near;
use super::schema::{FIRST, Fields, by_author, neighbours};
use super::sieve::Sieve;
use crate::platform::text::words::{Word, WordKind, fold, words};
use crate::search::analysis::{Languages, Stems, Tongue};
use crate::search::asked;
use crate::search::engine::Wanted;
use crate::search::weights::{CHARACTERS, GOING_ON, HAN, MENDED, OTHER_TONGUE, PAIR, STEM, STOP, SYNONYM, WORD};

type Clause = Box<dyn Query>;

/// A query, and what was looked for instead of words that the index does not have.
pub struct Built {
    /// The query.
    pub query: Clause,
    /// The same as lists of clauses, where it is nothing but words.
    pub plain: Option<Plain>,
    /// Words of the index, by those that were asked for.
    pub instead: BTreeMap<String, Vec<String>>,
    /// Nothing was asked for but what posts must be.
    pub has_no_words: bool,
}

/// A query that asks for any of some words and for nothing else.
pub struct Plain {
    /// What finds a post: each of these alone.
    pub finding: Vec<Clause>,
    /// What only makes a hit better.
    pub better: Vec<Clause>,
}

impl Plain {
    /// All posts that are found, however well they fit.
    pub fn found(&self) -> BooleanQuery {
        BooleanQuery::union(copied(&self.finding))
    }

    /// How well posts fit, with those that only have what makes a hit better.
    pub fn fitting(&self) -> BooleanQuery {
        BooleanQuery::union(copied(self.finding.iter().chain(&self.better)))
    }
}

fn copied<'a>(clauses: impl IntoIterator<Item = &'a Clause>) -> Vec<Clause> {
    clauses.into_iter().map(|clause| clause.box_clone()).collect()
}

/// Makes the query.
pub fn build(sieve: &Sieve<'_>, fields: &Fields, wanted: &Wanted) -> tantivy::Result<Built> {
    let Languages { own, stems, .. } = Languages::of(&wanted.languages);
    let mut builder = Builder { sieve, fields, wanted, own, stems, parts: Parts::default(), instead: BTreeMap::new(), seen: HashSet::new() };
    builder.terms()?;
    let has_no_words = builder.parts.is_empty();
    let unwanted: Vec<Clause> = wanted.asked.without.iter().flat_map(|term| builder.unwanted(term)).collect();
    let (instead, mut parts) = (builder.instead, builder.parts);
    parts.let_stops_find();
    let facts = wanted.limits.first_only.then(|| FIRST.to_owned()).into_iter().chain(wanted.limits.author.map(|author| by_author(author.0)));
    let facts: Vec<String> = facts.collect();
    let plain = parts.plain().filter(|_| !wanted.all_words && facts.is_empty() && unwanted.is_empty());
    let mut clauses = parts.clauses(wanted.all_words);
    for fact in facts {
        let demanded = Box::new(TermQuery::new(Term::from_field_text(fields.fact, &fact), IndexRecordOption::Basic));
        clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(demanded, 0.0))));
    }
    if clauses.is_empty() {
        clauses.push((Occur::Must, Box::new(AllQuery)));
    }
    clauses.extend(unwanted.into_iter().map(|clause| (Occur::MustNot, clause)));
    Ok(Built { query: Box::new(BooleanQuery::new(clauses)), plain, instead, has_no_words })
}

/// The clauses of a query by what they do.
#[derive(Default)]
struct Parts {
    /// Each word's clauses.
    words: Vec<Vec<Clause>>,
    /// Words that say little.
    stops: Vec<Vec<Clause>>,
    /// What only makes a hit better.
    better: Vec<Clause>,
    /// Phrases: each must be there.
    phrases: Vec<Clause>,
}

impl Parts {
    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.stops.is_empty() && self.phrases.is_empty()
    }

    /// A post is found by any word that says something; by the others only where there is none.
    fn let_stops_find(&mut self) {
        if self.words.is_empty() {
            self.words = std::mem::take(&mut self.stops);
        }
    }

    /// The same without phrases, which have a say in what is found, too.
    fn plain(&self) -> Option<Plain> {
        let is_plain = self.phrases.is_empty() && !self.words.is_empty();
        is_plain.then(|| Plain { finding: copied(self.words.iter().flatten()), better: copied(self.stops.iter().flatten().chain(&self.better)) })
    }

    /// What must be there, and what makes a hit better where it is.
    fn clauses(self, all_words: bool) -> Vec<(Occur, Clause)> {
        let mut clauses: Vec<(Occur, Clause)> = self.phrases.into_iter().map(|phrase| (Occur::Must, phrase)).collect();
        let flat = |groups: Vec<Vec<Clause>>| groups.into_iter().flatten();
        if all_words {
            clauses.extend(self.words.into_iter().map(|group| (Occur::Must, Box::new(BooleanQuery::union(group)) as Clause)));
        } else if clauses.is_empty() && !self.words.is_empty() {
            clauses.push((Occur::Must, Box::new(BooleanQuery::union(flat(self.words).collect()))));
        } else {
            clauses.extend(flat(self.words).map(|clause| (Occur::Should, clause)));
        }
        if !clauses.is_empty() {
            clauses.extend(flat(self.stops).chain(self.better).map(|clause| (Occur::Should, clause)));
        }
        clauses
    }
}

struct Builder<'a> {
    sieve: &'a Sieve<'a>,
    fields: &'a Fields,
    wanted: &'a Wanted,
    own: Tongue,
    stems: Vec<Stems>,
    parts: Parts,
    instead: BTreeMap<String, Vec<String>>,
    seen: HashSet<String>,
}

impl Builder<'_> {
    fn terms(&mut self) -> tantivy::Result<()> {
        let terms = &self.wanted.asked.terms;
        let mut before: Option<(String, bool)> = None;
        for (at, term) in terms.iter().enumerate() {
            let found = words(&term.text);
            if term.is_phrase {
                self.parts.phrases.extend(self.phrase(&found));
            }
            let count = found.len();
            let by_dictionary = found.iter().any(|word| word.kind == WordKind::Han);
            for (place, word) in found.iter().enumerate() {
                if word.kind != WordKind::Letters {
                    before = None;
                    self.dense(word, by_dictionary);
                    continue;
                }
                let is_last = at + 1 == terms.len() && place + 1 == count && !term.is_phrase;
                self.word(word, is_last, &mut before)?;
            }
        }
        Ok(())
    }

    /// A Chinese word, or a pair of characters. Where every word must be there, words by the dictionary stand for their
    /// pairs, which go across words too; else the pairs find, for they find what the dictionary cuts otherwise.
    fn dense(&mut self, word: &Word, by_dictionary: bool) {
        let (fields, mut group) = (self.fields, Vec::new());
        if word.kind == WordKind::Han {
            self.add(&mut group, fields.stem, &word.text, HAN);
            self.add(&mut group, fields.title, &word.text, STEM);
            self.synonyms(&mut group, &word.text);
        } else {
            let field = if self.wanted.limits.in_title { fields.title } else { fields.word };
            self.add(&mut group, field, &word.text, CHARACTERS);
        }
        let finds = if self.wanted.all_words && by_dictionary { word.kind == WordKind::Han } else { word.kind == WordKind::Pair };
        if finds { self.parts.words.push(group) } else { self.parts.better.append(&mut group) }
    }

    fn word(&mut self, word: &Word, is_last: bool, before: &mut Option<(String, bool)>) -> tantivy::Result<()> {
        let fields = self.fields;
        let stem = self.stems[0].of(&word.text);
        let says_much = !self.own.is_stop_word(&word.text);
        if let Some((before, said_much)) = before.replace((stem.clone(), says_much)) {
            let mut pair = Vec::new();
            self.add(&mut pair, fields.pair, &neighbours(&before, &stem), PAIR);
            // Where a word of it says something that word finds the post, too: then it is one union, which is walked faster.
            if (says_much || said_much) && !self.wanted.all_words {
                self.parts.words.push(pair);
            } else {
                self.parts.better.append(&mut pair);
            }
        }
        if self.seen.insert(word.text.clone()) {
            self.letters(word, &stem, is_last)?;
        }
        Ok(())
    }

    /// A word of an alphabet: its stems, itself, or what it may have meant.
    fn letters(&mut self, word: &Word, stem: &str, is_last: bool) -> tantivy::Result<()> {
        let (fields, plain) = (self.fields, fold(&word.text));
        let is_stop = self.own.is_stop_word(&word.text);
        let factor = if is_stop { STOP } else { 1.0 };
        let mut group = Vec::new();
        for field in [fields.stem, fields.title] {
            self.add_stems(&mut group, field, &word.text, STEM * factor);
        }
        self.synonyms(&mut group, &plain);
        let is_known = self.sieve.passes(fields.word, &plain)?;
        if is_known {
            self.add(&mut group, fields.word, &plain, WORD * factor);
        }
        if is_last && (self.wanted.typing || !is_known) {
            self.going_on(&mut group, &plain, stem)?;
        }
        if !is_known {
            let mended = near::mended(self.sieve, fields.word, &plain)?;
            for (other, part) in mended.iter().zip(MENDED) {
                self.other_word(&mut group, other, stem, part);
            }
            if !mended.is_empty() {
                self.instead.insert(word.text.clone(), mended);
            }
        }
        if is_stop {
            self.parts.stops.push(group)
        } else {
            self.parts.words.push(group)
        }
        Ok(())
    }

    /// Words that begin with what was typed, by their stems in every language that is spoken here: many have the same.
    fn going_on(&self, group: &mut Vec<Clause>, start: &str, stem: &str) -> tantivy::Result<()> {
        let mut stems = HashSet::from([stem.to_owned()]);
        for other in near::going_on(self.sieve, self.fields.word, start)? {
            for other in self.stems.iter().map(|stemmer| stemmer.of(&other)) {
                if stems.insert(other.clone()) && self.sieve.passes(self.fields.stem, &other)? {
                    self.add(group, self.fields.stem, &other, STEM * GOING_ON);
                    self.add(group, self.fields.title, &other, STEM * GOING_ON);
                }
            }
        }
        Ok(())
    }

    /// Another word than the one that was typed.
    fn other_word(&self, group: &mut Vec<Clause>, other: &str, stem: &str, part: f32) {
        let fields = self.fields;
        self.add(group, fields.word, other, WORD * part);
        let own = self.stems[0].of(other);
        if own != stem {
            self.add(group, fields.stem, &own, STEM * part);
            self.add(group, fields.title, &own, STEM * part);
        }
    }

    fn synonyms(&self, group: &mut Vec<Clause>, word: &str) {
        for other in self.wanted.synonyms.get(word).into_iter().flatten() {
            let found = words(other);
            match self.phrase(&found) {
                Some(phrase) if found.len() > 1 => group.push(Box::new(BoostQuery::new(phrase, SYNONYM))),
                _ => found.first().into_iter().for_each(|first| self.other_word(group, &fold(&first.text), "", SYNONYM)),
            }
        }
    }

    /// The stems of a word in every language that is spoken here. A text has the stems of its own language alone: hardly ever
    /// two of them.
    fn add_stems(&self, group: &mut Vec<Clause>, field: Field, word: &str, weight: f32) {
        let mut stems: Vec<(String, f32)> = Vec::new();
        for (place, stemmer) in self.stems.iter().enumerate() {
            let stem = stemmer.of(word);
            if stems.iter().all(|(other, _)| *other != stem) {
                stems.push((stem, if place == 0 { weight } else { weight * OTHER_TONGUE }));
            }
        }
        if stems.len() > 1 {
            stems.retain(|(stem, _)| self.sieve.passes(field, stem).unwrap_or(false));
        }
        for (stem, weight) in &stems {
            self.add(group, field, stem, *weight);
        }
    }

    fn add(&self, group: &mut Vec<Clause>, field: Field, text: &str, weight: f32) {
        if self.wanted.limits.in_title && field != self.fields.title {
            return;
        }
        let term = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs);
        group.push(Box::new(BoostQuery::new(Box::new(term), weight)));
    }

    /// Words that must follow each other.
    fn phrase(&self, found: &[Word]) -> Option<Clause> {
        let in_title = self.wanted.limits.in_title;
        let field = if in_title { self.fields.title } else { self.fields.word };
        let text = |word: &Word| match word.kind {
            WordKind::Letters if in_title => Some(self.stems[0].of(&word.text)),
            WordKind::Letters => Some(fold(&word.text)),
            WordKind::Han => None,
            WordKind::Pair => Some(word.text.clone()),
        };
        let terms: Vec<Term> = found.iter().filter_map(text).map(|text| Term::from_field_text(field, &text)).collect();
        match terms.len() {
            0 => None,
            1 => terms.into_iter().next().map(|term| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Clause),
            _ => Some(Box::new(PhraseQuery::new(terms))),
        }
    }

    /// What a post must not have, in its text or in the title of its topic.
    fn unwanted(&self, term: &asked::Term) -> Vec<Clause> {
        let found = words(&term.text);
        let letters: Vec<&Word> = found.iter().filter(|word| word.kind == WordKind::Letters).collect();
        match letters.as_slice() {
            [only] if found.len() == 1 => {
                let stem = self.stems[0].of(&only.text);
                let clause = |field, text: &str| Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic)) as Clause;
                vec![clause(self.fields.stem, &stem), clause(self.fields.title, &stem), clause(self.fields.word, &fold(&only.text))]
            }
            _ => self.phrase(&found).into_iter().collect(),
        }
    }
}
