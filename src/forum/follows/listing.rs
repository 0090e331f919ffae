//! What a member follows, for lists and for the page that shows all of it.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use guildhall_schema::{follows, members, tags, topics};
use std::collections::HashMap;

use super::{Level, Mutes, Subject, What};
use crate::accounts::{CategoryId, MemberId};
use crate::forum::TopicId;
use crate::forum::tags::store::TagId;
use crate::forum::visibility::{Sight, visible_topics};
use crate::platform::db::{Backend, Connection, Result, Walk, Walked};

/// Follows on a page.
pub const PER_PAGE: usize = 25;

/// What somebody's lists leave out, and what they chose about one thing: in one question.
pub fn mutes(conn: &mut Connection, member: MemberId, own: Option<Subject>) -> Result<(Mutes, Option<Level>)> {
    let muted = || follows::member.eq(member).and(sql::<Bool>("follows.level = 'muted'"));
    let mut query = follows::table.filter(muted()).select((follows::what, follows::subject, follows::level)).into_boxed::<Backend>();
    if let Some(own) = own {
        query = query.or_filter(follows::member.eq(member).and(follows::what.eq(own.what())).and(follows::subject.eq(own.number())));
    }
    let rows: Vec<(What, i64, Level)> = query.load(conn)?;
    let mut mutes = Mutes { member, ..Mutes::default() };
    let mut level = None;
    for (what, subject, chosen) in rows {
        let is_own = own.is_some_and(|own| own.what() == what && own.number() == subject);
        if is_own {
            level = Some(chosen);
        }
        match what {
            _ if chosen != Level::Muted || is_own => {}
            What::Topic => mutes.topics = true,
            What::Tag => mutes.tags = true,
            What::Category => mutes.categories.push(CategoryId(subject)),
            What::Member => {}
        }
    }
    Ok((mutes, level))
}

/// Something that a member follows or mutes.
#[derive(Clone, Debug)]
pub struct Follow {
    /// What.
    pub subject: Subject,
    /// How much of it.
    pub level: Level,
}

/// A page of the follows of a kind, the highest number first. Whether their subjects may be seen is asked with their names.
pub fn page(conn: &mut Connection, member: MemberId, what: What, walk: Walk<i64>) -> Result<Walked<Follow>> {
    let query = follows::table.filter(follows::member.eq(member)).filter(follows::what.eq(what)).limit(PER_PAGE as i64 + 1).into_boxed::<Backend>();
    let query = match walk {
        Walk::First => query.order(follows::subject.desc()),
        Walk::After(number) => query.filter(follows::subject.lt(number)).order(follows::subject.desc()),
        Walk::Before(number) => query.filter(follows::subject.gt(number)).order(follows::subject.asc()),
    };
    let rows: Vec<(i64, Level)> = query.select((follows::subject, follows::level)).load(conn)?;
    let follow = |(number, level): (i64, Level)| Follow { subject: Subject::of(what, number), level };
    Ok(walk.page(rows.into_iter().map(follow).collect(), PER_PAGE))
}

/// How many things of each kind a member follows or mutes.
pub fn counts(conn: &mut Connection, member: MemberId) -> Result<HashMap<What, i64>> {
    let query = follows::table.filter(follows::member.eq(member)).filter(follows::level.ne(Level::None)).group_by(follows::what);
    let rows: Vec<(What, i64)> = query.select((follows::what, diesel::dsl::count_star())).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Title, slug and language of those of these topics that the viewer sees.
pub fn topics_seen(conn: &mut Connection, sight: &Sight, wanted: Vec<TopicId>) -> Result<HashMap<TopicId, (String, String, String)>> {
    let query = topics::table.filter(visible_topics::<topics::table>(sight)).filter(topics::id.eq_any(wanted));
    let rows: Vec<(TopicId, String, String, String)> = query.select((topics::id, topics::title, topics::slug, topics::lang)).load(conn)?;
    Ok(rows.into_iter().map(|(id, title, slug, lang)| (id, (title, slug, lang))).collect())
}

/// The names of tags.
pub fn tag_names(conn: &mut Connection, wanted: Vec<TagId>) -> Result<HashMap<TagId, String>> {
    Ok(tags::table.filter(tags::id.eq_any(wanted)).select((tags::id, tags::name)).load::<(TagId, String)>(conn)?.into_iter().collect())
}

/// Name and username of members who are there.
pub fn member_names(conn: &mut Connection, wanted: Vec<MemberId>) -> Result<HashMap<MemberId, (String, String)>> {
    let query = members::table.filter(members::id.eq_any(wanted)).filter(members::state.ne("closed"));
    let rows: Vec<(MemberId, String, String)> = query.select((members::id, members::name, members::username)).load(conn)?;
    Ok(rows.into_iter().map(|(id, name, username)| (id, (name, username))).collect())
}
