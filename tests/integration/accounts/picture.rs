//! A member's picture: who sees it, where it is shown, when its files go.

use super::picture_files::{BLUE, RED, two_halves, written};
use super::{PASSWORD, with_password};
use crate::forum::scene;
use crate::support::{Answer, Client, TestApp};
use actix_web::test::TestRequest;
use diesel::prelude::*;
use guildhall::accounts::uploads::{self, UploadId};
use guildhall::accounts::{Acting, MemberId, standing};
use guildhall::forum::TopicId;
use guildhall::platform::db::Timestamp;
use guildhall::platform::storage::{self, BlobHash, Folder, Storage};
use guildhall_schema::{blobs, topics, upload_sizes, uploads as uploads_table};
use image::{ImageFormat, Rgba, RgbaImage};

pub async fn send(client: &Client, file: &[u8]) -> Answer {
    client.post_file("/settings/picture", "picture", "me.png", file).await
}

pub fn of_colour(colour: Rgba<u8>) -> Vec<u8> {
    written(&RgbaImage::from_pixel(300, 300, colour), ImageFormat::Png)
}

/// The address of a member's picture on their page; none where arms are drawn.
pub async fn shown(app: &TestApp, username: &str) -> Option<String> {
    app.visitor().get(&format!("/u/{username}")).await.expect(200).attributes(".who-head img.arms", "src").pop()
}

pub fn tidy(app: &TestApp) {
    let (db, storage) = (app.db().clone(), app.parts.web.storage().clone());
    std::thread::spawn(move || storage::tidy(&db, storage.as_ref()).unwrap()).join().unwrap();
}

/// The files that are kept.
pub fn files(app: &TestApp) -> Vec<String> {
    let Ok(folders) = std::fs::read_dir(app.folder().join("uploads")) else { return Vec::new() };
    let inside = folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
    let mut names: Vec<String> = inside.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[actix_web::test]
async fn a_picture_is_sent_by_a_plain_form_and_seen_by_everybody_with_nothing_that_runs() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    assert_eq!(shown(&app, "ann").await, None);
    let form = ann.get("/settings").await;
    assert_eq!(form.attributes("form[action='/settings/picture']", "enctype"), ["multipart/form-data"]);
    assert_eq!(send(&ann, &written(&two_halves(900, 500), ImageFormat::Jpeg)).await.expect(303).location().as_deref(), Some("/settings"));
    let address = shown(&app, "ann").await.expect("a picture");
    assert!(address.strip_prefix("/uploads/").is_some_and(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())), "{address}");
    assert_eq!(ann.get("/settings").await.attributes(".picture img", "src"), [address.as_str()]);
    for (address, side) in [(address.clone(), 240), (format!("{address}/96"), 96), (format!("{address}/500"), 96)] {
        let file = app.visitor().get(&address).await.expect(200);
        assert_eq!(file.header("content-security-policy"), Some("default-src 'none'; frame-ancestors 'none'; sandbox"));
        assert_eq!((file.header("x-content-type-options"), file.header("cache-control")), (Some("nosniff"), Some("public, max-age=300")));
        assert!(matches!(file.header("content-type"), Some("image/jpeg" | "image/png")) && file.header("set-cookie").is_none());
        assert_eq!(image::load_from_memory(&file.bytes).unwrap().width(), side);
        let mark = file.header("etag").unwrap().to_owned();
        let again = app.visitor().send(TestRequest::get().uri(&address).insert_header(("if-none-match", mark))).await.expect(304);
        assert!(again.bytes.is_empty() && again.header("content-security-policy").unwrap().contains("sandbox"));
    }
    for nothing in ["/uploads/0", "/uploads/00000000000000000000000000000000", &format!("{address}/10"), &format!("{address}/0"), &format!("{address}x")] {
        app.visitor().get(nothing).await.expect(404);
    }
    app.run_jobs();
}

#[actix_web::test]
async fn it_stands_wherever_the_name_does_and_what_shows_it_is_newer() {
    let (app, category) = scene::scene().await;
    let ann = app.member("ann").await;
    let topic = scene::ask(&ann, category).await;
    let version = |topic: TopicId| app.rows(move |conn| topics::table.find(topic).select(topics::version).first::<i64>(conn).unwrap());
    let before = version(topic).await;
    send(&ann, &of_colour(RED)).await.expect(303);
    app.run_jobs();
    assert!(version(topic).await > before);
    let small = format!("{}/96", shown(&app, "ann").await.unwrap());
    let visitor = app.visitor();
    let page = visitor.follow(visitor.get(&format!("/t/{topic}")).await).await;
    assert_eq!((page.attributes("#post-1 > img.arms", "src"), page.attributes("#post-1 > img.arms", "alt")), (vec![small.clone()], vec![String::new()]));
    assert_eq!(visitor.get("/").await.attributes(".row-last img.arms", "src"), [small.as_str()]);
    assert_eq!(ann.get("/tags").await.attributes(".account summary img", "src"), [small]);
    let before = version(topic).await;
    ann.post("/settings/picture/remove", &[]).await.expect(303);
    app.run_jobs();
    assert!(version(topic).await > before);
    assert!(visitor.get("/").await.has(".row-last svg.arms") && !visitor.get("/").await.has(".row-last img"));
}

