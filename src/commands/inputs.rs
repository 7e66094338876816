//! Everything a run reads: the files of the project and the pages of its URL sources.

use super::sources;
use crate::workspace::Project;
use ingest::{self, OnBrokenFile, Options, SourceFile};
use model::{Diagnostic, Facts, Input, Kind, Place, Source};

/// How many files without anything that is known are listed one by one.
const MOST_FOREIGN: usize = 200;

/// How inputs are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// How URL sources are read.
    pub(super) way: sources::Way,
    /// Whether inputs that cannot be read are skipped.
    pub(super) keep_going: bool,
    /// Whether the run has failed already: then an error that may follow from others is left out.
    pub(super) has_failed: bool,
}

/// Reads everything; the errors are those that stop the run.
pub(super) fn read(
    project: Project,
    mut sources: Vec<Source>,
    reading: Reading,
) -> (Facts, Vec<Diagnostic>) {
    // Where only some files are named, the sources that are not among them are left alone.
    if project.single {
        sources.retain(|source| source.url.is_none());
    }
    let gathered = sources::gather(&project, &mut sources, reading.way);
    let mut claims = claims(&project, &sources);
    let broken = match (reading.keep_going, project.single || project.profile.is_some()) {
        (true, _) => OnBrokenFile::PassOver,
        (false, true) => OnBrokenFile::Stop,
        (false, false) => OnBrokenFile::PassOverAmongOthers,
    };
    let required = project.required;
    let files = project.files.into_iter().map(|(path, bytes)| SourceFile {
        named: required.contains(&path),
        ..SourceFile::new(path, bytes)
    });
    let files: Vec<SourceFile> = files.chain(gathered.files).collect();
    let key = fingerprint_key();
    let options = Options { sources: &sources, broken, fingerprint_key: key.as_deref() };
    let (mut facts, mut errors) = ingest::ingest(&files, options);
    facts.notices.extend(ingest::clean(gathered.notices));
    let never_opened = ingest::clean(project.unread);
    facts.inputs.extend(gathered.missing);
    facts.inputs.extend(never_opened.iter().map(|error| unread_input(error, &sources)));
    facts.notices.extend(never_opened.into_iter().map(|one| one.of_kind(Kind::NotRead)));
    facts.notices.extend(ingest::clean(project.skipped));
    let mut unread = ingest::clean(project.unreadable);
    unread.extend(ingest::clean(gathered.errors));
    match reading.keep_going {
        true => {
            facts.inputs.extend(unread.iter().map(|error| unread_input(error, &sources)));
            facts.notices.extend(unread.into_iter().map(|one| one.of_kind(Kind::NotRead)));
        }
        false => errors.extend(unread),
    }
    errors.append(&mut claims);
    if errors.is_empty() {
        let names = ingest::clean(project.named.iter().cloned().collect::<Vec<String>>());
        let named = facts.inputs.iter().filter(|input| names.contains(&input.path));
        errors.extend(named.filter_map(not_read));
    }
    if errors.is_empty() && !reading.has_failed && !facts.inputs.iter().any(is_ours) {
        errors.push(nothing(&facts, project.ignored));
    }
    few(&mut facts, |path| required.contains(path));
    (facts, errors)
}

/// Sources that name no file, and files that two sources name.
pub(super) fn claims(project: &Project, sources: &[Source]) -> Vec<Diagnostic> {
    let names = project.files.iter().map(|(name, _)| name.as_str());
    let mut errors = ingest::claimed_twice(sources, names.clone(), project.configuration());
    if project.complete {
        errors.extend(ingest::names_nothing(sources, names, project.configuration()));
    }
    errors
}

/// The key for fingerprints of secrets, if the user gives one.
pub(super) fn fingerprint_key() -> Option<Vec<u8>> {
    let key = std::env::var_os("MUSTER_FINGERPRINT_KEY")?.into_encoded_bytes();
    (!key.is_empty()).then_some(key)
}

/// Whether an input was read, or should have been. An empty file is: it declares nothing.
fn is_ours(input: &Input) -> bool {
    let is_empty = input.skipped.as_deref().is_some_and(|why| why.starts_with("it is empty"));
    input.skipped.is_none() || input.missing.is_some() || is_empty
}

/// An input that could not even be opened, so that the report lists it.
fn unread_input(error: &Diagnostic, sources: &[Source]) -> Input {
    let file = error.place.as_ref().map(|place| place.file.to_string());
    let path = file.unwrap_or_else(|| error.message.clone());
    let line = error.place.as_ref().map_or(0, |place| place.line);
    ingest::unread_input(path, line, &error.message, sources)
}

/// An error where a named file was not read: the user asked for that file.
fn not_read(input: &Input) -> Option<Diagnostic> {
    let why = input.skipped.as_ref()?;
    Some(Diagnostic::at(
        &Place::file(input.path.as_str()),
        format!("this file was not read: {why}"),
        "name an MCP client configuration, an inventory file or a folder",
    ))
}

/// The error where nothing can be assessed: a report about it would look like one about a healthy
/// estate.
fn nothing(facts: &Facts, ignored: u64) -> Diagnostic {
    let help = "name a folder or file with an inventory, an MCP client configuration, an export or a \
                scanner's report; `muster demo` shows a report";
    let files = |count: u64, verbs: [&str; 2]| match count {
        1 => format!("1 file {}", verbs[0]),
        many => format!("{many} files {}", verbs[1]),
    };
    let seen = facts.inputs.len() as u64;
    let message = match (seen, ignored) {
        (0, 0) => "there is nothing here that muster reads".into(),
        (_, 0) => format!(
            "there is nothing here that muster reads: {} nothing known",
            files(seen, ["holds", "hold"])
        ),
        _ => {
            let ignored = files(ignored, ["is", "are"]);
            let message = format!(
                "there is nothing here that muster reads: {ignored} excluded by .gitignore"
            );
            let help = "move inputs to inventory/ or reviews/, or list them under `[inputs] include` in \
                        muster.toml: both are read all the same";
            return Diagnostic::general(message, help);
        }
    };
    Diagnostic::general(message, help)
}

/// Lists the first files that hold nothing known, and counts the others.
fn few(facts: &mut Facts, required: impl Fn(&str) -> bool) {
    let foreign = |input: &Input| !is_ours(input) && !required(&input.path);
    let more = facts.inputs.iter().filter(|input| foreign(input)).count();
    let Some(more) = more.checked_sub(MOST_FOREIGN).filter(|more| *more > 0) else { return };
    let mut seen = 0;
    facts.inputs.retain(|input| {
        seen += usize::from(foreign(input));
        !foreign(input) || seen <= MOST_FOREIGN
    });
    let message = format!("{more} more files hold nothing that muster knows; they are not listed");
    let help = "leave them out with `[inputs] exclude` in muster.toml";
    facts.notices.push(Diagnostic::general(message, help).of_kind(Kind::NotRead));
}
