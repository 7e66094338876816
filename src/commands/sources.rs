//! URL sources of the profile, as files: fetched, or as they were last kept.

use std::path::Path;

use sha2::{Digest, Sha256};
use url::Url;

#[cfg(feature = "net")]
use super::fetch::fetch;
use crate::workspace::{self, Snapshot};
use ingest::SourceFile;
use model::{Diagnostic, Place, Source};
use syntax::encoding::hex;

/// What became of the URL sources.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Their pages, as files.
    pub(super) files: Vec<SourceFile>,
    /// Where an older answer is used, and how old it is.
    pub(super) notices: Vec<Diagnostic>,
    /// What could not be had at all.
    pub(super) errors: Vec<Diagnostic>,
}

/// Fetches every URL source; where the network fails, or may not be used, the last kept answer
/// serves. `sources` learn under which path their pages are read.
pub(super) fn gather(root: &Path, sources: &mut [Source], online: bool) -> Gathered {
    let mut gathered = Gathered::default();
    for source in sources.iter_mut() {
        let Some(url) = source.url.clone() else { continue };
        let told = |message: String, help: &str| {
            let place = Place::new(&"muster.toml".into(), source.line, "/source");
            Diagnostic::at(&place, message, help)
        };
        let Ok(url) = Url::parse(&url) else {
            gathered
                .errors
                .push(told("the url of this source cannot be read".into(), "write https://…"));
            continue;
        };
        let name = name(&url);
        let kept = match workspace::latest(root, &name) {
            Ok(kept) => kept,
            Err(error) => {
                gathered.errors.push(error);
                continue;
            }
        };
        let snapshot = match (online, kept) {
            (false, Some(kept)) => Ok(kept),
            (false, None) => {
                let help = "run `muster collect` once with network";
                Err(told(format!("{} was never collected", said(&url)), help))
            }
            (true, kept) => fetch(root, &name, &url, source, kept, &mut gathered.notices)
                .map_err(|(why, help)| told(why, &help)),
        };
        match snapshot {
            Ok(snapshot) => {
                if !online {
                    gathered
                        .notices
                        .push(told(age(&url, &snapshot), "run `muster collect` for a new one"));
                }
                source.path = Some(format!("{}/{name}/*", workspace::COLLECTED));
                gathered.files.extend(files(snapshot));
            }
            Err(error) => gathered.errors.push(error),
        }
    }
    gathered
}

fn files(snapshot: Snapshot) -> Vec<SourceFile> {
    let captured_at = snapshot.manifest.confirmed_at.unwrap_or(snapshot.manifest.fetched_at);
    let file = |(path, bytes): (String, Vec<u8>)| SourceFile {
        path: path.into(),
        bytes,
        captured_at: Some(captured_at),
        all_pages: true,
    };
    snapshot.pages.into_iter().map(file).collect()
}

/// How old a kept answer is, as a sentence.
pub(super) fn age(url: &Url, snapshot: &Snapshot) -> String {
    let manifest = &snapshot.manifest;
    let taken = manifest.confirmed_at.unwrap_or(manifest.fetched_at);
    format!("the answer of {} is the kept one of {taken}", said(url))
}

/// An address as people may read it: without query, which may hold a token.
pub(super) fn said(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.to_string()
}

/// A folder name for a source: readable, and one for each address.
fn name(url: &Url) -> String {
    let digest = Sha256::digest(url.as_str().as_bytes());
    let digest = hex(digest);
    let short = digest.get(..8).unwrap_or_default();
    let last = url.path_segments().and_then(|mut steps| steps.next_back()).unwrap_or_default();
    let words = format!("{}-{last}", url.host_str().unwrap_or("source"));
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
    let words: String = words.chars().map(plain).take(60).collect();
    format!("{}-{short}", words.trim_matches('-'))
}

#[cfg(not(feature = "net"))]
fn fetch(
    _: &Path,
    _: &str,
    url: &Url,
    _: &Source,
    kept: Option<Snapshot>,
    _: &mut Vec<Diagnostic>,
) -> Result<Snapshot, (String, String)> {
    let why = format!("{} cannot be fetched: this muster was built without network", said(url));
    kept.ok_or((why, "build it with the feature `net`".into()))
}
