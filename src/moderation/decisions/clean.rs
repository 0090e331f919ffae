//! Taking away all that a spammer wrote, and bringing it back: some posts at a time, others write in between.

use serde::Deserialize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{apply, store};
use crate::accounts::Acting;
use crate::forum::PostState;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts::change_state::{StateChange, change_state};
use crate::forum::visit::ForumMemory;
use crate::moderation::DecisionId;
use crate::platform::db::{Db, Durability, Failure, Tx};
use crate::platform::jobs::{Job, Kind, Lane};

/// The job after such a decision, and after it is undone.
pub static CLEAN: Kind = Kind::long("moderation.clean", Lane::FanOut);

/// A transaction ends after this long.
const LONGEST: Duration = Duration::from_millis(10);

#[derive(Deserialize)]
struct About {
    decision: DecisionId,
}

/// Goes on where it stopped. The moderator's rights are read anew: what they may no longer do is not done in their name.
pub fn clean(db: &Db, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let id = job.read::<About>()?.decision;
    loop {
        let Some(decision) = db.read_blocking(move |conn| store::find(conn, id))? else { return Ok(()) };
        let acting = Acting::Member(decision.undone_by.unwrap_or(decision.moderator));
        let (reader, memory) = (db.clone(), memory.clone());
        let more = db.write_blocking(acting, Durability::Full, move |tx, viewer| {
            let who = Participant::new(&memory, &reader, tx.conn(), viewer)?;
            some(tx, &who, id)
        });
        match more {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(Failure::Refused(refusal)) => return Err(anyhow::anyhow!("refused: {refusal:?}")),
            Err(Failure::Database(error)) => return Err(error.into()),
        }
    }
}

/// Some posts, at least one; whether there are more.
fn some(tx: &mut Tx<'_>, who: &Participant, id: DecisionId) -> Result<bool, Failure<Refusal>> {
    let started = Instant::now();
    let Some(decision) = store::lock(tx, id)? else { return Ok(false) };
    let (back, mut done) = (decision.undone_by.is_some(), decision.done);
    // Undone, the same posts are gone through once more.
    for post in decision.before.posts.iter().skip(done.max(0) as usize) {
        let outcome = match back {
            true => apply::back(tx, who, post),
            false if matches!(post.1, PostState::Visible | PostState::Held | PostState::Hidden) => {
                change_state(tx, who, post.0, StateChange::Delete, &decision.letter).map(|_| ())
            }
            false => Ok(()),
        };
        match outcome {
            // Where this moderator keeps no order, another one does.
            Ok(()) | Err(Failure::Refused(Refusal::NotFound | Refusal::Denied(_))) => {}
            Err(failure) => return Err(failure),
        }
        done += 1;
        if started.elapsed() > LONGEST {
            break;
        }
    }
    store::set_done(tx, id, done)?;
    Ok(done < decision.before.posts.len() as i64)
}
