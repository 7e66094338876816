//! Exports of Amazon Web Services.

pub(crate) mod access_keys;
pub(crate) mod authorization_details;
pub(crate) mod credential_report;
mod grants;
pub(crate) mod iam_lists;
mod policy;
pub(crate) mod secrets_manager;
mod trust;
