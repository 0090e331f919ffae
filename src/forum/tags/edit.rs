//! What staff do with tags: rename, synonyms, names in other languages, merging.

use serde::Deserialize;

use super::store::{self, Main, TagId};
use crate::accounts::Acting;
use crate::accounts::rights::{Deed, Denied, Place};
use crate::forum::follows;
use crate::forum::listing::{List, Which, listing};
use crate::forum::participant::{Participant, Refusal};
use crate::forum::topics::store::lock_topic;
use crate::platform::db::{Db, DomainError, Durability, Failure, Tx, in_pieces};
use crate::platform::i18n::Lang;
use crate::platform::jobs::{Job, Kind, Lane, NewJob};
use crate::platform::log::Act;
use crate::platform::text::TagName;

/// More names than this for one thing help nobody to find it.
pub const SYNONYMS_MOST: usize = 50;
/// Topics moved to another tag between two looks at what is left.
const BATCH: i64 = 200;

/// The job that moves the topics of a merged tag.
pub static MERGE: Kind = Kind::long("forum.merge-tag", Lane::FanOut);

/// Why a tag stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagRefusal {
    /// No such tag for this viewer.
    NotFound,
    /// Not for this viewer to do.
    Denied(Denied),
    /// Another tag has the name, as its own, as a synonym or in another language.
    Taken(String),
    /// A tag cannot be merged into itself.
    Same,
    /// [`SYNONYMS_MOST`] are there.
    TooMany,
}

impl DomainError for TagRefusal {}

type Outcome<T> = Result<T, Failure<TagRefusal>>;

/// The tag, locked, if the participant sees a topic with it and may change tags.
fn locked(tx: &mut Tx<'_>, who: &Participant, tag: TagId) -> Outcome<String> {
    if !who.viewer.is_system() && listing::is_empty(tx.conn(), &who.sight, &List::all(Which::Tag(tag)))? {
        return Err(TagRefusal::NotFound.into());
    }
    who.may(Deed::EditTags, &Place::default()).map_err(TagRefusal::Denied)?;
    Ok(store::lock(tx, tag)?.ok_or(TagRefusal::NotFound)?)
}

fn log(tx: &mut Tx<'_>, act: &str, tag: TagId, before: String, after: String) -> Outcome<()> {
    Ok(tx.log(&Act { act, subject_kind: "tag", subject: tag.0, before, after, public: true, ..Act::default() })?)
}

/// Fails when a name leads to another tag.
fn free(tx: &mut Tx<'_>, tag: TagId, name: &str) -> Outcome<()> {
    match store::resolve(tx.conn(), name)? {
        Some(other) if other.id != tag => Err(TagRefusal::Taken(name.to_owned()).into()),
        _ => Ok(()),
    }
}

/// Gives a tag another name; the old one becomes a synonym.
pub fn rename_tag(tx: &mut Tx<'_>, who: &Participant, tag: TagId, name: &TagName) -> Outcome<()> {
    let old = locked(tx, who, tag)?;
    if old == name.as_str() {
        return Ok(());
    }
    free(tx, tag, name.as_str())?;
    // The name of a tag on its way into this one is still a tag's.
    if store::merging_into(tx.conn(), tag)?.iter().any(|merging| merging.name == name.as_str()) {
        return Err(TagRefusal::Taken(name.as_str().to_owned()).into());
    }
    store::delete_synonym(tx, name.as_str(), tag)?;
    store::set_name(tx, tag, name.as_str())?;
    store::insert_synonym(tx, &old, tag)?;
    log(tx, "tag.rename", tag, old, name.as_str().to_owned())
}

/// Lets another name lead to a tag.
pub fn add_synonym(tx: &mut Tx<'_>, who: &Participant, tag: TagId, name: &TagName) -> Outcome<()> {
    locked(tx, who, tag)?;
    free(tx, tag, name.as_str())?;
    let present = store::synonyms(tx.conn(), tag)?;
    if store::resolve(tx.conn(), name.as_str())?.is_some() {
        return Ok(());
    }
    if present.len() >= SYNONYMS_MOST {
        return Err(TagRefusal::TooMany.into());
    }
    store::insert_synonym(tx, name.as_str(), tag)?;
    log(tx, "tag.synonym", tag, String::new(), name.as_str().to_owned())
}

/// Lets a name lead to a tag no longer.
pub fn remove_synonym(tx: &mut Tx<'_>, who: &Participant, tag: TagId, name: &TagName) -> Outcome<()> {
    locked(tx, who, tag)?;
    if store::delete_synonym(tx, name.as_str(), tag)? {
        log(tx, "tag.synonym", tag, name.as_str().to_owned(), String::new())?;
    }
    Ok(())
}

/// Sets what a tag is called in other languages; a language without a name of its own shows the tag's.
pub fn translate_tag(tx: &mut Tx<'_>, who: &Participant, tag: TagId, names: &[(Lang, TagName)]) -> Outcome<()> {
    let own = locked(tx, who, tag)?;
    for (_, name) in names {
        free(tx, tag, name.as_str())?;
    }
    let facts = |names: &[(String, String)]| names.iter().map(|(lang, name)| format!("{lang}={name}")).collect::<Vec<_>>().join("; ");
    let before = facts(&store::names(tx.conn(), tag)?);
    let wanted: Vec<(Lang, String)> = names.iter().filter(|(_, name)| name.as_str() != own).map(|(lang, name)| (*lang, name.as_str().to_owned())).collect();
    store::replace_names(tx, tag, &wanted)?;
    let after = facts(&store::names(tx.conn(), tag)?);
    if before == after { Ok(()) } else { log(tx, "tag.translate", tag, before, after) }
}

/// Merges a tag into another: from now on its name leads there; a job moves its topics.
pub fn merge_tags(tx: &mut Tx<'_>, who: &Participant, from: TagId, into: TagId) -> Outcome<Main> {
    if from == into {
        return Err(TagRefusal::Same.into());
    }
    // In one order, so that two who merge crosswise do not wait for one another.
    let (first, second) = (from.min(into), from.max(into));
    let mut names = Vec::new();
    for tag in [first, second] {
        names.push((tag, locked(tx, who, tag)?));
    }
    let name = |tag: TagId| names.iter().find(|(id, _)| *id == tag).map(|(_, name)| name.clone()).unwrap_or_default();
    store::begin_merge(tx, from, into)?;
    follows::tag_merged(tx, from, into)?;
    tx.enqueue(&NewJob::now(&MERGE, from.0.to_string(), serde_json::json!({ "tag": from })))?;
    log(tx, "tag.merge", from, name(from), name(into))?;
    Ok(Main { id: into, name: name(into) })
}

#[derive(Deserialize)]
struct Merged {
    tag: TagId,
}

/// Moves the topics of a merged tag, piece by piece, and ends with a synonym.
pub fn move_topics(db: &Db, job: &Job) -> anyhow::Result<()> {
    let from = job.read::<Merged>()?.tag;
    loop {
        let topics = db.read_blocking(move |conn| store::topics_with(conn, from, BATCH))?;
        if topics.is_empty() {
            break;
        }
        in_pieces(db, Acting::System, topics, move |tx, topic| {
            lock_topic(tx, *topic)?;
            store::move_of_topic(tx, *topic, from)
        })?;
    }
    db.write_blocking(Acting::System, Durability::Full, move |tx, _| store::end_merge(tx, from))?;
    Ok(())
}

impl From<Refusal> for TagRefusal {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Denied(denied) => Self::Denied(denied),
            Refusal::NotFound | Refusal::TooOften(_) | Refusal::Slow(_) => Self::NotFound,
        }
    }
}
