//! Keeping spam out: what filters find in a text before it is posted, and who may not sign up. Each filter is a file of its own,
//! pure; what they go by ([`rules`]) is kept in memory. Nothing is deleted or lost by a filter: a blocked word is told at the form,
//! everything else waits for a moderator, whose approval overrides all of it.
//!
//! A picture is no link: whoever shows a screenshot of their own shop is never refused and never held for it.

mod alike;
pub mod blocks;
pub mod classifier;
mod pace;
mod rules;
mod store;
mod throw_away;
pub mod words;

use std::sync::Arc;
use url::Url;

use super::cases::likeness::{domain, likeness, links};
use super::thresholds::Threshold;
use crate::accounts::sign_up::{Gate, Knock, TurnedAway};
use crate::accounts::store as members;
use crate::forum::screening::{Burst, Draft, Filter, Finding, Look, Screened, Screening, Sent};
use crate::platform::db::{Connection, Db, Result, Timestamp};
use crate::platform::text::excerpt::plain_text;
use crate::platform::text::without_pictures;
use rules::{KeptRules, Rules};
use words::{Verdict, WordRow};

/// An edit is small as long as so much is the same, in hundredths.
const SMALL_EDIT: i64 = 50;

/// Everybody who looks at texts and at strangers.
pub struct Screen {
    rules: KeptRules,
    own_host: String,
}

impl Screen {
    /// For the community at an address: links to itself say nothing.
    pub fn of(base_url: &Url) -> Self {
        Self { rules: KeptRules::default(), own_host: base_url.host_str().unwrap_or_default().to_owned() }
    }
}

impl Screening for Screen {
    fn look(&self, db: &Db, conn: &mut Connection, draft: &Draft<'_>) -> Result<Look> {
        let rules = self.rules.get(db, conn)?;
        let plain = plain_text(draft.source);
        let verdict = rules.words.judge(draft.title, draft.source, &plain);
        if let Some(word) = verdict.refused {
            return Ok(Look::Refused(word));
        }
        let mut screened = masked(&rules, draft, verdict, db.limit_factor());
        if let Some(sent) = &draft.sent {
            let text = Text { title: draft.title, source: draft.source, plain: &plain, links: links(&without_pictures(draft.source), &self.own_host) };
            Reader { rules: &rules, own_host: &self.own_host, now: draft.now, limit_factor: db.limit_factor() }.read(conn, &text, sent, &mut screened)?;
        }
        Ok(Look::Taken(screened))
    }
}

impl Gate for Screen {
    fn turned_away(&self, db: &Db, conn: &mut Connection, knock: &Knock<'_>) -> Result<Option<TurnedAway>> {
        let rules = self.rules.get(db, conn)?;
        let address = knock.address.as_str();
        let is_blocked = rules.blocks.address(address, knock.now).is_some() || rules.blocks.network(knock.network, knock.now).is_some();
        if is_blocked || knock.is_trapped {
            return Ok(Some(TurnedAway::NotHere));
        }
        Ok(throw_away::is_throw_away(address).then_some(TurnedAway::ThrowAway))
    }
}

/// Every blocked word, the newest first.
pub fn words_of(conn: &mut Connection) -> Result<Vec<WordRow>> {
    store::words(conn)
}

/// How much was learnt, and how well.
#[derive(Clone, Copy, Debug, Default)]
pub struct Learnt {
    /// Posts that were spam.
    pub spam: i64,
    /// Posts that were good.
    pub good: i64,
    /// Of a hundred posts of spam so many would have been held by what the others taught.
    pub found: i64,
    /// Of a thousand good ones so many would have been.
    pub mistaken: i64,
}

impl Learnt {
    /// Is that enough to hold posts?
    pub fn is_ready(&self, least: i64) -> bool {
        classifier::is_enough(self.spam, self.good, least)
    }
}

/// What was learnt so far.
pub fn learnt(conn: &mut Connection) -> Result<Learnt> {
    let model = store::model(conn)?.and_then(|stored| serde_json::from_str::<classifier::Model>(&stored).ok());
    Ok(model.map(|model| Learnt { spam: model.spam, good: model.good, found: model.found, mistaken: model.mistaken }).unwrap_or_default())
}

/// What the words of a text say of it.
fn masked(rules: &Rules, draft: &Draft<'_>, verdict: Verdict, limit_factor: i64) -> Screened {
    let is_masked = verdict.masked.is_some();
    Screened {
        findings: verdict.findings,
        masked: verdict.masked,
        original: if is_masked { draft.source.to_owned() } else { String::new() },
        is_small_edit: false,
        burst: Burst {
            posts: rules.figure(Threshold::BurstPosts).saturating_mul(limit_factor),
            within: rules.figure(Threshold::BurstMinutes) * Timestamp::MINUTE,
        },
    }
}

