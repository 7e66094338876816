//! Exports of Amazon Web Services.

pub(super) mod authorization_details;
pub(super) mod credential_report;
mod grants;
mod policy;
pub(super) mod secrets_manager;
mod trust;
