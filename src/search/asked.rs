//! What a person typed into the search box, taken apart: words, phrases, what is not wanted, and filters.

use time::Date;
use time::macros::format_description;

use super::document::Status;

/// More of a query is not read, in characters.
pub const QUERY_LENGTH: usize = 200;
/// More words and phrases than this narrow nothing.
pub const TERMS_MOST: usize = 32;

/// A query, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What is looked for.
    pub terms: Vec<Term>,
    /// What must not stand in a post.
    pub without: Vec<Term>,
    /// What a post must be.
    pub filters: Filters,
}

/// A run of words without spaces between them, or a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As it was typed, without quotes.
    pub text: String,
    /// Whether its words must follow each other.
    pub is_phrase: bool,
}

/// What a post must be; what is not set does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Where its topic stands.
    pub status: Option<Status>,
    /// Slug of the category of its topic.
    pub category: Option<String>,
    /// Tags of its topic: all of them.
    pub tags: Vec<String>,
    /// Username of who wrote it.
    pub author: Option<String>,
    /// Only by the company's people.
    pub by_staff: bool,
    /// Only titles are looked at.
    pub in_title: bool,
    /// Written on an earlier day.
    pub before: Option<Date>,
    /// Written on this day or later.
    pub after: Option<Date>,
    /// Language tag of the post.
    pub lang: Option<String>,
}

impl Asked {
    /// Takes a query apart. Nothing is refused: what is no operator is a word.
    pub fn parse(query: &str) -> Self {
        let query: String = query.chars().take(QUERY_LENGTH).collect();
        let mut asked = Self::default();
        for piece in pieces(&query) {
            asked.take(piece);
        }
        asked
    }

    fn take(&mut self, piece: Piece) {
        if !piece.is_phrase && !piece.is_unwanted && self.filters.take(&piece.text) {
            return;
        }
        let terms = if piece.is_unwanted { &mut self.without } else { &mut self.terms };
        if terms.len() < TERMS_MOST && piece.text.chars().any(char::is_alphanumeric) {
            terms.push(Term { text: piece.text, is_phrase: piece.is_phrase });
        }
    }

    /// True when there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.filters == Filters::default()
    }
}

impl Filters {
    /// Takes an operator; false for what is none.
    fn take(&mut self, word: &str) -> bool {
        if let Some(name) = word.strip_prefix(['@', '＠']).filter(|name| !name.is_empty()) {
            self.author = Some(name.to_lowercase());
            return true;
        }
        let Some((name, value)) = word.split_once([':', '：']).filter(|(_, value)| !value.is_empty()) else { return false };
        let value = value.to_lowercase();
        let set = |place: &mut Option<String>, value: String| {
            *place = Some(value);
            true
        };
        let set_day = |place: &mut Option<Date>| day(&value).map(|day| *place = Some(day)).is_some();
        match name.to_lowercase().as_str() {
            "status" => Status::parse(&value).filter(|status| *status != Status::None).map(|status| self.status = Some(status)).is_some(),
            "category" => set(&mut self.category, value),
            "tag" => {
                self.tags.push(value);
                true
            }
            "by" if value == "staff" => {
                self.by_staff = true;
                true
            }
            "in" if value == "title" => {
                self.in_title = true;
                true
            }
            "before" => set_day(&mut self.before),
            "after" => set_day(&mut self.after),
            "lang" => set(&mut self.lang, value),
            _ => false,
        }
    }
}

/// A day as `2026-11-22`, or the first of a month or of a year.
fn day(text: &str) -> Option<Date> {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    Date::parse(&whole, format_description!("[year]-[month]-[day]")).ok()
}

struct Piece {
    text: String,
    is_phrase: bool,
    is_unwanted: bool,
}

/// Quotes that open a phrase, with what closes them.
const QUOTES: &[(char, char)] = &[('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('「', '」'), ('『', '』'), ('＂', '＂')];

/// Parts a query at its spaces and quotes. A quote that nobody closed goes on to the end.
fn pieces(query: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let is_unwanted = rest.starts_with('-') && rest[1..].starts_with(|c: char| c.is_alphanumeric() || closing(c).is_some());
        let start = if is_unwanted { &rest[1..] } else { rest };
        let first = start.chars().next().unwrap_or(' ');
        let (text, after) = match closing(first) {
            Some(close) => split_at(&start[first.len_utf8()..], |c| c == close),
            None => split_at(start, |c| c.is_whitespace() || closing(c).is_some_and(|_| c != '“')),
        };
        pieces.push(Piece { text: text.trim().to_owned(), is_phrase: closing(first).is_some(), is_unwanted });
        rest = if closing(first).is_some() { after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or("") } else { after }.trim_start();
    }
    pieces
}

fn closing(open: char) -> Option<char> {
    QUOTES.iter().find(|(quote, _)| *quote == open).map(|(_, close)| *close)
}

fn split_at(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn words(terms: &[Term]) -> Vec<&str> {
        terms.iter().map(|term| term.text.as_str()).collect()
    }

    #[test]
    fn words_phrases_and_what_is_not_wanted() {
        let asked = Asked::parse("payout  \"bank account\" -stripe -\"test mode\" pre-order - C++");
        assert_eq!(words(&asked.terms), ["payout", "bank account", "pre-order", "C++"]);
        assert_eq!(asked.terms.iter().map(|term| term.is_phrase).collect::<Vec<_>>(), [false, true, false, false]);
        assert_eq!(words(&asked.without), ["stripe", "test mode"]);
        assert_eq!(asked.filters, Filters::default());
    }

    #[test]
    fn quotes_of_other_hands() {
        for query in ["“a b” c", "「a b」 c", "«a b» c", "„a b“ c", "『a b』c"] {
            let asked = Asked::parse(query);
            assert_eq!((words(&asked.terms), asked.terms[0].is_phrase), (vec!["a b", "c"], true), "{query}");
        }
        assert_eq!(words(&Asked::parse("\"never closed here").terms), ["never closed here"]);
        assert_eq!(words(&Asked::parse("超商「貨到付款」怎麼").terms), ["超商", "貨到付款", "怎麼"]);
    }

    #[test]
    fn operators() {
        let asked =
            Asked::parse("Status:solved category:payments tag:payouts tag:bank @Ann by:staff in:title before:2026-11-22 after:2025 lang:zh-Hant refund");
        let filters = Filters {
            status: Some(Status::Solved),
            category: Some("payments".into()),
            tags: vec!["payouts".into(), "bank".into()],
            author: Some("ann".into()),
            by_staff: true,
            in_title: true,
            before: Some(date!(2026 - 11 - 22)),
            after: Some(date!(2025 - 01 - 01)),
            lang: Some("zh-hant".into()),
        };
        assert_eq!(asked.filters, filters);
        assert_eq!(words(&asked.terms), ["refund"]);
    }

    #[test]
    fn what_is_no_operator_is_a_word() {
        let asked = Asked::parse("https://a.example error:42 status:odd before:soon by:ann @ : tag:");
        assert_eq!(words(&asked.terms), ["https://a.example", "error:42", "status:odd", "before:soon", "by:ann", "tag:"]);
        assert_eq!(asked.filters, Filters::default());
        assert!(Asked::parse(" -- \"\" ?! ").is_empty());
        assert!(!Asked::parse("by:staff").is_empty());
    }

    #[test]
    fn nothing_breaks_it() {
        for query in ["\"", "-", "-\"", "“", "@", "@@", "::", "tag::", "\u{0}", "- -", "-「", &"\"a ".repeat(400)] {
            let asked = Asked::parse(query);
            assert!(asked.terms.len() <= TERMS_MOST, "{query}");
        }
    }
}
