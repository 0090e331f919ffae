//! What became of every row that was read.

use std::fmt;

use super::ImportError;
use super::scratch::{FILES, Scratch};
use super::store::Import;

/// What became of a file's rows: read = written + left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableReport {
    /// Rows read; none when the dump has no such file.
    pub read: Option<u64>,
    /// Rows that stand in the community now.
    pub written: u64,
    /// Rows that do not, by reason.
    pub left_out: Vec<(String, u64)>,
}

/// What became of a dump.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// By file, in the order of reading.
    pub tables: Vec<(&'static str, TableReport)>,
    /// What else there is to say.
    pub notes: Vec<String>,
    /// Everything had been written before: nothing was changed.
    pub was_done: bool,
}

/// Works it out from the working file.
pub(super) fn report(scratch: &mut Scratch, import: &Import) -> Result<Report, ImportError> {
    let mut report = Report::default();
    for file in FILES {
        report.tables.push((file, table(scratch, file)?));
    }
    let absent: Vec<&str> = report.tables.iter().filter(|(_, table)| table.read.is_none()).map(|(file, _)| *file).collect();
    let figures = scratch.figures()?;
    let refused: i64 = scratch.fact("tags refused")?.and_then(|number| number.parse().ok()).unwrap_or(0);
    let notes = [
        (absent.len() as i64, format!("Not in the dump: {}.", absent.join(", "))),
        (i64::from(absent.contains(&super::scratch::HISTORY)), "Without PostHistory.xml texts are made of HTML, and there are no revisions.".into()),
        (figures.lost, format!("{} writers are not among the users; each became a closed account.", figures.lost)),
        (import.renamed, format!("{} users are shown by a username: nobody here may go by the name they had.", import.renamed)),
        (figures.false_marks, format!("{} questions name an accepted answer that is not in the dump.", figures.false_marks)),
        (refused, format!("{refused} times a question lost a tag that no tag here can be called.")),
        (import.mended, format!("{} texts are nested or long beyond reading and stand as plain ones.", import.mended)),
        (i64::from(!import.keeps_numbers()), "The community had topics already: imported ones have numbers of their own, old addresses lead to them.".into()),
    ];
    report.notes = notes.into_iter().filter(|(number, _)| *number > 0).map(|(_, note)| note).collect();
    Ok(report)
}

fn table(scratch: &mut Scratch, file: &str) -> Result<TableReport, ImportError> {
    let Some(read) = scratch.fact(&format!("read {file}"))?.and_then(|number| number.parse().ok()) else { return Ok(TableReport::default()) };
    let doubled: u64 = scratch.fact(&format!("doubled {file}"))?.and_then(|number| number.parse().ok()).unwrap_or(0);
    let mut left_out = scratch.fates(file)?;
    let written = left_out.iter().find(|(reason, _)| reason.is_empty()).map_or(0, |(_, rows)| *rows);
    left_out.retain(|(reason, _)| !reason.is_empty());
    if doubled > 0 {
        left_out.push(("its number came before".into(), doubled));
    }
    Ok(TableReport { read: Some(read), written, left_out })
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:16} {:>9} {:>9} {:>9}", "file", "read", "written", "left out")?;
        for (file, table) in &self.tables {
            let Some(read) = table.read else {
                writeln!(f, "{file:16} {:>9}", "none")?;
                continue;
            };
            writeln!(f, "{file:16} {read:>9} {:>9} {:>9}", table.written, table.left_out.iter().map(|(_, rows)| rows).sum::<u64>())?;
            for (reason, number) in &table.left_out {
                writeln!(f, "{:36} {number:>9}  {reason}", "")?;
            }
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "{note}"))?;
        if self.was_done { writeln!(f, "Everything had been imported before; nothing was changed.") } else { Ok(()) }
    }
}
