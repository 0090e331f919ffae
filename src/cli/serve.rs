//! `guildhall serve`: the real thing.

use anyhow::bail;
use std::io::Write;

use super::demo;
use super::running::{Running, bind};
use crate::accounts::Acting;
use crate::accounts::set_up::issue_link;
use crate::app;
use crate::platform::config::Config;
use crate::platform::db::{Db, Durability};
use crate::platform::logging;
use crate::platform::settings::{self, Settings};

/// Options of `guildhall serve`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Make a real community of a demo: the demo accounts can no longer sign in.
    #[arg(long)]
    adopt: bool,
}

/// Serves a real community until asked to stop. The passwords of a demo are known to everybody: it is refused.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    serve(config, out, |db| {
        if !db.read_blocking(Settings::load)?.demo {
            return Ok(());
        }
        if !args.adopt {
            bail!("{} holds a demo; `guildhall demo` serves it, `guildhall serve --adopt` makes a real community of it", config.data_dir.display());
        }
        demo::adopt(db)
    })
}

/// Serves until asked to stop, unless `admit` refuses what the database holds.
pub(super) fn serve(config: &Config, out: &mut dyn Write, admit: impl FnOnce(&Db) -> anyhow::Result<()>) -> anyhow::Result<()> {
    logging::start(config.log_format, config.log_level);
    let listener = bind(config.listen, "listen")?;
    let metrics = config.metrics_listen.map(|address| bind(address, "metrics_listen")).transpose()?;
    let running = Running::start(config)?;
    if let Err(refusal) = admit(running.parts.web.db()) {
        running.stop();
        return Err(refusal);
    }
    sign_forms(running.parts.web.db());
    let room = running.parts.make_room(config);
    let mut said = format!("Guildhall listens on http://{}\n", listener.local_addr()?);
    if let Some(metrics) = &metrics {
        said.push_str(&format!("Metrics: http://{}/metrics\n", metrics.local_addr()?));
    }
    if let Some(path) = set_up_link(running.parts.web.db())? {
        said.push_str(&format!("Set the community up, once and within 24 hours: {}\n", running.parts.web.absolute(&path)));
    }
    said.push_str(&format!("Live: {room}\n"));
    out.write_all(said.as_bytes())?;
    out.flush()?;
    let outcome = app::serve(&running.parts, listener, metrics);
    running.stop();
    Ok(outcome?)
}

/// Forms are signed from now on. Where nothing can be written they are not, and pages are read all the same.
fn sign_forms(db: &Db) {
    if let Err(error) = db.write_blocking(Acting::System, Durability::Full, |tx, _| settings::store::make_forms_key(tx)) {
        tracing::warn!(%error, "forms are not signed");
    }
}

/// The one-time link to the set-up page, for a community that nobody has set up yet.
fn set_up_link(db: &Db) -> anyhow::Result<Option<String>> {
    let is_set_up = db.read_blocking(Settings::load)?.set_up;
    Ok(if is_set_up { None } else { Some(issue_link(db)?) })
}
