//! A waiver as the next run will read it, checked before anything is written.
//!
//! Only the changed file is read again, and only the controls on the organisation are evaluated
//! again: a waiver changes the outcome of no other finding. No source is fetched.

use super::pipeline::Run;
use ingest::{Options, SourceFile};
use judge::controls::CATALOG;
use model::records::Waiver;
use model::{AssetKind, Diagnostic, Outcome, Place, RecordKind};

/// A waiver that reads back.
pub(super) struct ReadBack {
    pub(super) place: Place,
    /// What is not known yet about it.
    pub(super) unknown: Vec<String>,
}

/// Reads the new text of a file and checks its last waiver.
///
/// # Errors
/// Where the waiver would not be read as written, or would be invalid.
pub(super) fn read_back(
    run: Run,
    file: &str,
    text: &str,
    waiver: &Waiver,
) -> Result<ReadBack, Vec<Diagnostic>> {
    let unread = || {
        let message = "a waiver at the end of this file would not be read";
        vec![Diagnostic::at(&Place::file(file), message, "name another file with --file")]
    };
    let source = SourceFile::new(file, text.as_bytes().to_vec());
    let options = Options { sources: &run.profile.sources, ..Options::default() };
    let (facts, errors) = ingest::ingest(&[source], options);
    // Sources that match other files have nothing to read here.
    let in_file =
        |error: &Diagnostic| error.place.as_ref().is_some_and(|place| place.file.as_ref() == file);
    let last = facts.waivers.iter().rfind(|placed| placed.record == *waiver);
    let Some(last) = last.filter(|_| !errors.iter().any(in_file)) else { return Err(unread()) };
    let place = last.place.clone();
    let mut context = run.assessment.context;
    // The run has the waivers that the file held before.
    context.waivers.retain(|placed| placed.place.file.as_ref() != file);
    context.waivers.extend(facts.waivers);
    context.carried.insert(RecordKind::Waivers);
    let name = format!("{} on {}", waiver.control, waiver.asset);
    let organisation =
        context.assets.iter().find(|asset| asset.key.kind == AssetKind::Organisation);
    let on_organisation =
        CATALOG.iter().filter(|control| control.asset_kinds.contains(&AssetKind::Organisation));
    let judged = on_organisation
        .flat_map(|control| organisation.map(|asset| control.judge(asset, &context)))
        .flat_map(|judgement| judgement.items);
    // The control on waivers names each by what it covers.
    let flawed = judged.filter(|item| item.name == name && item.outcome != Outcome::Pass);
    let (failing, unknown): (Vec<_>, Vec<_>) =
        flawed.partition(|item| item.outcome == Outcome::Fail);
    if let Some(item) = failing.first() {
        let message = format!("this waiver would not be valid: {}", item.note);
        let help = "see `muster explain POL-03` for what a waiver needs";
        return Err(vec![Diagnostic::general(message, help)]);
    }
    Ok(ReadBack { place, unknown: unknown.into_iter().map(|item| item.note).collect() })
}
