//! The framework files inside the binary.

use include_dir::{Dir, include_dir};

static FRAMEWORKS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/mappings/frameworks");

/// A framework file: its name and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// Path, as messages name it.
    pub path: String,
    /// Content.
    pub text: String,
}

/// The framework files that come with the tool, by name.
pub fn embedded() -> Vec<SourceText> {
    let mut files: Vec<SourceText> = FRAMEWORKS
        .files()
        .filter_map(|file| {
            let path = format!("mappings/frameworks/{}", file.path().display());
            Some(SourceText { path, text: file.contents_utf8()?.to_string() })
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
