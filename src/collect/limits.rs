//! Limits on the response of another server.

use std::time::Duration;

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

/// The longest that all collections of a run may take.
pub const LONGEST_RUN: Duration = Duration::from_secs(30 * 60);

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes: 256 * 1024 * 1024,
            pages: 1_000,
            redirects: 5,
            retries: 4,
            backoff: Duration::from_millis(500),
            longest_wait: Duration::from_secs(60),
            header: 8 * 1024,
            headers: 64 * 1024,
            request: Duration::from_secs(2 * 60),
            total: Duration::from_secs(10 * 60),
        }
    }
}
