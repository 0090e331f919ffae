//! Invented members, and who of them writes: few write much, many a little.

use std::collections::{HashMap, HashSet};

use super::chance::Chance;
use super::grammar::{Grammar, Speech};
use super::languages::{Grammars, LANGUAGES, Language};
use crate::accounts::bulk::PastMember;
use crate::accounts::bulk::store::Known;
use crate::accounts::{MemberId, MemberState};
use crate::platform::db::Timestamp;
use crate::platform::i18n::Lang;
use crate::platform::text::names::{skeleton, username_key};
use crate::platform::text::{Links, Member, Username};

/// The community is as old as this.
pub const AGE: i64 = 3 * 365 * Timestamp::DAY;
/// The first members were there before the first topic.
const BEFORE: i64 = 10 * Timestamp::DAY;
/// One in so many was there before the first topic.
const FOUNDERS: u64 = 20;
/// More attempts at a name that is free are not needed: the last ones have a number in them.
const ATTEMPTS: u64 = 20;

const PEOPLE: u64 = 2;

/// Invents members with names that nobody has: `taken` are the keys and skeletons that are given, and grows.
pub fn invent(languages: &Grammars, count: u64, now: Timestamp, taken: &mut HashSet<String>) -> Vec<PastMember> {
    (0..count).map(|number| member(languages, number, count, now, taken)).collect()
}

fn member(languages: &Grammars, number: u64, count: u64, now: Timestamp, taken: &mut HashSet<String>) -> PastMember {
    let mut chance = Chance::of(PEOPLE, number, 0);
    let language = Language::drawn(&mut chance);
    let lang = Lang::parse(language.tag).map_or("en", Lang::tag);
    let since = number.saturating_sub(count / FOUNDERS) as f64 / count as f64;
    let created_at = now.plus(-AGE - BEFORE + (since * (AGE - Timestamp::DAY) as f64) as i64);
    let trust = *chance.pick(&[0, 0, 1, 1, 1, 2]);
    let mut attempt = 0;
    loop {
        let (username, name) = names(&languages[language.place], language, &mut Chance::of(PEOPLE, number, attempt + 1), attempt, number);
        let keys = [username_key(&username), skeleton(&username)];
        if Username::parse(&username).is_ok() && !keys.iter().any(|key| taken.contains(key)) {
            taken.extend(keys);
            return PastMember { username, name, lang, state: MemberState::Active, trust, created_at };
        }
        attempt += 1;
    }
}

/// A username and a shown name that belong together.
fn names(grammar: &Grammar, language: &Language, chance: &mut Chance, attempt: u64, number: u64) -> (String, String) {
    let mut speech = Speech::new(grammar, "");
    let (first, last, shop) = (speech.say(chance, "first"), speech.say(chance, "last"), speech.say(chance, "shop"));
    let years = if attempt > ATTEMPTS { number.to_string() } else { chance.between(1, 99).to_string() };
    let style = chance.below(if attempt == 0 { 3 } else { 6 });
    if language.is_han {
        let name = format!("{last}{first}");
        return match style {
            0 => (shop.clone(), shop),
            1 | 2 => (name.clone(), name),
            3 => (format!("{shop}{years}"), shop),
            _ => (format!("{name}{years}"), name),
        };
    }
    let name = format!("{first} {last}");
    let (small, family) = (first.to_lowercase(), last.to_lowercase());
    match style {
        0 => (format!("{small}.{family}"), name),
        1 => (format!("{small}_{}", family.chars().next().unwrap_or('x')), name),
        2 => (shop.clone(), name),
        3 => (format!("{small}.{family}{years}"), name),
        4 => (format!("{shop}{years}"), name),
        _ => (format!("{family}.{small}{years}"), name),
    }
}

/// A member who may write.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: MemberId,
    pub username: String,
    since: Timestamp,
}

/// All who write, by language and by how long they have been there.
pub struct Crowd {
    members: Vec<Vec<Person>>,
    staff: Vec<Vec<Person>>,
    by_key: HashMap<String, Member>,
    by_id: HashMap<MemberId, Person>,
    base_url: String,
}

impl Crowd {
    /// Members as the database has them; `staff` are the company's people.
    pub fn new(members: Vec<Known>, staff: Vec<Known>, base_url: &str) -> Self {
        let by_key = (members.iter().chain(&staff))
            .map(|(id, username, ..)| {
                let url = crate::accounts::profile_url(username);
                (username_key(username), Member { id: id.0, username: username.clone(), url })
            })
            .collect();
        let (members, staff) = (by_language(members), by_language(staff));
        let by_id = members.iter().chain(&staff).flatten().map(|person| (person.id, person.clone())).collect();
        Self { members, staff, by_key, by_id, base_url: base_url.to_owned() }
    }

    /// The member of a number.
    pub fn find(&self, member: MemberId) -> Option<&Person> {
        self.by_id.get(&member)
    }

    /// Somebody who was there at a moment: those who have been there longest most often.
    pub fn somebody(&self, language: &Language, at: Timestamp, chance: &mut Chance) -> &Person {
        let all = &self.members[language.place];
        let there = all.partition_point(|person| person.since <= at).max(1).min(all.len());
        let drawn = chance.unit();
        &all[((drawn * drawn) * there as f64) as usize]
    }

    /// One of the company's people; whoever is there speaks every language.
    pub fn staff(&self, language: &Language, chance: &mut Chance) -> Option<&Person> {
        let own = &self.staff[language.place];
        let all = if own.is_empty() { self.staff.iter().find(|some| !some.is_empty())? } else { own };
        Some(chance.pick(all))
    }
}

fn by_language(known: Vec<Known>) -> Vec<Vec<Person>> {
    let mut lists: Vec<Vec<Person>> = LANGUAGES.iter().map(|_| Vec::new()).collect();
    for (id, username, lang, since) in known {
        let place = LANGUAGES.iter().position(|language| language.tag == lang).unwrap_or(0);
        lists[place].push(Person { id, username, since });
    }
    for list in &mut lists {
        list.sort_by_key(|person| (person.since, person.id));
    }
    lists
}

impl Links for Crowd {
    fn member(&self, username_key: &str) -> Option<Member> {
        self.by_key.get(username_key).cloned()
    }

    fn base_url(&self) -> &str {
        &self.base_url
    }
}
