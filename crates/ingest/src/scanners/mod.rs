//! Reports of scanners, one file a tool or exchange format.
//!
//! What a scanner reports is kept as rule, verdict and the names of the thing it is about. Messages and
//! snippets are never read: any of them may quote a secret. A value that was found is reduced at once to a
//! digest, which is compared in memory and stays here.

pub(super) mod agent_scan;
pub(super) mod asff;
pub(super) mod cisco;
pub(super) mod detect_secrets;
pub(super) mod found_secrets;
pub(super) mod ggshield;
pub(super) mod github_alerts;
pub(super) mod gitleaks;
pub(super) mod hdf;
pub(super) mod hit;
mod inspected;
pub(super) mod kubescape;
mod leaks;
pub(super) mod mcp_audit;
pub(super) mod mcp_sentinel;
mod names;
pub(super) mod nosey_parker;
pub(super) mod ocsf;
mod one_secret;
pub(super) mod oscal;
pub(super) mod promptfoo;
pub(super) mod prowler;
mod reports;
pub(super) mod rescan;
mod rescan_group;
mod rescan_notices;
mod rule_kind;
pub(super) mod sarif;
mod sarif_result;
mod sarif_scope;
pub(super) mod scope;
mod series;
pub(super) mod trufflehog;
pub(super) mod trufflehog3;
mod values;
