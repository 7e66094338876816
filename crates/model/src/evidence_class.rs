//! How well a fact is known: what a configuration shows counts for more than what somebody typed.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Texts;

/// How a fact is known, the strongest class first.
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
pub enum EvidenceClass {
    /// A client configuration, an export or a scan shows it.
    Observed,
    /// A record states it, with a reference that resolves inside the inputs.
    Recorded,
    /// A record states it, and nothing among the inputs confirms it.
    #[default]
    Declared,
    /// A person's statement.
    Attested,
}

impl EvidenceClass {
    /// Every class, the strongest first.
    pub const ALL: [EvidenceClass; 4] =
        [Self::Observed, Self::Recorded, Self::Declared, Self::Attested];

    /// Its name in files and reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Recorded => "recorded",
            Self::Declared => "declared",
            Self::Attested => "attested",
        }
    }

    /// Whether it is more than somebody's word.
    pub fn is_shown(self) -> bool {
        matches!(self, Self::Observed | Self::Recorded)
    }
}

impl fmt::Display for EvidenceClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// One value for each evidence class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct PerClass<T> {
    /// Of what configurations, exports and scans show.
    pub observed: T,
    /// Of records with a reference that resolves inside the inputs.
    pub recorded: T,
    /// Of records without one.
    pub declared: T,
    /// Of statements by people.
    pub attested: T,
}

impl<T> PerClass<T> {
    /// The values, the strongest class first.
    pub fn values(&self) -> [&T; 4] {
        [&self.observed, &self.recorded, &self.declared, &self.attested]
    }

    /// The value of one class.
    pub fn of(&self, class: EvidenceClass) -> &T {
        match class {
            EvidenceClass::Observed => &self.observed,
            EvidenceClass::Recorded => &self.recorded,
            EvidenceClass::Declared => &self.declared,
            EvidenceClass::Attested => &self.attested,
        }
    }

    /// The value of one class, to change it.
    pub fn of_mut(&mut self, class: EvidenceClass) -> &mut T {
        match class {
            EvidenceClass::Observed => &mut self.observed,
            EvidenceClass::Recorded => &mut self.recorded,
            EvidenceClass::Declared => &mut self.declared,
            EvidenceClass::Attested => &mut self.attested,
        }
    }
}

impl PerClass<u64> {
    /// The sum over all classes; the largest number there is where it is larger.
    pub fn total(&self) -> u64 {
        self.values().into_iter().fold(0, |sum, one| sum.saturating_add(*one))
    }

    /// What configurations, exports, scans and checked references show.
    pub fn shown(&self) -> u64 {
        self.observed.saturating_add(self.recorded)
    }
}
