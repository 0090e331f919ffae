//! Questions that are like one that somebody is about to ask, or like another topic.

use std::collections::{HashMap, HashSet};

use super::analysis::Languages;
use super::asked::{Asked, QUERY_LENGTH, TERMS_MOST, Term};
use super::engine::{Found, Limits, Wanted, keys_of};
use super::find::{self, Asker, Seen};
use super::listing::{self, FoundPost};
use super::synonyms::Synonyms;
use crate::forum::visibility::Sight;
use crate::forum::{PostId, PostState, TopicId, TopicKind};
use crate::platform::db::{Connection, Result};
use crate::platform::text::words::{Word, WordKind, fold, words};

/// Questions that are offered.
pub const MOST: usize = 5;
/// Topics that are looked at: discussions and announcements are among them, and what only shares a frequent word.
const LOOKED_AT: usize = find::PER_PAGE;
/// What a question has that answers what a title asks.
const ANSWERS: Share = Share { title: 0.34, all: 0.5 };
/// What it has to be worth a look besides.
const RELATED: Share = Share { title: 0.15, all: 0.25 };
/// Who asks in other words says nearly all of these in the text.
const IN_TEXT: f32 = 0.8;
/// Fewer words than this stand in many texts by chance.
const IN_TEXT_LEAST: usize = 3;

/// What somebody waits for is told of where this much of it is there: one of four words may be said otherwise.
const NEARLY_ALL: f32 = 0.75;

/// How much of what a title says must stand in another title, and in that and its text together: from 0 to 1.
struct Share {
    title: f32,
    all: f32,
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
pub fn wanted(asker: &Asker<'_>, synonyms: &Synonyms, title: &str, typing: bool, except: Option<TopicId>) -> Wanted {
    let title: String = title.chars().take(QUERY_LENGTH).collect();
    let terms = title.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).take(TERMS_MOST);
    let terms = terms.map(|word| Term { text: word.to_owned(), is_phrase: false }).collect();
    let asked = Asked { terms, ..Asked::default() };
    Wanted {
        synonyms: find::synonyms(synonyms, asker.lang, &asked),
        asked,
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
    seen.retain(|seen| likeness.is_enough(&seen.topic.title, &seen.text, least));
    Ok(seen)
}

fn with_answers(conn: &mut Connection, sight: &Sight, mut near: Vec<Seen>) -> Result<Vec<Similar>> {
    near.truncate(MOST);
    let solved: Vec<TopicId> = near.iter().filter(|seen| seen.topic.solved).map(|seen| seen.topic.id).collect();
    let accepted = listing::answers(conn, &solved)?;
    let ids: Vec<PostId> = accepted.values().copied().collect();
    let posts = listing::visible(conn, sight, &ids)?;
    let mut posts = named(conn, posts)?;
    let mut texts = listing::texts(conn, &ids)?;
    let mut answer = |topic: TopicId| {
        let id = accepted.get(&topic)?;
        Some((posts.remove(id)?, texts.remove(id)?))
    };
    Ok(near.into_iter().map(|seen| Similar { answer: answer(seen.topic.id), seen }).collect())
}

fn named(conn: &mut Connection, posts: HashMap<PostId, FoundPost>) -> Result<HashMap<PostId, FoundPost>> {
    let mut posts: Vec<FoundPost> = posts.into_values().collect();
    listing::name_authors(conn, &mut posts)?;
    Ok(posts.into_iter().map(|post| (post.id, post)).collect())
}

/// What a title or a search says, word by word, each with all that stands for it.
pub struct Likeness {
    languages: Languages,
    says: Vec<HashSet<String>>,
    /// The last word, where it goes on.
    start: Option<String>,
}

impl Likeness {
    /// What was asked says, with what was found instead of it.
    pub fn new(wanted: &Wanted, found: &Found) -> Self {
        let languages = Languages::of(&wanted.languages);
        let all: Vec<Word> = wanted.asked.terms.iter().flat_map(|term| words(&term.text)).collect();
        let says_much = |word: &&Word| match word.kind {
            WordKind::Letters => !languages.is_stop_word(&word.text),
            // Words of one character join what others say.
            WordKind::Han => word.text.chars().count() > 1,
            WordKind::Pair => false,
        };
        let mut says: HashMap<String, HashSet<String>> = HashMap::new();
        for word in all.iter().filter(says_much) {
            let others = found.instead.get(&word.text).into_iter().chain(wanted.synonyms.get(&fold(&word.text))).flatten();
            let own = forms(&languages, word).into_iter().chain(others.flat_map(|other| words(other)).flat_map(|other| forms(&languages, &other)));
            says.entry(word.text.clone()).or_default().extend(own);
        }
        if says.is_empty() {
            // Japanese and Korean have no dictionary here: neighbouring characters stand for words.
            says.extend(all.iter().filter(|word| word.kind == WordKind::Pair).map(|word| (word.text.clone(), HashSet::from([word.text.clone()]))));
        }
        let start = all.last().filter(|word| wanted.typing && word.kind == WordKind::Letters).map(|word| fold(&word.text));
        Self { languages, says: says.into_values().collect(), start }
    }

