//! The folder of the site among the outputs: it is replaced as one, and files of others in it stay.

use std::path::{Path, PathBuf};

use crate::render::{SITE, SITE_LIST};
use crate::workspace::{self, Part, Whole};
use model::{Artifact, Diagnostic};

/// The outputs of a run.
///
/// # Errors
/// Where the list of what an earlier run wrote cannot be read.
pub(super) fn part(out: &Path, files: Vec<Artifact>) -> Result<Part, Diagnostic> {
    let list = out.join(SITE).join(SITE_LIST);
    let own = match list.is_file() {
        true => workspace::read_file(&list)?,
        false => Vec::new(),
    };
    let own = String::from_utf8_lossy(&own).lines().map(String::from).collect();
    let whole = Whole { name: SITE.into(), own };
    Ok(Part { whole: Some(whole), ..Part::out(out, files) })
}

/// The files to name on the terminal: of the site only its first page.
pub(super) fn named(out: &Path, written: Vec<PathBuf>) -> Vec<PathBuf> {
    let (site, first) = (out.join(SITE), out.join(SITE).join("index.html"));
    written.into_iter().filter(|path| !path.starts_with(&site) || *path == first).collect()
}

/// The outputs of an earlier run, where those of the site are named as one.
pub(super) fn shortened(names: Vec<String>) -> Vec<String> {
    let short = |name: String| match name.split_once('/') {
        Some((SITE, _)) => SITE.to_string(),
        _ => name,
    };
    let mut names: Vec<String> = names.into_iter().map(short).collect();
    names.dedup();
    names
}
