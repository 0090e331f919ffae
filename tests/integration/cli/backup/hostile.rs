//! Archives that nobody's backup made: changed at random, cut, sewn together, or meant to do harm. Each is refused with nothing
//! left behind, or restored as a whole; none brings the program down.

use super::{Place, changed, filled, members, rows, with_rows};
use crate::support::TestDatabase;
use guildhall::platform::backup::{Choices, Progress, restore};
use rand::Rng;
use rand::seq::IndexedRandom;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

struct Nobody;

impl Progress for Nobody {
    fn expect(&self, _: u64) {}
    fn did(&self, _: u64) {}
}

/// The same numbers in each run.
fn numbers() -> impl Rng {
    use rand::SeedableRng;
    rand::rngs::StdRng::seed_from_u64(7)
}

fn scene() -> (TestDatabase, Vec<u8>) {
    let (_, test) = TestDatabase::fresh();
    let source = filled(&test);
    let file = test.folder().join("good.tar");
    source.printed(&["backup", file.to_str().unwrap()]);
    let archive = std::fs::read(file).unwrap();
    (test, archive)
}

/// Restores it into a place of its own; what the program says. Either all of it is there, or nothing.
fn outcome(test: &TestDatabase, archive: &[u8], what: &str) -> Result<(), String> {
    let before = beside(test);
    let place = Place::sqlite(test, "target");
    std::fs::create_dir_all(&place.folder).unwrap();
    let choices = Choices { content: &["members", "topics"], forget: &[], staying: &[] };
    let answer = catch_unwind(AssertUnwindSafe(|| restore(&place.location, &place.folder, archive, &choices, &Nobody)));
    let answer = answer.unwrap_or_else(|_| panic!("{what}: it panicked")).map_err(|error| error.to_string());
    match &answer {
        Ok(restored) => {
            for table in restored.manifest.tables.iter().filter(|table| ["members", "topics", "posts"].contains(&table.name.as_str())) {
                assert_eq!(rows(&place.location, &table.name) as u64, table.rows, "{what}: {}", table.name);
            }
        }
        Err(complaint) => assert!(place.is_untouched() && !complaint.is_empty(), "{what}: after {complaint}"),
    }
    std::fs::remove_dir_all(&place.folder).unwrap();
    assert_eq!(beside(test), before, "{what}");
    answer.map(drop)
}

