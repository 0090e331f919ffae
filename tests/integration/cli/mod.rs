//! The program as a person at a terminal meets it.

#[cfg(unix)]
mod backup;
mod check;
mod commands;
#[cfg(unix)]
mod demo;
mod growth;
mod mail;
mod secrets;
#[cfg(unix)]
mod serve;
mod user;

use guildhall::platform::db::Location;
use std::path::Path;
use std::process::Command;

/// The program in a folder, with an environment that says nothing of Guildhall.
pub fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guildhall"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GUILDHALL_")) {
        command.env_remove(name);
    }
    command.current_dir(folder).args(args);
    command
}

/// A database as its key names it.
pub fn url(location: &Location) -> String {
    match location {
        Location::Sqlite(path) => format!("sqlite:{}", path.display()),
        Location::Postgres(url) => url.clone(),
    }
}
