//! MON: monitoring.

pub(super) mod logged_calls;
pub(super) mod redacted_arguments;
pub(super) mod watched_behaviour;
