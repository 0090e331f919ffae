//! Writing notices: for those who may see the post and want to be told, some hundred at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::store::{self, Noted, Row};
use super::ways::{Ways, store as chosen};
use super::{Reason, Reasons};
use crate::accounts::{Acting, MemberId, MemberState, Viewer, store as members, unread};
use crate::forum::posts::PostRow;
use crate::forum::visibility::{PostFacts, Sight, can_see};
use crate::forum::visit::ForumMemory;
use crate::forum::{PostId, TopicId};
use crate::notifications::notice_mail::{self, Mailed};
use crate::platform::db::{Connection, Db, Durability, Error, Result, Tx};
use crate::platform::settings::Settings;

/// Written in one transaction, which takes milliseconds: others write in between.
const TOGETHER: usize = 200;

/// What there is to tell about a post.
#[derive(Clone, Debug)]
pub struct News {
    /// The post.
    pub post: PostId,
    /// Where it stands.
    pub topic: TopicId,
    /// Who sees it. None where whoever is told has a right to know, whatever they see.
    pub facts: Option<PostFacts>,
    /// Whose act it was, as the page names them; nobody for moderators, voters and clocks.
    pub actor: Option<MemberId>,
    /// What the sentence needs to know besides: see [`store::Noted::detail`].
    pub detail: String,
    /// So many found it helpful, for [`Reason::Votes`].
    pub milestone: i64,
    /// Tells again whoever has read of the post already, though the reason is no stronger.
    pub renews: bool,
}

impl News {
    /// A post was written.
    pub fn of(post: &PostRow) -> Self {
        Self { post: post.id, topic: post.topic, facts: Some(post.facts()), actor: Some(post.author), detail: String::new(), milestone: 0, renews: false }
    }
}

/// Who is told, each for some reasons.
pub type Hearers = Vec<(MemberId, Reasons)>;

/// Tells these members. What was written before is found again: nobody is told twice.
pub fn tell(db: &Db, memory: &Arc<ForumMemory>, news: &News, hearers: Hearers) -> anyhow::Result<()> {
    tell_all(db, memory, vec![(news.clone(), hearers)]).into_iter().collect()
}

/// Tells of several posts: what is asked and written for each of them is asked and written once for many. Gives what became of
/// each.
pub fn tell_all(db: &Db, memory: &Arc<ForumMemory>, all: Vec<(News, Hearers)>) -> Vec<anyhow::Result<()>> {
    let mut outcomes: Vec<anyhow::Result<()>> = all.iter().map(|_| Ok(())).collect();
    let mut pieces = all.into_iter().enumerate().flat_map(|(of, (news, hearers))| pieces(of, news, hearers)).peekable();
    while let Some(first) = pieces.next() {
        let mut some = vec![first];
        let mut room = TOGETHER - some[0].hearers.len();
        while let Some(piece) = pieces.next_if(|piece| piece.hearers.len() <= room) {
            room -= piece.hearers.len();
            some.push(piece);
        }
        for (of, error) in told(db, memory, &Arc::from(some)) {
            outcomes[of] = Err(error);
        }
    }
    outcomes
}

/// Something to tell some of those who are told of it.
#[derive(Clone)]
struct Piece {
    /// Which of all that is told.
    of: usize,
    news: News,
    hearers: Hearers,
}

fn pieces(of: usize, news: News, hearers: Hearers) -> Vec<Piece> {
    hearers.chunks(TOGETHER).map(|some| Piece { of, news: news.clone(), hearers: some.to_vec() }).collect()
}

/// Tells of these in one transaction. Where that fails one of them may be at fault: each alone, so that the others are told of.
fn told(db: &Db, memory: &Arc<ForumMemory>, some: &Arc<[Piece]>) -> Vec<(usize, anyhow::Error)> {
    match tell_together(db, memory, some) {
        Ok(()) => Vec::new(),
        Err(error) if some.len() == 1 => vec![(some[0].of, error)],
        Err(_) => some.iter().flat_map(|piece| told(db, memory, &Arc::from([piece.clone()]))).collect(),
    }
}

fn tell_together(db: &Db, memory: &Arc<ForumMemory>, some: &Arc<[Piece]>) -> anyhow::Result<()> {
    let (reader, memory, about) = (db.clone(), memory.clone(), some.clone());
    let (told, wait) = db.read_blocking(move |conn| Ok::<_, Error>((willing(conn, &reader, &memory, &about)?, Settings::load(conn)?.mail_wait)))?;
    if told.iter().all(Vec::is_empty) {
        return Ok(());
    }
    let about = some.clone();
    // The job is done after this, in the same order on the disk: it need not be there before anybody hears of it.
    Ok(db.write_blocking(Acting::System, Durability::Soon, move |tx, _| {
        let news: Vec<(&News, &[Told])> = about.iter().map(|piece| &piece.news).zip(told.iter().map(Vec::as_slice)).collect();
        write(tx, &news, wait)
    })?)
}

