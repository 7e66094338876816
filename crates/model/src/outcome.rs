//! The result of a control on an asset.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use super::{EvidenceClass, Place};

/// The closed set of outcomes.
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
pub enum Outcome {
    /// The condition is met, on evidence in date.
    Pass,
    /// A defined, weaker condition is met.
    Partial,
    /// The condition is not met, on present evidence.
    Fail,
    /// The data needed is missing, stale or contradictory. Never a pass.
    NotAssessed,
    /// A present fact excludes the asset.
    NotApplicable,
}

impl Outcome {
    /// Every outcome, worst first.
    pub const ALL: [Outcome; 5] =
        [Self::Fail, Self::NotAssessed, Self::Partial, Self::Pass, Self::NotApplicable];

    /// Its name as files write it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Partial => "partial",
            Self::Fail => "fail",
            Self::NotAssessed => "not-assessed",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// Credit in halves: pass 2, partial 1, else 0. `None` where the finding is not counted.
    pub fn half_credits(self) -> Option<u64> {
        match self {
            Self::Pass => Some(2),
            Self::Partial => Some(1),
            Self::Fail | Self::NotAssessed => Some(0),
            Self::NotApplicable => None,
        }
    }

    /// Whether it is open: fail or partial.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Fail | Self::Partial)
    }

    /// Whether a finding with this outcome and these items shows a defect: it is open, or it could not be
    /// assessed as a whole and one of its items is open.
    pub fn shows_defect(self, items: &[Item]) -> bool {
        let open_item = || items.iter().any(|item| item.outcome.is_open());
        self.is_open() || self == Self::NotAssessed && open_item()
    }

    /// Rank for "the worst outcome counts": fail, not assessed, partial, pass, not applicable.
    pub fn rank(self) -> u8 {
        match self {
            Self::NotApplicable => 0,
            Self::Pass => 1,
            Self::Partial => 2,
            Self::NotAssessed => 3,
            Self::Fail => 4,
        }
    }

    /// The worse of two outcomes.
    #[must_use]
    pub fn worse(self, other: Outcome) -> Outcome {
        if other.rank() > self.rank() { other } else { self }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pass => "pass",
            Self::Partial => "partial",
            Self::Fail => "fail",
            Self::NotAssessed => "not assessed",
            Self::NotApplicable => "not applicable",
        })
    }
}

/// Why a finding is not assessed or not applicable.
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
    IntoStaticStr,
    crate::Texts,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Reason {
    /// No source carries a field the control needs.
    MissingField,
    /// No source carries a kind of record the control needs.
    MissingRecord,
    /// The feed is older than its limit.
    Stale,
    /// The data contradicts itself or lies in the future.
    InvalidData,
    /// The value is written in a way we cannot read.
    UnknownGrammar,
    /// It needs an attestation, and there is none.
    NeedsAttestation,
    /// The asset's tier is below the control's.
    BelowTier,
    /// The asset is retired.
    Retired,
    /// A present fact leaves nothing to judge.
    NothingToJudge,
    /// It was in the last record, was not retired, and is missing from all sources now.
    Unaccounted,
    /// It would be better, but a source was not read that reported it before, or may.
    NotHeard,
}

impl Reason {
    /// Its name as files write it.
    pub fn id(self) -> &'static str {
        self.into()
    }
}

/// One fact behind a finding, quoted as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct Evidence {
    /// Where it was read.
    pub place: Option<Place>,
    /// Its content, as `field = value` or a short clause.
    pub fact: String,
    /// How it is known: the class of its place.
    pub class: EvidenceClass,
}

impl Evidence {
    /// The class of a finding: the weakest of the facts that it cites. A finding that cites none is declared.
    pub fn weakest(evidence: &[Evidence]) -> EvidenceClass {
        evidence.iter().map(|fact| fact.class).max().unwrap_or_default()
    }
}

/// A part judged inside a finding: a tool, a scope, a review line, a playbook trigger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// Its own outcome.
    pub outcome: Outcome,
    /// Why, as a short clause; empty for a plain pass.
    pub note: String,
}

/// Which field or record would turn a not-assessed finding into an assessed one.
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
pub struct Ask {
    /// The kind of record, as files write it: `servers`, `reviews` …
    #[schemars(with = "String")]
    pub record: Cow<'static, str>,
    /// The field of that record; empty where the record itself is missing.
    #[schemars(with = "String")]
    pub field: Cow<'static, str>,
}

impl Ask {
    /// Why a finding is not assessed that asks for a record, or for a field of one: it is missing.
    pub fn reason(&self) -> Reason {
        if self.field.is_empty() { Reason::MissingRecord } else { Reason::MissingField }
    }
}

/// A record, as files write it, and its field; an empty field means the record itself.
impl From<(&'static str, &'static str)> for Ask {
    fn from((record, field): (&'static str, &'static str)) -> Self {
        Ask { record: record.into(), field: field.into() }
    }
}

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.field {
            "" => f.write_str(&self.record),
            field => write!(f, "{}.{field}", self.record),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(class: EvidenceClass) -> Evidence {
        Evidence { place: None, fact: String::new(), class }
    }

    #[test]
    fn a_finding_is_no_better_than_its_weakest_fact() {
        let of = |classes: &[EvidenceClass]| {
            Evidence::weakest(&classes.iter().copied().map(fact).collect::<Vec<_>>())
        };
        use EvidenceClass::{Attested, Declared, Observed, Recorded};
        assert_eq!(of(&[]), Declared);
        assert_eq!(of(&[Observed, Observed]), Observed);
        assert_eq!(of(&[Observed, Recorded]), Recorded);
        assert_eq!(of(&[Declared, Observed]), Declared);
        assert_eq!(of(&[Attested, Observed]), Attested);
    }
}
