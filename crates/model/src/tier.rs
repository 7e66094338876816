//! How privileged an asset is.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The tier ladder.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Tier {
    /// Local, non-production utility.
    #[serde(alias = "t0")]
    T0,
    /// Shared non-production, or reads internal data.
    #[serde(alias = "t1")]
    T1,
    /// Touches production.
    #[serde(alias = "t2")]
    T2,
    /// Privileged machine-identity infrastructure.
    #[serde(alias = "t3")]
    T3,
}

impl Tier {
    /// Every tier, lowest first.
    pub const ALL: [Tier; 4] = [Tier::T0, Tier::T1, Tier::T2, Tier::T3];

    /// What an asset of this tier weighs against others.
    pub fn weight(self) -> u64 {
        match self {
            Tier::T0 => 1,
            Tier::T1 => 2,
            Tier::T2 => 4,
            Tier::T3 => 6,
        }
    }

    /// What the tier means, in short.
    pub fn meaning(self) -> &'static str {
        match self {
            Tier::T0 => "local, non-production utility",
            Tier::T1 => "shared non-production, or reads internal data",
            Tier::T2 => "touches production",
            Tier::T3 => "privileged machine-identity infrastructure",
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// One value a tier, indexed by [`Tier`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerTier<T>(pub [T; 4]);

impl<T: Copy> PerTier<T> {
    /// The value for `tier`.
    pub const fn at(&self, tier: Tier) -> T {
        self.0[tier as usize]
    }
}

/// The tier of an asset and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierJudgement {
    /// What the facts imply; weights follow it.
    pub derived: Tier,
    /// What the owner declares, if anything.
    pub declared: Option<Tier>,
    /// What the tests go by: the higher of derived and declared, T3 where reach is undeclared.
    pub tests: Tier,
    /// The rules that fired, each with its reason.
    pub reasons: Vec<TierReason>,
}

/// One derivation rule that raised a tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TierReason {
    /// `D1` to `D8`.
    pub rule: String,
    /// The tier it asks for at least.
    pub floor: Tier,
    /// Why it fired, as one clause.
    pub because: String,
}
