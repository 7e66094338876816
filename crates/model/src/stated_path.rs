//! Paths as a project states them.

use std::fmt;

use super::Place;

/// The path of a file that a project names, with the place where it is stated. It is untrusted text: it
/// opens nothing until the workspace has resolved it, and it is no `Path` so that nothing else does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedPath {
    text: String,
    place: Place,
}

impl StatedPath {
    /// A path that `place` states.
    pub fn new(text: impl Into<String>, place: Place) -> Self {
        StatedPath { text: text.into(), place }
    }

    /// The path as it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it is stated.
    pub fn place(&self) -> &Place {
        &self.place
    }
}

impl fmt::Display for StatedPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
