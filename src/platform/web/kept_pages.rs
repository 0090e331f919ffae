//! Pages that were made before, on disk: more of them than memory should hold, and read as quickly, since the system keeps
//! what is read often in memory that it can take back. The file has no name and ends with the process.
//!
//! It is written round and round: what was written first goes first. Where most of it is pages that others took the place of,
//! it is begun again before its room is full: a few pages that often change need little of it. Each page carries the state it was made in; whether that
//! is the state of now, the asker finds out for each request.

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The file is not begun again before it has so many bytes.
const LEAST: u64 = 16 << 20;

/// What a page is found by: a digest of everything that its request decides.
pub type PageName = [u8; 16];

/// Pages, each with the state it was made in.
pub struct KeptPages<S> {
    folder: PathBuf,
    room: u64,
    ring: Mutex<Ring<S>>,
    sent: AtomicU64,
}

/// A page that was found, not yet read.
pub struct Found<S> {
    /// The state it was made in.
    pub state: S,
    name: PageName,
    place: Place,
    file: Arc<File>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Place {
    at: u64,
    length: u32,
    /// No two pages that are in somebody's hands have the same, wherever they stand.
    serial: u32,
}

struct Ring<S> {
    file: Option<Arc<File>>,
    head: u64,
    serial: u32,
    /// The bytes of all pages that can be found.
    bytes: u64,
    pages: HashMap<PageName, (Place, S)>,
    /// As they were written, with those that another took the place of.
    written: VecDeque<(PageName, Place)>,
    is_broken: bool,
}

impl<S: Copy> KeptPages<S> {
    /// Room for so many bytes below a folder; none keeps nothing. The file is made with the first page.
    pub fn within(folder: PathBuf, room: u64) -> Self {
        let ring = Ring { file: None, head: 0, serial: 0, bytes: 0, pages: HashMap::new(), written: VecDeque::new(), is_broken: false };
        Self { folder, room, ring: Mutex::new(ring), sent: AtomicU64::new(0) }
    }

    /// Whether anything is kept.
    pub fn has_room(&self) -> bool {
        self.room > 0
    }

    /// A page by its name.
    pub fn find(&self, name: &PageName) -> Option<Found<S>> {
        let ring = self.ring();
        let (place, state) = *ring.pages.get(name)?;
        Some(Found { state, name: *name, place, file: ring.file.clone()? })
    }

    /// What a page holds; none when it had to go meanwhile.
    pub fn read(&self, found: &Found<S>) -> Option<Vec<u8>> {
        let mut bytes = vec![0; found.place.length as usize];
        found.file.read_exact_at(&mut bytes, found.place.at).ok()?;
        // Whoever writes over a page takes it off the list first.
        self.ring().is_there(found).then_some(bytes)
    }

    /// Notes that a page was sent again.
    pub fn count_sent(&self) {
        self.sent.fetch_add(1, Ordering::Relaxed);
    }

    /// How many pages were sent again.
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// How many pages there are.
    pub fn count(&self) -> usize {
        self.ring().pages.len()
    }

    /// Says that a page is as it would be made in another state.
    pub fn holds_in(&self, found: &Found<S>, state: S) {
        let mut ring = self.ring();
        if ring.is_there(found)
            && let Some((_, kept)) = ring.pages.get_mut(&found.name)
        {
            *kept = state;
        }
    }

    /// Keeps a page in place of what it was before. What cannot be kept is made anew each time.
    pub fn keep(&self, name: PageName, state: S, bytes: &[u8]) {
        let mut ring = self.ring();
        if ring.is_broken || bytes.len() as u64 > self.room / 2 {
            return;
        }
        if let Err(error) = self.write(&mut ring, name, state, bytes) {
            tracing::warn!(%error, "pages are no longer kept: the disk does not take them");
            (ring.is_broken, ring.file) = (true, None);
            ring.pages.clear();
            ring.written.clear();
            ring.bytes = 0;
        }
    }

