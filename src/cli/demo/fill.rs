//! Fills an empty database with the invented community: through the real renderer and the real counters.

use anyhow::{Context, anyhow};
use std::collections::HashMap;

use super::content::{self, Category, Content, Member};
use super::desk::{Written, lay_out};
use super::habits::take_up_habits;
use super::topics::write_topic;
use crate::accounts::bulk::{PastMember, store as members};
use crate::accounts::roles::{self, Grant};
use crate::accounts::{Acting, MemberId, passwords};
use crate::forum::bulk::{self, store};
use crate::forum::{CategoryId, periods};
use crate::platform::community_pages;
use crate::platform::db::{Db, Durability, Error, Generation, Result as DbResult, Timestamp, Tx};
use crate::platform::i18n::Lang;
use crate::platform::jobs::Share;
use crate::platform::settings::Settings;

/// The community's name.
const NAME: &str = "Kontor Community";
/// The group of agencies and app makers; its members wear the partner badge.
const PARTNERS: (&str, &str) = ("partners", "Partners");

/// Who wrote the pages about the community.
const ADMIN: &str = "sunniva";

/// What a topic needs to know of everything before it.
pub(super) struct Cast {
    pub members: HashMap<String, MemberId>,
    pub categories: HashMap<String, (CategoryId, String)>,
    pub now: Timestamp,
}

impl Cast {
    pub fn member(&self, username: &str) -> anyhow::Result<MemberId> {
        self.members.get(username).copied().ok_or_else(|| anyhow!("nobody is called {username}"))
    }

    pub fn category(&self, slug: &str) -> anyhow::Result<CategoryId> {
        self.categories.get(slug).map(|(id, _)| *id).ok_or_else(|| anyhow!("no category is called {slug}"))
    }
}

/// A demo account that a visitor may sign in with.
#[derive(Clone, Debug)]
pub struct DemoAccount {
    /// The member.
    pub member: MemberId,
    /// For signing in.
    pub username: String,
    /// What it shows: member, staff, moderator or admin.
    pub shows: String,
}

/// Fills an empty database; `base_url` is what links within texts are compared with.
pub fn fill(db: &Db, base_url: &str) -> anyhow::Result<()> {
    let content = Content::load()?;
    settings(db, false)?;
    let mut cast = Cast { members: HashMap::new(), categories: HashMap::new(), now: db.now() };
    cast.members = write_members(db, &content.members, cast.now)?;
    for category in &content.categories {
        let written = write_category(db, category, &cast).with_context(|| category.slug.clone())?;
        cast.categories.insert(category.slug.clone(), written);
    }
    write_pages(db, base_url, cast.member(ADMIN)?)?;
    let mut written = Written::new();
    for topic in &content.topics {
        written.insert(topic.title.clone(), write_topic(db, base_url, &cast, topic).with_context(|| topic.title.clone())?);
    }
    let everybody: Vec<MemberId> = cast.members.values().copied().collect();
    write(db, move |tx| everybody.iter().try_for_each(|member| bulk::finish_member(tx, *member)))?;
    periods::refresh(db, Share::All).context("the lists of top topics")?;
    lay_out(db, base_url, &cast, &written).context("what the team has on its desk")?;
    take_up_habits(db, &cast, written.into_values().flatten().collect()).context("what members follow, keep and are told")?;
    settings(db, true)
}

/// The demo accounts, in the order of the list of members.
pub fn accounts(db: &Db) -> anyhow::Result<Vec<DemoAccount>> {
    let mut accounts = Vec::new();
    for member in Content::load()?.members {
        let Some(shows) = member.demo_account else { continue };
        let username = member.username.clone();
        let found = db.read_blocking(move |conn| crate::accounts::store::find_by_username(conn, &username))?;
        if let crate::accounts::store::Found::Member(row) = found {
            accounts.push(DemoAccount { member: row.id, username: row.username, shows });
        }
    }
    Ok(accounts)
}

