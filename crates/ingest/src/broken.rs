//! The mark of a source that is missing from the inputs although its file is there.

/// How the reason begins where a file is broken, rather than in a format that is not read.
pub const BROKEN: &str = "broken: ";
