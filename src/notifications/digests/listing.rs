//! What digests are made of: whose is due, what each wants to hear of, and questions that wait for an answer.

use diesel::prelude::*;
use guildhall_schema::{follows, member_addresses, member_category_counts, member_settings, members, notices, topic_tags, topics};
use std::collections::HashMap;

use super::Rhythm;
use crate::accounts::{CategoryId, MemberId};
use crate::forum::follows::{Level, What};
use crate::forum::tags::store::TagId;
use crate::forum::visibility::TopicFacts;
use crate::forum::{PostState, TopicId};
use crate::notifications::notices::Reasons;
use crate::platform::db::{Connection, Result, Timestamp};
use crate::platform::i18n::Zone;

/// A member whose digest is due.
#[derive(Clone, Debug)]
pub struct Due {
    /// Who.
    pub member: MemberId,
    /// How often they want it.
    pub rhythm: Rhythm,
    /// Where their clock hangs.
    pub zone: Zone,
    /// When it was due; 0 where it was not planned yet.
    pub at: Timestamp,
    /// It tells of what came from then on.
    pub from: Timestamp,
    /// When they were last here.
    pub seen_at: Timestamp,
}

type Row = ((MemberId, Rhythm, String), (Timestamp, Timestamp), (Timestamp, Timestamp));

/// Members whose digest is due, at most so many: whoever is planned anew is not among the next ones.
pub fn due(conn: &mut Connection, now: Timestamp, limit: i64) -> Result<Vec<Due>> {
    let rows: Vec<Row> = member_settings::table
        .inner_join(members::table)
        .filter(member_settings::digest.eq("daily").or(member_settings::digest.eq("weekly")))
        .filter(member_settings::digest_at.le(now))
        .order((member_settings::digest_at, member_settings::member))
        .limit(limit)
        .select((
            (member_settings::member, member_settings::digest, member_settings::zone),
            (member_settings::digest_at, member_settings::digest_from),
            (members::seen_at, members::created_at),
        ))
        .load(conn)?;
    let due = |((member, rhythm, zone), (at, from), (seen_at, created_at)): Row| {
        let zone = Zone::stored(&zone);
        Due { member, rhythm, zone, at, from, seen_at: seen_at.max(created_at) }
    };
    Ok(rows.into_iter().map(due).collect())
}

/// Of these members those whose mail goes somewhere.
pub fn with_address(conn: &mut Connection, these: &[MemberId]) -> Result<Vec<MemberId>> {
    Ok(member_addresses::table.filter(member_addresses::member.eq_any(these.to_vec())).select(member_addresses::member).load(conn)?)
}

/// Does a member want digests?
pub fn rhythm(conn: &mut Connection, member: MemberId) -> Result<Rhythm> {
    Ok(member_settings::table.find(member).select(member_settings::digest).first(conn).optional()?.unwrap_or(Rhythm::Never))
}

/// Looked at in notices of some hundred members: who has more is told on the page.
const NOTICES: i64 = 20_000;
/// Questions that are looked at for a digest, the last ones.
const QUESTIONS: i64 = 300;

/// What these members were told from a moment on, not read, and not mailed yet: the member, why, and when.
pub fn untold(conn: &mut Connection, these: &[MemberId], from: Timestamp) -> Result<Vec<(MemberId, Reasons, Timestamp)>> {
    let rows = notices::table.filter(notices::member.eq_any(these.to_vec())).filter(notices::seen_at.is_null()).filter(notices::at.ge(from));
    let rows = rows.filter(notices::gone.eq(false)).filter(notices::mailed_at.is_null()).limit(NOTICES);
    let rows: Vec<(MemberId, i64, Timestamp)> = rows.select((notices::member, notices::reasons, notices::at)).load(conn)?;
    Ok(rows.into_iter().map(|(member, reasons, at)| (member, Reasons(reasons), at)).collect())
}

/// A question that nobody has answered.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its topic.
    pub topic: TopicId,
    /// Who may see it.
    pub facts: TopicFacts,
    /// Its language.
    pub lang: String,
    /// When it was asked.
    pub at: Timestamp,
    /// Its tags.
    pub tags: Vec<TagId>,
}

