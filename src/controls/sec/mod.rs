//! SEC: secrets hygiene.

pub mod plaintext_secrets;
