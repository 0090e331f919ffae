//! The job that makes an archive, and what removes archives again.

use anyhow::Context;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use super::archive::Archive;
use super::{ExportFolder, ExportId, MAIL, store};
use crate::accounts::Acting;
use crate::accounts::feature::{Asking, Exported, Feature, Part};
use crate::platform::db::{Db, Durability};
use crate::platform::jobs::{Job, Kind, Lane, NewJob};
use crate::platform::storage::{BlobHash, Storage};

/// The job: somebody may have written for years.
pub static MAKE: Kind = Kind::long("accounts.make-export", Lane::FanOut);

/// Files younger than this may be on their way into the table.
const YOUNG: Duration = Duration::from_secs(3_600);

#[derive(Deserialize)]
struct Payload {
    export: ExportId,
}

/// Writes the archive beside its place, moves it there, and has its owner told. Nothing is done for an account that was
/// closed meanwhile.
pub fn make(db: &Db, storage: &dyn Storage, features: &[&dyn Feature], folder: &ExportFolder, job: &Job) -> anyhow::Result<()> {
    let export = job.read::<Payload>()?.export;
    let Some(row) = db.read_blocking(move |conn| store::find(conn, export))?.filter(|row| row.made_at.is_none()) else { return Ok(()) };
    make_folder(folder.path())?;
    let (unfinished, whole) = (folder.unfinished(&row.file), folder.archive(&row.file));
    let asking = Asking { member: row.member, now: db.now() };
    let mut archive = Archive::create(&unfinished)?;
    for exported in features.iter().flat_map(|feature| feature.export()) {
        add(db, storage, &mut archive, exported, asking)?;
    }
    let bytes = archive.finish()? as i64;
    fs::rename(&unfinished, &whole)?;
    let is_wanted = db.write_blocking(Acting::System, Durability::Full, move |tx, _| {
        let is_wanted = store::set_made(tx, export, bytes)?;
        if is_wanted {
            tx.enqueue(&NewJob::now(&MAIL, export.to_string(), json!({ "export": export })))?;
        }
        Ok::<_, crate::platform::db::Error>(is_wanted)
    })?;
    if !is_wanted {
        fs::remove_file(&whole)?;
    }
    Ok(())
}

/// Writes the rows of a kind, then the files that they are about.
fn add(db: &Db, storage: &dyn Storage, archive: &mut Archive, exported: &'static Exported, asking: Asking) -> anyhow::Result<()> {
    archive.begin(exported.file)?;
    let (mut after, mut files) = (i64::MIN, Vec::new());
    loop {
        let mut part = db.read_blocking(move |conn| (exported.rows)(conn, &asking, after))?;
        files.extend(name_files(storage, &mut part)?);
        part.rows.iter().try_for_each(|row| archive.add(row))?;
        match part.next {
            Some(last) => after = last,
            None => break,
        }
    }
    archive.end()?;
    files.iter().try_for_each(|(name, hash)| attach(storage, archive, name, hash))
}

/// Says in each row which file of the archive it is about; none where that file is lost. Answers the files that are there.
fn name_files(storage: &dyn Storage, part: &mut Part) -> anyhow::Result<Vec<(String, BlobHash)>> {
    let mut there = Vec::with_capacity(part.files.len());
    for (row, file) in part.rows.iter_mut().zip(std::mem::take(&mut part.files)) {
        let kept = match BlobHash::parse(&file.hash) {
            Some(hash) if storage.has(&hash)? => Some(hash),
            _ => None,
        };
        row["missing"] = json!(kept.is_none());
        row["file"] = kept.as_ref().map_or(Value::Null, |_| json!(file.name));
        there.extend(kept.map(|hash| (file.name, hash)));
    }
    Ok(there)
}

/// A file that was lost since it was named makes the job begin anew, and is missing then.
fn attach(storage: &dyn Storage, archive: &mut Archive, name: &str, hash: &BlobHash) -> anyhow::Result<()> {
    let mut content = storage.open(hash)?.with_context(|| format!("the file {hash} went while it was read"))?;
    archive.attach(name, &mut content)
}

/// Only whoever runs the program looks into it.
fn make_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Removes the files whose rows are gone: their time is over, or their owner left; and what a job left unfinished.
pub fn remove_files(db: &Db, folder: &ExportFolder) -> anyhow::Result<()> {
    let Ok(entries) = fs::read_dir(folder.path()) else { return Ok(()) };
    let wanted: HashSet<String> = db.read_blocking(store::files)?.into_iter().collect();
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_whole = path.extension().is_some_and(|ending| ending == "zip");
        let is_young = || entry.metadata().and_then(|about| about.modified()).is_ok_and(|at| at.elapsed().is_ok_and(|age| age < YOUNG));
        let is_left = if is_whole { !wanted.contains(&name) } else { !is_young() };
        if is_left && let Err(error) = fs::remove_file(&path) {
            tracing::warn!(%error, "an archive of somebody's data could not be removed; trying again in an hour");
        }
    }
    Ok(())
}
