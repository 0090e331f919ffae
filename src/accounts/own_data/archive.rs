//! The archive: a ZIP of JSON files, written row by row, and of what its owner brought, piece by piece.

use serde_json::Value;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// An archive that is being written.
pub(super) struct Archive {
    zip: ZipWriter<File>,
    is_first: bool,
}

impl Archive {
    /// Begins one. Only whoever runs the program reads it.
    pub fn create(path: &Path) -> anyhow::Result<Self> {
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Self { zip: ZipWriter::new(options.open(path)?), is_first: true })
    }

    /// Begins a file: a list of rows.
    pub fn begin(&mut self, name: &str) -> anyhow::Result<()> {
        self.zip.start_file(format!("{name}.json"), SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true))?;
        self.is_first = true;
        Ok(self.zip.write_all(b"[")?)
    }

    /// Adds a row to it.
    pub fn add(&mut self, row: &Value) -> anyhow::Result<()> {
        self.zip.write_all(if self.is_first { b"\n" } else { b",\n" })?;
        self.is_first = false;
        Ok(serde_json::to_writer_pretty(&mut self.zip, row)?)
    }

    /// Ends it.
    pub fn end(&mut self) -> anyhow::Result<()> {
        Ok(self.zip.write_all(b"\n]\n")?)
    }

    /// Adds a file as it is: pictures are as small as they get.
    pub fn attach(&mut self, name: &str, content: &mut dyn Read) -> anyhow::Result<()> {
        self.zip.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true))?;
        io::copy(content, &mut self.zip)?;
        Ok(())
    }

    /// Writes it onto the disk; answers how long it is.
    pub fn finish(self) -> anyhow::Result<u64> {
        let file = self.zip.finish()?;
        file.sync_all()?;
        Ok(file.metadata()?.len())
    }
}
