//! What a mail about a notice is made of, as it stands when it is sent.

use super::policy;
use super::{About, NAME};
use crate::accounts::{MemberId, MemberState, deliveries, store as members};
use crate::forum::follows::{Level, Subject, store as follows};
use crate::forum::posts;
use crate::forum::visibility::Sight;
use crate::forum::visit::ForumMemory;
use crate::forum::{PostId, PostState, TopicKind, texts};
use crate::notifications::notices::listing::{self, Line, Told, names, removal_reasons};
use crate::notifications::notices::ways::store as chosen;
use crate::notifications::notices::{Reason, Reasons};
use crate::platform::db::{Connection, Result, Timestamp};
use crate::platform::settings::{Settings, store as settings};
use crate::platform::text::excerpt::excerpt;
use crate::platform::web::Web;

/// So much of a post stands in the mail, in characters.
const EXCERPT: usize = 600;

/// What the mail says, and to whom.
#[derive(Clone)]
pub(super) struct News {
    /// The notice.
    pub told: Told,
    /// Its line.
    pub line: Line,
    /// The strongest reason of which its member wants to hear by mail.
    pub reason: Reason,
    /// What its sentence needs besides: see [`crate::notifications::notices::store::Noted::detail`].
    pub detail: String,
    /// Whom to.
    pub mailbox: members::Mailbox,
    /// Who did it; empty where that is not told.
    pub actor: String,
    /// The first words of the post, empty where those are not told.
    pub excerpt: String,
    /// In a moderator's words.
    pub why: String,
    /// The post's number in its topic.
    pub number: i64,
    /// Whether its member can say that it solved the question.
    pub may_solve: bool,
    /// The community's settings.
    pub community: String,
    /// The secret that names are signed with; none where no mail was sent yet.
    pub secret: Option<String>,
}

/// What there is to tell now: read meanwhile, hidden, told already, unwanted, and there is nothing. What is more than a day
/// takes is left to the digest.
pub(super) fn news(conn: &mut Connection, web: &Web, memory: &ForumMemory, about: About) -> Result<Option<News>> {
    let About { post, member } = about;
    let now = web.db().now();
    let Some((told, line)) = listing::line_of(conn, member, post)?.filter(|(told, line)| told.is_open(line)) else { return Ok(None) };
    let reasons = wanted(conn, member, &line, told.reasons)?;
    let Some(reason) = reasons.strongest() else { return Ok(None) };
    let viewer = members::viewer(conn, member, now)?;
    let categories = memory.categories.get(web.db(), conn)?;
    // Who is suspended hears what moderators do.
    let takes_part = viewer.account().is_some_and(|account| match reason {
        Reason::Moderation => account.state != MemberState::Closed,
        _ => viewer.id().is_some(),
    });
    // Whoever was told what moderators did with their own post may be: they wrote it.
    let is_seen = reason == Reason::Moderation || line.may_be_seen(&Sight::of(&viewer, &categories));
    if !takes_part || !is_seen || deliveries::store::is_dead(conn, member)? || is_too_much(conn, web, member, now)? {
        return Ok(None);
    }
    let (Some(mailbox), Some(row)) = (members::mailbox(conn, member)?, posts::store::find(conn, post)?) else { return Ok(None) };
    let actor = line.actor.filter(|_| reason.names_somebody()).unwrap_or(row.author);
    let actor = if reason.names_somebody() { names(conn, vec![actor])?.remove(&actor).map(|(name, _)| name).unwrap_or_default() } else { String::new() };
    let tells_text = !matches!(reason, Reason::Moderation | Reason::Votes) && row.state != PostState::Erased;
    let excerpt = if tells_text { words(conn, web, memory, post)? } else { String::new() };
    let why = if reason == Reason::Moderation { removal_reasons(conn, vec![post])?.remove(&post).unwrap_or_default() } else { String::new() };
    let is_answer = matches!(reason, Reason::Reply | Reason::StaffAnswer) && row.is_reply();
    Ok(Some(News {
        detail: if line.reason == reason { line.detail.clone() } else { String::new() },
        reason,
        mailbox,
        actor,
        excerpt,
        why,
        number: row.number,
        may_solve: is_answer && row.kind == TopicKind::Question && row.topic_facts.author == member,
        community: web.settings(conn)?.name.clone(),
        secret: settings::mail_key(conn)?,
        told,
        line,
    }))
}

/// The reasons of which the member wants to hear by mail now; they may have muted the topic meanwhile.
fn wanted(conn: &mut Connection, member: MemberId, line: &Line, reasons: Reasons) -> Result<Reasons> {
    let mailed = policy::mailed(reasons, &chosen::of_member(conn, member)?);
    if mailed == Reasons::default() {
        return Ok(mailed);
    }
    let is_muted = follows::level(conn, member, Subject::Topic(line.topic))? == Some(Level::Muted);
    Ok(if is_muted { policy::without_muted(mailed) } else { mailed })
}

fn is_too_much(conn: &mut Connection, web: &Web, member: MemberId, now: Timestamp) -> Result<bool> {
    let most = Settings::clone(&*web.settings(conn)?).mails_a_day;
    Ok(deliveries::store::count_since(conn, member, NAME, now.plus(-Timestamp::DAY))? >= most)
}

/// The first words of a post as they may be read where it stands.
fn words(conn: &mut Connection, web: &Web, memory: &ForumMemory, post: PostId) -> Result<String> {
    let categories = memory.categories.get(web.db(), conn)?;
    let source = texts::store::source(conn, post)?;
    let source = texts::as_shown(conn, web.origin(), &categories, post, &source)?.unwrap_or(source);
    Ok(excerpt(&source, EXCERPT))
}