    /// Do a title and a text have enough of the words?
    fn is_enough(&self, title: &str, text: &str, least: &Share) -> bool {
        let (title, text) = (self.read(title), self.read(text));
        let all = self.says.len() as f32;
        let in_title = self.says.iter().filter(|says| self.stands_in(says, &title)).count();
        let anywhere = self.says.iter().filter(|says| self.stands_in(says, &title) || self.stands_in(says, &text)).count();
        let by_title = in_title > 0 && in_title as f32 >= all * least.title && anywhere as f32 >= all * least.all;
        by_title || anywhere >= IN_TEXT_LEAST && anywhere as f32 >= all * IN_TEXT
    }

    /// Do a title and a text together have nearly all of the words? Of up to three, all.
    pub fn is_nearly_all(&self, title: &str, text: &str) -> bool {
        let (title, text) = (self.read(title), self.read(text));
        let there = self.says.iter().filter(|says| self.stands_in(says, &title) || self.stands_in(says, &text)).count();
        there as f32 >= self.says.len() as f32 * NEARLY_ALL
    }

    /// All that stands in a text, in every form.
    fn read(&self, text: &str) -> HashSet<String> {
        words(text).iter().flat_map(|word| forms(&self.languages, word)).collect()
    }

    fn stands_in(&self, says: &HashSet<String>, text: &HashSet<String>) -> bool {
        let goes_on = |start: &String| says.contains(start) && text.iter().any(|word| word.starts_with(start.as_str()));
        !says.is_disjoint(text) || self.start.as_ref().is_some_and(goes_on)
    }
}

/// A word as it is written and by its stems.
fn forms(languages: &Languages, word: &Word) -> Vec<String> {
    if word.kind != WordKind::Letters {
        return vec![word.text.clone()];
    }
    languages.stems.iter().map(|stems| stems.of(&word.text)).chain([fold(&word.text)]).collect()
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
        assert!(title.is_enough("Payouts stopped", "The bank gave us another account.", &RELATED));
        assert!(!title.is_enough("Payouts stopped", "The bank gave us another account.", &ANSWERS), "too little of it in the title");
        assert!(title.is_enough("Payouts to another bank", "We have another account.", &ANSWERS));
        assert!(title.is_enough("The money does not arrive", "We changed the account of the bank; now there is no payout.", &ANSWERS), "in other words");
        let chance = "Open your account in the admin. A bank is not a shop.";
        assert!(!title.is_enough("How do I print labels?", chance, &ANSWERS) && !title.is_enough("How do I print labels?", chance, &RELATED));
        assert!(!title.is_enough("How can I do this for the other?", "", &RELATED), "words that say nothing");
    }

    #[test]
    fn titles_without_spaces_are_compared_by_their_words() {
        let title = likeness("客人付款後訂單沒有更新", false);
        assert!(title.is_enough("客人刷卡成功，訂單卻一直停在「待付款」", "", &ANSWERS));
        assert!(!title.is_enough("如何列印出貨單與物流標籤", "", &ANSWERS));
        let title = likeness("ログインできない", false);
        assert!(title.is_enough("アプリにログインできません", "", &ANSWERS));
        assert!(!title.is_enough("ラベルをいんさつしたい", "", &ANSWERS));
    }

    #[test]
    fn one_word_of_four_may_be_said_otherwise() {
        let says = |title: &str| likeness(title, false);
        assert!(says("klarna").is_nearly_all("Terminals", "We sell by Klarna here."));
        assert!(!says("klarna terminal").is_nearly_all("A terminal", "It prints nothing."));
        assert!(!says("klarna terminal receipt").is_nearly_all("Klarna terminals", "They print nothing."));
        assert!(says("klarna terminal prints receipts").is_nearly_all("Klarna terminals", "Ours printed nothing."));
        assert!(says("?").is_nearly_all("Anything", ""), "only filters were given");
    }

    #[test]
    fn the_last_word_goes_on_while_it_is_typed() {
        let whole = Share { title: 1.0, all: 1.0 };
        assert!(likeness("shipping lab", true).is_enough("Shipping labels", "", &whole));
        assert!(!likeness("shipping lab", false).is_enough("Shipping labels", "", &whole));
        assert!(!likeness("?!", true).is_enough("Anything", "", &RELATED));
    }
}
