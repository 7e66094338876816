//! ingest: bytes to facts, one file a format.

pub mod mcp;
pub mod secrets;