/// Somebody who is told, for reasons each of which they want to hear of in some way.
type Told = (MemberId, Reasons, Ways);

/// Of each piece those who take part, see the post and want to hear of it.
fn willing(conn: &mut Connection, db: &Db, memory: &ForumMemory, pieces: &[Piece]) -> Result<Vec<Vec<Told>>> {
    let all: BTreeSet<MemberId> = pieces.iter().flat_map(|piece| piece.hearers.iter().map(|(member, _)| *member)).collect();
    let all: Vec<MemberId> = all.into_iter().collect();
    let categories = memory.categories.get(db, conn)?;
    let viewers = members::viewers(conn, &all, db.now())?;
    let ways = chosen::of_members(conn, &all)?;
    let wants = |facts: Option<&PostFacts>, (member, reasons): &(MemberId, Reasons)| {
        // Who is suspended is told what moderators do, and reads it afterwards.
        let viewer = viewers.get(member).filter(|viewer| viewer.id().is_some() || facts.is_none() && is_there(viewer))?;
        if facts.is_some_and(|facts| !can_see(&Sight::of(viewer, &categories), facts)) {
            return None;
        }
        let ways = ways.get(member).cloned().unwrap_or_default();
        let wanted = reasons.each().filter(|reason| ways.of(*reason).is_any()).fold(Reasons::default(), Reasons::and);
        (wanted != Reasons::default()).then_some((*member, wanted, ways))
    };
    Ok(pieces.iter().map(|piece| piece.hearers.iter().filter_map(|hearer| wants(piece.news.facts.as_ref(), hearer)).collect()).collect())
}

fn is_there(viewer: &Viewer) -> bool {
    viewer.account().is_some_and(|account| account.state != MemberState::Closed)
}

/// The reason that is read on the page, and whether there is one.
fn shown(reasons: Reasons, ways: &Ways) -> (Reason, bool) {
    let on_page = reasons.each().find(|reason| ways.of(*reason).page);
    (on_page.or(reasons.strongest()).unwrap_or(Reason::Topic), on_page.is_some())
}

fn write(tx: &mut Tx<'_>, all: &[(&News, &[Told])], wait: i64) -> Result<()> {
    let mut written = written(tx, all)?;
    let (mut fresh, mut mailed) = (Vec::new(), Vec::new());
    let mut more: BTreeMap<MemberId, i64> = BTreeMap::new();
    for (news, told) in all {
        for (member, reasons, ways) in *told {
            let counted = more.entry(*member).or_default();
            let Some(before) = written.remove(&(news.post, *member)) else {
                let (reason, on_page) = shown(*reasons, ways);
                fresh.push((*news, Row { member: *member, reason, reasons: *reasons, on_page }));
                *counted += i64::from(on_page);
                mailed.push(Mailed { post: news.post, member: *member, reasons: *reasons, ways });
                continue;
            };
            let Some(after) = renewed(&before, *reasons, ways, news) else { continue };
            *counted += i64::from(after.is_unread()) - i64::from(before.is_unread());
            if after.is_to_be_mailed() {
                mailed.push(Mailed { post: news.post, member: *member, reasons: *reasons, ways });
            }
            store::save(tx, &after, news.renews)?;
        }
    }
    store::insert(tx, &fresh)?;
    count(tx, more)?;
    notice_mail::soon(tx, &mailed, wait)
}

/// What these members were told of these posts before, locked.
fn written(tx: &mut Tx<'_>, all: &[(&News, &[Told])]) -> Result<HashMap<(PostId, MemberId), Noted>> {
    let posts: Vec<PostId> = all.iter().map(|(news, _)| news.post).collect();
    let members: BTreeSet<MemberId> = all.iter().flat_map(|(_, told)| told.iter().map(|(member, ..)| *member)).collect();
    let found = store::lock(tx, &posts, &members.into_iter().collect::<Vec<_>>())?;
    Ok(found.into_iter().map(|noted| ((noted.post, noted.member), noted)).collect())
}

/// Counts what is unread, with one statement for all who have so many more.
fn count(tx: &mut Tx<'_>, more: BTreeMap<MemberId, i64>) -> Result<()> {
    let mut by_number: BTreeMap<i64, Vec<MemberId>> = BTreeMap::new();
    for (member, more) in more {
        by_number.entry(more).or_default().push(member);
    }
    by_number.into_iter().try_for_each(|(more, members)| unread::store::add(tx, &members, more))
}

