//! The rows of uploads: what was brought, in which sizes, where it is shown.

use diesel::dsl::exists;
use diesel::prelude::*;
use guildhall_schema::{members, upload_sizes, upload_uses, uploads};

use super::{Place, UploadId};
use crate::accounts::{MemberId, faces};
use crate::platform::db::{Connection, Result, Tx};
use crate::platform::images::{ImageKind, Picture};
use crate::platform::storage::{self, BlobHash};

/// An upload about to be: its files are put and taken into use.
#[derive(Clone, Debug)]
pub struct NewUpload<'a> {
    /// What its address ends with: 128 random bits.
    pub public_id: &'a str,
    /// Who brought it.
    pub owner: MemberId,
    /// Each size with its hash, the largest first.
    pub sizes: &'a [(BlobHash, Picture)],
}

/// Writes an upload that is shown beside its owner's name.
pub fn wear(tx: &mut Tx<'_>, new: &NewUpload<'_>) -> Result<()> {
    let Some(((hash, picture), others)) = new.sizes.split_first() else { return Ok(()) };
    let upload = insert(tx, new, hash, picture)?;
    for (hash, picture) in others {
        diesel::insert_into(upload_sizes::table)
            .values((
                upload_sizes::upload.eq(upload),
                upload_sizes::width.eq(picture.width as i32),
                upload_sizes::blob.eq(hash.as_str()),
                upload_sizes::kind.eq(picture.kind),
                upload_sizes::bytes.eq(picture.content.len() as i64),
            ))
            .execute(tx.conn())?;
    }
    diesel::insert_into(upload_uses::table)
        .values((upload_uses::upload.eq(upload), upload_uses::place.eq(Place::Picture), upload_uses::member.eq(new.owner)))
        .execute(tx.conn())?;
    diesel::update(members::table.find(new.owner)).set(members::picture.eq(new.public_id)).execute(tx.conn())?;
    faces::changed(tx, new.owner)
}

fn insert(tx: &mut Tx<'_>, new: &NewUpload<'_>, hash: &BlobHash, picture: &Picture) -> Result<UploadId> {
    let now = tx.now();
    Ok(diesel::insert_into(uploads::table)
        .values((
            uploads::public_id.eq(new.public_id),
            uploads::owner.eq(new.owner),
            uploads::blob.eq(hash.as_str()),
            uploads::kind.eq(picture.kind),
            uploads::bytes.eq(picture.content.len() as i64),
            uploads::width.eq(picture.width as i32),
            uploads::height.eq(picture.height as i32),
            uploads::created_at.eq(now),
        ))
        .returning(uploads::id)
        .get_result(tx.conn())?)
}

/// Takes a member's picture off, and forgets the upload where it is shown nowhere else. False when there was none.
pub fn take_picture_off(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    let worn = upload_uses::table.filter(upload_uses::member.eq(member)).filter(upload_uses::place.eq(Place::Picture));
    let upload: Option<UploadId> = diesel::delete(worn).returning(upload_uses::upload).get_result(tx.conn()).optional()?;
    diesel::update(members::table.find(member)).set(members::picture.eq("")).execute(tx.conn())?;
    faces::changed(tx, member)?;
    let Some(upload) = upload else { return Ok(false) };
    let uses: i64 = upload_uses::table.filter(upload_uses::upload.eq(upload)).count().get_result(tx.conn())?;
    if uses == 0 {
        delete(tx, upload)?;
    }
    Ok(true)
}

/// Forgets everything that a member brought, wherever it is shown.
pub fn delete_of(tx: &mut Tx<'_>, owner: MemberId) -> Result<()> {
    take_picture_off(tx, owner)?;
    let left: Vec<UploadId> = uploads::table.filter(uploads::owner.eq(owner)).select(uploads::id).load(tx.conn())?;
    for upload in left {
        diesel::delete(upload_uses::table.filter(upload_uses::upload.eq(upload))).execute(tx.conn())?;
        delete(tx, upload)?;
    }
    Ok(())
}

