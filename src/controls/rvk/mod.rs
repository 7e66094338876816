//! RVK: revocation and offboarding.

pub mod retired_leftovers;
