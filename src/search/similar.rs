//! Questions that are like one that somebody is about to ask, or like another topic.

use std::collections::{HashMap, HashSet};

use super::analysis::{Stems, Tongue, Word, WordKind, fold, words};
use super::asked::{Asked, QUERY_LENGTH, TERMS_MOST, Term};
use super::engine::{Found, Limits, Wanted, keys_of};
use super::find::{self, Asker, Seen};
use super::listing::{self, FoundPost};
use crate::forum::visibility::Sight;
use crate::forum::{PostId, PostState, TopicId, TopicKind};
use crate::platform::db::{Connection, Result};

/// Questions that are offered.
pub const MOST: usize = 5;
/// Topics that are looked at: discussions and announcements are among them, and what only shares a frequent word.
const LOOKED_AT: usize = find::PER_PAGE;
/// So much of what a title says must stand in a question that answers it. Neighbouring characters are words only now and
/// then, so that of them fewer do.
const ANSWERS: Share = Share { letters: 0.5, pairs: 0.34 };
/// The same of what is merely worth a look besides.
const RELATED: Share = Share { letters: 0.25, pairs: 0.15 };

/// A share of words.
struct Share {
    letters: f32,
    pairs: f32,
}

/// A question like another one.
pub struct Similar {
    /// The question, with the post of it that fits best.
    pub seen: Seen,
    /// What was accepted as its answer, with its words.
    pub answer: Option<(FoundPost, String)>,
}

/// What the engine is asked for questions like these words, which are a title and no query: nothing in them is an operator.
/// `typing` says that the last word goes on.
pub fn wanted(asker: &Asker<'_>, title: &str, typing: bool, except: Option<TopicId>) -> Wanted {
    let title: String = title.chars().take(QUERY_LENGTH).collect();
    let terms = title.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).take(TERMS_MOST);
    let terms = terms.map(|word| Term { text: word.to_owned(), is_phrase: false }).collect();
    Wanted {
        asked: Asked { terms, ..Asked::default() },
        languages: find::languages(asker),
        typing,
        limits: Limits { except, ..Limits::default() },
        keys: keys_of(asker.sight),
        limit: LOOKED_AT * 2,
        ..Wanted::default()
    }
}

/// The questions among what was found that may answer what the title asks: solved ones first.
pub fn answering(conn: &mut Connection, sight: &Sight, wanted: &Wanted, found: &Found) -> Result<Vec<Similar>> {
    let mut near = near(conn, sight, wanted, found, &ANSWERS)?;
    near.sort_by_key(|seen| !seen.topic.solved);
    with_answers(conn, sight, near)
}

/// The questions among what was found that are worth a look, best first.
pub fn related(conn: &mut Connection, sight: &Sight, wanted: &Wanted, found: &Found) -> Result<Vec<Similar>> {
    let near = near(conn, sight, wanted, found, &RELATED)?;
    with_answers(conn, sight, near)
}

/// The questions that have enough of the words.
fn near(conn: &mut Connection, sight: &Sight, wanted: &Wanted, found: &Found, least: &Share) -> Result<Vec<Seen>> {
    if wanted.asked.terms.is_empty() {
        return Ok(Vec::new());
    }
    let likeness = Likeness::new(wanted, found);
    let (mut seen, _) = find::seen(conn, sight, &found.hits, 1)?;
    seen.retain(|seen| seen.topic.kind == TopicKind::Question && seen.topic.state == PostState::Visible);
    seen.retain(|seen| likeness.is_enough(&[&seen.topic.title, &seen.text], least));
    Ok(seen)
}

fn with_answers(conn: &mut Connection, sight: &Sight, mut near: Vec<Seen>) -> Result<Vec<Similar>> {
    near.truncate(MOST);
    let solved: Vec<TopicId> = near.iter().filter(|seen| seen.topic.solved).map(|seen| seen.topic.id).collect();
    let accepted = listing::answers(conn, &solved)?;
    let ids: Vec<PostId> = accepted.values().copied().collect();
    let mut posts = listing::found(conn, sight, &ids)?;
    let mut texts = listing::texts(conn, &ids)?;
    let mut answer = |topic: TopicId| {
        let id = accepted.get(&topic)?;
        Some((posts.remove(id)?, texts.remove(id)?))
    };
    Ok(near.into_iter().map(|seen| Similar { answer: answer(seen.topic.id), seen }).collect())
}

/// What a title says, word by word, each with all that stands for it.
struct Likeness {
    stems: Vec<Stems>,
    letters: Vec<HashSet<String>>,
    pairs: HashSet<String>,
    /// The last word, where it goes on.
    start: Option<String>,
}

