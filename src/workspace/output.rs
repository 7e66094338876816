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
    for artifact in &artifacts {
        stays_inside(folder, &artifact.path)?;
    }
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

/// Refuses a folder below the output folder that is a link to somewhere else: a file is moved over a
/// link of its own name, but would be moved through a link above it.
fn stays_inside(folder: &Path, name: &str) -> Result<(), Diagnostic> {
    let mut above = Path::new(name).ancestors().skip(1).filter(|step| !step.as_os_str().is_empty());
    let is_link =
        |step: &&Path| fs::symlink_metadata(folder.join(step)).is_ok_and(|it| it.is_symlink());
    let Some(link) = above.find(is_link) else { return Ok(()) };
    let message =
        format!("{} is a link, and nothing is written through it", folder.join(link).display());
    Err(Diagnostic::general(message, "remove the link, or name another folder with --out"))
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

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let (folder, away) = (tempfile::tempdir().expect("one"), tempfile::tempdir().expect("two"));
        std::os::unix::fs::symlink(away.path(), folder.path().join("a")).expect("a link");
        let other = away.path().join("other");
        fs::write(&other, "kept").expect("a file");
        std::os::unix::fs::symlink(&other, folder.path().join("c.md")).expect("a link");
        for name in ["a/b.md", "a/x/b.md"] {
            let error = write(folder.path(), vec![Artifact::new(name, "x")]).expect_err(name);
            assert!(error.message.contains("is a link"), "{error:?}");
        }
        write(folder.path(), vec![Artifact::new("c.md", "x")]).expect("a link of its own name");
        assert_eq!(fs::read_to_string(&other).expect("text"), "kept");
        assert_eq!(fs::read_dir(away.path()).expect("entries").count(), 1);
    }

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
