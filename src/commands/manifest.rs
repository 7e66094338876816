//! `manifest.json`: every file of a run with its hash, so that a reader can tell which belong together.

use std::path::Path;

use super::inputs::fingerprint_key;
use super::recorded::sha256;
use super::site;
use crate::render::SITE;
use crate::workspace::{self, Project};
use model::manifest::{FileFacts, MANIFEST, MANIFEST_FORMAT, Manifest, RunOptions};
use model::month::HISTORY;
use model::{Artifact, Diagnostic, Posture};

/// What any run may write into its output folder.
const OUTPUTS: [&str; 7] = [
    "report.md",
    "report.html",
    "report.pdf",
    "executive.pdf",
    "posture.json",
    "findings.ndjson",
    "findings.ndjson.zst",
];

/// A file as a manifest lists it.
pub(super) fn file(name: &str, bytes: &[u8]) -> FileFacts {
    FileFacts { name: name.into(), bytes: bytes.len() as u64, sha256: sha256(bytes) }
}

/// What a project is configured by: its profile, its own mappings and the records of other months.
/// Inputs proper are in the posture.
pub(super) fn configuration(project: &Project) -> Vec<FileFacts> {
    let profile = project.profile.iter();
    let profile = profile.map(|text| file(project.configuration(), text.as_bytes()));
    let mappings = project.mappings.iter().map(|(name, text)| file(name, text.as_bytes()));
    let history = project.history.iter().flatten().map(|(name, bytes)| file(name, bytes));
    profile.chain(mappings).chain(history).collect()
}

/// The inputs of a run: what was read, and what configured it. The record of the month itself is an
/// output.
pub(super) fn inputs(posture: &Posture, configuration: Vec<FileFacts>) -> Vec<FileFacts> {
    let own = format!("{HISTORY}/{}.json", posture.period);
    let read = posture.inputs.iter().filter(|input| !input.sha256.is_empty());
    let read = read.map(|input| FileFacts {
        name: input.path.clone(),
        bytes: input.bytes,
        sha256: input.sha256.clone(),
    });
    let configured = configuration.into_iter().filter(|file| file.name != own);
    let mut all: Vec<FileFacts> = read.chain(configured).collect();
    all.sort();
    all.dedup();
    all
}

/// The options of a run on a posture.
pub(super) fn options(posture: &Posture, keep_going: bool, online: bool) -> RunOptions {
    RunOptions {
        as_of: posture.as_of,
        period: posture.period.clone(),
        demo: posture.demo,
        keep_going,
        online,
        fingerprints: fingerprint_key().is_some(),
        rendered: false,
    }
}

/// The manifest, as the last file of a run.
///
/// # Errors
/// None in practice.
pub(super) fn artifact(
    posture: &Posture,
    options: RunOptions,
    inputs: Vec<FileFacts>,
    outputs: Vec<FileFacts>,
    record: Option<FileFacts>,
) -> Result<Artifact, Diagnostic> {
    let manifest = Manifest {
        format: MANIFEST_FORMAT,
        tool: posture.tool.clone(),
        options,
        inputs,
        outputs,
        record,
    };
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| {
        Diagnostic::general(format!("the manifest cannot be written: {error}"), "report this")
    })?;
    Ok(Artifact::new(MANIFEST, text + "\n"))
}

/// The outputs of an earlier run that are still in a folder and that this run does not write.
///
/// # Errors
/// Where a file of the manifest's name is somebody else's: it is not written over.
pub(super) fn left_over(folder: &Path, written: &[FileFacts]) -> Result<Vec<String>, Diagnostic> {
    let path = folder.join(MANIFEST);
    let earlier = match path.is_file() {
        true => {
            let bytes = workspace::read_file(&path)?;
            read(&bytes).ok_or_else(|| foreign(&path))?.outputs
        }
        false => Vec::new(),
    };
    let listed = earlier.into_iter().map(|file| file.name);
    let mut names: Vec<String> = listed.chain(OUTPUTS.map(String::from)).collect();
    names.sort();
    names.dedup();
    let in_site = |name: &str| name.split_once('/').is_some_and(|(folder, _)| folder == SITE);
    let has_site = written.iter().any(|file| in_site(&file.name));
    // What an earlier run wrote into a folder that is replaced as one is gone with it.
    names.retain(|name| !(has_site && in_site(name)));
    names.retain(|name| {
        let is_new = *name == MANIFEST || written.iter().any(|file| file.name == *name);
        // The manifest in the folder may be a stranger's: its names lead nowhere else.
        !is_new && workspace::is_below(name) && folder.join(name).is_file()
    });
    Ok(site::shortened(names))
}

/// Reads a manifest; none where it is something else.
pub(super) fn read(bytes: &[u8]) -> Option<Manifest> {
    let manifest: Manifest = serde_json::from_slice(bytes).ok()?;
    (manifest.tool.name == "muster").then_some(manifest)
}

fn foreign(path: &Path) -> Diagnostic {
    let message = format!("{} is not one of muster's, and would be written over", path.display());
    Diagnostic::general(message, "move it away, or name another folder with --out")
}
