//! The catalogue: one file a control, a folder a family. Controls see `model` only. What they share
//! is beside the families: `checks` and `items`, `holdings`, `hosting`, `references`, `scans`.
//!
//! To add one, write its file and fixtures, and add its two rows: the `mod` line in its family and
//! the line in [`CATALOG`]. Tests hold the rest.

mod actions;
mod agt;
mod attestation;
mod bounds;
mod checks;
mod crd;
mod evidence;
#[cfg(test)]
mod export_silence;
mod follow;
mod holdings;
mod hosting;
mod inv;
mod iso;
mod items;
mod mon;
mod own;
mod pol;
mod prelude;
mod references;
mod rev;
mod rvk;
mod scans;
mod scp;
mod sec;
#[cfg(test)]
pub(crate) mod testkit;
mod tps;
mod validity;

use model::Control;

/// Every control, in report order.
pub static CATALOG: &[&Control] = &[
    &own::accountable_owner::CONTROL,
    &own::three_domains::CONTROL,
    &own::secret_owner::CONTROL,
    &own::tool_owner::CONTROL,
    &own::current_owner::CONTROL,
    &own::stated_purpose::CONTROL,
    &inv::registered_assets::CONTROL,
    &inv::declared_tier::CONTROL,
    &inv::tool_effects::CONTROL,
    &scp::approved_set::CONTROL,
    &scp::specific_scopes::CONTROL,
    &scp::unused_tools::CONTROL,
    &scp::gated_actions::CONTROL,
    &scp::bound_agents::CONTROL,
    &scp::client_requests::CONTROL,
    &crd::workload_identity::CONTROL,
    &crd::short_lived::CONTROL,
    &crd::rotation_window::CONTROL,
    &crd::modern_auth::CONTROL,
    &crd::one_consumer::CONTROL,
    &crd::environment_isolation::CONTROL,
    &crd::pipeline_federation::CONTROL,
    &crd::human_use::CONTROL,
    &crd::bound_federation::CONTROL,
    &crd::one_environment::CONTROL,
    &crd::mcp_authorization::CONTROL,
    &sec::plaintext_secrets::CONTROL,
    &sec::approved_store::CONTROL,
    &sec::secret_scanning::CONTROL,
    &sec::exposure_response::CONTROL,
    &rev::current_review::CONTROL,
    &rev::reviewed_items::CONTROL,
    &rev::executed_decisions::CONTROL,
    &rev::independent_reviewer::CONTROL,
    &rvk::revocation_playbook::CONTROL,
    &rvk::exercised_playbook::CONTROL,
    &rvk::revocation_time::CONTROL,
    &rvk::retired_leftovers::CONTROL,
    &rvk::dormant_identities::CONTROL,
    &rvk::orphaned_identities::CONTROL,
    &pol::prior_approval::CONTROL,
    &pol::policy_as_code::CONTROL,
    &pol::bounded_waivers::CONTROL,
    &pol::enforcement_point::CONTROL,
    &mon::logged_calls::CONTROL,
    &mon::watched_behaviour::CONTROL,
    &mon::redacted_arguments::CONTROL,
    &iso::guarded_transport::CONTROL,
    &iso::contained_runtime::CONTROL,
    &tps::vetted_supplier::CONTROL,
    &tps::pinned_launch::CONTROL,
    &tps::approved_definitions::CONTROL,
    &tps::fixed_vulnerabilities::CONTROL,
    &tps::signed_artefacts::CONTROL,
    &tps::pinned_definitions::CONTROL,
    &agt::stoppable_agents::CONTROL,
    &agt::trusted_peers::CONTROL,
    &agt::contained_memory::CONTROL,
    &agt::bounded_delegation::CONTROL,
];

/// The control with this id.
pub fn find(id: &str) -> Option<&'static Control> {
    CATALOG.iter().copied().find(|control| control.id == id)
}
