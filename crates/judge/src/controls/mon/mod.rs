//! MON: monitoring.

pub(super) mod logged_calls;
pub(super) mod watched_behaviour;
