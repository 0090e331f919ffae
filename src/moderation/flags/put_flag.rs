//! Telling moderators of something.

use super::policy::{most_a_day, weight};
use super::store::{self, Put};
use super::{About, FlagReason, FlagState, What};
use crate::accounts::rights::{Deed, Denied};
use crate::accounts::{MemberId, MemberState, Role, store as members};
use crate::forum::TopicId;
use crate::forum::participant::{Participant, Refusal};
use crate::forum::posts;
use crate::moderation::FlagId;
use crate::moderation::events::Flagged;
use crate::moderation::thresholds::{Threshold, Thresholds};
use crate::platform::db::{DomainError, Failure, Timestamp, Tx};

/// A flag about to be put; the message is cleaned and short enough.
#[derive(Clone, Debug)]
pub struct NewFlag {
    /// What the member took for wrong.
    pub what: What,
    /// Where the flag stands.
    pub about: About,
    /// Why.
    pub reason: FlagReason,
    /// In the member's own words; may be empty for most reasons.
    pub message: String,
}

/// Why a flag is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagError {
    /// As everywhere.
    Refused(Refusal),
    /// This member flagged it before.
    Already,
    /// As many as this member may put in a day.
    TooMany {
        /// So many.
        most: i64,
    },
    /// The reason says nothing without words.
    NoMessage,
    /// Not a reason for such a thing.
    DoesNotFit,
}

impl DomainError for FlagError {}

impl From<Refusal> for FlagError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Denied> for FlagError {
    fn from(denied: Denied) -> Self {
        Self::Refused(Refusal::Denied(denied))
    }
}

/// Whom and where a flag is about.
struct Target {
    author: MemberId,
    topic: Option<TopicId>,
}

/// Puts a flag. What follows from it follows in a job after the commit.
pub fn put_flag(tx: &mut Tx<'_>, who: &Participant, new: &NewFlag) -> Result<FlagId, Failure<FlagError>> {
    let member = who.member().map_err(FlagError::Refused)?;
    let target = target(tx, who, new)?;
    if !new.reason.fits(new.what) {
        return Err(FlagError::DoesNotFit.into());
    }
    if new.reason.needs_message() && new.message.is_empty() {
        return Err(FlagError::NoMessage.into());
    }
    let before = store::own(tx.conn(), member, new.about)?;
    if before.as_ref().is_some_and(|flag| flag.state != FlagState::Withdrawn) {
        return Err(FlagError::Already.into());
    }
    let works_here = [Role::Staff, Role::Moderator, Role::Admin].into_iter().any(|role| who.viewer.is(role));
    let trust = who.viewer.account().map_or(0, |account| account.trust);
    let record = store::record(tx.conn(), member)?;
    if !works_here {
        let base = Thresholds::load(tx.conn())?.get(Threshold::FlagsADay);
        let most = most_a_day(base, trust, record) * tx.limit_factor();
        let since = tx.now().plus(-Timestamp::DAY);
        if store::count_since(tx.conn(), member, since)? >= most {
            return Err(FlagError::TooMany { most }.into());
        }
    }
    let put = Put { member, flag: new, author: target.author, topic: target.topic, weight: weight(trust, works_here, record) };
    let flag = match before {
        Some(before) => store::put_again(tx, before.id, &put)?,
        None => store::insert(tx, &put)?,
    };
    tx.record(&event(new.about))?;
    Ok(flag)
}

/// The news that flags changed.
pub(super) fn event(about: About) -> Flagged {
    match about {
        About::Post(post) => Flagged::Post(post.0),
        About::Profile(member) => Flagged::Profile(member),
    }
}

/// What is flagged must be seen, be somebody else's, and be there for others.
fn target(tx: &mut Tx<'_>, who: &Participant, new: &NewFlag) -> Result<Target, Failure<FlagError>> {
    match new.about {
        About::Post(post) => {
            let post = posts::store::find(tx.conn(), post)?.filter(|post| who.sees(&post.facts())).ok_or(FlagError::Refused(Refusal::NotFound))?;
            who.may(Deed::Flag, &super::place_of_post(who, &post)).map_err(FlagError::from)?;
            Ok(Target { author: post.author, topic: Some(post.topic) })
        }
        About::Profile(member) => {
            let row = members::find(tx.conn(), member)?.filter(|row| row.state != MemberState::Closed);
            let row = row.ok_or(FlagError::Refused(Refusal::NotFound))?;
            who.may(Deed::Flag, &super::place_of_profile(who.viewer.id(), row.id)).map_err(FlagError::from)?;
            Ok(Target { author: row.id, topic: None })
        }
    }
}
