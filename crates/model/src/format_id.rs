//! Identifies an input format.

use crate::Texts;
use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The id of a scanner or export format, such as `gitleaks`: what `format` in a `[[source]]` names.
///
/// It is not an enumeration: the crate that reads a format declares its id, and a report of a later
/// version may name a format that this one does not know.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, Texts,
)]
#[serde(transparent)]
#[schemars(inline)]
pub struct FormatId(#[texts(Typed)] Cow<'static, str>);

impl FormatId {
    /// The id of a format that is known when the program is built.
    pub const fn new(id: &'static str) -> Self {
        FormatId(Cow::Borrowed(id))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for FormatId {
    fn from(id: String) -> Self {
        FormatId(Cow::Owned(id))
    }
}

impl fmt::Display for FormatId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
