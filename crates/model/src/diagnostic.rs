//! A message to a person about an input.

use super::Place;
use crate::Texts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One message about an input: where, what, and how to fix it.
///
/// As an *error* it stops the run before anything is judged; as a *notice* it is printed in the
/// report. Which of the two it is follows from the list it is in.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, Texts,
)]
pub struct Diagnostic {
    /// Where it was found, if it has a place.
    pub place: Option<Place>,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// What to do about it; empty where nothing can be advised.
    pub help: String,
    /// What it is about, which decides how early it is printed.
    #[serde(default, skip_serializing_if = "Kind::is_note")]
    pub kind: Kind,
}

/// What a message is about, the most important first.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    Texts,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Some files are new and some are old.
    HalfWritten,
    /// A likely slip: something known is almost the same.
    Slip,
    /// Something was not read, or was left out.
    NotRead,
    /// Something that cannot be right: a date in the future, a contradiction, an unknown person.
    Doubtful,
    /// Anything else worth knowing.
    #[default]
    Note,
}

impl Kind {
    fn is_note(&self) -> bool {
        *self == Kind::Note
    }
}

impl Diagnostic {
    /// A message about a place.
    pub fn at(place: &Place, message: impl Into<String>, help: impl Into<String>) -> Self {
        Diagnostic { place: Some(place.clone()), ..Self::general(message, help) }
    }

    /// A message that belongs to no file.
    pub fn general(message: impl Into<String>, help: impl Into<String>) -> Self {
        Diagnostic { place: None, message: message.into(), help: help.into(), kind: Kind::Note }
    }

    /// The same message, of a kind.
    #[must_use]
    pub fn of_kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }
}
