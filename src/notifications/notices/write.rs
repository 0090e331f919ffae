//! Writing notices: for those who may see the post and want to be told, some hundred at once.

use std::collections::HashMap;
use std::sync::Arc;

use super::store::{self, Noted, Row};
use super::ways::{Ways, store as chosen};
use super::{Reason, Reasons};
use crate::accounts::{Acting, MemberId, MemberState, Viewer, store as members, unread};
use crate::forum::posts::PostRow;
use crate::forum::visibility::{PostFacts, Sight, can_see};
use crate::forum::visit::ForumMemory;
use crate::forum::{PostId, TopicId};
use crate::notifications::notice_mail;
use crate::platform::db::{Connection, Db, Durability, Result, Tx};
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

/// Tells these members, each for some reasons. What was written before is found again: nobody is told twice.
pub fn tell(db: &Db, memory: &Arc<ForumMemory>, news: &News, hearers: Vec<(MemberId, Reasons)>) -> anyhow::Result<()> {
    if hearers.is_empty() {
        return Ok(());
    }
    let wait = db.read_blocking(Settings::load)?.mail_wait;
    let news = Arc::new(news.clone());
    for some in hearers.chunks(TOGETHER) {
        let (reader, memory, about, some) = (db.clone(), memory.clone(), news.clone(), some.to_vec());
        let told = db.read_blocking(move |conn| willing(conn, &reader, &memory, about.facts.as_ref(), &some))?;
        if told.is_empty() {
            continue;
        }
        let about = news.clone();
        // The job is done after this, in the same order on the disk: it need not be there before anybody hears of it.
        db.write_blocking(Acting::System, Durability::Soon, move |tx, _| write(tx, &about, &told, wait))?;
    }
    Ok(())
}

/// Somebody who is told, for reasons each of which they want to hear of in some way.
type Told = (MemberId, Reasons, Ways);

/// Those who take part, see the post and want to hear of it.
fn willing(conn: &mut Connection, db: &Db, memory: &ForumMemory, facts: Option<&PostFacts>, hearers: &[(MemberId, Reasons)]) -> Result<Vec<Told>> {
    let ids: Vec<MemberId> = hearers.iter().map(|(member, _)| *member).collect();
    let categories = memory.categories.get(db, conn)?;
    let viewers = members::viewers(conn, &ids, db.now())?;
    let mut ways = chosen::of_members(conn, &ids)?;
    let mut told = Vec::with_capacity(hearers.len());
    for (member, reasons) in hearers {
        // Who is suspended is told what moderators do, and reads it afterwards.
        let Some(viewer) = viewers.get(member).filter(|viewer| viewer.id().is_some() || facts.is_none() && is_there(viewer)) else { continue };
        if facts.is_some_and(|facts| !can_see(&Sight::of(viewer, &categories), facts)) {
            continue;
        }
        let ways = ways.remove(member).unwrap_or_default();
        let wanted = reasons.each().filter(|reason| ways.of(*reason).is_any()).fold(Reasons::default(), Reasons::and);
        if wanted != Reasons::default() {
            told.push((*member, wanted, ways));
        }
    }
    Ok(told)
}

fn is_there(viewer: &Viewer) -> bool {
    viewer.account().is_some_and(|account| account.state != MemberState::Closed)
}

/// The reason that is read on the page, and whether there is one.
fn shown(reasons: Reasons, ways: &Ways) -> (Reason, bool) {
    let on_page = reasons.each().find(|reason| ways.of(*reason).page);
    (on_page.or(reasons.strongest()).unwrap_or(Reason::Topic), on_page.is_some())
}

fn write(tx: &mut Tx<'_>, news: &News, told: &[Told], wait: i64) -> Result<()> {
    let ids: Vec<MemberId> = told.iter().map(|(member, ..)| *member).collect();
    let mut written: HashMap<MemberId, Noted> = store::lock(tx, news.post, &ids)?.into_iter().map(|noted| (noted.member, noted)).collect();
    let (mut fresh, mut more, mut less, mut mailed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (member, reasons, ways) in told {
        let Some(before) = written.remove(member) else {
            let (reason, on_page) = shown(*reasons, ways);
            fresh.push(Row { member: *member, reason, reasons: *reasons, on_page });
            if on_page {
                more.push(*member);
            }
            mailed.push((*member, *reasons, ways));
            continue;
        };
        let Some(after) = renewed(&before, *reasons, ways, news) else { continue };
        match (before.is_unread(), after.is_unread()) {
            (false, true) => more.push(*member),
            (true, false) => less.push(*member),
            _ => {}
        }
        if after.is_to_be_mailed() {
            mailed.push((*member, *reasons, ways));
        }
        store::save(tx, &after, news.renews)?;
    }
    store::insert(tx, news, &fresh)?;
    unread::store::add(tx, &more, 1)?;
    unread::store::add(tx, &less, -1)?;
    notice_mail::soon(tx, news.post, &mailed, wait)
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
