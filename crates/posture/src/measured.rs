//! What roll-ups sum: findings, or cells that count equal ones.

use model::posture::{Cell, FindingCard, OwnerCell, Standing};
use model::{
    AssetKey, AssetKind, Domain, EvidenceClass, Family, Outcome, Severity, Tier, WaiverState,
    Weight, weight,
};

/// As much of a finding as enters a sum.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    pub(super) outcome: Outcome,
    /// How it is known.
    pub(super) class: EvidenceClass,
    pub(super) severity: Severity,
    pub(super) tier: Tier,
    /// The tier that facts show.
    pub(super) derived_tier: Tier,
    /// What a pass earns.
    pub(super) pass_weight: u64,
    /// How many findings are alike.
    pub(super) count: u64,
}

impl Measure {
    /// What it puts into the sums.
    pub(super) fn weight(self) -> Weight {
        Weight { full: weight(self.severity, self.tier), earned: self.pass_weight }
    }

    /// What it would add if it passed, in half-weights.
    pub(super) fn missing(self) -> u64 {
        self.each_missing() * self.count
    }

    /// The same of each.
    pub(super) fn each_missing(self) -> u64 {
        self.pass_weight * (2 - self.outcome.half_credits().unwrap_or(2))
    }

    /// The same as it enters the score of privileged assets: what facts do not show to be privileged
    /// earns nothing there.
    pub(super) fn privileged(mut self) -> Self {
        if self.derived_tier < Tier::T2 {
            self.pass_weight = 0;
        }
        self
    }
}

/// Something that can be summed.
pub(super) trait Measured {
    fn measure(&self) -> Measure;
}

/// Something that can be summed by what it is about.
pub(super) trait Classified: Measured {
    fn control(&self) -> &str;
    fn kind(&self) -> AssetKind;
    /// Whether only exports show the asset.
    fn exported(&self) -> bool;
    fn domain(&self) -> Domain;
    fn is_waived(&self) -> bool;
    fn standing(&self) -> Standing;
    /// The first of their assets, where they are known.
    fn assets(&self) -> &[AssetKey];

    fn family(&self) -> Option<Family> {
        Family::of(self.control())
    }
}

impl Measured for FindingCard {
    fn measure(&self) -> Measure {
        Measure {
            outcome: self.outcome,
            class: self.class,
            severity: self.severity,
            tier: self.tier,
            derived_tier: self.derived_tier,
            pass_weight: self.pass_weight,
            count: 1,
        }
    }
}

impl Classified for FindingCard {
    fn control(&self) -> &str {
        &self.control
    }

    fn kind(&self) -> AssetKind {
        self.asset.kind
    }

    fn exported(&self) -> bool {
        self.exported
    }

    fn domain(&self) -> Domain {
        self.domain
    }

    fn is_waived(&self) -> bool {
        self.waiver == Some(WaiverState::Applied)
    }

    fn standing(&self) -> Standing {
        FindingCard::standing(self)
    }

    fn assets(&self) -> &[AssetKey] {
        std::slice::from_ref(&self.asset)
    }
}

impl Measured for Cell {
    fn measure(&self) -> Measure {
        let Cell { outcome, class, severity, tier, derived_tier, pass_weight, count, .. } = *self;
        Measure { outcome, class, severity, tier, derived_tier, pass_weight, count }
    }
}

impl Classified for Cell {
    fn control(&self) -> &str {
        &self.control
    }

    fn kind(&self) -> AssetKind {
        self.kind
    }

    fn exported(&self) -> bool {
        self.exported
    }

    fn domain(&self) -> Domain {
        self.domain
    }

    fn is_waived(&self) -> bool {
        self.waived
    }

    fn standing(&self) -> Standing {
        self.standing
    }

    fn assets(&self) -> &[AssetKey] {
        &[]
    }
}

impl Measured for OwnerCell {
    fn measure(&self) -> Measure {
        let OwnerCell { outcome, class, severity, tier, derived_tier, pass_weight, count, .. } =
            *self;
        Measure { outcome, class, severity, tier, derived_tier, pass_weight, count }
    }
}
