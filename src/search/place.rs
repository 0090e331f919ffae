//! Where the index of a community stands. A job that brings it in line is done by whichever node takes it: of two indexes
//! each would have half of the posts.

use anyhow::{Context, bail};
use std::path::Path;

use crate::platform::config::Config;
use crate::platform::db::claim::{Claim, Claimable};

/// Claims the keeping of the index for this node. Errs where nodes keep another one, with what to do about it.
pub fn claim(config: &Config) -> anyhow::Result<Claim> {
    let place = match &config.meilisearch_url {
        // One server may have several addresses.
        Some(_) => "meilisearch".to_owned(),
        None => folder(&config.data_dir)?,
    };
    let Some(claim) = Claim::of(&config.database, Claimable::SearchIndex, &place)? else { return refused(config) };
    Ok(claim)
}

fn refused(config: &Config) -> anyhow::Result<Claim> {
    let own = match &config.meilisearch_url {
        Some(_) => "in Meilisearch".to_owned(),
        None => format!("in the data folder {}", config.data_dir.display()),
    };
    bail!(
        "another node that runs on this database keeps the search index elsewhere, this one would keep it {own}, and each would find half of the posts; \
         more than one data folder needs Meilisearch: set meilisearch_url to one server on every node and start them all anew, or start this one on the \
         same machine and data folder as the other"
    )
}

/// What tells a folder from every other, also from its copy on another machine and under whatever path it is reached.
fn folder(data_dir: &Path) -> anyhow::Result<String> {
    let own = || -> std::io::Result<String> {
        std::fs::create_dir_all(data_dir)?;
        Ok(format!("{} {}", machine(), number(data_dir)?))
    };
    own().with_context(|| format!("cannot use the data folder {}", data_dir.display()))
}

/// Changes with every start of a machine; its containers have it in common.
fn machine() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().trim().to_owned()
}

#[cfg(unix)]
fn number(folder: &Path) -> std::io::Result<String> {
    use std::os::unix::fs::MetadataExt;
    let folder = std::fs::metadata(folder)?;
    Ok(format!("{} {}", folder.dev(), folder.ino()))
}

#[cfg(not(unix))]
fn number(folder: &Path) -> std::io::Result<String> {
    Ok(std::fs::canonicalize(folder)?.display().to_string())
}
