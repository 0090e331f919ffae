//! `guildhall demo`: an invented merchant community, made at the first start and kept afterwards.
//!
//! Its passwords stand in the open, so it listens on this machine only; `--public` makes random ones.

mod content;
mod desk;
mod drawing;
mod faces;
mod fill;
mod growth;
mod habits;
mod progress;
mod topics;

use anyhow::{Context, bail};
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{database, search, serve};
use crate::accounts::passwords::{self, Cost, Verdict};
use crate::accounts::{Acting, bulk, sessions};
use crate::forum::periods;
use crate::platform::config::Config;
use crate::platform::db::{Db, Durability, Error};
use crate::platform::jobs::Share;
use crate::platform::settings::Settings;
use crate::platform::storage::Folder;
pub use faces::introduce;
pub use fill::{DemoAccount, accounts, fill, set_passwords};
use progress::Bar;

/// Of the demo accounts, unless the demo is public.
pub const PASSWORD: &str = "kontor-demo";

/// Options of `guildhall demo`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Listen on every network, with random passwords that are printed once.
    #[arg(long)]
    public: bool,
    /// Invent topics until there are so many, with ten posts to a topic; an interrupted demo goes on.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST_TOPICS))]
    topics: Option<u64>,
    /// Make the community and end, without serving it.
    #[arg(long)]
    only_make: bool,
}

/// More topics than this no machine that runs a demo holds.
const MOST_TOPICS: u64 = 2_000_000;

/// Fills an empty folder, prints who may sign in, and serves.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut config = config.clone();
    config.listen.set_ip(listen_on(config.listen.ip(), args.public));
    let printed = prepare(&config, args, out)?;
    if args.only_make {
        return Ok(());
    }
    writeln!(out, "The demo community: {}", config.base_url)?;
    if args.public {
        writeln!(out, "People type another address? Give it as --base-url, or what they send is refused.")?;
    }
    writeln!(out, "\nSign in as one of these, or look around as a visitor:")?;
    for (account, password) in &printed {
        writeln!(out, "  {:10} {:10} {}", account.shows, account.username, password)?;
    }
    writeln!(out)?;
    serve::serve(&config, out, |_| Ok(()))
}

/// The configured address where it suits; this machine alone unless the demo is public.
fn listen_on(configured: IpAddr, public: bool) -> IpAddr {
    match (configured, public) {
        (ip, true) if !ip.is_loopback() => ip,
        (ip, false) if ip.is_loopback() => ip,
        (IpAddr::V4(_), true) => Ipv4Addr::UNSPECIFIED.into(),
        (IpAddr::V6(_), true) => Ipv6Addr::UNSPECIFIED.into(),
        (_, false) => Ipv4Addr::LOCALHOST.into(),
    }
}

/// Fills what is empty, keeps what is a demo, refuses what is anything else. Gives the accounts and what to say of their passwords.
fn prepare(config: &Config, args: &Args, out: &mut dyn Write) -> anyhow::Result<Vec<(DemoAccount, String)>> {
    let db = database::make(config)?;
    let (settings, has_members) = db.read_blocking(|conn| Ok::<_, Error>((Settings::load(conn)?, bulk::store::has_members(conn)?)))?;
    match (settings.demo, settings.set_up) {
        (true, true) => {}
        (true, false) => bail!("the demo in this folder was interrupted while it was being made; delete {} and start again", config.data_dir.display()),
        (false, is_set_up) if is_set_up || has_members => {
            bail!("{} holds a real community; name an empty folder with --data-dir", config.data_dir.display())
        }
        _ => {
            fill(&db, &config.origin()).context("the demo could not be made")?;
            introduce(&db, &Folder::within(&config.data_dir), &config.origin()).context("the demo's members could not be introduced")?;
        }
    }
    grow(&db, config, args.topics, out)?;
    search::reindex_if_behind(&db, config, out).context("the search index")?;
    passwords_of(&db, args.public)
}

/// Invents topics where they are asked for, and says how fast that went.
fn grow(db: &Db, config: &Config, topics: Option<u64>, out: &mut dyn Write) -> anyhow::Result<()> {
    let bar = Bar::new()?;
    let there = growth::grow(db, &config.origin(), topics, &bar);
    bar.finish(out)?;
    let there = there.context("the demo's topics could not all be made; start again and it goes on")?;
    if topics.is_some() {
        periods::refresh(db, Share::All).context("the lists of top topics")?;
    }
    if let Some(wanted) = topics.filter(|wanted| *wanted < there) {
        writeln!(out, "There are {there} topics already, more than {wanted}; they are kept.")?;
    }
    Ok(())
}

/// Fixed passwords stay while nobody else can reach them; a public demo gets new ones in their place.
fn passwords_of(db: &Db, public: bool) -> anyhow::Result<Vec<(DemoAccount, String)>> {
    let mut printed = Vec::new();
    for account in accounts(db)? {
        let member = account.member;
        let kept = db.read_blocking(move |conn| passwords::store::of_member(conn, member))?;
        let is_fixed = kept.is_some() && is_known(kept.clone())?;
        let password = match (public, &kept) {
            (true, Some(_)) if !is_fixed => "(the password printed at the first public start)".to_owned(),
            (true, _) => give(db, &account, passwords::generate())?,
            (false, None) => give(db, &account, PASSWORD.to_owned())?,
            (false, Some(_)) if is_fixed => PASSWORD.to_owned(),
            (false, Some(_)) => "(a password of its own)".to_owned(),
        };
        printed.push((account, password));
    }
    Ok(printed)
}

fn give(db: &Db, account: &DemoAccount, password: String) -> anyhow::Result<String> {
    set_passwords(db, &[(account.clone(), password.clone())], Cost::Full)?;
    Ok(password)
}

fn is_known(kept: Option<String>) -> anyhow::Result<bool> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    Ok(runtime.block_on(passwords::verify(Cost::Full, PASSWORD.into(), kept))? != Verdict::Wrong)
}

/// Makes a real community of a demo: the demo accounts lose their passwords and are signed out everywhere.
pub(super) fn adopt(db: &Db) -> anyhow::Result<()> {
    let accounts = accounts(db)?;
    db.write_blocking(Acting::Command, Durability::Full, move |tx, _| {
        for account in &accounts {
            passwords::store::delete(tx, account.member)?;
            sessions::store::end_others(tx, account.member, None)?;
        }
        let settings = Settings { demo: false, ..Settings::load(tx.conn())? };
        settings.save(tx)?;
        tx.log(&crate::platform::log::Act { act: "demo.adopt", subject_kind: "community", ..Default::default() })
    })?;
    Ok(())
}
