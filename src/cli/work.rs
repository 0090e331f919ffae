//! `guildhall work`: jobs in a process of their own.

use std::io::Write;

use super::running::Running;
use crate::platform::config::Config;
use crate::platform::{logging, signals};

/// Does jobs until asked to stop.
pub(super) fn run(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    logging::start(config.log_format, config.log_level);
    let running = Running::start(config)?;
    writeln!(out, "Guildhall does its jobs here until it is asked to stop.")?;
    out.flush()?;
    let outcome = tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(signals::stop_asked());
    running.stop();
    Ok(outcome?)
}
