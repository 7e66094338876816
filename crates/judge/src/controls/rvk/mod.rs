//! RVK: revocation and offboarding.

mod callers;
mod coverage;
pub mod dormant_identities;
pub mod exercised_playbook;
mod idle;
mod measurement;
pub mod retired_leftovers;
mod retirement;
pub mod revocation_playbook;
pub mod revocation_time;
