//! Everything a run reads: the files of the project and the pages of its URL sources.

use super::sources;
use crate::workspace::Project;
use ingest::{self, OnBrokenFile, Options, SourceFile};
use model::{Diagnostic, Facts, Input, Place, Source};

/// How inputs are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// Whether URL sources may be fetched.
    pub(super) online: bool,
    /// Whether inputs that cannot be read are skipped.
    pub(super) keep_going: bool,
}

/// Reads everything; the errors are those that stop the run.
pub(super) fn read(
    project: Project,
    mut sources: Vec<Source>,
    reading: Reading,
) -> (Facts, Vec<Diagnostic>) {
    let gathered = sources::gather(&project.root, &mut sources, reading.online);
    let single = project.single;
    let broken = match (reading.keep_going, single || project.profile.is_some()) {
        (true, _) => OnBrokenFile::PassOver,
        (false, true) => OnBrokenFile::Stop,
        (false, false) => OnBrokenFile::PassOverAmongOthers,
    };
    let files = project.files.into_iter().map(|(path, bytes)| SourceFile::new(path, bytes));
    let files: Vec<SourceFile> = files.chain(gathered.files).collect();
    let key = fingerprint_key();
    let options = Options { sources: &sources, broken, fingerprint_key: key.as_deref() };
    let (mut facts, mut errors) = ingest::ingest(&files, options);
    facts.notices.extend(gathered.notices);
    let mut unread = project.unreadable;
    unread.extend(gathered.errors);
    match reading.keep_going {
        true => {
            facts.inputs.extend(unread.iter().map(unread_input));
            facts.notices.extend(unread);
        }
        false => errors.extend(unread),
    }
    if single && errors.is_empty() {
        errors.extend(facts.inputs.first().and_then(not_read));
    }
    (facts, errors)
}

/// The key for fingerprints of secrets, if the user gives one.
pub(super) fn fingerprint_key() -> Option<Vec<u8>> {
    let key = std::env::var_os("MUSTER_FINGERPRINT_KEY")?.into_encoded_bytes();
    (!key.is_empty()).then_some(key)
}

/// An input that could not even be opened, so that the report lists it.
fn unread_input(error: &Diagnostic) -> Input {
    Input {
        path: error.place.as_ref().map_or_else(|| error.message.clone(), |p| p.file.to_string()),
        format: "not read".into(),
        skipped: Some(error.message.clone()),
        ..Input::default()
    }
}

/// An error where a single named file was not read: the user asked for that file.
fn not_read(input: &Input) -> Option<Diagnostic> {
    let why = input.skipped.as_ref()?;
    Some(Diagnostic::at(
        &Place::file(input.path.as_str()),
        format!("this file was not read: {why}"),
        "name an MCP client configuration, an inventory file or a folder",
    ))
}
