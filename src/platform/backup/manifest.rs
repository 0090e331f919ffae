//! What an archive says of itself, before anything else.

use serde::{Deserialize, Serialize};

use super::store::tables::{Kind, Table};
use super::{BackupError, FORMAT, MANIFEST, Result};

/// The first member of an archive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The number of the format.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// `sqlite` or `postgres`: where it comes from. It can be restored to either.
    pub database: String,
    /// The moment of the snapshot, RFC 3339 in UTC.
    pub made_at: String,
    /// The migrations that had run, oldest first.
    pub migrations: Vec<String>,
    /// Every table, by name.
    pub tables: Vec<ManifestTable>,
    /// Files beside the database.
    pub files: u64,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestTable {
    /// Its name.
    pub name: String,
    /// What each row holds, in order.
    pub columns: Vec<(String, Kind)>,
    /// How many rows.
    pub rows: u64,
    /// The highest number ever given to a row, where the database gives numbers: none is given twice.
    pub last_id: Option<i64>,
}

impl ManifestTable {
    pub(super) fn new(table: &Table, rows: u64) -> Self {
        let columns = table.columns.iter().map(|column| (column.name.clone(), column.kind)).collect();
        Self { name: table.name.clone(), columns, rows, last_id: table.last_id }
    }
}

impl Manifest {
    /// Reads one, and refuses what this program cannot restore.
    pub(super) fn read(bytes: &[u8], known: &[String]) -> Result<Self> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
            program: String,
        }
        let broken = |error: serde_json::Error| BackupError::damaged(MANIFEST, error.to_string());
        let head: Head = serde_json::from_slice(bytes).map_err(broken)?;
        if head.format > FORMAT {
            let sentence = format!("this backup has format {}, which guildhall {} made; this program reads up to {FORMAT}", head.format, head.program);
            return Err(BackupError::Refused(sentence));
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(broken)?;
        match manifest.migrations.iter().find(|version| !known.contains(version)) {
            Some(version) => Err(BackupError::Refused(format!(
                "this backup has a newer schema ({version}), which guildhall {} made; restore it with that program or a newer one",
                manifest.program
            ))),
            None => Ok(manifest),
        }
    }

    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}
