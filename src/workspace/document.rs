//! A document that is read whole, with what lies beside it.

use std::fs;
use std::path::{Path, PathBuf};

use super::ProjectPath;
use super::read::{no_file, read_as, read_bytes_as};
use model::Diagnostic;

/// A file that the command line names, or one that a project names and that was resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    path: PathBuf,
    name: String,
}

impl Document {
    /// A file that the command line names.
    pub fn argument(path: &Path) -> Self {
        Document { path: path.to_path_buf(), name: path.to_string_lossy().into_owned() }
    }

    /// How messages name it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether there is a file.
    pub fn exists(&self) -> bool {
        self.path.is_file()
    }

    /// Reads it, within bounds.
    ///
    /// # Errors
    /// Where it is no regular file, too large or unreadable.
    pub fn read(&self) -> Result<Vec<u8>, Diagnostic> {
        read_as(&self.path, Path::new(&self.name))
    }

    /// Reads it, within bounds, where it may be packed: neither text nor a workbook.
    ///
    /// # Errors
    /// Those of [`Document::read`].
    pub fn read_packed(&self) -> Result<Vec<u8>, Diagnostic> {
        read_bytes_as(&self.path, Path::new(&self.name))
    }

    /// Another file in its folder, which the document itself names.
    ///
    /// # Errors
    /// Where it is a link: the document is untrusted, and a link would lead elsewhere.
    pub fn beside(&self, name: &str) -> Result<Document, Diagnostic> {
        // Only the last step counts, so that the name leads to no other folder.
        let file = Path::new(name).file_name().unwrap_or_default();
        let path = self.path.with_file_name(file);
        let shown = Path::new(&self.name).with_file_name(file);
        if fs::symlink_metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(no_file(&shown));
        }
        Ok(Document { path, name: shown.to_string_lossy().into_owned() })
    }
}

impl From<ProjectPath> for Document {
    fn from(path: ProjectPath) -> Self {
        Document { path: path.path().to_path_buf(), name: path.name().to_string() }
    }
}
