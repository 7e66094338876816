//! Where a fact was read.

use crate::Texts;
use std::fmt;
use std::sync::Arc;

use ecow::EcoString;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A spot in an input file, as an auditor would cite it.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, Texts,
)]
pub struct Place {
    /// Path of the file, relative to the project folder, with `/` as separator.
    pub file: Arc<str>,
    /// Line, counted from 1; 0 where the whole file is meant.
    pub line: u32,
    /// JSON pointer to the record or field; empty for the whole file.
    #[serde(default, skip_serializing_if = "EcoString::is_empty")]
    #[schemars(with = "String")]
    pub pointer: EcoString,
}

impl Place {
    /// A place in `file` at `line` (from 1) under `pointer`.
    pub fn new(file: &Arc<str>, line: u32, pointer: impl Into<EcoString>) -> Self {
        Place { file: Arc::clone(file), line, pointer: pointer.into() }
    }

    /// A file as a whole.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Place { file: file.into(), line: 0, pointer: EcoString::new() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}", self.file),
            line => write!(f, "{}:{line}", self.file),
        }
    }
}
