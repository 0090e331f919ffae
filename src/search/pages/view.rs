//! What the template of a search reads.

use serde::Serialize;
use std::collections::BTreeMap;

use crate::forum::listing::TopicLine;
use crate::forum::listing::rows::Named;
use crate::forum::topics::{post_url, state_word, topic_url};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::i18n::format::{Moment, count};
use crate::platform::i18n::{Arg, Lang};
use crate::platform::web::forms::encoded;
use crate::search::asked::Filters;
use crate::search::document::Status;
use crate::search::engine::{Counts, Found};
use crate::search::excerpt::{Highlighter, Piece};
use crate::search::find::Seen;
use crate::search::question::{PAGES_MOST, Parameters, Question};

/// More topics than this are "more than" so many.
pub(super) const COUNTED_MOST: u64 = 1_000;
/// Tags that are offered.
const TAGS_OFFERED: usize = 8;

/// The context of `templates/search/show.html`.
#[derive(Serialize)]
pub(super) struct ResultPage {
    pub found: Shown,
}

/// A page of results.
#[derive(Default, Serialize)]
pub(super) struct Shown {
    pub query: String,
    pub asked: bool,
    pub sort: String,
    pub total: u64,
    pub count_words: String,
    pub limited: bool,
    pub busy: bool,
    pub loosened_phrases: bool,
    pub loosened_words: bool,
    pub whole: String,
    pub tell: bool,
    pub told: bool,
    pub instead: Option<Named>,
    pub kept: Vec<Kept>,
    pub hits: Vec<HitView>,
    pub unfiltered: Vec<HitView>,
    pub ask_url: String,
    pub choices: Option<ChoicesView>,
    pub older: String,
    pub newer: String,
}

/// A choice that another search keeps.
#[derive(Serialize)]
pub(super) struct Kept {
    pub name: &'static str,
    pub value: String,
}

#[derive(Serialize)]
pub(super) struct HitView {
    pub url: String,
    pub title: Vec<Piece>,
    pub lang: String,
    pub state: &'static str,
    pub withheld: &'static str,
    pub recommended: bool,
    pub accepted: bool,
    pub reply: bool,
    pub category: Option<Named>,
    pub author: String,
    pub staff: bool,
    pub date: Moment,
    pub votes: String,
    pub excerpt: Vec<Piece>,
    pub post_lang: String,
}

/// What a reader may choose among.
#[derive(Serialize)]
pub(super) struct ChoicesView {
    pub chosen: bool,
    pub clear: String,
    pub statuses: Vec<ChoiceView>,
    pub categories: Vec<ChoiceView>,
    pub tags: Vec<ChoiceView>,
    pub langs: Vec<ChoiceView>,
    pub by: Vec<ChoiceView>,
}

#[derive(Serialize)]
pub(super) struct ChoiceView {
    pub name: String,
    pub lang: String,
    pub url: String,
    pub count: String,
    pub chosen: bool,
}

impl Shown {
    pub fn of(parameters: &Parameters, question: &Question) -> Self {
        let own =
            [("status", &parameters.status), ("category", &parameters.category), ("tag", &parameters.tag), ("lang", &parameters.lang), ("by", &parameters.by)];
        let kept = own.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| Kept { name, value: value.clone() }).collect();
        let ask_url = ask_url(question);
        Self {
            query: question.typed.clone(),
            whole: question.whole.clone(),
            ask_url,
            asked: !question.asked.is_empty(),
            sort: parameters.sort.clone(),
            kept,
            ..Self::default()
        }
    }

    pub fn turn_pages(&mut self, parameters: &Parameters, page: usize, more: bool) {
        let url = |page: usize| parameters.url_with("/search", &[("page", if page > 1 { page.to_string() } else { String::new() }.as_str())]);
        if more && page < PAGES_MOST {
            self.older = url(page + 1);
        }
        if page > 1 {
            self.newer = url(page - 1);
        }
    }
}

/// The form of a new topic with what was looked for as its title; without words that are none of a title.
fn ask_url(question: &Question) -> String {
    let words: Vec<&str> = question.asked.terms.iter().map(|term| term.text.as_str()).collect();
    if words.is_empty() { "/ask".to_owned() } else { format!("/ask?title={}", encoded(&words.join(" "))) }
}