    fn write(&self, ring: &mut Ring<S>, name: PageName, state: S, bytes: &[u8]) -> std::io::Result<()> {
        let file = match &ring.file {
            Some(file) => file.clone(),
            None => ring.file.insert(Arc::new(tempfile::tempfile_in(&self.folder)?)).clone(),
        };
        let length = bytes.len() as u64;
        if ring.head + length > self.room.min(LEAST.max(2 * ring.bytes)) {
            ring.make_room(ring.head, u64::MAX);
            ring.head = 0;
        }
        ring.make_room(ring.head, ring.head + length);
        file.write_all_at(bytes, ring.head)?;
        let place = Place { at: ring.head, length: bytes.len() as u32, serial: ring.serial };
        ring.head += length;
        ring.serial = ring.serial.wrapping_add(1);
        ring.written.push_back((name, place));
        ring.bytes += length;
        if let Some((before, _)) = ring.pages.insert(name, (place, state)) {
            ring.bytes -= u64::from(before.length);
        }
        Ok(())
    }

    fn ring(&self) -> MutexGuard<'_, Ring<S>> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S> Ring<S> {
    fn is_there(&self, found: &Found<S>) -> bool {
        self.pages.get(&found.name).is_some_and(|(place, _)| *place == found.place)
    }

    /// Takes off the list what stands between two places; these are always the pages that were written first.
    fn make_room(&mut self, from: u64, to: u64) {
        while let Some((name, place)) = self.written.front().copied()
            && place.at < to
            && place.at + u64::from(place.length) > from
        {
            self.written.pop_front();
            if self.pages.get(&name).is_some_and(|(current, _)| *current == place) {
                self.pages.remove(&name);
                self.bytes -= u64::from(place.length);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pages: &KeptPages<u8>, name: u8) -> Option<(u8, Vec<u8>)> {
        let found = pages.find(&[name; 16])?;
        Some((found.state, pages.read(&found)?))
    }

    #[test]
    fn what_was_written_first_goes_first() {
        let pages = KeptPages::within(std::env::temp_dir(), 100);
        for name in 0..5 {
            pages.keep([name; 16], name, &[name; 30]);
            assert_eq!(read(&pages, name), Some((name, vec![name; 30])));
        }
        let there: Vec<u8> = (0..5).filter(|name| read(&pages, *name).is_some()).collect();
        assert_eq!(there, [2, 3, 4], "three have room; the fourth and the fifth began again at the front");
        pages.keep([4; 16], 9, b"another");
        assert_eq!(read(&pages, 4), Some((9, b"another".to_vec())));
        for round in 0..500_usize {
            let (name, length) = ((round % 7) as u8, 1 + round * 13 % 50);
            pages.keep([name; 16], name, &vec![name; length]);
            for name in 0..7 {
                assert!(read(&pages, name).is_none_or(|(state, bytes)| bytes.iter().all(|byte| *byte == state || state == 9)), "{name} in round {round}");
            }
            assert_eq!(read(&pages, name).map(|(_, bytes)| bytes.len()), Some(length));
        }
    }

    #[test]
    fn a_few_pages_that_often_change_need_little_room() {
        let pages = KeptPages::within(std::env::temp_dir(), u64::MAX);
        let page = vec![7; 1 << 20];
        for round in 0..100 {
            pages.keep([round % 3; 16], round, &page);
        }
        assert!(pages.ring().head <= LEAST);
        assert_eq!([0, 1, 2].map(|name| read(&pages, name).map(|(state, _)| state)), [Some(99), Some(97), Some(98)]);
        (0..30).for_each(|name| pages.keep([name; 16], name, &page));
        assert_eq!((0..30).filter(|name| read(&pages, *name).is_some()).count(), 30, "many that do not change have more");
    }

    #[test]
    fn a_page_that_went_meanwhile_is_not_read() {
        let pages = KeptPages::within(std::env::temp_dir(), 100);
        pages.keep([1; 16], 1, &[1; 40]);
        let found = pages.find(&[1; 16]).unwrap();
        (2..5).for_each(|name| pages.keep([name; 16], name, &[name; 40]));
        assert_eq!(pages.read(&found), None);
        pages.holds_in(&found, 7);
        assert_eq!(read(&pages, 1), None);
        let found = pages.find(&[4; 16]).unwrap();
        pages.holds_in(&found, 7);
        assert_eq!(read(&pages, 4), Some((7, vec![4; 40])));
    }

    #[test]
    fn without_room_and_without_a_folder_nothing_is_kept() {
        let none = KeptPages::within(std::env::temp_dir(), 0);
        none.keep([1; 16], 1, b"page");
        assert_eq!(read(&none, 1), None);
        let nowhere = KeptPages::within("/nowhere/at/all".into(), 100);
        nowhere.keep([1; 16], 1, b"page");
        nowhere.keep([2; 16], 1, b"page");
        assert_eq!(read(&nowhere, 2), None);
    }
}
