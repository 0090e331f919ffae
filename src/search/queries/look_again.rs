//! Searches of whose answer somebody wants to be told are made again, with the rights of those who wait: what was written
//! or accepted since may be what they looked for.

use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::answered::{self, ToTell};
use super::listing::{self, AwaitedSearch};
use super::{SearchId, store};
use crate::accounts::{Acting, MemberId, store as members};
use crate::forum::visibility::Sight;
use crate::forum::visit::ForumMemory;
use crate::forum::{PostId, PostState, TopicKind};
use crate::platform::db::{Connection, Db, Durability, Result, Timestamp, in_pieces, read_in_pieces};
use crate::platform::i18n::Lang;
use crate::platform::jobs::{Kind, Lane, NewJob, Share, System};
use crate::platform::settings::Settings;
use crate::search::Search;
use crate::search::engine::{Found, Wanted};
use crate::search::find::{self, Asker, Seen};
use crate::search::question::Parameters;
use crate::search::similar::Likeness;

/// The job that makes every awaited search again. It takes a quarter of the machine.
pub static LOOK_AGAIN: Kind = Kind { time_limit: Duration::from_secs(580), ..Kind::usual("search.look-again", Lane::Upkeep) };
/// Besides after every change of the index: who may read what changes as well.
pub const EVERY: Duration = Duration::from_secs(3_600);

/// One job looks for so long at most, and the next one goes on where it ended: others wait in its lane.
const LONGEST: Duration = Duration::from_secs(120);
/// What changes within this is looked through together.
const GATHERED: i64 = Timestamp::MINUTE;
/// Searches, and those who wait, are looked at in parts of so many.
const PART: i64 = 200;

/// Writes the job for in a minute, where anybody waits for anything. Called after posts were written into the index.
pub fn soon(db: &Db) -> Result<()> {
    if !db.read_blocking(store::is_anybody_waiting)? {
        return Ok(());
    }
    db.write_blocking(System, Durability::Soon, |tx, ()| {
        let run_at = Some(tx.now().plus(GATHERED));
        // The one of every hour has another key: this one must not wait for that.
        tx.enqueue(&NewJob { kind: &LOOK_AGAIN, key: "changed".into(), payload: json!({}), run_at })
    })
}

/// Makes each awaited search again, from where the last job of this process ended round to there, and tells those who wait
/// what it finds now. While the engine is away nothing is lost: they go on waiting.
pub fn run(db: &Db, search: &Search, memory: &Arc<ForumMemory>) -> anyhow::Result<()> {
    let (began, first) = (Instant::now(), search.looked_up_to());
    let (mut after, mut is_second_round) = (first, first == SearchId::NONE);
    loop {
        let some = db.read_blocking(move |conn| listing::all_awaited(conn, after, PART))?;
        if some.is_empty() && is_second_round {
            break;
        }
        if some.is_empty() {
            (after, is_second_round) = (SearchId::NONE, true);
        }
        for awaited in &some {
            if began.elapsed() > LONGEST {
                search.look_on_from(after);
                return Ok(soon(db)?);
            }
            let is_round = is_second_round && first != SearchId::NONE && awaited.id > first;
            if is_round || !Share::Quarter.step(|| look(db, search, memory, awaited))? {
                search.look_on_from(if is_round { SearchId::NONE } else { after });
                return Ok(());
            }
            after = awaited.id;
        }
    }
    search.look_on_from(SearchId::NONE);
    Ok(())
}

/// Makes one search again. False where the engine does not answer.
fn look(db: &Db, search: &Search, memory: &Arc<ForumMemory>, awaited: &AwaitedSearch) -> anyhow::Result<bool> {
    for Readers { sight, members } in readers(db, memory, awaited.id)? {
        let Some(wanted) = wanted(db, search, memory, awaited, &sight)? else { return Ok(true) };
        // Not more loosely, as the page would: whoever wrote a phrase waits for that.
        let found = match search.engine().search(&wanted) {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(%error, "the search engine did not answer; whoever waits for an answer goes on waiting");
                return Ok(false);
            }
        };
        let answers = answers(db, sight, wanted, found)?;
        let told = members.into_iter().filter_map(|member| Some(ToTell { search: awaited.id, member, post: Some(first_for(&answers, member)?) }));
        in_pieces(db, Acting::System, told.collect(), answered::promise)?;
    }
    Ok(true)
}

