//! The command line: one file for each command.
//!
//! A command gets the checked configuration and somewhere to write to; what it cannot do is one sentence on
//! the error output and a failed exit.

mod backup;
mod check;
mod compact;
mod config;
mod database;
pub mod demo;
mod healthcheck;
mod import;
mod jobs;
mod log;
mod mail;
mod migrate;
mod overrides;
mod rerender;
mod restore;
mod running;
mod search;
mod secrets;
mod serve;
mod user;
mod work;

use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::platform::config::{Config, Sources};
use crate::platform::logging;
use overrides::Overrides;

/// A community forum for the merchants of a commerce platform.
#[derive(Debug, Parser)]
#[command(name = "guildhall", version, max_term_width = 100)]
struct Cli {
    /// The configuration file; guildhall.toml in the working folder when it is there.
    #[arg(long, global = true, value_name = "FILE", help_heading = overrides::HEADING)]
    config: Option<PathBuf>,
    #[command(flatten)]
    overrides: Overrides,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the community's pages and do its jobs until asked to stop.
    Serve(serve::Args),
    /// Serve an invented community to look around in; made at the first start, kept afterwards.
    Demo(demo::Args),
    /// Do jobs in a process of their own, beside one or more that serve.
    Work,
    /// Bring in another community from its dump.
    Import(import::Args),
    /// Bring the database to this program's tables; `serve` and `work` do it by themselves.
    Migrate(migrate::Args),
    /// Write everything into one archive, while the community is in use.
    Backup(backup::Args),
    /// Read an archive into an empty place: SQLite or PostgreSQL, wherever it was made.
    Restore(restore::Args),
    /// Print the configuration in effect, with passwords masked.
    Config,
    /// Recompute every counter and copied value, and name what differs.
    Check(check::Args),
    /// Write the database anew, so that nothing of what was erased is left in its files. Wants a quiet hour.
    Compact,
    /// Render texts again that an older program rendered, while the community is in use.
    Rerender,
    /// List what waits to be done and what was given up or held back; retry or discard the latter.
    Jobs(jobs::Args),
    /// Print what staff, moderators and admins did, newest first.
    Log(log::Args),
    /// Try whether mail leaves; hand in what came back.
    Mail(mail::Args),
    /// Look after search: make its index anew, say how it is, measure how well it finds.
    Search(search::Args),
    /// Tell which secrets exist, without showing one; end those that others may know.
    Secrets(secrets::Args),
    /// Ask the server on this machine whether it is well.
    Healthcheck,
    /// Make members, give roles, set passwords, silence and suspend.
    User(user::Args),
}

/// Runs what the command line asks for.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the output has seen enough, as `guildhall log | head` does.
        Err(error) if error.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("guildhall: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<()> {
    let config = Config::load(&Sources::of_process(cli.config, cli.overrides.values)?)?;
    let mut out = std::io::stdout().lock();
    match cli.command {
        Command::Serve(args) => serve::run(&args, &config, &mut out),
        Command::Demo(args) => demo::run(&args, &config, &mut out),
        Command::Work => work::run(&config, &mut out),
        Command::Import(args) => quietly(&config, |config| import::run(&args, config, &mut out)),
        Command::Migrate(args) => quietly(&config, |config| migrate::run(&args, config, &mut out)),
        Command::Backup(args) => quietly(&config, |config| backup::run(&args, config, &mut out)),
        Command::Restore(args) => quietly(&config, |config| restore::run(&args, config, &mut out)),
        Command::Config => quietly(&config, |config| config::run(config, &mut out)),
        Command::Check(args) => quietly(&config, |config| check::run(&args, config, &mut out)),
        Command::Compact => quietly(&config, |config| compact::run(config, &mut out)),
        Command::Rerender => quietly(&config, |config| rerender::run(config, &mut out)),
        Command::Jobs(args) => quietly(&config, |config| jobs::run(&args, config, &mut out)),
        Command::Log(args) => quietly(&config, |config| log::run(&args, config, &mut out)),
        Command::Mail(args) => quietly(&config, |config| mail::run(&args, config, &mut out)),
        Command::Search(args) => quietly(&config, |config| search::run(&args, config, &mut out)),
        Command::Secrets(args) => quietly(&config, |config| secrets::run(&args, config, &mut out)),
        Command::Healthcheck => quietly(&config, |config| healthcheck::run(config, &mut out)),
        Command::User(args) => quietly(&config, |config| user::run(&args, config, &mut out)),
    }?;
    Ok(out.flush()?)
}

/// Commands that end by themselves show only what went wrong.
fn quietly(config: &Config, command: impl FnOnce(&Config) -> anyhow::Result<()>) -> anyhow::Result<()> {
    logging::start(config.log_format, config.log_level.min(tracing::Level::WARN));
    command(config)
}
