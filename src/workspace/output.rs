//! Writing: all files or none.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use model::{Artifact, Diagnostic};

/// Writes artifacts into a folder. Every file is first written completely to a temporary place
/// beside it; only when all are there are they moved in. A run that fails before that leaves the
/// folder as it was.
///
/// # Errors
/// Where the folder cannot be made or written to, or the disk is full.
pub fn write(folder: &Path, artifacts: &[Artifact]) -> Result<Vec<PathBuf>, Diagnostic> {
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let staging = tempfile::Builder::new()
        .prefix(".muster-")
        .tempdir_in(folder)
        .map_err(|error| failed(folder, &error))?;
    for artifact in artifacts {
        stage(&staging.path().join(&artifact.path), &artifact.bytes)
            .map_err(|error| failed(&folder.join(&artifact.path), &error))?;
    }
    let mut written = Vec::new();
    for artifact in artifacts {
        let target = folder.join(&artifact.path);
        let moved = fs::create_dir_all(target.parent().unwrap_or(folder))
            .and_then(|()| fs::rename(staging.path().join(&artifact.path), &target));
        moved.map_err(|error| failed(&target, &error))?;
        written.push(target);
    }
    Ok(written)
}

fn stage(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
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
        write(folder.path(), &[Artifact::new("a.md", "old")]).expect("first run");
        // A file stands where the second artifact needs a folder.
        let clash = [Artifact::new("a.md", "new"), Artifact::new("a.md/b.md", "x")];
        assert!(write(folder.path(), &clash).is_err());
        assert_eq!(fs::read_to_string(folder.path().join("a.md")).expect("a.md"), "old");
        assert_eq!(fs::read_dir(folder.path()).expect("entries").count(), 1);
    }
}
