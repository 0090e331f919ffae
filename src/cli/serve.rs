//! `guildhall serve`: the real thing.

use anyhow::bail;
use std::io::Write;

use super::demo;
use super::running::{Running, bind};
use crate::app;
use crate::platform::config::Config;
use crate::platform::db::Db;
use crate::platform::logging;
use crate::platform::settings::Settings;

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
    writeln!(out, "Guildhall listens on http://{}", listener.local_addr()?)?;
    if let Some(metrics) = &metrics {
        writeln!(out, "Metrics: http://{}/metrics", metrics.local_addr()?)?;
    }
    out.flush()?;
    let outcome = app::serve(&running.parts, listener, metrics);
    running.stop();
    Ok(outcome?)
}
