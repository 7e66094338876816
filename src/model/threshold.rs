//! Every number a control compares with, in one table.

use super::{PerTier, Tier};

/// One limit, by tier, with where the number comes from.
#[derive(Debug, PartialEq, Eq)]
pub struct Threshold {
    /// Key in `muster.toml` under `[thresholds]`.
    pub key: &'static str,
    /// What is limited.
    pub meaning: &'static str,
    /// The unit of the numbers.
    pub unit: Unit,
    /// The default for each tier, T0 first.
    pub default: PerTier<u32>,
    /// The smallest and largest value a profile may set.
    pub bounds: (u32, u32),
    /// Where the default comes from.
    pub source: &'static str,
    /// Whether an outside source publishes the figure; otherwise it is a house default.
    pub published: bool,
}

/// Units of thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Days of 24 hours.
    Days,
    /// Hours.
    Hours,
    /// Seconds.
    Seconds,
    /// Characters of text.
    Characters,
}

impl Unit {
    /// The unit's short sign.
    pub fn sign(self) -> &'static str {
        match self {
            Unit::Days => "d",
            Unit::Hours => "h",
            Unit::Seconds => "s",
            Unit::Characters => "chars",
        }
    }
}

/// How old the latest completed access review may be.
pub static REVIEW_MAX: Threshold = Threshold {
    key: "review.max",
    meaning: "age of the latest completed access review",
    unit: Unit::Days,
    default: PerTier([365, 180, 90, 90]),
    bounds: (1, 730),
    source: "CIS Controls 5.5 (quarterly); FedRAMP AC-2(j) (quarterly privileged, yearly other); PCI DSS 7.2.4 (six months)",
    published: true,
};

/// How old a stored credential may grow without rotation.
pub static ROTATION_MAX: Threshold = Threshold {
    key: "rotation.max",
    meaning: "age of a stored credential since its last rotation",
    unit: Unit::Days,
    default: PerTier([180, 90, 90, 60]),
    bounds: (1, 730),
    source: "AWS Config, CIS AWS and CIS GCP (90 d); Azure (60 d); T0 is a house default",
    published: true,
};

/// How long one issued credential may live.
pub static TOKEN_TTL: Threshold = Threshold {
    key: "token.ttl",
    meaning: "life of one issued credential",
    unit: Unit::Seconds,
    default: PerTier([86_400, 86_400, 43_200, 3_600]),
    bounds: (60, 604_800),
    source: "AWS STS (1 h default, 12 h at most); OWASP MCP cheat sheet (1 h); T0 and T1 are house defaults",
    published: true,
};

/// How long a retired asset may keep live secrets.
pub static OFFBOARD_REVOKE: Threshold = Threshold {
    key: "offboard.revoke",
    meaning: "time from retirement to the last secret and grant revoked",
    unit: Unit::Hours,
    default: PerTier([168, 72, 24, 24]),
    bounds: (1, 2_160),
    source: "FedRAMP AC-2(3) and AC-2(h) (24 h); T0 and T1 are house defaults",
    published: true,
};

/// How old the owner's word that an asset is still theirs may be.
pub static OWNER_CONFIRM: Threshold = Threshold {
    key: "owner.confirm",
    meaning: "time since the owner last confirmed the ownership",
    unit: Unit::Days,
    default: PerTier([365, 180, 90, 90]),
    bounds: (1, 730),
    source: "follows the access review",
    published: false,
};

/// How long a briefing of an owner holds.
pub static OWNER_BRIEFING: Threshold = Threshold {
    key: "owner.briefing",
    meaning: "time since an owner was last briefed on the duty",
    unit: Unit::Days,
    default: PerTier([365, 365, 365, 365]),
    bounds: (30, 1_095),
    source: "house default",
    published: false,
};

/// How long ago something registered may last have been seen, and the last look for more been.
pub static SEEN_MAX: Threshold = Threshold {
    key: "seen.max",
    meaning: "time since an asset was last seen in use, or since the last discovery scan",
    unit: Unit::Days,
    default: PerTier([90, 90, 90, 90]),
    bounds: (1, 365),
    source: "CIS Controls 5.1 (inventory validated quarterly)",
    published: true,
};

