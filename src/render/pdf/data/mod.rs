//! The posture as the templates read it: cut to a length that people turn, and made printable.

mod cards;
mod documents;
mod drawn;
mod fields;
mod lists;
mod requirements;
mod source;

#[cfg(feature = "pdf")]
pub(super) use documents::{Documents, documents};
#[cfg(feature = "pdf")]
pub(super) use source::Source;
