//! `muster` answers one question with evidence: **do our non-human identities pass muster?**
//!
//! It reads an inventory (MCP servers and their tools, secrets, AI agents, service accounts,
//! owners) and review data, judges each asset against controls, maps every finding to four
//! frameworks, and renders scored posture reports. `docs/architecture.md` has the plan of the
//! house; each module below is one room of it, and may use only rooms on lower floors.

pub mod cli;
#[cfg(feature = "net")]
pub mod collect;
pub mod commands;
pub mod history;
pub mod mappings;
pub mod render;
pub mod workspace;

pub use judge::{assess, controls, estate};
pub use {ingest, model, posture, syntax};
