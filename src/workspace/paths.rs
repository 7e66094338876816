//! Paths: names relative to the project, and where reading may lead.

use std::fs;
use std::path::{Component, Path, PathBuf};

use model::Diagnostic;

/// A name relative to a folder, with `/`; `..` where a path lies beside it.
pub(super) fn relative(root: &Path, path: &Path) -> String {
    let steps = |path: &Path| -> Vec<String> {
        let named = path.components().filter(|step| *step != Component::CurDir);
        named.map(|step| step.as_os_str().to_string_lossy().into_owned()).collect()
    };
    if let Ok(inside) = path.strip_prefix(root) {
        return steps(inside).join("/");
    }
    let (root, path) = (steps(root), steps(path));
    let shared = root.iter().zip(&path).take_while(|(a, b)| a == b).count();
    let up = root.iter().skip(shared).map(|_| "..".to_string());
    up.chain(path.into_iter().skip(shared)).collect::<Vec<_>>().join("/")
}

/// A path with its links resolved; as it is where it does not exist.
pub(super) fn whole(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// A file under its own name, in a folder with its links resolved.
pub(super) fn in_whole(path: &Path) -> PathBuf {
    let folder = whole(path.parent().unwrap_or(Path::new("")));
    path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name))
}

/// The folder that several paths have in common.
pub(super) fn common(paths: &[PathBuf]) -> PathBuf {
    let mut paths = paths.iter();
    let first = paths.next().cloned().unwrap_or_default();
    paths.fold(first, |shared, path| {
        let steps = shared.components().zip(path.components());
        steps.take_while(|(a, b)| a == b).map(|(step, _)| step).collect()
    })
}

/// Whether a path is the system's own: processes and devices are no files of anybody.
pub(super) fn is_of_the_system(path: &Path) -> bool {
    ["/proc", "/sys", "/dev"].iter().any(|folder| path.starts_with(folder))
        && !path.starts_with("/dev/shm")
}

/// The folders that may be read: the project, and those allowed by a person. Without a project there
/// are none.
#[derive(Debug, Clone, Default)]
pub struct Allowed {
    root: Option<PathBuf>,
    more: Vec<PathBuf>,
}

impl Allowed {
    /// The project's folder and further ones.
    ///
    /// # Errors
    /// Where a folder does not exist.
    pub fn of(root: &Path, more: &[PathBuf]) -> Result<Self, Diagnostic> {
        let whole = |path: &Path| {
            let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
            fs::canonicalize(path).map_err(|error| super::read::unreadable(path, &error))
        };
        let root = Some(whole(root)?);
        let more = more.iter().map(|path| whole(path)).collect::<Result<_, _>>()?;
        Ok(Allowed { root, more })
    }

    /// The project's folder, with its links resolved.
    pub(super) fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// Whether a path, with its links resolved, is in the project.
    pub(super) fn is_inside(&self, path: &Path) -> bool {
        self.root.as_ref().is_some_and(|root| path.starts_with(root))
    }

    /// Whether a path, with its links resolved, is in a further folder that a person allows.
    pub(super) fn is_further(&self, path: &Path) -> bool {
        self.more.iter().any(|folder| path.starts_with(folder))
    }

    /// Whether a path, with its links resolved, may be read.
    pub(super) fn contains(&self, path: &Path) -> bool {
        !is_of_the_system(path) && (self.is_inside(path) || self.is_further(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_to_the_project() {
        for (root, path, name) in [
            ("/p", "/p/a/b.json", "a/b.json"),
            ("/p", "/q/b.json", "../q/b.json"),
            ("/p/x/y", "/p/b.json", "../../b.json"),
            (".", "./a.json", "a.json"),
            ("", "a.json", "a.json"),
        ] {
            assert_eq!(relative(Path::new(root), Path::new(path)), name, "{root} {path}");
        }
        let paths = ["/p/a/x.json", "/p/a/y", "/p/b"].map(PathBuf::from);
        assert_eq!(common(&paths), Path::new("/p"));
        assert_eq!(common(&paths[..2]), Path::new("/p/a"));
    }
}
