//! A backup that is not whole is refused with the place where it is not, and leaves nothing behind.

use super::{Place, changed, filled, members, with_rows, write};
use crate::support::TestDatabase;
use guildhall::platform::backup::{Choices, Progress, restore};

/// A place to restore to, and a good archive.
fn scene() -> (Place, Vec<u8>, TestDatabase) {
    let (place, test) = Place::configured();
    let source = filled(&test);
    let file = test.folder().join("good.tar");
    source.printed(&["backup", file.to_str().unwrap()]);
    let archive = std::fs::read(file).unwrap();
    (place, archive, test)
}

struct Nobody;

impl Progress for Nobody {
    fn expect(&self, _: u64) {}
    fn did(&self, _: u64) {}
}

/// Restores it and expects this in the complaint; nothing may be left.
fn refused(place: &Place, archive: &[u8], expected: &[&str]) {
    let choices = Choices { content: &["members", "topics"], forget: &[], staying: &[] };
    let complaint = restore(&place.location, &place.folder, archive, &choices, &Nobody).expect_err("it is refused").to_string();
    assert!(expected.iter().all(|part| complaint.contains(part)), "{expected:?} in {complaint}");
    assert!(place.is_untouched(), "after {complaint}");
}

#[test]
fn a_flipped_byte_is_noticed_wherever_it_is() {
    let (place, archive, test) = scene();
    let mut at = 512;
    for (name, bytes) in members(&archive) {
        let mut bad = archive.clone();
        bad[at + bytes.len() / 2] ^= 0x10;
        match &*name {
            "SHA256SUMS" => refused(&place, &bad, &["the backup is damaged"]),
            _ => refused(&place, &bad, &["the backup is damaged", &name]),
        }
        // The member, filled up to whole blocks, and the head of the next.
        at += bytes.len().next_multiple_of(512) + 512;
    }
    let mut bad = archive.clone();
    bad[archive.len() / 2] ^= 1;
    let complaint = place.complaint(&["restore", &write(test.folder(), "bad.tar", &bad)]);
    assert!(complaint.starts_with("guildhall: the backup is damaged: "), "{complaint}");
    place.printed(&["restore", test.folder().join("good.tar").to_str().unwrap()]);
}

#[test]
fn an_archive_that_is_cut_off_is_refused() {
    let (place, archive, _test) = scene();
    let sums = archive.len() - members(&archive).last().unwrap().1.len().next_multiple_of(512) - 512 - 1024;
    for length in [0, 100, 512, 20_000, archive.len() / 2, sums - 512, sums, sums + 512, sums + 700] {
        refused(&place, &archive[..length], &["the backup is damaged"]);
    }
}

#[test]
fn counts_and_rows_that_do_not_fit_are_named() {
    let (place, archive, _test) = scene();
    let more = changed(&archive, |name, bytes| match name {
        "manifest.json" => String::from_utf8(bytes).unwrap().replace("\"files\":1", "\"files\":2").into_bytes(),
        _ => bytes,
    });
    refused(&place, &more, &["the files", "there are 1, and the manifest says 2"]);
    let fewer = with_rows(&archive, "votes", |text| text.lines().skip(1).map(|line| format!("{line}\n")).collect());
    refused(&place, &fewer, &["tables/votes", "and the manifest says"]);
    let wrong_kind = with_rows(&archive, "tags", |text| text.replacen("\n[", "\n[\"x\",", 1));
    refused(&place, &wrong_kind, &["tables/tags/000001.jsonl.zst, row 2", " values for "]);
    let wrong_value = with_rows(&archive, "members", |text| text.replacen("\"active\"", "\"asleep\"", 1));
    refused(&place, &wrong_value, &["tables/members/000001.jsonl.zst, row 1"]);
    let doubled = with_rows(&archive, "settings", |text| text.clone() + text.lines().next().unwrap());
    refused(&place, &doubled, &["tables/settings/000001.jsonl.zst, row "]);
    let orphan = with_rows(&archive, "me_too", |text| text.replacen('[', "[99", 1));
    refused(&place, &orphan, &["me_too"]);
}

#[test]
fn what_this_program_cannot_read_is_refused_with_the_version_that_can() {
    let (place, archive, _test) = scene();
    let manifest = |from: &'static str, to: &'static str| {
        changed(&archive, move |name, bytes| match name {
            "manifest.json" => {
                let text = String::from_utf8(bytes).unwrap();
                assert!(text.contains(from), "{text}");
                text.replacen(from, to, 1).into_bytes()
            }
            _ => bytes,
        })
    };
    refused(&place, &manifest("\"format\":1", "\"format\":2"), &["this backup has format 2", "guildhall 0.1.0"]);
    refused(&place, &manifest("\"migrations\":[", "\"migrations\":[\"9999\","), &["newer schema (9999)"]);
    refused(&place, &manifest("[\"username\",\"text\"]", "[\"nickname\",\"text\"]"), &["table members", "no such column nickname"]);
    let astray = changed(&archive, |_, bytes| bytes);
    let at = astray.windows(18).position(|window| window == b"uploads/ab/abcd\0\0\0").unwrap();
    let mut moved = astray.clone();
    moved[at..at + 15].copy_from_slice(b"../../../ab/abc");
    refused(&place, &moved, &["the backup is damaged"]);
}
