//! Finds secrets in a text and describes them without revealing them.
//!
//! This is the only module that examines secret values. What leaves it is a kind, a public prefix
//! and a length: enough to act on, nothing to misuse.

mod address;
mod assigned;
mod block;
mod command;
mod connection;
mod digest;
mod encoded;
mod entropy;
mod find;
mod finders;
mod found;
mod inspect;
mod keys;
pub(crate) mod mark;
mod names;
mod pairs;
mod path_token;
mod placeholders;
mod prefixed;
mod redact;
mod references;
mod rules;
mod scheme;
mod shapes;
mod sieve;
mod signs;
mod spellings;
mod steps;
mod suspect;

pub(super) use connection::{Part, is_connection_string, parts as connection_parts};
pub(super) use digest::SecretDigest;
pub(super) use entropy::looks_random;
pub use found::{Found, Inspected};
pub use inspect::inspect;
pub use names::{Named, named};
pub(super) use path_token::of_step as token_of_step;
pub(super) use placeholders::is_placeholder;
pub(super) use redact::{redact_across, redact_address, redact_prose, redact_typed};
pub(super) use references::digest;
pub use references::{input_ids, referred};

/// A text as a reader takes it over: with secrets masked, before it is changed in case or cut. `None`
/// where it holds none.
pub(super) fn redact(text: &str) -> Option<String> {
    redact_prose(text)
}
