//! MON: monitoring.

pub mod logged_calls;
pub mod watched_behaviour;