/// Gives demo accounts their passwords.
pub fn set_passwords(db: &Db, accounts: &[(DemoAccount, String)], cost: passwords::Cost) -> anyhow::Result<()> {
    for (account, password) in accounts {
        let (member, phc) = (account.member, passwords::hash_now(cost, password)?);
        write(db, move |tx| {
            passwords::store::put(tx, member, &phc)?;
            crate::accounts::sessions::store::end_others(tx, member, None)?;
            Ok(())
        })?;
    }
    Ok(())
}

pub(super) fn write<T: Send + 'static>(db: &Db, mut work: impl FnMut(&mut Tx<'_>) -> DbResult<T> + Send + 'static) -> anyhow::Result<T> {
    Ok(db.write_blocking(Acting::Command, Durability::Full, move |tx, _| work(tx))?)
}

/// Marked as a demo before anything else is written: a folder that was filled halfway is known as one.
fn settings(db: &Db, filled: bool) -> anyhow::Result<()> {
    let settings = Settings { name: NAME.into(), set_up: filled, demo: true, ..Settings::default() };
    write(db, move |tx| settings.save(tx))
}

fn write_members(db: &Db, list: &[Member], now: Timestamp) -> anyhow::Result<HashMap<String, MemberId>> {
    let past: Vec<(PastMember, Vec<crate::accounts::Role>, bool)> = list
        .iter()
        .map(|member| {
            let lang = Lang::parse(&member.lang).ok_or_else(|| anyhow!("{}: no such language {}", member.username, member.lang))?;
            let past = PastMember {
                username: member.username.clone(),
                name: member.name.clone(),
                lang: lang.tag(),
                state: member.state,
                trust: member.trust,
                created_at: now.plus(-member.joined_days_ago * Timestamp::DAY),
            };
            Ok((past, member.roles.clone(), member.groups.iter().any(|group| group == PARTNERS.0)))
        })
        .collect::<anyhow::Result<_>>()?;
    write(db, move |tx| {
        let partners = members::insert_partners(tx, PARTNERS.0, PARTNERS.1)?;
        let mut ids = HashMap::new();
        for (member, roles, is_partner) in &past {
            let id = members::insert(tx, member)?;
            for role in roles {
                roles::store::insert(tx, &Grant { member: id, role: *role, category: None })?;
            }
            if *is_partner {
                members::join(tx, partners, id)?;
            }
            ids.insert(member.username.clone(), id);
        }
        tx.bump(Generation::Badges)?;
        Ok::<_, Error>(ids)
    })
}

/// The pages about the community, those there are.
fn write_pages(db: &Db, base_url: &str, admin: MemberId) -> anyhow::Result<()> {
    let texts: Vec<_> = content::pages()?.into_iter().map(|(page, lang, text)| (page, lang, community_pages::rendered(&text, base_url), text)).collect();
    write(db, move |tx| {
        for (page, lang, html, text) in &texts {
            let page = community_pages::store::insert(tx, *page, *lang, text, html)?;
            community_pages::store::keep(tx, page, 0, "", admin.0)?;
        }
        Ok(())
    })
}

fn write_category(db: &Db, category: &Category, cast: &Cast) -> anyhow::Result<(CategoryId, String)> {
    let parent = match &category.parent {
        Some(slug) => Some(cast.categories.get(slug).cloned().ok_or_else(|| anyhow!("no category is called {slug}"))?),
        None => None,
    };
    let path = parent.as_ref().map_or_else(|| category.slug.clone(), |(_, above)| format!("{above}/{}", category.slug));
    let about = |lang: &str| category.description.get(lang).cloned().unwrap_or_default();
    let names: Vec<(String, String, String)> = category.name.iter().map(|(lang, name)| (lang.clone(), name.clone(), about(lang))).collect();
    let access: Vec<_> = category.access.iter().map(|access| (access.group.clone(), access.right)).collect();
    let (slug, icon) = (category.slug.clone(), category.icon.clone());
    let id = write(db, move |tx| {
        let parent = parent.as_ref().map(|(id, path)| (*id, path.as_str()));
        store::insert_category(tx, &store::NewCategory { parent, slug: &slug, icon: &icon, names: &names, access: &access })
    })?;
    Ok((id, path))
}
