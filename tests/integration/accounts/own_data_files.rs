//! The archive of one's own data holds the files that one brought.

use super::own_data::{fetched, unpacked};
use super::picture::{of_colour, send, shown};
use super::picture_files::{BLUE, RED};
use super::with_password;
use crate::support::TestApp;
use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::platform::images::ImageKind;
use guildhall::platform::storage::BlobHash;
use guildhall_schema::{blobs, uploads};
use std::io::{Cursor, Read};

/// More uploads than are read together.
const MANY: usize = 230;

/// The files of an archive that are not rows: name and content.
fn attached(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP file");
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        if !name.ends_with(".json") {
            let mut content = Vec::new();
            // Reading to the end checks the sum of the content too.
            file.read_to_end(&mut content).unwrap();
            files.push((name, content));
        }
    }
    files
}

/// Writes an upload of a member that is shown nowhere, with a file of its own.
fn insert_upload(conn: &mut guildhall::platform::db::Connection, owner: MemberId, number: usize, hash: &BlobHash) {
    diesel::insert_into(blobs::table).values(blobs::hash.eq(hash.as_str())).execute(conn).unwrap();
    diesel::insert_into(uploads::table)
        .values((
            uploads::public_id.eq(format!("{number:032x}")),
            uploads::owner.eq(owner),
            uploads::blob.eq(hash.as_str()),
            uploads::kind.eq(ImageKind::Png),
            uploads::bytes.eq(10_i64),
            uploads::width.eq(1),
            uploads::height.eq(1),
            uploads::created_at.eq(0_i64),
        ))
        .execute(conn)
        .unwrap();
}

#[actix_web::test]
async fn ones_own_picture_is_in_the_archive_as_it_is_kept_and_nobody_elses() {
    let app = TestApp::start().await;
    let (ann, bob) = (with_password(&app, "ann").await, app.member("bob").await);
    send(&ann, &of_colour(RED)).await.expect(303);
    send(&bob, &of_colour(BLUE)).await.expect(303);
    let address = shown(&app, "ann").await.unwrap();
    let shown = app.visitor().get(&address).await.expect(200).bytes;
    let bytes = fetched(&app, &ann).await;
    let rows = &unpacked(&bytes)["uploads"];
    assert_eq!((rows.len(), rows[0]["address"].as_str(), rows[0]["missing"].as_bool()), (1, Some(address.as_str()), Some(false)));
    let files = attached(&bytes);
    assert_eq!(files.len(), 1, "{:?}", files.iter().map(|(name, _)| name).collect::<Vec<_>>());
    assert_eq!(rows[0]["file"], files[0].0);
    assert!(files[0].0.starts_with("uploads/") && files[0].1 == shown, "{}", files[0].0);
    assert_eq!(rows[0]["bytes"], shown.len());
}

#[actix_web::test]
async fn a_file_that_is_lost_is_said_to_be_and_the_others_come() {
    let app = TestApp::start().await;
    let ann = with_password(&app, "ann").await;
    let (member, storage) = (ann.member(), app.parts.web.storage().clone());
    let contents: Vec<Vec<u8>> = (0..MANY).map(|number| format!("file {number}").into_bytes()).collect();
    let hashes: Vec<BlobHash> = contents.iter().map(|content| BlobHash::of(content)).collect();
    for (hash, content) in hashes.iter().zip(&contents) {
        storage.put(hash, content).unwrap();
    }
    storage.delete(&hashes[7]).unwrap();
    app.rows(move |conn| hashes.iter().enumerate().for_each(|(number, hash)| insert_upload(conn, member, number, hash))).await;
    let bytes = fetched(&app, &ann).await;
    let (rows, files) = (&unpacked(&bytes)["uploads"], attached(&bytes));
    assert_eq!((rows.len(), files.len()), (MANY, MANY - 1));
    let mut left = files.into_iter();
    for (number, (row, content)) in rows.iter().zip(&contents).enumerate() {
        assert_eq!(row["missing"], number == 7, "{row}");
        match row["file"].as_str() {
            Some(name) => assert_eq!(left.next(), Some((name.to_owned(), content.clone()))),
            None => assert_eq!(number, 7),
        }
    }
}
