//! Members: users of the dump, and those of whom only posts are left. Nobody has an address or a password.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Met, Run, Unit};
use crate::accounts::bulk::PastMember;
use crate::accounts::bulk::store::{self, Taken};
use crate::accounts::{MemberId, MemberState, profile_url};
use crate::forum;
use crate::forum::old_urls;
use crate::import::stackexchange::ImportError;
use crate::import::stackexchange::usernames::{Candidates, shown};
use crate::platform::db::{Result as DbResult, Timestamp, Tx};
use crate::platform::i18n::Lang;
use crate::platform::text::Username;

/// Read together.
const BATCH: i64 = 200;

/// A member to be.
struct Person {
    place: i64,
    id: MemberId,
    created_at: Timestamp,
    user: Option<User>,
}

/// What is left of somebody's being a user there.
struct User {
    number: i64,
    name: String,
    candidates: Candidates,
}

impl Unit for Person {
    fn place(&self) -> i64 {
        self.place
    }
}

/// Members whose figures are counted together.
const TOGETHER: u64 = 20;

/// Some members with numbers one above the other.
struct Counted {
    place: i64,
    first: MemberId,
    last: MemberId,
    members: u64,
}

impl Unit for Counted {
    fn place(&self) -> i64 {
        self.place
    }

    fn size(&self) -> u64 {
        self.members
    }
}

impl Run<'_> {
    /// Writes everybody.
    pub(super) fn people(&mut self) -> Result<(), ImportError> {
        let wearers = Arc::new(self.db.read_blocking(store::names_of_badge_wearers)?);
        self.progress.stage("members", self.prepared.open()?.figures()?.members as u64);
        let lang = self.settings.language();
        self.step(
            |run, scratch, after| {
                let planned = scratch.members(after, BATCH)?.into_iter();
                Ok(planned
                    .map(|row| Person {
                        place: row.place,
                        id: MemberId(run.import.member_base + row.id),
                        created_at: Timestamp(row.created_at),
                        user: row.owner.map(|number| {
                            let name = row.name.unwrap_or_default();
                            User { number, candidates: Candidates::of(&name, number), name }
                        }),
                    })
                    .collect())
            },
            move |tx, people| write(tx, people, &wearers, lang),
        )
    }

    /// Counts what follows from everybody's posts.
    pub(super) fn figures(&mut self) -> Result<(), ImportError> {
        self.progress.stage("figures", self.prepared.open()?.figures()?.members as u64);
        self.step(
            |run, scratch, after| {
                let mut counted: Vec<Counted> = Vec::new();
                for row in scratch.members(after, BATCH)? {
                    let id = MemberId(run.import.member_base + row.id);
                    match counted.last_mut().filter(|some| some.last < id && some.members < TOGETHER) {
                        Some(some) => (some.place, some.last, some.members) = (row.place, id, some.members + 1),
                        None => counted.push(Counted { place: row.place, first: id, last: id, members: 1 }),
                    }
                }
                Ok(counted)
            },
            |tx, counted| {
                counted.iter().try_for_each(|some| forum::bulk::finish_members(tx, some.first, some.last))?;
                Ok(Met::default())
            },
        )
    }
}

fn write(tx: &mut Tx<'_>, people: &[Person], wearers: &HashSet<String>, lang: Lang) -> DbResult<Met> {
    let mut usernames = Usernames::for_many(tx, people, wearers)?;
    let (mut members, mut leads, mut met) = (Vec::with_capacity(people.len()), Vec::new(), Met::default());
    for person in people {
        let member = match &person.user {
            None => PastMember::former(person.id, lang.tag(), person.created_at),
            Some(user) => {
                let username = usernames.free(tx, &user.candidates)?.as_str().to_owned();
                leads.push((format!("/users/{}", user.number), profile_url(&username)));
                let shown = shown(&user.name, wearers);
                met.renamed += i64::from(shown.is_none());
                let name = shown.unwrap_or_else(|| username.clone());
                PastMember { username, name, lang: lang.tag(), state: MemberState::Active, trust: 0, created_at: person.created_at }
            }
        };
        members.push((person.id, member));
    }
    let numbered: Vec<(MemberId, &PastMember)> = members.iter().map(|(id, member)| (*id, member)).collect();
    store::insert_numbered(tx, &numbered)?;
    old_urls::store::insert_new(tx, &leads)?;
    Ok(met)
}

/// Gives usernames, one after the other.
struct Usernames<'a> {
    /// Those that were looked up.
    known: HashSet<String>,
    taken: Taken,
    wearers: &'a HashSet<String>,
}

impl<'a> Usernames<'a> {
    /// Looks up at once what most of some people will get: their own names.
    fn for_many(tx: &mut Tx<'_>, people: &[Person], wearers: &'a HashSet<String>) -> DbResult<Self> {
        let own: Vec<Username> = people.iter().filter_map(|person| person.user.as_ref()?.candidates.all().next()).collect();
        Ok(Self { taken: Taken::among(tx.conn(), &own)?, known: own.iter().map(|username| username.as_str().to_owned()).collect(), wearers })
    }

    /// The first of the names that is nobody's, was nobody's, and looks like no badge wearer's. It is given now.
    fn free(&mut self, tx: &mut Tx<'_>, candidates: &Candidates) -> DbResult<Username> {
        for username in candidates.all() {
            let looks_worn = username.lookalikes().iter().any(|look| self.wearers.contains(look));
            if !looks_worn && !self.is_taken(tx, &username)? {
                self.taken.add(&username);
                return Ok(username);
            }
        }
        unreachable!("there is always a further number")
    }

    fn is_taken(&self, tx: &mut Tx<'_>, username: &Username) -> DbResult<bool> {
        let is_taken = self.taken.has(username);
        if is_taken || self.known.contains(username.as_str()) {
            return Ok(is_taken);
        }
        Ok(Taken::among(tx.conn(), std::slice::from_ref(username))?.has(username))
    }
}
