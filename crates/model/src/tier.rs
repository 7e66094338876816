//! How privileged an asset is.

use std::fmt;

use ecow::EcoString;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The tier ladder.
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

    /// Its name as files write it.
    pub fn id(self) -> &'static str {
        match self {
            Tier::T0 => "T0",
            Tier::T1 => "T1",
            Tier::T2 => "T2",
            Tier::T3 => "T3",
        }
    }

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
    /// What the facts imply; what passes earns by it.
    pub derived: Tier,
    /// What the asset is treated as: the highest tier that it may have while something that a tier
    /// is derived from is undeclared, else the derived one. Weights, limits and gates go by it.
    pub treated: Tier,
    /// What the owner declares, if anything.
    pub declared: Option<Tier>,
    /// What the tests go by: the higher of `treated` and `declared`.
    pub tests: Tier,
    /// The rules that fired, each with its reason.
    pub reasons: Vec<TierReason>,
    /// The fields whose absence raises `treated` above `derived`, the ones that raise it most first.
    pub undeclared: Vec<&'static str>,
}

impl TierJudgement {
    /// A tier that rests on facts alone, without reasons.
    pub fn known(tier: Tier) -> TierJudgement {
        TierJudgement {
            derived: tier,
            treated: tier,
            declared: None,
            tests: tier,
            reasons: Vec::new(),
            undeclared: Vec::new(),
        }
    }
}

/// One derivation rule that raised a tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct TierReason {
    /// `D1` to `D8`.
    #[schemars(with = "String")]
    pub rule: EcoString,
    /// The tier it asks for at least.
    pub floor: Tier,
    /// Why it fired, as one clause.
    #[schemars(with = "String")]
    pub because: EcoString,
}
