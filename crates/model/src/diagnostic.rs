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
}

impl Diagnostic {
    /// A message about a place.
    pub fn at(place: &Place, message: impl Into<String>, help: impl Into<String>) -> Self {
        Diagnostic { place: Some(place.clone()), message: message.into(), help: help.into() }
    }

    /// A message that belongs to no file.
    pub fn general(message: impl Into<String>, help: impl Into<String>) -> Self {
        Diagnostic { place: None, message: message.into(), help: help.into() }
    }
}
