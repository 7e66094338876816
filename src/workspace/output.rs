//! Writing: all files or none.

use std::path::{Path, PathBuf};

use super::ProjectPath;
use super::transaction::{Part, stage};
use model::{Artifact, Diagnostic};

/// Writes artifacts into a folder, all or none.
///
/// # Errors
/// Where the folder cannot be created or written to, or the disk is full.
pub fn write(folder: &Path, artifacts: Vec<Artifact>) -> Result<Vec<PathBuf>, Diagnostic> {
    stage(vec![(Part::out(folder), artifacts)])?.commit()
}

/// Writes a file of a project in place of another, or a new one. A reader sees either the old text or the
/// new.
///
/// # Errors
/// Where the folder may not be written to, or the disk is full.
pub fn replace(root: &Path, path: &ProjectPath, bytes: &[u8]) -> Result<(), Diagnostic> {
    // A link stays a link: what it leads to, in the project, is replaced.
    let target = path.path();
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let file = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let help = "make its folder writable; the file is as it was";
    let part = |folder: &Path, files| (Part { help, ..Part::out(folder) }, files);
    // The project has the journal, wherever the file is: commands look for it there.
    let parts = vec![
        part(root, Vec::new()),
        part(folder.unwrap_or(root), vec![Artifact::new(file, bytes)]),
    ];
    stage(parts)?.commit().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

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
            assert!(error.message.contains("a link leads out"), "{error:?}");
        }
        write(folder.path(), vec![Artifact::new("c.md", "x")]).expect("a link of its own name");
        assert_eq!(fs::read_to_string(&other).expect("text"), "kept");
        assert_eq!(fs::read_dir(away.path()).expect("entries").count(), 1);
    }

    #[test]
    fn a_failing_write_leaves_what_was_there() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), vec![Artifact::new("a.md", "old")]).expect("first run");
        fs::create_dir(folder.path().join("b.md")).expect("a folder");
        for clash in ["a.md/b.md", "b.md", "../c.md"] {
            let files = vec![Artifact::new("a.md", "new"), Artifact::new(clash, "x")];
            assert!(write(folder.path(), files).is_err(), "{clash}");
            assert_eq!(fs::read_to_string(folder.path().join("a.md")).expect("a.md"), "old");
            assert_eq!(fs::read_dir(folder.path()).expect("entries").count(), 2);
        }
        // A folder that was made for a run that failed is gone with it.
        let new = folder.path().join("c/d");
        assert!(write(&new, vec![Artifact::new("..", "x")]).is_err());
        assert!(!folder.path().join("c").exists());
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["a.yaml", "sub/a.yaml"] {
            let allowed = crate::workspace::Allowed::of(folder.path(), &[]).expect("a folder");
            let path = allowed.own(name).expect("a name");
            replace(folder.path(), &path, b"old").expect("a new file");
            replace(folder.path(), &path, b"new").expect("the same file");
            assert_eq!(fs::read_to_string(folder.path().join(name)).expect("text"), "new");
        }
        assert_eq!(fs::read_dir(folder.path()).expect("entries").count(), 2);
        assert_eq!(fs::read_dir(folder.path().join("sub")).expect("entries").count(), 1);
    }
}