#[actix_web::test]
async fn what_was_taken_off_is_gone_at_once_and_its_files_after_two_days() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    send(&ann, &of_colour(RED)).await.expect(303);
    let first = shown(&app, "ann").await.unwrap();
    let kept = files(&app);
    assert_eq!(kept.len(), 2);
    send(&ann, &of_colour(BLUE)).await.expect(303);
    app.visitor().get(&first).await.expect(404);
    app.visitor().get(&shown(&app, "ann").await.unwrap()).await.expect(200);
    app.later(47 * Timestamp::HOUR);
    tidy(&app);
    assert_eq!(files(&app).len(), 4, "a backup that began before is whole");
    app.later(2 * Timestamp::HOUR);
    tidy(&app);
    let left = files(&app);
    assert!(left.len() == 2 && left.iter().all(|file| !kept.contains(file)));
    ann.post("/settings/picture/remove", &[]).await.expect(303);
    ann.post("/settings/picture/remove", &[]).await.expect(303);
    assert_eq!(shown(&app, "ann").await, None);
    app.later(49 * Timestamp::HOUR);
    tidy(&app);
    assert!(files(&app).is_empty());
    let rows: (i64, i64, i64) = app
        .rows(|conn| {
            let count = |conn: &mut _| uploads_table::table.count().get_result(conn).unwrap();
            (count(conn), upload_sizes::table.count().get_result(conn).unwrap(), blobs::table.count().get_result(conn).unwrap())
        })
        .await;
    assert_eq!(rows, (0, 0, 0));
    app.run_jobs();
}

#[actix_web::test]
async fn two_with_the_same_picture_share_its_files_until_the_last_leaves() {
    let app = TestApp::start().await;
    let (ann, bob) = (with_password(&app, "ann").await, app.member("bob").await);
    send(&ann, &of_colour(RED)).await.expect(303);
    send(&bob, &of_colour(RED)).await.expect(303);
    assert_eq!(files(&app).len(), 2);
    let address = shown(&app, "ann").await.unwrap();
    assert_ne!(Some(&address), shown(&app, "bob").await.as_ref());
    ann.post("/settings/close-account", &[("password", PASSWORD), ("sure", "1")]).await.expect(303);
    app.visitor().get(&address).await.expect(404);
    app.later(49 * Timestamp::HOUR);
    tidy(&app);
    app.visitor().get(&shown(&app, "bob").await.unwrap()).await.expect(200);
    let bob = app.signed_in(bob.member()).await;
    bob.post("/settings/picture/remove", &[]).await.expect(303);
    // Taken again before its time is over, it stays.
    app.later(40 * Timestamp::HOUR);
    send(&bob, &of_colour(RED)).await.expect(303);
    app.later(40 * Timestamp::HOUR);
    tidy(&app);
    app.visitor().get(&shown(&app, "bob").await.unwrap()).await.expect(200);
    app.run_jobs();
}

#[actix_web::test]
async fn whoever_may_not_be_seen_otherwise_sends_no_picture() {
    let app = TestApp::start().await;
    app.visitor().post_file("/settings/picture", "picture", "a.png", &of_colour(RED)).await.expect(303);
    let ann = app.member("ann").await;
    let member = ann.member();
    send(&ann, &of_colour(RED)).await.expect(303);
    for suspends in [false, true] {
        let restrict = if suspends { standing::suspend } else { standing::silence };
        app.db().write(Acting::System, move |tx, by| restrict(tx, by, member, None, "too loud")).await.unwrap();
        send(&ann, &of_colour(BLUE)).await.expect(403);
    }
    assert!(shown(&app, "ann").await.is_some(), "the page of a suspended member stays as it is");
    ann.post("/settings/picture/remove", &[]).await.expect(303);
    assert_eq!(shown(&app, "ann").await, None);
    app.run_jobs();
}

/// Wherever somebody is killed between the first row and the last, no row stands without its file.
#[actix_web::test]
async fn a_file_that_was_never_named_goes_and_one_on_its_way_out_is_written_anew() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let storage = app.parts.web.storage().clone();
    let orphan = BlobHash::of(b"never named");
    let reserved = orphan.clone();
    app.db().write(Acting::System, move |tx, _| storage::store::reserve(tx, &reserved)).await.unwrap();
    storage.put(&orphan, b"never named").unwrap();
    let orphaned = orphan.clone();
    let named = app.db().write(Acting::System, move |tx, _| storage::store::reserve(tx, &orphaned));
    named.await.expect("twice is as good as once");
    app.later(49 * Timestamp::HOUR);
    tidy(&app);
    assert!(files(&app).is_empty());
    let gone = app.db().write(Acting::System, move |tx, _| storage::store::take_into_use(tx, &orphan)).await;
    assert!(gone.is_err(), "what is gone is not named");

    send(&app.signed_in(ann.member()).await, &of_colour(RED)).await.expect(303);
    let hashes = files(&app);
    let ann = app.signed_in(ann.member()).await;
    ann.post("/settings/picture/remove", &[]).await.expect(303);
    app.later(49 * Timestamp::HOUR);
    let ann = app.signed_in(ann.member()).await;
    // Upkeep was killed after it had said that the files go, and before they went.
    app.rows(|conn| diesel::update(blobs::table).set(blobs::leaving.eq(true)).execute(conn).unwrap()).await;
    send(&ann, &of_colour(RED)).await.expect(503);
    assert_eq!((files(&app), shown(&app, "ann").await), (hashes.clone(), None));
    tidy(&app);
    assert!(files(&app).is_empty());
    send(&ann, &of_colour(RED)).await.expect(303);
    assert_eq!(files(&app), hashes);
    app.visitor().get(&shown(&app, "ann").await.unwrap()).await.expect(200);
    app.run_jobs();
}