/// A text, as filters read it.
struct Text<'a> {
    title: &'a str,
    source: &'a str,
    plain: &'a str,
    links: Vec<Url>,
}

struct Reader<'a> {
    rules: &'a Arc<Rules>,
    own_host: &'a str,
    now: Timestamp,
    /// So many times as often as usual may be posted, and so many times as fast.
    limit_factor: i64,
}

impl Reader<'_> {
    fn read(&self, conn: &mut Connection, text: &Text<'_>, sent: &Sent<'_>, screened: &mut Screened) -> Result<()> {
        let found = &mut screened.findings;
        found.extend(self.domains(text));
        found.extend(self.origin(conn, sent)?);
        found.extend(self.new_links(text, sent));
        found.extend(self.learnt(text));
        match sent.before {
            Some(before) => screened.is_small_edit = self.is_small_edit(before, text),
            None => {
                found.extend(sent.is_trapped.then(|| Finding::new(Filter::Trap, "")));
                found.extend(pace::finding(sent.shown, text.plain, self.rules.figure(Threshold::PaceSeconds) / self.limit_factor.max(1)));
                // Who tests how much a community bears says the same again and again.
                if self.limit_factor == 1 {
                    found.extend(self.alike(conn, text, sent)?);
                }
            }
        }
        Ok(())
    }

    fn domains(&self, text: &Text<'_>) -> Option<Finding> {
        // A picture may stand on a blocked domain too.
        let all = links(text.source, self.own_host);
        let blocked = all.iter().find_map(|url| self.rules.blocks.domain(&domain(url), self.now))?;
        Some(Finding::new(Filter::Domain, blocked))
    }

    /// Which network or address it was is not kept with the post: that is forgotten after a while.
    fn origin(&self, conn: &mut Connection, sent: &Sent<'_>) -> Result<Option<Finding>> {
        let blocks = &self.rules.blocks;
        let mut is_blocked = blocks.network(sent.network, self.now).is_some();
        if !is_blocked && blocks.has_addresses() {
            let mailbox = members::mailbox(conn, sent.author)?;
            is_blocked = mailbox.is_some_and(|mailbox| blocks.address(&mailbox.address, self.now).is_some());
        }
        Ok(is_blocked.then(|| Finding::new(Filter::Origin, "")))
    }

    /// Of an edit only links that were not there before.
    fn new_links(&self, text: &Text<'_>, sent: &Sent<'_>) -> Option<Finding> {
        let before = sent.before.map(|before| links(before, self.own_host)).unwrap_or_default();
        let new: Vec<String> = text.links.iter().filter(|url| !before.contains(url)).map(domain).collect();
        let is_too_many = new.len() as i64 > self.rules.figure(Threshold::NewLinks);
        is_too_many.then(|| Finding::new(Filter::Link, new.join(", ")))
    }

    fn learnt(&self, text: &Text<'_>) -> Option<Finding> {
        if self.rules.figure(Threshold::Classifier) == 0 {
            return None;
        }
        let model = self.rules.model.as_ref().filter(|model| model.is_ready(self.rules.figure(Threshold::LearnFrom)))?;
        let weighed = model.weigh(&classifier::words(text.title, text.plain, &text.links));
        weighed.is_spam.then(|| Finding::new(Filter::Learnt, weighed.most.join(", ")))
    }

    fn alike(&self, conn: &mut Connection, text: &Text<'_>, sent: &Sent<'_>) -> Result<Option<Finding>> {
        let least = self.rules.figure(Threshold::Alike);
        if least == 0 || !alike::says_something(text.plain) {
            return Ok(None);
        }
        let earlier = store::written_lately(conn, sent.author, self.now)?;
        if let Some(most) = alike::nearest(text.plain, earlier.iter().map(String::as_str)).filter(|most| *most >= least) {
            return Ok(Some(Finding::new(Filter::Alike, format!("{most} %"))));
        }
        let others = alike::mark(text.plain).map(|mark| store::others_wrote(conn, sent.author, mark)).transpose()?;
        Ok(others.flatten().map(|post| Finding::new(Filter::Alike, format!("/p/{post}"))))
    }

    fn is_small_edit(&self, before: &str, text: &Text<'_>) -> bool {
        let known = links(before, self.own_host);
        links(text.source, self.own_host).iter().all(|url| known.contains(url)) && likeness(&plain_text(before), text.plain) >= SMALL_EDIT
    }
}
