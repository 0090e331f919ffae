//! Texts from rules: what people of a merchant community write, invented sentence by sentence.
//!
//! A file has rules: a name with a colon, then one alternative to a line, indented. In an alternative `{name}` is
//! another rule, `{^name}` begins it with a capital, `{$name}` is the same throughout a topic, `{3-90}` is a number,
//! `{ref}` a number that no other post has, `\n` a new line, `{{` and `}}` are braces. `name@category:` are the
//! alternatives in a category, in place of the general ones.

use anyhow::{Context, bail};
use std::collections::HashMap;

use super::chance::Chance;

/// The rules of one language.
pub struct Grammar {
    names: HashMap<String, usize>,
    rules: Vec<Rule>,
}

#[derive(Default)]
struct Rule {
    general: Vec<Alternative>,
    special: HashMap<String, Vec<Alternative>>,
}

type Alternative = Vec<Piece>;

#[derive(Debug)]
enum Piece {
    Text(String),
    Rule { rule: usize, is_capital: bool, is_lasting: bool },
    Number(i64, i64),
    Reference,
}

impl Grammar {
    /// Reads a file of rules; a mistake is named with its line.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let mut grammar = Self { names: HashMap::new(), rules: Vec::new() };
        let mut current: Option<(usize, Option<String>)> = None;
        for (index, line) in text.lines().enumerate() {
            let place = || format!("line {}", index + 1);
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if !line.starts_with(' ') {
                let head = line.trim_end().strip_suffix(':').with_context(place)?;
                let (name, category) = head.split_once('@').map_or((head, None), |(name, category)| (name, Some(category.to_owned())));
                current = Some((grammar.rule(name), category));
                continue;
            }
            let alternative = grammar.alternative(line.trim()).with_context(place)?;
            let (rule, category) = current.as_ref().with_context(place)?;
            let rule = &mut grammar.rules[*rule];
            match category {
                Some(category) => rule.special.entry(category.clone()).or_default().push(alternative),
                None => rule.general.push(alternative),
            }
        }
        match grammar.names.iter().find(|(_, rule)| grammar.rules[**rule].general.is_empty()) {
            Some((name, _)) => bail!("the rule {name:?} says nothing"),
            None => Ok(grammar),
        }
    }

    /// The alternatives of a rule that are plain words.
    pub fn words(&self, rule: &str) -> Vec<String> {
        let alternatives = self.names.get(rule).map_or(&[][..], |&rule| &self.rules[rule].general);
        let plain = |alternative: &Alternative| match alternative.as_slice() {
            [Piece::Text(text)] => Some(text.clone()),
            _ => None,
        };
        alternatives.iter().filter_map(plain).collect()
    }

    fn rule(&mut self, name: &str) -> usize {
        if let Some(&rule) = self.names.get(name) {
            return rule;
        }
        self.rules.push(Rule::default());
        self.names.insert(name.to_owned(), self.rules.len() - 1);
        self.rules.len() - 1
    }

    fn alternative(&mut self, line: &str) -> anyhow::Result<Alternative> {
        let line = line.replace("\\n", "\n");
        let (mut pieces, mut text) = (Vec::new(), String::new());
        let mut rest = line.as_str();
        while let Some(at) = rest.find(['{', '}']) {
            text.push_str(&rest[..at]);
            let brace = &rest[at..];
            if brace.starts_with("{{") || brace.starts_with("}}") {
                text.push_str(&brace[..1]);
                rest = &brace[2..];
                continue;
            }
            let (name, after) = brace[1..].split_once('}').context("a brace is not closed")?;
            pieces.push(Piece::Text(std::mem::take(&mut text)));
            pieces.push(self.piece(name));
            rest = after;
        }
        text.push_str(rest);
        pieces.push(Piece::Text(text));
        pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
        Ok(pieces)
    }

    fn piece(&mut self, name: &str) -> Piece {
        if name == "ref" {
            return Piece::Reference;
        }
        if let Some((Ok(low), Ok(high))) = name.split_once('-').map(|(low, high)| (low.parse(), high.parse())) {
            return Piece::Number(low, high);
        }
        let is_capital = name.starts_with('^');
        let name = name.trim_start_matches('^');
        let is_lasting = name.starts_with('$');
        Piece::Rule { rule: self.rule(name.trim_start_matches('$')), is_capital, is_lasting }
    }
}

/// Who speaks, in one topic: what was chosen once stays.
pub struct Speech<'g> {
    grammar: &'g Grammar,
    category: &'g str,
    lasting: HashMap<usize, String>,
    /// What each rule said last: nobody says the same twice in a row.
    last: HashMap<usize, usize>,
    reference: String,
    bits: f64,
}

impl<'g> Speech<'g> {
    /// Speech in a topic of a category.
    pub fn new(grammar: &'g Grammar, category: &'g str) -> Self {
        Self { grammar, category, lasting: HashMap::new(), last: HashMap::new(), reference: String::new(), bits: 0.0 }
    }

    /// The number that `{ref}` stands for from now on; what was said is counted anew.
    pub fn begin(&mut self, reference: String) {
        self.reference = reference;
        self.bits = 0.0;
    }

    /// How many choices were made since [`Speech::begin`], in bits. A text with the reference in it has all there are.
    pub fn bits(&self) -> f64 {
        self.bits
    }

    /// Says something by a rule. A rule that the file does not have says nothing; a test holds that there is none.
    pub fn say(&mut self, chance: &mut Chance, rule: &str) -> String {
        let mut text = String::new();
        if let Some(&rule) = self.grammar.names.get(rule) {
            self.speak(chance, rule, &mut text);
        }
        text
    }

    fn speak(&mut self, chance: &mut Chance, rule: usize, text: &mut String) {
        let grammar = self.grammar;
        let found = &grammar.rules[rule];
        let alternatives = found.special.get(self.category).unwrap_or(&found.general);
        self.bits += (alternatives.len() as f64).log2();
        let mut chosen = chance.below(alternatives.len());
        if self.last.insert(rule, chosen) == Some(chosen) {
            chosen = (chosen + 1) % alternatives.len();
            self.last.insert(rule, chosen);
        }
        for piece in &alternatives[chosen] {
            match piece {
                Piece::Text(written) => text.push_str(written),
                Piece::Number(low, high) => {
                    self.bits += ((high - low + 1) as f64).log2();
                    text.push_str(&chance.between(*low, *high).to_string());
                }
                Piece::Reference => {
                    self.bits = f64::INFINITY;
                    text.push_str(&self.reference);
                }
                Piece::Rule { rule, is_capital, is_lasting } => self.speak_rule(chance, *rule, *is_capital, *is_lasting, text),
            }
        }
    }

    fn speak_rule(&mut self, chance: &mut Chance, rule: usize, is_capital: bool, is_lasting: bool, text: &mut String) {
        let from = text.len();
        if !is_lasting {
            self.speak(chance, rule, text);
        } else if let Some(said) = self.lasting.get(&rule) {
            text.push_str(said);
        } else {
            let bits = self.bits;
            self.speak(chance, rule, text);
            // What the topic has in common tells its posts apart from others', not from one another.
            self.bits = bits;
            self.lasting.insert(rule, text[from..].to_owned());
        }
        if is_capital && let Some(first) = text[from..].chars().next() {
            text.replace_range(from..from + first.len_utf8(), &first.to_uppercase().to_string());
        }
    }
}
