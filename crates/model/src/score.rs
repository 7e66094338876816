//! The three parts of a score, as printed and as summed.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{EvidenceClass, PerClass, Severity, Tier};

/// A number with one decimal, held as tenths so that it prints as it was rounded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, crate::Texts)]
pub struct Tenths(pub i64);

/// The largest number that is read: sums of such numbers stay exact.
const LARGEST: f64 = 1e12;

impl Tenths {
    /// `numerator / denominator × 100` with one decimal, half to even. `None` where the
    /// denominator is zero.
    pub fn percent(numerator: u64, denominator: u64) -> Option<Tenths> {
        if denominator == 0 {
            return None;
        }
        let (scaled, denominator) = (u128::from(numerator) * 1000, u128::from(denominator));
        let (quotient, rest) = (scaled / denominator, scaled % denominator);
        let up = match (rest * 2).cmp(&denominator) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => quotient % 2 == 1,
            std::cmp::Ordering::Greater => true,
        };
        Some(Tenths(i64::try_from(quotient).unwrap_or(i64::MAX) + i64::from(up)))
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{}", self.0.abs() / 10, self.0.abs() % 10)
    }
}

impl Serialize for Tenths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[expect(clippy::cast_precision_loss, reason = "tenths of a percentage are small")]
        serializer.serialize_f64(self.0 as f64 / 10.0)
    }
}

impl<'de> Deserialize<'de> for Tenths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        #[expect(clippy::cast_possible_truncation, reason = "rounded, and far from the ends")]
        let tenths = Tenths((number.clamp(-LARGEST, LARGEST) * 10.0).round() as i64);
        #[expect(clippy::cast_precision_loss, reason = "tenths below the limit are exact")]
        let again = tenths.0 as f64 / 10.0;
        // A number that would print otherwise than it is written was not written by this program.
        match again == number {
            true => Ok(tenths),
            false => Err(serde::de::Error::custom("expected a number with one decimal")),
        }
    }
}

impl JsonSchema for Tenths {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Tenths".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "number", "description": "A number with one decimal."})
    }
}

/// What one finding weighs.
pub fn weight(severity: Severity, tier: Tier) -> u64 {
    severity.weight() * tier.weight()
}

/// What one finding puts into the sums.
///
/// An asset that does not declare what its tier is derived from is treated as the highest tier it
/// may have. What fails or is unknown weighs by that tier; what passes earns only by the tier that
/// facts show, and the rest is unknown. So no silence raises a score by raising a weight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight {
    /// Severity weight × tier weight, by the tier the asset is treated as.
    pub full: u64,
    /// What a pass earns: the same by the tier that facts show. Never more than `full`.
    pub earned: u64,
}

impl Weight {
    /// A finding on an asset whose tier rests on facts alone.
    pub fn known(full: u64) -> Weight {
        Weight { full, earned: full }
    }

    /// The same, `times` as heavy.
    #[must_use]
    pub fn times(self, times: u64) -> Weight {
        Weight { full: self.full * times, earned: self.earned * times }
    }
}

/// Proven, failed and unknown: three parts of one bar.
///
/// The sums are in half-weights (weight × credit in halves), so that a partial stays an integer:
/// `proven_sum + failed_sum + unknown_sum = 2 × weight`. The printed parts sum to 100.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// Applicable findings counted.
    pub findings: u64,
    /// Sum of their weights.
    pub weight: u64,
    /// Σ earned weight × credit, in half-weights.
    pub proven_sum: u64,
    /// Σ weight × (1 − credit) of the assessed, in half-weights.
    pub failed_sum: u64,
    /// Σ weight of the not-assessed, and what passes do not earn because a tier is undeclared, in
    /// half-weights.
    pub unknown_sum: u64,
    /// The proven sum by evidence class; the four sum to it.
    pub class_sums: PerClass<u64>,
    /// The score in per cent: `100 × proven_sum ÷ (2 × weight)`. None where nothing was assessed.
    pub proven: Option<Tenths>,
    /// The score by evidence class; the printed parts sum to it. None where nothing was assessed.
    pub classes: Option<PerClass<Tenths>>,
    /// What failed, in per cent: what remains of 100, so that the parts sum to it.
    /// None where nothing was assessed.
    pub failed: Option<Tenths>,
    /// What could not be assessed, in per cent. None where there was nothing to assess.
    pub unknown: Option<Tenths>,
    /// 100 − unknown.
    pub coverage: Option<Tenths>,
    /// proven + unknown: what the score could reach if every unknown passed.
    pub ceiling: Option<Tenths>,
}

