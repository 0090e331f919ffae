//! What people brought travels with its rows, and what nothing names stays behind.

use super::{Place, connection, members, rows};
use crate::support::TestDatabase;
use diesel::connection::SimpleConnection;
use guildhall::platform::storage::{BlobHash, Folder, Storage};

/// A member with a picture of two files, and a file that nothing names any more.
fn filled(place: &Place) -> [BlobHash; 3] {
    place.printed(&["migrate"]);
    let folder = Folder::within(&place.folder);
    let hashes = [&b"large"[..], b"small", b"unused"].map(|content| {
        let hash = BlobHash::of(content);
        folder.put(&hash, content).unwrap();
        hash
    });
    std::fs::write(place.folder.join("uploads/.unfinished/half"), "half of a file").unwrap();
    let [large, small, unused] = &hashes;
    let sql = format!(
        "INSERT INTO members (username, username_key, username_skeleton, name, name_skeleton, created_at, picture) VALUES ('ann', 'ann', 'ann', 'Ann', 'ann', 1, 'abc');
         INSERT INTO member_settings (member) VALUES (1);
         INSERT INTO member_counts (member) VALUES (1);
         INSERT INTO blobs (hash, unused_since) VALUES ('{large}', NULL), ('{small}', NULL), ('{unused}', 5);
         INSERT INTO uploads (public_id, owner, blob, kind, bytes, width, height, created_at) VALUES ('abc', 1, '{large}', 'png', 5, 240, 240, 1);
         INSERT INTO upload_sizes (upload, width, blob, kind, bytes) VALUES (1, 96, '{small}', 'png', 5);
         INSERT INTO upload_uses (upload, place, member) VALUES (1, 'picture', 1)"
    );
    connection(&place.location).batch_execute(&sql).unwrap();
    hashes
}

#[test]
fn files_travel_with_their_rows_to_the_other_database() {
    let test = TestDatabase::fresh().1;
    let place = Place::sqlite(&test, "source");
    let [large, small, unused] = filled(&place);
    assert!(place.printed(&["check"]).contains("Everything is as it should be"));
    let file = test.folder().join("kept.tar");
    place.printed(&["backup", file.to_str().unwrap()]);
    let archive = std::fs::read(&file).unwrap();
    let kept: Vec<String> = members(&archive).into_iter().map(|(name, _)| name).filter(|name| name.starts_with("uploads/")).collect();
    let mut wanted = [&large, &small].map(|hash| format!("uploads/{}/{hash}", &hash.as_str()[..2]));
    wanted.sort();
    assert_eq!(kept, wanted);

    let (restored, _database) = Place::configured();
    restored.printed(&["restore", file.to_str().unwrap()]);
    assert!(restored.printed(&["check"]).contains("Everything is as it should be"));
    assert_eq!(["blobs", "uploads", "upload_sizes", "upload_uses"].map(|table| rows(&restored.location, table)), [3, 1, 1, 1]);
    let folder = Folder::within(&restored.folder);
    assert_eq!([&large, &small, &unused].map(|hash| folder.read(hash).unwrap()), [Some(b"large".to_vec()), Some(b"small".to_vec()), None]);

    folder.delete(&small).unwrap();
    let output = restored.run(&["check", "--fix"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success() && said.contains(&format!("upload 1: its file {small} is missing")), "{said}");
}
