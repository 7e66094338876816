//! The `.gitignore` files of a folder that is looked through. They are files of a project, so that one
//! which is a link, a pipe or very large is not applied.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::read::read_file;
use model::Diagnostic;

/// The name of such a file.
const NAME: &str = ".gitignore";
/// The largest one that is applied, in bytes.
const MAX_GITIGNORE: u64 = 64 << 10;
/// How many bytes are applied of all together: each line is compiled, and then asked about every file.
const MAX_GITIGNORES: u64 = 512 << 10;

/// What the `.gitignore` files of the folders entered so far exclude. Only files inside the folder that is
/// looked through count, so that the result does not depend on the machine.
#[derive(Debug, Default)]
pub(super) struct Ignored {
    rules: HashMap<PathBuf, Gitignore>,
    excluded: HashSet<PathBuf>,
    bytes: u64,
}

impl Ignored {
    /// Enters a folder, after the folder around it. Returns why its own file is not applied.
    pub(super) fn enter(&mut self, folder: &Path) -> Option<String> {
        if self.decides(folder, true) {
            // Nothing in it can be taken back, as with git.
            self.excluded.insert(folder.to_path_buf());
            return None;
        }
        let path = folder.join(NAME);
        let metadata = fs::symlink_metadata(&path).ok()?;
        if !metadata.is_file() || metadata.len() > MAX_GITIGNORE {
            let most = MAX_GITIGNORE >> 10;
            return Some(format!(
                "this is no regular file of at most {most} KiB, so it is not applied"
            ));
        }
        self.bytes += metadata.len();
        if self.bytes > MAX_GITIGNORES {
            let most = MAX_GITIGNORES >> 10;
            return Some(format!("all files like it have over {most} KiB, so it is not applied"));
        }
        let text = match read_file(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(Diagnostic { message, .. }) => {
                return Some(format!("{message}; it is not applied"));
            }
        };
        let mut rules = GitignoreBuilder::new(folder);
        for line in text.trim_start_matches('\u{feff}').lines() {
            // A line that is no pattern excludes nothing.
            let _ = rules.add_line(None, line);
        }
        let rules = rules.build().ok()?;
        self.rules.insert(folder.to_path_buf(), rules);
        None
    }

    /// Whether a file is excluded, in a folder that was entered.
    pub(super) fn excludes(&self, file: &Path) -> bool {
        self.decides(file, false)
    }

    /// The nearest file that decides holds; what is in an excluded folder is excluded.
    fn decides(&self, path: &Path, is_folder: bool) -> bool {
        if path.parent().is_some_and(|folder| self.excluded.contains(folder)) {
            return true;
        }
        for folder in path.ancestors().skip(1) {
            let Some(rules) = self.rules.get(folder) else { continue };
            match rules.matched(path, is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_decides_and_an_excluded_folder_is_excluded_whole() {
        let home = tempfile::tempdir().expect("a folder");
        let path = |name: &str| home.path().join(name);
        for folder in ["a/b", "build/x", "c"] {
            fs::create_dir_all(path(folder)).expect("folders");
        }
        fs::write(path(NAME), "\u{feff}*.json\nbuild/\n/top.yaml\n[\n").expect("a file");
        fs::write(path("a/.gitignore"), "!keep.json\n").expect("a file");
        fs::write(path("build/.gitignore"), "!*.json\n").expect("a file");
        let mut ignored = Ignored::default();
        for folder in ["", "a", "a/b", "build", "build/x", "c"] {
            let folder = if folder.is_empty() { home.path().to_path_buf() } else { path(folder) };
            assert_eq!(ignored.enter(&folder), None);
        }
        for name in ["x.json", "a/x.json", "build/x.json", "build/x/y.yaml", "top.yaml"] {
            assert!(ignored.excludes(&path(name)), "{name}");
        }
        for name in ["x.yaml", "a/keep.json", "a/b/keep.json", "c/top.yaml"] {
            assert!(!ignored.excludes(&path(name)), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_an_endless_device_is_not_read() {
        let home = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink("/dev/zero", home.path().join(NAME)).expect("a link");
        let why = Ignored::default().enter(home.path()).expect("not applied");
        assert!(why.contains("no regular file"), "{why}");
    }
}
