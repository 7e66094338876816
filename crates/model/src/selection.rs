//! A part of the findings, chosen by what they are about: `owner=ada`, `tier=T3`.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a finding is chosen by.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    crate::Texts,
)]
#[serde(rename_all = "kebab-case")]
pub enum SelectionKey {
    /// The accountable owner of its asset, by id.
    Owner,
    /// The tier that its asset is treated as.
    Tier,
    /// A framework with a requirement that it maps to.
    Framework,
    /// Its control.
    Control,
    /// Its outcome.
    Outcome,
}

impl SelectionKey {
    /// Every key.
    pub const ALL: [SelectionKey; 5] =
        [Self::Owner, Self::Tier, Self::Framework, Self::Control, Self::Outcome];

    /// As the command line writes it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Tier => "tier",
            Self::Framework => "framework",
            Self::Control => "control",
            Self::Outcome => "outcome",
        }
    }
}

/// One condition on a finding.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    crate::Texts,
)]
#[serde(deny_unknown_fields)]
pub struct Selector {
    /// What is compared.
    pub key: SelectionKey,
    /// The value that it must have. An empty owner is none.
    pub value: String,
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.key.id(), self.value)
    }
}