/// What becomes of a notice when there is more to tell of its post; none where it stays as it is.
fn renewed(before: &Noted, reasons: Reasons, ways: &Ways, news: &News) -> Option<Noted> {
    let all = before.reasons.with(reasons);
    let is_votes = reasons.has(Reason::Votes);
    if is_votes && news.milestone <= before.milestone || !is_votes && !news.renews && all == before.reasons {
        return None;
    }
    // Read already: what comes now is the news. Not read yet: the strongest of both is.
    let (reason, on_page) = shown(if before.is_seen { reasons } else { all }, ways);
    let is_stronger = reason < before.reason;
    let is_news = is_stronger || news.renews;
    let takes_over = is_stronger || news.renews && (before.is_seen || reason == before.reason);
    let mut after = Noted { reasons: all, milestone: before.milestone.max(news.milestone), ..before.clone() };
    if takes_over {
        after = Noted { reason, on_page, actor: news.actor, detail: news.detail.clone(), ..after };
    }
    after.is_seen = before.is_seen && !is_news;
    // What a moderator did is news each time; else one mail tells of a post for as long as that was not read.
    let is_other_act = takes_over && reason == Reason::Moderation && before.detail != news.detail;
    after.mailed_at = before.mailed_at.filter(|_| before.is_seen == after.is_seen && !is_other_act);
    after.is_gone = before.is_gone && reason != Reason::Moderation;
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::db::Timestamp;

    fn noted(reason: Reason, is_seen: bool) -> Noted {
        Noted {
            id: 1,
            post: PostId(1),
            member: MemberId(1),
            reason,
            reasons: Reasons::one(reason),
            actor: None,
            detail: String::new(),
            milestone: 0,
            on_page: true,
            is_seen,
            mailed_at: Some(Timestamp(1)),
            is_gone: false,
        }
    }

    fn news(renews: bool, milestone: i64) -> News {
        News { post: PostId(1), topic: TopicId(1), facts: None, actor: Some(MemberId(2)), detail: "new".into(), milestone, renews }
    }

    fn after(before: &Noted, reason: Reason, news: &News) -> Option<(Reason, bool)> {
        renewed(before, Reasons::one(reason), &Ways::default(), news).map(|after| (after.reason, after.is_seen))
    }

    #[test]
    fn a_stronger_reason_takes_over_and_a_weaker_one_only_joins() {
        assert_eq!(after(&noted(Reason::Reply, false), Reason::Mention, &news(false, 0)), Some((Reason::Mention, false)));
        assert_eq!(after(&noted(Reason::Reply, true), Reason::Mention, &news(false, 0)), Some((Reason::Mention, false)));
        assert_eq!(after(&noted(Reason::Mention, true), Reason::Reply, &news(false, 0)), Some((Reason::Mention, true)));
        assert_eq!(after(&noted(Reason::Reply, true), Reason::Reply, &news(false, 0)), None, "the same job again");
    }

    #[test]
    fn a_post_is_mailed_once_until_it_was_read_but_each_act_of_moderators_is() {
        let mailed = |before: &Noted, reason, news: &News| renewed(before, Reasons::one(reason), &Ways::default(), news).unwrap().mailed_at.is_some();
        assert!(mailed(&noted(Reason::Reply, false), Reason::Mention, &news(false, 0)));
        assert!(!mailed(&noted(Reason::Accepted, true), Reason::Votes, &news(true, 5)), "what comes after reading is news");
        assert!(!mailed(&noted(Reason::Moderation, false), Reason::Moderation, &news(true, 0)));
        let same = Noted { detail: "new".into(), ..noted(Reason::Moderation, false) };
        assert!(mailed(&same, Reason::Moderation, &news(true, 0)));
    }

    #[test]
    fn what_renews_is_told_again_once_read() {
        assert_eq!(after(&noted(Reason::Accepted, true), Reason::Votes, &news(true, 5)), Some((Reason::Votes, false)));
        assert_eq!(after(&noted(Reason::Accepted, false), Reason::Votes, &news(true, 5)), Some((Reason::Accepted, false)));
        assert_eq!(after(&Noted { milestone: 5, ..noted(Reason::Votes, true) }, Reason::Votes, &news(true, 5)), None);
        assert_eq!(after(&noted(Reason::Moderation, true), Reason::Moderation, &news(true, 0)), Some((Reason::Moderation, false)));
    }
}
