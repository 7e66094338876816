//! Exports of Amazon Web Services.

pub(in crate::ingest) mod authorization_details;
pub(in crate::ingest) mod credential_report;
mod grants;
mod policy;
pub(in crate::ingest) mod secrets_manager;
mod trust;
