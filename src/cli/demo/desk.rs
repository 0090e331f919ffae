//! What the team of the invented community has on its desk: flags, cases, a decision that is appealed, replies kept ready.

use anyhow::{Context, anyhow};
use std::collections::HashMap;
use std::sync::Arc;

use super::content::{self, KeptReply};
use super::fill::{Cast, write};
use crate::accounts::{Acting, MemberId};
use crate::forum::canned::{self, Draft};
use crate::forum::participant::Participant;
use crate::forum::posts::{self, PostRow};
use crate::forum::visit::ForumMemory;
use crate::forum::{PostId, TopicId};
use crate::moderation::CaseId;
use crate::moderation::appeals;
use crate::moderation::cases::gather::gather_post;
use crate::moderation::cases::{Why, ask_second, store as cases};
use crate::moderation::decisions::{Decide, Verdict, decide};
use crate::moderation::flags::store::{Put, insert};
use crate::moderation::flags::{About, FlagReason, NewFlag, What};
use crate::moderation::letters::Letters;
use crate::platform::db::{Db, Durability, Failure, Timestamp, Tx};
use crate::platform::i18n::I18n;

/// Who decided something, and asks for a second opinion: whoever signs in as the moderator answers.
const DECIDES: &str = "rosalind";
/// Who keeps replies ready.
const STAFF: &str = "mateo";
/// Flags of members who are trusted somewhat, in hundredths.
const WEIGHT: i64 = 150;
/// The topic of a new member that waits for somebody to look.
const HELD: &str = "My notes on label printers";
/// The topic of a spammer.
const OFFER: &str = "Want 10,000 REAL visitors";
/// The topic with a reply that somebody took for an advertisement.
const DOUBTED: (&str, &str) = ("first hundred orders", "theo-b");

/// The posts of each topic, by its title.
pub(super) type Written = HashMap<String, Vec<(PostId, Timestamp)>>;

struct Desk<'a> {
    db: &'a Db,
    cast: &'a Cast,
    memory: Arc<ForumMemory>,
    written: &'a Written,
    host: String,
}

/// Puts everything on the desk.
pub(super) fn lay_out(db: &Db, base_url: &str, cast: &Cast, written: &Written) -> anyhow::Result<()> {
    let host = url::Url::parse(base_url)?.host_str().unwrap_or_default().to_owned();
    let desk = Desk { db, cast, memory: Arc::default(), written, host };
    let held = desk.post(HELD, None)?;
    desk.gather(held, Why::Held)?;
    desk.decided().context("the case that was decided")?;
    desk.doubted().context("the case that somebody doubts")?;
    for reply in content::kept_replies()? {
        desk.keep(reply)?;
    }
    Ok(())
}

impl Desk<'_> {
    /// The post that opens a topic, or the first by somebody in it.
    fn post(&self, title: &str, author: Option<&str>) -> anyhow::Result<PostRow> {
        let found = self.written.iter().find(|(known, _)| known.contains(title)).ok_or_else(|| anyhow!("no topic is called {title}"))?.1;
        let ids: Vec<PostId> = found.iter().map(|(post, _)| *post).collect();
        let author = author.map(|username| self.cast.member(username)).transpose()?;
        let rows = self.db.read_blocking(move |conn| posts::store::find_all(conn, &ids))?;
        let is_meant = |row: &PostRow| author.map_or(row.opens_topic(), |author| row.author == author);
        rows.into_iter().filter(is_meant).min_by_key(|row| row.id).ok_or_else(|| anyhow!("{title}: no such post"))
    }

    /// Something that a person does.
    fn does<T: Send + 'static, E: std::fmt::Debug + Send + 'static>(
        &self,
        username: &str,
        mut work: impl FnMut(&mut Tx<'_>, &Participant) -> Result<T, Failure<E>> + Send + 'static,
    ) -> anyhow::Result<T> {
        let (member, memory, db) = (self.cast.member(username)?, self.memory.clone(), self.db.clone());
        let done = self.db.write_blocking(Acting::Member(member), Durability::Full, move |tx, viewer| {
            let who = Participant::new(&memory, &db, tx.conn(), viewer)?;
            work(tx, &who)
        });
        done.map_err(|failure| anyhow!("{username}: {failure:?}"))
    }

    fn gather(&self, post: PostRow, why: Why) -> anyhow::Result<CaseId> {
        let host = self.host.clone();
        write(self.db, move |tx| gather_post(tx, &post, why, &host))
    }

    /// Flags by members, each in their own words.
    fn flag(&self, post: &PostRow, reason: FlagReason, by: &[(&str, &str)]) -> anyhow::Result<()> {
        let (id, author, topic) = (post.id, post.author, post.topic);
        let flags: Vec<(MemberId, String)> =
            by.iter().map(|(name, words)| Ok((self.cast.member(name)?, (*words).to_owned()))).collect::<anyhow::Result<_>>()?;
        write(self.db, move |tx| flags.iter().try_for_each(|(member, message)| flag(tx, *member, (id, author, topic), reason, message)))
    }

    /// What a spammer offered: flagged, hidden, and the spammer does not agree.
    fn decided(&self) -> anyhow::Result<()> {
        let offer = self.post(OFFER, None)?;
        self.flag(&offer, FlagReason::Promotion, &[("tomasz_k", "Sells visitors, third time this month."), ("grace_o", "")])?;
        let case = self.gather(offer, Why::Flags)?;
        let version = self.db.read_blocking(move |conn| cases::find(conn, case))?.map_or(1, |case| case.version);
        let what = Decide {
            case,
            version,
            verdict: Verdict::KeepHidden,
            rule: FlagReason::Promotion,
            words: "You offer visitors for money and do not say that the service is yours.".into(),
            days: 0,
            original: None,
            category: None,
            only: None,
            blocks: None,
            own_host: self.host.clone(),
        };
        let letters = Letters::of(&I18n::load()?);
        let decisions = self.does(DECIDES, move |tx, who| decide(tx, who, &what, &letters))?;
        let words = "They are real visitors and the first 500 are free. That is no advertising, that is help.";
        self.does("dealz4u", move |tx, who| appeals::appeal(tx, who, decisions[0], words))
    }

    /// A reply that is perhaps an advertisement.
    fn doubted(&self) -> anyhow::Result<()> {
        let reply = self.post(DOUBTED.0, Some(DOUBTED.1))?;
        self.flag(&reply, FlagReason::Promotion, &[("grumpyjoe", "He has an agency and wants us all as customers.")])?;
        let case = self.gather(reply, Why::Flags)?;
        let note = "He wears the partner badge and sells nothing here, so I would say that nothing is wrong. How do you see it?";
        self.does(DECIDES, move |tx, who| ask_second(tx, who, case, note))
    }

    fn keep(&self, reply: KeptReply) -> anyhow::Result<()> {
        let category = reply.category.as_deref().map(|slug| self.cast.category(slug)).transpose()?;
        let draft = Draft { name: reply.name, category, texts: reply.text };
        self.does(STAFF, move |tx, who| canned::make_reply(tx, who, &draft)).map(|_| ())
    }
}

fn flag(
    tx: &mut Tx<'_>,
    member: MemberId,
    (post, author, topic): (PostId, MemberId, TopicId),
    reason: FlagReason,
    message: &str,
) -> crate::platform::db::Result<()> {
    let new = NewFlag { what: What::Post, about: About::Post(post), reason, message: message.to_owned() };
    insert(tx, &Put { member, flag: &new, author, topic: Some(topic), weight: WEIGHT }).map(|_| ())
}
