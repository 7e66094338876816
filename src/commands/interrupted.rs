//! Runs that were interrupted: every command first ends what an earlier one has begun in the folders it
//! is about to use.

use std::path::{Path, PathBuf};

use crate::cli::Command;
use crate::workspace;
use model::Diagnostic;

/// Ends interrupted runs in the folders of a command.
///
/// # Errors
/// Those of [`workspace::recover`], together.
pub(super) fn end(command: &Command) -> Result<(), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    for folder in folders(command) {
        let folder = match folder {
            folder if folder.as_os_str().is_empty() => PathBuf::from("."),
            folder => folder,
        };
        if folder.is_dir() {
            errors.extend(workspace::recover(&folder).err());
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// The folders that a command reads a project from, or reads or writes outputs in.
fn folders(command: &Command) -> Vec<PathBuf> {
    let here = || PathBuf::from(".");
    let project = |path: &Option<PathBuf>| path.clone().unwrap_or_else(here);
    let beside = |file: &Path| file.parent().unwrap_or(Path::new("")).to_path_buf();
    let out = |folder: &Option<PathBuf>| folder.clone().unwrap_or_else(|| PathBuf::from("out"));
    let paths = |paths: &[PathBuf]| match paths {
        [] => vec![here()],
        paths => paths.to_vec(),
    };
    match command {
        Command::Report(args) => {
            let mut all = paths(&args.inputs.paths);
            all.push(out(&args.output.out));
            all
        }
        Command::Check(args) => {
            let mut all = paths(&args.inputs.paths);
            all.extend(args.baseline.iter().map(|name| beside(Path::new(name))));
            all
        }
        Command::Ingest(args) => args.paths.clone(),
        Command::Demo(args) => vec![out(&args.output.out)],
        Command::Docs(args) => vec![args.out.clone()],
        Command::Render(args) => vec![beside(&args.posture), out(&args.out)],
        Command::Collect(args) => vec![project(&args.path)],
        Command::Waive(args) => vec![project(&args.path)],
        Command::Verify(args) => {
            let of = |path: &PathBuf| if path.is_dir() { path.clone() } else { beside(path) };
            args.files.iter().map(of).chain(args.inputs.clone()).collect()
        }
        Command::Sample(args) => {
            let posture = args.posture.as_deref().map_or_else(|| out(&None), beside);
            [Some(posture), Some(out(&args.out)), args.inputs.clone()]
                .into_iter()
                .flatten()
                .collect()
        }
        Command::Diff(args) => {
            let files = [&args.before, &args.after].map(|name| beside(Path::new(name)));
            files.into_iter().chain([args.project.clone()]).collect()
        }
        Command::Explain(args) => match &args.posture {
            Some(posture) => vec![beside(posture)],
            None => vec![out(&None)],
        },
        Command::Schema(_) | Command::Controls(_) | Command::Frameworks(_) => Vec::new(),
    }
}
