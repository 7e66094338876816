//! The only way from a name in a project to a file: what a project names is untrusted.
//!
//! A name is resolved with all its links, and what it leads to must lie in the project, or in a folder
//! that the command line allows. Nothing else makes a [`ProjectPath`], and only a [`ProjectPath`] opens
//! what a project names.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::paths::{Allowed, is_of_the_system};
use super::read::read_as;
use model::{Diagnostic, Place, StatedPath};

/// The longest path that a project may state, in bytes: what systems take.
const MAX_PATH: usize = 4096;
/// How many characters of one are printed.
const MAX_SHOWN: usize = 200;

/// A file or folder that a project names, in a folder that may be read. It need not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectPath {
    path: PathBuf,
    name: String,
}

impl ProjectPath {
    /// Reads it as a file, within bounds.
    ///
    /// # Errors
    /// Where it is no regular file, too large or unreadable.
    pub fn read(&self) -> Result<Vec<u8>, Diagnostic> {
        read_as(&self.path, Path::new(&self.name))
    }

    /// Whether there is something under this name.
    pub fn exists(&self) -> bool {
        self.path.exists()
    }

    /// The name, as the project writes it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is, for the workspace alone.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Allowed {
    /// Resolves a path that a project states.
    ///
    /// # Errors
    /// Where it leads out of the folders that may be read, with its place and the fix.
    pub fn stated(&self, stated: &StatedPath) -> Result<ProjectPath, Diagnostic> {
        self.resolve(stated.text())
            .map_err(|refused| refused.diagnostic(stated.text(), stated.place()))
    }

    /// Resolves a name that this program looks for in a project, such as `history`: a link may stand in
    /// its place.
    ///
    /// # Errors
    /// Where it leads out of the folders that may be read, with the fix.
    pub fn own(&self, name: &str) -> Result<ProjectPath, Diagnostic> {
        self.resolve(name).map_err(|refused| refused.diagnostic(name, &Place::file(name)))
    }

    fn resolve(&self, name: &str) -> Result<ProjectPath, Refused> {
        if !is_portable(name) {
            return Err(Refused::Foreign);
        }
        let Some(root) = self.root() else { return Err(Refused::Outside) };
        let written = Path::new(name);
        let leaves = written.is_absolute() || leaves(written);
        // The answer for a path that leads out is the same whether it exists or not.
        let path = settled(&root.join(written)).map_err(|_| match leaves {
            true => Refused::Outside,
            false => Refused::Nowhere,
        })?;
        match () {
            () if is_of_the_system(&path) => Err(Refused::Outside),
            () if written.is_absolute() && !self.is_further(&path) => Err(Refused::Absolute),
            () if !self.contains(&path) => Err(Refused::Outside),
            () => Ok(ProjectPath { path, name: name.to_string() }),
        }
    }
}

/// Why a path is not resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refused {
    Outside,
    Absolute,
    Nowhere,
    Foreign,
}

impl Refused {
    fn diagnostic(self, name: &str, place: &Place) -> Diagnostic {
        let (why, help) = match self {
            Refused::Outside => (
                "leads out of the project",
                "move it into the project, or allow its folder with --allow-path DIR",
            ),
            Refused::Absolute => (
                "is an absolute path",
                "write it relative to the project, or allow its folder with --allow-path DIR",
            ),
            Refused::Nowhere => ("leads nowhere", "correct the path, or the link in it"),
            Refused::Foreign => (
                "is not a path of a project",
                "write it with `/`, without a drive, a device or control characters",
            ),
        };
        let mut shown: String = name.chars().take(MAX_SHOWN).collect();
        if shown.len() < name.len() {
            shown.push('…');
        }
        Diagnostic::at(place, format!("`{shown}` {why}"), help)
    }
}

/// A path with its links resolved, also where its last steps do not exist yet.
///
/// # Errors
/// Where a link in it leads nowhere or in a circle, or a step before `..` does not exist.
fn settled(path: &Path) -> io::Result<PathBuf> {
    let mut existing = path;
    let mut rest = Vec::new();
    // A link that leads nowhere exists.
    while let Err(error) = fs::symlink_metadata(existing) {
        let (Some(name), Some(parent)) = (existing.file_name(), existing.parent()) else {
            return Err(error);
        };
        rest.push(name);
        existing = parent;
    }
    let whole = fs::canonicalize(existing)?;
    Ok(rest.into_iter().rev().fold(whole, |path, name| path.join(name)))
}

/// Whether the steps of a relative path lead above where it begins.
fn leaves(path: &Path) -> bool {
    let mut depth = 0_i64;
    path.components().any(|step| {
        depth += match step {
            Component::ParentDir => -1,
            Component::Normal(_) => 1,
            _ => 0,
        };
        depth < 0
    })
}

/// Whether a name means the same file on every system. On some, a backslash separates steps, a drive
/// begins a path and a few names are devices.
fn is_portable(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    let network = name.starts_with("//");
    let odd = |letter: char| letter == '\\' || letter.is_control();
    !name.is_empty()
        && name.len() <= MAX_PATH
        && !drive
        && !network
        && !name.contains(odd)
        && !name.split('/').any(is_device)
}

