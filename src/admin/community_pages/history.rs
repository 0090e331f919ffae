//! What became of a page about the community, word by word.

use crate::platform::community_pages::store::{self, Revision};
use crate::platform::community_pages::{CommunityPage, Written};
use crate::platform::db::{Connection, Result};
use crate::platform::i18n::Lang;
use crate::platform::text::word_diff::{Piece, word_diff};

/// Changes shown at most, the newest ones.
const SHOWN_MOST: i64 = 50;

/// One change: who made it, when, and what it did.
#[derive(Clone, Debug)]
pub struct Change {
    /// The text before, and who changed it.
    pub revision: Revision,
    /// Both texts as one.
    pub text: Vec<Piece>,
}

/// The page as it stands and its changes, newest first; none if it was never written.
pub fn history(conn: &mut Connection, page: CommunityPage, lang: Lang) -> Result<Option<(Written, Vec<Change>)>> {
    let Some(written) = store::find(conn, page, lang)? else { return Ok(None) };
    let mut after = written.source.clone();
    let mut changes = Vec::new();
    for revision in store::revisions(conn, written.id, SHOWN_MOST)? {
        let text = word_diff(&revision.source, &after);
        after.clone_from(&revision.source);
        changes.push(Change { revision, text });
    }
    Ok(Some((written, changes)))
}
