//! The last member: a checksum of every other one, in the form that `sha256sum` writes and reads.

use sha2::{Digest, Sha256};

use super::{BackupError, Result, SUMS};

/// Names with their checksums, in the order of the archive.
#[derive(Default)]
pub(super) struct CheckSums(Vec<(String, String)>);

/// A checksum in small hexadecimal digits.
pub(super) fn sum(digest: Sha256) -> String {
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl CheckSums {
    pub fn add(&mut self, name: &str, sum: String) {
        self.0.push((name.to_owned(), sum));
    }

    pub fn text(&self) -> String {
        self.0.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect()
    }

    /// Compares what was read with what the archive says: the same members with the same sums.
    pub fn verify(&self, written: &[u8]) -> Result<()> {
        let written = String::from_utf8_lossy(written);
        let mut expected = written.lines();
        for (row, (name, sum)) in self.0.iter().enumerate() {
            let line = expected.next().and_then(|line| line.split_once("  "));
            match line {
                Some((should, named)) if named == name && should == sum => {}
                Some((_, named)) if named == name => return Err(BackupError::damaged(name, "its checksum is another one")),
                _ => return Err(BackupError::damaged(format!("{SUMS}, row {}", row + 1), format!("it should name {name}"))),
            }
        }
        match expected.next() {
            Some(line) => Err(BackupError::damaged(SUMS, format!("it names a member that is not there: {}", line.split("  ").last().unwrap_or("")))),
            None => Ok(()),
        }
    }
}
