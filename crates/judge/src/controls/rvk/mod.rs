//! RVK: revocation and offboarding.

mod callers;
pub mod dormant_identities;
pub mod exercised_playbook;
pub mod retired_leftovers;
pub mod revocation_playbook;
pub mod revocation_time;
