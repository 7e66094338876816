//! Writing: all files or none.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use model::{Artifact, Diagnostic};
use tempfile::TempDir;

/// Files that are written completely, but not yet in their place. Dropping it removes them.
#[derive(Debug)]
pub struct Staged {
    folder: PathBuf,
    staging: TempDir,
    names: Vec<String>,
}

/// Writes artifacts into a temporary place inside a folder.
///
/// # Errors
/// Where the folder cannot be created or written to, or the disk is full.
pub fn stage(folder: &Path, artifacts: Vec<Artifact>) -> Result<Staged, Diagnostic> {
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let staging = tempfile::Builder::new()
        .prefix(".muster-")
        .tempdir_in(folder)
        .map_err(|error| failed(folder, &error))?;
    for artifact in &artifacts {
        file(&staging.path().join(&artifact.path), &artifact.bytes)
            .map_err(|error| failed(&folder.join(&artifact.path), &error))?;
    }
    let names = artifacts.into_iter().map(|artifact| artifact.path).collect();
    Ok(Staged { folder: folder.to_path_buf(), staging, names })
}

impl Staged {
    /// Moves every file to its place; the paths of all, in order.
    ///
    /// # Errors
    /// Where a file cannot be moved, for example because a folder has its name.
    pub fn commit(self) -> Result<Vec<PathBuf>, Diagnostic> {
        let moved = self.names.iter().map(|name| {
            let target = self.folder.join(name);
            fs::create_dir_all(target.parent().unwrap_or(&self.folder))
                .and_then(|()| fs::rename(self.staging.path().join(name), &target))
                .map_err(|error| failed(&target, &error))?;
            Ok(target)
        });
        moved.collect()
    }
}

/// Writes artifacts into a folder, all or none: [`stage`], then [`Staged::commit`].
///
/// # Errors
/// Those of both.
pub fn write(folder: &Path, artifacts: Vec<Artifact>) -> Result<Vec<PathBuf>, Diagnostic> {
    stage(folder, artifacts)?.commit()
}

fn file(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn failed(path: &Path, error: &std::io::Error) -> Diagnostic {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, StorageFull};
    let help = match error.kind() {
        PermissionDenied | ReadOnlyFilesystem => "name a folder you may write to with --out",
        StorageFull => "free some space; the files that were there before are untouched",
        _ => "name another folder with --out",
    };
    Diagnostic::general(format!("{} cannot be written: {error}", path.display()), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_write_leaves_what_was_there() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), vec![Artifact::new("a.md", "old")]).expect("first run");
        // A file has the name of the folder that the second artifact needs.
        let clash = vec![Artifact::new("a.md", "new"), Artifact::new("a.md/b.md", "x")];
        assert!(write(folder.path(), clash).is_err());
        assert_eq!(fs::read_to_string(folder.path().join("a.md")).expect("a.md"), "old");
        assert_eq!(fs::read_dir(folder.path()).expect("entries").count(), 1);
    }
}
