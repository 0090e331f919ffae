//! A post as the index keeps it. Its words are stored as they are looked for: the second look reads them.

use serde_json::{Value, json};

use super::spelling::spelt;
use crate::platform::db::Timestamp;
use crate::search::analysis::{Term, Tongue, terms};
use crate::search::document::Document;

/// The document of a post.
pub fn of(document: &Document) -> Value {
    let facts = &document.facts;
    let terms = Terms::of_post(document);
    json!({
        "id": facts.post.0,
        "topic": facts.topic.0,
        "number": facts.number,
        "title": facts.title,
        "headline": terms.headline,
        "words": terms.words,
        "stems": terms.stems,
        "tags": facts.tags,
        "category": facts.category.0,
        "kind": facts.kind.as_str(),
        "topic_lang": facts.topic_lang,
        "lang": facts.lang,
        "author": facts.author.0,
        "by_staff": facts.by_staff,
        "status": facts.status.as_str(),
        "accepted": facts.accepted,
        "votes": facts.coarse_votes(),
        "created": facts.created_at.0.div_euclid(Timestamp::SECOND),
        "keys": facts.keys(),
        // JSON has no whole numbers of 64 bits.
        "fingerprint": format!("{:016x}", facts.fingerprint()),
        "first": facts.number == 1,
        "boost": facts.weight(),
    })
}

/// What of a post is looked for: terms with spaces between them.
#[derive(Debug, Default)]
struct Terms {
    /// Words as they were written, and pairs of characters; of a first post with its title.
    words: String,
    /// Their stems, and Chinese words by the dictionary.
    stems: String,
    /// The title's stems, words by the dictionary and pairs, in every post of the topic.
    headline: String,
}

impl Terms {
    fn of_post(document: &Document) -> Self {
        let facts = &document.facts;
        let mut found = Self { headline: headline(&facts.title, Tongue::of(&facts.topic_lang)), ..Self::default() };
        for term in terms(&document.searched_text(), &Tongue::of(&facts.lang).stems()) {
            match term {
                Term::Letters { plain, stem } => {
                    push(&mut found.words, &plain);
                    push(&mut found.stems, &stem);
                }
                Term::Han(word) => push(&mut found.stems, &word),
                Term::Pair(pair) => push(&mut found.words, &pair),
            }
        }
        found
    }
}

/// Stems and pairs of characters follow each other, for phrases; the dictionary's words stand behind them all.
fn headline(title: &str, tongue: Tongue) -> String {
    let (mut line, mut by_dictionary) = (String::new(), String::new());
    for term in terms(title, &tongue.stems()) {
        match term {
            Term::Letters { stem: term, .. } | Term::Pair(term) => push(&mut line, &term),
            Term::Han(word) => push(&mut by_dictionary, &word),
        }
    }
    if !line.is_empty() && !by_dictionary.is_empty() {
        line.push(' ');
    }
    line + &by_dictionary
}

fn push(line: &mut String, term: &str) {
    if !line.is_empty() {
        line.push(' ');
    }
    line.push_str(&spelt(term));
}
