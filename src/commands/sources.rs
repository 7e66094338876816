//! URL sources of the profile, as files: fetched, or the last kept response.

use sha2::{Digest, Sha256};
use url::Url;

#[cfg(feature = "net")]
use super::fetch::fetch;
use super::kept::{age, display_url};
use crate::workspace::{self, Project, Snapshot};
use ingest::SourceFile;
use model::{Diagnostic, Place, Source};
use syntax::encoding::hex;

/// The result of reading the URL sources.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Their pages, as files.
    pub(super) files: Vec<SourceFile>,
    /// Where an older response is used, and how old it is.
    pub(super) notices: Vec<Diagnostic>,
    /// Sources without any response.
    pub(super) errors: Vec<Diagnostic>,
}

/// Fetches every URL source; where the network fails or may not be used, the last kept response is
/// read. The path of each source is set to that of its pages.
pub(super) fn gather(project: &Project, sources: &mut [Source], online: bool) -> Gathered {
    let root = project.root.as_path();
    let mut gathered = Gathered::default();
    for source in sources.iter_mut() {
        let Some(url) = source.url.clone() else { continue };
        let diagnostic = |message: String, help: &str| {
            let place = Place::new(&project.configuration().into(), source.line, "/source");
            Diagnostic::at(&place, message, help)
        };
        let Ok(url) = Url::parse(&url) else {
            gathered.errors.push(diagnostic(
                "the url of this source is not valid".into(),
                "write it as https://…",
            ));
            continue;
        };
        if let Some(file) = &source.fetch.token_file
            && !project.allowed.may_read(&root.join(file))
        {
            let message = format!("the token file {file} lies outside the project");
            gathered.errors.push(diagnostic(message, "allow its folder with --allow-path"));
            continue;
        }
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
                let help = "run `muster collect` once with network access";
                Err(diagnostic(format!("{} has never been collected", display_url(&url)), help))
            }
            (true, kept) => fetch(root, &name, &url, source, kept, &mut gathered.notices)
                .map_err(|(why, help)| diagnostic(why, &help)),
        };
        match snapshot {
            Ok(snapshot) => {
                if !online {
                    gathered.notices.push(diagnostic(
                        age(&url, &snapshot),
                        "run `muster collect` to fetch a new one",
                    ));
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
        named: true,
    };
    snapshot.pages.into_iter().map(file).collect()
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
    _: &std::path::Path,
    _: &str,
    url: &Url,
    _: &Source,
    kept: Option<Snapshot>,
    _: &mut Vec<Diagnostic>,
) -> Result<Snapshot, (String, String)> {
    let why =
        format!("{} cannot be fetched: this muster was built without network", display_url(url));
    kept.ok_or((why, "build it with the feature `net`".into()))
}
