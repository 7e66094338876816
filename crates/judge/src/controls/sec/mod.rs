//! SEC: secrets hygiene.

pub mod approved_store;
pub mod exposure_response;
pub mod plaintext_secrets;
mod scanning;
pub mod secret_scanning;