impl Likeness {
    fn new(wanted: &Wanted, found: &Found) -> Self {
        let tongues: Vec<Tongue> = wanted.languages.iter().map(|tag| Tongue::of(tag)).collect();
        let stems: Vec<Stems> = tongues.iter().map(|tongue| tongue.stems()).collect();
        let all: Vec<Word> = wanted.asked.terms.iter().flat_map(|term| words(&term.text)).collect();
        let says_much = |word: &&Word| word.kind == WordKind::Letters && !tongues.iter().any(|tongue| tongue.is_stop_word(&word.text));
        let mut letters: HashMap<String, HashSet<String>> = HashMap::new();
        for word in all.iter().filter(says_much) {
            let others = found.instead.get(&word.text).into_iter().chain(wanted.synonyms.get(&fold(&word.text))).flatten();
            let own = forms(&stems, &word.text).into_iter().chain(others.flat_map(|other| forms(&stems, other)));
            letters.entry(fold(&word.text)).or_default().extend(own);
        }
        let pairs = all.iter().filter(|word| word.kind == WordKind::Pair).map(|word| word.text.clone()).collect();
        let start = all.last().filter(|word| wanted.typing && word.kind == WordKind::Letters).map(|word| fold(&word.text));
        Self { stems, letters: letters.into_values().collect(), pairs, start }
    }

    /// Do these texts have enough of the words? Those of alphabets and those of other scripts count apart, and either is enough.
    fn is_enough(&self, texts: &[&str], least: &Share) -> bool {
        let found: Vec<Word> = texts.iter().flat_map(|text| words(text)).collect();
        let of_letters: HashSet<String> = found.iter().filter(|word| word.kind == WordKind::Letters).flat_map(|word| forms(&self.stems, &word.text)).collect();
        let goes_on = |group: &HashSet<String>| {
            let start = self.start.as_ref().filter(|start| group.contains(*start));
            start.is_some_and(|start| of_letters.iter().any(|word| word.starts_with(start.as_str())))
        };
        let there = self.letters.iter().filter(|group| !group.is_disjoint(&of_letters) || goes_on(group)).count();
        let of_pairs: HashSet<&str> = found.iter().filter(|word| word.kind == WordKind::Pair).map(|word| word.text.as_str()).collect();
        let pairs = self.pairs.iter().filter(|pair| of_pairs.contains(pair.as_str())).count();
        let is_enough = |there: usize, all: usize, least: f32| all > 0 && there as f32 >= all as f32 * least && there > 0;
        is_enough(there, self.letters.len(), least.letters) || is_enough(pairs, self.pairs.len(), least.pairs)
    }
}

/// A word as it is written and by its stems.
fn forms(stems: &[Stems], word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    stems.iter().map(|stems| stems.of(&word)).chain([fold(&word)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(title: &str, typing: bool) -> Likeness {
        let terms = title.split_whitespace().map(|word| Term { text: word.into(), is_phrase: false }).collect();
        let languages = vec!["en".into(), "nb".into(), "zh-Hant".into()];
        Likeness::new(&Wanted { asked: Asked { terms, ..Asked::default() }, languages, typing, ..Wanted::default() }, &Found::default())
    }

    #[test]
    fn what_says_the_same_is_enough_and_one_frequent_word_is_not() {
        let title = likeness("How can I change the bank account for payouts?", false);
        assert!(title.is_enough(&["Payouts stopped after the bank changed our account"], &ANSWERS));
        assert!(!title.is_enough(&["How do I print the account number on labels?"], &ANSWERS));
        assert!(title.is_enough(&["How do I print the account number on labels?"], &RELATED));
        assert!(!title.is_enough(&["How can I do this for the other?", ""], &RELATED), "words that say nothing");
    }

    #[test]
    fn chinese_titles_are_compared_by_their_characters() {
        let title = likeness("客人刷卡成功，訂單卻沒有更新", false);
        assert!(title.is_enough(&["刷卡成功但訂單一直停在待付款"], &ANSWERS));
        assert!(!title.is_enough(&["如何列印出貨單與訂單標籤"], &ANSWERS));
    }

    #[test]
    fn the_last_word_goes_on_while_it_is_typed() {
        assert!(likeness("shipping lab", true).is_enough(&["Shipping labels"], &Share { letters: 1.0, pairs: 1.0 }));
        assert!(!likeness("shipping lab", false).is_enough(&["Shipping labels"], &Share { letters: 1.0, pairs: 1.0 }));
        assert!(!likeness("?!", true).is_enough(&["Anything"], &RELATED));
    }
}
