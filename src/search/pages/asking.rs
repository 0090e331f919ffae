//! What every page that asks the engine does: a look at who asks and what, the question, and a look at what was found.

use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Connection;
use crate::platform::web::PageError;
use crate::search::Search;
use crate::search::engine::{Found, Wanted};
use crate::search::synonyms::Synonyms;

/// What came of a question.
pub enum Answer<T> {
    /// There was nothing to ask.
    Unasked,
    /// The engine does not answer.
    Away,
    /// What is shown of what it found.
    Found(T),
}

/// The first look: `make` says what the engine is asked.
pub async fn look<T, F>(visit: &ForumVisit, search: &Search, make: F) -> Result<(ForumSeen, T), PageError>
where
    T: Send + 'static,
    F: FnOnce(&mut Connection, &ForumSeen, &Synonyms) -> Result<T, PageError> + Send + 'static,
{
    let (synonyms, db) = (search.synonyms().clone(), visit.web.db().clone());
    let look = move |conn: &mut Connection, seen: &ForumSeen| {
        let synonyms = synonyms.get(&db, conn)?;
        make(conn, seen, &synonyms)
    };
    visit.look(look).await
}

/// Asks what a first look wanted; `show` makes what is shown of what was found, in another look.
pub async fn answer<T, F>(visit: &ForumVisit, search: &Search, seen: ForumSeen, wanted: Wanted, show: F) -> Result<(ForumSeen, Answer<T>), PageError>
where
    T: Send + 'static,
    F: FnOnce(&mut Connection, &ForumSeen, &Wanted, &Found) -> Result<T, PageError> + Send + 'static,
{
    if wanted.asked.is_empty() {
        return Ok((seen, Answer::Unasked));
    }
    let Some((wanted, found, _)) = search.ask(wanted).await else { return Ok((seen, Answer::Away)) };
    let (seen, shown) = visit.look(move |conn, seen| show(conn, seen, &wanted, &found)).await?;
    Ok((seen, Answer::Found(shown)))
}
