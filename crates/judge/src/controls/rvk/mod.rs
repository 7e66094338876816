//! RVK: revocation and offboarding.

mod callers;
mod coverage;
pub(super) mod dormant_identities;
pub(super) mod exercised_playbook;
mod idle;
mod measurement;
pub(super) mod orphaned_identities;
pub(super) mod retired_leftovers;
mod retirement;
pub(super) mod revocation_playbook;
pub(super) mod revocation_time;
mod sealed;
