//! The formats of other tools, in the order in which a document is matched.
//!
//! To add one, write its file and its line in [`EXPORTS`] or [`SCANNERS`]. Order matters only where one shape
//! contains another: the more specific one comes first.

use super::exports::{
    aws, cyclonedx, entra, gcp, github_apps, kubernetes, nhi_scan, okta, registry, spire,
};
use super::format::Format;
use super::scanners;

/// Exports and catalogues.
static EXPORTS: &[&Format] = &[
    &aws::credential_report::FORMAT,
    &aws::authorization_details::FORMAT,
    &aws::access_keys::FORMAT,
    &aws::iam_lists::FORMAT,
    &aws::secrets_manager::FORMAT,
    &entra::FORMAT,
    &entra::role_assignments::FORMAT,
    &gcp::accounts::FORMAT,
    &gcp::iam_policy::FORMAT,
    &github_apps::FORMAT,
    &okta::apps::FORMAT,
    &okta::api_tokens::FORMAT,
    &kubernetes::FORMAT,
    &spire::FORMAT,
    &cyclonedx::FORMAT,
    &registry::SERVER_JSON,
    &registry::DOCKER,
    &nhi_scan::FORMAT,
    &nhi_scan::aws_users::FORMAT,
];

/// Reports of scanners.
static SCANNERS: &[&Format] = &[
    &scanners::sarif::FORMAT,
    &scanners::ocsf::FORMAT,
    &scanners::asff::FORMAT,
    &scanners::prowler::FORMAT,
    &scanners::gitleaks::FORMAT,
    &scanners::github_alerts::FORMAT,
    &scanners::nosey_parker::FORMAT,
    &scanners::trufflehog::FORMAT,
    &scanners::trufflehog3::FORMAT,
    &scanners::detect_secrets::FORMAT,
    &scanners::ggshield::FORMAT,
    &scanners::agent_scan::FORMAT,
    &scanners::cisco::FORMAT,
    &scanners::mcp_sentinel::FORMAT,
    &scanners::mcp_audit::FORMAT,
    &scanners::hdf::FORMAT,
    &scanners::oscal::FORMAT,
    &scanners::kubescape::FORMAT,
    &scanners::promptfoo::FORMAT,
];

/// Every format.
pub(super) fn formats() -> impl Iterator<Item = &'static Format> {
    EXPORTS.iter().chain(SCANNERS).copied()
}

/// Whether a format is that of scanners.
pub(super) fn is_scanner(id: &str) -> bool {
    SCANNERS.iter().any(|format| format.id.as_str() == id)
}

/// The ids of every format.
pub fn feeds() -> impl Iterator<Item = &'static str> {
    formats().map(|format| format.id.as_str())
}
