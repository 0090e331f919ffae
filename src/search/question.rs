//! What a search's address says: words, and what was chosen in the form.

use serde::Deserialize;

use super::asked::{Asked, QUERY_LENGTH};
use super::document::Status;
use super::engine::Sort;

/// Pages of results; who looks farther wants other words.
pub const PAGES_MOST: usize = 25;

/// The parameters of `/search` and its twins.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Parameters {
    /// What was typed.
    #[serde(default)]
    pub q: String,
    /// As `status:`.
    #[serde(default)]
    pub status: String,
    /// As `category:`: the address below `/c/`.
    #[serde(default)]
    pub category: String,
    /// As `tag:`.
    #[serde(default)]
    pub tag: String,
    /// As `lang:`.
    #[serde(default)]
    pub lang: String,
    /// As `by:`.
    #[serde(default)]
    pub by: String,
    /// `newest` or `votes`.
    #[serde(default)]
    pub sort: String,
    /// The number of the page, from 1.
    #[serde(default)]
    pub page: String,
    /// Given while the last word is typed.
    #[serde(default)]
    pub typing: String,
}

/// A question, read.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// What was typed, without spaces around it.
    pub typed: String,
    /// The same with what was chosen in the form, as operators: one line that asks the whole.
    pub whole: String,
    /// The same, taken apart.
    pub asked: Asked,
    /// In which order.
    pub sort: Sort,
    /// The number of the page, from 1.
    pub page: usize,
    /// The last word goes on.
    pub typing: bool,
}

impl Parameters {
    /// Reads them. What says nothing is left out; a filter in the form wins over one among the words.
    pub fn read(&self) -> Question {
        let typed: String = self.q.trim().chars().take(QUERY_LENGTH).collect();
        let mut asked = Asked::parse(&typed);
        let filters = &mut asked.filters;
        let given = |text: &str| Some(text.trim().to_lowercase()).filter(|text| !text.is_empty());
        filters.status = Status::parse(&self.status).filter(|status| *status != Status::None).or(filters.status);
        filters.category = given(&self.category).or(filters.category.take());
        filters.tags.extend(given(&self.tag).filter(|tag| !filters.tags.contains(tag)));
        filters.lang = given(&self.lang).or(filters.lang.take());
        filters.by_staff |= self.by == "staff";
        Question {
            whole: self.whole(&typed),
            typed,
            asked,
            sort: sort(&self.sort),
            page: self.page.parse().unwrap_or(1).clamp(1, PAGES_MOST),
            typing: !self.typing.is_empty(),
        }
    }

    fn whole(&self, typed: &str) -> String {
        let status = Status::parse(&self.status).filter(|status| *status != Status::None).map_or("", Status::as_str);
        let by = if self.by == "staff" { "staff" } else { "" };
        let chosen = [("status", status), ("category", &self.category), ("tag", &self.tag), ("lang", &self.lang), ("by", by)];
        let operators = chosen.into_iter().filter(|(_, value)| !value.trim().is_empty()).map(|(name, value)| format!("{name}:{}", value.trim()));
        let missing = operators.filter(|operator| !typed.split_whitespace().any(|word| word == operator));
        std::iter::once(typed.to_owned()).chain(missing).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The address of the same question with other values; an empty one is left out.
    pub fn url_with(&self, path: &str, changes: &[(&str, &str)]) -> String {
        let own = [
            ("q", &self.q),
            ("status", &self.status),
            ("category", &self.category),
            ("tag", &self.tag),
            ("lang", &self.lang),
            ("by", &self.by),
            ("sort", &self.sort),
            ("page", &self.page),
        ];
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in own {
            let value = changes.iter().find(|(changed, _)| *changed == name).map_or(value.as_str(), |(_, value)| value);
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

fn sort(word: &str) -> Sort {
    match word {
        "newest" => Sort::Newest,
        "votes" => Sort::Votes,
        _ => Sort::Relevance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_wins_over_operators() {
        let parameters =
            Parameters { q: " refund status:solved tag:bank ".into(), status: "unsolved".into(), tag: "Tax".into(), page: "0".into(), ..Parameters::default() };
        let question = parameters.read();
        assert_eq!((question.typed.as_str(), question.page), ("refund status:solved tag:bank", 1));
        assert_eq!(question.asked.filters.status, Some(Status::Unsolved));
        assert_eq!(question.asked.filters.tags, ["bank", "tax"]);
    }

    #[test]
    fn one_line_asks_the_whole() {
        let chosen = Parameters {
            q: "refund tag:tax".into(),
            status: "solved".into(),
            tag: "tax".into(),
            by: "staff".into(),
            lang: "nb".into(),
            ..Parameters::default()
        };
        let (whole, question) = (chosen.read().whole, chosen.read());
        assert_eq!(whole, "refund tag:tax status:solved lang:nb by:staff");
        let again = Parameters { q: whole, ..Parameters::default() }.read();
        assert_eq!(again.asked, question.asked);
        assert_eq!(Parameters { status: "never".into(), by: "me".into(), ..Parameters::default() }.read().whole, "");
    }

    #[test]
    fn addresses_keep_what_does_not_change() {
        let parameters = Parameters { q: "a b".into(), sort: "newest".into(), page: "3".into(), ..Parameters::default() };
        assert_eq!(parameters.url_with("/search", &[("page", ""), ("tag", "c#")]), "/search?q=a+b&tag=c%23&sort=newest");
        assert_eq!(Parameters::default().url_with("/search", &[]), "/search");
    }
}