/// The last questions that wait for an answer and were asked from a moment on, the newest first.
pub fn questions(conn: &mut Connection, from: Timestamp) -> Result<Vec<Question>> {
    let rows: Vec<(TopicId, CategoryId, MemberId, PostState, String, Timestamp)> = topics::table
        .filter(topics::kind.eq("question"))
        .filter(topics::answered.eq(false))
        .filter(topics::state.eq("visible"))
        .filter(topics::closed.eq(false))
        .filter(topics::bumped_at.ge(from))
        .filter(topics::created_at.ge(from))
        .order((topics::bumped_at.desc(), topics::id.desc()))
        .limit(QUESTIONS)
        .select((topics::id, topics::category, topics::author, topics::state, topics::lang, topics::created_at))
        .load(conn)?;
    let ids: Vec<TopicId> = rows.iter().map(|(id, ..)| *id).collect();
    let mut tags: HashMap<TopicId, Vec<TagId>> = HashMap::new();
    for (topic, tag) in topic_tags::table.filter(topic_tags::topic.eq_any(ids)).select((topic_tags::topic, topic_tags::tag)).load::<(TopicId, TagId)>(conn)? {
        tags.entry(topic).or_default().push(tag);
    }
    let question = |(topic, category, author, state, lang, at): (TopicId, CategoryId, MemberId, PostState, String, Timestamp)| Question {
        topic,
        facts: TopicFacts { category, state, author },
        lang,
        at,
        tags: tags.remove(&topic).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(question).collect())
}

/// Where a member is at home: what they follow, where they wrote, and what they want to hear nothing of.
#[derive(Clone, Debug, Default)]
pub struct Home {
    follows: Vec<(What, i64)>,
    muted: Vec<(What, i64)>,
    wrote_in: Vec<CategoryId>,
}

impl Home {
    /// Is a question one that the member may want to answer? `above` is the category above its own.
    pub fn has(&self, question: &Question, above: Option<CategoryId>) -> bool {
        let of = |chosen: &[(What, i64)]| {
            chosen.iter().any(|(what, subject)| match what {
                What::Category => *subject == question.facts.category.0 || above.is_some_and(|above| above.0 == *subject),
                What::Tag => question.tags.iter().any(|tag| tag.0 == *subject),
                What::Member => *subject == question.facts.author.0,
                What::Topic => *subject == question.topic.0,
            })
        };
        !of(&self.muted) && (of(&self.follows) || self.wrote_in.contains(&question.facts.category))
    }

    /// Is there any place?
    pub fn is_anywhere(&self) -> bool {
        !self.follows.is_empty() || !self.wrote_in.is_empty()
    }
}

/// Where these members are at home.
pub fn homes(conn: &mut Connection, these: &[MemberId]) -> Result<HashMap<MemberId, Home>> {
    let mut homes: HashMap<MemberId, Home> = HashMap::new();
    let rows = follows::table.filter(follows::member.eq_any(these.to_vec())).filter(follows::what.ne(What::Topic));
    let rows: Vec<(MemberId, What, i64, Level)> = rows.select((follows::member, follows::what, follows::subject, follows::level)).load(conn)?;
    for (member, what, subject, level) in rows {
        let home = homes.entry(member).or_default();
        match level {
            Level::Muted => home.muted.push((what, subject)),
            Level::All | Level::First if what != What::Member => home.follows.push((what, subject)),
            _ => {}
        }
    }
    let rows = member_category_counts::table.filter(member_category_counts::member.eq_any(these.to_vec()));
    let wrote = rows.select((member_category_counts::member, member_category_counts::category)).load::<(MemberId, CategoryId)>(conn)?;
    for (member, category) in wrote {
        homes.entry(member).or_default().wrote_in.push(category);
    }
    Ok(homes)
}

/// A topic as a digest names it.
#[derive(Clone, Debug)]
pub struct Titled {
    /// Which.
    pub topic: TopicId,
    /// What it is called.
    pub title: String,
    /// Its part of the address.
    pub slug: String,
    /// Who may see it.
    pub facts: TopicFacts,
    /// Somebody replied.
    pub is_answered: bool,
}

type TitledRow = (TopicId, String, String, (CategoryId, PostState, MemberId), bool);

/// What these topics are called, the newest first.
pub fn titles(conn: &mut Connection, these: &[TopicId]) -> Result<Vec<Titled>> {
    let rows: Vec<TitledRow> = topics::table
        .filter(topics::id.eq_any(these.to_vec()))
        .order(topics::id.desc())
        .select((topics::id, topics::title, topics::slug, (topics::category, topics::state, topics::author), topics::answered))
        .load(conn)?;
    let row = |(topic, title, slug, (category, state, author), is_answered): TitledRow| {
        let facts = TopicFacts { category, state, author };
        Titled { topic, title, slug, facts, is_answered }
    };
    Ok(rows.into_iter().map(row).collect())
}
