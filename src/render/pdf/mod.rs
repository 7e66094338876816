//! PDF: Typst inside the binary; archival (PDF/A-3a), tagged (PDF/UA-1), with the posture attached.
//!
//! What the template shows is made here, as JSON; the package `passmuster-pdf` compiles it. Only the
//! second half links typst, so a build without the feature `pdf` still tests the first.
#![cfg_attr(not(feature = "pdf"), allow(dead_code, reason = "nothing compiles what is made here"))]

mod anchors;
mod attested;
mod board;
#[cfg(feature = "pdf")]
mod characters;
mod data;
mod due;
mod findings;
#[cfg(feature = "pdf")]
mod fonts;
mod inputs;
mod prose;
mod register;
#[cfg(feature = "pdf")]
mod render;
mod sample;
#[cfg(feature = "pdf")]
mod templates;
mod text;
mod values;

#[cfg(feature = "pdf")]
pub use characters::{missing_characters, shown_by};
#[cfg(feature = "pdf")]
pub(super) use register::listed;
#[cfg(feature = "pdf")]
pub(super) use render::{Orders, prepare};
#[cfg(feature = "pdf")]
pub(super) use sample::sample;
