//! Exercises of revocation playbooks.

use crate::Texts;
use std::borrow::Cow;

use super::{InputChecks, stated_dates};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Field, Moment};

/// One time a playbook was tried, or used in earnest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// The playbook, by id.
    pub playbook: String,
    /// When.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub date: Field<Moment>,
    /// How real it was.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub kind: Field<ExerciseKind>,
    /// Minutes from the decision to the last credential dead; of a tabletop exercise, how long it
    /// lasted.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub measured_minutes: Field<u32>,
    /// What it showed, one lesson a line.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub lessons: Field<Vec<String>>,
    /// How many follow-ups are still open.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub actions_open: Field<u32>,
    /// Since when the oldest follow-up is open.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub actions_since: Field<Moment>,
}

impl InputChecks for Exercise {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, date actions_since)
    }
}

/// How real an exercise was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum ExerciseKind {
    /// Talked through.
    Tabletop,
    /// Done on a real credential.
    Technical,
    /// Used in earnest.
    Real,
}
