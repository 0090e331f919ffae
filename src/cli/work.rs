//! `guildhall work`: jobs in a process of their own.

use std::io::Write;

use super::running::Running;
use crate::platform::config::Config;
use crate::platform::logging;
use crate::platform::signals::Stop;

/// Does jobs until asked to stop.
pub(super) fn run(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    logging::start(config.log_format, config.log_level);
    let running = Running::start(config)?;
    let outcome = tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(until_asked(out));
    running.stop();
    outcome
}

/// It listens before it says that it runs: whoever reads that may ask it to stop.
async fn until_asked(out: &mut dyn Write) -> anyhow::Result<()> {
    let mut stop = Stop::listen()?;
    writeln!(out, "Guildhall does its jobs here until it is asked to stop.")?;
    out.flush()?;
    Ok(stop.asked().await?)
}
