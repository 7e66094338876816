//! A manifest: whether the files of a run are those that it wrote.

use std::path::Path;

use super::check::Check;
use super::posture::{Recomputed, assessed_again, recomputed};
use super::{rejudged, rendered};
use crate::cli;
use crate::commands::reading;
use crate::commands::recorded::sha256;
use crate::workspace::{self, Document, read_bytes};
use model::manifest::{FileFacts, Manifest, RunOptions};
use model::wording::number;
use model::{Diagnostic, Input, Posture};

/// The checks on a folder of outputs.
///
/// # Errors
/// Where its posture is none that this version reads, or the inputs cannot be read.
pub(super) fn checks(
    manifest: &Manifest,
    folder: &Path,
    args: &cli::Verify,
) -> Result<Vec<Check>, Vec<Diagnostic>> {
    let count = number(manifest.outputs.len(), "output");
    let what = format!("{count} of the manifest: names, lengths and SHA-256");
    let mut checks = vec![match manifest.outputs.is_empty() {
        true => Check::open(what, "it lists none"),
        false => Check::of(what, differences(&manifest.outputs, folder)),
    }];
    checks.push(Check::open("other files in the folder", "the manifest does not list them"));
    checks.extend(inputs(manifest, args)?);
    let posture = Document::argument(&folder.join("posture.json"));
    if !manifest.outputs.iter().any(|file| file.name == "posture.json") {
        let what = "score, letter, counts and roll-ups follow from the findings";
        let none = "the manifest lists no posture.json";
        checks.push(Check::open(what, none));
        checks.push(Check::open(rendered::WHAT, none));
        checks.push(Check::open(rejudged::WHAT, none));
        return Ok(checks);
    }
    if !posture.exists() {
        // That it is missing is a difference already.
        return Ok(checks);
    }
    // What was changed already is no reason to print nothing of it.
    let has_failed = checks.iter().any(Check::has_failed);
    let read = match workspace::is_behind_link(folder, "posture.json") {
        true => {
            Err(vec![Diagnostic::general("posture.json is a link: links are not followed", "")])
        }
        false => posture.read().map_err(|error| vec![error]),
    };
    let read = read.and_then(|bytes| Ok((recomputed(&posture, &bytes)?, bytes)));
    let (Recomputed { posture, all, checks: found }, bytes) = match read {
        Ok(read) => read,
        Err(errors) if has_failed => {
            let why = errors.into_iter().map(|error| error.message).collect();
            checks.push(Check::of("posture.json is a posture that this muster reads", why));
            return Ok(checks);
        }
        Err(errors) => return Err(errors),
    };
    let agrees = !found.iter().any(Check::has_failed);
    checks.extend(found);
    checks.push(one_run(manifest, &posture));
    if agrees {
        checks.extend(rendered::checks(manifest, folder, &posture, all)?);
    }
    let again = rejudged::check(&posture, &bytes, Some(&manifest.options), args)?;
    assessed_again(&posture, again, &mut checks);
    Ok(checks)
}

/// Whether a manifest and a posture are of one run.
fn one_run(manifest: &Manifest, posture: &Posture) -> Check {
    let RunOptions { as_of, period, demo, .. } = &manifest.options;
    let differs = [
        ("the tool", manifest.tool != posture.tool),
        ("the assessment date", *as_of != posture.as_of),
        ("the period", *period != posture.period),
        ("whether it is the demonstration", *demo != posture.demo),
    ];
    let differs = differs.iter().filter(|(_, differs)| *differs);
    let mut wrong: Vec<String> =
        differs.map(|(what, _)| format!("{what} is another one in the two")).collect();
    // A manifest of a rendered posture lists that posture as its input.
    let read = posture.inputs.iter().filter(|_| !manifest.options.rendered);
    let read = read.filter(|input| !input.sha256.is_empty());
    let is_listed = |input: &Input| {
        manifest.inputs.iter().any(|it| it.name == input.path && it.sha256 == input.sha256)
    };
    wrong.extend(read.filter(|input| !is_listed(input)).map(|input| {
        format!("the posture was made from {}, which the manifest lacks", input.path)
    }));
    Check::of("manifest and posture are of one run", wrong)
}

