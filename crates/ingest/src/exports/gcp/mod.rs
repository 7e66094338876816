//! Exports of Google Cloud.

pub(crate) mod accounts;
pub(crate) mod iam_policy;
