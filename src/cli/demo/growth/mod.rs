//! `guildhall demo --topics 100000`: the demo as large as a community gets, invented by rules.
//!
//! Which topic says what follows from its number alone, so that it can be made by any thread and made again. Texts go
//! through the renderer, figures through the functions that `guildhall check` asks. Two threads and more render, one
//! writes; what is written and how far that is stand in one transaction.

mod chance;
mod grammar;
mod languages;
mod people;
mod record;
mod shape;
mod titles;
mod topic;
mod workers;
mod writing;

use anyhow::{Context, bail};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::fill::write;
use crate::accounts::bulk::store as members;
use crate::accounts::{Acting, MemberId};
use crate::forum::bulk::{self, store, whole::WholeTopic};
use crate::forum::members::figures;
use crate::forum::tags::store::TagId;
use crate::forum::{TopicId, counts, periods, tags};
use crate::platform::db::{Db, Durability, Error, statistics};
use crate::platform::jobs::Share;
use languages::{CATEGORIES, Grammars};
use people::Crowd;
use record::Record;
use topic::{Order, Workshop};

/// So many topics for each invented member.
const TOPICS_TO_A_MEMBER: u64 = 5;
const FEWEST_MEMBERS: u64 = 40;
/// Members counted in one transaction.
const MEMBERS: i64 = 500;

/// Who wants to know how far it is.
pub trait Progress {
    /// So many topics will be there, so many are.
    fn expect(&self, topics: u64, made: u64);
    /// So many more were written, with so many posts.
    fn made(&self, topics: u64, posts: u64);
}

/// Invents topics until the demo has `wanted`; fewer than there are take nothing away. Goes on with what was interrupted,
/// also when nothing is wanted. Answers how many topics there are.
pub fn grow(db: &Db, base_url: &str, wanted: Option<u64>, progress: &dyn Progress) -> anyhow::Result<u64> {
    let mut record = db.read_blocking(Record::load)?;
    if let Some(record) = record.as_mut().filter(|record| !record.is_whole) {
        go_on(db, base_url, &languages::grammars()?, record, progress)?;
    }
    let topics = db.read_blocking(store::how_many_topics)?;
    let Some(wanted) = wanted.filter(|wanted| *wanted > topics) else { return Ok(topics) };
    let grammars = languages::grammars()?;
    let posts = (wanted * shape::POSTS_TO_A_TOPIC).saturating_sub(db.read_blocking(store::how_many_posts)?);
    let mut record = begin(db, &grammars, record.map_or(0, |record| record.until), wanted - topics, posts)?;
    go_on(db, base_url, &grammars, &mut record, progress)?;
    Ok(wanted)
}

/// Invents the members of a growth and writes what it will be.
fn begin(db: &Db, grammars: &Grammars, before: u64, topics: u64, posts: u64) -> anyhow::Result<Record> {
    let now = db.now();
    let mut taken = db.read_blocking(members::names_taken)?;
    let people = people::invent(grammars, (topics / TOPICS_TO_A_MEMBER).max(FEWEST_MEMBERS), now, &mut taken);
    write(db, move |tx| {
        let ids = members::insert_many(tx, &people)?;
        let (first, last) = (ids[0], ids[ids.len() - 1]);
        let record = Record { before, until: before + topics, made: before, posts, now, first_member: first, last_member: last, is_whole: false };
        record.save(tx)?;
        Ok(record)
    })
}

/// Makes what is not there yet of a growth.
fn go_on(db: &Db, base_url: &str, grammars: &Grammars, record: &mut Record, progress: &dyn Progress) -> anyhow::Result<()> {
    progress.expect(record.until - record.before, record.made - record.before);
    let staff = db.read_blocking(counts::store::staff)?;
    let shop = workshop(db, base_url, grammars, record, &staff)?;
    let orders = orders(db, &shop, record)?;
    let staff: Arc<HashSet<MemberId>> = Arc::new(staff.into_iter().collect());
    workers::run(&shop, &orders, |topics| {
        let (count, posts) = (topics.len() as u64, topics.iter().map(|topic| topic.posts.len() as u64).sum());
        record.made += count;
        write_topics(db, topics, record, &staff)?;
        progress.made(count, posts);
        Ok(())
    })?;
    count_members(db)?;
    count_tags(db, &shop)?;
    // What jobs would only do after a while.
    periods::refresh(db, Share::All)?;
    figures::refresh(db, Share::All)?;
    statistics::look_over_at(db.location())?;
    record.is_whole = true;
    let record = record.clone();
    write(db, move |tx| record.save(tx))
}