/// Whether a step of a path is a device on Windows: `CON`, `nul.txt`, `COM1`.
fn is_device(step: &str) -> bool {
    let stem = step.split(['.', ':']).next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let port = |stem: &str| {
        let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
        number.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || port(&stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> (tempfile::TempDir, PathBuf) {
        let home = tempfile::tempdir().expect("a folder");
        let root = home.path().join("p");
        fs::create_dir_all(root.join("a")).expect("folders");
        fs::create_dir_all(home.path().join("shared")).expect("folders");
        fs::write(root.join("a/words.md"), "inside").expect("a file");
        fs::write(home.path().join("shared/words.md"), "outside").expect("a file");
        (home, root)
    }

    #[test]
    fn a_path_in_the_project_is_read_and_any_other_is_refused() {
        let (home, root) = project();
        let allowed = Allowed::of(&root, &[]).expect("a folder");
        for name in ["a/words.md", "./a/words.md", "a/../a/words.md", "a/./words.md"] {
            let read = allowed.own(name).and_then(|path| path.read());
            assert_eq!(read.as_deref(), Ok(&b"inside"[..]), "{name}");
        }
        let inside = root.join("a/words.md").to_string_lossy().into_owned();
        let outside = home.path().join("shared/words.md").to_string_lossy().into_owned();
        for (name, why) in [
            ("../shared/words.md", Refused::Outside),
            ("a/../../shared/words.md", Refused::Outside),
            ("../shared/none.md", Refused::Outside),
            ("../../../../../../../../etc/passwd", Refused::Outside),
            ("/proc/self/environ", Refused::Outside),
            ("/dev/stdin", Refused::Outside),
            ("/dev/null", Refused::Outside),
            (&outside, Refused::Absolute),
            (&inside, Refused::Absolute),
            ("none/../a/words.md", Refused::Nowhere),
            ("..\\shared\\words.md", Refused::Foreign),
            ("C:\\words.md", Refused::Foreign),
            ("C:words.md", Refused::Foreign),
            ("c:/words.md", Refused::Foreign),
            ("\\\\host\\share\\words.md", Refused::Foreign),
            ("//host/share/words.md", Refused::Foreign),
            ("a/nul", Refused::Foreign),
            ("a/Com1.txt", Refused::Foreign),
            ("a\0b", Refused::Foreign),
            ("a\nb", Refused::Foreign),
            ("", Refused::Foreign),
        ] {
            assert_eq!(allowed.resolve(name), Err(why), "{name}");
        }
        // What does not exist yet may be written.
        assert!(allowed.own("b/c/new.md").is_ok_and(|path| !path.exists()));
        assert!(allowed.own("a/console.md").is_ok(), "no device");
    }

    #[test]
    fn a_folder_that_a_person_allows_is_read_and_devices_never() {
        let (home, root) = project();
        let shared = home.path().join("shared");
        let allowed = Allowed::of(&root, std::slice::from_ref(&shared)).expect("folders");
        let whole = shared.join("words.md").to_string_lossy().into_owned();
        for name in ["../shared/words.md", whole.as_str()] {
            let read = allowed.own(name).and_then(|path| path.read());
            assert_eq!(read.as_deref(), Ok(&b"outside"[..]), "{name}");
        }
        assert!(allowed.own("../p2/words.md").is_err());
        let allowed = Allowed::of(&root, &[PathBuf::from("/")]).expect("folders");
        for name in ["/proc/self/environ", "/dev/zero", "../../../../../proc/1/environ"] {
            assert!(allowed.own(name).is_err(), "{name}");
        }
        assert!(Allowed::default().own("a").is_err(), "without a folder nothing is inside");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_before_anything_is_decided() {
        use std::os::unix::fs::symlink;
        let (home, root) = project();
        symlink("a/words.md", root.join("in.md")).expect("a link");
        symlink(home.path().join("shared/words.md"), root.join("out.md")).expect("a link");
        symlink("../shared", root.join("folder")).expect("a link");
        symlink("/proc/self/environ", root.join("environ.md")).expect("a link");
        symlink("nowhere", root.join("gone.md")).expect("a link");
        symlink("circle.md", root.join("circle.md")).expect("a link");
        let allowed = Allowed::of(&root, &[]).expect("a folder");
        let read = allowed.own("in.md").and_then(|path| path.read());
        assert_eq!(read.as_deref(), Ok(&b"inside"[..]));
        for (name, why) in [
            ("out.md", Refused::Outside),
            ("folder/words.md", Refused::Outside),
            // Nothing is written through a link either.
            ("folder/new/file.md", Refused::Outside),
            ("a/../folder/../shared/words.md", Refused::Outside),
            ("environ.md", Refused::Outside),
            ("gone.md", Refused::Nowhere),
            ("circle.md", Refused::Nowhere),
        ] {
            assert_eq!(allowed.resolve(name), Err(why), "{name}");
        }
    }
}
