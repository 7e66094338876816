//! Raw responses of URL sources, dated and kept: `collected/<source>/<time>/page-001.json` with a
//! manifest beside them. A run without network reads the last one and reports its age.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Allowed, ProjectPath};
use model::{Diagnostic, Moment, Place};
use syntax::encoding::hex;

/// The folder of a project that answers are kept in.
pub const COLLECTED: &str = "collected";
const MANIFEST: &str = "manifest.json";
/// The most responses of one source that are looked at.
const MOST_KEPT: usize = 10_000;

/// What is known of one kept answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Where it was fetched, without query.
    pub address: String,
    /// When it was fetched.
    pub fetched_at: Moment,
    /// When the server last confirmed that it had not changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Moment>,
    /// The server's tag of this answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// Its pages, in order: name and SHA-256.
    pub pages: Vec<(String, String)>,
}

/// A kept answer, read.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// What is known of it.
    pub manifest: Manifest,
    /// Its folder.
    pub folder: ProjectPath,
    /// Name and content of each page; names are relative to the project.
    pub pages: Vec<(String, Vec<u8>)>,
}

/// The last kept answer of a source, if there is one that is whole.
///
/// # Errors
/// Where one exists and cannot be read, differs from its manifest, or leads out of the project.
pub fn latest(allowed: &Allowed, source: &str) -> Result<Option<Snapshot>, Diagnostic> {
    let name = format!("{COLLECTED}/{source}");
    let home = allowed.own(&name)?;
    let Ok(entries) = fs::read_dir(home.path()) else { return Ok(None) };
    let folders = entries.filter_map(Result::ok).take(MOST_KEPT + 1);
    let mut names: Vec<String> =
        folders.filter_map(|it| it.file_name().into_string().ok()).collect();
    if names.len() > MOST_KEPT {
        let message = format!("{name} has more than {MOST_KEPT} entries");
        return Err(Diagnostic::at(&Place::file(name), message, "remove old responses"));
    }
    // Names are times in UTC, so that the last in order is the last in time.
    names.retain(|time| home.path().join(time).join(MANIFEST).is_file());
    let last = names.into_iter().max();
    last.map(|time| read(allowed, &format!("{name}/{time}"))).transpose()
}

fn read(allowed: &Allowed, folder: &str) -> Result<Snapshot, Diagnostic> {
    let broken = |why: String| {
        let message = format!("the kept response {folder} is damaged: {why}");
        Diagnostic::general(message, "remove the folder and collect again")
    };
    let manifest = allowed.own(&format!("{folder}/{MANIFEST}"))?.read()?;
    let manifest: Manifest =
        serde_json::from_slice(&manifest).map_err(|error| broken(error.to_string()))?;
    let mut pages = Vec::new();
    for (name, sha256) in &manifest.pages {
        // The manifest is a file of the project, as untrusted as any other.
        if Path::new(name).file_name().is_none_or(|file| file.to_str() != Some(name)) {
            return Err(broken("a page is no file beside the manifest".into()));
        }
        let path = allowed.own(&format!("{folder}/{name}"))?;
        let bytes = path.read()?;
        if digest(&bytes) != *sha256 {
            return Err(broken(format!("{name} is not what was fetched")));
        }
        pages.push((path.name().to_string(), bytes));
    }
    let folder = allowed.own(folder)?;
    Ok(Snapshot { manifest, folder, pages })
}

/// Keeps an answer: the folder appears with everything in it, or not at all.
///
/// # Errors
/// Where it cannot be written, or would be written outside the project.
pub fn keep(
    allowed: &Allowed,
    source: &str,
    address: &str,
    (fetched_at, etag): (Moment, Option<String>),
    pages: &[(String, Vec<u8>)],
) -> Result<Snapshot, Diagnostic> {
    let name = format!("{COLLECTED}/{source}");
    let place = allowed.own(&name)?;
    let home = place.path();
    let failed = |error: std::io::Error| {
        let message = format!("{name} cannot be written: {error}");
        Diagnostic::general(message, "make the project's folder writable")
    };
    fs::create_dir_all(home).map_err(failed)?;
    let staging = tempfile::Builder::new().prefix(".muster-").tempdir_in(home).map_err(failed)?;
    for (name, bytes) in pages {
        fs::write(staging.path().join(name), bytes).map_err(failed)?;
    }
    let named = pages.iter().map(|(name, bytes)| (name.clone(), digest(bytes)));
    let pages = named.collect();
    let manifest =
        Manifest { address: address.into(), fetched_at, confirmed_at: None, etag, pages };
    write_manifest(staging.path(), &manifest).map_err(failed)?;
    let time = fetched_at.to_string().replace(':', "");
    // Two responses within one second: keep the newer one.
    let _ = fs::remove_dir_all(home.join(&time));
    fs::rename(staging.keep(), home.join(&time)).map_err(failed)?;
    read(allowed, &format!("{name}/{time}"))
}

/// Notes that the server still gives the same answer.
///
/// # Errors
/// Where the manifest cannot be written.
pub fn confirm(snapshot: &mut Snapshot, at: Moment) -> Result<(), Diagnostic> {
    snapshot.manifest.confirmed_at = Some(at);
    write_manifest(snapshot.folder.path(), &snapshot.manifest).map_err(|error| {
        let message = format!("{} cannot be written: {error}", snapshot.folder.name());
        Diagnostic::general(message, "make the project's folder writable")
    })
}

fn write_manifest(folder: &Path, manifest: &Manifest) -> std::io::Result<()> {
    let text = serde_json::to_string_pretty(manifest)?;
    let staged = tempfile::NamedTempFile::new_in(folder)?;
    fs::write(staged.path(), text + "\n")?;
    staged.persist(folder.join(MANIFEST)).map_err(|error| error.error)?;
    Ok(())
}

fn digest(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_answer_is_read_and_a_damaged_one_refused() {
        let root = tempfile::tempdir().expect("a folder");
        let root = Allowed::of(root.path(), &[]).map(|allowed| (allowed, root)).expect("a folder");
        let allowed = &root.0;
        assert!(latest(allowed, "graph").expect("none").is_none());
        let at = |text: &str| text.parse::<Moment>().expect("a time");
        let page = |text: &str| [("page-001.json".to_string(), text.as_bytes().to_vec())];
        for (time, text) in [("2026-11-01T08:00:00Z", "[1]"), ("2026-11-20T08:00:00Z", "[2]")] {
            let stamp = (at(time), Some("\"tag\"".to_string()));
            keep(allowed, "graph", "https://graph.example/", stamp, &page(text)).expect("kept");
        }
        let mut last = latest(allowed, "graph").expect("read").expect("one");
        assert_eq!(last.pages[0].1, b"[2]");
        assert!(last.pages[0].0.starts_with("collected/graph/2026-11-20T080000Z/"));
        confirm(&mut last, at("2026-11-22T08:00:00Z")).expect("confirmed");
        let page = last.folder.path().join("page-001.json");
        fs::write(page, "[3]").expect("damage");
        let error = latest(allowed, "graph").expect_err("damaged");
        assert!(error.message.contains("not what was fetched"), "{error:?}");
        for name in ["../../../secret", "/etc/passwd", "..", ".", "a/b", ""] {
            let pages = [(name, "00")];
            let text = serde_json::json!({
                "address": "x", "fetched_at": "2026-11-20T08:00:00Z", "pages": pages,
            });
            fs::write(last.folder.path().join(MANIFEST), text.to_string()).expect("a manifest");
            let error = latest(allowed, "graph").expect_err(name);
            assert!(error.message.contains("no file beside the manifest"), "{name}: {error:?}");
        }
    }
}
