//! Exports of Amazon Web Services.

pub(super) mod credential_report;