#[actix_web::test]
async fn an_upload_without_its_file_is_named() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    send(&ann, &of_colour(RED)).await.expect(303);
    let missing = || {
        let (db, storage) = (app.db().clone(), app.parts.web.storage().clone());
        let found = std::thread::spawn(move || {
            let mut found: Vec<(UploadId, String)> = Vec::new();
            uploads::missing(&db, storage.as_ref(), |upload, what| {
                found.push((upload, what));
                Ok(())
            })
            .unwrap();
            found
        });
        found.join().unwrap()
    };
    assert_eq!(missing(), []);
    let address = shown(&app, "ann").await.unwrap();
    let hash: String = app.rows(|conn| uploads_table::table.select(uploads_table::blob).first(conn).unwrap()).await;
    app.parts.web.storage().delete(&BlobHash::parse(&hash).unwrap()).unwrap();
    let found = missing();
    assert_eq!(found.iter().map(|(_, what)| what.as_str()).collect::<Vec<_>>(), [format!("its file {hash} is missing")]);
    app.visitor().get(&address).await.expect(404);
    app.visitor().get(&format!("{address}/96")).await.expect(200);
    app.run_jobs();
}

#[actix_web::test]
async fn files_are_decoded_so_often_and_no_oftener() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    for _ in 0..60 {
        send(&ann, b"no picture").await.expect(422);
    }
    send(&ann, b"no picture").await.expect(429);
    assert_eq!(ann.member(), MemberId(1));
}

#[test]
fn a_folder_keeps_what_it_is_given_and_forgets_what_was_never_finished() {
    let (_, database) = crate::support::TestDatabase::fresh();
    let folder = Folder::within(database.folder());
    let hash = BlobHash::of(b"a file");
    assert_eq!((folder.read(&hash).unwrap(), folder.has(&hash).unwrap()), (None, false));
    folder.delete(&hash).unwrap();
    folder.forget_unfinished().unwrap();
    for _ in 0..2 {
        folder.put(&hash, b"a file").unwrap();
        assert_eq!((folder.read(&hash).unwrap().as_deref(), folder.has(&hash).unwrap()), (Some(&b"a file"[..]), true));
    }
    let unfinished = database.folder().join("uploads/.unfinished");
    assert_eq!(std::fs::read_dir(&unfinished).unwrap().count(), 0);
    let (old, new) = (unfinished.join("old"), unfinished.join("new"));
    std::fs::write(&new, "half").unwrap();
    let file = std::fs::File::create(&old).unwrap();
    file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(90_000)).unwrap();
    folder.forget_unfinished().unwrap();
    assert!(new.exists() && !old.exists());
    for wrong in ["", "ab", &"../".repeat(30), &"A".repeat(64), &"g".repeat(64)] {
        assert_eq!(BlobHash::parse(wrong), None);
    }
    assert_eq!(BlobHash::parse(hash.as_str()), Some(hash));
}

#[actix_web::test]
async fn histories_and_the_list_of_members_show_it() {
    let (app, category) = scene::scene().await;
    let (ann, ada) = (app.member("ann").await, app.admin("ada").await);
    let topic = scene::ask(&ann, category).await;
    let post = scene::post(&app, topic, 1).await;
    app.later(10 * Timestamp::MINUTE);
    let fields = [("version", "1"), ("title", "Payouts stopped after the bank changed it"), ("body", "Since Tuesday no payout has reached us."), ("tags", "")];
    ann.post(&format!("/p/{post}/edit"), &fields).await.expect(303);
    let pages = [
        (format!("/p/{post}/history"), ".revisions h2"),
        ("/admin/members?q=ann".to_owned(), "tbody .who"),
        (format!("/admin/members/{}", ann.member()), ".who-head"),
    ];
    for (page, place) in &pages {
        let page = ada.get(page).await.expect(200);
        assert!(page.has(&format!("{place} svg.arms")) && !page.has(&format!("{place} img.arms")));
    }
    send(&ann, &of_colour(RED)).await.expect(303);
    let small = format!("{}/96", shown(&app, "ann").await.unwrap());
    for (page, place) in &pages {
        let page = ada.get(page).await.expect(200);
        assert!(!page.has(&format!("{place} svg.arms")));
        assert_eq!(page.attributes(&format!("{place} img.arms"), "src"), [small.as_str()]);
    }
    app.run_jobs();
}
