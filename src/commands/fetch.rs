//! Fetching one URL source.

use std::time::Instant;

use jiff::Timestamp;
use jiff::civil::Date;
use url::Url;

use super::kept::age;
use super::progress::Progress;
use super::source_url::SourceUrl;
use crate::collect::{self, Cursor, Fetched, Limits, Request};
use crate::workspace::{self, Project, Snapshot};
use model::{Diagnostic, Moment, Source};

/// Why something is not as it should be, and the fix.
type Explained = (String, String);

/// Fetches one source and keeps the response; where the network fails temporarily, the kept one is used,
/// with a notice.
///
/// # Errors
/// What went wrong, and the fix.
pub(super) fn fetch(
    project: &Project,
    url: &SourceUrl,
    source: &Source,
    kept: Option<Snapshot>,
    (as_of, began): (Date, Instant),
    notices: &mut Vec<Explained>,
) -> Result<Snapshot, Explained> {
    let progress = Progress::start();
    let credential = super::credential::credential(&source.fetch, project)?;
    let cursor = source.fetch.cursor_field.clone().zip(source.fetch.cursor_parameter.clone());
    let request = Request {
        url: url.whole().clone(),
        credential,
        cursor: cursor.map(|(field, parameter)| Cursor { field, parameter }),
        etag: kept.as_ref().and_then(|kept| kept.manifest.etag.clone()),
    };
    let now = Moment::from(Timestamp::now());
    let left = collect::LONGEST_RUN.saturating_sub(began.elapsed());
    if left.is_zero() {
        let why = format!("{url} is not fetched: the sources before it took too long");
        return Err((why, "collect some of them in another project".into()));
    }
    let limits = Limits::default();
    let limits = Limits { total: limits.total.min(left), ..limits };
    let fetched = collect::collect(&request, &limits, &mut |step| progress.show(step));
    let written = |error: Diagnostic| (error.message, error.help);
    match (fetched, kept) {
        (Ok(Fetched::Pages { pages, etag }), _) => {
            let named = pages.into_iter().enumerate().map(|(at, page)| {
                let ending = ending(url.whole(), page.content_type.as_deref());
                (format!("page-{:03}.{ending}", at + 1), page.bytes)
            });
            let named: Vec<(String, Vec<u8>)> = named.collect();
            let taken = (now, etag);
            workspace::keep(&project.allowed, &url.folder(), &url.to_string(), taken, &named)
                .map_err(written)
        }
        (Ok(Fetched::Unchanged), Some(mut kept)) => {
            workspace::confirm(&mut kept, now).map_err(written)?;
            Ok(kept)
        }
        (Ok(Fetched::Unchanged), None) => {
            Err((format!("{url} sent nothing"), "report it to the publisher".into()))
        }
        (Err(failure), Some(kept)) if failure.passing => {
            let message = format!("{}; {}", failure.why, age(url, &kept, as_of));
            notices.push((message, "run `muster collect` again".into()));
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
