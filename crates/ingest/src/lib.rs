//! Bytes to facts, one file a format. The only crate that ever sees a secret's value.

mod address;
mod border;
mod brand;
mod cited;
mod cited_text;
mod classes;
#[cfg(test)]
mod described;
mod document;
mod exports;
mod extract;
mod file_rules;
mod foreign;
mod format;
mod formats;
mod gate;
mod glance;
pub mod known_names;
mod lengths;
mod likeness;
mod listed;
mod logo;
pub mod mcp;
mod missing;
mod native;
mod ndjson;
mod no_end;
mod own_json;
mod pdf;
mod profile;
mod profile_limits;
mod read;
mod reading;
mod redact;
mod references;
mod scanners;
mod scope;
pub mod secrets;
mod source_claims;
mod sources;
mod stream;
mod tables;
mod text;
mod workbook;

pub use address::shown_address;
pub use file_rules::{FileRules, file_rules, is_record_name};
pub use formats::feeds;
pub use logo::logo;
pub use missing::unread_input;
pub use profile::{ProfileFile, profile};
pub use reading::SourceFile;
pub use source_claims::{claimed_twice, names_nothing};

use std::collections::HashSet;

use rayon::prelude::*;

use model::{Diagnostic, Facts, FormatId, Input, MissingSource, Source, Texts};

/// What happens to a file that is broken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnBrokenFile {
    /// It stops the run.
    #[default]
    Stop,
    /// It is reported and skipped: its content counts as never supplied.
    PassOver,
    /// A folder that is not a project may contain anything: where foreign files were read and none of
    /// our own records, it is reported and skipped, else it stops the run.
    PassOverAmongOthers,
}

/// How files are read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The sources that the profile describes.
    pub sources: &'a [Source],
    /// What happens to a file that is broken.
    pub broken: OnBrokenFile,
    /// The user's key for fingerprints of secrets. Without one, none is written anywhere.
    pub fingerprint_key: Option<&'a [u8]>,
}

/// Reads all files, side by side; the result does not depend on the number of threads.
///
/// # Errors
/// Everything wrong in all files, together, with the facts that could be read.
pub fn ingest(files: &[SourceFile], options: Options<'_>) -> (Facts, Vec<Diagnostic>) {
    let Options { sources, broken, fingerprint_key } = options;
    let classes = std::sync::Arc::new(classes::Classes::default());
    let patterns = sources::Patterns::of(sources);
    let read: Vec<reading::Read> =
        files.par_iter().map(|file| read::read(file, &patterns, &classes)).collect();
    let own = read.iter().any(|one| one.own);
    let single = files.len() == 1 && broken == OnBrokenFile::Stop;
    let files_of_ours =
        read.iter().filter(|one| one.holds_records).flat_map(|one| &one.facts.inputs);
    let files_of_ours: HashSet<String> = files_of_ours.map(|input| input.path.clone()).collect();
    let mut all = Facts::default();
    let (mut errors, mut rules) = (Vec::new(), Vec::new());
    let (mut tool_lists, mut hits) = (Vec::new(), Vec::new());
    for one in read {
        let stops = broken != OnBrokenFile::PassOver && (one.must_be_read || single);
        if !stops && !one.errors.is_empty() {
            pass_over(&mut all, one.facts, one.errors, one.missing);
            continue;
        }
        all.absorb(one.facts);
        errors.extend(one.errors);
        rules.extend(one.rules);
        tool_lists.extend(one.tool_lists);
        hits.extend(one.hits);
    }
    exports::tools_list::place(tool_lists, &mut all);
    let replaced = scanners::rescan::replace(&mut all, &hits);
    scanners::found_secrets::add(&hits, &replaced, &classes, &mut all);
    classes.settle(&mut all, fingerprint_key);
    references::resolve(&mut all, &files_of_ours.iter().map(String::as_str).collect());
    mcp::apply(&rules, &mut all.observed, &mut all.notices);
    let others_only = !own && all.inputs.iter().any(|input| input.skipped.is_none());
    if broken == OnBrokenFile::PassOverAmongOthers && others_only {
        all.notices.append(&mut errors);
    }
    border::leave(&mut all, &mut errors, fingerprint_key);
    (all, errors)
}

/// A message, or another value that was made outside of this crate, without secrets: what names a file, an
/// address or a value of the profile passes here before it is printed.
pub fn clean<T: Texts>(value: T) -> T {
    border::clean(value)
}

/// A broken file is skipped as a whole, so that no report rests on an unknown part of it. By its name, its
/// records or the profile it is a missing source; else it is a foreign document.
fn pass_over(
    all: &mut Facts,
    facts: Facts,
    wrong: Vec<Diagnostic>,
    source: Option<(MissingSource, Option<FormatId>)>,
) {
    let (missing, feed) = source.unzip();
    let inputs = facts.inputs.into_iter().map(|input| Input {
        format: "not read".into(),
        records: 0,
        skipped: wrong.first().map(|error| error.message.clone()),
        missing,
        feed: feed.clone().flatten(),
        ..input
    });
    all.inputs.extend(inputs);
    all.broken.extend(facts.broken);
    all.notices.extend(wrong.into_iter().map(|error| error.of_kind(model::Kind::NotRead)));
}
