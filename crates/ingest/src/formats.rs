//! The formats of other tools, in the order in which a document is matched.
//!
//! To add one, write its file and its line in [`FORMATS`]. Order matters only where one shape
//! contains another: the more specific one comes first.

use super::exports::{
    aws, cyclonedx, entra, gcp, github_apps, kubernetes, nhi_scan, okta, registry, spire,
};
use super::format::Format;
use super::scanners;

/// Every format.
pub(super) static FORMATS: &[&Format] = &[
    &aws::credential_report::FORMAT,
    &aws::authorization_details::FORMAT,
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

/// The ids of every format.
pub fn feeds() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.id.as_str())
}