/// Members who may read the same.
struct Readers {
    sight: Sight,
    members: Vec<MemberId>,
}

/// Those who wait for an answer to a search, by what they may read. What only they see, as authors or moderators of what is
/// hidden, answers nothing.
fn readers(db: &Db, memory: &Arc<ForumMemory>, search: SearchId) -> Result<Vec<Readers>> {
    let mut readers: Vec<Readers> = Vec::new();
    let mut after = MemberId(i64::MIN);
    loop {
        let some = db.read_blocking(move |conn| store::waiting(conn, search, after, PART))?;
        let Some(last) = some.last() else { return Ok(readers) };
        after = *last;
        let (reader, memory) = (db.clone(), memory.clone());
        for (member, sight) in read_in_pieces(db, some, move |conn, member| sight(conn, &reader, &memory, *member))?.into_iter().flatten() {
            match readers.iter_mut().find(|other| other.sight.readable == sight.readable && other.sight.staff == sight.staff) {
                Some(alike) => alike.members.push(member),
                None => readers.push(Readers { sight, members: vec![member] }),
            }
        }
    }
}

/// What a member may read as one of many; none for whoever is suspended.
fn sight(conn: &mut Connection, db: &Db, memory: &ForumMemory, member: MemberId) -> Result<Option<(MemberId, Sight)>> {
    let viewer = members::viewer(conn, member, db.now())?;
    let categories = memory.categories.get(db, conn)?;
    let sight = Sight { moderated: Vec::new(), member: None, ..Sight::of(&viewer, &categories) };
    Ok(viewer.id().map(|member| (member, sight)))
}

/// What the engine is asked: the same as by the page on which they searched. None where nothing is.
fn wanted(db: &Db, search: &Search, memory: &Arc<ForumMemory>, awaited: &AwaitedSearch, sight: &Sight) -> Result<Option<Wanted>> {
    let question = Parameters { q: awaited.query.clone(), ..Parameters::default() }.read();
    let Some(lang) = Lang::parse(&awaited.lang).filter(|_| !question.asked.is_empty()) else { return Ok(None) };
    let (reader, memory, synonyms, sight) = (db.clone(), memory.clone(), search.synonyms().clone(), sight.clone());
    db.read_blocking(move |conn| {
        let categories = memory.categories.get(&reader, conn)?;
        let languages = Settings::load(conn)?.languages;
        let synonyms = synonyms.get(&reader, conn)?;
        let asker = Asker { sight: &sight, categories: &categories, lang, languages: &languages };
        find::wanted(conn, &asker, &synonyms, &question).map(Some)
    })
}

/// Posts that may answer, best first, with who knows of each already: whoever asked, and whoever wrote there last.
type Answers = Vec<(PostId, [Option<MemberId>; 2])>;

/// What of the found is more than a question that nobody replied to, and has nearly all of the words.
fn answers(db: &Db, sight: Sight, wanted: Wanted, found: Found) -> Result<Answers> {
    db.read_blocking(move |conn| {
        let likeness = Likeness::new(&wanted, &found);
        let (seen, _) = find::seen(conn, &sight, &found.hits, 1)?;
        let may_answer = |seen: &Seen| {
            let topic = &seen.topic;
            let has_answer = topic.kind != TopicKind::Question || topic.solved || topic.answered;
            topic.state == PostState::Visible && has_answer && likeness.is_nearly_all(&topic.title, &seen.text)
        };
        Ok(seen.into_iter().filter(may_answer).map(|seen| (seen.post.id, [seen.topic.author.id, seen.topic.last.id])).collect())
    })
}

fn first_for(answers: &Answers, member: MemberId) -> Option<PostId> {
    answers.iter().find(|(_, known)| !known.contains(&Some(member))).map(|(post, _)| *post)
}
