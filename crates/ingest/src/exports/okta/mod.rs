//! Exports of Okta.

pub(crate) mod api_tokens;
pub(crate) mod apps;
