//! What some members of the demo show of themselves: a few sentences, a website, a picture drawn here.

use anyhow::{Context, anyhow};
use std::collections::HashMap;

use super::content::{self, Member};
use super::drawing::Drawing;
use super::fill::write;
use crate::accounts::MemberId;
use crate::accounts::profiles::{self, Introduction};
use crate::accounts::store::{Found, find_by_username};
use crate::accounts::uploads::{SIDES, store as uploads};
use crate::platform::db::{Db, Error, Failure, Tx};
use crate::platform::images::Picture;
use crate::platform::storage::{self, BlobHash, Storage};
use crate::platform::text::Website;

/// What one member shows.
#[derive(Clone)]
struct Shown {
    member: MemberId,
    said: Introduction,
    /// In its sizes, the largest first; empty for none.
    picture: Vec<(BlobHash, Picture)>,
}

/// Writes what the members of a demo that was just filled show of themselves. The files are there before rows name them.
pub fn introduce(db: &Db, storage: &dyn Storage, base_url: &str) -> anyhow::Result<()> {
    let mut drawings: HashMap<String, Drawing> = content::drawings()?.into_iter().map(|drawing| (drawing.of.clone(), drawing)).collect();
    let mut all = Vec::new();
    for member in content::members()? {
        let drawing = drawings.remove(&member.username);
        all.extend(shown(db, base_url, &member, drawing.as_ref()).with_context(|| member.username.clone())?);
    }
    if let Some(nobody) = drawings.keys().next() {
        return Err(anyhow!("there is a picture of {nobody}, whom nobody knows"));
    }
    for (hash, picture) in all.iter().flat_map(|shown| &shown.picture) {
        storage.put(hash, &picture.content)?;
    }
    write(db, move |tx| all.iter().try_for_each(|shown| put(tx, shown)))
}

fn shown(db: &Db, base_url: &str, member: &Member, drawing: Option<&Drawing>) -> anyhow::Result<Option<Shown>> {
    if member.biography.is_empty() && member.website.is_empty() && drawing.is_none() {
        return Ok(None);
    }
    let username = member.username.clone();
    let Found::Member(row) = db.read_blocking(move |conn| find_by_username(conn, &username))? else { return Ok(None) };
    let biography = match member.biography.as_str() {
        "" => profiles::Biography::default(),
        typed => profiles::biography(typed, base_url).map_err(|error| anyhow!("the biography: {error}"))?,
    };
    let website = match member.website.as_str() {
        "" => None,
        typed => Some(Website::parse(typed).map_err(|error| anyhow!("the website: {error}"))?),
    };
    let drawn = drawing.map(|drawing| SIDES.iter().map(|side| drawing.picture(*side)).collect::<anyhow::Result<Vec<_>>>()).transpose()?;
    let picture = drawn.unwrap_or_default().into_iter().map(|picture| (BlobHash::of(&picture.content), picture)).collect();
    Ok(Some(Shown { member: row.id, said: Introduction { biography, website }, picture }))
}

fn put(tx: &mut Tx<'_>, shown: &Shown) -> Result<(), Error> {
    profiles::store::put(tx, shown.member, &shown.said)?;
    for (hash, _) in &shown.picture {
        in_use(storage::store::reserve(tx, hash).map(|_| ()))?;
        in_use(storage::store::take_into_use(tx, hash))?;
    }
    let public_id = format!("{:032x}", rand::random::<u128>());
    uploads::wear(tx, &uploads::NewUpload { public_id: &public_id, owner: shown.member, sizes: &shown.picture })
}

/// No file is on its way out of a folder that is being filled.
fn in_use(outcome: Result<(), Failure<storage::Leaving>>) -> Result<(), Error> {
    match outcome {
        Err(Failure::Database(error)) => Err(error),
        _ => Ok(()),
    }
}
