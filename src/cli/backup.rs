//! `guildhall backup`: one archive of everything, while the community is in use.

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::database;
use crate::accounts::Acting;
use crate::platform::backup::{self, Made, Progress};
use crate::platform::config::Config;
use crate::platform::db::{Durability, Error};
use crate::platform::log::Act;

/// Options of `guildhall backup`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The archive to make; `-` writes it to the standard output.
    file: PathBuf,
    /// Put it in the place of a file that is there.
    #[arg(long)]
    force: bool,
}

/// Makes the archive, notes it in the log, and says what is in it.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    database::must_exist(config)?;
    let is_piped = args.file == Path::new("-");
    let made = if is_piped { make(config, out)? } else { make_file(args, config)? };
    let rows = made.manifest.rows();
    // The database may be older than this program, which is just when a backup is wanted: it is not brought up to date.
    let written = database::as_it_is(config).write_blocking(Acting::Command, Durability::Full, move |tx, _| {
        tx.log(&Act { act: "backup.make", subject_kind: "community", after: format!("{rows} rows"), ..Act::default() })
    });
    if let Err(error @ Error::Gone(_)) = written {
        eprintln!("guildhall: the backup is made, but the log could not be written: {error}");
    } else {
        written.context("the backup is made, but the log could not be written")?;
    }
    if !is_piped {
        let size = fs::metadata(&args.file)?.len();
        writeln!(out, "{}: {rows} rows of {} tables, {} files, {}.", args.file.display(), made.manifest.tables.len(), made.manifest.files, bytes(size))?;
    }
    Ok(())
}

fn make(config: &Config, out: &mut dyn Write) -> anyhow::Result<Made> {
    let bar = Bar::new()?;
    let made = backup::make(&config.database, &config.data_dir, out, &bar);
    bar.end();
    Ok(made?)
}

/// Writes beside the final name and renames at the end: under that name stands a whole backup or none.
fn make_file(args: &Args, config: &Config) -> anyhow::Result<Made> {
    let unfinished = Unfinished::open(args)?;
    let mut out = BufWriter::with_capacity(1 << 20, &unfinished.file);
    let made = make(config, &mut out)?;
    out.flush().and_then(|()| unfinished.file.sync_all()).with_context(|| format!("{} could not be written", unfinished.path.display()))?;
    drop(out);
    unfinished.finish(&args.file, args.force)?;
    Ok(made)
}

/// `FILE.part`, removed unless it is finished.
struct Unfinished {
    file: File,
    path: PathBuf,
    is_finished: bool,
}

impl Unfinished {
    fn open(args: &Args) -> anyhow::Result<Self> {
        refuse_existing(&args.file, args.force)?;
        let mut name = args.file.as_os_str().to_owned();
        name.push(".part");
        let path = PathBuf::from(name);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            // It holds addresses and what passwords are checked with.
            options.mode(0o600);
        }
        let file = options.open(&path).with_context(|| format!("{} cannot be made", path.display()))?;
        // One that ended between the two had this file, and gave it its own name or removed it.
        if file.try_lock().is_err() || !is_at(&file, &path) {
            bail!("{} is being written by another backup", path.display());
        }
        // From here on it is removed when anything fails.
        let unfinished = Self { file, path, is_finished: false };
        unfinished.file.set_len(0).with_context(|| format!("{} could not be written", unfinished.path.display()))?;
        Ok(unfinished)
    }

    fn finish(mut self, name: &Path, force: bool) -> anyhow::Result<()> {
        refuse_existing(name, force)?;
        fs::rename(&self.path, name).with_context(|| format!("{} cannot be made", name.display()))?;
        self.is_finished = true;
        let folder = name.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).with_context(|| format!("{} could not be written", folder.display()))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // What has that name after a rename is another backup's.
        if !self.is_finished {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Is a file that was opened by a name still the one that has it?
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: &fs::Metadata, b: &fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    matches!((file.metadata(), fs::metadata(path)), (Ok(opened), Ok(named)) if same(&opened, &named))
}

/// Elsewhere a file that is open keeps its name.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

fn refuse_existing(file: &Path, force: bool) -> anyhow::Result<()> {
    if !force && file.exists() {
        bail!("{} is there already; name another file, or put the new one in its place with --force", file.display());
    }
    Ok(())
}

fn bytes(size: u64) -> String {
    if size < 1 << 20 { format!("{} KB", size.div_ceil(1 << 10)) } else { format!("{} MB", size >> 20) }
}

/// Rows, on a terminal only; elsewhere it draws nothing.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub fn new() -> anyhow::Result<Self> {
        Ok(Self(ProgressBar::new(0).with_style(ProgressStyle::with_template("{wide_bar} {human_pos} of {human_len} rows, {eta} left")?)))
    }

    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn expect(&self, rows: u64) {
        self.0.set_length(rows);
    }

    fn did(&self, rows: u64) {
        self.0.inc(rows);
    }
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    #[test]
    fn a_file_that_another_backup_moved_or_removed_is_no_longer_at_its_name() {
        use super::*;
        let folder = std::env::temp_dir().join(format!("guildhall-part-{:032x}", rand::random::<u128>()));
        fs::create_dir(&folder).unwrap();
        let (part, whole) = (folder.join("a.part"), folder.join("a"));
        let file = File::create(&part).unwrap();
        assert!(is_at(&file, &part));
        fs::rename(&part, &whole).unwrap();
        assert!(!is_at(&file, &part));
        let next = File::create(&part).unwrap();
        assert!(is_at(&next, &part) && !is_at(&file, &part));
        fs::remove_file(&part).unwrap();
        assert!(!is_at(&next, &part));
        fs::remove_dir_all(&folder).unwrap();
    }
}
