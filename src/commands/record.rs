//! The record of this month, kept with `--record`.

use std::path::{Path, PathBuf};

use super::pipeline::Run;
use crate::workspace::{self, Allowed, Project};
use crate::{history, posture};
use model::{Artifact, Diagnostic, Place};

/// Starts a history, so that the report of the first recorded month has one.
///
/// # Errors
/// Where there is no folder that could hold it.
pub(super) fn begin(project: &mut Project) -> Result<(), Diagnostic> {
    if !project.complete {
        return Err(Diagnostic::general(
            "a history is kept in a project folder, and none is named",
            "name a project folder, or leave out --record",
        ));
    }
    project.history.get_or_insert_default();
    Ok(())
}

/// The record of a run's month, as the file in which it is kept.
///
/// # Errors
/// Where it would change a month on which later ones depend.
pub(super) fn artifact(run: &mut Run, allowed: &Allowed) -> Result<Artifact, Diagnostic> {
    let record = history::write(&posture::record(&run.posture, std::mem::take(&mut run.month)))?;
    let path = allowed.own(&record.path)?;
    if run.later == 0 || !path.exists() || path.read()? == record.bytes {
        return Ok(record);
    }
    let message =
        "this month is already recorded with other content, and later months depend on it";
    let help = "leave out --record; if the record is wrong, remove it and all later ones, and \
                record them again";
    Err(Diagnostic::at(&Place::file(record.path.as_str()), message, help))
}

/// The project as a part of a transaction: the record is written there.
pub(super) fn part(root: &Path) -> workspace::Part {
    let help = "make the project folder and its history writable, or leave out --record";
    workspace::Part { help, ..workspace::Part::out(root) }
}

/// Keeps other processes from recording in the same project until this one has ended.
///
/// # Errors
/// Where another one takes too long.
pub(super) fn lock(paths: &[PathBuf]) -> Result<Vec<workspace::Lock>, Diagnostic> {
    let folders = paths.iter().filter(|path| path.is_dir());
    let mut folders: Vec<&Path> = folders.map(PathBuf::as_path).collect();
    if paths.is_empty() {
        folders.push(Path::new("."));
    }
    folders.into_iter().map(workspace::lock).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_that_cannot_be_written_is_named_as_such() {
        let home = tempfile::tempdir().expect("a folder");
        let root = home.path().join("project");
        // A file in place of the folder fails for every user, root included.
        std::fs::write(&root, "").expect("a file");
        let record = vec![Artifact::new("history/2026-11.json", "{}")];
        let error = workspace::stage(vec![(part(&root), record)]).expect_err("a file");
        assert!(error.help.contains("--record") && !error.help.contains("--out"), "{error:?}");
    }
}
