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
    /// The longest wait for one answer.
    pub request: Duration,
    /// The longest that the whole collection may take.
    pub total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes: 256 * 1024 * 1024,
            pages: 1_000,
            redirects: 5,
            retries: 4,
            backoff: Duration::from_millis(500),
            longest_wait: Duration::from_secs(60),
            request: Duration::from_secs(60),
            total: Duration::from_secs(15 * 60),
        }
    }
}
