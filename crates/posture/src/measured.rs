//! What roll-ups sum: findings, or cells that count equal ones.

use model::posture::{Cell, FindingCard, OwnerCell};
use model::{AssetKey, AssetKind, Domain, Family, Outcome, Severity, Tier, WaiverState, weight};

/// As much of a finding as enters a sum.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure<'a> {
    pub(super) outcome: Outcome,
    pub(super) severity: Severity,
    pub(super) tier: Tier,
    /// How many findings are alike.
    pub(super) count: u64,
    /// The asset, where a single finding is measured.
    pub(super) asset: Option<&'a AssetKey>,
}

impl Measure<'_> {
    /// Severity weight × tier weight.
    pub(super) fn weight(self) -> u64 {
        weight(self.severity, self.tier)
    }

    /// What it would add if it passed, in half-weights.
    pub(super) fn missing(self) -> u64 {
        self.weight() * (2 - self.outcome.half_credits().unwrap_or(2)) * self.count
    }
}

/// Something that can be summed.
pub(super) trait Measured {
    fn measure(&self) -> Measure<'_>;
}

/// Something that can be summed by what it is about.
pub(super) trait Classified: Measured {
    fn control(&self) -> &str;
    fn kind(&self) -> AssetKind;
    fn domain(&self) -> Domain;
    fn is_waived(&self) -> bool;

    fn family(&self) -> Option<Family> {
        Family::of(self.control())
    }
}

impl Measured for FindingCard {
    fn measure(&self) -> Measure<'_> {
        let FindingCard { outcome, severity, tier, asset, .. } = self;
        let asset = Some(asset);
        Measure { outcome: *outcome, severity: *severity, tier: *tier, count: 1, asset }
    }
}

impl Classified for FindingCard {
    fn control(&self) -> &str {
        &self.control
    }

    fn kind(&self) -> AssetKind {
        self.asset.kind
    }

    fn domain(&self) -> Domain {
        self.domain
    }

    fn is_waived(&self) -> bool {
        self.waiver == Some(WaiverState::Applied)
    }
}

impl Measured for Cell {
    fn measure(&self) -> Measure<'_> {
        let Cell { outcome, severity, tier, count, .. } = *self;
        Measure { outcome, severity, tier, count, asset: None }
    }
}

impl Classified for Cell {
    fn control(&self) -> &str {
        &self.control
    }

    fn kind(&self) -> AssetKind {
        self.kind
    }

    fn domain(&self) -> Domain {
        self.domain
    }

    fn is_waived(&self) -> bool {
        self.waived
    }
}

impl Measured for OwnerCell {
    fn measure(&self) -> Measure<'_> {
        let OwnerCell { outcome, severity, tier, count, .. } = *self;
        Measure { outcome, severity, tier, count, asset: None }
    }
}
