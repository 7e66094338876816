//! Kept responses of URL sources, as messages name them.

use jiff::civil::Date;

use super::source_url::SourceUrl;
use crate::workspace::Snapshot;
use model::{days_between, wording};

/// When a kept response was taken, and how long before the assessment date that is.
pub(super) fn age(url: &SourceUrl, snapshot: &Snapshot, as_of: Date) -> String {
    let manifest = &snapshot.manifest;
    let taken = manifest.confirmed_at.unwrap_or(manifest.fetched_at);
    let age = match days_between(taken, as_of) {
        0 => "on the assessment date".to_string(),
        past if past > 0 => format!("{} before the assessment date", wording::days(past)),
        future => format!("{} after the assessment date", wording::days(-future)),
    };
    format!("{url} is read as last collected on {}, {age}", taken.day())
}