fn workshop<'g>(db: &Db, base_url: &str, grammars: &'g Grammars, record: &Record, staff: &[MemberId]) -> anyhow::Result<Workshop<'g>> {
    let (first, last, staff) = (record.first_member, record.last_member, staff.to_vec());
    let (members, staff) = db.read_blocking(move |conn| {
        let mut company = Vec::new();
        for member in staff {
            company.extend(members::members_between(conn, member, member)?);
        }
        Ok::<_, Error>((members::members_between(conn, first, last)?, company))
    })?;
    let mut categories = Vec::new();
    for (path, _) in CATEGORIES {
        categories.push(db.read_blocking(move |conn| store::category_at(conn, path))?.with_context(|| format!("the category {path} is gone"))?);
    }
    let categories = categories.try_into().ok().context("as many categories as were asked for")?;
    let tags = write_tags(db, grammars)?;
    Ok(Workshop { crowd: Crowd::new(members, staff, base_url), categories, tags, now: record.now, tongues: topic::tongues(), grammars })
}

fn write_tags(db: &Db, grammars: &Grammars) -> anyhow::Result<HashMap<String, TagId>> {
    let names: Vec<String> = grammars.iter().flat_map(|grammar| grammar.words("tags")).collect();
    write(db, move |tx| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let ids = tags::store::find_or_make(tx, &names)?;
        Ok(ids.into_iter().map(|(name, id)| (name.to_owned(), id)).collect())
    })
}

/// What is left to be made.
fn orders(db: &Db, shop: &Workshop<'_>, record: &Record) -> anyhow::Result<Vec<Order>> {
    let (next, _) = db.read_blocking(store::next_numbers)?;
    let attempts = titles::attempts(shop.grammars, record.until);
    let sizes = shape::sizes(record.before, record.until, record.posts);
    let span = (record.until - record.before) as f64;
    let order = |number: u64| Order {
        number,
        attempt: u64::from(attempts[number as usize]),
        id: TopicId(next.0 + (number - record.made) as i64),
        size: sizes[(number - record.before) as usize] as usize,
        moment: (number - record.before + 1) as f64 / span,
    };
    Ok((record.made..record.until).map(order).collect())
}

fn write_topics(db: &Db, topics: Vec<WholeTopic>, record: &Record, staff: &Arc<HashSet<MemberId>>) -> anyhow::Result<()> {
    let (record, staff) = (record.clone(), staff.clone());
    let expected = topics.first().and_then(|topic| topic.topic.id);
    let written = db.write_blocking(Acting::Command, Durability::Soon, move |tx, _| {
        if Some(store::next_numbers(tx.conn())?.0) != expected {
            return Ok(false);
        }
        store::insert_whole(tx, &topics, &staff)?;
        record.save(tx)?;
        Ok::<_, Error>(true)
    })?;
    if !written {
        bail!("somebody else writes into this demo while it is being made; stop what serves it and start again: it goes on from here");
    }
    Ok(())
}

fn count_tags(db: &Db, shop: &Workshop<'_>) -> anyhow::Result<()> {
    shop.tags.values().try_for_each(|&tag| write(db, move |tx| tags::store::recount(tx, tag)))
}

fn count_members(db: &Db) -> anyhow::Result<()> {
    let last = db.read_blocking(members::last_member)?;
    for first in (1..=last.0).step_by(MEMBERS as usize) {
        write(db, move |tx| bulk::finish_members(tx, MemberId(first), MemberId(first + MEMBERS - 1)))?;
    }
    Ok(())
}
