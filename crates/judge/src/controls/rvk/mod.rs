//! RVK: revocation and offboarding.

mod callers;
pub(super) mod dormant_identities;
pub(super) mod exercised_playbook;
pub(super) mod retired_leftovers;
pub(super) mod revocation_playbook;
pub(super) mod revocation_time;
