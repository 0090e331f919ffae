//! A picture that cannot be kept: the page says so, nothing of it stays, and once it can be kept it is.

use super::picture::{files, of_colour, send, shown};
use super::picture_files::{BLUE, RED};
use crate::support::{Answer, TestApp};
use diesel::prelude::*;
use guildhall::accounts::uploads::SIDES;
use guildhall::platform::images::squares_now;
use guildhall::platform::storage::BlobHash;
use guildhall_schema::{blobs, upload_sizes, uploads};

/// Rows of files, of uploads, and of their sizes.
async fn rows(app: &TestApp) -> (i64, i64, i64) {
    app.rows(|conn| {
        (
            blobs::table.count().get_result(conn).unwrap(),
            uploads::table.count().get_result(conn).unwrap(),
            upload_sizes::table.count().get_result(conn).unwrap(),
        )
    })
    .await
}

/// The page one was on, with what it held and a sentence beside the field.
fn is_told(answer: Answer) {
    let answer = answer.expect(503);
    assert!(answer.header("retry-after").is_some());
    assert!(answer.text("#errors").contains("could not save the picture"), "{}", answer.body);
    assert_eq!(answer.attributes("#picture", "aria-invalid"), ["true"]);
    assert_eq!(answer.attributes("#name", "value"), ["Ann of the quay"]);
}

/// Wherever the disk is full: before the first file, or between the first and the last.
#[cfg(unix)]
#[actix_web::test]
async fn what_the_disk_does_not_take_leaves_nothing_and_is_kept_once_there_is_room() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    ann.post("/settings", &[("name", "Ann of the quay")]).await.expect(303);
    send(&ann, &of_colour(RED)).await.expect(303);
    let (first, kept, counted) = (shown(&app, "ann").await, files(&app), rows(&app).await);
    let hashes: Vec<BlobHash> = squares_now(&of_colour(BLUE), SIDES).unwrap().iter().map(|picture| BlobHash::of(&picture.content)).collect();
    for hash in &hashes {
        // A name that leads nowhere: no folder can be made there.
        let folder = app.folder().join("uploads").join(&hash.as_str()[..2]);
        assert!(!folder.exists(), "choose another colour");
        std::os::unix::fs::symlink("nowhere", &folder).unwrap();
        is_told(send(&ann, &of_colour(BLUE)).await);
        std::fs::remove_file(&folder).unwrap();
        assert_eq!((shown(&app, "ann").await, files(&app), rows(&app).await), (first.clone(), kept.clone(), counted));
        hashes.iter().for_each(|hash| drop(std::fs::remove_dir(app.folder().join("uploads").join(&hash.as_str()[..2]))));
    }
    app.visitor().get(&first.unwrap()).await.expect(200);
    send(&ann, &of_colour(BLUE)).await.expect(303);
    app.visitor().get(&shown(&app, "ann").await.unwrap()).await.expect(200);
    assert_eq!(files(&app).len(), 4);
    app.run_jobs();
}

/// What was there before stays, though the same content is put again and cannot be.
#[actix_web::test]
async fn files_that_another_still_has_stay() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    ann.post("/settings", &[("name", "Ann of the quay")]).await.expect(303);
    send(&bob, &of_colour(RED)).await.expect(303);
    let (kept, counted) = (files(&app), rows(&app).await);
    let unfinished = app.folder().join("uploads/.unfinished");
    std::fs::remove_dir(&unfinished).unwrap();
    std::fs::write(&unfinished, "").unwrap();
    is_told(send(&ann, &of_colour(RED)).await);
    is_told(send(&ann, &of_colour(BLUE)).await);
    std::fs::remove_file(&unfinished).unwrap();
    assert_eq!((files(&app), rows(&app).await), (kept, counted));
    app.visitor().get(&shown(&app, "bob").await.unwrap()).await.expect(200);
    send(&ann, &of_colour(RED)).await.expect(303);
    assert_eq!(files(&app).len(), 2);
    app.run_jobs();
}

/// A disk that gives an error instead of a file.
#[actix_web::test]
async fn a_picture_that_cannot_be_read_comes_back_later() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    send(&ann, &of_colour(RED)).await.expect(303);
    let address = shown(&app, "ann").await.unwrap();
    for name in files(&app) {
        let path = app.folder().join("uploads").join(&name[..2]).join(&name);
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
    }
    let answer = app.visitor().get(&address).await.expect(503);
    assert!(answer.header("retry-after").is_some());
    ann.get("/settings").await.expect(200);
    app.run_jobs();
}
