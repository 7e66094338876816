//! Limits on the response of another server.

use std::time::Duration;

/// Bytes of all pages of a source together, after decompression.
const MAX_RESPONSE: u64 = 256 << 20;
/// Pages of one source.
const MAX_PAGES: usize = 1_000;
/// Redirects of one page.
const MAX_REDIRECTS: usize = 5;
/// Tries of one page after the first.
const MAX_RETRIES: u32 = 4;
/// Bytes of one header, and of an address that a response names.
const MAX_HEADER: usize = 8 << 10;
/// Bytes of all headers of a response.
const MAX_HEADERS: usize = 64 << 10;
/// Seconds that `Retry-After` may make us wait.
const MAX_WAIT: u64 = 60;
/// Seconds of one response, with its body.
const MAX_SECONDS: u64 = 120;
/// Seconds of all pages of a source.
const MAX_SECONDS_OF_SOURCE: u64 = 600;
/// Seconds of all sources of a run.
const MAX_SECONDS_OF_RUN: u64 = 1_800;

/// The longest that all collections of a run may take.
pub const LONGEST_RUN: Duration = Duration::from_secs(MAX_SECONDS_OF_RUN);

/// Bounds of one collection.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of all pages together, after decompression.
    pub bytes: u64,
    /// Pages of one answer.
    pub pages: usize,
    /// Redirects of one page.
    pub redirects: usize,
    /// Tries of one page after the first.
    pub retries: u32,
    /// The wait before the first retry; it doubles with each.
    pub backoff: Duration,
    /// The longest that `Retry-After` may make us wait.
    pub longest_wait: Duration,
    /// Bytes of one header that is read, and of an address that an answer names.
    pub header: usize,
    /// Bytes of all headers of an answer.
    pub headers: usize,
    /// The longest that one answer may take, with its body.
    pub request: Duration,
    /// The longest that the whole collection may take.
    pub total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes: MAX_RESPONSE,
            pages: MAX_PAGES,
            redirects: MAX_REDIRECTS,
            retries: MAX_RETRIES,
            backoff: Duration::from_millis(500),
            longest_wait: Duration::from_secs(MAX_WAIT),
            header: MAX_HEADER,
            headers: MAX_HEADERS,
            request: Duration::from_secs(MAX_SECONDS),
            total: Duration::from_secs(MAX_SECONDS_OF_SOURCE),
        }
    }
}
