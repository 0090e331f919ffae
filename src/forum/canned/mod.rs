//! Replies that staff and moderators keep ready: each with a name, in some languages, with placeholders for whom and what it
//! answers. Somebody puts one into the form of a reply and changes it there; nothing is posted by itself.

mod change_reply;
mod make_reply;
pub mod pages;
pub mod placeholders;
mod remove_reply;
pub mod store;

pub use change_reply::change_reply;
pub use make_reply::make_reply;
pub use remove_reply::remove_reply;

use std::collections::BTreeMap;

use super::participant::{Participant, Refusal};
use super::visibility::Sight;
use crate::accounts::rights::{Deed, Place};
use crate::accounts::{CategoryId, Role, Viewer};
use crate::id;
use crate::platform::db::{DomainError, Failure, Tx};
use crate::platform::i18n::Lang;
use crate::platform::log::Act;
use crate::platform::text::normalise::{graphemes, single_line};
use crate::platform::text::{Limits, MarkdownSource, TextError};

id! {
    /// The number of a reply that is kept ready.
    CannedId
}

/// The longest name, in characters: it stands in a list to choose from.
pub const NAME_MAX: usize = 80;
/// More than these nobody finds anything among.
pub const REPLIES_MOST: i64 = 500;
/// A reply that says "thanks" is one as well; what is posted in the end has limits of its own.
const TEXT: Limits = Limits { min: 1, min_han: 1, ..Limits::BODY };

/// A reply as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannedReply {
    /// Its number.
    pub id: CannedId,
    /// What it is found by.
    pub name: String,
    /// Where it is offered; none for everywhere.
    pub category: Option<CategoryId>,
    /// What it says, by the tags of languages; one at least.
    pub texts: BTreeMap<String, String>,
}

impl CannedReply {
    /// What it says where a language is read: in that one, else in the community's own, else in any that it has.
    pub fn text(&self, lang: &str, own: Lang) -> &str {
        let text = self.texts.get(lang).or_else(|| self.texts.get(own.tag())).or_else(|| self.texts.values().next());
        text.map_or("", String::as_str)
    }
}

/// A reply as typed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// What it is found by.
    pub name: String,
    /// Where it is offered; none for everywhere.
    pub category: Option<CategoryId>,
    /// What it says, by the tags of languages; empty where it is not said.
    pub texts: BTreeMap<String, String>,
}

/// Why a reply is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannedError {
    /// As everywhere. To whoever keeps no replies, nothing is there.
    Refused(Refusal),
    /// It has no name.
    NoName,
    /// The name is longer than [`NAME_MAX`].
    LongName,
    /// There is one of this name for the same place.
    Taken,
    /// It says nothing in any language.
    NoText,
    /// A text cannot be one, in this language.
    Text(String, TextError),
    /// A text names something that nothing is put in the place of: the language, and the placeholder as typed.
    Unknown(String, String),
    /// There are as many as can be.
    TooMany,
}

impl DomainError for CannedError {}

impl From<Refusal> for CannedError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// May they put such replies into theirs, and see the page of them? Staff, and whoever keeps order anywhere.
pub fn uses_replies(viewer: &Viewer) -> bool {
    viewer.id().is_some() && (viewer.is_staff() || viewer.is(Role::Moderator) || !viewer.moderated().is_empty())
}

/// Is a reply of this place theirs to read? Of a category that they may not read, not even the name.
pub fn sees_place(sight: &Sight, category: Option<CategoryId>) -> bool {
    category.is_none_or(|category| sight.readable.contains(&category))
}

/// What the table of rights must know of where a reply is offered.
pub fn place_of(category: Option<CategoryId>) -> Place {
    Place { category, ..Place::default() }
}

/// Looks whether they may keep replies there: for a category its moderators, for all of them those of everywhere, and staff.
fn keeps(who: &Participant, category: Option<CategoryId>) -> Result<(), CannedError> {
    if !uses_replies(&who.viewer) || !sees_place(&who.sight, category) {
        return Err(CannedError::Refused(Refusal::NotFound));
    }
    who.may(Deed::KeepReplies, &place_of(category)).map(|_| ()).map_err(|denied| CannedError::Refused(Refusal::Denied(denied)))
}

impl Draft {
    /// The reply with everything put right that can be; else what is to be mended.
    fn checked(&self) -> Result<Self, CannedError> {
        let name = single_line(&self.name);
        if name.is_empty() {
            return Err(CannedError::NoName);
        }
        if graphemes(&name) > NAME_MAX {
            return Err(CannedError::LongName);
        }
        let mut texts = BTreeMap::new();
        for (lang, typed) in self.texts.iter().filter(|(lang, typed)| Lang::parse(lang).is_some() && !typed.trim().is_empty()) {
            let source = MarkdownSource::parse(typed, TEXT).map_err(|error| CannedError::Text(lang.clone(), error))?.into_string();
            if let Some(unknown) = placeholders::unknown(&source) {
                return Err(CannedError::Unknown(lang.clone(), unknown));
            }
            texts.insert(lang.clone(), source);
        }
        if texts.is_empty() { Err(CannedError::NoText) } else { Ok(Self { name, category: self.category, texts }) }
    }
}

fn log(tx: &mut Tx<'_>, act: &str, reply: CannedId, category: Option<CategoryId>, before: String, after: String) -> Result<(), Failure<CannedError>> {
    let category = category.map(|id| id.0);
    Ok(tx.log(&Act { act, subject_kind: "canned", subject: reply.0, category, before, after, ..Act::default() })?)
}
