//! Changing one file of a project: all of it or nothing.

use std::fs;
use std::io::Write;
use std::path::{Component, Path};

use super::ProjectPath;
use super::names::{has_known_ending, is_own, is_pruned};
use model::Diagnostic;

/// Whether a file of this name, relative to the project folder, is one that [`super::open`] reads.
pub fn is_read(name: &str) -> bool {
    let plain = |step: Component<'_>| matches!(step, Component::Normal(_));
    let inside = Path::new(name).components().all(plain);
    let mut folders = name.split('/').rev().skip(1);
    let own = name.split_once('/').is_some_and(|(top, _)| is_own(top));
    inside && !own && !folders.any(is_pruned) && has_known_ending(name)
}

/// Writes a file in place of another, or a new one. It is written completely beside its place and
/// moved in, so that a reader sees either the old text or the new.
///
/// # Errors
/// Where the folder may not be written to, or the disk is full.
pub fn replace(path: &ProjectPath, bytes: &[u8]) -> Result<(), Diagnostic> {
    // A link stays a link: what it leads to, in the project, is replaced.
    let written = write(path.path(), bytes);
    written.map_err(|error| {
        let message = format!("{} cannot be written: {error}", path.name());
        Diagnostic::general(message, "make its folder writable; the file is as it was")
    })
}

fn write(target: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let staging = tempfile::Builder::new().prefix(".muster-").tempdir_in(folder)?;
    let staged = staging.path().join("file");
    let mut file = fs::File::create_new(&staged)?;
    file.write_all(bytes)?;
    if let Ok(metadata) = fs::metadata(target) {
        file.set_permissions(metadata.permissions())?;
    }
    file.sync_all()?;
    fs::rename(&staged, target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_inside_the_project_are_read() {
        for name in ["waivers.yaml", "reviews/waivers.yaml"] {
            assert!(is_read(name), "{name}");
        }
        for name in ["", "../w.yaml", "/w.yaml", "out/w.yaml", ".w.yaml", ".git/w.yaml", "a/../w"] {
            assert!(!is_read(name), "{name}");
        }
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let allowed = crate::workspace::Allowed::of(folder.path(), &[]).expect("a folder");
        let path = allowed.own("a.yaml").expect("a name");
        replace(&path, b"old").expect("a new file");
        replace(&path, b"new").expect("the same file");
        assert_eq!(fs::read_to_string(path.path()).expect("text"), "new");
        assert_eq!(fs::read_dir(folder.path()).expect("entries").count(), 1);
    }
}
