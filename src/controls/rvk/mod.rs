//! RVK: revocation and offboarding.

pub mod retired_leftovers;
pub mod revocation_playbook;
