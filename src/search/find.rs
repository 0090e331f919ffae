//! Finding: what was asked becomes what the engine wants; what it found is looked at once more in the database.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::asked::Asked;
use super::engine::{self, Choices, Engine, EngineError, Hit, Limits, Sort, Wanted, keys_of};
use super::listing::{self, FoundPost};
use super::queries::folded;
use super::question::Question;
use super::synonyms::Synonyms;
use crate::accounts::MemberId;
use crate::accounts::store::{self as accounts, Found};
use crate::forum::categories::Categories;
use crate::forum::listing::{TopicLine, listing as lists};
use crate::forum::visibility::Sight;
use crate::forum::{CategoryId, PostId, TopicId, tags};
use crate::platform::db::{Connection, Result};
use crate::platform::i18n::{LANGUAGES, Lang};
use crate::platform::text::words::{Word, WordKind, fold, words};

/// Topics on a page.
pub const PER_PAGE: usize = 20;
/// So many more are asked for, in case that some may not be shown: the index may be a moment behind.
const SPARE: usize = 20;
/// A number that nothing has: what was named does not exist.
const NOTHING: i64 = -1;

/// Who asks, and in which languages.
pub struct Asker<'a> {
    /// What they see.
    pub sight: &'a Sight,
    /// All categories.
    pub categories: &'a Arc<Categories>,
    /// The language of their pages.
    pub lang: Lang,
    /// Those of the community.
    pub languages: &'a [Lang],
}

/// What was done to find anything at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loosened {
    /// Phrases were taken as words.
    pub phrases: bool,
    /// Not every word is there.
    pub words: bool,
}

/// What the engine is asked for a question.
pub fn wanted(conn: &mut Connection, asker: &Asker<'_>, same: &Synonyms, question: &Question) -> Result<Wanted> {
    let filters = &question.asked.filters;
    let author = match &filters.author {
        Some(username) => Some(author(conn, username)?),
        None => None,
    };
    let mut tag_ids = Vec::new();
    for tag in &filters.tags {
        tag_ids.push(tags::store::resolve(conn, tag)?.map_or(NOTHING, |tag| tag.id.0));
    }
    let categories = filters.category.as_ref().map(|path| categories(asker, path)).unwrap_or_default();
    Ok(Wanted {
        asked: question.asked.clone(),
        languages: languages(asker),
        typing: question.typing,
        // By time and votes what fits loosely would come first.
        all_words: question.sort != Sort::Relevance,
        limits: Limits { author, before: filters.before, after: filters.after, in_title: filters.in_title, ..Limits::default() },
        choices: Choices { status: filters.status, categories, tags: tag_ids, lang: filters.lang.as_deref().map(language_tag), by_staff: filters.by_staff },
        keys: keys_of(asker.sight),
        sort: question.sort,
        limit: question.page * PER_PAGE + SPARE,
        synonyms: synonyms(same, asker.lang, &question.asked),
    })
}

/// Words and phrases that an admin says mean the same as words of a question, by the last word of each, as the index has it.
pub fn synonyms(synonyms: &Synonyms, lang: Lang, asked: &Asked) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let longest = synonyms.longest();
    if longest == 0 {
        return found;
    }
    let terms = asked.terms.iter().filter(|term| !term.is_phrase);
    let typed: Vec<(String, &str)> = terms.flat_map(|term| spelt(&term.text)).collect();
    for end in 1..=typed.len() {
        for start in end.saturating_sub(longest)..end {
            let phrase = typed[start..end].iter().map(|(_, typed)| *typed).collect::<Vec<_>>().join(" ");
            let others = synonyms.alternatives(&folded(&phrase), lang.tag());
            if !others.is_empty() {
                found.entry(typed[end - 1].0.clone()).or_default().extend(others.into_iter().map(str::to_owned));
            }
        }
    }
    found
}

/// The words of a term, as the index has them and as they were typed; a run of Chinese stands whole as well, for its last word.
fn spelt(text: &str) -> Vec<(String, &str)> {
    let found: Vec<Word> = words(text).into_iter().filter(|word| word.kind != WordKind::Pair).collect();
    let mut spelt: Vec<(String, &str)> = Vec::new();
    for word in &found {
        let own = if word.kind == WordKind::Letters { fold(&word.text) } else { word.text.clone() };
        spelt.push((own, &text[word.from..word.to]));
    }
    match found.last() {
        Some(last) if found.len() > 1 && last.kind == WordKind::Han => spelt.push((last.text.clone(), text)),
        _ => {}
    }
    spelt
}

