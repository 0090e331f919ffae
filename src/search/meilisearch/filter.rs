//! What posts must be, in the server's words for filters.

use time::{Date, Time};

use crate::search::engine::{Choices, Wanted};

/// What readers choose among, by the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Where the topic stands.
    Status,
    /// Its category.
    Category,
    /// Its language.
    Lang,
    /// The company's people.
    ByStaff,
}

impl Choice {
    /// Every one that is counted as if it had not been made. Of tags all must be there, so that theirs are counted with it.
    pub const ALL: [Self; 4] = [Self::Status, Self::Category, Self::Lang, Self::ByStaff];

    /// The field that says it.
    pub fn field(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Category => "category",
            Self::Lang => "topic_lang",
            Self::ByStaff => "by_staff",
        }
    }

    /// Whether the reader made it.
    pub fn is_made(self, choices: &Choices) -> bool {
        match self {
            Self::Status => choices.status.is_some(),
            Self::Category => !choices.categories.is_empty(),
            Self::Lang => choices.lang.is_some(),
            Self::ByStaff => choices.by_staff,
        }
    }
}

/// What whoever asks may see at all.
pub fn by_keys(wanted: &Wanted) -> String {
    format!("keys IN [{}]", listed(wanted.keys.iter().map(|key| quoted(key))))
}

/// What posts must be for whoever asks, as if `without` had not been chosen.
pub fn of(wanted: &Wanted, without: Option<Choice>) -> String {
    let (limits, choices) = (&wanted.limits, &wanted.choices);
    let mut parts = vec![by_keys(wanted)];
    let mut demand = |part: Option<String>| parts.extend(part);
    demand(limits.author.map(|author| format!("author = {}", author.0)));
    demand(limits.before.map(|day| format!("created < {}", start(day))));
    demand(limits.after.map(|day| format!("created >= {}", start(day))));
    demand(limits.first_only.then(|| "first = true".to_owned()));
    demand(limits.except.map(|topic| format!("topic != {}", topic.0)));
    for tag in &choices.tags {
        demand(Some(format!("tags = {tag}")));
    }
    for choice in Choice::ALL.into_iter().filter(|choice| choice.is_made(choices) && Some(*choice) != without) {
        demand(Some(match choice {
            Choice::Status => format!("status = {}", choices.status.map_or("none", |status| status.as_str())),
            Choice::Category => format!("category IN [{}]", listed(choices.categories.iter().map(|category| category.0.to_string()))),
            Choice::Lang => format!("topic_lang = {}", quoted(choices.lang.as_deref().unwrap_or_default())),
            Choice::ByStaff => "by_staff = true".to_owned(),
        }));
    }
    parts.join(" AND ")
}

fn listed(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// A word that may hold anything, as one.
fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}

fn start(day: Date) -> i64 {
    day.with_time(Time::MIDNIGHT).assume_utc().unix_timestamp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::MemberId;
    use crate::forum::{CategoryId, TopicId};
    use crate::search::document::Status;
    use crate::search::engine::Limits;
    use time::macros::date;

    #[test]
    fn filters_say_what_is_wanted() {
        let wanted = Wanted {
            keys: vec!["c1".into(), "c2.s\"x".into()],
            limits: Limits {
                author: Some(MemberId(3)),
                before: Some(date!(2026 - 11 - 22)),
                after: Some(date!(1970 - 01 - 02)),
                first_only: true,
                except: Some(TopicId(9)),
                in_title: true,
            },
            choices: Choices {
                status: Some(Status::Solved),
                categories: vec![CategoryId(1), CategoryId(2)],
                tags: vec![4, 5],
                lang: Some("nb".into()),
                by_staff: true,
            },
            ..Wanted::default()
        };
        assert_eq!(
            of(&wanted, None),
            "keys IN [\"c1\", \"c2.s\\\"x\"] AND author = 3 AND created < 1795305600 AND created >= 86400 AND first = true AND topic != 9 \
             AND tags = 4 AND tags = 5 AND status = solved AND category IN [1, 2] AND topic_lang = \"nb\" AND by_staff = true"
        );
        assert!(!of(&wanted, Some(Choice::Status)).contains("status"));
    }
}