/// Forgets an upload that is shown nowhere; its files go with upkeep, where no other upload has the same.
fn delete(tx: &mut Tx<'_>, upload: UploadId) -> Result<()> {
    let mut blobs: Vec<String> =
        diesel::delete(upload_sizes::table.filter(upload_sizes::upload.eq(upload))).returning(upload_sizes::blob).get_results(tx.conn())?;
    blobs.push(diesel::delete(uploads::table.find(upload)).returning(uploads::blob).get_result(tx.conn())?);
    // In one order everywhere, so that two of these never wait for each other.
    blobs.sort_unstable();
    blobs.dedup();
    for hash in blobs.iter().filter_map(|hash| BlobHash::parse(hash)) {
        storage::store::lock(tx, &hash)?;
        if !is_named(tx.conn(), &hash)? {
            storage::store::set_unused(tx, &hash)?;
        }
    }
    Ok(())
}

fn is_named(conn: &mut Connection, hash: &BlobHash) -> Result<bool> {
    let as_kept = exists(uploads::table.filter(uploads::blob.eq(hash.as_str())));
    let in_a_size = exists(upload_sizes::table.filter(upload_sizes::blob.eq(hash.as_str())));
    Ok(diesel::select(as_kept.or(in_a_size)).get_result(conn)?)
}

/// A file to be sent.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its hash as stored.
    pub hash: String,
    /// What it is.
    pub kind: ImageKind,
}

/// The file of an address, as far as everybody may see it: a picture beside a name, as long as the name is there. `width` is
/// none for the upload as it was kept.
pub fn shown(conn: &mut Connection, public_id: &str, width: Option<i32>) -> Result<Option<Shown>> {
    let worn = upload_uses::table
        .inner_join(members::table)
        .filter(upload_uses::upload.eq(uploads::id))
        .filter(upload_uses::place.eq(Place::Picture))
        .filter(members::state.ne("closed"));
    let upload = uploads::table.filter(uploads::public_id.eq(public_id)).filter(exists(worn));
    let row: Option<(String, ImageKind)> = match width {
        None => upload.select((uploads::blob, uploads::kind)).first(conn).optional()?,
        Some(width) => {
            let sized = upload_sizes::table.filter(upload_sizes::upload.eq_any(upload.select(uploads::id))).filter(upload_sizes::width.le(width));
            sized.order(upload_sizes::width.desc()).select((upload_sizes::blob, upload_sizes::kind)).first(conn).optional()?
        }
    };
    Ok(row.map(|(hash, kind)| Shown { hash, kind }))
}

/// The next uploads with the hashes of their files, in all sizes.
pub fn files_after(conn: &mut Connection, after: UploadId, limit: i64) -> Result<Vec<(UploadId, Vec<String>)>> {
    let rows: Vec<(UploadId, String)> =
        uploads::table.filter(uploads::id.gt(after)).order(uploads::id).limit(limit).select((uploads::id, uploads::blob)).load(conn)?;
    let mut files: Vec<(UploadId, Vec<String>)> = rows.into_iter().map(|(id, hash)| (id, vec![hash])).collect();
    let ids: Vec<UploadId> = files.iter().map(|(id, _)| *id).collect();
    let sizes: Vec<(UploadId, String)> =
        upload_sizes::table.filter(upload_sizes::upload.eq_any(ids)).select((upload_sizes::upload, upload_sizes::blob)).load(conn)?;
    for (id, hash) in sizes {
        if let Some((_, hashes)) = files.iter_mut().find(|(upload, _)| *upload == id) {
            hashes.push(hash);
        }
    }
    Ok(files)
}

/// The public id of the picture that a member wears, as its use says; empty for none.
pub fn worn(conn: &mut Connection, member: MemberId) -> Result<String> {
    let rows = upload_uses::table.inner_join(uploads::table).filter(upload_uses::member.eq(member)).filter(upload_uses::place.eq(Place::Picture));
    Ok(rows.select(uploads::public_id).first(conn).optional()?.unwrap_or_default())
}

/// Stores what the use says beside the name.
pub fn set_worn(tx: &mut Tx<'_>, member: MemberId, public_id: &str) -> Result<()> {
    diesel::update(members::table.find(member)).set(members::picture.eq(public_id)).execute(tx.conn())?;
    faces::changed(tx, member)
}
