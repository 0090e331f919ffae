//! Streams end with the right to read them: with the session, with a suspension, with a role or a group that was taken.
//!
//! Nothing tells of all that, so it is asked, for all streams together. Where somebody sees anything else than when the
//! stream was opened, it ends; the browser comes back and is judged anew.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::Live;
use super::listing::TOGETHER;
use crate::accounts::Viewer;
use crate::accounts::sessions::store::{SessionId, in_force};
use crate::forum::visibility::Sight;
use crate::forum::visit::ForumMemory;
use crate::platform::db::Result;
use crate::platform::web::Web;

/// Ends the streams of those who may no longer read what they could. One that is opened meanwhile was judged just now.
pub(super) fn end_lost(live: &Live, web: &Web, memory: &Arc<ForumMemory>) -> Result<()> {
    let asked: BTreeSet<SessionId> = live.streams().all().filter_map(|(_, open)| open.reader.session).collect();
    let mut viewers: HashMap<SessionId, Viewer> = HashMap::new();
    for these in asked.iter().copied().collect::<Vec<_>>().chunks(TOGETHER) {
        let (these, now) = (these.to_vec(), web.db().now());
        viewers.extend(web.db().read_blocking(move |conn| in_force(conn, &these, now))?);
    }
    let (db, kept) = (web.db().clone(), memory.clone());
    let categories = web.db().read_blocking(move |conn| kept.categories.get(&db, conn))?;
    let visitors = Sight::of(&Viewer::visitor(), &categories);
    let sights: HashMap<SessionId, Sight> = viewers.iter().map(|(session, viewer)| (*session, Sight::of(viewer, &categories))).collect();
    let is_lost = |session: Option<SessionId>, sight: &Sight| match session {
        Some(session) => asked.contains(&session) && sights.get(&session) != Some(sight),
        None => visitors != *sight,
    };
    live.end(|streams| streams.all().filter(|(_, open)| is_lost(open.reader.session, &open.reader.sight)).map(|(id, _)| id).collect());
    Ok(())
}
