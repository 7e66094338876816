//! What a gate compares with.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::posture::{Edition, FindingCard, Posture};
use crate::model::{Outcome, Parts, WaiverState};

/// What a gate compares with: as much of an earlier posture as both a posture file and a shorter
/// record of it can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// What people call it: a file name or a month.
    pub name: String,
    /// Whose it is.
    pub organisation: String,
    /// The day it was judged on.
    pub as_of: Date,
    /// Its score.
    pub score: Parts,
    /// The catalogue that judged it.
    pub catalogue: Edition,
    /// The mappings it was read with.
    pub mappings: Edition,
    /// Every finding by id.
    pub findings: BTreeMap<String, Stood>,
}

/// How one finding stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stood {
    /// Its outcome.
    pub outcome: Outcome,
    /// Whether a live waiver was on it.
    pub waived: bool,
}

impl Baseline {
    /// What a whole posture tells; its findings must be all there.
    pub fn of(posture: &Posture, name: impl Into<String>) -> Self {
        let stood = |card: &FindingCard| {
            let waived = card.waiver == Some(WaiverState::Applied);
            (card.id.clone(), Stood { outcome: card.outcome, waived })
        };
        Baseline {
            name: name.into(),
            organisation: posture.organisation.clone(),
            as_of: posture.as_of,
            score: posture.score,
            catalogue: posture.tool.catalogue.clone(),
            mappings: posture.tool.mappings.clone(),
            findings: posture.findings.iter().map(stood).collect(),
        }
    }
}
