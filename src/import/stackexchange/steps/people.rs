//! Members: users of the dump, and those of whom only posts are left. Nobody has an address or a password.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Met, Run, Unit};
use crate::accounts::bulk::{PastMember, store};
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
        let (lang, keeps) = (self.settings.language(), self.import.keeps_numbers());
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
            move |tx, person| write(tx, person, &wearers, lang, keeps),
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
            |tx, some| forum::bulk::finish_members(tx, some.first, some.last).map(|()| Met::default()),
        )
    }
}

fn write(tx: &mut Tx<'_>, person: &Person, wearers: &HashSet<String>, lang: Lang, keeps: bool) -> DbResult<Met> {
    let Some(user) = &person.user else {
        store::insert_former(tx, person.id, lang.tag(), person.created_at)?;
        return Ok(Met::default());
    };
    let username = free(tx, &user.candidates, wearers)?.as_str().to_owned();
    let shown = shown(&user.name, wearers);
    let met = Met { renamed: i64::from(shown.is_none()), mended: 0 };
    let name = shown.unwrap_or_else(|| username.clone());
    let old = format!("/users/{}", user.number);
    if keeps || old_urls::store::longest(tx.conn(), std::slice::from_ref(&old))?.is_none() {
        old_urls::store::insert(tx, &old, &profile_url(&username))?;
    }
    let past = PastMember { username, name, lang: lang.tag(), state: MemberState::Active, trust: 0, created_at: person.created_at };
    store::insert_numbered(tx, Some(person.id), &past)?;
    Ok(met)
}

/// The first of the names that is nobody's, was nobody's, and looks like no badge wearer's.
fn free(tx: &mut Tx<'_>, candidates: &Candidates, wearers: &HashSet<String>) -> DbResult<Username> {
    for username in candidates.all() {
        let looks_worn = username.lookalikes().iter().any(|look| wearers.contains(look));
        if !looks_worn && store::is_free(tx.conn(), &username)? {
            return Ok(username);
        }
    }
    unreachable!("there is always a further number")
}
