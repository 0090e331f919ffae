//! `guildhall import`: communities that come from elsewhere.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write;
use std::path::PathBuf;

use super::{database, search};
use crate::import::stackexchange::{self, Progress, Source};
use crate::platform::config::Config;

/// Options of `guildhall import`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    from: From,
}

#[derive(Debug, clap::Subcommand)]
enum From {
    /// The dump of a Stack Exchange site: a folder with Users.xml, Posts.xml, Comments.xml and, if there, more. One that
    /// was interrupted goes on where it stopped.
    Stackexchange {
        /// The folder.
        dir: PathBuf,
    },
}

/// Shows how far it is, ends with what became of every row.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let From::Stackexchange { dir } = &args.from;
    let db = database::make(config)?;
    let bar = Bar(ProgressBar::new(0).with_style(ProgressStyle::with_template("{msg:10} {wide_bar} {percent:>3} %, {eta} left")?));
    let source = Source { dump: dir, work: &config.data_dir, base_url: &config.origin() };
    let report = stackexchange::import(&db, &source, &bar);
    bar.0.finish_and_clear();
    write!(out, "{}", report?)?;
    search::reindex_if_behind(&db, config, out)
}

/// On a terminal only; elsewhere it draws nothing.
struct Bar(ProgressBar);

impl Progress for Bar {
    fn stage(&self, name: &'static str, parts: u64) {
        self.0.reset();
        self.0.set_length(parts);
        self.0.set_message(name);
    }

    fn done(&self, parts: u64) {
        self.0.inc(parts);
    }
}
