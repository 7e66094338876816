//! Bytes to facts, one file a format. The only room that ever sees a secret's value.

mod aws;
#[cfg(test)]
mod bench;
mod carry;
mod cyclonedx;
mod entra;
mod export;
#[cfg(test)]
mod export_fixtures;
mod format;
mod gate;
mod gcp;
mod kubernetes;
mod labels;
pub mod mcp;
mod native;
mod nhi_scan;
mod okta;
mod profile;
mod read;
mod redact;
mod registry;
mod scanners;
pub mod secrets;
mod sources;
mod spire;

pub use profile::{ProfileFile, profile};
pub use read::SourceFile;

use rayon::prelude::*;

use crate::model::{Diagnostic, Facts, Input, Source};

/// What happens to a file that is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// It stops the run.
    Stop,
    /// It is told and passed over: what it holds counts as never supplied.
    PassOver,
    /// A folder that is no project may hold anything: where files of others were read and none of
    /// our own records, it is told and passed over, else it stops the run.
    PassOverAmongOthers,
}

/// Reads all files, side by side; the result does not depend on the number of threads.
///
/// # Errors
/// Everything wrong in all files, together, with the facts that could be read.
pub fn ingest(
    files: &[SourceFile],
    sources: &[Source],
    broken: Broken,
) -> (Facts, Vec<Diagnostic>) {
    let read: Vec<(Facts, Vec<Diagnostic>)> =
        files.par_iter().map(|file| read::read(file, sources)).collect();
    let own = read.iter().any(|(facts, _)| is_own(facts));
    let mut all = Facts::default();
    let mut errors = Vec::new();
    for (facts, wrong) in read {
        match broken {
            Broken::PassOver if !wrong.is_empty() => pass_over(&mut all, facts, wrong),
            _ => {
                all.absorb(facts);
                errors.extend(wrong);
            }
        }
    }
    let others_only = !own && all.inputs.iter().any(|input| input.skipped.is_none());
    if broken == Broken::PassOverAmongOthers && others_only {
        all.notices.append(&mut errors);
    }
    (all, errors)
}

/// Whether a file holds records of our own.
fn is_own(facts: &Facts) -> bool {
    facts.inputs.iter().any(|input| input.skipped.is_none() && input.format.starts_with(read::OWN))
}

/// How the reason begins where a file is broken, rather than of a kind that nobody reads.
pub const BROKEN: &str = "broken: ";

/// Half of a file is worth less than none: nobody could say which half was judged.
fn pass_over(all: &mut Facts, facts: Facts, wrong: Vec<Diagnostic>) {
    let inputs = facts.inputs.into_iter().map(|input| Input {
        format: "not read".into(),
        records: 0,
        skipped: wrong.first().map(|error| format!("{BROKEN}{}", error.message)),
        ..input
    });
    all.inputs.extend(inputs);
    all.notices.extend(wrong);
}
