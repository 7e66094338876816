//! SEC: secrets hygiene.

pub(super) mod approved_store;
pub(super) mod exposure_response;
pub(super) mod plaintext_secrets;
mod scanning;
pub(super) mod secret_scanning;
mod seen_exposures;