/// Language tags of the reader, then of the community.
pub fn languages(asker: &Asker<'_>) -> Vec<String> {
    let others = asker.languages.iter().filter(|lang| **lang != asker.lang);
    std::iter::once(&asker.lang).chain(others).map(|lang| lang.tag().to_owned()).collect()
}

/// Who goes, or went, by a username.
fn author(conn: &mut Connection, username: &str) -> Result<MemberId> {
    let found = match accounts::find_by_username(conn, username)? {
        Found::Moved(now) => accounts::find_by_username(conn, &now)?,
        found => found,
    };
    Ok(if let Found::Member(member) = found { member.id } else { MemberId(NOTHING) })
}

/// A category with those below it; one that may not be read is not there.
fn categories(asker: &Asker<'_>, path: &str) -> Vec<CategoryId> {
    let Some(category) = asker.categories.by_path(path).or_else(|| asker.categories.all().iter().find(|category| category.slug == path)) else {
        return vec![CategoryId(NOTHING)];
    };
    let below = asker.categories.all().iter().filter(|other| other.id == category.id || other.parent == Some(category.id)).map(|other| other.id);
    let readable: Vec<CategoryId> = below.filter(|id| asker.sight.readable.contains(id)).collect();
    if readable.is_empty() { vec![CategoryId(NOTHING)] } else { readable }
}

/// A language tag as it is stored: `zh-hant` is `zh-Hant`.
fn language_tag(typed: &str) -> String {
    LANGUAGES.iter().find(|language| language.tag.eq_ignore_ascii_case(typed)).map_or_else(|| typed.to_owned(), |language| language.tag.to_owned())
}

/// Asks the engine; where nothing is found, more loosely.
pub fn ask(engine: &dyn Engine, wanted: &mut Wanted) -> std::result::Result<(engine::Found, Loosened), EngineError> {
    let mut loosened = Loosened::default();
    let mut found = engine.search(wanted)?;
    if found.topics == 0 && wanted.asked.terms.iter().any(|term| term.is_phrase) {
        wanted.asked.terms.iter_mut().for_each(|term| term.is_phrase = false);
        loosened.phrases = true;
        found = engine.search(wanted)?;
    }
    if found.topics == 0 && wanted.all_words && wanted.asked.terms.len() > 1 {
        wanted.all_words = false;
        loosened.words = true;
        found = engine.search(wanted)?;
    }
    if found.topics == 0 {
        loosened = Loosened::default();
    }
    Ok((found, loosened))
}

/// A topic that was found, as whoever asked may see it.
pub struct Seen {
    /// The topic.
    pub topic: TopicLine,
    /// The post of it that fits best.
    pub post: FoundPost,
    /// Its words.
    pub text: String,
}

/// The hits of one page that the asker sees, with what is shown of them.
pub fn seen(conn: &mut Connection, sight: &Sight, hits: &[Hit], page: usize) -> Result<(Vec<Seen>, bool)> {
    let ids: Vec<PostId> = hits.iter().map(|hit| hit.post).collect();
    let mut visible = listing::visible(conn, sight, &ids)?;
    let mut shown: Vec<FoundPost> = ids.iter().filter_map(|id| visible.remove(id)).skip((page - 1) * PER_PAGE).take(PER_PAGE + 1).collect();
    let more = shown.len() > PER_PAGE;
    shown.truncate(PER_PAGE);
    listing::name_authors(conn, &mut shown)?;
    let mut texts = listing::texts(conn, &shown.iter().map(|post| post.id).collect::<Vec<_>>())?;
    let topics: Vec<TopicId> = shown.iter().map(|post| post.topic).collect();
    let mut lines: HashMap<TopicId, TopicLine> = lists::lines_of(conn, &topics)?.into_iter().map(|line| (line.id, line)).collect();
    let seen = shown.into_iter().filter_map(|post| Some(Seen { topic: lines.remove(&post.topic)?, text: texts.remove(&post.id).unwrap_or_default(), post }));
    Ok((seen.collect(), more))
}

/// The first so many topics that the asker sees, for a list of their titles.
pub fn topics_seen(conn: &mut Connection, sight: &Sight, hits: &[Hit], most: usize) -> Result<Vec<TopicLine>> {
    let posts: Vec<PostId> = hits.iter().map(|hit| hit.post).collect();
    let visible = listing::visible(conn, sight, &posts)?;
    let topics: Vec<TopicId> = hits.iter().filter(|hit| visible.contains_key(&hit.post)).map(|hit| hit.topic).take(most).collect();
    lists::lines_of(conn, &topics)
}
