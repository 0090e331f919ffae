//! `guildhall config`.

use std::io::Write;

use crate::platform::config::Config;

/// Prints a file that could be used again, but for its passwords.
pub(super) fn run(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    Ok(write!(out, "{}", config.masked())?)
}
