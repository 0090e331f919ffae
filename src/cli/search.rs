//! `guildhall search`: the index, how it is, and how well it finds.

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Instant;

use super::database;
use crate::platform::config::Config;
use crate::platform::db::Db;
use crate::platform::settings::Settings;
use crate::search::embedded::Embedded;
use crate::search::engine::Engine;
use crate::search::evaluate::{Evaluation, Figures, Judged, Typo};
use crate::search::meilisearch::{Meilisearch, Scratch};
use crate::search::status::Status;
use crate::search::{self, document, listing, rebuild};

/// Options of `guildhall search`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Make the index anew while the community is in use, and put it in the place of the old one.
    Reindex,
    /// Say what is indexed, what waits and for how long, and what the engine refused.
    Status,
    /// Print which engine is used, and how.
    Settings,
    /// Measure how well search finds what was judged: a folder with corpus.jsonl, queries.jsonl and qrels.tsv.
    Evaluate {
        /// The folder.
        dir: PathBuf,
        /// Mistype each query of four or more words as well, in two ways.
        #[arg(long)]
        typo: bool,
        /// The language of the set; guessed where it is not given.
        #[arg(long, value_name = "TAG")]
        lang: Option<String>,
        /// The engine that is measured, in an index of its own; the configured one where none is given.
        #[arg(long)]
        engine: Option<EngineName>,
        /// Run only every so many-th query.
        #[arg(long, value_name = "N", default_value = "1")]
        every: NonZeroUsize,
    },
}

/// An engine, as it is named on the command line.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum EngineName {
    /// In memory.
    Embedded,
    /// On the server at meilisearch_url.
    Meilisearch,
}

/// Does what was asked.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    match &args.what {
        What::Reindex => reindex(&database::open(config)?, search::configured(config)?.as_ref(), out),
        What::Status => status(&database::open(config)?, search::configured(config)?.as_ref(), out),
        What::Settings => settings(&database::open(config)?, config, out),
        What::Evaluate { dir, typo, lang, engine, every } => {
            let set = Judged::read(dir)?;
            with_scratch(*engine, config, out, |engine, out| {
                let began = Instant::now();
                let evaluation = Evaluation::load(&set, engine, lang.as_deref())?.sampled(*every);
                writeln!(out, "{} documents in {:.1} s, taken for {}", set.documents.len(), began.elapsed().as_secs_f64(), evaluation.lang())?;
                evaluate(&evaluation, *typo, out)
            })
        }
    }
}

/// Makes the index anew, and says how fast that went.
pub(super) fn reindex(db: &Db, engine: &dyn Engine, out: &mut dyn Write) -> anyhow::Result<()> {
    let topics = db.read_blocking(listing::topics)? as u64;
    let style = ProgressStyle::with_template("index {wide_bar} {human_pos} of {human_len} topics, {eta} left")?;
    let (bar, began) = (ProgressBar::new(topics).with_style(style), Instant::now());
    let rebuilt = rebuild::rebuild(db, engine, |topics| bar.set_position(topics));
    bar.finish_and_clear();
    let rebuilt = rebuilt?;
    let seconds = began.elapsed().as_secs_f64();
    writeln!(out, "Indexed {} posts of {} topics in {seconds:.1} s: {:.0} posts a second.", rebuilt.posts, rebuilt.topics, rebuilt.posts as f64 / seconds)?;
    match rebuilt.changed {
        0 => Ok(()),
        1 => Ok(writeln!(out, "1 topic changed meanwhile; a job brings it in line.")?),
        number => Ok(writeln!(out, "{number} topics changed meanwhile; jobs bring them in line.")?),
    }
}

