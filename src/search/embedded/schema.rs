//! The fields of the embedded index, and how a document becomes them. Nothing is stored: an index finds posts by their
//! numbers, what is shown comes from the database.

use tantivy::TantivyDocument;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token};

use crate::search::analysis::{Term, Tongue, terms};
use crate::search::document::Document;

/// The fields.
#[derive(Clone)]
pub struct Fields {
    /// Number of the post: what a document is replaced by.
    pub post: Field,
    /// Number of the topic.
    pub topic: Field,
    /// Words as they are written, folded; pairs of characters. Knows where they stand.
    pub word: Field,
    /// Stems; Chinese words by the dictionary.
    pub stem: Field,
    /// Stems, Chinese words and pairs of characters of the title, in every post of the topic. Knows where they stand.
    pub title: Field,
    /// Pairs of neighbouring stems.
    pub pair: Field,
    /// What a query may demand: `first`, `author:12`.
    pub fact: Field,
    key: Field,
    status: Field,
    category: Field,
    tag: Field,
    lang: Field,
    staff: Field,
    created: Field,
    votes: Field,
    weight: Field,
    fingerprint: Field,
}

/// Posts that open topics.
pub const FIRST: &str = "first";

/// What posts of an author are demanded by.
pub fn by_author(author: i64) -> String {
    format!("author:{author}")
}

impl Fields {
    /// The schema, with its fields.
    pub fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let indexed = |option| TextOptions::default().set_indexing_options(TextFieldIndexing::default().set_tokenizer("raw").set_index_option(option));
        let choice = || TextOptions::default().set_fast("raw");
        let fields = Self {
            post: schema.add_u64_field("post", INDEXED | FAST),
            topic: schema.add_u64_field("topic", INDEXED | FAST),
            word: schema.add_text_field("word", indexed(IndexRecordOption::WithFreqsAndPositions)),
            stem: schema.add_text_field("stem", indexed(IndexRecordOption::WithFreqs)),
            title: schema.add_text_field("title", indexed(IndexRecordOption::WithFreqsAndPositions)),
            pair: schema.add_text_field("pair", indexed(IndexRecordOption::WithFreqs)),
            fact: schema.add_text_field("fact", STRING),
            key: schema.add_text_field("key", choice()),
            status: schema.add_text_field("status", choice()),
            category: schema.add_text_field("category", choice()),
            tag: schema.add_text_field("tag", choice()),
            lang: schema.add_text_field("lang", choice()),
            staff: schema.add_u64_field("staff", FAST),
            created: schema.add_i64_field("created", FAST),
            votes: schema.add_i64_field("votes", FAST),
            weight: schema.add_u64_field("weight", FAST),
            fingerprint: schema.add_u64_field("fingerprint", FAST),
        };
        (schema.build(), fields)
    }

    /// A document as the index takes it.
    pub fn document(&self, document: &Document) -> TantivyDocument {
        let facts = &document.facts;
        let mut made = TantivyDocument::new();
        made.add_u64(self.post, facts.post.0 as u64);
        made.add_u64(self.topic, facts.topic.0 as u64);
        self.add_words(&mut made, document);
        if facts.number == 1 {
            made.add_text(self.fact, FIRST);
        }
        made.add_text(self.fact, by_author(facts.author.0));
        for key in facts.keys() {
            made.add_text(self.key, key);
        }
        made.add_text(self.status, facts.status.as_str());
        made.add_text(self.category, facts.category.0.to_string());
        for tag in &facts.tags {
            made.add_text(self.tag, tag.to_string());
        }
        made.add_text(self.lang, &facts.topic_lang);
        made.add_u64(self.staff, u64::from(facts.by_staff));
        made.add_i64(self.created, facts.created_at.0);
        made.add_i64(self.votes, facts.coarse_votes());
        made.add_u64(self.weight, facts.weight());
        made.add_u64(self.fingerprint, facts.fingerprint());
        made
    }

    fn add_words(&self, made: &mut TantivyDocument, document: &Document) {
        let facts = &document.facts;
        let text = Terms::of(&document.searched_text(), Tongue::of(&facts.lang));
        let title = Terms::of(&facts.title, Tongue::of(&facts.topic_lang));
        for (field, tokens) in [(self.word, text.words), (self.stem, text.stems), (self.pair, text.pairs), (self.title, title.titles)] {
            made.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
        }
    }
}

/// What of a text is looked for.
#[derive(Default)]
struct Terms {
    words: Vec<Token>,
    stems: Vec<Token>,
    pairs: Vec<Token>,
    /// As a title is indexed: stems and pairs of characters follow each other, Chinese words stand where they begin.
    titles: Vec<Token>,
}

impl Terms {
    fn of(text: &str, tongue: Tongue) -> Self {
        let stems = tongue.stems();
        let mut found = Self::default();
        let mut before: Option<String> = None;
        let mut place = 0;
        for term in terms(text, &stems) {
            match term {
                Term::Letters { plain, stem } => {
                    if let Some(before) = before.replace(stem.clone()) {
                        push(&mut found.pairs, place, neighbours(&before, &stem));
                    }
                    push(&mut found.words, place, plain);
                    push(&mut found.titles, place, stem.clone());
                    push(&mut found.stems, place, stem);
                }
                Term::Han(word) => {
                    before = None;
                    push(&mut found.titles, place, word.clone());
                    push(&mut found.stems, place, word);
                    continue;
                }
                Term::Pair(pair) => {
                    before = None;
                    push(&mut found.titles, place, pair.clone());
                    push(&mut found.words, place, pair);
                }
            }
            place += 1;
        }
        found
    }
}

/// Two stems that stand beside each other, as one term.
pub fn neighbours(before: &str, stem: &str) -> String {
    format!("{before} {stem}")
}

fn push(tokens: &mut Vec<Token>, position: usize, text: String) {
    tokens.push(Token { position, text, ..Token::default() });
}
