//! Fetching one URL source.

use std::path::Path;

use jiff::Timestamp;
use url::Url;

use super::kept::{age, display_url};
use super::progress::Progress;
use crate::collect::{self, Cursor, Fetched, Limits, Request};
use crate::workspace::{self, Snapshot};
use model::{Diagnostic, Moment, Place, Source};

/// Fetches one source and keeps the response; where the network fails temporarily, the kept one is used.
///
/// # Errors
/// What went wrong, and the fix.
pub(super) fn fetch(
    root: &Path,
    name: &str,
    url: &Url,
    source: &Source,
    kept: Option<Snapshot>,
    notices: &mut Vec<Diagnostic>,
) -> Result<Snapshot, (String, String)> {
    let progress = Progress::start();
    let credential = super::credential::credential(&source.fetch, root)?;
    let request = Request {
        url: url.clone(),
        credential,
        cursor: source
            .fetch
            .cursor_field
            .clone()
            .zip(source.fetch.cursor_parameter.clone())
            .map(|(field, parameter)| Cursor { field, parameter }),
        etag: kept.as_ref().and_then(|kept| kept.manifest.etag.clone()),
    };
    let now = Moment::from(Timestamp::now());
    let fetched = collect::collect(&request, &Limits::default(), &mut |step| progress.show(step));
    let written = |error: Diagnostic| (error.message, error.help);
    match (fetched, kept) {
        (Ok(Fetched::Pages { pages, etag }), _) => {
            let named = pages.into_iter().enumerate().map(|(at, page)| {
                let ending = ending(url, page.content_type.as_deref());
                (format!("page-{:03}.{ending}", at + 1), page.bytes)
            });
            let named: Vec<(String, Vec<u8>)> = named.collect();
            workspace::keep(root, name, &display_url(url), (now, etag), &named).map_err(written)
        }
        (Ok(Fetched::Unchanged), Some(mut kept)) => {
            workspace::confirm(&mut kept, now).map_err(written)?;
            Ok(kept)
        }
        (Ok(Fetched::Unchanged), None) => {
            Err((format!("{} sent nothing", display_url(url)), "report it to the publisher".into()))
        }
        (Err(failure), Some(kept)) if failure.passing => {
            let place = Place::new(&"muster.toml".into(), source.line, "/source");
            let message = format!("{}; {}", failure.why, age(url, &kept));
            let notice = Diagnostic::at(&place, message, "run `muster collect` again");
            notices.push(notice.of_kind(model::Kind::NotRead));
            Ok(kept)
        }
        (Err(failure), _) => Err((failure.why, failure.help)),
    }
}

/// The file extension, which decides how a response is read.
fn ending(url: &Url, content_type: Option<&str>) -> &'static str {
    let content_type = content_type.unwrap_or_default();
    let path = url.path().to_lowercase();
    let is = |kind: &str, end: &str| content_type.contains(kind) || path.ends_with(end);
    if is("ndjson", ".ndjson") {
        "ndjson"
    } else if is("csv", ".csv") {
        "csv"
    } else if is("yaml", ".yaml") || path.ends_with(".yml") {
        "yaml"
    } else if is("spreadsheetml", ".xlsx") {
        "xlsx"
    } else {
        "json"
    }
}
