//! SEC: secrets hygiene.

pub(super) mod approved_store;
mod closed_exposures;
pub(super) mod exposure_response;
pub(super) mod plaintext_secrets;
mod scanning;
pub(super) mod secret_scanning;
mod seen_exposures;
mod stores;
