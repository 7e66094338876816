//! Ending what a process that was killed has begun.

use std::fs;
use std::path::Path;

use super::STAGING;
use super::commit::place;
use super::journal::{Journal, home_of, remove};
use crate::workspace::lock::lock;
use model::{Diagnostic, Kind};

/// Ends a transaction that was interrupted in a folder: it is finished where it was decided, and undone
/// where it was not. Nothing where there is none.
///
/// # Errors
/// Where another process is writing there, or the rest can neither be moved in nor removed.
pub fn recover(folder: &Path) -> Result<(), Diagnostic> {
    let Ok(kind) = fs::symlink_metadata(folder.join(STAGING)) else { return Ok(()) };
    let failed = |error: std::io::Error| {
        let message =
            format!("{} holds an interrupted run that cannot be ended: {error}", folder.display());
        Diagnostic::general(message, "make the folder writable").of_kind(Kind::HalfWritten)
    };
    let _lock = lock(folder)?;
    let folder = fs::canonicalize(folder).map_err(failed)?;
    if !kind.is_dir() {
        return remove(&folder.join(STAGING)).map_err(failed);
    }
    let planned =
        |home: &Path| Journal::planned(home).is_some_and(|it| it.folders.contains(&folder));
    match home_of(&folder).filter(|home| *home != folder && planned(home)) {
        Some(home) => {
            let _lock = lock(&home)?;
            end(&home).map_err(failed)?;
        }
        None => end(&folder).map_err(failed)?,
    }
    remove(&folder.join(STAGING)).map_err(failed)
}

/// Ends the transaction whose journal a folder has.
fn end(home: &Path) -> std::io::Result<()> {
    if let Some(journal) = Journal::decided(home) {
        for (folder, name) in &journal.moves {
            place(folder, name)?;
        }
        return journal.clear(home);
    }
    Journal::planned(home).unwrap_or_default().clear(home)
}

#[cfg(test)]
mod tests {
    use super::super::{Part, stage};
    use super::*;
    use model::Artifact;
    use std::path::PathBuf;

    /// A project and a folder for outputs, each with one old file, and a transaction for both.
    fn staged() -> (tempfile::TempDir, super::super::Staged) {
        let home = tempfile::tempdir().expect("a folder");
        for name in ["project/history", "out"] {
            fs::create_dir_all(home.path().join(name)).expect("a folder");
        }
        fs::write(home.path().join("out/a.md"), "old").expect("a file");
        fs::write(home.path().join("project/history/m.json"), "old").expect("a file");
        let part = |name: &str, file: &str| {
            (Part::out(&home.path().join(name)), vec![Artifact::new(file, "new")])
        };
        let staged = stage(vec![part("project", "history/m.json"), part("out", "a.md")]);
        (home, staged.expect("staged"))
    }

    fn texts(home: &Path) -> (String, String) {
        let read = |name: &str| fs::read_to_string(home.join(name)).expect("a file");
        (read("project/history/m.json"), read("out/a.md"))
    }

    /// A process that is killed drops nothing; its locks are gone.
    fn killed(staged: super::super::Staged) -> Journal {
        let journal = staged.journal.clone();
        let mut staged = staged;
        staged.is_over = true;
        journal
    }

    #[test]
    fn what_was_decided_is_finished_and_what_was_not_is_undone() {
        for folder in ["project", "out"] {
            for (decided, moved) in [(false, 0), (true, 0), (true, 1), (true, 2)] {
                let (home, staged) = staged();
                let project = staged.home.clone();
                let journal = killed(staged);
                if decided {
                    journal.decide(&project).expect("decided");
                }
                for (folder, name) in journal.moves.iter().take(moved) {
                    place(folder, name).expect("moved");
                }
                recover(&home.path().join(folder)).expect("ended");
                let word = if decided { "new" } else { "old" };
                assert_eq!(texts(home.path()), (word.into(), word.into()), "{folder} {moved}");
                for name in ["project", "out"] {
                    assert!(!home.path().join(name).join(STAGING).exists(), "{name}");
                }
            }
        }
    }

    /// The folder may be a stranger's: its journal moves nothing to another place.
    #[test]
    fn a_journal_leads_nowhere_else() {
        let home = tempfile::tempdir().expect("a folder");
        let (project, victim) = (home.path().join("project"), home.path().join("victim"));
        for folder in [project.join(STAGING).join("new"), victim.clone()] {
            fs::create_dir_all(folder).expect("a folder");
        }
        let whole = |path: &PathBuf| fs::canonicalize(path).expect("a folder");
        for (folder, name) in
            [(whole(&project), "../victim/x"), (whole(&victim), "x"), (whole(&project), "/x")]
        {
            fs::create_dir_all(project.join(STAGING).join("new")).expect("a folder");
            fs::write(project.join(STAGING).join("new/x"), "evil").expect("a file");
            let folders = vec![whole(&project)];
            let journal = Journal { moves: vec![(folder, name.into())], folders };
            journal.decide(&whole(&project)).expect("written");
            recover(&project).expect("ended");
            assert_eq!(fs::read_dir(&victim).expect("entries").count(), 0, "{name}");
            assert!(!project.join(STAGING).exists());
        }
        #[cfg(unix)]
        {
            fs::create_dir_all(project.join(STAGING).join("new/link")).expect("a folder");
            fs::write(project.join(STAGING).join("new/link/x"), "evil").expect("a file");
            std::os::unix::fs::symlink(&victim, project.join("link")).expect("a link");
            let folders = vec![whole(&project)];
            let moves = vec![(whole(&project), "link/x".into())];
            Journal { moves, folders }.decide(&whole(&project)).expect("written");
            assert!(recover(&project).is_err());
            assert_eq!(fs::read_dir(&victim).expect("entries").count(), 0);
        }
    }
}