fn status(db: &Db, engine: &dyn Engine, out: &mut dyn Write) -> anyhow::Result<()> {
    let status = Status::read(db, engine)?;
    writeln!(out, "engine     {}", status.engine)?;
    match &status.documents {
        Ok(documents) => writeln!(out, "indexed    {documents} of {} posts", status.posts)?,
        Err(error) => writeln!(out, "indexed    not known: {error}")?,
    }
    writeln!(out, "waiting    {} changes, the oldest for {} s", status.waiting.number, status.lag(db.now()) / 1_000_000)?;
    if status.waiting.failed > 0 {
        writeln!(out, "failing    {} of them; the last: {}", status.waiting.failed, status.waiting.last_error)?;
    }
    writeln!(out, "parked     {}", status.parked.len())?;
    for job in &status.parked {
        writeln!(out, "  {}  {} {}: {}", job.id, job.kind, job.key, job.last_error)?;
    }
    if !status.parked.is_empty() {
        writeln!(out, "`guildhall jobs --retry ID` tries one again, `--discard ID` leaves it out.")?;
    }
    Ok(())
}

fn settings(db: &Db, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let settings = db.read_blocking(Settings::load)?;
    let languages: Vec<&str> = settings.languages.iter().map(|lang| lang.tag()).collect();
    let engine = search::configured(config)?;
    writeln!(out, "engine     {}", engine.name())?;
    writeln!(out, "documents  format {}", document::FORMAT)?;
    writeln!(out, "languages  {}", languages.join(", "))?;
    match &config.meilisearch_url {
        Some(url) => writeln!(out, "server     {url}\nindex      {}", serde_json::to_string_pretty(&Meilisearch::settings())?)?,
        None => writeln!(out, "folder     {}", config.data_dir.join("search").display())?,
    }
    Ok(())
}

/// Lends an engine with an index that is gone afterwards.
fn with_scratch(
    name: Option<EngineName>,
    config: &Config,
    out: &mut dyn Write,
    measure: impl FnOnce(&dyn Engine, &mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let url = match (name, &config.meilisearch_url) {
        (Some(EngineName::Embedded), _) | (None, None) => return measure(&Embedded::in_memory(), out),
        (Some(EngineName::Meilisearch), None) => bail!("no server is known; set meilisearch_url and, where it wants one, meilisearch_key"),
        (_, Some(url)) => url,
    };
    let scratch = Scratch::new(url.as_str(), config.meilisearch_key.as_deref())?;
    writeln!(out, "measured in the index {} at {url}, which is taken away afterwards", scratch.index())?;
    measure(&*scratch, out)
}

fn evaluate(evaluation: &Evaluation<'_>, typo: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let began = Instant::now();
    let own = evaluation.run(None)?;
    let millis = began.elapsed().as_secs_f64() * 1_000.0 / f64::from(own.queries().max(1));
    if own.queries() == 0 {
        bail!("no query is judged");
    }
    writeln!(out, "{} queries, {millis:.1} ms each", own.queries())?;
    line(out, "as they are", &own, None)?;
    if typo {
        line(out, "letters swapped", &evaluation.run(Some(Typo::Swap))?, Some(&own))?;
        line(out, "a letter dropped", &evaluation.run(Some(Typo::Drop))?, Some(&own))?;
    }
    Ok(())
}

fn line(out: &mut dyn Write, name: &str, figures: &Figures, own: Option<&Figures>) -> std::io::Result<()> {
    let share = own.map(|own| format!("  ({:.1} %)", 100.0 * figures.ndcg() / own.ndcg())).unwrap_or_default();
    writeln!(out, "{name:17} nDCG@10 {:.4}{share}  MRR@10 {:.4}  recall@10 {:.4}", figures.ndcg(), figures.reciprocal_rank(), figures.recall())
}

/// Makes the index after a command wrote posts without jobs; one that is in line already is left.
pub(super) fn reindex_if_behind(db: &Db, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let engine = search::configured(config)?;
    let posts = db.read_blocking(listing::posts)?;
    if engine.count().is_ok_and(|documents| documents as i64 == posts) {
        return Ok(());
    }
    reindex(db, engine.as_ref(), out)
}