/// "12 topics", in words.
pub(super) fn count_words(visit: &ForumVisit, seen: &ForumSeen, topics: u64, more: bool) -> String {
    let number = |count: u64| [("count", Arg::Number(count as i64))];
    match topics {
        0 => String::new(),
        _ if more || topics > COUNTED_MOST => seen.text_with(&visit.web, "search-found-more", &number(topics.min(COUNTED_MOST))),
        _ => seen.text_with(&visit.web, "search-found", &number(topics)),
    }
}

/// A topic that was found with its best post.
pub(super) fn hit(visit: &ForumVisit, seen: &ForumSeen, highlighter: &Highlighter, hit: Seen) -> HitView {
    let mut view = plain_hit(visit, seen, hit.topic.clone());
    let post = hit.post;
    if post.number > 1 {
        view.url = post_url(&hit.topic.slug, hit.topic.id, post.number);
    }
    HitView {
        title: highlighter.mark(&hit.topic.title),
        accepted: post.accepted,
        reply: post.number > 1,
        author: post.author_name,
        staff: seen.badges.is_staff(post.author),
        date: seen.date(post.created_at),
        votes: if post.votes > 0 { count(seen.lang, post.votes) } else { String::new() },
        excerpt: highlighter.excerpt(&hit.text),
        post_lang: post.lang,
        ..view
    }
}

/// A topic that was found by its title.
pub(super) fn plain_hit(_: &ForumVisit, seen: &ForumSeen, topic: TopicLine) -> HitView {
    use crate::forum::PostState;
    let category = seen.categories.get(topic.category);
    HitView {
        url: topic_url(&topic.slug, topic.id),
        title: vec![Piece { text: topic.title, marked: false }],
        post_lang: topic.lang.clone(),
        lang: topic.lang,
        state: state_word(topic.kind, topic.closed, topic.solved, topic.answered),
        withheld: if topic.state == PostState::Visible { "" } else { topic.state.as_str() },
        recommended: topic.recommended,
        accepted: false,
        reply: false,
        category: category.map(|category| Named { name: category.name(seen.lang, seen.settings.language()).to_owned(), url: category.url() }),
        author: topic.author.name,
        staff: topic.author.id.is_some_and(|id| seen.badges.is_staff(id)),
        date: seen.date(topic.bumped_at),
        votes: String::new(),
        excerpt: Vec::new(),
    }
}

/// The same question with words that the community knows, where it knows some that are near.
pub(super) fn instead(parameters: &Parameters, question: &Question, found: &Found) -> Option<Named> {
    if found.instead.is_empty() {
        return None;
    }
    let mended: Vec<String> = question
        .typed
        .split_whitespace()
        .map(|word| found.instead.get(&word.to_lowercase()).and_then(|others| others.first()).cloned().unwrap_or_else(|| word.to_owned()))
        .collect();
    let name = mended.join(" ");
    (name != question.typed).then(|| Named { url: parameters.url_with("/search", &[("q", &name), ("page", "")]), name })
}

