//! Reading one file of a dump, row by row. Whatever is wrong is named with its file and line.

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use crate::platform::db::Timestamp;

/// A dump that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// A table that there must be.
    #[error("{file} cannot be opened in {folder}: {cause}")]
    Missing {
        /// Its name.
        file: String,
        /// Where it was looked for.
        folder: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A line that is not what it should be.
    #[error("{file}, line {line}: {what}")]
    Broken {
        /// The file.
        file: String,
        /// The line, counted from 1.
        line: u64,
        /// What is wrong with it.
        what: String,
    },
}

/// Counts lines on their way, and takes the file's hash.
struct Lines {
    inner: BufReader<File>,
    passed: u64,
    bytes: u64,
    hash: blake3::Hasher,
}

impl Read for Lines {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let number = self.inner.fill_buf()?.read(out)?;
        self.consume(number);
        Ok(number)
    }
}

impl BufRead for Lines {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, number: usize) {
        let passing = &self.inner.buffer()[..number];
        self.passed += memchr::memchr_iter(b'\n', passing).count() as u64;
        self.bytes += number as u64;
        self.hash.update(passing);
        self.inner.consume(number);
    }
}

/// One row: its attributes, unescaped.
pub(super) struct Row<'a> {
    file: &'a str,
    line: u64,
    attributes: Vec<(String, String)>,
}

impl Row<'_> {
    /// An attribute, if the row has it.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// An attribute that every row must have.
    pub fn text(&self, name: &str) -> Result<&str, DumpError> {
        self.get(name).ok_or_else(|| self.broken(format!("{name} is missing")))
    }

    /// A number, if the row has it.
    pub fn number_if(&self, name: &str) -> Result<Option<i64>, DumpError> {
        let read = |text: &str| text.parse().map_err(|_| self.broken(format!("{name} is {text:?}, which is no number")));
        self.get(name).map(read).transpose()
    }

    /// A number that every row must have.
    pub fn number(&self, name: &str) -> Result<i64, DumpError> {
        self.number_if(name)?.ok_or_else(|| self.broken(format!("{name} is missing")))
    }

    /// A moment, if the row has it.
    pub fn time_if(&self, name: &str) -> Result<Option<Timestamp>, DumpError> {
        let read = |text: &str| moment(text).ok_or_else(|| self.broken(format!("{name} is {text:?}, which is no time")));
        self.get(name).map(read).transpose()
    }

    /// A moment that every row must have.
    pub fn time(&self, name: &str) -> Result<Timestamp, DumpError> {
        self.time_if(name)?.ok_or_else(|| self.broken(format!("{name} is missing")))
    }

    /// Says that something is wrong with this row.
    pub fn broken(&self, what: String) -> DumpError {
        DumpError::Broken { file: self.file.to_owned(), line: self.line, what }
    }
}

/// `2018-02-06T20:19:50.957`, in UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let format = time::macros::format_description!(version = 2, "[year]-[month]-[day]T[hour]:[minute]:[second][optional [.[subsecond]]]");
    let read = time::PrimitiveDateTime::parse(text, format).ok()?.assume_utc();
    i64::try_from(read.unix_timestamp_nanos() / 1_000).ok().map(Timestamp)
}

/// Is the table in the dump?
pub(super) fn is_there(folder: &Path, file: &str) -> bool {
    folder.join(file).is_file()
}

/// Hands over every row of a file, in order, and gives the file's hash. A file that ends too early is broken.
/// `passed` hears of the bytes as they are read.
pub(super) fn rows<E: From<DumpError>>(
    folder: &Path,
    file: &str,
    passed: impl Fn(u64),
    mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
) -> Result<blake3::Hash, E> {
    let missing = |cause| DumpError::Missing { file: file.to_owned(), folder: folder.display().to_string(), cause };
    let inner = BufReader::with_capacity(1 << 16, File::open(folder.join(file)).map_err(missing)?);
    let mut reader = Reader::from_reader(Lines { inner, passed: 0, bytes: 0, hash: blake3::Hasher::new() });
    let (mut buffer, mut depth, mut ended, mut told) = (Vec::new(), 0_u32, false, 0);
    loop {
        buffer.clear();
        let read = reader.read_event_into(&mut buffer);
        let (line, bytes) = (reader.get_ref().passed + 1, reader.get_ref().bytes);
        passed(bytes - told);
        told = bytes;
        let broken = |what: String| DumpError::Broken { file: file.to_owned(), line, what };
        match read.map_err(|error| broken(error.to_string()))? {
            Event::Empty(row) if depth == 1 && row.name().as_ref() == "row" => {
                each(&Row { file, line, attributes: attributes(&row).map_err(broken)? })?;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                ended = depth == 0;
            }
            Event::Eof if ended => return Ok(reader.get_ref().hash.finalize()),
            Event::Eof => return Err(broken("the file ends in the middle".into()).into()),
            _ => {}
        }
    }
}

fn attributes(row: &BytesStart<'_>) -> Result<Vec<(String, String)>, String> {
    let mut attributes = Vec::new();
    for attribute in row.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        // By the book an unescaped tab is read as a space. Dumps have them within code, which would lose its indentation.
        let value = unescape_with(&attribute.value, resolve_xml_entity).map_err(|error| error.to_string())?;
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_and_without_fractions() {
        assert_eq!(moment("1970-01-01T00:00:01.5"), Some(Timestamp(1_500_000)));
        assert_eq!(moment("2018-02-06T20:19:50.957"), Some(Timestamp(1_517_948_390_957_000)));
        assert_eq!(moment("2018-02-06T20:19:50"), Some(Timestamp(1_517_948_390_000_000)));
        assert_eq!(moment("yesterday"), None);
    }
}
