//! Reports of scanners, one file a tool or exchange format.
//!
//! What a scanner reports is kept as rule, verdict and the names of the thing it is about. Messages,
//! snippets and values are never read: any of them may quote a secret.

pub(super) mod agent_scan;
pub(super) mod asff;
pub(super) mod cisco;
pub(super) mod detect_secrets;
pub(super) mod ggshield;
pub(super) mod github_alerts;
pub(super) mod gitleaks;
pub(super) mod hdf;
mod inspected;
pub(super) mod kubescape;
mod leaks;
pub(super) mod mcp_audit;
pub(super) mod mcp_sentinel;
mod names;
pub(super) mod nosey_parker;
pub(super) mod ocsf;
pub(super) mod oscal;
pub(super) mod promptfoo;
pub(super) mod prowler;
mod reports;
pub(super) mod sarif;
mod sarif_result;
pub(super) mod trufflehog;
pub(super) mod trufflehog3;
