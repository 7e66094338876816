//! URL sources of the profile, as files: fetched, or the last kept response.

use std::time::Instant;

use jiff::civil::Date;

#[cfg(feature = "net")]
use super::fetch::fetch;
use super::kept::age;
use super::source_url::SourceUrl;
use crate::workspace::{self, Project, Snapshot};
use ingest::SourceFile;
use model::{Diagnostic, Input, MissingSource, Place, Source};

/// The most URL sources of one project.
const MOST_SOURCES: usize = 200;

/// How URL sources are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    /// Whether they may be fetched.
    pub(super) online: bool,
    /// The assessment date, for the age of what was kept.
    pub(super) as_of: Date,
}

/// The result of reading the URL sources.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Their pages, as files.
    pub(super) files: Vec<SourceFile>,
    /// Sources that were never collected: what they would show is not assessed.
    pub(super) missing: Vec<Input>,
    /// Where an older response is used, and how old it is; where there is none.
    pub(super) notices: Vec<Diagnostic>,
    /// Sources that cannot be read.
    pub(super) errors: Vec<Diagnostic>,
}

/// Fetches every URL source; where the network fails or may not be used, the last kept response is
/// read. The path of each source is set to that of its pages.
pub(super) fn gather(project: &Project, sources: &mut [Source], way: Way) -> Gathered {
    let began = Instant::now();
    let mut gathered = Gathered::default();
    let of_urls = sources.iter_mut().filter(|source| source.url.is_some());
    for (count, source) in of_urls.enumerate() {
        let line = source.line;
        let diagnostic = |message: String, help: &str| {
            let place = Place::new(&project.configuration().into(), line, "/source");
            Diagnostic::at(&place, message, help)
        };
        if count == MOST_SOURCES {
            let message = format!("there are more than {MOST_SOURCES} sources with a url");
            gathered.errors.push(diagnostic(message, "collect some of them in another project"));
            break;
        }
        let url = match SourceUrl::read(source.url.as_deref().unwrap_or_default()) {
            Ok(url) => url,
            Err((why, help)) => {
                gathered.errors.push(diagnostic(why, help));
                continue;
            }
        };
        let kept = match workspace::latest(&project.allowed, &url.folder()) {
            Ok(kept) => kept,
            Err(error) => {
                gathered.errors.push(error);
                continue;
            }
        };
        let snapshot = match (way.online, kept) {
            (false, None) => {
                let why = "has never been collected, and what it would show is not assessed";
                let help = "run `muster collect`, or use --online";
                gathered.notices.push(diagnostic(format!("{url} {why}"), help));
                gathered.missing.push(never_collected(&url, source));
                continue;
            }
            (false, Some(kept)) => {
                let help = "run `muster collect`, or use --online, to fetch a new one";
                gathered.notices.push(diagnostic(age(&url, &kept, way.as_of), help));
                Ok(kept)
            }
            (true, kept) => {
                let mut notices = Vec::new();
                let fetched = fetch(project, &url, source, kept, (way.as_of, began), &mut notices);
                let notices = notices.into_iter();
                gathered.notices.extend(notices.map(|(why, help)| diagnostic(why, &help)));
                fetched.map_err(|(why, help)| diagnostic(why, &help))
            }
        };
        match snapshot {
            Ok(snapshot) => {
                source.path = Some(format!("{}/{}/*", workspace::COLLECTED, url.folder()));
                gathered.files.extend(files(snapshot));
            }
            Err(error) => gathered.errors.push(error),
        }
    }
    gathered
}

/// A source that was never collected, so that the report lists it. Where the profile does not say what it
/// is, it may be anything: a client's configuration takes the most away.
fn never_collected(url: &SourceUrl, source: &Source) -> Input {
    let why = "it has never been collected; run `muster collect`";
    let sources = std::slice::from_ref(source);
    let input = ingest::unread_input(url.to_string(), source.line, why, sources);
    let is_stated = source.format.is_some() || source.records.is_some();
    let missing = if is_stated { input.missing } else { Some(MissingSource::Client) };
    Input { format: "not collected".into(), missing, ..input }
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

#[cfg(not(feature = "net"))]
fn fetch(
    _: &Project,
    url: &SourceUrl,
    _: &Source,
    kept: Option<Snapshot>,
    _: (Date, Instant),
    _: &mut Vec<(String, String)>,
) -> Result<Snapshot, (String, String)> {
    let why = format!("{url} cannot be fetched: this muster was built without network");
    kept.ok_or((why, "build it with the feature `net`".into()))
}
