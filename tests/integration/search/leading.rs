//! What fits best is found without a look at every post: it must be what a look at every post finds.

use guildhall::search::asked::Asked;
use guildhall::search::document::{Document, Status};
use guildhall::search::embedded::Embedded;
use guildhall::search::engine::{Change, Choices, Engine, Found, Sort, Wanted};
use std::collections::HashSet;

use super::meilisearch::posts::{post, with};
use crate::support::Dice;

const TOPICS: i64 = 700;
const POSTS: i64 = 3;
/// From the most frequent to the rarest.
const WORDS: [&str; 14] =
    ["payment", "order", "the", "shipping", "label", "printer", "refund", "carrier", "customs", "parcel", "invoice", "gateway", "voucher", "webhook"];

/// A word; each is drawn less often than the one before it.
fn word(dice: &mut Dice) -> &'static str {
    let place = (0..WORDS.len() - 1).find(|_| dice.roll(3) == 0).unwrap_or(WORDS.len() - 1);
    WORDS[place]
}

fn text(dice: &mut Dice, length: usize) -> String {
    (0..length).map(|_| word(dice)).collect::<Vec<_>>().join(" ")
}

fn documents() -> Vec<Document> {
    let mut dice = Dice(7);
    let mut documents = Vec::new();
    for topic in 1..=TOPICS {
        let title = text(&mut dice, 4);
        let status = if dice.roll(3) == 0 { Status::Solved } else { Status::Unanswered };
        for number in 1..=POSTS {
            let length = 3 + dice.roll(30);
            let written = post(topic, (topic - 1) * POSTS + number, &title, &text(&mut dice, length));
            documents.push(with(written, |facts| {
                (facts.number, facts.status) = (number, status);
                (facts.votes, facts.by_staff) = (dice.roll(20) as i64, dice.roll(5) == 0);
            }));
        }
    }
    documents
}

/// An index in several segments, with posts that are gone from it again.
fn engine(documents: &[Document]) -> Embedded {
    let engine = Embedded::in_memory();
    engine.rebuild().unwrap().swap_in().unwrap();
    for some in documents.chunks(400) {
        engine.apply(some.iter().cloned().map(Box::new).map(Change::Put).collect()).unwrap();
    }
    engine.apply(documents.iter().filter(|document| is_gone(document)).map(|document| Change::Delete(document.facts.post)).collect()).unwrap();
    engine
}

fn is_gone(document: &Document) -> bool {
    document.facts.post.0 % 11 == 0
}

fn wanted(query: &str, limit: usize, choices: Choices) -> Wanted {
    Wanted { asked: Asked::parse(query), keys: vec!["c1".into()], languages: vec!["en".into()], limit, choices, sort: Sort::Relevance, ..Wanted::default() }
}

fn scores(found: &Found) -> Vec<f32> {
    found.hits.iter().map(|hit| hit.score).collect()
}

#[test]
fn a_short_list_begins_as_a_long_one_does() {
    let documents = documents();
    let engine = engine(&documents);
    let solved = || Choices { status: Some(Status::Solved), ..Choices::default() };
    let by_staff = || Choices { by_staff: true, ..Choices::default() };
    for query in
        ["payment", "webhook voucher", "the payment order", "printer the label parcel", "refund customs invoice gateway", "shipping label the order voucher"]
    {
        for choices in [Choices::default(), solved(), by_staff()] {
            let long = engine.search(&wanted(query, 1_000, choices.clone())).unwrap();
            let short = engine.search(&wanted(query, 20, choices.clone())).unwrap();
            assert_eq!(short.hits.len(), 20, "{query}");
            assert_eq!(short.topics, long.topics, "{query}");
            let topics: HashSet<_> = short.hits.iter().map(|hit| hit.topic).collect();
            assert_eq!(topics.len(), 20, "{query}: a topic stands twice");
            for (one, other) in scores(&short).into_iter().zip(scores(&long)) {
                assert!((one - other).abs() <= other * 1e-4, "{query}, {choices:?}: {one} where {other} stands in the long list");
            }
        }
    }
}

#[test]
fn every_topic_is_counted_that_has_a_word() {
    let documents = documents();
    let engine = engine(&documents);
    for (query, words) in [("voucher webhook", &["voucher", "webhook"][..]), ("the gateway", &["gateway"])] {
        let has = |document: &&Document| words.iter().any(|word| document.text.contains(word) || document.facts.title.contains(word));
        let topics: HashSet<_> = documents.iter().filter(|document| !is_gone(document)).filter(has).map(|document| document.facts.topic).collect();
        assert_eq!(engine.search(&wanted(query, 20, Choices::default())).unwrap().topics, topics.len() as u64, "{query}");
    }
}
