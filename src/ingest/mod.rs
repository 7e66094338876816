//! Bytes to facts, one file a format. The only room that ever sees a secret's value.

mod aws;
mod carry;
mod format;
mod gitleaks;
pub mod mcp;
mod native;
mod nhi_scan;
mod profile;
mod read;
mod redact;
pub mod secrets;
mod shared;
mod sources;
mod tables;
mod text;

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
    let read: Vec<read::Read> = files.par_iter().map(|file| read::read(file, sources)).collect();
    let mut all = Facts::default();
    let (mut errors, mut marks, mut rules) = (Vec::new(), Vec::new(), Vec::new());
    for one in read {
        all.absorb(one.facts);
        errors.extend(one.errors);
        marks.extend(one.marks);
        rules.extend(one.rules);
    }
    shared::join(&mut all.observed, &marks);
    mcp::apply(&rules, &mut all.observed, &mut all.notices);
    if any_folder && all.records() == 0 && !all.observed.is_empty() {
        all.notices.append(&mut errors);
    }
    (all, errors)
}
