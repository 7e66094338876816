//! Whether and when to try again.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

use super::Limits;

/// The wait before the next try: what the server asks for, within bounds, else twice as long each
/// time.
pub(super) fn wait(tried: u32, retry_after: Option<&str>, limits: &Limits) -> Duration {
    let asked = retry_after.and_then(asked_for);
    let doubled = limits.backoff.saturating_mul(2_u32.saturating_pow(tried));
    asked.unwrap_or(doubled).min(limits.longest_wait)
}

/// `Retry-After`: seconds, or a date.
fn asked_for(header: &str) -> Option<Duration> {
    if let Ok(seconds) = header.trim().parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = rfc2822::DateTimeParser::new().parse_timestamp(header.trim()).ok()?;
    let seconds = date.as_second() - Timestamp::now().as_second();
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

/// Whether a status may pass: too many requests, or trouble on the other side.
pub(super) fn may_pass(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_never_exceed_the_longest() {
        let limits = Limits::default();
        assert_eq!(wait(0, None, &limits), Duration::from_millis(500));
        assert_eq!(wait(2, None, &limits), Duration::from_secs(2));
        assert_eq!(wait(30, None, &limits), limits.longest_wait);
        assert_eq!(wait(0, Some("7"), &limits), Duration::from_secs(7));
        assert_eq!(wait(0, Some("86400"), &limits), limits.longest_wait);
        let past = "Wed, 21 Oct 2015 07:28:00 GMT";
        assert_eq!(wait(0, Some(past), &limits), Duration::ZERO);
    }
}
