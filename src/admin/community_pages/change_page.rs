//! An admin writes, changes or takes away a page about the community.

use super::{PageDraft, PageRefusal};
use crate::accounts::Viewer;
use crate::admin::administers;
use crate::platform::community_pages::store;
use crate::platform::db::{Failure, Generation, Tx};
use crate::platform::log::Act;

/// Changes a page; the text before is kept. What stays as it is leaves no trace.
pub fn change_page(tx: &mut Tx<'_>, by: &Viewer, draft: &PageDraft) -> Result<(), Failure<PageRefusal>> {
    administers::<PageRefusal>(by)?;
    let editor = by.id().ok_or(PageRefusal::NotAllowed)?;
    // The generation's row is the lock, and tells every process which pages the foot names.
    tx.bump(Generation::Settings)?;
    let before = store::find(tx.conn(), draft.page, draft.lang)?;
    let (version, was) = before.as_ref().map_or((0, ""), |before| (before.version, before.source.as_str()));
    if version != draft.version {
        return Err(PageRefusal::Stale { version, source: was.to_owned() }.into());
    }
    let source = draft.source.as_str();
    if source == was {
        return Ok(());
    }
    let id = match &before {
        Some(before) => {
            store::replace(tx, before.id, source, &draft.html)?;
            before.id
        }
        None => store::insert(tx, draft.page, draft.lang, source, &draft.html)?,
    };
    store::keep(tx, id, version, was, editor.0)?;
    let facts = |text: &str| format!("page={}; lang={}; characters={}", draft.page.as_str(), draft.lang.tag(), text.chars().count());
    tx.log(&Act { act: "page.change", subject_kind: "page", subject: id, before: facts(was), after: facts(source), ..Act::default() })?;
    Ok(())
}
