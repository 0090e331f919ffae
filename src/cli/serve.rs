//! `guildhall serve`: the real thing.

use std::io::Write;

use super::running::{Running, bind};
use crate::app;
use crate::platform::config::Config;
use crate::platform::logging;

/// Serves until asked to stop.
pub(super) fn run(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    logging::start(config.log_format, config.log_level);
    let listener = bind(config.listen, "listen")?;
    let metrics = config.metrics_listen.map(|address| bind(address, "metrics_listen")).transpose()?;
    let running = Running::start(config)?;
    writeln!(out, "Guildhall listens on http://{}", listener.local_addr()?)?;
    if let Some(metrics) = &metrics {
        writeln!(out, "Metrics: http://{}/metrics", metrics.local_addr()?)?;
    }
    out.flush()?;
    let outcome = app::serve(&running.parts, listener, metrics);
    running.stop();
    Ok(outcome?)
}