/// What stands in the test's folder.
fn beside(test: &TestDatabase) -> BTreeSet<OsString> {
    std::fs::read_dir(test.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect()
}

#[test]
fn bytes_changed_at_random_are_noticed() {
    let (test, archive) = scene();
    let mut numbers = numbers();
    for round in 0..80 {
        let mut bad = archive.clone();
        let at = numbers.random_range(0..bad.len());
        let length = numbers.random_range(1..2_000).min(bad.len() - at);
        match round % 5 {
            0 => bad[at] ^= 1 << numbers.random_range(0..8),
            1 => bad[at..at + length].fill(0),
            2 => numbers.fill(&mut bad[at..at + length]),
            3 => bad.truncate(at),
            _ => drop(bad.drain(at..at + length)),
        }
        let what = format!("round {round}, {length} at {at}");
        // What fills a member up to whole blocks, and the head's owner and time, mean nothing.
        if outcome(&test, &bad, &what).is_ok() {
            let same = members(&bad).iter().map(|(name, bytes)| (name.clone(), bytes.clone())).eq(members(&archive));
            assert!(same, "{what} was restored");
        }
    }
    assert_eq!(outcome(&test, &archive, "the good one"), Ok(()));
}

/// Right checksums say nothing of what they are the sums of.
#[test]
fn rows_changed_at_random_are_refused_or_kept_whole() {
    let (test, archive) = scene();
    let mut numbers = numbers();
    let tables: Vec<String> = members(&archive).into_iter().filter_map(|(name, _)| Some(name.strip_prefix("tables/")?.split_once('/')?.0.to_owned())).collect();
    const WORDS: &[&str] = &[
        "[",
        "]",
        ",",
        "\"",
        "null",
        "true",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "1e400",
        "0.5",
        "\\ud800",
        "\\u0000",
        "{}",
        "\u{feff}",
        "\n",
        "[[[[",
        "\"x\"",
        "",
    ];
    let (mut refused, mut restored) = (0, 0);
    for round in 0..80 {
        let table = tables.choose(&mut numbers).unwrap();
        let word = WORDS.choose(&mut numbers).unwrap();
        let place: f64 = numbers.random();
        let bad = with_rows(&archive, table, |mut text| {
            let at = (0..=(text.len() as f64 * place) as usize).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let end = (at + round % 4).min(text.len());
            let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap();
            text.replace_range(at..end, word);
            text
        });
        match outcome(&test, &bad, &format!("{word:?} in {table}, round {round}")) {
            Ok(()) => restored += 1,
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 40 && restored < 40, "{refused} refused, {restored} restored");
}

#[test]
fn members_in_another_order_missing_or_twice_are_refused() {
    let (test, archive) = scene();
    let names: Vec<String> = members(&archive).into_iter().map(|(name, _)| name).collect();
    let mut numbers = numbers();
    for round in 0..30 {
        let mut order: Vec<usize> = (0..names.len()).collect();
        let (one, other) = (numbers.random_range(0..names.len()), numbers.random_range(0..names.len()));
        match round % 3 {
            0 if one != other => order.swap(one, other),
            1 => drop(order.remove(one)),
            _ => order.insert(other, one),
        }
        let bad = built(order.iter().map(|index| members(&archive)[*index].clone()));
        let what = format!("round {round}: {one} and {other} of {}", names.len());
        // In what order the tables come is all the same.
        assert!(outcome(&test, &bad, &what).is_err() || round % 3 == 0, "{what}");
    }
}

/// An archive of these members with the checksums that fit, all but the list of checksums.
fn built(list: impl Iterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in list {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, name, &bytes[..]).unwrap();
    }
    changed(&tar.into_inner().unwrap(), |_, bytes| bytes)
}

/// The archive with one more member before the checksums, of this kind and under this name as it stands.
fn with_member(archive: &[u8], name: &[u8], kind: tar::EntryType, link: &str, content: &[u8]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (known, bytes) in members(archive) {
        let mut header = tar::Header::new_gnu();
        if known == "SHA256SUMS" {
            header.as_old_mut().name[..name.len()].copy_from_slice(name);
            header.set_entry_type(kind);
            header.set_size(content.len() as u64);
            header.as_old_mut().linkname[..link.len()].copy_from_slice(link.as_bytes());
            header.set_cksum();
            tar.append(&header, content).unwrap();
        }
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, known, &bytes[..]).unwrap();
    }
    tar.into_inner().unwrap()
}

#[test]
fn nothing_is_written_outside_the_folder() {
    use tar::EntryType;
    let (test, archive) = scene();
    for name in [
        "../escaped",
        "uploads/../../escaped",
        "/tmp/guildhall-escaped",
        "uploads/./../../escaped",
        "..",
        ".",
        "uploads",
        "uploads/",
        "other/x",
        "guildhall.db",
        "uploads/\0x",
        "tables/../../escaped",
    ] {
        assert!(outcome(&test, &with_member(&archive, name.as_bytes(), EntryType::Regular, "", b"x"), name).is_err(), "{name}");
    }
    assert!(outcome(&test, &with_member(&archive, b"uploads/\xff\xfe", EntryType::Regular, "", b"x"), "no text").is_err());
    for kind in [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Directory,
        EntryType::Char,
        EntryType::Block,
        EntryType::Fifo,
        EntryType::GNUSparse,
        EntryType::Continuous,
    ] {
        assert!(outcome(&test, &with_member(&archive, b"uploads/ab", kind, "/etc", b""), "a link").is_err(), "{kind:?}");
    }
    assert!(!std::path::Path::new("/tmp/guildhall-escaped").exists() && !test.folder().join("escaped").exists());
}

#[test]
fn what_unpacks_to_more_than_a_backup_writes_is_refused() {
    let (test, archive) = scene();
    let zeros = zstd::encode_all(std::io::repeat(b'\n').take(65 << 20), 1).unwrap();
    assert!(zeros.len() < 100_000);
    let bomb = changed(&archive, |name, bytes| if name.starts_with("tables/members/") { zeros.clone() } else { bytes });
    let complaint = outcome(&test, &bomb, "a bomb").expect_err("it is refused");
    assert!(complaint.contains("larger than any part of a backup"), "{complaint}");
    let deep = with_rows(&archive, "members", |_| "[".repeat(1_000_000));
    assert!(outcome(&test, &deep, "deep").is_err());
    // A head that promises more than there is.
    let mut long = archive.clone();
    let mut header = tar::Header::from_byte_slice(&long[..512]).clone();
    header.set_size(1 << 40);
    header.set_cksum();
    long[..512].copy_from_slice(header.as_bytes());
    assert!(outcome(&test, &long, "a long member").is_err());
}