/// Whether the inputs are those that were read.
///
/// # Errors
/// Where those that are named cannot be read.
fn inputs(manifest: &Manifest, args: &cli::Verify) -> Result<Vec<Check>, Vec<Diagnostic>> {
    let what =
        |count| format!("{} of the manifest: names, lengths and SHA-256", number(count, "input"));
    let open = |why: &str| Ok(vec![Check::open(what(manifest.inputs.len()), why)]);
    if manifest.options.rendered {
        return open("it was rendered from another posture; verify that one");
    }
    if args.inputs.is_empty() {
        return open(match manifest.options.demo {
            true => "the built-in demonstration is no folder; it is assessed again below",
            false => "no inputs were named (--inputs PATH)",
        });
    }
    let project = workspace::open_all(&reading::asked(&args.inputs, &args.access))?;
    // The configuration may lie anywhere: it is the one that `--config` names.
    let configuration = project.profile.as_deref().map(|text| (project.configuration(), text));
    let is_configuration =
        |file: &FileFacts| configuration.is_some_and(|(name, _)| file.name == name);
    let listed = manifest.inputs.iter().chain(&manifest.record);
    let (outside, listed): (Vec<&FileFacts>, Vec<&FileFacts>) =
        listed.partition(|file| !workspace::is_below(&file.name) && !is_configuration(file));
    let found = |file: &&FileFacts| match configuration {
        Some((name, text)) if file.name == name => differs(file, text.as_bytes()),
        _ => difference(file, &project.root),
    };
    let found = listed.iter().filter_map(found).map(hinted);
    let mut checks = vec![Check::of(what(listed.len()), found.collect())];
    if !outside.is_empty() {
        let what = format!("{} from elsewhere, by its path", number(outside.len(), "input"));
        let why = "only what is below the inputs that were named is compared";
        let listed = outside.iter().map(|file| file.name.clone()).collect();
        checks.push(Check { listed, ..Check::open(what, why) });
    }
    Ok(checks)
}

/// A difference, with the fix where it is about what was piped.
fn hinted(clause: String) -> String {
    match clause.starts_with("stdin.") && clause.ends_with(" is missing") {
        true => format!("{clause}: it was standard input; save what was piped under that name"),
        false => clause,
    }
}

/// How the files of a folder differ from what a manifest lists, as clauses.
fn differences(listed: &[FileFacts], folder: &Path) -> Vec<String> {
    let of = |file: &FileFacts| match workspace::is_behind_link(folder, &file.name) {
        true => Some(format!("{} is a link, or behind one: links are not followed", file.name)),
        false => difference(file, folder),
    };
    listed.iter().filter_map(of).collect()
}

fn difference(file: &FileFacts, folder: &Path) -> Option<String> {
    let name = &file.name;
    // The manifest may be a stranger's: its names lead nowhere else.
    if !workspace::is_below(name) {
        return Some(format!("{name} leads out of the folder"));
    }
    let path = folder.join(name);
    if !path.is_file() {
        return Some(format!("{name} is missing"));
    }
    let Ok(content) = read_bytes(&path) else {
        return Some(format!("{name} cannot be read"));
    };
    differs(file, &content)
}

/// How bytes differ from what a manifest states of them, as a clause.
fn differs(file: &FileFacts, content: &[u8]) -> Option<String> {
    let FileFacts { name, bytes, sha256: stated } = file;
    match content.len() as u64 {
        length if length != *bytes => {
            Some(format!("{name} has {length} bytes; the manifest states {bytes}"))
        }
        _ if sha256(content) != *stated => {
            Some(format!("{name} has another SHA-256 than the manifest states"))
        }
        _ => None,
    }
}