/// How long an exposed tool may lie idle.
pub static UNUSED_MAX: Threshold = Threshold {
    key: "unused.max",
    meaning: "time an exposed tool may go without a call",
    unit: Unit::Days,
    default: PerTier([180, 90, 90, 90]),
    bounds: (1, 730),
    source: "house default: one review period",
    published: false,
};

/// How long ago the stop of an agent may last have been tried.
pub static STOP_TEST: Threshold = Threshold {
    key: "stop.test",
    meaning: "time since the stop of an agent was last tried",
    unit: Unit::Days,
    default: PerTier([365, 365, 365, 180]),
    bounds: (1, 730),
    source: "house default: follows the exercise of playbooks",
    published: false,
};

/// How long a waiver may run.
pub static WAIVER_MAX: Threshold = Threshold {
    key: "waiver.max",
    meaning: "life of one waiver",
    unit: Unit::Days,
    default: PerTier([365, 180, 90, 90]),
    bounds: (1, 730),
    source: "house default",
    published: false,
};

/// How old a playbook may be.
pub static PLAYBOOK_MAX: Threshold = Threshold {
    key: "playbook.max",
    meaning: "age of a revocation playbook since its last update",
    unit: Unit::Days,
    default: PerTier([365, 365, 365, 365]),
    bounds: (30, 1_095),
    source: "house default",
    published: false,
};

/// How long an attestation holds.
pub static ATTESTATION_MAX: Threshold = Threshold {
    key: "attestation.max",
    meaning: "age of a person's attestation",
    unit: Unit::Days,
    default: PerTier([365, 365, 180, 90]),
    bounds: (1, 730),
    source: "house default",
    published: false,
};

/// How short a stated purpose may be.
pub static PURPOSE_MIN: Threshold = Threshold {
    key: "purpose.min",
    meaning: "length of a stated purpose, at least",
    unit: Unit::Characters,
    default: PerTier([20, 20, 20, 20]),
    bounds: (1, 200),
    source: "house default",
    published: false,
};

/// Every threshold, in the order reports print them.
pub static THRESHOLDS: &[&Threshold] = &[
    &REVIEW_MAX,
    &ROTATION_MAX,
    &TOKEN_TTL,
    &OFFBOARD_REVOKE,
    &PLAYBOOK_MAX,
    &ATTESTATION_MAX,
    &OWNER_CONFIRM,
    &OWNER_BRIEFING,
    &SEEN_MAX,
    &UNUSED_MAX,
    &STOP_TEST,
    &WAIVER_MAX,
    &PURPOSE_MIN,
];

/// The thresholds in force: the defaults and what the profile changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thresholds {
    changed: Vec<(&'static str, PerTier<u32>)>,
}

impl Thresholds {
    /// Sets the values of one threshold.
    pub fn change(&mut self, threshold: &'static Threshold, values: PerTier<u32>) {
        self.changed.retain(|(key, _)| *key != threshold.key);
        self.changed.push((threshold.key, values));
    }

    /// The values in force.
    pub fn of(&self, threshold: &Threshold) -> PerTier<u32> {
        let changed = self.changed.iter().find(|(key, _)| *key == threshold.key);
        changed.map_or(threshold.default, |(_, values)| *values)
    }

    /// The limit for one tier, in the threshold's unit.
    pub fn limit(&self, threshold: &Threshold, tier: Tier) -> i64 {
        i64::from(self.of(threshold).at(tier))
    }

    /// Whether the profile changed it.
    pub fn is_changed(&self, threshold: &Threshold) -> bool {
        self.of(threshold) != threshold.default
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_lies_within_its_own_bounds_and_tightens_with_the_tier() {
        for threshold in THRESHOLDS {
            for pair in threshold.default.0.windows(2) {
                assert!(pair[0] >= pair[1], "{} loosens as the tier rises", threshold.key);
            }
            for value in threshold.default.0 {
                let (low, high) = threshold.bounds;
                assert!((low..=high).contains(&value), "{} {value}", threshold.key);
            }
        }
    }
}
