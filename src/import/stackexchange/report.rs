//! What became of every row that was read.

use std::collections::BTreeMap;
use std::fmt;

/// What became of a table's rows: read = written + left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableReport {
    /// Rows read.
    pub read: u64,
    /// Rows that stand in the community now.
    pub written: u64,
    /// Rows that do not, by reason.
    pub left_out: BTreeMap<&'static str, u64>,
}

impl TableReport {
    pub(super) fn wrote(&mut self) {
        self.read += 1;
        self.written += 1;
    }

    pub(super) fn left(&mut self, reason: &'static str) {
        self.read += 1;
        *self.left_out.entry(reason).or_default() += 1;
    }
}

/// What became of a dump.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// By file, in the order of reading.
    pub tables: Vec<(&'static str, TableReport)>,
    /// What else there is to say.
    pub notes: Vec<String>,
}

impl Report {
    pub(super) fn table(&mut self, file: &'static str) -> &mut TableReport {
        let at = self.tables.iter().position(|(name, _)| *name == file).unwrap_or_else(|| {
            self.tables.push((file, TableReport::default()));
            self.tables.len() - 1
        });
        &mut self.tables[at].1
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:16} {:>9} {:>9} {:>9}", "file", "read", "written", "left out")?;
        for (file, table) in &self.tables {
            writeln!(f, "{file:16} {:>9} {:>9} {:>9}", table.read, table.written, table.left_out.values().sum::<u64>())?;
            for (reason, number) in &table.left_out {
                writeln!(f, "{:36} {number:>9}  {reason}", "")?;
            }
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "{note}"))
    }
}
