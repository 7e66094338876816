//! The outputs of a run on their way to their folder: each is written as soon as it is made, and all are moved in
//! together.

use std::path::{Path, PathBuf};

use super::site::Earlier;
use super::{manifest, record, site};
use crate::render::Sink;
use crate::workspace::Staging;
use model::manifest::{FileFacts, RunOptions};
use model::{Artifact, Diagnostic, Posture};

/// Outputs that are written, but not yet in their places. Dropping it removes them.
#[derive(Debug)]
pub(super) struct Outputs<'a> {
    staging: Staging,
    /// The folder that they are for.
    out: &'a Path,
    /// Its place among the parts of the transaction.
    at: usize,
    files: Vec<FileFacts>,
    /// The record of the month, where this run keeps one.
    record: Option<FileFacts>,
}

/// Outputs in their places.
#[derive(Debug)]
pub(super) struct Moved {
    /// Those to name on the terminal.
    pub(super) named: Vec<PathBuf>,
    /// Outputs of an earlier run that are still there.
    pub(super) left: Vec<String>,
}

impl<'a> Outputs<'a> {
    /// Opens the folder of outputs, and the project where it gets the record of the month: all are written, or none.
    ///
    /// # Errors
    /// Where one of them cannot be written to, or another process is writing there.
    pub(super) fn open(
        out: &'a Path,
        earlier: Earlier,
        month: Option<(Artifact, &Path)>,
    ) -> Result<Self, Diagnostic> {
        let project = month.iter().map(|(_, root)| record::part(root));
        let mut staging = Staging::open(project.chain([earlier.part(out)]).collect())?;
        let record = month.map(|(record, _)| record);
        let at = usize::from(record.is_some());
        if let Some(record) = &record {
            staging.put(0, std::slice::from_ref(record))?;
        }
        let record = record.as_ref().map(listed);
        Ok(Outputs { staging, out, at, files: Vec::new(), record })
    }

    /// Moves them to their places, the manifest last.
    ///
    /// # Errors
    /// Where a file of the manifest's name is somebody else's, or a file cannot be moved.
    pub(super) fn commit(
        mut self,
        posture: &Posture,
        options: RunOptions,
        inputs: Vec<FileFacts>,
    ) -> Result<Moved, Diagnostic> {
        let left = manifest::left_over(self.out, &self.files)?;
        let record = self.record.take();
        let outputs = std::mem::take(&mut self.files);
        let manifest = manifest::artifact(posture, options, inputs, outputs, record)?;
        self.staging.put(self.at, &[manifest])?;
        let written = self.staging.finish()?.commit()?;
        Ok(Moved { named: site::named(self.out, written), left })
    }
}

impl Sink for Outputs<'_> {
    fn put(&mut self, files: Vec<Artifact>) -> Result<(), Diagnostic> {
        self.files.extend(files.iter().map(listed));
        self.staging.put(self.at, &files)
    }
}

fn listed(file: &Artifact) -> FileFacts {
    manifest::file(&file.path, &file.bytes)
}
