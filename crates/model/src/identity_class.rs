//! What is equal in memory only: launches and secret values, as numbers. `ingest` compares the texts; no
//! text and no digest of one leaves it.

/// A number that two MCP servers share if they run the same launch, or call the same whole address, secrets
/// included. It holds within one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LaunchClass(pub u32);

/// A number that two secrets share if their values are equal, or if both name one entry of one secret store.
/// It holds within one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ValueClass(pub u32);
