//! Which `muster.toml` holds, and which folder names are relative to.

use std::fs;
use std::path::{Path, PathBuf};

use super::paths::{common, in_whole, whole};
use super::read::{no_file, unreadable};
use model::Diagnostic;

/// The name of a configuration.
pub(super) const NAME: &str = "muster.toml";

/// The configuration of a run.
pub(super) struct Configuration {
    /// The folder that names are relative to.
    pub(super) root: PathBuf,
    /// The file, if there is one.
    pub(super) config: Option<PathBuf>,
    /// Where more than one could be meant.
    pub(super) warning: Option<Diagnostic>,
}

/// Finds it. A folder has its own; above files the nearest one holds, up to the top of their
/// repository.
///
/// # Errors
/// Where the one that is named cannot be read.
pub(super) fn find(
    folders: &[PathBuf],
    files: &[PathBuf],
    named: Option<&Path>,
) -> Result<Configuration, Diagnostic> {
    if let Some(path) = named {
        let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if !metadata.is_file() {
            return Err(no_file(path));
        }
    }
    if let ([folder], []) = (folders, files) {
        let own = Some(folder.join(NAME)).filter(|path| is_there(path));
        let config = named.map(Path::to_path_buf).or(own);
        return Ok(Configuration { root: folder.clone(), config, warning: None });
    }
    let parents = files.iter().map(|file| parent(file));
    let places: Vec<PathBuf> = folders.iter().cloned().chain(parents).collect();
    let base = if places.is_empty() { PathBuf::from(".") } else { common(&places) };
    if let Some(path) = named {
        let config = in_whole(path);
        let above = parent(&config);
        // Names are relative to the configuration where it is above everything that is read.
        let root = if whole(&base).starts_with(&above) { above } else { base };
        return Ok(Configuration { root, config: Some(config), warning: None });
    }
    let mut own = folders.iter().map(|folder| folder.join(NAME)).filter(|path| is_there(path));
    if let Some(config) = own.next() {
        let warning = own.next().map(|other| two(&config, &other));
        let root = parent(&config);
        return Ok(Configuration { root, config: Some(config), warning });
    }
    let mut above = above(&base).into_iter();
    match above.next() {
        Some(config) => {
            let warning = above.next().map(|other| two(&config, &other));
            Ok(Configuration { root: parent(&config), config: Some(config), warning })
        }
        None => Ok(Configuration { root: base, config: None, warning: None }),
    }
}

/// Whether there is something of this name. A link that leads nowhere is: without an error, its gate and
/// its thresholds would be gone in silence.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The configurations above a folder, the nearest first.
fn above(folder: &Path) -> Vec<PathBuf> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    let home = home.map(|home| whole(Path::new(&home)));
    let mut found = Vec::new();
    for above in whole(folder).ancestors() {
        found.extend(Some(above.join(NAME)).filter(|path| is_there(path)));
        if above.join(".git").exists() || home.as_deref() == Some(above) {
            break;
        }
    }
    found
}

fn two(config: &Path, other: &Path) -> Diagnostic {
    let message = format!("{} holds, and {} does not", config.display(), other.display());
    Diagnostic::general(message, "name the other one with --config if it is meant")
}

fn parent(path: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_configuration_above_a_file_holds() {
        let home = tempfile::tempdir().expect("a folder");
        let top = whole(home.path());
        let deep = top.join("a/b/c");
        fs::create_dir_all(&deep).expect("folders");
        let file = deep.join(".mcp.json");
        fs::write(&file, "{}").expect("a file");
        let found = |named: Option<&Path>| {
            find(&[], std::slice::from_ref(&file), named).expect("a configuration")
        };
        assert_eq!((found(None).root, found(None).config), (deep.clone(), None));
        for folder in [top.clone(), top.join("a")] {
            fs::write(folder.join(NAME), "").expect("a file");
        }
        let both = found(None);
        assert_eq!(both.root, top.join("a"));
        assert!(both.warning.expect("a warning").message.contains("does not"));
        // The top of a repository ends the search.
        fs::create_dir(top.join("a/.git")).expect("a folder");
        assert!(found(None).warning.is_none());
        let other = found(Some(&top.join(NAME)));
        assert_eq!((other.root, other.config), (top.clone(), Some(top.join(NAME))));
        assert!(find(&[], std::slice::from_ref(&file), Some(&top.join("none.toml"))).is_err());
    }

    #[test]
    fn a_folder_has_its_own_configuration_only() {
        let home = tempfile::tempdir().expect("a folder");
        let inner = home.path().join("inner");
        fs::create_dir(&inner).expect("a folder");
        fs::write(home.path().join(NAME), "").expect("a file");
        let found = find(std::slice::from_ref(&inner), &[], None).expect("none");
        assert_eq!((found.root, found.config), (inner.clone(), None));
        let config = home.path().join(NAME);
        let found = find(std::slice::from_ref(&inner), &[], Some(&config)).expect("named");
        assert_eq!((found.root, found.config), (inner, Some(config)));
    }
}