/// What a reader may choose among, with how many topics there are for each.
pub(super) fn choices(
    visit: &ForumVisit,
    seen: &ForumSeen,
    parameters: &Parameters,
    filters: &Filters,
    counts: &Counts,
    tags: &[(i64, String)],
) -> Option<ChoicesView> {
    let maker = Maker { seen, parameters };
    let statuses = [Status::Solved, Status::Unsolved, Status::Unanswered].map(|status| {
        let key = match status {
            Status::Solved => "forum-state-solved",
            Status::Unsolved => "search-status-unsolved",
            _ => "forum-state-unanswered",
        };
        let chosen = filters.status == Some(status);
        maker.choice("status", seen.text(&visit.web, key), status.as_str(), counts.status.get(status.as_str()), chosen)
    });
    let tag = |(id, name): &(i64, String)| {
        let shown = seen.tags.shown(name, seen.lang).to_owned();
        maker.choice("tag", shown, name, counts.tags.get(&id.to_string()), filters.tags.contains(name))
    };
    let language = |(tag, count): (&String, &u64)| {
        let name = Lang::parse(tag).map_or(tag.as_str(), |lang| lang.language().name);
        let chosen = filters.lang.as_ref().is_some_and(|lang| lang.eq_ignore_ascii_case(tag));
        ChoiceView { lang: tag.clone(), ..maker.choice("lang", name.to_owned(), tag, Some(count), chosen) }
    };
    let by_staff = maker.choice("by", seen.text(&visit.web, "search-by-staff"), "staff", Some(&counts.by_staff), filters.by_staff);
    let langs: Vec<ChoiceView> = counts.langs.iter().map(language).collect();
    let view = ChoicesView {
        chosen: *filters != Filters::default(),
        clear: parameters.url_with("/search", &[("status", ""), ("category", ""), ("tag", ""), ("lang", ""), ("by", ""), ("page", "")]),
        statuses: statuses.into_iter().filter(offered).collect(),
        categories: maker.categories(filters, &counts.categories),
        tags: tags.iter().map(tag).collect(),
        langs: if langs.len() > 1 || filters.lang.is_some() { langs } else { Vec::new() },
        by: [by_staff].into_iter().filter(offered).collect(),
    };
    let lists = [&view.statuses, &view.categories, &view.tags, &view.langs, &view.by];
    (view.chosen || lists.iter().any(|list| !list.is_empty())).then_some(view)
}

fn offered(choice: &ChoiceView) -> bool {
    choice.chosen || choice.count != "0"
}

/// The numbers of the tags that are offered: those that were chosen, then the most frequent.
pub(super) fn tags_offered(counts: &Counts, chosen: &[i64]) -> Vec<i64> {
    let counted = counts.tags.iter().filter_map(|(tag, count)| Some((tag.parse().ok()?, *count)));
    let mut sorted: Vec<(i64, u64)> = counted.collect();
    sorted.sort_by_key(|(tag, count)| (!chosen.contains(tag), std::cmp::Reverse(*count), *tag));
    sorted.into_iter().map(|(tag, _)| tag).take(TAGS_OFFERED).collect()
}

struct Maker<'a> {
    seen: &'a ForumSeen,
    parameters: &'a Parameters,
}

impl Maker<'_> {
    /// One that is chosen leads to the page without it.
    fn choice(&self, field: &str, name: String, value: &str, topics: Option<&u64>, chosen: bool) -> ChoiceView {
        let topics = topics.copied().unwrap_or_default();
        let shown = count(self.seen.lang, topics.min(COUNTED_MOST) as i64);
        ChoiceView {
            name,
            lang: String::new(),
            url: self.parameters.url_with("/search", &[(field, if chosen { "" } else { value }), ("page", "")]),
            count: if topics > COUNTED_MOST { format!("{shown}+") } else { shown },
            chosen,
        }
    }

    /// Categories in their own order; a topic in one below counts for the one above as well.
    fn categories(&self, filters: &Filters, counts: &BTreeMap<String, u64>) -> Vec<ChoiceView> {
        let all = &self.seen.categories;
        let own = |id: crate::forum::CategoryId| counts.get(&id.to_string()).copied().unwrap_or_default();
        let with_below = |id| own(id) + all.all().iter().filter(|child| child.parent == Some(id)).map(|child| own(child.id)).sum::<u64>();
        let made = all.all().iter().filter(|category| self.seen.sight.readable.contains(&category.id)).map(|category| {
            let name = category.name(self.seen.lang, self.seen.settings.language()).to_owned();
            let chosen = filters.category.as_ref().is_some_and(|chosen| *chosen == category.path || *chosen == category.slug);
            self.choice("category", name, &category.path, Some(&with_below(category.id)), chosen)
        });
        made.filter(offered).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_tags_are_offered_and_those_chosen_stay() {
        let mut counts = Counts::default();
        counts.tags.extend((1..=300_u64).map(|tag| (tag.to_string(), tag)));
        counts.tags.insert("999".into(), 300);
        assert_eq!(tags_offered(&counts, &[]), [300, 999, 299, 298, 297, 296, 295, 294]);
        assert_eq!(tags_offered(&counts, &[7, 12_345])[..3], [7, 300, 999]);
    }
}
