//! `guildhall rerender`.

use std::io::Write;

use super::database;
use crate::accounts::profiles;
use crate::forum::rerender;
use crate::platform::config::Config;

/// Renders what an older program rendered, and says how much that was.
pub(super) fn run(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let db = database::open(config)?;
    match rerender::outdated(&db, &config.origin())? + profiles::rerender(&db, &config.origin())? {
        0 => writeln!(out, "Every text is rendered by this program already.")?,
        1 => writeln!(out, "1 text was rendered again.")?,
        number => writeln!(out, "{number} texts were rendered again.")?,
    }
    Ok(())
}
