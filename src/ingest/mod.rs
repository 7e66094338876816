//! Bytes to facts, one file a format. The only room that ever sees a secret's value.

mod aws;
mod carry;
mod format;
pub mod mcp;
mod native;
mod profile;
mod read;
mod redact;
mod scanners;
pub mod secrets;
mod sources;

pub use profile::{ProfileFile, profile};
pub use read::SourceFile;

use rayon::prelude::*;

use crate::model::{Diagnostic, Facts, Source};

/// Reads all files, side by side; the result does not depend on the number of threads.
///
/// A folder that is no project (`any_folder`) and holds client configurations but none of our own
/// records may hold anything else too: what is broken there is told as a notice and passed over.
///
/// # Errors
/// Everything wrong in all files, together, with the facts that could be read.
pub fn ingest(
    files: &[SourceFile],
    sources: &[Source],
    any_folder: bool,
) -> (Facts, Vec<Diagnostic>) {
    let read: Vec<(Facts, Vec<Diagnostic>)> =
        files.par_iter().map(|file| read::read(file, sources)).collect();
    let mut all = Facts::default();
    let mut errors = Vec::new();
    for (facts, wrong) in read {
        all.absorb(facts);
        errors.extend(wrong);
    }
    if any_folder && all.records() == 0 && !all.observed.is_empty() {
        all.notices.append(&mut errors);
    }
    (all, errors)
}