impl Parts {
    /// The same sums with the printed parts computed from them; `assessed` is whether anything was.
    ///
    /// Proven and unknown are each rounded half to even. Failed is what remains, so that the
    /// three sum to 100: exactly zero where nothing failed, never negative, and at most one tenth
    /// away from its own rounding.
    #[must_use]
    pub fn recomputed(&self, assessed: bool) -> Parts {
        let whole = 2 * self.weight;
        let unknown = Tenths::percent(self.unknown_sum, whole);
        let proven = Tenths::percent(self.proven_sum, whole).filter(|_| assessed);
        let both = proven.zip(unknown);
        Parts {
            proven,
            classes: proven.map(|proven| self.class_sums.split(proven)),
            failed: both.map(|(proven, unknown)| Tenths(1000 - proven.0 - unknown.0)),
            unknown,
            coverage: unknown.map(|unknown| Tenths(1000 - unknown.0)),
            ceiling: both.map(|(proven, unknown)| Tenths(proven.0 + unknown.0)),
            ..*self
        }
    }
}

impl PerClass<u64> {
    /// A printed whole in its four parts, by largest remainder, so that they sum to it.
    pub fn split(&self, whole: Tenths) -> PerClass<Tenths> {
        let total = u128::from(self.total());
        let whole = u128::try_from(whole.0).unwrap_or(0);
        let mut parts = PerClass::default();
        if total == 0 {
            return parts;
        }
        let sums = EvidenceClass::ALL.into_iter().zip(self.values());
        let mut remainders = Vec::new();
        let mut left = whole;
        for (class, sum) in sums {
            let share = whole * u128::from(*sum);
            *parts.of_mut(class) = Tenths(i64::try_from(share / total).unwrap_or(0));
            left = left.saturating_sub(share / total);
            remainders.push((share % total, class));
        }
        // The stronger class first among equals, as the sort is stable.
        remainders.sort_by_key(|(rest, _)| std::cmp::Reverse(*rest));
        let more = usize::try_from(left).unwrap_or(0);
        remainders.into_iter().take(more).for_each(|(_, class)| parts.of_mut(class).0 += 1);
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_round_to_even() {
        assert_eq!(Tenths::percent(3335, 10_000), Some(Tenths(334)));
        assert_eq!(Tenths::percent(3345, 10_000), Some(Tenths(334)));
        assert_eq!(Tenths::percent(1, 3).map(|t| t.to_string()).as_deref(), Some("33.3"));
        assert_eq!(Tenths::percent(1, 0), None);
    }

    proptest! {
        #[test]
        fn the_printed_parts_sum_to_the_whole(
            sums in [0_u64..5000, 0_u64..5000, 0_u64..5000, 0_u64..5000],
            whole in 0_i64..=1000,
        ) {
            let [observed, recorded, declared, attested] = sums;
            let sums = PerClass { observed, recorded, declared, attested };
            prop_assume!(sums.total() > 0);
            let parts = sums.split(Tenths(whole));
            prop_assert_eq!(parts.values().iter().map(|part| part.0).sum::<i64>(), whole);
            for (sum, part) in sums.values().into_iter().zip(parts.values()) {
                prop_assert!(*sum > 0 || part.0 == 0, "nothing is printed as something");
            }
        }
    }
}
