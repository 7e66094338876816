//! The files of `mappings/` inside the binary.

use include_dir::{Dir, include_dir};

static FRAMEWORKS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/mappings/frameworks");
static SOURCES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/mappings/sources");
static GRANTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/mappings/grants");
static PUBLISHED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/mappings/published");

/// A file of `mappings/`: its name and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// Path, as messages name it.
    pub path: String,
    /// Content.
    pub text: String,
}

/// The files that come with the tool, by name: frameworks, crosswalks of others, rules of scanners, lists of grants.
pub fn embedded() -> Vec<SourceText> {
    let folders = [
        ("frameworks", &FRAMEWORKS),
        ("grants", &GRANTS),
        ("published", &PUBLISHED),
        ("sources", &SOURCES),
    ];
    let mut files: Vec<SourceText> = folders
        .into_iter()
        .flat_map(|(folder, files)| files.files().map(move |file| (folder, file)))
        .filter_map(|(folder, file)| {
            let path = format!("mappings/{folder}/{}", file.path().display());
            Some(SourceText { path, text: file.contents_utf8()?.to_string() })
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
