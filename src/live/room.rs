//! How many streams this process has room for: each is an open file, and a page that is told something asks for it over
//! another line.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Room for streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Streams at most.
    pub streams: usize,
    /// Files that may be open at once; none where that is not limited.
    pub files: Option<u64>,
}

impl Room {
    /// Room for as many as are wanted, or as the system lets this process have. Takes what it may have.
    pub fn for_streams(wanted: usize) -> Self {
        let limit = getrlimit(Resource::Nofile);
        if limit.current != limit.maximum {
            // Where that is refused, what there is has to do.
            let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
        }
        Self::within(wanted, getrlimit(Resource::Nofile).current)
    }

    fn within(wanted: usize, files: Option<u64>) -> Self {
        // The other half is for what these pages ask for, and for everything else.
        let left = files.map_or(usize::MAX, |files| usize::try_from(files / 2).unwrap_or(usize::MAX));
        Self { streams: wanted.min(left), files }
    }
}

impl std::fmt::Display for Room {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} pages may be live at once", self.streams)?;
        match self.files {
            Some(files) => write!(f, ", of {files} open files"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Room;

    #[test]
    fn streams_leave_files_for_everything_else() {
        let streams = |wanted, files| Room::within(wanted, files).streams;
        assert_eq!(streams(20_000, Some(524_288)), 20_000);
        assert_eq!(streams(20_000, Some(20_000)), 10_000);
        assert_eq!(streams(20_000, Some(1_024)), 512);
        assert_eq!(streams(20_000, None), 20_000);
        assert_eq!(streams(0, Some(4_096)), 0);
    }
}
