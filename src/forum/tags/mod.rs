//! Tags: a few words that say what a topic is about. A tag has synonyms, and names in other languages.

mod counts;
pub mod edit;
pub mod listing;
pub mod pages;
pub mod store;

pub use counts::Tags;

use super::TopicId;
use super::participant::{Participant, Refusal};
use crate::accounts::rights::{Deed, Denied, Place};
use crate::platform::db::{Failure, Timestamp, Tx};
use crate::platform::text::TagName;

/// More tags than this describe nothing.
pub const TAGS_MAX: usize = 5;

/// Tags on a page of all tags.
const PER_PAGE: usize = 100;

/// A tag among all tags.
#[derive(Clone, Debug)]
pub struct TagLine {
    /// Its own name.
    pub name: String,
    /// Visible topics with it, in the categories that the reader may read.
    pub topics: i64,
}

/// Why a line of tags is refused; the form says which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagsError {
    /// More than [`TAGS_MAX`].
    TooMany,
    /// One is not a tag.
    Malformed(String),
}

/// Reads tags as typed: separated by spaces or commas, `#` allowed, doubles dropped.
pub fn parse_tags(typed: &str) -> Result<Vec<TagName>, TagsError> {
    let mut tags: Vec<TagName> = Vec::new();
    for word in typed.split([' ', ',', '\u{3001}', '\u{ff0c}', '\u{3000}', '\n', '\t']).filter(|word| !word.is_empty()) {
        let word = word.strip_prefix('#').unwrap_or(word);
        let tag = TagName::parse(word).map_err(|_| TagsError::Malformed(word.chars().take(60).collect()))?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    if tags.len() > TAGS_MAX { Err(TagsError::TooMany) } else { Ok(tags) }
}

/// Sets a topic's tags. Making a tag that did not exist needs trust: tags are everybody's.
pub fn set_tags(tx: &mut Tx<'_>, who: &Participant, topic: TopicId, place: &Place, tags: &[TagName], bumped_at: Timestamp) -> Result<(), Failure<Refusal>> {
    let mut ids = Vec::new();
    for tag in tags {
        let id = match store::find(tx.conn(), tag.as_str())? {
            Some(id) => id,
            None => {
                who.may(Deed::MakeTag, place).map_err(|_| Denied::TrustTooLow)?;
                store::insert(tx, tag.as_str())?
            }
        };
        ids.push(id);
    }
    Ok(store::replace_of_topic(tx, topic, &ids, bumped_at)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_people_type_them() {
        let names = |typed| parse_tags(typed).map(|tags| tags.iter().map(|tag| tag.as_str().to_owned()).collect::<Vec<_>>());
        assert_eq!(names("#Klarna, gift-cards  klarna"), Ok(vec!["klarna".to_owned(), "gift-cards".to_owned()]));
        assert_eq!(names("退款、超商取貨"), Ok(vec!["退款".to_owned(), "超商取貨".to_owned()]));
        assert_eq!(names("a b c d e f"), Err(TagsError::TooMany));
        assert!(matches!(names("<script>"), Err(TagsError::Malformed(_))));
    }
}
